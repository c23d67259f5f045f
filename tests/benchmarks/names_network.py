"""The tagger's network with its derivatives, in numpy: what `train_names` trains.

The same network as `assistant.models.names.tagger.Heads`, with dropout, under a conditional random field whose loss
allows several tags for a word: texts that do not annotate other kinds of names neither teach nor forbid them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from assistant.models.names.tagger import SPREAD, neighbours

Array = np.ndarray[Any, Any]

LABELS = ("PER", "LOC", "ORG", "OTH", "DRV")
TAGS = ["O", *(f"{mark}-{label}" for label in LABELS for mark in "BI")]
HIDDEN, WINDOW = 128, 64  # units of the word's layer and of the three neighbours' layer
FEATURE_DROPOUT, UNIT_DROPOUT = 0.2, 0.4
RATE, WARM_STEPS, LEAST_RATE = 1e-3, 100, 0.02
DECAY = 1e-5
CHAIN_RATE = 5.0  # transitions start at zero and have few parameters: they may learn faster
_NEVER = -1e4
INSIDE = np.array([tag.startswith("I-") for tag in TAGS])
FORBIDDEN = np.array([[tag.startswith("I-") and tag[2:] != before[2:] for tag in TAGS] for before in TAGS])


@dataclass(frozen=True)
class Example:
    """One text: features of its words, and for each word the tags it may have, (words, tags) of booleans."""

    features: Array
    allowed: Array


class Network:
    """Parameters by name, and Adam's two moments of each (Kingma and Ba 2015)."""

    def __init__(self, columns: int, mean: Array, spread: Array, seed: int) -> None:
        self._random = np.random.default_rng(seed)
        self.mean, self.spread = mean, spread
        tags = len(TAGS)
        shapes = {"features": (columns, HIDDEN), "window": (3 * HIDDEN, WINDOW), "wide": (WINDOW, tags)}
        gains = {"features": 2.0, "window": 2.0, "wide": 0.05, "narrow": 0.05}
        shapes["narrow"] = (HIDDEN, tags)
        self.parameters: dict[str, Array] = {
            name: self._random.normal(0, np.sqrt(gains[name] / shape[0]), shape).astype(np.float32)
            for name, shape in shapes.items()
        }
        for name, size in (("features_bias", HIDDEN), ("window_bias", WINDOW), ("bias", tags), ("start", tags)):
            self.parameters[name] = np.zeros(size, np.float32)
        self.parameters["transitions"] = np.zeros((tags, tags), np.float32)
        self._moments = {
            name: (np.zeros_like(value), np.zeros_like(value)) for name, value in self.parameters.items()
        }
        self._steps = 0

    def step(self, batch: Sequence[Example], progress: float) -> float:
        """One step on a batch at `progress` (0 to 1) of the training; the loss, summed over its texts."""
        lengths = np.array([len(example.features) for example in batch])
        gradients, loss = self._gradients(batch, lengths)
        self._steps += 1
        rate = RATE * min(1.0, self._steps / WARM_STEPS) * max(LEAST_RATE, 1 - progress)
        for name, gradient in gradients.items():
            first, second = self._moments[name]
            first += 0.1 * (gradient - first)
            second += 0.001 * (gradient * gradient - second)
            value = self.parameters[name]
            if value.ndim == 2 and name != "transitions":
                value *= 1 - rate * DECAY
            unbiased = np.sqrt(second / (1 - 0.999**self._steps)) + 1e-8
            own = CHAIN_RATE if name in {"transitions", "start"} else 1.0
            value -= own * rate * first / (1 - 0.9**self._steps) / unbiased
        return loss

    def _gradients(self, batch: Sequence[Example], lengths: Array) -> tuple[dict[str, Array], float]:
        values = self.parameters
        standard = np.concatenate([example.features for example in batch]).astype(np.float32)
        standard = np.clip((standard - self.mean) / self.spread, -SPREAD, SPREAD)
        standard *= self._mask(standard.shape, FEATURE_DROPOUT)
        count = len(standard)
        before, after = neighbours(lengths.tolist())
        own_mask = self._mask((count, HIDDEN), UNIT_DROPOUT)
        own = np.maximum(standard @ values["features"] + values["features_bias"], 0) * own_mask
        bordered = np.concatenate([own, np.zeros((1, HIDDEN), np.float32)])
        three = np.concatenate([bordered[before], own, bordered[after]], axis=1)
        wide_mask = self._mask((count, WINDOW), UNIT_DROPOUT)
        wide = np.maximum(three @ values["window"] + values["window_bias"], 0) * wide_mask
        emissions = wide @ values["wide"] + own @ values["narrow"] + values["bias"]
        chain, loss = self._chain(batch, lengths, emissions)
        up = chain.pop("emissions")
        to_wide = (up @ values["wide"].T) * wide_mask * (wide > 0)
        to_three = to_wide @ values["window"].T
        to_own = up @ values["narrow"].T + to_three[:, HIDDEN : 2 * HIDDEN]
        shared = np.zeros((count + 1, HIDDEN), np.float32)  # the last row takes what lies beyond the texts
        shared[before] += to_three[:, :HIDDEN]
        shared[after] += to_three[:, 2 * HIDDEN :]
        to_own = (to_own + shared[:count]) * own_mask * (own > 0)
        return chain | {
            "features": standard.T @ to_own, "features_bias": to_own.sum(axis=0),
            "window": three.T @ to_wide, "window_bias": to_wide.sum(axis=0),
            "wide": wide.T @ up, "narrow": own.T @ up, "bias": up.sum(axis=0),
        }, loss  # fmt: skip

    def _chain(self, batch: Sequence[Example], lengths: Array, emissions: Array) -> tuple[dict[str, Array], float]:
        """Derivatives of the chain's loss: what is expected of all tags, less what is of the allowed ones."""
        real = np.arange(lengths.max()) < lengths[:, None]
        free = np.zeros((*real.shape, len(TAGS)), np.float32)
        free[real] = emissions
        bound = np.zeros_like(free)
        bound[real] = np.where(np.concatenate([example.allowed for example in batch]), emissions, _NEVER)
        transitions = np.where(FORBIDDEN, _NEVER, self.parameters["transitions"])
        start = np.where(INSIDE, _NEVER, self.parameters["start"])
        everything = _expected(free, lengths, transitions, start)
        wanted = _expected(bound, lengths, transitions, start)
        count = int(lengths.sum())
        return {
            "emissions": (everything.tags - wanted.tags)[real] / count,
            "transitions": (everything.pairs - wanted.pairs) / count,
            "start": (everything.tags[:, 0] - wanted.tags[:, 0]).sum(axis=0) / count,
        }, float((everything.total - wanted.total).sum())

    def _mask(self, shape: tuple[int, ...], share: float) -> Array:
        kept = self._random.random(shape, dtype=np.float32) > share
        return kept / np.float32(1 - share)


