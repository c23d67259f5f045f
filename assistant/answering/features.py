"""The signals of every sentence in the retrieved passages, as numbers between which a learned scorer can choose.

Nothing here decides. Signals that depend on the embedder or on the size of the archive are taken relative to the
other sentences of the same question, so that weights learnt on one archive serve another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.answering.kinds import candidates
from assistant.answering.reading import AskedWord, Reader, Word, read
from assistant.question import Question
from assistant.types import Article, Sentence

Matrix = npt.NDArray[np.float64]

KINDS = ("person", "place", "time", "number", "reason", "manner", "thing", "statement")
FEATURES = (
    "dense", "dense_raw", "dense_passage", "dense_neighbours", "rank", "words", "words_window", "words_passage",
    "bm25",
    "names", "names_passage", "numbers", "numbers_passage", "verbs", "rarest", "rarest_passage", "near",
    "length", "opening", "asks", "cross", *(f"kind_{kind}" for kind in KINDS), *(f"lacks_{kind}" for kind in KINDS),
)  # fmt: skip
_MET = 0.5  # a degree from which a word counts as there
_NEAR = 40.0  # characters in which nearness falls to 1/e
_LENGTH = 25.0  # words of an ordinary sentence
_SPREAD = 0.012  # least standard deviation of similarities taken for real
_SATURATION = 0.75  # BM25's b


@dataclass(frozen=True, slots=True)
class Material:
    """One sentence with all that its signals are made from. `similarity`: cosine with the question."""

    sentence: Sentence
    article: Article
    passage_rank: int
    similarity: float
    passage_similarity: float
    before: str  # the sentence before it in the same passage, or nothing
    after: str
    passage: str  # title and text of the passage


def signals(question: Question, asked: Sequence[AskedWord], pool: Sequence[Material]) -> Matrix:
    """One row for each sentence of the pool, one column for each of `FEATURES`."""
    table = np.zeros((len(pool), len(FEATURES)))
    if not pool:
        return table
    column = {name: index for index, name in enumerate(FEATURES)}
    similarities = np.array([item.similarity for item in pool])
    passages = np.array([item.passage_similarity for item in pool])
    table[:, column["dense"]] = _standard(similarities)
    table[:, column["dense_raw"]] = similarities
    table[:, column["dense_passage"]] = _standard(passages)
    table[:, column["dense_neighbours"]] = _standard(_neighbours(pool, similarities))
    readers: dict[str, Reader] = {}
    passage_degrees: dict[tuple[str, str], npt.NDArray[np.float64]] = {}
    read_texts: dict[tuple[str, str], list[Word]] = {}
    for row, item in enumerate(pool):
        language = item.article.language
        reader = readers.setdefault(language, Reader(asked, question.language, language))
        values = _of_one(question, reader, item, read_texts, passage_degrees)
        for name, value in values.items():
            table[row, column[name]] = value
    return table


def _of_one(
    question: Question,
    reader: Reader,
    item: Material,
    read_texts: dict[tuple[str, str], list[Word]],
    passage_degrees: dict[tuple[str, str], npt.NDArray[np.float64]],
) -> dict[str, float]:
    language = item.article.language

    def words(text: str) -> list[Word]:
        found = read_texts.get((text, language))
        if found is None:
            found = read_texts[(text, language)] = read(text, language)
        return found

    weights = np.array([word.weight for word in reader.asked])
    own_words = words(item.sentence.text)
    met, offsets = reader.degrees(own_words)
    own = np.array(met)
    beside = np.array(reader.degrees(words(item.before) + words(item.after))[0])
    key = (item.passage, language)
    if key not in passage_degrees:
        passage_degrees[key] = np.array(reader.degrees(words(item.passage))[0])
    whole = passage_degrees[key]
    names = np.array([word.is_name for word in reader.asked], dtype=bool)
    figures = np.array([word.is_number for word in reader.asked], dtype=bool)
    lower = np.array([word.text[:1].islower() for word in reader.asked], dtype=bool)
    length = len(own_words)
    values = {
        "rank": 1.0 / (1 + item.passage_rank),
        "words": _share(own, weights),
        "words_window": _share(np.maximum(own, 0.7 * beside), weights),
        "words_passage": _share(whole, weights),
        "bm25": float(weights @ (own * 2.2 / (own + 1.2 * (1 - _SATURATION + _SATURATION * length / 12)))),
        "names": _share(own[names], weights[names], 1.0),
        "names_passage": _share(whole[names], weights[names], 1.0),
        "numbers": _share(own[figures], weights[figures], 1.0),
        "numbers_passage": _share(whole[figures], weights[figures], 1.0),
        "verbs": _share(own[lower], weights[lower]),
        "rarest": _rarest_missing(own, weights),
        "rarest_passage": _rarest_missing(whole, weights),
        "length": min(2.0, length / _LENGTH * 2),
        "opening": float(item.sentence.index == 0),
        "asks": float(item.sentence.text.rstrip(' “"»«').endswith("?")),
        "cross": float(question.language != language),
    }
    return values | _kind_signals(question, item.sentence.text, language, own_words, offsets, reader)


def _kind_signals(
    question: Question, text: str, language: str, words: Sequence[Word], offsets: Sequence[int], reader: Reader
) -> dict[str, float]:
    """Whether the sentence holds the kind of thing asked for, said by words that the question does not have."""
    if question.expects is None:
        return {}
    if question.expects == "thing":
        return {"kind_thing": 1.0}
    met = [offset for offset in offsets if offset >= 0]
    asked_keys = {word.key for word in reader.asked if word.key}
    asked_stems = {stem for word in reader.asked for stem in word.stems}
    best = nearest = 0.0
    for candidate in candidates(question.expects, text, language):
        inside = [word for word in words if candidate.start <= word.start < candidate.end]
        known = [word for word in inside if word.key in asked_keys or word.stems & asked_stems]
        if inside and len(known) == len(inside):
            continue
        best = max(best, candidate.strength)
        distance = min((_gap(offset, candidate.start, candidate.end) for offset in met), default=200)
        nearest = max(nearest, candidate.strength * float(np.exp(-distance / _NEAR)))
    return {f"kind_{question.expects}": best, f"lacks_{question.expects}": float(best == 0.0), "near": nearest}


def _gap(offset: int, start: int, end: int) -> int:
    return max(0, start - offset, offset - end)


def _share(degrees: npt.NDArray[np.float64], weights: npt.NDArray[np.float64], of_none: float = 0.0) -> float:
    total = float(weights.sum())
    return float(degrees @ weights) / total if total > 0 else of_none


def _rarest_missing(degrees: npt.NDArray[np.float64], weights: npt.NDArray[np.float64]) -> float:
    missing = weights[degrees < _MET]
    return float(missing.max()) if missing.size else 0.0


def _standard(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return (values - values.mean()) / max(float(values.std()), _SPREAD)  # type: ignore[no-any-return]


def _neighbours(pool: Sequence[Material], similarities: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """For each sentence the greater similarity of the sentences beside it; its own where it stands alone."""
    by_place: Mapping[tuple[str, int], float] = {
        (item.sentence.article_id, item.sentence.index): value for item, value in zip(pool, similarities, strict=True)
    }
    beside = []
    for item, own in zip(pool, similarities, strict=True):
        place, index = item.sentence.article_id, item.sentence.index
        near = [by_place[key] for key in ((place, index - 1), (place, index + 1)) if key in by_place]
        beside.append(max(near, default=float(own)))
    return np.array(beside)
