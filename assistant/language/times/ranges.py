"""What stands around time expressions and changes their interval: "seit 2000", "bis Mai", "zwischen Mai und Juli"."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.language.times.found import Found, Meaning
from assistant.language.times.intervals import Interval, shift_days
from assistant.language.times.tokens import Token
from assistant.types import TimeSpan

_LEAD = 3  # tokens looked back over for the preposition: "seit dem 5.", "from early on"
_POINTS = frozenset({"duration", "clock", "daypart", "day_offset"})  # "vor zwei Jahren", "nach 20 Uhr": not open
_JOINTS = frozenset({"range_joint", "hyphen", "slash", "and"})
_CONNECTING = _JOINTS | {"preposition", "determiner"}
_JOINT = 3  # tokens between the ends of a range: "bis zum", "and"


def bounded(resolved: Sequence[tuple[Found, Meaning]], tokens: Sequence[Token], text: str) -> list[TimeSpan | None]:
    """The span of each resolved match: its interval, opened or joined to a range by the words around it."""
    spans: list[TimeSpan | None] = []
    index = 0
    while index < len(resolved):
        match, meaning = resolved[index]
        lead = _lead(match, tokens)
        if index + 1 < len(resolved) and _is_range(match, resolved[index + 1][0], lead, tokens):
            following, second = resolved[index + 1]
            joined = _joined(meaning.interval, second.interval)
            if joined:
                span = _span(joined, text, lead, following.last, tokens)
                spans += [span, span]
                index += 2
                continue
        interval = _opened(meaning.interval, match, lead, tokens)
        spans.append(_span(interval, text, lead, match.last, tokens) if interval else None)
        index += 1
    return spans


def _span(interval: Interval, text: str, first: int, last: int, tokens: Sequence[Token]) -> TimeSpan:
    phrase = " ".join(text[tokens[first].start : tokens[last - 1].end].split())
    return TimeSpan(phrase, interval.start, interval.end, interval.precision)


def _lead(match: Found, tokens: Sequence[Token]) -> int:
    """The index of the first token of the prepositions before a match; its own first where there are none."""
    first = match.first
    for index in range(match.first - 1, max(-1, match.first - 1 - _LEAD), -1):
        values = tokens[index].values
        if "preposition" in values:
            first = index
        elif "determiner" not in values:
            break
    return first


def _words_before(match: Found, lead: int, tokens: Sequence[Token], category: str) -> bool:
    return any(category in token.values for token in tokens[lead : match.first])


def _opened(interval: Interval | None, match: Found, lead: int, tokens: Sequence[Token]) -> Interval | None:
    if not interval or interval.precision == "open":
        return interval
    if _words_before(match, lead, tokens, "since"):
        return Interval(interval.start, None, "open")
    if _words_before(match, lead, tokens, "until"):
        return Interval(None, interval.end, "open")
    if match.rule.build in _POINTS or not (interval.start and interval.end):
        return interval
    if _words_before(match, lead, tokens, "before"):
        return Interval(None, shift_days(interval.start, -1), "open")
    if _words_before(match, lead, tokens, "after"):
        return Interval(shift_days(interval.end, 1), None, "open")
    return interval


def joins(between: Sequence[Token]) -> bool:
    """Whether these tokens make one of two expressions: "bis zum", "und im", a dash."""
    if not 1 <= len(between) <= _JOINT or _JOINTS.isdisjoint(between[0].values):
        return False
    return all(not _CONNECTING.isdisjoint(token.values) for token in between)


def _is_range(first: Found, second: Found, lead: int, tokens: Sequence[Token]) -> bool:
    between = tokens[first.last : second.first]
    if not joins(between) or first.rule.build in ("duration", "repeated", "reference"):
        return False
    return "and" not in between[0].values or _words_before(first, lead, tokens, "between")


def _joined(first: Interval | None, second: Interval | None) -> Interval | None:
    if not (first and second and first.start and second.end) or second.end < first.start:
        return None
    return Interval(first.start, second.end, first.precision)
