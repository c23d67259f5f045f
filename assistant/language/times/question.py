"""The time a question asks about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.language.times.records import TimeExpression
from assistant.language.times.tagger import find_times, tag
from assistant.types import TimeSpan

_MONTH = re.compile(r"(\d{4}|XXXX)-(\d\d(-\d\d)?|SP|SU|FA|WI)")
_SOME_DAY = date(2000, 12, 31)  # the year does not matter where any will do

_DAYS_APART = (date(2000, 1, 15), date(2000, 7, 15))


@dataclass(frozen=True, slots=True)
class Period:
    """The interval a question asks about; `any_year` where it names a month or day and no year ("im Juni")."""

    span: TimeSpan
    any_year: bool = False

    def meets(self, start: date | None, end: date | None) -> bool:
        """Whether an interval (both ends inclusive, None is open) has a day in common with the period."""
        if self.any_year and start and end and self.span.start and self.span.end:
            length = self.span.end - self.span.start
            years = range(start.year - 1, end.year + 1)
            begins = (_in_year(self.span.start, year) for year in years)
            return any(begin <= end and start <= begin + length for begin in begins)
        earliest, latest = self.span.start or date.min, self.span.end or date.max
        return (start or date.min) <= latest and earliest <= (end or date.max)

    def overlaps(self, other: Period) -> bool:
        """Whether two periods may have a day in common."""
        if self.any_year or not other.any_year:
            return self.meets(other.span.start, other.span.end)
        return other.meets(self.span.start, self.span.end)

    def near(self, day: date, days: int) -> bool:
        """Whether what is published on a day can report of the period: in it, or so many days after it."""
        return self.meets(day - timedelta(days=days), day)


def question_period(text: str, language: str, today: date | None) -> Period | None:
    """The period a question names, relative to `today`, or None; see `question_window`.

    Without `today` only what needs none is understood: dates with a year, and months and days of any year.
    """
    unresolved = tag(text, language, None, "past")
    any_year = bool(unresolved) and all(_lacks_year(found, language) for found in unresolved)
    span = question_window(text, language, (today or _SOME_DAY) if any_year else today)
    return Period(span, any_year) if span else None


def periods(text: str, language: str, published: date | None) -> tuple[Period, ...]:
    """The intervals that a text of an article speaks of; without a date of publication also months of any year."""
    found = [Period(time.span) for time in find_times(text, language, published) if time.span]
    if published is None:
        told = {period.span.phrase for period in found}
        yearless = (time for time in find_times(text, language, _SOME_DAY) if _lacks_year(time, language))
        found += [Period(time.span, True) for time in yearless if time.span and time.span.phrase not in told]
    return tuple(period for period in found if period.span.start or period.span.end)


def question_window(text: str, language: str, today: date | None) -> TimeSpan | None:
    """The interval a question names, relative to `today`, or None: "letzte Woche", "im Juni", "since May 2024".

    Without a verb that tells otherwise the past is meant: an archive holds what was. Of several the hull is given, as
    "im Juni und im Juli" asks about both; durations and sets ask about none.
    """
    spans = [time.span for time in tag(text, language, today, "past") if time.span]
    if not spans:
        return None
    if all(span == spans[0] for span in spans):
        return spans[0]
    starts = [span.start for span in spans]
    ends = [span.end for span in spans]
    start = None if None in starts else min(value for value in starts if value)
    end = None if None in ends else max(value for value in ends if value)
    precision = spans[0].precision if start and end else "open"
    return TimeSpan(" … ".join(dict.fromkeys(span.phrase for span in spans)), start, end, precision)


def _lacks_year(found: TimeExpression, language: str) -> bool:
    """Whether only the tense tells the year of a month, season or day ("Mitte Juli", not "Juli dieses Jahres")."""
    if not _MONTH.fullmatch(found.timex):
        return False
    return any(
        tag(found.phrase, language, day, "past") != tag(found.phrase, language, day, "future") for day in _DAYS_APART
    )


def _in_year(day: date, year: int) -> date:
    leap = day.month == 2 and day.day == 29
    return date(year, 3, 1) - timedelta(days=1) if leap else day.replace(year=max(1, year))
