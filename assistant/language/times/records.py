"""What the tagger gives: a time expression, where it stands, its TIMEX3 value and its interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from assistant.types import TimeSpan

TimexType: TypeAlias = Literal["DATE", "TIME", "DURATION", "SET"]


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time expression of a text; `phrase == text[start_char:end_char]`.

    `timex` is the value attribute of TIMEX3 (ISO-TimeML); X stands for what is not known ("XXXX-WXX-5"). `span` is
    the interval it means, None for durations, sets, general references ("derzeit") and what cannot be resolved. Its
    phrase may be longer than `phrase`, since a preposition is no part of a TIMEX3 but changes the interval ("seit
    2000"). Both ends of a range ("von Mai bis Juli") carry the interval of the range.
    """

    start_char: int
    end_char: int
    phrase: str
    type: TimexType
    timex: str
    span: TimeSpan | None = None
