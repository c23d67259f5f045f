"""What a question asks for, by its words: the kind of question, the kind of thing expected, what it counts.

Everything about a language stands in `data/questions.toml`; this module only applies it.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, TypeAlias

from assistant.language.words import content_words, stems

Kind: TypeAlias = Literal["fact", "list", "count", "reason", "quotation", "comparison", "summary", "current"]
Expected: TypeAlias = Literal["person", "place", "time", "number", "reason", "manner", "thing", "statement"]
Detail: TypeAlias = Literal[
    "year", "day", "age", "money", "percent", "duration", "distance", "weight", "speed", "temperature"
]

_PARTS: tuple[Expected, ...] = ("person", "time", "place", "number", "reason")


@cache
def asking_words(language: str) -> frozenset[str]:
    """Stems of words that frame a question ("Grund", "Name", "Jahr") and need not occur in its answer."""
    return frozenset(stems(questions_data()["asking"].get(language, ""), language))


def unframed(text: str, language: str) -> str:
    """The question itself, without "Weißt du, …", "Tell me …" and the like around it."""
    frame = {name: re.compile(found, re.IGNORECASE) for name, found in questions_data()["frame"][language].items()}
    inner = frame["single"].sub("", frame["before"].sub("", text))
    if inner == text:
        return text
    inner = frame["after"].sub("", inner.rstrip(" .!"))
    return inner if any(letter.isalnum() for letter in inner) else text


def asked_for(text: str, language: str) -> tuple[Kind, Expected | None]:
    """The kind of question and the kind of thing that answers it; None where that may be anything."""
    kind: Kind | None = None
    expects: Expected | None = None
    folded = text.lower()
    for rule in _rules()[language]:
        if (kind and expects) or not rule.pattern.search(folded):
            continue
        kind = kind or rule.kind
        expects = expects or rule.expects
    if kind is None and expects in _PARTS:
        expects = _first_asked(folded, language) or expects
    if kind is None:
        kind = "current" if _pattern("now", language).search(folded) else "fact"
    return kind, expects


def _first_asked(folded: str, language: str) -> Expected | None:
    """The kind of thing that the first interrogative of several asks for ("wer … und wo": a person)."""
    found = [
        (match.start(), rule.expects)
        for rule in _rules()[language]
        if rule.kind is None and rule.expects in _PARTS
        for match in [rule.pattern.search(folded)]
        if match
    ]
    return min(found, key=lambda one: one[0])[1] if found else None


def parts_asked_for(text: str, language: str) -> tuple[Expected, ...]:
    """What is asked for by interrogatives of its own: who, where, when, how much, why."""
    found = {rule.expects for rule in _rules()[language] if rule.kind is None and rule.pattern.search(text.lower())}
    return tuple(part for part in _PARTS if part in found)


def detail_asked_for(text: str, language: str) -> Detail | None:
    """The finer kind of time or number asked for ("in welchem Jahr"), if one is."""
    folded = text.lower()
    return next((name for name, pattern in _details(language) if pattern.search(folded)), None)


def counted_in(text: str, language: str) -> str:
    """The first noun after "wie viele", "how many" or "сколько"."""
    match = _pattern("counting", language).search(text)
    return next(iter(content_words(match.group("rest"), language)), "") if match else ""


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: re.Pattern[str]
    kind: Kind | None
    expects: Expected | None


@cache
def questions_data() -> dict[str, Any]:
    """The patterns and words of `data/questions.toml`, read once."""
    return tomllib.loads(files("assistant.language").joinpath("data", "questions.toml").read_text(encoding="utf-8"))


@cache
def _rules() -> dict[str, tuple[_Rule, ...]]:
    rules: dict[str, list[_Rule]] = {}
    for entry in questions_data()["rule"]:
        rule = _Rule(re.compile(entry["pattern"]), entry.get("kind"), entry.get("expects"))
        rules.setdefault(entry["language"], []).append(rule)
    return {language: tuple(listed) for language, listed in rules.items()}


@cache
def _details(language: str) -> tuple[tuple[Detail, re.Pattern[str]], ...]:
    return tuple((name, re.compile(pattern)) for name, pattern in questions_data()["detail"][language].items())


@cache
def _pattern(name: str, language: str) -> re.Pattern[str]:
    return re.compile(questions_data()[name][language])


def wants_latest(text: str, language: str) -> bool:
    """Whether a summary shall begin with the news."""
    return bool(_pattern("latest", language).search(text.lower()))


def names_a_quantity(word: str, language: str) -> bool:
    """Whether a word, often a compound, only says what is asked for ("Siegerzeit", "Brandursache")."""
    pattern = questions_data()["quantity"].get(language)
    return pattern is not None and bool(re.search(pattern, word.lower()))


def languages() -> frozenset[str]:
    """The languages of questions that there are rules for."""
    return frozenset(_rules())
