"""Builders for durations, sets and general references, none of which is a date of its own."""

from __future__ import annotations

from datetime import date

from assistant.language.times import intervals
from assistant.language.times.found import Context, Found, Meaning
from assistant.language.times.intervals import Interval
from assistant.types import Precision

_CLOCK_UNITS = frozenset("HS") | {"TM"}  # TM: minutes, so that M stays months
_MONTHS = {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200}
_HALVES = {"H": "PT30M", "D": "PT12H", "Y": "P6M"}
_LARGEST = 4000  # units: what lies farther away than this many has no interval


def duration(found: Found, context: Context) -> Meaning | None:
    """An amount of time. `toward` says where it leads from the date of publication: back, on, or over the past."""
    if ready := found.value("ready"):
        return Meaning("DURATION", str(ready))
    code = str(found.value("unit") or found.value("units"))
    amount = 1 if found.has("one") and not found.has("some") else found.value("number")
    if found.has("amount_unit"):  # "zweijährig": the number is in the word
        amount, code = found.value("amount_unit")
    if found.has("half") and found.has("and"):
        amount = found.value("number") + 0.5
    elif found.has("half"):
        return Meaning("DURATION", _HALVES.get(code, period(0.5, code)))
    interval = _reached(amount, code, found.value("toward"), context)
    if found.rule.arguments.get("dated"):  # English "two weeks ago" is a date to TimeML, German "vor" stays outside
        return Meaning("DATE", _date_value(interval), interval)
    return Meaning("DURATION", period(amount, code), interval)


def _date_value(interval: Interval | None) -> str:
    if not (interval and interval.start):
        return "PAST_REF"
    written = interval.start.isoformat()
    if interval.precision == "week":
        return intervals.week_timex(interval.start)
    return written[: {"month": 7, "year": 4}.get(interval.precision, 10)]


def period(amount: float | None, code: str) -> str:
    """The TIMEX3 value of an amount: period(3, "D") is "P3D", of unknown amount "PXD"."""
    written = "X" if amount is None else f"{amount:.15g}"
    if code in _CLOCK_UNITS:
        return f"PT{written}{code.removeprefix('T')}"
    return f"P{written}{code}"


def _reached(amount: float | None, code: str, toward: str | None, context: Context) -> Interval | None:
    """The interval an amount leads to, at the precision of its unit; None where nothing is said of now."""
    if not (toward and amount and context.published) or amount > _LARGEST:
        return None
    there = _moved(context.published, amount if toward == "on" else -amount, code)
    if toward == "over":
        return Interval(there, context.published, _precision(code))
    if toward == "ahead":
        return Interval(context.published, _moved(context.published, amount, code), _precision(code))
    if toward == "since":
        return Interval(_around(there, code).start, None, "open")
    return _around(there, code)


def _moved(when: date, amount: float, code: str) -> date:
    if code in _MONTHS:
        return intervals.shift_months(when, int(amount * _MONTHS[code]))
    return intervals.shift_days(when, int(amount * {"W": 7, "WE": 7, "D": 1}.get(code, 0)))


def _around(when: date, code: str) -> Interval:
    if code == "W":
        return intervals.week(when)
    if code == "WE":
        return intervals.weekend(when)
    if code in ("M", "Q"):
        return intervals.month(when.year, when.month)
    if code in ("Y", "DE", "CE"):
        return intervals.year(when.year)
    return intervals.day(when)


def _precision(code: str) -> Precision:
    names: dict[str, Precision] = {"W": "week", "M": "month", "Q": "quarter", "Y": "year", "DE": "decade"}
    return names.get(code, "century" if code == "CE" else "day")


def repeated(found: Found, _context: Context) -> Meaning | None:
    """What happens again and again: "täglich", "jeden Montag", "jedes zweite Jahr"."""
    if ready := found.value("set_word"):
        return Meaning("SET", str(ready))
    if found.has("weekday_part"):
        number, part = found.value("weekday_part")
        return Meaning("SET", f"XXXX-WXX-{number}T{part}")
    if found.has("weekday"):
        if found.rule.arguments.get("monthly"):
            return Meaning("SET", "P1M")
        part = f"T{found.value('daypart')}" if found.has("daypart") else ""
        return Meaning("SET", f"XXXX-WXX-{found.value('weekday')}{part}")
    if found.has("daypart"):
        return Meaning("SET", f"XXXX-XX-XXT{found.value('daypart')}")
    if found.has("season"):
        return Meaning("SET", f"XXXX-{found.value('season')}")
    if found.has("month"):
        return Meaning("SET", f"XXXX-{found.value('month'):02d}")
    return Meaning("SET", period(_every(found), str(found.value("unit"))))


def _every(found: Found) -> float:
    if found.has("other"):  # "every other year"
        return 2
    return float(found.value("number") or found.value("nth") or 1)


def reference(found: Found, _context: Context) -> Meaning | None:
    """ "derzeit", "damals", "künftig": PRESENT_REF, PAST_REF or FUTURE_REF."""
    return Meaning("DATE", str(found.value("reference")))


def unnamed(_found: Found, _context: Context) -> Meaning | None:
    """A date that only its context could tell: "Sportler des Jahres"."""
    return Meaning("DATE", "XXXX-XX-XX")


def nothing(_found: Found, _context: Context) -> Meaning | None:
    """A trap: what matched is no time expression, and nothing within it is one."""
    return None
