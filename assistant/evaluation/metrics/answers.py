"""The answer against the accepted strings, and how long it is: containment is cheap for one that says everything."""

from __future__ import annotations

from assistant.evaluation.matching import contains_answer, token_f1
from assistant.evaluation.metrics.metric import Metric, Observation
from assistant.evaluation.outcome import Outcome


def _judged(outcome: Outcome) -> bool:
    return bool(outcome.question.answers) and outcome.question.has_answer is True


def containment(outcome: Outcome) -> Observation | None:
    """Whether an accepted string stands in the answer; an abstention holds none, whatever its wording."""
    if not _judged(outcome):
        return None
    return (float(not outcome.abstained and contains_answer(outcome.text, outcome.question.answers)), 1.0)


def f1(outcome: Outcome) -> Observation | None:
    """Token F1 of the whole answer against the best accepted string, 0 for an abstention."""
    if not _judged(outcome):
        return None
    return (0.0 if outcome.abstained else token_f1(outcome.text, outcome.question.answers), 1.0)


def length(outcome: Outcome) -> Observation | None:
    """Words of the answer; an abstention is no answer and has no length."""
    return None if outcome.abstained else (float(outcome.words), 1.0)


METRICS = (
    Metric("containment", "Answer containment", "an accepted answer stands in the answer's text", containment),
    Metric("token_f1", "Token F1", "words shared with the closest accepted answer", f1),
    Metric("words", "Words per answer", "length of the answers given, markers not counted", length, "words", "lower"),
)
