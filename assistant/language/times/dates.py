"""Builders for dates that name a day, a month, a year, a season or a feast."""

from __future__ import annotations

from datetime import date

from assistant.language.times import intervals
from assistant.language.times.found import Context, Found, Meaning
from assistant.language.times.intervals import Interval

# Days: the tense is not believed when it points to what lies farther off than nine months, unless the clause itself
# speaks of a whole month: who means the 19th of last December in November says so.
_FAR = 270


def full_date(found: Found, context: Context) -> Meaning | None:
    """Day and month, with or without a year: "30. November", "Sept. 13, 2024", "13.9."."""
    if numeric := found.value("date_number") or found.value("day_month"):
        year, month, day = numeric
    else:
        year, month, day = _year(found, context), found.number("month"), found.number("day")
    if not (month and day):
        return None
    if not year:
        year = _weekday_year(found, context, month, day) or _nearest_year(context, month, day)
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
    year = _year(found, context)
    shift = found.number("which")
    if not year and shift and context.published:
        year = _shifted_year(context.published, number, shift)
    if not year:
        year = _nearest_year(context, number, part=part)
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


def season(found: Found, context: Context) -> Meaning | None:
    """ "im Sommer", "im Herbst 2011", "vergangenen Winter"."""
    code = found.value("season")
    year_number = _year(found, context) or (
        context.last_year if context.same_sentence and not found.has("which") else None
    )
    if not year_number and context.published:
        year_number = _season_year(code, found.number("which"), context)
    if not year_number:
        return Meaning("DATE", f"XXXX-{code}")
    return Meaning("DATE", f"{year_number:04d}-{code}", intervals.season(year_number, code))


def _season_year(code: str, shift: int | None, context: Context) -> int:
    assert context.published is not None  # noqa: S101 - the caller has looked
    published = context.published
    spans = {number: intervals.season(number, code) for number in range(published.year - 1, published.year + 3)}
    started = [number for number, span in spans.items() if span.start and span.start <= published]
    unfinished = [number for number, span in spans.items() if span.end and span.end >= published]
    ended = [number for number, span in spans.items() if span.end and span.end < published]
    if shift == -1:
        return max(ended, default=published.year - 1)
    if shift == 1:
        return min(number for number in unfinished if number not in started)
    if context.tense == "past" and context.tense_is_near:
        return max(started)
    if context.tense == "future":
        return min(unfinished)
    return min(spans, key=lambda number: abs((_middle(spans[number]) - published).days))


def _middle(span: Interval) -> date:
    start, end = span.start or date.min, span.end or date.max
    return intervals.shift_days(start, (end - start).days // 2)


def part_of_year(found: Found, context: Context) -> Meaning | None:
    """Quarters and half-years: "im dritten Quartal", "first half of 2024", "Q3 2023"."""
    size = {"quarter": 3, "half_year": 6}[found.rule.arguments["unit"]]
    number = found.number("nth")
    if not number or number > 12 // size:
        return None
    letter = "Q" if size == 3 else "H"
    year_number = _year(found, context) or context.last_year
    if not year_number and context.published:
        year_number = context.published.year
        start = date(year_number, (number - 1) * size + 1, 1)
        if start > context.published and context.tense == "past" and context.tense_is_near:
            year_number -= 1
    if not year_number:
        return Meaning("DATE", f"XXXX-{letter}{number}")
    precision = found.rule.arguments["unit"]
    interval = intervals.months(year_number, (number - 1) * size + 1, size, precision)
    return Meaning("DATE", f"{year_number:04d}-{letter}{number}", interval)


def feast(found: Found, context: Context) -> Meaning | None:
    """ "Ostern", "Weihnachten 2023", "Jahreswechsel"; without a year the one that the tense points to."""
    rule = f"12-{24 + found.value('nth')}" if found.has("christmas_day") else found.value("feast")
    year_number = _year(found, context)
    shift = found.number("which") or 0
    if not year_number and context.published:
        near = [intervals.feast(rule, context.published.year + offset) for offset in (-1, 0, 1)]
        chosen = _by_tense(near, shift, context)
        year_number = chosen.start.year if chosen.start else None
    if not year_number:
        return Meaning("DATE", "XXXX-XX-XX")
    interval = intervals.feast(rule, year_number)
    when = interval.start
    return Meaning("DATE", when.isoformat(), interval) if when else None


def _by_tense(spans: list[Interval], shift: int, context: Context) -> Interval:
    assert context.published is not None  # noqa: S101 - the caller has looked
    today = context.published
    tense = {-1: "past", 1: "future"}.get(shift, context.tense)
    past = [span for span in spans if span.start and span.start <= today]
    future = [span for span in spans if span.end and span.end >= today]
    nearest = min(spans, key=lambda span: abs(((span.start or today) - today).days))
    if tense == "past" and past:
        choice = past[-1]
    elif tense == "future" and future:
        choice = future[0]
    else:
        return nearest
    distance = abs(((choice.start or today) - today).days)
    sure = shift or (context.tense_is_near and choice.precision != "day")
    return choice if sure or distance <= _FAR else nearest


def _year(found: Found, context: Context) -> int | None:
    """The year a match names: outright, or as "dieses Jahres"."""
    if found.has("year"):
        return found.number("year")
    if found.has("short_year"):
        return 2000 + int(found.value("short_year"))
    if found.has("of_year") and context.published:
        return context.published.year + int(found.value("of_year"))
    return None if found.has("which") else context.joined_year


def _shifted_year(published: date, number: int, shift: int) -> int:
    """The year of "vergangenen Juni" or "kommenden Juni"; this month itself is neither."""
    if shift < 0:
        return published.year if number < published.month else published.year - 1
    return published.year if number > published.month else published.year + 1


def _nearest_year(context: Context, number: int, day: int | None = None, part: str | None = None) -> int | None:
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
    chosen = _by_tense(spans, 0, context)
    return chosen.start.year if chosen.start else None
