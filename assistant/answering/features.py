"""The signals of every sentence in the retrieved passages, as numbers between which a learned scorer can choose.

Nothing here decides. Signals that depend on the embedder or on the size of the archive are taken relative to the
other sentences of the same question, so that weights learnt on one archive serve another.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.answering.kinds import Candidate, candidates
from assistant.answering.reading import AskedWord, Reader, Words, read
from assistant.language.kinship import KIN, kinship
from assistant.language.words import stems
from assistant.question import Question
from assistant.types import Article, Sentence

Matrix = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]

KINDS = ("person", "place", "time", "number", "reason", "manner", "thing", "statement")
FEATURES = (
    "dense", "dense_raw", "dense_passage", "dense_neighbours", "rank", "words", "words_window", "words_passage",
    "bm25", "names", "names_passage", "numbers", "numbers_passage", "verbs", "others", "follows", "follows_kind",
    "rarest", "rarest_passage", "near", "length", "opening", "asks", "cross", *(f"kind_{kind}" for kind in KINDS),
    *(f"lacks_{kind}" for kind in KINDS),
)  # fmt: skip
_COLUMN = {name: index for index, name in enumerate(FEATURES)}
_MET = 0.5  # a degree from which a word counts as there
_NEAR = 40.0  # characters in which nearness falls to 1/e
_LENGTH = 25.0  # words of an ordinary sentence
_SPREAD = 0.012  # least standard deviation of similarities taken for real
_UNCOUNTED = 0.4  # what a number of something else is worth
_FAR = 200  # characters, where no word of the question is met
_COUNT_REACH = 30  # characters from a number to what it counts
_QUOTATION_MARKS = ' “"»«'
_CLAUSE_MARK = re.compile(r"[,;:.()]")
_SATURATION = 0.75  # BM25's b


@dataclass(frozen=True, slots=True)
class Material:
    """One sentence with all that its signals are made from. Similarities are cosines with the question."""

    sentence: Sentence
    article: Article
    passage_rank: int
    similarity: float
    passage_similarity: float


def signals(question: Question, asked: Sequence[AskedWord], pool: Sequence[Material]) -> Matrix:
    """One row for each sentence of the pool, one column for each of `FEATURES`."""
    table = np.zeros((len(pool), len(FEATURES)))
    if not pool:
        return table
    similarities = np.array([item.similarity for item in pool])
    place = {(item.sentence.article_id, item.sentence.index): row for row, item in enumerate(pool)}
    beside = np.array([_beside(place, item.sentence) for item in pool])
    _put(
        table,
        slice(None),
        {
            "dense": _standard(similarities),
            "dense_raw": similarities,
            "dense_passage": _standard(np.array([item.passage_similarity for item in pool])),
            "dense_neighbours": _standard(_neighbours(similarities, beside)),
            "rank": np.array([1.0 / (1 + item.passage_rank) for item in pool]),
            "opening": np.array([float(item.sentence.index == 0) for item in pool]),
            "asks": np.array([float(item.sentence.text.rstrip(_QUOTATION_MARKS).endswith("?")) for item in pool]),
            "cross": np.array([float(question.language != item.article.language) for item in pool]),
        },
    )
    for language in dict.fromkeys(item.article.language for item in pool):
        rows = np.array([row for row, item in enumerate(pool) if item.article.language == language])
        _of_language(table, question, Reader(asked, question.language, language), language, pool, rows, beside)
    if question.expects is not None:
        table[:, _COLUMN["follows_kind"]] = (
            table[:, _COLUMN["follows"]] * table[:, _COLUMN[f"kind_{question.expects}"]]
        )
    return table


def _of_language(
    table: Matrix,
    question: Question,
    reader: Reader,
    language: str,
    pool: Sequence[Material],
    rows: Rows,
    beside: Rows,
) -> None:
    """Fills in what is read off the words, for the `rows` whose articles are in one language.

    All sentences at once: a matrix of sentences by asked words, of how well each is met.
    """
    texts = [read(pool[row].sentence.text, language) for row in rows]
    met = [reader.degrees(text) for text in texts]
    own = np.array([degrees for degrees, _ in met])
    everywhere = np.zeros((len(pool) + 1, own.shape[1]))  # the last row is that of a sentence that is not there
    everywhere[rows] = own
    ahead, behind = everywhere[beside[rows, 0]], everywhere[beside[rows, 1]]
    whole = _of_passages(reader, language, [pool[row] for row in rows], own)
    lengths = np.array([len(text.words) for text in texts], dtype=float)
    damping = 1.2 * (1 - _SATURATION + _SATURATION * lengths / 12)
    weights, names, figures = reader.weights, reader.weights * reader.names, reader.weights * reader.figures
    _put(
        table,
        rows,
        {
            "words": _shares(own, weights),
            "words_window": _shares(np.maximum(own, 0.7 * np.maximum(ahead, behind)), weights),
            "words_passage": _shares(whole, weights),
            "bm25": (own * 2.2 / (own + damping[:, np.newaxis])) @ weights,
            "names": _shares(own, names, 1.0),
            "names_passage": _shares(whole, names, 1.0),
            "numbers": _shares(own, figures, 1.0),
            "numbers_passage": _shares(whole, figures, 1.0),
            "verbs": _shares(own, weights * reader.lower),
            "others": _shares(own, weights * (1 - reader.names)),
            "follows": _shares(ahead, weights),
            "rarest": _rarest_missing(own, weights),
            "rarest_passage": _rarest_missing(whole, weights),
            "length": np.minimum(2.0, lengths / _LENGTH * 2),
        },
    )
    if question.expects == "thing":
        table[rows, _COLUMN["kind_thing"]] = 1.0
    elif question.expects is not None:
        counted = _stems_of_counted(question, language)
        columns = [_COLUMN[f"kind_{question.expects}"], _COLUMN[f"lacks_{question.expects}"], _COLUMN["near"]]
        for row, text, (_, offsets) in zip(rows, texts, met, strict=True):
            sentence = pool[row].sentence.text
            table[row, columns] = _kind_signals(question, counted, sentence, language, text, offsets, reader)


def _put(table: Matrix, rows: Rows | slice, columns: Mapping[str, Numbers]) -> None:
    for name, values in columns.items():
        table[rows, _COLUMN[name]] = values


def _beside(place: Mapping[tuple[str, int], int], sentence: Sentence) -> tuple[int, int]:
    """The rows of the sentences before and after one; -1 where there is none."""
    key, index = sentence.article_id, sentence.index
    return place.get((key, index - 1), -1), place.get((key, index + 1), -1)


def _of_passages(reader: Reader, language: str, items: Sequence[Material], own: Matrix) -> Matrix:
    """For each sentence how the title and the sentences of its passage together meet the asked words."""
    found: dict[int, Numbers] = {}
    for item, degrees in zip(items, own, strict=True):
        known = found.get(item.passage_rank)
        if known is None:
            known = np.array(reader.degrees(read(item.article.title, language))[0])
        found[item.passage_rank] = np.maximum(known, degrees)
    return np.array([found[item.passage_rank] for item in items])


def _kind_signals(
    question: Question,
    counted: frozenset[str],
    sentence: str,
    language: str,
    words: Words,
    offsets: Sequence[int],
    reader: Reader,
) -> tuple[float, float, float]:
    """Whether the sentence holds the kind of thing asked for, said by words that the question does not have.

    How strongly it does, whether it does not at all, and how near that is to the words met at `offsets`.
    """
    expects = question.detail or question.expects or ""
    met = [offset for offset in offsets if offset >= 0]
    best = nearest = 0.0
    for candidate in candidates(expects, sentence, language):
        inside = words.between(candidate.start, candidate.end)
        known = [word for word in inside if word.key in reader.keys or word.stems & reader.stems]
        if inside and (len(known) == len(inside) or (expects == "person" and inside[-1] in known)):
            continue
        strength = candidate.strength
        if counted and not _counts(counted, candidate, words, sentence):
            strength *= _UNCOUNTED
        best = max(best, strength)
        distance = min((_gap(offset, candidate.start, candidate.end) for offset in met), default=_FAR)
        nearest = max(nearest, strength * math.exp(-distance / _NEAR))
    return best, float(best == 0.0), nearest


def _stems_of_counted(question: Question, language: str) -> frozenset[str]:
    if not question.counted or question.expects != "number" or question.language != language:
        return frozenset()
    return frozenset(stems(question.counted, language))


def _counts(counted: frozenset[str], candidate: Candidate, words: Words, text: str) -> bool:
    """Whether the counted word, or one akin to it, stands right after a number ("312 Fahrgäste")."""
    return any(
        candidate.end <= start <= candidate.end + _COUNT_REACH
        and not _CLAUSE_MARK.search(text[candidate.end : start])
        and any(kinship(one, other) >= KIN for one in counted for other in word.stems)
        for start, word in zip(words.offsets, words.words, strict=True)
    )


def _gap(offset: int, start: int, end: int) -> int:
    return max(0, start - offset, offset - end)


def _shares(degrees: Matrix, weights: Numbers, of_none: float = 0.0) -> Numbers:
    """For each row the share of the weight that is met; `of_none` where nothing weighs."""
    total = float(weights.sum())
    return degrees @ weights / total if total > 0 else np.full(len(degrees), of_none)


def _rarest_missing(degrees: Matrix, weights: Numbers) -> Numbers:
    return np.where(degrees < _MET, weights, 0.0).max(axis=1, initial=0.0)  # type: ignore[no-any-return]


def _standard(values: Numbers) -> Numbers:
    return (values - values.mean()) / max(float(values.std()), _SPREAD)  # type: ignore[no-any-return]


def _neighbours(similarities: Numbers, beside: Rows) -> Numbers:
    """For each sentence the greater similarity of the sentences beside it; its own where it stands alone."""
    near = np.where(beside >= 0, similarities[beside], -np.inf).max(axis=1)
    return np.where(np.isinf(near), similarities, near)
