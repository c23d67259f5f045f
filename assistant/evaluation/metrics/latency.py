"""How long answers took: medians and 95th percentiles, in seconds."""

from __future__ import annotations

from functools import partial

import numpy as np

from assistant.evaluation.metrics.metric import Array, Metric, Observation
from assistant.evaluation.outcome import Outcome

GOAL = {"retrieve": "retrieve", "answer": "answer from that", "total": "the whole answer"}
PERCENTILES = (50, 95)


def taken(outcome: Outcome, stage: str) -> Observation | None:
    """Seconds one stage took; unscored where the answer does not say."""
    seconds = outcome.seconds.get(stage)
    return None if seconds is None else (float(seconds), 1.0)


def percentile(observations: Array, rank: int) -> Array:
    """The percentile of the first column of (..., n, 2), linearly between two values."""
    return np.asarray(np.percentile(observations[..., 0], rank, axis=-1), dtype=np.float64)


METRICS = tuple(
    Metric(
        f"seconds_{stage}_p{rank}",
        f"Time to {GOAL[stage]}, p{rank}",
        f"{rank} % of the answers took no longer",
        partial(taken, stage=stage),
        "seconds",
        "lower",
        partial(percentile, rank=rank),
    )
    for stage in GOAL
    for rank in PERCENTILES
)
