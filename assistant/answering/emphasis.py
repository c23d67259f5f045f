"""Which words of a sentence answer, as the cross-encoder sees it: what a reader's eye should meet first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from assistant.types import Citation, Spans

if TYPE_CHECKING:
    from assistant.models.crossencoder.encoder import Reading

_WORD = re.compile(r"\w+(?:[-\u2010\u2011'’.,:/]\w+)*[%€$°]?")
_SURE = 0.4  # how likely the window must answer at all
_LEAST = 0.2  # of what the likeliest word has; a word with less is not of the answer
_BETWEEN = 2  # words that two of the answer may have between them: "am 3. und am 5. Mai"
_BESIDE = 0.4  # of what the likeliest run of words has; a run with less is not of the answer
_MOST = 0.6  # of a sentence's words: where more would stand out, nothing does


def answering_words(reading: Reading, start: int, text: str) -> Spans:
    """The runs of words that answer in a sentence, which begins at character `start` of the window that was read.

    Offsets into the sentence. None where the window hardly answers or its answer stands in another sentence, and none
    where they would be most of the sentence.
    """
    words = [match.span() for match in _WORD.finditer(text)]
    if reading.nothing > 1.0 - _SURE or not words:
        return ()
    owners = np.searchsorted([start + first for first, _ in words], reading.spans[:, 1], side="left") - 1
    inside = (owners >= 0) & (reading.spans[:, 0] < start + len(text))
    shares = np.bincount(owners[inside], weights=reading.tokens[inside], minlength=len(words))
    if shares.max() < _LEAST * reading.tokens.max():
        return ()
    runs: list[list[int]] = []
    for place in np.flatnonzero(shares >= _LEAST * shares.max()).tolist():
        if runs and place - runs[-1][1] <= _BETWEEN + 1:
            runs[-1][1] = place
        else:
            runs.append([place, place])
    likely = [float(shares[first : last + 1].sum()) for first, last in runs]
    kept = [run for run, share in zip(runs, likely, strict=True) if share >= _BESIDE * max(likely)]
    if sum(last - first + 1 for first, last in kept) > _MOST * len(words):
        return ()
    return tuple((words[first][0], words[last][1]) for first, last in kept)


def emphasised(text: str, citations: Iterable[Citation]) -> Spans:
    """Where the words that answer in these citations stand in a text that quotes them, each at its first place."""
    phrases = {one.quote[start:end] for one in citations for start, end in one.answering}
    found: list[tuple[int, int]] = []
    for phrase in sorted(phrases, key=lambda phrase: (-len(phrase), phrase)):
        for match in re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", text):
            if all(match.end() <= start or match.start() >= end for start, end in found):
                found.append(match.span())
                break
    return tuple(sorted(found))
