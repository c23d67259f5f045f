"""The Russian frames of verbs and nouns, from `data/events_ru.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, TypeAlias

from assistant.types import Action, Part

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
    nouns: Mapping[str, tuple[RussianFrame, ...]]
    words: Mapping[str, frozenset[str]]


@cache
def russian_frames() -> RussianFrames:
    """The frames of the data file."""
    source = files("assistant.language").joinpath("data", "events_ru.toml")
    data = tomllib.loads(source.read_text(encoding="utf-8"))
    verbs: dict[str, list[tuple[Form, RussianFrame]]] = {}
    nouns: dict[str, list[RussianFrame]] = {}
    for entry in data["verb"]:
        frame = _frame(entry)
        for form in _FORMS:
            for word in entry.get(form, "").split():
                verbs.setdefault(word, []).append((form, frame))
    for entry in data["noun"]:
        frame = _frame(entry)
        for word in frame.nouns:
            nouns.setdefault(word, []).append(frame)
    words = {name: frozenset(value.split()) for name, value in data["words"].items()}
    return RussianFrames(
        {word: tuple(found) for word, found in verbs.items()},
        {word: tuple(found) for word, found in nouns.items()},
        words,
    )


def _frame(entry: Mapping[str, object]) -> RussianFrame:
    def listed(name: str) -> frozenset[str]:
        return frozenset(str(entry.get(name, "")).split())

    slots: Mapping[str, Part] = entry["slots"]  # type: ignore[assignment]
    action: Action = entry["action"]  # type: ignore[assignment]
    need = tuple(tuple(option.split()) for option in str(entry.get("need", "")).split("|"))
    return RussianFrame(action, slots, need, listed("nouns"), listed("never"), listed("goal"), listed("with"))
