"""What the file of conversations gives: frozen records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from assistant.types import Answer

Verdict: TypeAlias = Literal["good", "bad"]


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation in a list: its first question, when it was last added to (ISO 8601, UTC), number of turns."""

    id: str
    title: str
    changed: str
    turns: int


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation with its whole answer; `number` counts from 1."""

    number: int
    asked: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a reader thought of one answer."""

    conversation: str
    turn: int
    verdict: Verdict
    comment: str
    given: str


@dataclass(frozen=True, slots=True)
class Spent:
    """Tokens and cost of one day's calls (UTC), calls under way with the most they may cost."""

    calls: int
    prompt: int
    completion: int
    cost: float
