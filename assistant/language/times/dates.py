"""Builders for dates that name a day, a month, a year, a decade or a century."""

from __future__ import annotations

from datetime import date

from assistant.language.times import intervals
from assistant.language.times.choosing import named_year, nearest_year, shifted_year
from assistant.language.times.found import Context, Found, Meaning
from assistant.language.times.intervals import Interval


def full_date(found: Found, context: Context) -> Meaning | None:
    """Day and month, with or without a year: "30. November", "Sept. 13, 2024", "13.9."."""
    if numeric := found.value("date_number") or found.value("day_month"):
        year, month, day = numeric
    else:
        year, month, day = named_year(found, context), found.number("month"), found.number("day")
    if not (month and day):
        return None
    if not year:
        year = _weekday_year(found, context, month, day) or nearest_year(context, month, day)
    if not year:
        return Meaning("DATE", f"XXXX-{month:02d}-{day:02d}") if day <= 31 else None
    when = intervals.safe_date(year, month, day)
    if not when:
        return None
    if part := found.value("daypart"):
        return Meaning("TIME", f"{when.isoformat()}T{part}", intervals.day(when))
    return Meaning("DATE", when.isoformat(), intervals.day(when))


def _weekday_year(found: Found, context: Context, month: int, day: int) -> int | None:
    """The one year about the publication in which the day was the weekday named beside it."""
    label = "weekday" if found.has("weekday") else "weekday_short"
    if not (context.published and found.has(label)):
        return None
    years = (context.published.year + offset for offset in (-1, 0, 1))
    days = [when for year in years if (when := intervals.safe_date(year, month, day))]
    fitting = [when.year for when in days if when.isoweekday() == found.value(label)]
    return fitting[0] if len(fitting) == 1 else None


def month(found: Found, context: Context) -> Meaning | None:
    """A month, its part ("Mitte Juli"), with a year, a relative year ("Juni dieses Jahres") or none."""
    number, part = found.number("month"), found.value("part")
    if not number:
        return None
    year = named_year(found, context)
    shift = found.number("which")
    if not year and shift and context.published:
        year = shifted_year(context.published, number, shift)
    if not year:
        year = nearest_year(context, number, part=part)
    if not year:
        return Meaning("DATE", f"XXXX-{number:02d}")
    return Meaning("DATE", f"{year:04d}-{number:02d}", intervals.month(year, number, part))


def weekday_of_month(found: Found, context: Context) -> Meaning | None:
    """ "der zweite Samstag im Mai": the day itself."""
    number, nth = found.number("month"), found.number("nth")
    whole = month(found, context)
    if not (number and nth and whole and whole.interval and whole.interval.start):
        return Meaning("DATE", f"XXXX-{number or 0:02d}-XX")
    first = whole.interval.start
    when = intervals.shift_days(first, (found.value("weekday") - first.isoweekday()) % 7 + 7 * (nth - 1))
    return Meaning("DATE", when.isoformat(), intervals.day(when)) if when.month == number else None


def year(found: Found, context: Context) -> Meaning | None:
    """A year or its part: "2024", "Ende 2023", "Mitte des Jahres"."""
    number = found.number("year")
    if number is None and found.has("short_year"):
        first = int(found.value("century_of"))
        number = first // 100 * 100 + int(found.value("short_year"))
        if number <= first:
            return None
    if number is None and found.has("this_year"):
        shift = found.number("which") or 0
        number = context.last_year if shift == 0 and not found.has("which") and context.last_year else None
        number = number or (context.published.year + shift if context.published else None)
        if number is None:
            return Meaning("DATE", "XXXX")
    if not number or not 1 <= number <= 9998:
        return None
    return Meaning("DATE", f"{number:04d}", intervals.year(number, found.value("part")))


def years(found: Found, _context: Context) -> Meaning | None:
    """Two years as one: "Saison 2007/08", "Winter 2013/14"."""
    first, last = found.value("years")
    if code := found.value("season"):
        if code != "WI" or last != first + 1:
            return None
        return Meaning("DATE", f"{last:04d}-WI", intervals.season(last, code))
    interval = Interval(date(first, 1, 1), date(last, 12, 31), "year")
    if found.has("playing_year"):  # KRAUTS gives no value to seasons of sport and terms of office
        halves = Interval(date(first, 7, 1), date(last, 6, 30), "year")
        return Meaning("DATE", "XXXX-XX-XX", halves if last == first + 1 else interval)
    return Meaning("DATE", f"{first:04d}/{last:04d}", interval)


def decade(found: Found, _context: Context) -> Meaning | None:
    """ "die 1990er Jahre", "Ende der neunziger Jahre"; two digits are the 20th century's."""
    first = found.number("decade_number") or found.number("decade_word")
    if first is None:
        return None
    first = first if first > 99 else 1900 + first
    return Meaning("DATE", str(first // 10), intervals.decade(first, found.value("part")))


def century(found: Found, context: Context) -> Meaning | None:
    """ "das 19. Jahrhundert", with its half."""
    number = found.number("nth")
    if found.has("which"):
        number = (context.published.year - 1) // 100 + 1 + found.value("which") if context.published else None
        if number is None:
            return Meaning("DATE", "XX")
    if not number or not 1 <= number <= 30:
        return None
    return Meaning("DATE", f"{number - 1:02d}", intervals.century(number, found.number("half"), found.value("part")))
