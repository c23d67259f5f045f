"""Emissions of words → the likeliest tags and how sure each name is: a linear-chain conditional random field.

Lafferty, McCallum and Pereira 2001; Viterbi's pass finds the tags, the forward and backward sums give the
probability that exactly these words are a name of this kind. All texts of a call go through together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]

_NEVER = -1e4  # a logarithm that stands for "impossible" and still adds up in float32


@dataclass(frozen=True, slots=True)
class TaggedRun:
    """Words `first` to `last` (inclusive) of text number `text` are a name of kind `label`, with this probability."""

    text: int
    first: int
    last: int
    label: str
    probability: float


class Chain:
    """Tags ("O", "B-…", "I-…") with learned transitions; an I follows its own B or I only."""

    def __init__(self, tags: list[str], transitions: Scores, start: Scores) -> None:
        self._tags = tags
        inside = [tag.startswith("I-") for tag in tags]
        joins = [[tag[2:] == before[2:] for tag in tags] for before in tags]
        self._continues = np.array(inside) & np.array(joins)  # (before, tag)
        self._transitions = np.where(np.array(inside) & ~np.array(joins), _NEVER, transitions).astype(np.float32)
        self._start = np.where(inside, _NEVER, start).astype(np.float32)

    def runs(self, emissions: list[Scores]) -> Iterator[TaggedRun]:
        """The names of each text, in order; `emissions` (words, tags) are scores before any softmax."""
        lengths = np.array([len(rows) for rows in emissions])
        if not lengths.any():
            return
        padded = np.zeros((len(emissions), int(lengths.max()), len(self._tags)), np.float32)
        for place, rows in zip(padded, emissions, strict=True):
            place[: len(rows)] = rows
        best = self._viterbi(padded, lengths)
        before, total = self._forward(padded, lengths)
        after = self._backward(padded, lengths)
        for text, length in enumerate(lengths):
            for first, last in _names([self._tags[tag] for tag in best[text, :length]]):
                path = best[text, first : last + 1]
                inner = (
                    self._transitions[path[:-1], path[1:]].sum()
                    + padded[text, np.arange(first + 1, last + 1), path[1:]].sum()
                )
                ends = after[text, last, path[-1]]  # sums over what follows, the name's own continuation taken off
                logarithm = before[text, first, path[0]] + inner + ends - total[text]
                yield TaggedRun(text, first, last, self._tags[path[0]][2:], float(np.exp(min(logarithm, 0.0))))

    def _viterbi(self, emissions: Scores, lengths: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        texts, longest, _ = emissions.shape
        came = np.zeros(emissions.shape, np.int64)
        scores = self._start + emissions[:, 0]
        for word in range(1, longest):
            ways = scores[:, :, None] + self._transitions
            came[:, word] = ways.argmax(axis=1)
            going = (word < lengths)[:, None]
            scores = np.where(going, ways.max(axis=1) + emissions[:, word], scores)
        best = np.zeros((texts, longest), np.int64)
        tag = scores.argmax(axis=1)
        for word in range(longest - 1, -1, -1):
            best[:, word] = tag
            tag = np.where((word < lengths) & (word > 0), came[np.arange(texts), word, tag], tag)
        return best

    def _forward(self, emissions: Scores, lengths: npt.NDArray[np.int64]) -> tuple[Scores, Scores]:
        """Logarithms of the sums over all beginnings that end in a tag, (texts, words, tags); and over everything."""
        sums = np.empty_like(emissions)
        sums[:, 0] = self._start + emissions[:, 0]
        factors = np.exp(self._transitions)
        for word in range(1, emissions.shape[1]):
            sums[:, word] = _log_sum(sums[:, word - 1], factors) + emissions[:, word]
        last = sums[np.arange(len(lengths)), np.maximum(lengths - 1, 0)]
        highest = last.max(axis=1)
        return sums, highest + np.log(np.exp(last - highest[:, None]).sum(axis=1))

    def _backward(self, emissions: Scores, lengths: npt.NDArray[np.int64]) -> Scores:
        """Logarithms of the sums over all that can follow a tag with which a name ends, (texts, words, tags)."""
        everything = np.zeros_like(emissions)
        ending = np.zeros_like(emissions)
        factors = np.exp(self._transitions).T
        ends = np.where(self._continues, 0, np.exp(self._transitions)).T
        for word in range(emissions.shape[1] - 2, -1, -1):
            following = emissions[:, word + 1] + everything[:, word + 1]
            going = (word < lengths - 1)[:, None]
            everything[:, word] = np.where(going, _log_sum(following, factors), 0)
            ending[:, word] = np.where(going, _log_sum(following, ends), 0)
        return ending


def _log_sum(logarithms: Scores, factors: Scores) -> Scores:
    """log(exp(logarithms) · factors), without overflow."""
    highest = logarithms.max(axis=1, keepdims=True)
    return np.asarray(np.log(np.exp(logarithms - highest) @ factors + 1e-30) + highest, np.float32)


def _names(tags: list[str]) -> Iterator[tuple[int, int]]:
    """First and last word of each name."""
    first: int | None = None
    for place, tag in enumerate([*tags, "O"]):
        if first is not None and not tag.startswith("I-"):
            yield first, place - 1
            first = None
        if tag.startswith("B-"):
            first = place
