"""The frames of verbs and nouns that tell events, and the words that colour them, from `data/events_*.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, TypeAlias

from assistant.types import Action, Part

FormKind: TypeAlias = Literal["present", "past", "participle", "infinitive", "subjunctive", "gerund"]


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One way of telling an event, of verbs or of nouns; the fields are explained at the head of the data file."""

    action: Action
    slots: Mapping[str, Part]
    need: tuple[str, ...]
    nouns: frozenset[str]
    never: frozenset[str]
    not_with: frozenset[str]
    not_after: frozenset[str]
    not_subject: frozenset[str]
    goal: frozenset[str]
    phrases: tuple[str, ...]
    with_words: frozenset[str]
    reflexive: bool | None
    needs_subject: bool
    bare: bool
    by_group: bool
    object_is_thing: bool
    subject: bool
    subject_of_verb: bool


@dataclass(frozen=True, slots=True)
class Form:
    """What an inflected form may be: of which frame, in which tense, and the prefix that must stand apart from it."""

    frame: Frame
    kind: FormKind
    particle: str = ""
    infinitive: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The frames of one language: verbs by their forms in lower case, nouns as written; word lists by name."""

    language: str
    verbs: Mapping[str, tuple[Form, ...]]
    nouns: Mapping[str, tuple[Frame, ...]]
    words: Mapping[str, frozenset[str]]
    phrases: Mapping[str, tuple[str, ...]]
    particles: frozenset[str]
    aliases: Mapping[str, str]  # prepositions that fill the slot of another ("vom", "with")


@cache
def lexicon(language: str) -> Lexicon | None:
    """The frames of a language (de, en), or None where there are none."""
    if language not in ("de", "en"):
        return None
    source = files("assistant.language").joinpath("data", f"events_{language}.toml")
    data = tomllib.loads(source.read_text(encoding="utf-8"))
    verbs: dict[str, list[Form]] = {}
    particles = set()
    for entry in data["verb"]:
        frame = _frame(entry)
        for line in entry["verbs"]:
            for word, form in _forms(line, frame, language):
                verbs.setdefault(word, []).append(form)
                particles.add(form.particle)
    nouns: dict[str, list[Frame]] = {}
    for entry in data["noun"]:
        frame = _frame(entry)
        for word in frame.nouns:
            nouns.setdefault(word, []).append(frame)
    lists = {**data["words"], **data["modality"], **data["sources"]}
    return Lexicon(
        language=language,
        verbs={word: tuple(forms) for word, forms in verbs.items()},
        nouns={word: tuple(frames) for word, frames in nouns.items()},
        words={name: frozenset(value.split()) for name, value in lists.items() if isinstance(value, str)},
        phrases={name: tuple(value) for name, value in lists.items() if isinstance(value, list)},
        particles=frozenset(particles - {""}),
        aliases=data["aliases"],
    )


def _frame(entry: Mapping[str, Any]) -> Frame:
    def listed(name: str) -> frozenset[str]:
        return frozenset(str(entry.get(name, "")).split())

    return Frame(
        action=entry["action"],
        slots=entry["slots"],
        need=tuple(entry["need"].split("|")),
        nouns=listed("nouns"),
        never=listed("never"),
        not_with=listed("not_with"),
        not_after=listed("not_after"),
        not_subject=listed("not_subject"),
        goal=listed("goal"),
        phrases=tuple(entry.get("phrases", ())),
        with_words=listed("with"),
        reflexive=entry.get("reflexive"),
        needs_subject=entry.get("needs_subject", False),
        bare=entry.get("bare", False),
        by_group=entry.get("by_group", False),
        object_is_thing=entry.get("object_is_thing", False),
        subject=entry.get("subject", False),
        subject_of_verb=entry.get("subject_of_verb", False),
    )


def _forms(line: str, frame: Frame, language: str) -> Iterator[tuple[str, Form]]:
    """All forms of a verb written "infinitive | present | past | participle", in lower case."""
    infinitive, *rest = (part.strip() for part in line.split("|"))
    prefix, plus, stem = infinitive.partition("+")
    if not plus:
        prefix, stem = "", infinitive
    kinds: tuple[FormKind, ...] = ("present", "past", "participle", "gerund")
    for kind, words in zip(kinds, rest, strict=False):
        for word in words.split():
            apart = bool(prefix) and (language == "en" or kind in ("present", "past"))
            if apart:
                yield word, Form(frame, kind, prefix, prefix + stem)
            if language == "de" or not apart:
                yield prefix + word, Form(frame, kind, "", prefix + stem)
    if language == "en":
        yield stem, Form(frame, "infinitive", prefix, prefix + stem)
        return
    yield prefix + stem, Form(frame, "infinitive", "", prefix + stem)
    subjunctive = stem.removesuffix("n")
    yield subjunctive, Form(frame, "subjunctive", prefix, prefix + stem)
    if prefix:
        yield f"{prefix}zu{stem}", Form(frame, "infinitive", "", prefix + stem)
        yield prefix + subjunctive, Form(frame, "subjunctive", "", prefix + stem)
