"""Whether the named articles were found: hit@k and mean reciprocal rank, by article, not by chunk."""

from __future__ import annotations

from functools import partial

from assistant.evaluation.metrics.metric import Metric, Observation
from assistant.evaluation.outcome import Outcome

RANKS = (1, 5, 10)


def _best_rank(outcome: Outcome) -> int | None:
    """The rank of the first article that the question names, counted from 1; None if none was retrieved."""
    wanted = outcome.wanted or frozenset()
    return next((rank for rank, found in enumerate(outcome.retrieved, start=1) if found in wanted), None)


def hit(outcome: Outcome, rank: int) -> Observation | None:
    """Whether one of the named articles is among the first `rank`; unscored if the question names none."""
    if outcome.wanted is None:
        return None
    best = _best_rank(outcome)
    return (float(best is not None and best <= rank), 1.0)


def reciprocal_rank(outcome: Outcome) -> Observation | None:
    """One over the rank of the first named article, 0 if it was not retrieved."""
    if outcome.wanted is None:
        return None
    best = _best_rank(outcome)
    return (1 / best if best else 0.0, 1.0)


METRICS = (
    *(
        Metric(
            f"hit@{rank}",
            f"Hit@{rank}",
            "a named article is retrieved first"
            if rank == 1
            else f"a named article is among the first {rank} retrieved",
            partial(hit, rank=rank),
        )
        for rank in RANKS
    ),
    Metric("mrr", "MRR", "mean of 1 / rank of the first named article", reciprocal_rank),
)
