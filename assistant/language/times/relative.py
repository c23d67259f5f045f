"""Builders for times that mean something only beside another day: "am Freitag", "gestern", "vorige Woche"."""

from __future__ import annotations

from datetime import date

from assistant.language.times import intervals
from assistant.language.times.found import Context, Found, Meaning
from assistant.language.times.intervals import Interval

_LENGTH_IN_MONTHS = {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200}


def weekday(found: Found, context: Context) -> Meaning | None:
    """A weekday, perhaps with a part of the day: the nearest that is not in the future, unless something says so."""
    number, part = found.value("weekday"), found.value("daypart")
    if compound := found.value("weekday_part"):
        number, part = compound
    suffix = f"T{part}" if part else ""
    if not context.published:
        return Meaning("TIME" if part else "DATE", f"XXXX-WXX-{number}{suffix}")
    when = _weekday(context.published, number, found, context)
    return Meaning("TIME" if part else "DATE", when.isoformat() + suffix, intervals.day(when))


def _weekday(published: date, number: int, found: Found, context: Context) -> date:
    back = (published.isoweekday() - number) % 7
    if found.has("day_offset"):  # "am heutigen Samstag"
        return intervals.shift_days(published, found.value("day_offset"))
    if context.range_start:  # "von Montag bis Freitag"
        return intervals.shift_days(context.range_start, (number - context.range_start.isoweekday()) % 7)
    shift = found.number("which")
    if shift == 0:
        return intervals.shift_days(published, number - published.isoweekday())
    if found.has("week_shift"):  # "Freitag vergangener Woche"
        monday = intervals.shift_days(published, 1 - published.isoweekday() + 7 * found.value("week_shift"))
        return intervals.shift_days(monday, number - 1)
    if shift == -1:
        return intervals.shift_days(published, -(back or 7))
    if shift == 1:
        return intervals.shift_days(published, 7 - back)
    if shift is None and context.tense == "future":  # the day of publication included: "am Donnerstag wird sie …"
        return intervals.shift_days(published, -back % 7)
    return intervals.shift_days(published, -back)


def day_offset(found: Found, context: Context) -> Meaning | None:
    """ "gestern", "heute Abend", "übermorgen"."""
    part, offset = found.value("daypart"), found.value("day_offset")
    if compound := found.value("day_offset_part"):
        offset, part = compound if isinstance(compound, tuple) else (0, compound)
    suffix = f"T{part}" if part else ""
    if not context.published:
        return Meaning("TIME" if part else "DATE", "XXXX-XX-XX" + suffix)
    when = intervals.shift_days(context.published, offset)
    return Meaning("TIME" if part else "DATE", when.isoformat() + suffix, intervals.day(when))


def spoken_of(found: Found, context: Context) -> Meaning | None:
    """A day relative to the one spoken of before: "am Tag zuvor", "tags darauf", "an diesem Tag"."""
    anchor = context.anchor
    if not anchor:
        return Meaning("DATE", "XXXX-XX-XX")
    when = intervals.shift_days(anchor, int(found.rule.arguments["offset"]))
    part = found.value("daypart")
    suffix = f"T{part}" if part else ""
    return Meaning("TIME" if part else "DATE", when.isoformat() + suffix, intervals.day(when))


def nth_week(found: Found, context: Context) -> Meaning | None:
    """ "in der dritten Woche", counted from the day spoken of before the first of them."""
    if context.first_week is None:
        context.first_week = context.last_day
    if context.first_week is None or context.published is None:
        return Meaning("DATE", "XXXX-WXX")
    return week(intervals.shift_days(context.first_week, 7 * (int(found.value("nth")) - 1)))


def week_of_year(found: Found, context: Context) -> Meaning | None:
    """ "in der 37. Kalenderwoche", of the year named or of the date of publication."""
    number, year = found.number("nth") or 0, found.number("year")
    if year is None and context.published:
        year = context.published.year + int(found.value("of_year") or 0)
    if not 1 <= number <= 53:
        return None
    if year is None:
        return Meaning("DATE", f"XXXX-W{number:02d}")
    if number > date(year, 12, 28).isocalendar().week:  # the 28th of December is always in the last week
        return None
    return week(date.fromisocalendar(year, number, 1))


def same_unit(found: Found, context: Context) -> Meaning | None:
    """ "im selben Jahr", "im November des gleichen Jahres": the unit of the time spoken of."""
    code = found.value("unit")
    anchor = context.last_start if context.published else None
    if anchor and found.has("month"):
        number = found.value("month")
        return Meaning("DATE", f"{anchor.year:04d}-{number:02d}", intervals.month(anchor.year, number))
    if not anchor:
        return Meaning("DATE", f"XXXX-{found.value('month'):02d}" if found.has("month") else _unknown(code))
    if code in ("D", "W", "WE"):
        return Meaning("DATE", anchor.isoformat(), intervals.day(anchor)) if code == "D" else week(anchor)
    return _large_unit(code, anchor, None)


def next_week(_found: Found, context: Context) -> Meaning | None:
    """ "in der Woche darauf": the one after the time spoken of."""
    anchor = context.last_start if context.published else None
    return week(intervals.shift_days(anchor, 7)) if anchor else Meaning("DATE", "XXXX-WXX")


