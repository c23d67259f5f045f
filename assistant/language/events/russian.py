"""Events of Russian sentences, read by names, their case and prepositions: `data/events_ru.toml`.

A name that stands as its person is called is a nominative, any other form of it is not; a preposition holds for the
names behind it up to a verb, a mark or another name. Sentences without a verb or noun of the frames tell nothing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Literal, TypeAlias

from assistant.language.events.actors import Actor
from assistant.language.events.places import time_of
from assistant.language.events.records import Told
from assistant.language.events.tokens import Entity, Token
from assistant.types import Action, Modality, Part

Form: TypeAlias = Literal["past", "future", "infinitive", "passive"]
_FORMS: tuple[Form, ...] = ("past", "future", "infinitive", "passive")


@dataclass(frozen=True, slots=True, eq=False)
class RussianFrame:
    """One way of telling an event; the fields are explained at the head of the data file."""

    action: Action
    slots: Mapping[str, Part]
    need: tuple[tuple[str, ...], ...]
    nouns: frozenset[str]
    never: frozenset[str]
    goal: frozenset[str]
    with_words: frozenset[str]


@dataclass(frozen=True, slots=True)
class RussianFrames:
    """The frames by the forms of their verbs and by their nouns, and lists of words by name."""

    verbs: Mapping[str, tuple[tuple[Form, RussianFrame], ...]]
    nouns: Mapping[str, RussianFrame]
    words: Mapping[str, frozenset[str]]


@dataclass(slots=True)
class _Part:
    """A stretch between commas or "и"; `joined` where it shares the subject of the one before."""

    tokens: list[Token]
    joined: bool = False
    filled: dict[str, list[Entity]] = field(default_factory=dict)
    place: str | None = None


@cache
def russian_frames() -> RussianFrames:
    """The frames of the data file."""
    source = files("assistant.language").joinpath("data", "events_ru.toml")
    data = tomllib.loads(source.read_text(encoding="utf-8"))
    verbs: dict[str, list[tuple[Form, RussianFrame]]] = {}
    nouns: dict[str, RussianFrame] = {}
    for entry in data["verb"]:
        frame = _frame(entry)
        for form in _FORMS:
            for word in entry.get(form, "").split():
                verbs.setdefault(word, []).append((form, frame))
    for entry in data["noun"]:
        frame = _frame(entry)
        nouns.update(dict.fromkeys(frame.nouns, frame))
    words = {name: frozenset(value.split()) for name, value in data["words"].items()}
    return RussianFrames({word: tuple(found) for word, found in verbs.items()}, nouns, words)


def _frame(entry: Mapping[str, object]) -> RussianFrame:
    def listed(name: str) -> frozenset[str]:
        return frozenset(str(entry.get(name, "")).split())

    slots: Mapping[str, Part] = entry["slots"]  # type: ignore[assignment]
    action: Action = entry["action"]  # type: ignore[assignment]
    need = tuple(tuple(option.split()) for option in str(entry.get("need", "")).split("|"))
    return RussianFrame(action, slots, need, listed("nouns"), listed("never"), listed("goal"), listed("with"))


def told_in_russian(tokens: Sequence[Token]) -> list[Told]:
    """The events of one sentence, at most one for each verb or noun."""
    frames = russian_frames()
    lowers = {token.lower for token in tokens}
    if lowers & frames.words["not_told"] or not (lowers & frames.verbs.keys() or lowers & frames.nouns.keys()):
        return []
    source = _source(tokens, frames)
    found: list[Told] = []
    before: _Part | None = None
    for part in _parts(tokens, frames):
        _fill(part, frames)
        found += _by_verbs(part, before, frames, source)
        if not found:
            found += _by_nouns(part, frames, source)
        before = part
    return found


def _parts(tokens: Sequence[Token], frames: RussianFrames) -> Iterator[_Part]:
    """The sentence cut at marks, and at "и" where a verb stands on either side."""
    current = _Part([])
    for index, token in enumerate(tokens):
        verb_behind = any(other.lower in frames.verbs for other in tokens[index + 1 :])
        verb_here = any(other.lower in frames.verbs for other in current.tokens)
        joins = token.lower in frames.words["and"] and verb_here and verb_behind
        if token.kind in ("comma", "break") or joins:
            if current.tokens:
                yield current
            current = _Part([], joins)
        else:
            current.tokens.append(token)
    if current.tokens:
        yield current


def _fill(part: _Part, frames: RussianFrames) -> None:
    """The names of a part by nominative ("subject"), other case ("object") or preposition."""
    words = frames.words
    last = ""
    for index, token in enumerate(part.tokens):
        entity = token.entity
        if entity is None:
            continue
        slot = _slot(part.tokens, index, words)
        if index and part.tokens[index - 1].lower in words["and"] and last:
            slot = last
        if entity.kind == "place" and slot in ("в", "на") and part.place is None:
            part.place = entity.name
        if entity.kind == "place":
            slot = f"place {slot}"
        elif slot == "bare":
            slot = "subject" if entity.text == entity.name or entity.kind != "person" else "object"
        if entity.kind == "person":
            last = slot
        part.filled.setdefault(slot, []).append(entity)


def _slot(tokens: Sequence[Token], index: int, words: Mapping[str, frozenset[str]]) -> str:
    """The preposition that a name stands behind, "of" right behind a noun of a frame, else "bare"."""
    frames = russian_frames()
    for place in range(index - 1, -1, -1):
        token = tokens[place]
        if token.time or (token.entity and token.entity.kind == "person") or token.lower in frames.verbs:
            return "bare"
        if token.lower in words["prepositions"]:
            if token.lower == "с" and place and tokens[place - 1].lower == "главе":
                return "lead"
            return {"со": "с", "во": "в"}.get(token.lower, token.lower)
        if token.lower in frames.nouns:
            return "of"
        if token.entity and place and tokens[place - 1].lower in words["prepositions"]:
            return "bare"  # "принял в Кремле главу Минфина X"
    return "bare"


def _by_verbs(part: _Part, before: _Part | None, frames: RussianFrames, source: str | None) -> Iterator[Told]:
    lowers = {token.lower for token in part.tokens}
    for index, token in enumerate(part.tokens):
        for form, frame in frames.verbs.get(token.lower, ()):
            if (frame.nouns and not frame.nouns & lowers) or frame.never & lowers:
                continue
            modality = _modality(part, index, form, frames, source)
            told = modality and _tell(part, before, frame, form, modality, source, token.start)
            if told:
                yield told
                break


def _modality(part: _Part, index: int, form: Form, frames: RussianFrames, source: str | None) -> Modality | None:
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
    part: _Part,
    before: _Part | None,
    frame: RussianFrame,
    form: Form,
    modality: Modality,
    source: str | None,
    start: int,
) -> Told | None:
    filled = dict(part.filled)
    if part.joined and before and "subject" not in filled and "subject" in before.filled:
        filled["subject"] = before.filled["subject"]
    if form == "passive":
        told_of = filled.pop("subject", [])
        filled["object"] = told_of
    place = part.place
    if "object" in frame.goal:
        goals = filled.get("place bare", [])
        place = goals[0].name if goals else place
    if place is None and before and {token.lower for token in part.tokens} & russian_frames().words["there"]:
        place = before.place
    if not any(_has(option, filled, place) for option in frame.need):
        return None
    taking = [(Actor(entity), role) for slot, role in frame.slots.items() for entity in filled.get(slot, [])]
    taking += [(Actor(entity, "lead"), "lead") for entity in filled.get("lead", [])]
    if not any(actor.entity.kind == "person" for actor, _ in taking):
        return None
    times = [token.time for token in part.tokens if token.time]
    return Told(frame.action, tuple(taking), place, time_of(times), modality, source, start, form == "passive")


def _has(option: Sequence[str], filled: Mapping[str, Sequence[Entity]], place: str | None) -> bool:
    """Whether all that an alternative asks for is there; "subject subject" asks for two."""
    return all(
        place is not None if slot == "place" else len(filled.get(slot, ())) >= option.count(slot) for slot in option
    )


def _by_nouns(part: _Part, frames: RussianFrames, source: str | None) -> Iterator[Told]:
    lowers = {token.lower for token in part.tokens}
    for token in part.tokens:
        frame = frames.nouns.get(token.lower)
        if frame is None or not frame.with_words <= lowers:
            continue
        taking = [(Actor(entity), role) for slot, role in frame.slots.items() for entity in part.filled.get(slot, [])]
        modality: Modality = "said" if source else "happened"
        if lowers & (frames.words["planning"] | {"состоится", "пройдет", "пройдёт"}):
            modality = "planned"
        if lowers & frames.words["negation"] and modality != "planned":
            modality = "denied"
        if len(taking) > 1:
            times = [other.time for other in part.tokens if other.time]
            yield Told(frame.action, tuple(taking), part.place, time_of(times), modality, source, token.start)
            return


def _source(tokens: Sequence[Token], frames: RussianFrames) -> str | None:
    """Who is named behind "по словам" or beside a verb of speech in a part of its own."""
    for index, token in enumerate(tokens[:-1]):
        following = tokens[index + 1]
        spoken = token.lower in frames.words["speech"] and index and tokens[index - 1].kind in ("comma", "quote")
        named = token.lower in frames.words["source"] and index and tokens[index - 1].lower == "по"
        if (spoken or named) and following.entity:
            return following.entity.name
    return None
