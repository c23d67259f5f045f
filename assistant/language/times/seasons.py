"""Builders for seasons, quarters, half-years and feasts."""

from __future__ import annotations

from datetime import date

from assistant.language.times import intervals
from assistant.language.times.choosing import by_tense, named_year
from assistant.language.times.found import Context, Found, Meaning
from assistant.language.times.intervals import Interval


def season(found: Found, context: Context) -> Meaning | None:
    """ "im Sommer", "im Herbst 2011", "vergangenen Winter"."""
    code = found.value("season")
    year_number = named_year(found, context) or (
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
    year_number = named_year(found, context) or context.last_year
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
    rule = _feast_rule(found)
    if rule is None:
        return None
    year_number = named_year(found, context)
    shift = found.number("which") or 0
    if not year_number and context.published:
        near = [intervals.feast(rule, context.published.year + offset) for offset in (-1, 0, 1)]
        chosen = by_tense(near, shift, context)
        year_number = chosen.start.year if chosen.start else None
    if not year_number:
        return Meaning("DATE", "XXXX-XX-XX")
    interval = intervals.feast(rule, year_number)
    when = interval.start
    return Meaning("DATE", when.isoformat(), interval) if when else None


def _feast_rule(found: Found) -> str | None:
    """The rule of a feast; "der zweite Weihnachtstag" and "der dritte Advent" are counted."""
    nth = found.number("nth") or 0
    if found.has("christmas_day"):
        return f"12-{24 + nth}" if 1 <= nth <= 2 else None
    if found.has("advent_sunday"):
        return f"advent+{7 * (nth - 1)}" if 1 <= nth <= 4 else None
    return str(found.value("feast"))