def daypart(found: Found, context: Context) -> Meaning | None:
    """ "am Nachmittag", "in der Nacht": of the day spoken of."""
    part = found.value("daypart")
    anchor = context.anchor
    if not anchor:
        return Meaning("TIME", f"XXXX-XX-XXT{part}")
    return Meaning("TIME", f"{anchor.isoformat()}T{part}", intervals.day(anchor))


def clock(found: Found, context: Context) -> Meaning | None:
    """A time of the day, of the day spoken of; its interval is that day."""
    if pair := found.value("clock"):
        hour, minute = pair
    elif found.has("half_hour"):
        hour, minute = int(found.value("number")) - 1, 30
    elif found.value("hour") is not None:
        hour, minute = found.value("hour"), 0
    elif isinstance(found.value("number"), int):
        hour, minute = found.value("number"), 0
    else:
        return None
    if found.has("minute"):
        minute = int(found.value("minute"))
    if found.has("half_day") and hour <= 12:
        hour = hour % 12 + 12 * found.value("half_day")
    elif found.value("daypart") in ("AF", "EV") and 1 <= hour < 12:
        hour += 12
    if hour > 24 or minute > 59:
        return None
    anchor = (context.last_day if context.day_holds else None) or context.published
    if context.published and found.has("weekday"):
        anchor = _weekday(context.published, found.value("weekday"), found, context)
    elif context.published and found.has("day_offset"):
        anchor = intervals.shift_days(context.published, found.value("day_offset"))
    if found.has("each") or found.has("set_word") or context.repeating:
        return Meaning("TIME", f"T{hour:02d}:{minute:02d}")
    written = anchor.isoformat() if anchor else "XXXX-XX-XX"
    return Meaning("TIME", f"{written}T{hour:02d}:{minute:02d}", intervals.day(anchor) if anchor else None)


def unit(found: Found, context: Context) -> Meaning | None:
    """A calendar unit before, around or after now: "vorige Woche", "kommendes Jahr", "diesen Monat", "heuer"."""
    code = found.value("unit")
    if pair := found.value("unit_shift"):
        code, shift = str(pair).split(" ")[0], int(str(pair).split(" ")[1])
    else:
        shift = found.number("which") or 0
    part = found.value("part")
    published = context.published
    if not published:
        return Meaning("DATE", _unknown(code))
    if code == "Y" and found.rule.arguments.get("spoken_of") and context.last_year:
        return year_meaning(context.last_year + shift, part)
    if code == "D":
        when = intervals.shift_days(published, shift)
        return Meaning("DATE", when.isoformat(), intervals.day(when))
    if code == "W":
        return week(intervals.shift_days(published, 7 * shift), part)
    if code == "WE":
        return _weekend(published, shift if found.has("which") else None, context)
    moved = intervals.shift_months(published, shift * _LENGTH_IN_MONTHS[code])
    return _large_unit(code, moved, part)


def week(when: date, part: str | None = None) -> Meaning:
    """The ISO week of a day; its part is Monday and Tuesday, Wednesday, or Thursday and Friday."""
    whole = intervals.week(when)
    if part and whole.start:
        first, last = {"start": (0, 1), "mid": (2, 2), "end": (3, 4)}[part]
        monday = whole.start
        whole = Interval(intervals.shift_days(monday, first), intervals.shift_days(monday, last), "week")
    return Meaning("DATE", intervals.week_timex(when), whole)


def year_meaning(number: int, part: str | None) -> Meaning:
    """A year or its part."""
    return Meaning("DATE", f"{number:04d}", intervals.year(number, part))


def _weekend(published: date, shift: int | None, context: Context) -> Meaning:
    """The weekend meant on a day: from Monday to Thursday the last, unless the sentence speaks of the future."""
    if shift is None:
        shift = -1 if published.isoweekday() <= 4 and context.tense != "future" else 0
    elif shift == 1 and published.isoweekday() <= 5:
        shift = 0
    when = intervals.shift_days(published, 7 * shift)
    return Meaning("DATE", intervals.week_timex(when) + "-WE", intervals.weekend(when))


def _large_unit(code: str, when: date, part: str | None) -> Meaning:
    if code == "M":
        return Meaning("DATE", f"{when.year:04d}-{when.month:02d}", intervals.month(when.year, when.month, part))
    if code == "Q":
        number = (when.month - 1) // 3 + 1
        interval = intervals.months(when.year, number * 3 - 2, 3, "quarter")
        return Meaning("DATE", f"{when.year:04d}-Q{number}", interval)
    if code == "DE":
        return Meaning("DATE", str(when.year // 10), intervals.decade(when.year // 10 * 10))
    if code == "CE":
        number = (when.year - 1) // 100 + 1
        return Meaning("DATE", f"{number - 1:02d}", intervals.century(number))
    return year_meaning(when.year, part)


def _unknown(code: str) -> str:
    values = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Q": "XXXX-QX"}
    return values.get(code, {"Y": "XXXX", "DE": "XXX", "CE": "XX"}.get(code, "XXXX"))
