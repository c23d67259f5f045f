"""Which year is meant where a day, a month or a feast names none."""

from __future__ import annotations

from datetime import date

from assistant.language.times import intervals
from assistant.language.times.found import Context, Found
from assistant.language.times.intervals import Interval

# Days. What the tense points to is not believed when it lies farther off than nine months, unless the clause itself
# tells the tense; and not even then for a day that is near on the other side: on 16 December "the race was moved from
# the 18th" is not about last year.
_FAR = 270
_CLOSE = 45


def named_year(found: Found, context: Context) -> int | None:
    """The year a match names: outright, as "dieses Jahres", or through the expression it is joined to."""
    if found.has("year"):
        return found.number("year")
    if found.has("short_year"):
        return 2000 + int(found.value("short_year"))
    if found.has("of_year") and context.published:
        return context.published.year + int(found.value("of_year"))
    return None if found.has("which") else context.joined_year


def shifted_year(published: date, number: int, shift: int) -> int:
    """The year of "vergangenen Juni" or "kommenden Juni"; this month itself is neither."""
    if shift < 0:
        return published.year if number < published.month else published.year - 1
    return published.year if number > published.month else published.year + 1


def nearest_year(context: Context, number: int, day: int | None = None, part: str | None = None) -> int | None:
    """The year of a day or month that names none: the one spoken of, else by tense, else the nearest."""
    if context.last_year and context.same_sentence:
        return context.last_year
    if not context.published:
        return None
    spans: list[Interval] = []
    for offset in (-1, 0, 1):
        year_number = context.published.year + offset
        if day is None:
            spans.append(intervals.month(year_number, number, part))
        elif when := intervals.safe_date(year_number, number, day):
            spans.append(intervals.day(when))
    if not spans:
        return None
    chosen = by_tense(spans, 0, context)
    return chosen.start.year if chosen.start else None


def by_tense(spans: list[Interval], shift: int, context: Context) -> Interval:
    """The one of `spans` (in order of time, one a year) that `shift` (-1 last, 1 next) or the tense points to."""
    assert context.published is not None  # noqa: S101 - the caller has looked
    today = context.published
    tense = {-1: "past", 1: "future"}.get(shift, context.tense)
    past = [span for span in spans if span.start and span.start <= today]
    future = [span for span in spans if span.end and span.end >= today]
    nearest = min(spans, key=lambda span: _distance(span, today))
    if tense == "past" and past:
        choice = past[-1]
    elif tense == "future" and future:
        choice = future[0]
    else:
        return nearest
    if shift or _distance(choice, today) <= _FAR:
        return choice
    is_close_day = choice.precision == "day" and _distance(nearest, today) <= _CLOSE
    return choice if context.tense_is_near and not is_close_day else nearest


def _distance(span: Interval, today: date) -> int:
    return abs(((span.start or today) - today).days)
