"""Events that verbs tell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from assistant.language.events.actors import Actor, Candidate, actors_of
from assistant.language.events.clauses import Clause
from assistant.language.events.frames import Lexicon
from assistant.language.events.modality import Colour, Stand, modality_of
from assistant.language.events.places import place_of, time_of
from assistant.language.events.records import Told
from assistant.language.events.sentence import ReadClause, Sentence, Verb, fill
from assistant.language.events.sources import source_of
from assistant.language.people.offices import is_head
from assistant.language.times import TimeExpression
from assistant.types import Part


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
    if not _allowed(sentence, read, verb):
        return None
    chosen = fill(read, verb, sentence)
    frame = verb.frame
    if frame.nouns and not verb.passive:
        chosen = {slot: who for slot, who in chosen.items() if not (who.chunk and who.chunk.head in frame.nouns)}
    filled = _filled(read, verb, chosen, sentence)
    place = _place(read, verb, chosen, sentence)
    if not _enough(sentence.lexicon.language, read, verb, chosen, filled, place):
        return None
    colour = _colour(sentence, read, verb, chosen.get("subject"))
    if colour is None:
        return None
    participants = _participants(verb, filled, chosen)
    if not participants:
        return None
    times = _times(read.clause) or [time for clause in _shared(sentence, read, verb) for time in _times(clause)]
    start = read.clause.tokens[verb.place].start
    return Told(
        frame.action, tuple(participants), place, time_of(times), colour.modality, colour.by, start, verb.passive
    )


def _times(clause: Clause) -> list[TimeExpression]:
    return [token.time for token in clause.tokens if token.time]


def _shared(sentence: Sentence, read: ReadClause, verb: Verb) -> Iterator[Clause]:
    """The clauses whose time holds for this one too, where it names none.

    The one before "und" where they share a verb or auxiliary, the one that "um ... zu" belongs to, and the main clause
    before, unless that tells who said something, and when.
    """
    clause = read.clause
    if clause.before and verb.kind in ("infinitive", "participle"):
        yield clause.before
    above = sentence.read(clause.above)
    if above is None:
        return
    spoken = any(other.frame.action == "statement" for other in above.verbs)
    if (clause.kind == "infinitive" and clause.opener) or (clause.kind == "main" and not spoken):
        yield above.clause


def _allowed(sentence: Sentence, read: ReadClause, verb: Verb) -> bool:
    """Whether nothing in the clause makes another thing of the verb, and what must stand beside it does."""
    frame, clause = verb.frame, read.clause
    lexicon = sentence.lexicon
    texts = {token.text for token in clause.tokens}
    lowers = {token.lower for token in clause.tokens}
    heads = {noun for chunk in read.chunks for noun in chunk.nouns}
    if frame.never & (texts | heads) or (frame.nouns and not frame.nouns & (texts | lowers)):
        return False
    if frame.action in ("meeting", "talks") and lexicon.words["sport"] & (texts | lowers):
        return False
    prepositions = {chunk.preposition for chunk in read.chunks if not chunk.owner and chunk.preposition}
    if frame.not_with & (prepositions | lowers):
        return False
    if (
        frame.with_words
        and not (frame.with_words & (prepositions | lowers))
        and not ("passive" in frame.with_words and verb.passive)
    ):
        return False
    reflexive = bool(lowers & lexicon.words["reflexive"])
    if frame.reflexive is not None and frame.reflexive != reflexive:
        return False
    if frame.phrases:
        line = " ".join(token.lower for token in clause.tokens)
        if not any(phrase.lower() in line for phrase in frame.phrases):
            return False
    return not frame.bare or _is_bare(read, verb, lexicon)


def _is_bare(read: ReadClause, verb: Verb, lexicon: Lexicon) -> bool:
    """Whether a form of "sein" has only a subject, a time and a place beside it, and so says where somebody was."""
    if len(read.clause.verbs) > 1 or not any(token.time for token in read.clause.tokens):
        return False
    bare = [chunk for chunk in read.chunks if not chunk.owner and not chunk.preposition and not chunk.times]
    others = [
        chunk
        for chunk in read.chunks
        if not chunk.owner
        and chunk.preposition
        and chunk.preposition not in lexicon.words["source_prepositions"]
        and not chunk.times
        and not any(e.kind == "place" for e in chunk.entities)
    ]
    covered = {index for chunk in read.chunks for index in range(chunk.first, chunk.last)}
    loose = [
        token
        for index, token in enumerate(read.clause.tokens)
        if index not in covered and index != verb.place and token.kind == "word"
    ]
    return len(bare) == 1 and not others and not [token for token in loose if token.lower not in ("zufolge", "auch")]


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
        elif chunk.pronoun and (entity := sentence.pronoun(read.clause.tokens[chunk.first], read)):
            filled[slot] = (Actor(entity),)
    relative = read.clause.antecedent
    if read.clause.kind == "relative" and relative and relative.entity and read.clause.opener in verb.frame.slots:
        filled.setdefault(read.clause.opener, (Actor(relative.entity),))
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
    place = place_of(read.chunks, sentence.lexicon, frame.goal)
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


def _enough(
    language: str,
    read: ReadClause,
    verb: Verb,
    chosen: dict[str, Candidate],
    filled: dict[str, tuple[Actor, ...]],
    place: str | None,
) -> bool:
    frame = verb.frame
    subject = chosen.get("subject")
    if frame.needs_subject and not verb.passive and not filled.get("subject"):
        office = subject is not None and subject.chunk is not None and is_head(subject.chunk.head, language)
        if not (
            frame.action == "reception" and office and subject is not None and subject.cases != frozenset(("acc",))
        ):
            return False
    if frame.object_is_thing:
        thing = chosen.get("object")
        return bool(filled.get("subject")) and thing is not None and not thing.actors
    if frame.action == "statement" and not filled.get("subject"):
        return False
    if frame.action in ("meeting", "talks", "call", "visit") and not filled.get("subject") and not verb.passive:
        return False
    plural = subject is not None and (subject.plural or len(subject.actors) > 1)
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
    if action == "meeting" and "object" in filled:
        return any(actor.entity.kind == "person" for actors in filled.values() for actor in actors)
    if action == "visit":
        return bool(filled.get("subject"))
    if action == "talks" and verb.kind == "infinitive" and "plural" in verb.frame.need:
        return bool(filled.get("mit") or filled.get("with"))
    return True


def _participants(
    verb: Verb, filled: dict[str, tuple[Actor, ...]], chosen: dict[str, Candidate]
) -> list[tuple[Actor, Part]]:
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
    return modality_of(read.clause, sentence.lexicon, stand)


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


def _name(candidate: Candidate | None) -> str | None:
    return candidate.actors[0].entity.name if candidate and candidate.actors else None
