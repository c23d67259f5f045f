"""Citations against the evidence that the question set names, sentence by sentence."""

from __future__ import annotations

from assistant.evaluation.matching import same_quote
from assistant.evaluation.metrics.metric import Metric, Observation
from assistant.evaluation.outcome import Outcome


def precision(outcome: Outcome) -> Observation | None:
    """How many of the citations behind the claims quote a named passage, of how many there are."""
    evidence = outcome.question.evidence
    if not evidence or not outcome.quotes:
        return None
    right = sum(any(same_quote(quote, passage) for passage in evidence) for quote in outcome.quotes)
    return (float(right), float(len(outcome.quotes)))


def recall(outcome: Outcome) -> Observation | None:
    """How many of the named passages are quoted by a citation, of how many there are; 0 for an abstention."""
    evidence = outcome.question.evidence
    if not evidence or outcome.question.has_answer is False:
        return None
    found = sum(any(same_quote(quote, passage) for quote in outcome.quotes) for passage in evidence)
    return (float(found), float(len(evidence)))


METRICS = (
    Metric(
        "citation_precision", "Citation precision", "share of all citations that quote a named passage", precision
    ),
    Metric("citation_recall", "Citation recall", "share of all named passages that a citation quotes", recall),
)
