"""Events of Russian sentences, read by names, their case and prepositions: `data/events_ru.toml`.

The case of a name is told by its ending, else by the office before it, else by its place; a preposition holds for the
names behind it up to a verb, a mark or another name. Sentences without a verb or noun of the frames tell nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assistant.language.events.actors import Actor
from assistant.language.events.meant import Before
from assistant.language.events.places import time_of
from assistant.language.events.records import Told
from assistant.language.events.russian_clauses import Clause, clauses, fill, share_subject
from assistant.language.events.russian_frames import Form, RussianFrame, RussianFrames, russian_frames
from assistant.language.events.tokens import Entity, Token
from assistant.types import Modality


def told_in_russian(tokens: Sequence[Token], before: Before) -> list[Told]:
    """The events of one sentence, at most one for each verb or noun; a statement only where it tells nothing else.

    before: whom the last sentence named, for pronouns and "там".
    """
    frames = russian_frames()
    lowers = {token.lower for token in tokens}
    if lowers & frames.words["not_told"] or not (lowers & frames.verbs.keys() or lowers & frames.nouns.keys()):
        return []
    source = _source(tokens, frames)
    found: list[Told] = []
    last: Clause | None = None
    for part in clauses(tokens, frames):
        fill(part, frames, before)
        share_subject(part, last, frames)
        found += _by_verbs(part, last, frames, source, before)
        if all(told.action == "statement" for told in found):
            found += _by_nouns(part, frames, source)
        last = part
    return [told for told in found if told.action != "statement"] or ([] if source else found[:1])


def _by_verbs(
    part: Clause, last: Clause | None, frames: RussianFrames, source: str | None, before: Before
) -> Iterator[Told]:
    lowers = {token.lower for token in part.tokens}
    for index, token in enumerate(part.tokens):
        for form, frame in frames.verbs.get(token.lower, ()):
            if (frame.nouns and not frame.nouns & lowers) or frame.never & lowers:
                continue
            modality = _modality(part, index, form, frames, source)
            told = modality and _tell(part, last, frame, form, modality, source, token.start, before)
            if told:
                yield told
                break


def _modality(part: Clause, index: int, form: Form, frames: RussianFrames, source: str | None) -> Modality | None:
    lowers = {token.lower for token in part.tokens}
    if part.tokens[index - 1].lower in frames.words["negation"] and index:
        return "denied"
    planned = lowers & frames.words["planning"]
    if form == "infinitive" and not planned:
        return None
    if form == "future" or planned:
        return "planned"
    if lowers & frames.words["alleged"]:
        return "alleged"
    return "said" if source else "happened"


def _tell(
    part: Clause,
    last: Clause | None,
    frame: RussianFrame,
    form: Form,
    modality: Modality,
    source: str | None,
    start: int,
    before: Before,
) -> Told | None:
    if frame.action == "statement" and modality != "happened":
        return None
    filled = dict(part.filled)
    if form == "passive":
        told_of = filled.pop("subject", [])
        filled["object"] = told_of
    place = part.place
    if "object" in frame.goal:
        goals = filled.get("place bare", [])
        place = goals[0].name if goals else place
    if place is None and {token.lower for token in part.tokens} & russian_frames().words["there"]:
        place = last.place if last else before.places[0] if len(before.places) == 1 else None
    if not any(_has(option, filled, place) for option in frame.need):
        return None
    taking = [(Actor(entity), role) for slot, role in frame.slots.items() for entity in filled.get(slot, [])]
    taking += [(Actor(entity, "lead"), "lead") for entity in filled.get("lead", [])]
    done_to = "target" in frame.slots.values()
    if not any(actor.entity.kind == "person" for actor, role in taking if not done_to or role == "target"):
        return None
    times = [token.time for token in part.tokens if token.time]
    return Told(frame.action, tuple(taking), place, time_of(times), modality, source, start, form == "passive")


def _has(option: Sequence[str], filled: Mapping[str, Sequence[Entity]], place: str | None) -> bool:
    """Whether all that an alternative asks for is there; "subject subject" asks for two."""
    return all(
        place is not None if slot == "place" else len(filled.get(slot, ())) >= option.count(slot) for slot in option
    )


def _by_nouns(part: Clause, frames: RussianFrames, source: str | None) -> Iterator[Told]:
    lowers = {token.lower for token in part.tokens}
    for index, token in enumerate(part.tokens):
        for frame in frames.nouns.get(token.lower, ()):
            if not frame.with_words <= lowers or frame.never & lowers:
                continue
            filled = {slot: [e for e in part.filled.get(slot, ()) if e.start > token.start] for slot in frame.slots}
            taking = [(Actor(entity), role) for slot, role in frame.slots.items() for entity in filled[slot]]
            places = [
                e.name for goal in ("в", "на") for e in part.filled.get(f"place {goal}", ()) if e.start > token.start
            ]
            place = places[0] if places else None if frame.goal else _said_before(part, index)
            people = [actor for actor, _ in taking if actor.entity.kind == "person"]
            if not people or not any(_has(option, filled, place) for option in frame.need):
                continue
            modality = _of_noun(lowers, frames, source)
            times = [other.time for other in part.tokens if other.time]
            yield Told(frame.action, tuple(taking), place, time_of(times), modality, source, token.start)
            return


def _said_before(part: Clause, index: int) -> str | None:
    """The place named before a noun, unless it is that of whoever denies it: "в Кремле опровергли ..."."""
    verbs = russian_frames().words["denying"]
    return None if any(token.lower in verbs for token in part.tokens[:index]) else part.place


def _of_noun(lowers: set[str], frames: RussianFrames, source: str | None) -> Modality:
    words = frames.words
    if lowers & words["denying"] or lowers & words["cancelled"]:
        return "denied"
    if lowers & words["planning"] or lowers & words["to_come"]:
        return "planned"
    if lowers & words["negation"]:
        return "denied"
    return "alleged" if lowers & words["alleged"] else "said" if source else "happened"


def _source(tokens: Sequence[Token], frames: RussianFrames) -> str | None:
    """Who is named behind "по словам", or beside a verb of speech in a part of its own."""
    for index, token in enumerate(tokens[:-1]):
        following = [other for other in tokens[index + 1 : index + 4] if other.kind in ("word", "entity")]
        spoken = token.lower in frames.words["speech"] and index and tokens[index - 1].kind in ("comma", "quote")
        named = token.lower in frames.words["source"] and index and tokens[index - 1].lower == "по"
        if spoken or named:
            near = [other.entity for other in following[: 2 if named else 1] if other.entity]
            if near:
                return near[0].name
    return None
