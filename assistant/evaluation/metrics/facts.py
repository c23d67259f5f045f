"""Facts that an answer must state, and statements that it must not make."""

from __future__ import annotations

from assistant.evaluation.matching import states
from assistant.evaluation.metrics.metric import Metric, Observation
from assistant.evaluation.outcome import Outcome


def missing_facts(outcome: Outcome) -> tuple[tuple[str, ...], ...]:
    """The facts of `must_include` that the answer does not state."""
    facts = outcome.question.must_include
    return facts if outcome.abstained else tuple(fact for fact in facts if not states(outcome.text, fact))


def forbidden_statements(outcome: Outcome) -> tuple[str, ...]:
    """The entries of `must_not_include` that the answer states."""
    if outcome.abstained:
        return ()
    return tuple(entry for entry in outcome.question.must_not_include if states(outcome.text, (entry,)))


def included(outcome: Outcome) -> Observation | None:
    """How many of the facts are stated, of how many."""
    facts = len(outcome.question.must_include)
    return (float(facts - len(missing_facts(outcome))), float(facts)) if facts else None


def violation(outcome: Outcome) -> Observation | None:
    """Whether the answer states anything it must not."""
    if not outcome.question.must_not_include:
        return None
    return (float(bool(forbidden_statements(outcome))), 1.0)


METRICS = (
    Metric("facts", "Facts stated", "share of all must_include facts that the answers state", included),
    Metric(
        "violations", "Forbidden statements", "answers that state a must_not_include entry", violation, better="lower"
    ),
)
