"""Fusion: one score for a passage from how near it is in meaning and which of the question's words it holds.

The score is absolute, not relative to the list (no z-scores, no ranks), so it means the same in an archive of two
articles and of two million. Its weights stand in `data/fusion.json`; `python -m tests.benchmarks.train_fusion` learns
them on XQuAD and M2QA. docs/decisions/0011-fusion.md has what was compared.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias

import numpy as np

Numbers: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]
Places: TypeAlias = np.ndarray[Any, np.dtype[np.intp]]
Flags: TypeAlias = np.ndarray[Any, np.dtype[np.bool_]]

# BM25's usual parameters (Robertson and Zaragoza 2009), as in SQLite's FTS5
SATURATION = 1.2
LENGTH_SHARE = 0.75
FEW_NAMES = 8.0  # weight of words that are taken to be missing, so that one common name does not decide alone
# Other models spread their cosines more widely. Standard deviation of e5's fifty best cosines for a question:
USUAL_DEVIATION = 0.012
_FEWEST_COSINES = 20  # fewer say too little about a model's spread
_WIDE = 5.0  # taken for an unknown model until enough cosines are there


@dataclass(frozen=True)
class Weights:
    """What each signal counts, in cosines of multilingual-e5 between question and passage."""

    sentence: float  # the best sentence's cosine, beside the passage's own
    words: float  # a passage in the question's language that holds all the question's words
    other_language: float  # e5 puts passages of another language this much too low; see `fuse`
    names: float  # a passage in another language that holds all names and numbers of the question


@cache
def weights() -> Weights:
    """Those of this version, read once."""
    stored = files("assistant").joinpath("data", "fusion.json").read_text(encoding="utf-8")
    return Weights(**json.loads(stored)["weights"])


@dataclass(frozen=True)
class Signals:
    """What is known of n candidate passages, one value each."""

    dense: Numbers  # cosine of question and passage
    sentence: Numbers  # cosine of question and the passage's best sentence
    words: Numbers  # `weight_share` of the question's words
    names: Numbers  # `weight_share` of the question's names and numbers, with FEW_NAMES missing
    same_language: Flags  # whether the article is in the question's language

    def at(self, places: Places) -> Signals:
        """The signals of some of the passages, in the order of `places`."""
        return Signals(*(getattr(self, field.name)[places] for field in fields(self)))


def fuse(signals: Signals, scale: float = 1.0, by: Weights | None = None) -> Numbers:
    """One score for each passage, larger is better; `scale` is the embedding model's spread relative to e5's.

    Where question and article differ in language, ordinary words cannot match by right, so names and numbers alone
    count; and since a multilingual model ranks its question's own language first whatever is asked, the others get
    what that costs them.
    """
    own = by or weights()
    meaning = signals.dense + own.sentence * signals.sentence
    by_words = own.words * signals.words
    by_names = own.other_language + own.names * signals.names
    score = meaning + scale * np.where(signals.same_language, by_words, by_names)
    return np.asarray(score / (1 + own.sentence))  # so that it reads like a cosine


def weight_share(counts: Numbers, lengths: Numbers, weights: Numbers, missing: float = 0.0) -> Numbers:
    """BM25 as a share of the weight of all words asked for: 0 for none of them, about 1 for all, up to 2.2.

    counts: (n, terms) how often each passage holds each term; lengths: (n,) words a passage; weights: (terms,) from
    `inverse_frequencies`; missing: weight of further words that no passage holds.
    """
    if not counts.size:
        return np.zeros(len(counts))
    relative = lengths / max(float(lengths.mean()), 1.0)
    damping = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * relative)[:, np.newaxis]
    scores = (counts * (SATURATION + 1) / (counts + damping)) @ weights
    return np.asarray(scores / (weights.sum() + missing))


def inverse_frequencies(frequencies: Numbers, total: int) -> Numbers:
    """Weight of each term by the number of passages it occurs in, of `total`; never below zero, so that BM25 still
    tells passages apart in an archive of two articles (the form with 1 + of Lucene).
    """
    known = np.minimum(frequencies, total)
    return np.asarray(np.log(1 + (total - known + 0.5) / (known + 0.5)))


def spread(cosines: Numbers) -> float:
    """How widely a model spreads its cosines, relative to e5, from those of one question's best passages."""
    if len(cosines) < _FEWEST_COSINES:
        return _WIDE
    return float(np.clip(np.std(cosines) / USUAL_DEVIATION, 0.5, 2 * _WIDE))
