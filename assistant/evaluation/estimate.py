"""One number over many questions, with how many they are and how sure it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from assistant.evaluation.metrics.metric import Metric, Unit
from assistant.evaluation.outcome import Outcome

RESAMPLES = 1_000
SEED = 20_240_913
LEVEL = 95  # percent
_PAIRS_AT_ONCE = 2_000_000  # bounds memory: 32 MB of pairs, however large the question set


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measure's value over `n` questions and its 95 % bootstrap interval; all None where nothing can be judged."""

    metric: Metric
    value: float | None
    low: float | None
    high: float | None
    n: int

    @property
    def shown(self) -> str:
        """The value as people read it: 0.912, 24.3, +12.0, 8.2 ms; a dash where there is none."""
        return _shown(self.value, self.metric.unit)

    @property
    def shown_interval(self) -> str:
        """The interval as people read it."""
        if self.value is None:
            return _shown(None, self.metric.unit)
        return f"{_shown(self.low, self.metric.unit)} to {_shown(self.high, self.metric.unit)}"

    def to_json(self) -> dict[str, float | int | str | None]:
        """Value, interval, n and unit."""
        return {"value": self.value, "low": self.low, "high": self.high, "n": self.n, "unit": self.metric.unit}


def duration(seconds: float) -> str:
    """Seconds as people read them: 8.2 ms, 1.25 s."""
    return f"{seconds * 1000:.3g} ms" if seconds < 1 else f"{seconds:.3g} s"


def _shown(value: float | None, unit: Unit) -> str:
    if value is None:
        return "–"
    if unit == "seconds":
        return duration(value)
    if unit == "points":
        return f"{value:+.1f}".replace("-", "−") if round(value, 1) else "0.0"
    return f"{value:.1f}" if unit == "words" else f"{value:.3f}"


def estimate(metric: Metric, outcomes: Iterable[Outcome]) -> Estimate:
    """The measure over those of `outcomes` that it can judge.

    The interval is the percentile bootstrap's (Efron 1979): 1,000 resamples of the questions, from a fixed seed, so
    that the same answers always give the same report.
    """
    observed = [pair for pair in map(metric.observe, outcomes) if pair is not None]
    if not observed:
        return Estimate(metric, None, None, None, 0)
    pairs = np.array(observed, dtype=np.float64)
    value = float(metric.summarise(pairs))
    if np.isnan(value):
        return Estimate(metric, None, None, None, len(observed))
    random = np.random.default_rng(SEED)
    block = max(1, _PAIRS_AT_ONCE // len(pairs))
    values = np.concatenate(
        [
            metric.summarise(pairs[random.integers(0, len(pairs), size=(min(block, RESAMPLES - start), len(pairs)))])
            for start in range(0, RESAMPLES, block)
        ]
    )
    tail = (100 - LEVEL) / 2
    low, high = np.nanpercentile(values, [tail, 100 - tail])  # a resample may hold no weight at all: it says nothing
    return Estimate(metric, value, float(low), float(high), len(observed))
