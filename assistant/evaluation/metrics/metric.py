"""What a measure is: something observed of each question it can judge, and one number over all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from assistant.evaluation.outcome import Outcome

Array: TypeAlias = NDArray[np.float64]
Observation: TypeAlias = tuple[float, float]
Unit: TypeAlias = Literal["share", "words", "points", "seconds"]


def ratio(observations: Array) -> Array:
    """Sum of the first column over sum of the second, for (..., n, 2); NaN where the second sums to nothing."""
    totals = observations.sum(axis=-2)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(totals[..., 0] / totals[..., 1], dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Metric:
    """A measure. `observe` gives None for a question it cannot judge: unscored, never wrong.

    An observation is a pair, mostly (value, weight); `summarise` takes many as (..., n, 2) and gives (...). Where a
    single question has a score of its own, it is value over weight.
    """

    name: str
    title: str
    meaning: str
    observe: Callable[[Outcome], Observation | None]
    unit: Unit = "share"
    better: Literal["higher", "lower"] = "higher"
    summarise: Callable[[Array], Array] = ratio

    @property
    def by_question(self) -> bool:
        """Whether a single question has a score of its own: a percentile or an area is one of many."""
        return self.summarise is ratio

    def score(self, outcome: Outcome) -> float | None:
        """What one question scores, None if it is unscored or has no score of its own."""
        observed = self.observe(outcome) if self.by_question else None
        return observed[0] / observed[1] if observed and observed[1] else None
