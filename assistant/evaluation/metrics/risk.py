"""Right minus wrong, and how wrong answers thin out as the less confident ones are withheld."""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np

from assistant.evaluation.matching import contains_answer
from assistant.evaluation.metrics.facts import forbidden_statements, missing_facts
from assistant.evaluation.metrics.metric import Array, Metric, Observation
from assistant.evaluation.outcome import Outcome

Verdict: TypeAlias = Literal["right", "wrong", "abstained"]


def verdict(outcome: Outcome) -> Verdict | None:
    """What became of a question; None where the question set gives nothing to judge it by.

    right: answered, and the answer meets every truth the question carries: it holds an accepted answer, states each
    fact of `must_include`, and nothing of `must_not_include`. wrong: answered but not right, which every answer to an
    unanswerable question is. abstained: no answer, rightly or not; it counts nothing, as in a test that takes a point
    off for guessing.
    """
    question = outcome.question
    judged = question.answers or question.must_include or question.must_not_include
    if question.has_answer is None and not judged:
        return None
    if outcome.abstained:
        return "abstained"
    if question.has_answer is False:
        return "wrong"
    if not judged:
        return None
    named = not question.answers or contains_answer(outcome.text, question.answers)
    return "right" if named and not missing_facts(outcome) and not forbidden_statements(outcome) else "wrong"


def points(outcome: Outcome) -> Observation | None:
    """100 for a right answer, −100 for a wrong one, 0 for none: their mean is right minus wrong per 100 questions."""
    found = verdict(outcome)
    return None if found is None else ({"right": 100.0, "wrong": -100.0, "abstained": 0.0}[found], 1.0)


def coverage(outcome: Outcome) -> Observation | None:
    """Whether a judged question was answered at all."""
    found = verdict(outcome)
    return None if found is None else (float(found != "abstained"), 1.0)


def risk(outcome: Outcome) -> Observation | None:
    """Of an answer given: whether it is wrong."""
    found = verdict(outcome)
    return None if found in (None, "abstained") else (float(found == "wrong"), 1.0)


def ranked_risk(outcome: Outcome) -> Observation | None:
    """(confidence, wrong) of an answer given, for the curve; without a confidence it comes last."""
    found = risk(outcome)
    if found is None:
        return None
    return (-np.inf if outcome.confidence is None else outcome.confidence, found[0])


def risks(observations: Array) -> Array:
    """The share of wrong answers among the k most confident, for k = 1 … n, from (n, 2) pairs (confidence, wrong).

    Answers of equal confidence come in no particular order, so each counts as the mean of them.
    """
    if not len(observations):
        return np.empty(0)
    _, group, sizes = np.unique(-observations[:, 0], return_inverse=True, return_counts=True)
    wrong = np.bincount(group, weights=observations[:, 1])
    return np.asarray(np.cumsum(np.repeat(wrong / sizes, sizes)) / np.arange(1, len(observations) + 1))


def area(observations: Array) -> Array:
    """The area under the risk–coverage curve, its mean risk over all coverages (Geifman, Uziel, El-Yaniv 2019)."""
    if observations.ndim > 2:
        return np.array([area(sample) for sample in observations])
    return np.float64(risks(observations).mean()) if len(observations) else np.float64("nan")  # type: ignore[return-value]


METRICS = (
    Metric(
        "right_minus_wrong",
        "Right minus wrong per 100",
        "right answers minus wrong ones per 100 questions; abstaining counts 0",
        points,
        "points",
    ),
    Metric("coverage", "Coverage", "questions that were answered", coverage),
    Metric("risk", "Risk", "wrong answers among those given", risk, better="lower"),
    Metric(
        "aurc",
        "AURC",
        "mean risk while answers are withheld by confidence (best retrieval score)",
        ranked_risk,
        better="lower",
        summarise=area,
    ),
)
