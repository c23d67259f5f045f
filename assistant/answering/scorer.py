"""The learned part: which sentence answers best, and how likely it answers at all.

Linear models over the signals of `features` and, where the cross-encoder has read, of `reranking`. Their weights
stand in `data/scorer.json`, are made by `python -m tests.benchmarks.train_scorer` and hold no text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear model over named inputs that are standardised first."""

    names: tuple[str, ...]
    means: Values
    scales: Values
    weights: Values
    bias: float

    def __call__(self, table: Values) -> Values:
        """One value for each row of `table`, whose columns are `names`."""
        return ((table - self.means) / self.scales) @ self.weights + self.bias


@dataclass(frozen=True, slots=True)
class Scorer:
    """`ranking` orders sentences; `answering` says how likely the best one answers."""

    ranking: Linear
    answering: Linear

    def rank(self, table: Values) -> Values:
        """Larger is better; comparable within one question."""
        return self.ranking(table)

    def probability(self, inputs: Mapping[str, float]) -> float:
        """How likely it is that the archive answers, 0 to 1."""
        values = np.array([inputs[name] for name in self.answering.names])
        return float(1.0 / (1.0 + np.exp(-self.answering(values))))


@cache
def scorer(reranks: bool = False) -> Scorer:
    """The weights of this version, read once; `reranks`: those for sentences that the cross-encoder has read."""
    stored = json.loads(files("assistant.answering").joinpath("data", "scorer.json").read_text(encoding="utf-8"))
    models = stored["reranked" if reranks else "signals"]
    return Scorer(ranking=_linear(models["ranking"]), answering=_linear(models["answering"]))


def _linear(stored: dict[str, object]) -> Linear:
    weights: dict[str, list[float]] = stored["weights"]  # type: ignore[assignment]
    columns = np.array([weights[name] for name in weights])
    return Linear(tuple(weights), columns[:, 0], columns[:, 1], columns[:, 2], float(stored["bias"]))  # type: ignore[arg-type]
