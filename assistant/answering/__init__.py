"""Evidence → claims: two answerers with one interface."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from datetime import date

    from assistant.question import Question
    from assistant.types import DraftClaim, DraftNote, Evidence


class Answerer(Protocol):
    """Turns evidence into draft claims, and notes to go with them. To abstain is to yield no claim."""

    @property
    def name(self) -> str:
        """`extractive`, or `openai:MODEL`."""

    @property
    def tokens(self) -> Mapping[str, int]:
        """Tokens that the last call used: "prompt" and "completion"."""

    def claims(self, question: Question, evidence: Sequence[Evidence]) -> Iterator[DraftClaim | DraftNote]:
        """The statements that answer `question`, in reading order; `evidence` comes best first."""


@runtime_checkable
class Restating(Protocol):
    """An answerer that can put a follow-up in full, better than rules do."""

    def restate(self, question: Question, history: Sequence[tuple[str, str]], today: date | None = None) -> Question:
        """The question as it is to be searched; `text` stays what was typed. It never fails."""
