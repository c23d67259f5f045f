"""The figures of a sentence with what they count, so that figures for the same thing can be compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.checking.case import lexicon
from assistant.language.numbers import absolute_dates, numbers
from assistant.language.words import stems

_TOKEN = re.compile(r"[^\s\u00a0]+")
_AFTER, _BEFORE = 3, 2  # words around a figure that say what it counts
_ROUND = 0.1
_NEAR = 0.02  # "6,3 Mio." and "6.28 million" are one figure
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure. `value` as `numbers` writes it; `kind` of thing counted, "" if unknown; `nouns` near it, as stems."""

    value: str
    kind: str
    nouns: frozenset[str]
    rounded: bool
    changing: bool

    @property
    def clock(self) -> bool:
        """Whether it is a time of day (or a score)."""
        return ":" in self.value


@lru_cache(maxsize=4_000)
def quantities(text: str, language: str) -> tuple[Quantity, ...]:
    """The figures of a sentence in order; years and dates are none."""
    tokens = _TOKEN.findall(text)
    found = []
    for place, token in enumerate(tokens):
        here = numbers(" ".join(tokens[place : place + 3]), language)
        for value in sorted(here - numbers(" ".join(tokens[place + 1 : place + 3]), language)):
            if not _is_date(value, " ".join(tokens[max(0, place - 1) : place + 3]), language):
                found.append(_quantity(value, token, tokens, place, language))
    return tuple(found)


def differ(one: Quantity, other: Quantity) -> bool:
    """Whether two figures for the same thing cannot both be right."""
    if one.value == other.value:
        return False
    first, second = _number(one.value), _number(other.value)
    if first is None or second is None:
        return one.clock == other.clock
    allowed = _ROUND if one.rounded or other.rounded else _NEAR
    return abs(first - second) > allowed * max(abs(first), abs(second))


def same_thing(one: Quantity, other: Quantity) -> bool:
    """Whether two figures count the same kind of thing: the same unit or noun, percents with percents alone."""
    if _suffix(one.value) != _suffix(other.value) or one.clock != other.clock:
        return False
    if one.kind != other.kind and (one.kind in _UNITS or other.kind in _UNITS):
        return False
    return bool(one.nouns & other.nouns) or (bool(one.kind) and one.kind == other.kind)


def says(word: str, name: str, language: str) -> bool:
    """Whether a lower-case word is on a list of `data/statements.toml`."""
    whole, beginnings = _listed(name, language)
    return word in whole or (bool(beginnings) and word.startswith(beginnings))


@cache
def measures(language: str) -> frozenset[str]:
    """Stems of words of measure, of the calendar and of reporting, which make no common matter."""
    return frozenset(stems(lexicon("statements")["measures"].get(language, ""), language))


def any_says(text: str, name: str, language: str) -> bool:
    """Whether a word of the text is on a list of `data/statements.toml`."""
    return any(says(word, name, language) for word in re.findall(r"[\w'’]+", text.lower()))


_UNITS = ("money", "length", "area", "duration", "days")


def _quantity(value: str, token: str, tokens: Sequence[str], place: int, language: str) -> Quantity:
    after = tokens[place + 1 : place + 1 + _AFTER]
    before = tokens[max(0, place - _BEFORE) : place]
    kind = _kind([token, *after[:2]]) or _kind([*after, *before])
    near = " ".join([*before, token, *after])
    words = [word.lower() for word in re.findall(r"[\w]+", near)]
    return Quantity(
        value=value,
        kind=kind,
        nouns=frozenset(stem for stem in stems(" ".join([token, *after]), language) if stem.isalpha())
        - measures(language),
        rounded=any(says(word, "rounded", language) for word in words),
        changing=any(says(word, "changing", language) for word in words),
    )


def _kind(tokens: Sequence[str]) -> str:
    for token in tokens:
        for word in re.findall(r"[^\W\d_]+|[€$£]", token.lower()):
            for kind in lexicon("statements")["kinds"]:
                whole, beginnings = _listed("kinds", kind)
                attached = kind == "people" and "köpf" in word
                if word in whole or (beginnings and word.startswith(beginnings)) or attached:
                    return str(kind)
    return ""


def _is_date(value: str, text: str, language: str) -> bool:
    return bool(_YEAR.fullmatch(value)) and any(value in day for day in absolute_dates(text, language))


def _number(value: str) -> float | None:
    try:
        return float(value.rstrip("%p"))
    except ValueError:
        return None


def _suffix(value: str) -> str:
    return value.lstrip("-0123456789.:")


@cache
def _listed(name: str, language: str) -> tuple[frozenset[str], tuple[str, ...]]:
    listed = str(lexicon("statements")[name].get(language, "")).split()
    beginnings = tuple(word[:-1] for word in listed if word.endswith("*"))
    return frozenset(word for word in listed if not word.endswith("*")), beginnings
