"""Who fills the slots of a verb's frame, where it was, and whether that is enough for an event."""

from __future__ import annotations

from assistant.language.events.actors import Actor, Candidate, actors_of
from assistant.language.events.forms import Verb
from assistant.language.events.frames import Lexicon
from assistant.language.events.places import in_an_apposition, place_of
from assistant.language.events.sentence import ReadClause, Sentence
from assistant.language.people.offices import is_head

_OF_OFFICES = ("appointment", "election", "dismissal", "resignation")


def filled_by(
    read: ReadClause, verb: Verb, chosen: dict[str, Candidate], sentence: Sentence
) -> dict[str, tuple[Actor, ...]]:
    """The actors of each slot, those behind prepositions among them."""
    lexicon = sentence.lexicon
    filled = {
        slot: candidate.actors for slot, candidate in chosen.items() if candidate.actors and slot in verb.frame.slots
    }
    for chunk in read.chunks:
        slot = lexicon.aliases.get(chunk.preposition, chunk.preposition)
        if chunk.owner or slot not in verb.frame.slots or slot in filled:
            continue
        if actors := actors_of(chunk, lexicon):
            filled[slot] = actors
        elif entities := sentence.meant(chunk, read):
            filled[slot] = tuple(Actor(entity) for entity in entities)
    for slot in sorted(set(verb.frame.need) & set(lexicon.words["prepositions"]) - set(filled)):
        owned = [
            c for c in read.chunks if c.relation == "of" and lexicon.aliases.get(c.preposition, c.preposition) == slot
        ]
        if owned and (actors := actors_of(owned[0], lexicon)):  # "trennt sich mit sofortiger Wirkung von X"
            filled[slot] = actors
    relative = read.clause.antecedent
    if read.clause.kind == "relative" and relative and relative.entity and read.clause.opener in verb.frame.slots:
        filled.setdefault(read.clause.opener, (Actor(relative.entity),))
    if verb.frame.action == "meeting" and "object" in filled:  # nobody meets a town
        filled["object"] = tuple(actor for actor in filled["object"] if actor.entity.kind != "place")
        filled = {slot: actors for slot, actors in filled.items() if actors}
    if verb.frame.action == "visit":
        goals = {"object", "dative"} & verb.frame.goal
        for slot in goals & set(filled):
            filled[slot] = tuple(actor for actor in filled[slot] if actor.entity.kind != "place")
        filled = {slot: actors for slot, actors in filled.items() if actors}
        if filled.get("subject"):
            filled["subject"] = tuple(a for a in filled["subject"] if a.entity.kind != "place")
    return filled


def place_told(read: ReadClause, verb: Verb, chosen: dict[str, Candidate], sentence: Sentence) -> str | None:
    """Where the event of a verb was: its object, its phrases, "dort"; None where nothing tells it."""
    frame = verb.frame
    for slot in ("object", "dative"):
        candidate = chosen.get(slot)
        if frame.action == "visit" and slot in frame.goal and candidate:
            for actor in candidate.actors:
                if actor.entity.kind == "place":
                    return actor.entity.name
            if place := _town(candidate, sentence):
                return place
    chunks = read.chunks
    if frame.action in _OF_OFFICES:
        chunks = [chunk for chunk in chunks if not in_an_apposition(chunk, read.clause.tokens)]
    place = place_of(chunks, sentence.lexicon, frame.goal)
    lowers = {token.lower for token in read.clause.tokens} | {read.clause.opener}
    if place is None and lowers & (sentence.lexicon.words["there"] | sentence.lexicon.words["where"]):
        named = [
            token.entity.name
            for token in sentence.tokens
            if token.entity and token.entity.kind == "place" and token.start < read.clause.tokens[0].start
        ]
        before = sentence.before.places
        place = named[-1] if named else before[0] if len(before) == 1 else None
    if place is None and read.clause.opener in ("um", "to") and read.clause.above:
        above = sentence.read(read.clause.above)
        place = place_of(above.chunks, sentence.lexicon, frozenset(("nach", "to"))) if above else None
    return place


def _town(candidate: Candidate, sentence: Sentence) -> str | None:
    """The place that a noun before it says something of: "besuchte die Hauptstadt X"."""
    chunk = candidate.chunk
    if chunk is None or not chunk.nouns or is_head(chunk.head, sentence.lexicon.language):
        return None
    return next((entity.name for entity in chunk.entities if entity.kind == "place"), None)


def _is_group(subject: Candidate | None, lexicon: Lexicon) -> bool:
    """Whether an organisation does it: "der Klub trennt sich von X" is about his office, "sie trennt sich" is not."""
    if subject is None:
        return False
    named = any(actor.entity.kind == "organisation" for actor in subject.actors)
    return named or (subject.chunk is not None and subject.chunk.head in lexicon.words["group"])


def enough(
    sentence: Sentence,
    read: ReadClause,
    verb: Verb,
    chosen: dict[str, Candidate],
    filled: dict[str, tuple[Actor, ...]],
    place: str | None,
) -> bool:
    """Whether what the verb's frame needs is there, and whoever takes part is what can take part."""
    frame = verb.frame
    subject = chosen.get("subject")
    if frame.needs_subject and not verb.passive and not filled.get("subject"):
        sure = subject is not None and subject.chunk is not None and subject.cases != frozenset(("acc",))
        office = sure and subject and subject.chunk and is_head(subject.chunk.head, sentence.lexicon.language)
        if frame.action != "reception" or not office:
            return False
    if frame.by_group and not _is_group(subject, sentence.lexicon):
        return False
    if frame.object_is_thing:
        thing = chosen.get("object")
        return bool(filled.get("subject")) and thing is not None and not thing.actors and not verb.passive
    if frame.action == "statement" and not filled.get("subject"):
        return False
    if frame.action in ("meeting", "talks", "call", "visit") and not filled.get("subject") and not verb.passive:
        return False
    plural = subject is not None and (subject.plural or len(subject.actors) > 1)
    plural = plural and not (frame.action == "talks" and read.clause.opener == "um")  # "trafen sich, um zu beraten"
    reflexive = any(token.lower == "sich" for token in read.clause.tokens)
    if frame.reflexive is None and reflexive and frame.action == "meeting" and not filled.get("mit") and not plural:
        return False
    for need in frame.need:
        for word in need.split():
            if word == "plural":
                fine = plural
            elif word == "reflexive":
                fine = reflexive
            elif word == "place":
                fine = place is not None
            else:
                fine = bool(filled.get(word))
            if not fine:
                break
        else:
            return _people_where_needed(verb, filled)
    return False


def _people_where_needed(verb: Verb, filled: dict[str, tuple[Actor, ...]]) -> bool:
    """Deaths, arrests and appointments are of people; a club that meets a club plays."""
    action = verb.frame.action
    if action in ("death", "arrest", "appointment", "dismissal", "election", "resignation"):
        slot = next((slot for slot, part in verb.frame.slots.items() if part == "target"), "subject")
        slot = slot if slot in filled else "subject"
        return any(actor.entity.kind == "person" for actor in filled.get(slot, ()))
    if action == "reception":  # "Rapid empfängt Sturm": a club receives a club
        return any(actor.entity.kind == "person" for actors in filled.values() for actor in actors)
    if action == "meeting" and "object" in filled:
        return any(actor.entity.kind == "person" for actors in filled.values() for actor in actors)
    if action == "visit":
        return bool(filled.get("subject"))
    return True
