"""Abstaining, seen as a detector of questions that the archive cannot answer."""

from __future__ import annotations

from assistant.evaluation.metrics.metric import Metric, Observation
from assistant.evaluation.outcome import Outcome


def _counts(outcome: Outcome) -> tuple[float, float, float] | None:
    """(abstained and rightly so, abstained, unanswerable) for one question; None where that is not known."""
    if outcome.question.has_answer is None:
        return None
    unanswerable = not outcome.question.has_answer
    return (float(outcome.abstained and unanswerable), float(outcome.abstained), float(unanswerable))


def precision(outcome: Outcome) -> Observation | None:
    """Of an abstention: whether the question is unanswerable."""
    counts = _counts(outcome)
    return (counts[0], 1.0) if counts and counts[1] else None


def recall(outcome: Outcome) -> Observation | None:
    """Of an unanswerable question: whether the assistant abstained."""
    counts = _counts(outcome)
    return (counts[0], 1.0) if counts and counts[2] else None


def f1(outcome: Outcome) -> Observation | None:
    """F1 is the sum of 2·hits over the sum of (abstentions + unanswerable questions)."""
    counts = _counts(outcome)
    return (2 * counts[0], counts[1] + counts[2]) if counts else None


METRICS = (
    Metric("abstention_precision", "Abstention precision", "abstentions on questions that have no answer", precision),
    Metric("abstention_recall", "Abstention recall", "questions without an answer that were abstained from", recall),
    Metric("abstention_f1", "Abstention F1", "harmonic mean of the two", f1),
)