@dataclass(frozen=True)
class _Expected:
    """Under the chain: the logarithm of the sum over all paths, tags' probabilities, and how often pairs are met."""

    total: Array  # (texts,)
    tags: Array  # (texts, words, tags)
    pairs: Array  # (tags, tags)


def _expected(emissions: Array, lengths: Array, transitions: Array, start: Array) -> _Expected:
    """The forward and backward sums (Rabiner 1989), all texts at once; words beyond a text's end count nothing."""
    texts, longest, tags = emissions.shape
    last = lengths - 1
    factors = np.exp(transitions)
    ahead = np.empty_like(emissions)
    ahead[:, 0] = start + emissions[:, 0]
    for word in range(1, longest):
        highest = ahead[:, word - 1].max(axis=1, keepdims=True)
        sums = np.exp(ahead[:, word - 1] - highest) @ factors
        ahead[:, word] = np.log(sums + 1e-30) + highest + emissions[:, word]
    ends = ahead[np.arange(texts), last]
    highest = ends.max(axis=1)
    total = highest + np.log(np.exp(ends - highest[:, None]).sum(axis=1))
    behind = np.zeros_like(emissions)
    pairs = np.zeros((tags, tags))
    for word in range(longest - 2, -1, -1):
        going = word < last
        following = emissions[going, word + 1] + behind[going, word + 1]
        top = following.max(axis=1, keepdims=True)
        behind[going, word] = np.log(np.exp(following - top) @ factors.T + 1e-30) + top
        here = ahead[going, word]
        peak = here.max(axis=1, keepdims=True)
        scale = np.exp(peak + top - total[going, None])
        pairs += (np.exp(here - peak).T @ (np.exp(following - top) * scale)) * factors
    real = (np.arange(longest) < lengths[:, None])[..., None]
    logarithms = np.where(real, ahead + behind - total[:, None, None], -np.inf)
    return _Expected(total, np.exp(logarithms), pairs)


def batches(examples: Sequence[Example], words: int, seed: int) -> Iterator[list[Example]]:
    """All examples once, by chance, in batches of about so many words and of like lengths."""
    draw = np.random.default_rng(seed)
    order = draw.permutation(len(examples))
    found: list[list[Example]] = []
    for start in range(0, len(order), 400):
        near = sorted((examples[place] for place in order[start : start + 400]), key=lambda one: len(one.features))
        batch: list[Example] = []
        for example in near:
            batch.append(example)
            if sum(len(one.features) for one in batch) >= words:
                found.append(batch)
                batch = []
        if batch:
            found.append(batch)
    for place in draw.permutation(len(found)):
        yield found[place]
