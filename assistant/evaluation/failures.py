"""The questions that went wrong, and in what way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.evaluation.matching import contains_answer
from assistant.evaluation.metrics.facts import forbidden_statements, missing_facts
from assistant.evaluation.metrics.retrieval import RANKS, hit
from assistant.evaluation.metrics.risk import verdict
from assistant.evaluation.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Failure:
    """A question that was answered wrongly, abstained from without need, or whose article was not found."""

    outcome: Outcome
    reasons: tuple[str, ...]


def failures(outcomes: Iterable[Outcome]) -> tuple[Failure, ...]:
    """The failures among `outcomes`, in their order."""
    found = (Failure(outcome, _reasons(outcome)) for outcome in outcomes if verdict(outcome) != "right")
    return tuple(failure for failure in found if failure.reasons)


def _reasons(outcome: Outcome) -> tuple[str, ...]:
    question = outcome.question
    if question.has_answer is False:
        return () if outcome.abstained else ("answered, though there is no answer",)
    reasons: list[str] = []
    if outcome.abstained:
        if question.has_answer:
            reasons.append("abstained, though there is an answer")
    else:
        if question.answers and not contains_answer(outcome.text, question.answers):
            reasons.append("no accepted answer in the text")
        reasons += [f"fact not stated: {fact[0]}" for fact in missing_facts(outcome)]
        reasons += [f"states what it must not: {entry}" for entry in forbidden_statements(outcome)]
    if hit(outcome, RANKS[-1]) == (0.0, 1.0):
        reasons.append(f"named article not among the first {RANKS[-1]}")
    return tuple(reasons)
