"""Events that nouns tell: "beim Treffen von X und Y in Z", "X's visit to Y"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.language.events.actors import Actor, actors_of
from assistant.language.events.frames import Frame, Lexicon
from assistant.language.events.modality import noun_modality
from assistant.language.events.phrase import Chunk
from assistant.language.events.places import place_of, time_of
from assistant.language.events.records import Told
from assistant.language.events.sentence import ReadClause, Sentence
from assistant.language.events.sources import source_of
from assistant.language.times import TimeExpression
from assistant.types import Part

_OWN = ("sein", "ihr", "his", "her", "their")
Taking = list[tuple[Actor, Part]]


def told_by_nouns(sentence: Sentence, by_verbs: Sequence[Told] = ()) -> Iterator[Told]:
    """The events of a sentence's nouns that name who takes part.

    by_verbs: what its verbs tell; what a journey is for ("reist zu Gesprächen mit X") is as far true as the journey.
    """
    for read in sentence.clauses:
        used = {verb.frame for verb in read.verbs if verb.frame.nouns}
        for chunk in read.chunks:
            for word in chunk.nouns[-1:]:
                for frame in sentence.lexicon.nouns.get(word, ()) or sentence.lexicon.nouns.get(word.lower(), ()):
                    if any(word in other.nouns for other in used):
                        continue
                    if told := _tell(sentence, read, chunk, frame):
                        purpose = chunk.preposition in sentence.lexicon.words["purpose"]
                        yield _as_the_journey(told, by_verbs) if purpose else told


def _as_the_journey(told: Told, by_verbs: Sequence[Told]) -> Told:
    journey = next((other for other in by_verbs if other.action == "visit"), None)
    if journey is None:
        return told
    modality, by = (journey.modality, journey.by) if told.modality == "happened" else (told.modality, told.by)
    place, time = told.place or journey.place, told.time or journey.time
    return replace(told, modality=modality, by=by, place=place, time=time)


def _tell(sentence: Sentence, read: ReadClause, chunk: Chunk, frame: Frame) -> Told | None:
    lexicon = sentence.lexicon
    if chunk.preposition in frame.not_after or frame.never & {token.text for token in read.clause.tokens}:
        return None
    behind = _behind(chunk, read.chunks)
    inside = list(_inside(chunk))
    if frame.with_words and not frame.with_words & {part.preposition for part in [*behind, *inside]}:
        return None
    between = [part for part in read.chunks if part.preposition in ("zwischen", "between") and not part.owner]
    taking = _taking(chunk, [*behind, *(part for part in between if part not in behind)], frame, sentence, read)
    subject = sentence.subject(read)
    named = subject.actors[0].entity.name if subject and subject.actors else None
    owned = chunk.determiner.startswith(("ihr", "sein", "their"))
    if frame.subject and subject and not _enough(frame, taking, None):
        at_one = chunk.preposition in ("bei", "at", "during") and not chunk.attributes  # "At a meeting ..., X and Y"
        together = len(subject.actors) > 1 and (owned or at_one)
        other = bool(taking) and (chunk.preposition in lexicon.words["noun_prepositions"])
        if together or other:
            part = frame.slots["of"]
            taking = [*((actor, part) for actor in subject.actors if _new(actor, taking)), *taking]
    decides = _decides(read, sentence)
    lacking = frame.subject and taking and not _enough(frame, taking, None)
    if lacking and decides and subject and subject.actors and _is_object(chunk, subject.chunk):
        taking = [*((actor, frame.slots["of"]) for actor in subject.actors if _new(actor, taking)), *taking]
    if (
        frame.subject_of_verb
        and not taking
        and decides
        and subject
        and subject.actors
        and _is_object(chunk, subject.chunk)
    ):
        taking = [(actor, frame.slots["of"]) for actor in subject.actors]
    passing = not taking and frame.action == "visit" and _in_passing(chunk, lexicon)
    if passing and subject and len(subject.actors) == 1 and subject.actors[0].entity.kind == "person":
        taking = [(subject.actors[0], frame.slots["of"])]
    wanted = (lexicon.words["place_prepositions"] - {"nach", "zu"}) | frame.goal
    place = _place([*behind, *inside], frozenset(wanted), sentence)
    if not _enough(frame, taking, place):
        return None
    if not chunk.preposition and {token.lower for token in read.clause.tokens} & lexicon.words["depicting"]:
        return None  # a picture or a book shows it
    colour = noun_modality(read.clause, chunk, lexicon, source_of(sentence, read), named)
    if colour is None:
        return None
    if passing:  # "wird bei einem Besuch in X sprechen": the visit is as far true as what is done there
        around = {token.lower for token in read.clause.tokens}
        if around & (lexicon.words["drop_modals"] | lexicon.words["hearsay_modals"]):
            return None
        colour = replace(colour, modality="planned") if around & lexicon.words["planned_modals"] else colour
    times = _times([chunk, *inside, *behind])
    lowers = {token.lower for token in read.clause.tokens}
    takes_place = colour.modality == "planned" or lowers & lexicon.words["taking_place"]
    comes_about = chunk.preposition == "zu" and {"es", "kam"} <= lowers  # "kam es in X zu einem Treffen"
    if ((takes_place and not chunk.preposition) or comes_about) and not chunk.owner:
        times = times or [token.time for token in read.clause.tokens if token.time]
        place = place or place_of(read.chunks, lexicon)
    start = read.clause.tokens[chunk.first].start
    return Told(frame.action, tuple(taking), place, time_of(times), colour.modality, colour.by, start)


def _in_passing(chunk: Chunk, lexicon: Lexicon) -> bool:
    """Whether a visit is said to be what somebody is on: "warb bei einem Besuch in Rom", "on a visit to Rome"."""
    own = chunk.determiner.startswith(("ein", *_OWN)) or chunk.determiner in ("a", "an")
    return own and chunk.preposition in lexicon.words["on_a_visit"] and not chunk.owner


def _decides(read: ReadClause, sentence: Sentence) -> bool:
    """Whether the clause's verb says that its subject plans, calls off or denies something."""
    words = sentence.lexicon.words
    lowers = {token.lower for token in read.clause.tokens}
    return bool(lowers & (words["planning"] | words["denying"])) or any(
        verb.split("_")[0] in lowers for verb in words["cancelling"]
    )


