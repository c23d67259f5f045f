"""The sentences most like answers, each read with those around it and the question by the cross-encoder.

Nothing here decides: what it makes of them becomes signals beside those of `features`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from assistant.answering.emphasis import answering_words
from assistant.answering.features import Material, Matrix, Numbers
from assistant.answering.named import as_written
from assistant.models.crossencoder.encoder import Reading
from assistant.question import Question
from assistant.types import Spans

READINGS = ("read", "read_sentence", "read_window")
WINDOWS = 2  # read for one question; each costs 25 to 35 ms
_CHARACTERS = 900  # of a window: what the cross-encoder was trained on
_LEAST = 1e-4  # a probability below it is as good as none


class PassageReader(Protocol):
    """What `readings` needs of a cross-encoder."""

    def read(self, question: str, text: str, title: str = "") -> Reading:
        """How likely each word of `text` answers, and that none does; the title of its article is read beside it."""


@dataclass(frozen=True, slots=True)
class Window:
    """Sentences that follow each other in one article, joined by blanks: their rows, and where each begins."""

    rows: tuple[int, ...]
    starts: tuple[int, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Readings:
    """What was made of a pool of sentences.

    `signals`: a row for each sentence, a column for each of `READINGS`. `answering`: by row, the words that answer.
    """

    signals: Matrix
    answering: dict[int, Spans]


def readings(question: Question, pool: Sequence[Material], scores: Numbers, reader: PassageReader) -> Readings:
    """What the reader makes of the best sentences and of those around them.

    scores: which sentences to read, the greatest first. Signals: "read": 1 if the sentence was; "read_sentence": the
    logarithm of the probability that it holds the answer; "read_window": the log odds that its window does. A
    sentence that was not read has the least that one can have.
    """
    table = np.tile([0.0, np.log(_LEAST), np.log(_LEAST)], (len(pool), 1))
    answering: dict[int, Spans] = {}
    for window in windows(pool, scores):
        reading = reader.read(as_written(question, window.text), window.text, pool[window.rows[0]].article.title)
        owners = np.searchsorted(window.starts, reading.spans[:, 0], side="right") - 1
        shares = np.bincount(owners, weights=reading.tokens, minlength=len(window.rows))
        answered = np.log((1.0 - reading.nothing + _LEAST) / (reading.nothing + _LEAST))
        table[list(window.rows), 0] = 1.0
        table[list(window.rows), 1] = np.log(np.maximum(shares, _LEAST))
        table[list(window.rows), 2] = max(answered, np.log(_LEAST))
        for row, start in zip(window.rows, window.starts, strict=True):
            answering[row] = answering_words(reading, start, pool[row].sentence.text)
    return Readings(table, answering)


def windows(pool: Sequence[Material], scores: Numbers) -> list[Window]:
    """At most `WINDOWS`, each round the best sentence that no other has."""
    places = {(item.sentence.article_id, item.sentence.index): row for row, item in enumerate(pool)}
    left = set(range(len(pool)))
    found: list[Window] = []
    for row in np.argsort(-scores, kind="stable").tolist():
        if len(found) == WINDOWS:
            break
        if row in left:
            rows = _around(row, pool, places, left)
            left -= set(rows)
            texts = [pool[one].sentence.text for one in rows]
            starts = np.cumsum([0, *(len(text) + 1 for text in texts[:-1])])
            found.append(Window(tuple(rows), tuple(starts.tolist()), " ".join(texts)))
    return found


def _around(row: int, pool: Sequence[Material], places: dict[tuple[str, int], int], left: set[int]) -> list[int]:
    """The row with those of the sentences before and after it that are left, in turn, as many as have room."""
    article = pool[row].sentence.article_id
    first = last = pool[row].sentence.index
    rows, room = {first: row}, _CHARACTERS - len(pool[row].sentence.text)
    growing = True
    while growing:
        growing = False
        for at in (first - 1, last + 1):
            beside = places.get((article, at))
            if beside in left and len(pool[beside].sentence.text) < room:
                rows[at], growing = beside, True
                room -= len(pool[beside].sentence.text) + 1
        first, last = min(rows), max(rows)
    return [rows[at] for at in sorted(rows)]
