"""A match of a rule, and what is known where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from assistant.language.times.grammar import Rule
from assistant.language.times.intervals import Interval
from assistant.language.times.records import TimexType
from assistant.language.times.tense import Tense
from assistant.language.times.tokens import Token


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a builder made of a match."""

    type: TimexType
    timex: str
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A match: the tokens `first` to `last` (exclusive) are the expression, the outer ones all."""

    rule: Rule
    first: int
    last: int
    outer_first: int
    outer_last: int
    labels: Mapping[str, tuple[int, str]]  # label → index of its token, and the category it was matched by
    tokens: Sequence[Token] = field(repr=False)

    def has(self, label: str) -> bool:
        """Whether the match holds a token of this label."""
        return label in self.labels

    def value(self, label: str) -> Any:
        """The value of the token with this label, or the rule's argument of this name; None without either."""
        if label in self.labels:
            index, category = self.labels[label]
            return self.tokens[index].values[category]
        return self.rule.arguments.get(label)

    def number(self, label: str) -> int | None:
        """`value`, where it is a whole number."""
        value = self.value(label)
        return value if isinstance(value, int) else None


@dataclass(slots=True)
class Context:
    """What is known where an expression stands: the date of publication, the tense, what was mentioned before."""

    published: date | None
    tense: Tense = "unknown"
    tense_is_near: bool = False  # whether the very clause tells the tense
    last_day: date | None = None  # the day spoken of
    day_holds: bool = False  # whether that was near enough to give its date to a clock time
    last_start: date | None = None  # where the interval spoken of begins
    first_week: date | None = None  # the day from which "die zweite Woche" counts
    range_start: date | None = None  # where the range begins that this expression ends
    repeating: bool = False  # whether the sentence spoke of what happens again and again: "samstags um 20 Uhr"
    last_year: int | None = None  # the year named outright shortly before, when it is not about now
    joined_year: int | None = None  # the year of the expression that this one is joined to: "Juni bis August 2023"
    same_sentence: bool = False  # whether that was in this sentence

    @property
    def anchor(self) -> date | None:
        """The day that "am Tag darauf" counts from; none without a date of publication, as for all relative times."""
        return (self.last_day or self.published) if self.published else None
