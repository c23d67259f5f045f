"""From a text to its time expressions: match all rules, keep the longest, resolve from left to right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import accumulate, zip_longest

from assistant.language.times import dates, measures, relative, seasons
from assistant.language.times.found import Context, Found, Meaning
from assistant.language.times.grammar import Grammar, grammar
from assistant.language.times.ranges import bounded, joins
from assistant.language.times.records import TimeExpression
from assistant.language.times.tense import Tense, tense_at
from assistant.language.times.tokens import Token

# fmt: off
_BUILDERS = {
    builder.__name__: builder
    for builder in (
        dates.full_date, dates.month, dates.weekday_of_month, dates.year, dates.years, dates.decade, dates.century,
        seasons.season, seasons.part_of_year, seasons.feast,
        relative.weekday, relative.day_offset, relative.spoken_of, relative.daypart, relative.clock, relative.unit,
        relative.nth_week, relative.next_week, relative.same_unit, relative.week_of_year,
        measures.duration, measures.repeated, measures.reference, measures.unnamed, measures.nothing,
    )
}
# fmt: on
_PRESS = (1600, 9000)  # years: a date of publication outside is none, and arithmetic stays within the calendar
_DAY_REACH = 80  # tokens: how far on a day still counts as the one spoken of


def find_times(text: str, language: str, published: date | None) -> tuple[TimeExpression, ...]:
    """The time expressions of `text` in order, none overlapping another; offsets in characters, end exclusive.

    `language` is an ISO 639-1 code (de, en, ru; none are found in others). Relative ones are resolved against
    `published`, the date of publication; without it they keep phrase, type and a TIMEX3 value with X for the unknown.
    """
    return tag(text, language, published, "unknown")


def tag(text: str, language: str, published: date | None, default: Tense) -> tuple[TimeExpression, ...]:
    """`find_times`, with the tense that holds where no verb tells one."""
    rules = grammar(language)
    if not rules:
        return ()
    if published and not _PRESS[0] <= published.year <= _PRESS[1]:
        published = None
    tokens = rules.lexer.tokens(text)
    chosen = _longest(_matches(rules, tokens))
    resolved = list(_resolve(chosen, tokens, published, default))
    spans = bounded(resolved, tokens, text)
    found = []
    for (match, meaning), span in zip(resolved, spans, strict=True):
        start, end = tokens[match.first].start, tokens[match.last - 1].end
        found.append(TimeExpression(start, end, text[start:end], meaning.type, meaning.timex, span))
    return tuple(found)


def _matches(rules: Grammar, tokens: Sequence[Token]) -> Iterator[Found]:
    codes = rules.encode(tokens)
    for rule in rules.rules:
        position = 0
        while match := rule.pattern.search(codes, position):
            groups = match.re.groupindex
            first = match.start("start_") if "start_" in groups else match.start()
            last = match.end("end_") if "end_" in groups else match.end()
            labels = {}
            for group, text in match.groupdict().items():
                if text:
                    label, category, _ = group.split("__")
                    labels[label] = (match.start(group), category)
            yield Found(rule, first, last, match.start(), match.end(), labels, tokens)
            position = max(last, match.start() + 1)


def _longest(matches: Iterator[Found]) -> list[Found]:
    """The longest matches first, then the rule that stands first; none overlaps another."""
    ranked = sorted(matches, key=lambda m: (m.first - m.last, m.outer_first - m.outer_last, m.rule.order))
    taken: set[int] = set()
    kept = []
    for match in ranked:
        covered = range(match.first, match.last)
        if covered and taken.isdisjoint(covered):
            taken.update(covered)
            kept.append(match)
    return sorted(kept, key=lambda match: match.first)


def _resolve(
    matches: Sequence[Found], tokens: Sequence[Token], published: date | None, default: Tense
) -> Iterator[tuple[Found, Meaning]]:
    stops = list(accumulate(("stop" in t.values or "paragraph" in t.values for t in tokens), initial=0))
    context, day_at, year_at, repeated_at = Context(published), 0, 0, -1
    previous: tuple[Found, Meaning] | None = None
    for match, following in zip_longest(matches, matches[1:]):
        if match.first - day_at > _DAY_REACH:
            context.last_day = context.first_week = None
        context.day_holds = _same_sentence(match, day_at, stops)
        if stops[match.first] - stops[year_at] > 1:
            context.last_year = None
        context.repeating = day_at <= repeated_at and stops[match.first] == stops[repeated_at]
        context.same_sentence = stops[match.first] == stops[year_at]
        context.tense, context.tense_is_near = tense_at(tokens, match.first, match.last)
        if context.tense == "unknown" and default != "unknown":
            context.tense, context.tense_is_near = default, True
        context.range_start = _range_start(previous, match, tokens)
        context.joined_year = _joined_year(match, following, tokens)
        meaning = _BUILDERS[match.rule.build](match, context)
        if meaning is None:
            continue
        yield match, meaning
        previous = (match, meaning)
        if meaning.type == "SET":
            repeated_at = match.first
        interval = meaning.interval
        if not (interval and interval.start) or meaning.type == "DURATION":
            continue
        context.last_start = interval.start
        if interval.precision == "week":
            day_at = match.first
        if interval.start == interval.end and (match.rule.build != "clock" or context.day_holds):
            context.last_day, day_at = interval.start, match.first
        if _is_past_year(match, interval.start, published, tokens):
            context.last_year, year_at = interval.start.year, match.first
        elif meaning.type == "DATE" and interval.start.year != context.last_year:
            context.last_year = None


def _joined_year(match: Found, following: Found | None, tokens: Sequence[Token]) -> int | None:
    """The year of the next expression, where it holds for this one too: "Juni und Juli 2023", "Mai bis Juni 2023"."""
    if not following or match.has("year") or not (match.has("month") and following.has("month")):
        return None
    year = following.number("year")
    if year is None or not joins(tokens[match.last : following.first]):
        return None
    return year if (match.number("month") or 0) <= (following.number("month") or 0) else year - 1


def _range_start(previous: tuple[Found, Meaning] | None, match: Found, tokens: Sequence[Token]) -> date | None:
    if not previous or not previous[1].interval:
        return None
    between = tokens[previous[0].last : match.first]
    is_range = joins(between) and "and" not in between[0].values
    return previous[1].interval.start if is_range else None


def _same_sentence(match: Found, day_at: int, stops: Sequence[int]) -> bool:
    """Whether a clock time belongs to the day named at `day_at`: in one sentence, or at the next one's beginning."""
    passed = stops[match.first] - stops[day_at]
    return passed == 0 or (passed == 1 and stops[max(0, match.first - 3)] < stops[match.first])


def _is_past_year(match: Found, start: date, published: date | None, tokens: Sequence[Token]) -> bool:
    """Whether a match names a year outright that the months after it may belong to ("im März 1992 … im April")."""
    since = match.first > 0 and "since" in tokens[match.first - 1].values
    return match.has("year") and not since and published is not None and abs(start.year - published.year) > 1
