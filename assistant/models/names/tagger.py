"""The trained tagger: texts and their token states → names."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.models.e5.engine import TokenStates
from assistant.models.names.decoding import Chain, Scores
from assistant.models.names.features import word_features
from assistant.models.names.words import find_words
from assistant.types import NameKind, NameSpan

WEIGHTS = Path(__file__).parent / "weights.npz"
SPREAD = 5.0  # standard deviations beyond which a feature is cut off: a few states of e5 are far out
_KINDS: dict[str, NameKind] = {"PER": "person", "LOC": "place", "ORG": "organisation"}


class Tagger:
    """Finds names. Safe to share between threads; `key` changes with the weights and with the code's version."""

    def __init__(self, weights: Mapping[str, npt.NDArray[Any]], key: str) -> None:
        self.key = key
        self._heads = Heads(weights)
        self._chain = Chain(weights["tags"].tolist(), weights["transitions"], weights["start"])

    def names(self, texts: Sequence[str], states: Sequence[TokenStates]) -> tuple[tuple[NameSpan, ...], ...]:
        """The names of each text, in order and apart, offsets into the text; `states` after layers 4, 8 and 12.

        A span holds whole words: the full name, a German genitive s with it, titles and an English 's not. Other
        names (of works, events, languages) and words made of names ("deutsche", "SPD-Chef") are left out. `score` is
        the probability of exactly this span and kind.
        """
        lines = [(number, run) for number, text in enumerate(texts) for run in _by_line(text, find_words(text))]
        features = [word_features(texts[number], states[number], words) for number, words in lines]
        found: list[list[NameSpan]] = [[] for _ in texts]
        for run in self._chain.runs(self._heads.emissions(features)) if lines else ():
            if run.label in _KINDS:
                number, words = lines[run.text]
                start, end = words[run.first][0], words[run.last][1]
                found[number].append(NameSpan(start, end, _KINDS[run.label], round(run.probability, 4)))
        return tuple(map(tuple, found))


def _by_line(text: str, words: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Words line by line: no name goes beyond its paragraph."""
    lines: list[list[tuple[int, int]]] = []
    behind = 0
    for start, end in words:
        if not lines or "\n" in text[behind:start]:
            lines.append([])
        lines[-1].append((start, end))
        behind = end
    return lines


class Heads:
    """A small network, several times over: a hidden layer of each word, one of each three neighbours, then scores.

    Arrays of `weights` have one entry a head in front. The matrix over the features is in 8 bits with one scale a
    column.
    """

    def __init__(self, weights: Mapping[str, npt.NDArray[Any]]) -> None:
        real = {name: values.astype(np.float32) for name, values in weights.items() if name != "tags"}
        self._mean, self._spread = real["mean"], real["spread"]
        first = real["features"] * real["features_scale"][:, None]
        self._first = np.concatenate(list(first), axis=1)  # of all heads beside each other
        self._first_bias = real["features_bias"].reshape(-1)
        self._others = [
            (real["window"][head], real["window_bias"][head], real["wide"][head], real["narrow"][head])
            for head in range(len(first))
        ]
        self._bias = real["bias"].mean(axis=0)

    def emissions(self, features: Sequence[npt.NDArray[np.float32]]) -> list[Scores]:
        """Scores of the tags in each text, the mean over the heads, shape (words, tags).

        All texts go through together: one large product, whose threads wait for each other once.
        """
        lengths = [len(rows) for rows in features]
        standard = np.clip((np.concatenate(features) - self._mean) / self._spread, -SPREAD, SPREAD)
        hidden = np.maximum(standard @ self._first + self._first_bias, 0)
        before, after = neighbours(lengths)
        total = np.zeros((len(hidden), len(self._bias)), np.float32)
        each = np.split(hidden, len(self._others), axis=1)
        for own, (window, bias, wide, narrow) in zip(each, self._others, strict=True):
            bordered = np.concatenate([own, np.zeros((1, own.shape[1]), np.float32)])
            three = np.concatenate([bordered[before], own, bordered[after]], axis=1)
            total += np.maximum(three @ window + bias, 0) @ wide + own @ narrow
        return np.split(total / len(self._others) + self._bias, np.cumsum(lengths)[:-1])


def neighbours(lengths: Sequence[int]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Rows of the word before and after each word; beyond the ends of its text the row behind all others."""
    ends = np.cumsum(lengths)
    beyond = int(ends[-1])
    places = np.arange(beyond)
    before, after = places - 1, places + 1
    filled = np.array(lengths) > 0
    before[(ends - lengths)[filled]] = beyond
    after[ends[filled] - 1] = beyond
    return before, after


def load(path: Path) -> Tagger:
    """A tagger with the weights in a file, as `tests/benchmarks/train_names.py` writes it."""
    content = path.read_bytes()
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        weights = dict(arrays.items())
    return Tagger(weights, f"names-1:{hashlib.sha256(content).hexdigest()[:12]}")


@lru_cache(maxsize=1)
def tagger() -> Tagger:
    """The tagger with the weights of this package, loaded once."""
    return load(WEIGHTS)
