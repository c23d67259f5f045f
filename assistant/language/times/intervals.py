"""Calendar arithmetic: intervals of days with a precision, feasts, ISO weeks, and their TIMEX3 values.

Conventions, stated once. Months: Anfang = days 1-10, Mitte = 11-20, Ende = 21 to the last. Years: Anfang = January to
March, Mitte = May to August, Ende = October to December. Decades: years 0-3, 4-6, 7-9. Seasons are the meteorological
ones; a winter bears the year of its January. Weeks are ISO 8601's.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.types import Precision

SEASON_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from `start` to `end`, both inclusive; None is open."""

    start: date | None
    end: date | None
    precision: Precision


def safe_date(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def day(when: date) -> Interval:
    """One day."""
    return Interval(when, when, "day")


def week(when: date) -> Interval:
    """The ISO week that holds `when`."""
    monday = shift_days(when, -when.weekday())
    return Interval(monday, shift_days(monday, 6), "week")


def weekend(when: date) -> Interval:
    """Saturday and Sunday of the ISO week that holds `when`."""
    monday = shift_days(when, -when.weekday())
    return Interval(shift_days(monday, 5), shift_days(monday, 6), "day")


def month(year: int, number: int, part: str | None = None) -> Interval:
    """A month or its part (`start`, `mid`, `end`)."""
    last = calendar.monthrange(year, number)[1]
    first_day, last_day = {"start": (1, 10), "mid": (11, 20), "end": (21, last)}.get(part or "", (1, last))
    return Interval(date(year, number, first_day), date(year, number, last_day), "part_of_month" if part else "month")


def year(number: int, part: str | None = None) -> Interval:
    """A year or its part (`start`, `mid`, `end`)."""
    first, last = {"start": (1, 3), "mid": (5, 8), "end": (10, 12)}.get(part or "", (1, 12))
    return Interval(
        date(number, first, 1),
        date(number, last, calendar.monthrange(number, last)[1]),
        "part_of_year" if part else "year",
    )


def months(year_number: int, first: int, count: int, precision: Precision) -> Interval:
    """`count` months from month `first` on; `first` may run over the year's end on either side."""
    start_year, start_month = divmod(year_number * 12 + first - 1, 12)
    end_year, end_month = divmod(year_number * 12 + first - 1 + count - 1, 12)
    last = calendar.monthrange(end_year, end_month + 1)[1]
    return Interval(date(start_year, start_month + 1, 1), date(end_year, end_month + 1, last), precision)


def season(year_number: int, code: str) -> Interval:
    """A season; the winter of a year ends in its February."""
    first = SEASON_MONTH[code]
    return months(year_number - 1 if code == "WI" else year_number, first, 3, "season")


def decade(first_year: int, part: str | None = None) -> Interval:
    """Ten years from `first_year` on, or their part."""
    offset, length = {"start": (0, 4), "mid": (4, 3), "end": (7, 3)}.get(part or "", (0, 10))
    start = first_year + offset
    return Interval(date(start, 1, 1), date(start + length - 1, 12, 31), "decade")


def century(number: int, half: int | None = None, part: str | None = None) -> Interval:
    """The `number`th century, counted from the year 1 on as historians do; or a half or a third of it."""
    offset, length = {"start": (0, 33), "mid": (33, 34), "end": (67, 33)}.get(part or "", (0, 100))
    if half:
        offset, length = 50 * (half - 1), 50
    first = (number - 1) * 100 + 1 + offset
    return Interval(date(first, 1, 1), date(first + length - 1, 12, 31), "century")


def shift_days(when: date, count: int) -> date:
    """`when` moved by days, held within the years Python knows."""
    ordinal = min(max(when.toordinal() + count, 1), date.max.toordinal())
    return date.fromordinal(ordinal)


def shift_months(when: date, count: int) -> date:
    """`when` moved by months; the day is cut to the month's length."""
    number = min(max(when.year * 12 + when.month - 1 + count, 12), 9999 * 12 + 11)
    year_number, index = divmod(number, 12)
    return date(year_number, index + 1, min(when.day, calendar.monthrange(year_number, index + 1)[1]))


def easter(year_number: int) -> date:
    """Easter Sunday of the Gregorian calendar (anonymous algorithm; Meeus, Astronomical Algorithms, chapter 8)."""
    a, (b, c) = year_number % 19, divmod(year_number, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    l = (32 + 2 * e + 2 * i - h - k) % 7  # noqa: E741 - the letters of the source
    m = (a + 11 * h + 22 * l) // 451
    month_number, day_index = divmod(h + l - 7 * m + 114, 31)
    return date(year_number, month_number, day_index + 1)


def feast(rule: str, year_number: int) -> Interval:
    """A feast by its rule: "12-24/12-26" (days of the year), "easter+39", "easter-2/easter+1" or "advent+21"."""
    first, _, last = rule.partition("/")
    start = _feast_day(first, year_number)
    end = _feast_day(last, year_number) if last else start
    if end < start:
        end = _feast_day(last, year_number + 1)
    return Interval(start, end, "day")


def _feast_day(rule: str, year_number: int) -> date:
    if rule.startswith("easter"):
        return easter(year_number) + timedelta(days=int(rule[6:] or 0))
    if rule.startswith("advent"):  # days after the first Sunday of Advent, the fourth before Christmas
        christmas = date(year_number, 12, 25)
        fourth = christmas - timedelta(days=christmas.isoweekday())
        return fourth - timedelta(days=21) + timedelta(days=int(rule[6:] or 0))
    if rule.startswith("weekday"):  # "weekday:11-4-4": month, ISO weekday, which one
        month_number, weekday, nth = (int(part) for part in rule[8:].split("-"))
        first = date(year_number, month_number, 1)
        offset = (weekday - first.isoweekday()) % 7
        return first + timedelta(days=offset + 7 * (nth - 1))
    month_number, day_number = (int(part) for part in rule.split("-"))
    return date(year_number, month_number, day_number)


def week_timex(when: date) -> str:
    """The TIMEX3 value of the ISO week that holds `when`."""
    iso = when.isocalendar()
    return f"{iso.year:04d}-W{iso.week:02d}"
