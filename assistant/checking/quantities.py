"""The figures of a sentence with what they count, so that figures for the same thing can be compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
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
    unit: float = 1.0  # in which its measure counts: an hour has 3,600 seconds

    @property
    def clock(self) -> bool:
        """Whether it is a time of day (or a score)."""
        return ":" in self.value

    @property
    def measured(self) -> bool:
        """Whether it is a measure or a share, not a count."""
        return self.kind in _UNITS or bool(_suffix(self.value))

    def measures_like(self, other: Quantity) -> bool:
        """Whether both measure the same kind of thing: money, a length, a share."""
        kinds = [one.kind if one.kind in _UNITS else "" for one in (self, other)]
        return kinds[0] == kinds[1] and _suffix(self.value) == _suffix(other.value) and self.clock == other.clock


@lru_cache(maxsize=4_000)
def quantities(text: str, language: str) -> tuple[Quantity, ...]:
    """The figures of a sentence in order; years and dates are none."""
    tokens = _TOKEN.findall(text)
    found: list[Quantity] = []
    starts: list[int] = []
    for place, token in enumerate(tokens):
        here = numbers(" ".join(tokens[place : place + 3]), language)
        for value in sorted(here - numbers(" ".join(tokens[place + 1 : place + 3]), language)):
            if not _is_date(value, " ".join(tokens[max(0, place - 1) : place + 3]), language):
                found.append(_quantity(value, token, tokens, place, language))
                starts.append(place)
    return _tallied(text, language, found, starts)


def in_figures(text: str, language: str) -> str:
    """A text with the measures of time that have no figure written in figures: "eine halbe Stunde", "an hour"."""
    for pattern, figure in lexicon("statements")["spelled"].get(language, []):
        text = re.sub(pattern, figure, text)
    return text


def differ(one: Quantity, other: Quantity) -> bool:
    """Whether two figures for the same thing cannot both be right."""
    if one.value == other.value and one.unit == other.unit:
        return False
    first, second = _number(one.value), _number(other.value)
    if first is None or second is None:
        return one.clock == other.clock
    first, second = first * one.unit, second * other.unit
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


def _tallied(text: str, language: str, found: Sequence[Quantity], starts: Sequence[int]) -> tuple[Quantity, ...]:
    """The figures, what "die Zahl der …" counts given to the last of its clause: "stieg von neun auf 13"."""
    tallied = list(found)
    for match in _tally(language).finditer(text):
        first, last = (len(_TOKEN.findall(text[:end])) for end in match.span("rest"))
        within = [number for number, place in enumerate(starts) if first <= place < last]
        if within:
            counted = frozenset(stems(match.group("counted"), language)) - measures(language)
            tallied[within[-1]] = replace(tallied[within[-1]], nouns=tallied[within[-1]].nouns | counted)
    return tuple(tallied)


@cache
def _tally(language: str) -> re.Pattern[str]:
    return re.compile(lexicon("statements")["tally"].get(language, r"(?!)"))


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
        unit=_unit([token, *after[:2]]) if kind in _UNITS else 1.0,
    )


def kind_of(word: str) -> str:
    """The kind of thing that a word counts or measures, "" if it is on no list."""
    return _kind([word])


def _kind(tokens: Sequence[str]) -> str:
    for token in tokens:
        for word in re.findall(r"[^\W\d_]+|[€$£]", token.lower()):
            for kind in lexicon("statements")["kinds"]:
                whole, beginnings = _listed("kinds", kind)
                attached = kind == "people" and "köpf" in word
                if word in whole or (beginnings and word.startswith(beginnings)) or attached:
                    return str(kind)
    return ""


def _unit(tokens: Sequence[str]) -> float:
    """The size of the first unit among some words, 1 if none is listed."""
    for word in re.findall(r"[^\W\d_]+", " ".join(tokens).lower()):
        for size in lexicon("statements")["units"]:
            if says(word, "units", size):
                return float(size)
    return 1.0


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
