"""Events that verbs tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from assistant.language.events.actors import Actor, Candidate, actors_of
from assistant.language.events.allowing import is_allowed
from assistant.language.events.clauses import Clause
from assistant.language.events.forms import Verb
from assistant.language.events.frames import Lexicon
from assistant.language.events.modality import Colour, Stand, modality_of
from assistant.language.events.places import in_an_apposition, place_of, time_of
from assistant.language.events.records import Told
from assistant.language.events.sentence import ReadClause, Sentence, fill
from assistant.language.events.sources import source_of
from assistant.language.people.offices import is_head
from assistant.language.times import TimeExpression
from assistant.types import Part, TimeSpan

_WEEK = timedelta(days=7)
_OF_OFFICES = ("appointment", "election", "dismissal", "resignation")
_CONTACT = ("meeting", "reception", "talks", "visit", "call")


def told_by_verbs(sentence: Sentence) -> Iterator[Told]:
    """The events of a sentence's verbs, statements among them."""
    for read in sentence.clauses:
        places: dict[int, Told] = {}
        for verb in read.verbs:
            if verb.place in places and verb.frame.action != "statement":
                continue
            told = _tell(sentence, read, verb)
            if told:
                places.setdefault(verb.place, told)
        yield from places.values()


def _tell(sentence: Sentence, read: ReadClause, verb: Verb) -> Told | None:
    if not is_allowed(sentence, read, verb):
        return None
    chosen = fill(read, verb, sentence)
    frame = verb.frame
    if _disagrees(read, verb, chosen.get("subject"), sentence.lexicon.language):
        return None
    if frame.nouns and not verb.passive:
        chosen = {slot: who for slot, who in chosen.items() if not (who.chunk and who.chunk.head in frame.nouns)}
    filled = _filled(read, verb, chosen, sentence)
    place = _place(read, verb, chosen, sentence)
    if not _enough(sentence, read, verb, chosen, filled, place):
        return None
    colour = _colour(sentence, read, verb, chosen.get("subject"))
    if colour is None:
        return None
    participants = _participants(verb, filled)
    several = any(candidate.plural for candidate in chosen.values())
    together = frame.action in ("meeting", "call") or (frame.action == "talks" and verb.passive)
    if len(participants) < (2 if together and not several else 1):
        return None
    times = _times(read.clause) or [time for clause in _shared(sentence, read, verb) for time in _times(clause)]
    time = time_of(times)
    if colour.modality == "planned" and time:
        time = _next(time, sentence.published)
    start = read.clause.tokens[verb.place].start
    return Told(frame.action, tuple(participants), place, time, colour.modality, colour.by, start, verb.passive)


def _disagrees(read: ReadClause, verb: Verb, subject: Candidate | None, language: str) -> bool:
    """Whether a German plural has one person as its subject and so is none ("X begleitete den ernannten Y")."""
    plural = language == "de" and verb.kind == "past" and read.clause.tokens[verb.place].lower.endswith("en")
    if not plural or subject is None or subject.plural or subject.chunk is None or subject.chunk.members:
        return False
    return len(subject.actors) == 1 and subject.actors[0].entity.kind == "person" and not subject.chunk.pronoun


def _times(clause: Clause) -> list[TimeExpression]:
    return [token.time for token in clause.tokens if token.time]


def _shared(sentence: Sentence, read: ReadClause, verb: Verb) -> Iterator[Clause]:
    """The clauses whose time holds for this one too, where it names none.

    The one before "und" where they share a verb or auxiliary, the one that "um ... zu" belongs to, and the main
    clause before, unless that tells who said something, and when.
    """
    clause = read.clause
    if verb.frame.action == "statement":
        return
    if clause.before and verb.kind in ("infinitive", "participle"):
        yield clause.before
    above = sentence.read(clause.above)
    if above is None:
        return
    spoken = any(other.frame.action == "statement" for other in above.verbs)
    if (clause.kind == "infinitive" and clause.opener) or (clause.kind == "main" and not spoken):
        yield above.clause


def _filled(
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


def _place(read: ReadClause, verb: Verb, chosen: dict[str, Candidate], sentence: Sentence) -> str | None:
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


def _enough(
    sentence: Sentence,
    read: ReadClause,
    verb: Verb,
    chosen: dict[str, Candidate],
    filled: dict[str, tuple[Actor, ...]],
    place: str | None,
) -> bool:
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


def _participants(verb: Verb, filled: dict[str, tuple[Actor, ...]]) -> list[tuple[Actor, Part]]:
    found: list[tuple[Actor, Part]] = []
    for slot, actors in filled.items():
        part = verb.frame.slots.get(slot)
        if part is None:
            continue
        for actor in actors:
            if all(actor.entity.name != other.entity.name for other, _ in found):
                found.append((actor, actor.part or part))
    return found


def _colour(sentence: Sentence, read: ReadClause, verb: Verb, subject: Candidate | None) -> Colour | None:
    if verb.frame.action == "statement":
        return Colour("happened")
    timed = any(token.time and _may_come(token.time, sentence.published) for token in read.clause.tokens)
    above = sentence.subject(sentence.read(read.clause.above))
    source = source_of(sentence, read)
    stand = Stand(verb.kind, verb.place, timed, verb.passive, source, _name(above), _name(subject))
    colour = modality_of(read.clause, sentence.lexicon, stand)
    aim = verb.kind == "infinitive" and verb.place and read.clause.tokens[verb.place - 1].lower == "to"
    if aim and colour and colour.modality in ("happened", "said") and verb.frame.action not in _CONTACT:
        return None  # "the car that she drives to kill Bill"
    return colour


def _may_come(time: TimeExpression, published: date | None) -> bool:
    """Whether a verb in the present tense beside a time speaks of what is to come: not of a day that is past.

    A weekday with a present tense is the next one, whatever it was resolved to.
    """
    if time.timex in ("PAST_REF", "PRESENT_REF") or time.type not in ("DATE", "TIME"):
        return False
    span = time.span
    if published is None or span is None or span.start is None:
        return span is None or span.precision != "open"
    if len(time.phrase.split()) == 1 and span.start == span.end and time.phrase[:1].isupper():
        return True
    return span.start > published


def _next(time: TimeSpan, published: date | None) -> TimeSpan:
    """A weekday of what is planned is the coming one ("kommen am Donnerstag zusammen")."""
    past = published and time.start and time.start == time.end and 0 < (published - time.start).days < _WEEK.days
    if not past or not time.start or any(letter.isdigit() for letter in time.phrase):
        return time
    return replace(time, start=time.start + _WEEK, end=time.start + _WEEK)


def _name(candidate: Candidate | None) -> str | None:
    return candidate.actors[0].entity.name if candidate and candidate.actors else None
