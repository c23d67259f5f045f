"""Dates that stand in a text with a month or a year, so that they need no date of publication to be understood.

Months are read in German, English and Russian whatever the language of the text, and in all forms that dates have.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

_YEAR = r"(?:1[0-9]|20)\d{2}"
_ISO_DATE = re.compile(rf"(?<![\w-])({_YEAR})-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?(?![\w-])")
_DOTTED = re.compile(rf"(?<![\w.,])(\d{{1,2}})\.[ \u00a0]?(\d{{1,2}})\.(?:[ \u00a0]?({_YEAR}|\d{{2}})(?![\d.,]*\d))?")
_SLASHED = re.compile(rf"(?<![\w/])(\d{{1,2}})/(\d{{1,2}})/({_YEAR})(?![\w/])")
_BARE_YEAR = re.compile(rf"(?<![\w.,:-])({_YEAR})(?![\w%:]|[.,]\d|[ \u00a0]?%)")


def absolute_dates(text: str, language: str) -> frozenset[str]:  # noqa: ARG001 - months are read in every language
    """The dates of `text` that need no date of publication, as far as they go.

    "2024-09-13", "2024-06" (month of a year), "2024", "--09-13" ("13. September"), "--06" ("im Juni").
    """
    return frozenset(iso for _, _, found in date_spans(text) for iso in found)


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return tomllib.loads(files("assistant.language").joinpath("data/numbers.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    return {fold(name): int(month) for month, names in _data()["months"].items() for name in names}


def _ambiguous() -> dict[str, list[str]]:
    return _data()["ambiguous_months"]  # type: ignore[no-any-return]


def fold(word: str) -> str:
    """A word as the lists have it: without capitals, and with е for ё."""
    return word.casefold().replace("ё", "е")


@lru_cache(maxsize=1)
def _named() -> tuple[re.Pattern[str], re.Pattern[str]]:
    names = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    day = r"\d{1,2}"
    joint = r"(?:\s*[-\u2013/]\s*|\s+(?:bis(?:\s+zum)?|und|oder|and|or|to|по|и|до)\s+)"
    year = rf"(?:,?[ \u00a0]*(?P<year>{_YEAR})(?![\d.,]*\d))?"
    day_first = re.compile(
        rf"(?<![\w.,:])(?:(?P<first>{day})(?:\.|st|nd|rd|th)?{joint})?"
        rf"(?:(?P<day>{day})(?:\.|st|nd|rd|th|-го)?[ \u00a0]?(?:of )?)?(?<![^\W\d_])(?P<month>{names})\b\.?{year}",
        re.IGNORECASE,
    )
    month_first = re.compile(
        rf"\b(?P<month>{names})\b\.?[ \u00a0](?P<first>{day})(?:st|nd|rd|th)?"
        rf"(?:{joint}(?P<day>{day})(?:st|nd|rd|th)?)?(?![\d:]|[.,]\d{{1,3}}\b){year}",
        re.IGNORECASE,
    )
    return day_first, month_first


def date_spans(text: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """Every date with its span, earlier patterns first; no two overlap."""
    found: list[tuple[int, int, tuple[str, ...]]] = []

    def add(start: int, end: int, *written: str | None) -> None:
        dates = tuple(iso for iso in written if iso)
        if dates and not any(start < other_end and other_start < end for other_start, other_end, _ in found):
            found.append((start, end, dates))

    for match in _ISO_DATE.finditer(text):
        add(match.start(), match.end(), f"{match[1]}-{match[2]}" + (f"-{match[3]}" if match[3] else ""))
    for match in _DOTTED.finditer(text):
        add(match.start(), match.end(), _iso(_full_year(match[3]), int(match[2]), int(match[1])))
    for match in _SLASHED.finditer(text):
        first, second = int(match[1]), int(match[2])
        month, day = (second, first) if first > 12 else (first, second)
        add(match.start(), match.end(), _iso(match[3], month, day))
    day_first, month_first = _named()
    for match in month_first.finditer(text):
        add(match.start(), match.end(), *_named_dates(match, text))
    for match in day_first.finditer(text):
        add(match.start(), match.end(), *_named_dates(match, text))
    for match in _BARE_YEAR.finditer(text):
        add(match.start(), match.end(), match[1])
    return found


def _named_dates(match: re.Match[str], text: str) -> list[str | None]:
    name, year = match["month"], match["year"]
    days = [int(day) for day in (match["first"], match["day"]) if day]
    month = _months()[fold(name)]
    if not days:
        if name[0].islower() and name.isascii():
            return []  # "may", "march" and "mar" are words; Russian months are written small
        beside = word_before(text, match.start("month"))
        if not year and fold(name) in _ambiguous()["names"] and beside not in _ambiguous()["before_month"]:
            return []
        return [f"{year}-{month:02}" if year else f"--{month:02}"]
    return [_iso(year, month, day) for day in days]


def _full_year(year: str | None) -> str | None:
    if year is None or len(year) == 4:
        return year
    return f"20{year}" if int(year) < 69 else f"19{year}"  # the two-digit rule of POSIX strptime


def _iso(year: str | None, month: int, day: int) -> str | None:
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{year or '-'}-{month:02}-{day:02}"


def word_before(text: str, position: int) -> str:
    """The word before a position, folded; empty if something else stands there."""
    match = re.search(r"([^\W\d_]+)[\s\u00a0]+$", text[max(0, position - 24) : position])
    return fold(match[1]) if match else ""
