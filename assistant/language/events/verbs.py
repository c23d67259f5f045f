"""Events that verbs tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from assistant.language.events.actors import Actor, Candidate
from assistant.language.events.allowing import is_allowed
from assistant.language.events.clauses import Clause
from assistant.language.events.filling import enough, filled_by, place_told
from assistant.language.events.forms import Verb
from assistant.language.events.modality import Colour, Stand, modality_of
from assistant.language.events.places import time_of
from assistant.language.events.records import Told
from assistant.language.events.sentence import ReadClause, Sentence, fill
from assistant.language.events.sources import source_of
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
    filled = filled_by(read, verb, chosen, sentence)
    place = place_told(read, verb, chosen, sentence)
    if not enough(sentence, read, verb, chosen, filled, place):
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
