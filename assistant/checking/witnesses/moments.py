"""When a sentence says that something was: the days, hours and longer spans that it names, as dates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from assistant.checking.quantities import any_says
from assistant.language.times import TimeExpression, find_times
from assistant.types import Article

_AROUND = 40  # characters beside a time that may say that it dates the saying
_CLOCK = re.compile(r"T(\d\d):(\d\d)$")
_NO_DAY = re.compile(r"XXXX-XX-XXT")  # the value of an hour alone, read without a date of publication
_BEFORE = 20  # characters before an hour that may say that it is rounded
_HALF_DAY = 12 * 60
_EXACT, _BY_THE_CLOCK, _ROUNDED = 5, 20, 40  # minutes that two reports of one moment may be apart


@dataclass(frozen=True, slots=True)
class Span:
    """Days, first and last; `day` is whether it is one day or one night, which belongs to two days."""

    start: date
    end: date
    day: bool

    def touches(self, other: Span) -> bool:
        """Whether they have a day in common."""
        return self.start <= other.end and other.start <= self.end


@dataclass(frozen=True, slots=True)
class Hour:
    """A time of day. `minute` counts from midnight; `either` is whether the other half of the day may be meant."""

    minute: int
    either: bool
    rounded: bool

    def touches(self, other: Hour) -> bool:
        """Whether two reports of one moment may give them."""
        apart = abs(self.minute - other.minute)
        if self.either or other.either:
            apart = min(apart, abs(apart - _HALF_DAY))
        on_the_half = self.minute % 30 == 0 or other.minute % 30 == 0
        allowed = _ROUNDED if self.rounded or other.rounded else _BY_THE_CLOCK if on_the_half else _EXACT
        return apart <= allowed


def spans(article: Article, start: int, end: int) -> tuple[Span, ...]:
    """The days and longer spans named between two characters; when something was only said is left out."""
    return tuple(
        Span(time.span.start, time.span.end, time.span.precision == "day")
        for time in _told(article, start, end)
        if time.span and time.span.start and time.span.end and not _is_hour_alone(time, article.language)
    )


def days(article: Article, start: int, end: int) -> frozenset[Span]:
    """The days and nights among the spans."""
    return frozenset(span for span in spans(article, start, end) if span.day)


def hours(article: Article, start: int, end: int) -> tuple[Hour, ...]:
    """The times of day named between two characters."""
    found = []
    for time in _told(article, start, end):
        clock = _CLOCK.search(time.timex)
        if clock:
            before = article.text[max(start, time.start_char - _BEFORE) : time.start_char]
            either = int(clock[1]) <= 12 and not any(character.isdigit() for character in time.phrase)
            rounded = any_says(before, "rounded", article.language)
            found.append(Hour(60 * int(clock[1]) + int(clock[2]), either, rounded))
    return tuple(found)


def _told(article: Article, start: int, end: int) -> list[TimeExpression]:
    told = []
    for time in _article_times(article.text, article.language, article.published):
        if start <= time.start_char < end:
            around = article.text[max(start, time.start_char - _AROUND) : min(end, time.end_char + _AROUND)]
            if not any_says(around, "reporting", article.language):
                told.append(time)
    return told


@lru_cache(maxsize=256)
def _article_times(text: str, language: str, published: date | None) -> tuple[TimeExpression, ...]:
    return tuple(find_times(text, language, published))


def _is_hour_alone(time: TimeExpression, language: str) -> bool:
    """Whether an hour names no day itself ("um 16.35 Uhr"): which day it was, its article may not even say."""
    return bool(_CLOCK.search(time.timex)) and _is_alone(time.phrase, language)


@lru_cache(maxsize=4_000)
def _is_alone(phrase: str, language: str) -> bool:
    times = find_times(phrase, language, None)
    return not times or any(_NO_DAY.match(time.timex) for time in times)
