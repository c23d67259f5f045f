"""Which word of a source a word of a claim is most like, by the local model's token states, across languages too.

Words of the same sense in German, English and Russian lie together in the encoder's middle layer, the idea of
SimAlign (Jalili Sabet et al. 2020, arXiv 2004.08728). It cannot tell a word from its contrary; see `contraries`.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from assistant.errors import ModelError
from assistant.language.words import words

if TYPE_CHECKING:
    from assistant.models.e5.engine import TokenStates
    from assistant.models.e5.inputs import Vectors

LAYER = 8  # of 12; the last one knows more of the sentence and less of the word
_REMEMBERED = 1000  # texts; some 40 words of 384 numbers each
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Alike:
    """The word of a source that is most like one of the claim: its place among the source's words, and how like."""

    word: str
    place: int
    cosine: float


def alike_words(text: str, source: str) -> Mapping[str, Alike]:
    """For each word of a text the one of a source that is most like it, the best place of the word counting.

    Nothing where the local model is not installed: then no word is like another.
    """
    mine, theirs = _read(text), _read(source)
    if mine is None or theirs is None or not mine.words or not theirs.words:
        return {}
    cosines = mine.vectors @ theirs.vectors.T
    found: dict[str, Alike] = {}
    for row, word in enumerate(mine.words):
        place = int(cosines[row].argmax())
        alike = Alike(theirs.words[place], place, float(cosines[row, place]))
        if word not in found or found[word].cosine < alike.cosine:
            found[word] = alike
    return found


@dataclass(frozen=True, slots=True)
class _Read:
    """The words of a text, in order, and their unit vectors (words, 384)."""

    words: tuple[str, ...]
    vectors: Vectors


_known: dict[str, _Read] = {}


def prepare(texts: Iterable[str]) -> None:
    """Read texts in one pass, which costs a tenth of reading them one by one."""
    _read_all([text for text in dict.fromkeys(texts) if text not in _known])


def _read(text: str) -> _Read | None:
    """A text's words with the mean of their tokens' states; None where there is no model."""
    found = _known.get(text)
    if found is None:
        found = _read_all([text]).get(text)
    return found


def _read_all(texts: Sequence[str]) -> dict[str, _Read]:
    from assistant.models.engines import local_engine

    try:
        states = local_engine().states(texts, (LAYER,)) if texts else []
    except ModelError as error:
        _log.warning("words cannot be compared by likeness: %s", error)
        return {}
    found = {text: _words_of(text, one) for text, one in zip(texts, states, strict=True)}
    if len(_known) + len(found) > _REMEMBERED:
        _known.clear()
    _known.update(found)
    return found


def _words_of(text: str, states: TokenStates) -> _Read:
    import numpy as np

    starts, ends = states.spans[:, 0], states.spans[:, 1]
    found, vectors, position = [], [], 0
    for word in words(text):
        position = text.find(word, position)
        within = (starts < position + len(word)) & (ends > position) & (ends > starts)
        position += len(word)
        if within.any():
            found.append(word)
            vectors.append(states.states[within, 0].mean(axis=0) - _common())
    table = np.array(vectors, np.float32).reshape(len(found), _common().shape[0])
    return _Read(tuple(found), table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9))


@cache
def _common() -> Vectors:
    """What all words have in common: the mean state, by `python -m tests.benchmarks.train_likeness`."""
    import numpy as np

    text = files("assistant.checking").joinpath("data/likeness.json").read_text(encoding="utf-8")
    return np.array(json.loads(text)["mean"], np.float32)