def _new(actor: Actor, taking: Taking) -> bool:
    return all(actor.entity.name != other.entity.name for other, _ in taking)


def _is_object(chunk: Chunk, subject: Chunk | None) -> bool:
    return not chunk.preposition and not chunk.owner and chunk is not subject


def _inside(chunk: Chunk) -> Iterator[Chunk]:
    """The attributes and members within a phrase, at any depth."""
    for part in [*chunk.attributes, *chunk.members]:
        yield part
        yield from _inside(part)


def _behind(chunk: Chunk, chunks: Sequence[Chunk]) -> list[Chunk]:
    """The phrases with a preposition, and the times, that follow a noun without a gap."""
    found: list[Chunk] = []
    end = max([chunk.last, *(part.last for part in _inside(chunk))])
    top = [other for other in chunks if not other.owner]
    for _ in range(6):
        following = next((other for other in top if other.first == end and other is not chunk), None)
        if following is None or not (following.preposition or following.times):
            break
        found.append(following)
        end = max([following.last, *(part.last for part in _inside(following))])
    return found


def _taking(chunk: Chunk, behind: Sequence[Chunk], frame: Frame, sentence: Sentence, read: ReadClause) -> Taking:
    lexicon = sentence.lexicon
    taking: Taking = []

    def take(actors: Sequence[Actor], slot: str) -> None:
        part = frame.slots.get(slot)
        if part:
            taking.extend((actor, actor.part or part) for actor in actors if _new(actor, taking))

    parts = [*chunk.attributes, *behind]
    followed = any(part.relation in ("of", "genitive") or part.preposition == "of" for part in parts)
    done_to = frame.slots.get("of") == "target"
    for part in parts:
        if part.relation in ("of", "genitive"):
            slot = "of"
        elif part.relation == "possessive":
            slot = "poss"
        else:
            slot = lexicon.aliases.get(part.preposition, part.preposition)
        if done_to and slot == "poss" and followed:
            continue  # "X's murder of Y": not X was murdered
        if done_to and slot == "of" and chunk.determiner.startswith(_OWN):
            continue  # "nach seinem Tod von X vollendet"
        actors = actors_of(part, lexicon) or tuple(Actor(entity) for entity in sentence.meant(part, read))
        if frame.action == "visit" and slot in ("of", "poss"):
            actors = tuple(actor for actor in actors if actor.entity.kind != "place")
        take(actors, slot)
    return taking


def _enough(frame: Frame, taking: Taking, place: str | None) -> bool:
    if frame.need == ("two",):
        return len(taking) > 1
    if frame.need == ("one",):
        return bool(taking)
    if frame.need == ("person",):
        wanted = ("target", "agent") if frame.action == "resignation" else ("target",)
        return any(actor.entity.kind == "person" and part in wanted for actor, part in taking)
    visitors = [actor for actor, part in taking if part == "visitor"]
    hosts = any(part == "host" for _, part in taking)
    return bool(visitors) and (place is not None or hosts)


def _place(chunks: Sequence[Chunk], prepositions: frozenset[str], sentence: Sentence) -> str | None:
    for chunk in chunks:
        if chunk.preposition in prepositions and chunk.relation != "topic":
            for part in [chunk, *_inside(chunk)]:
                for entity in part.entities:
                    if entity.kind == "place" and not any(e.kind == "person" for e in part.entities):
                        return entity.name
    return place_of([], sentence.lexicon)


def _times(chunks: Sequence[Chunk]) -> list[TimeExpression]:
    return [time for chunk in chunks for time in chunk.times]
