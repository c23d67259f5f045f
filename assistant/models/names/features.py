"""Token states → one row of numbers a word, the input of the tagger."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from assistant.models.e5.engine import TokenStates
from assistant.models.names.words import shapes


def word_features(text: str, states: TokenStates, words: list[tuple[int, int]]) -> npt.NDArray[np.float32]:
    """Rows of features, shape (words, 2 · layers · 384 + SHAPES).

    A row holds the state of the word's first token, the mean of its tokens' states, and its shape; a word without
    a token (an invisible letter) has zeros.
    """
    return np.concatenate([_of_words(states, words), shapes(text, words)], axis=1)


def _of_words(states: TokenStates, words: list[tuple[int, int]]) -> npt.NDArray[np.float32]:
    real = states.spans[:, 0] < states.spans[:, 1]
    spans, values = states.spans[real], states.states[real].reshape(int(real.sum()), -1)
    borders = np.array(words, np.int32).reshape(-1, 2)
    first = np.searchsorted(spans[:, 1], borders[:, 0], side="right")  # first token that ends behind the word's start
    last = np.maximum(np.searchsorted(spans[:, 0], borders[:, 1], side="left"), first)
    rows = np.zeros((len(words), 2 * values.shape[1]), np.float32)
    for row, start, stop in zip(rows, first, last, strict=True):
        if start < stop:
            row[: values.shape[1]] = values[start]
            row[values.shape[1] :] = values[start] if stop == start + 1 else values[start:stop].mean(axis=0)
    return rows
