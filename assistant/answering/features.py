"""The signals of every sentence in the retrieved passages, as numbers between which a learned scorer can choose.

Nothing here decides. Signals that depend on the embedder or on the size of the archive are taken relative to the
other sentences of the same question, so that weights learnt on one archive serve another.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.answering.kinds import Candidate, candidates
from assistant.answering.reading import KIN, AskedWord, Reader, Words, kinship, read
from assistant.language.words import stems
from assistant.question import Question
from assistant.types import Article, Sentence

Matrix = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.float64]

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
_COUNT_REACH = 30  # characters from a number to what it counts
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


@dataclass(frozen=True, slots=True)
class _Met:
    """How the asked words are met in a text: degrees and character offsets, one for each word; the text's length."""

    degrees: Numbers
    offsets: list[int]
    words: Words


def signals(question: Question, asked: Sequence[AskedWord], pool: Sequence[Material]) -> Matrix:
    """One row for each sentence of the pool, one column for each of `FEATURES`."""
    table = np.zeros((len(pool), len(FEATURES)))
    if not pool:
        return table
    languages = {item.article.language for item in pool}
    readers = {language: Reader(asked, question.language, language) for language in languages}
    met = [_met(readers[item.article.language], item.sentence.text, item.article.language) for item in pool]
    of_passage = _of_passages(pool, met, readers)
    similarities = np.array([item.similarity for item in pool])
    place = {(item.sentence.article_id, item.sentence.index): row for row, item in enumerate(pool)}
    columns = {
        "dense": _standard(similarities),
        "dense_raw": similarities,
        "dense_passage": _standard(np.array([item.passage_similarity for item in pool])),
        "dense_neighbours": _standard(_neighbours(pool, place, similarities)),
    }
    for name, column in columns.items():
        table[:, _COLUMN[name]] = column
    nothing = {language: np.zeros(len(reader.asked)) for language, reader in readers.items()}
    for row, item in enumerate(pool):
        language, key, index = item.article.language, item.sentence.article_id, item.sentence.index
        before, after = place.get((key, index - 1)), place.get((key, index + 1))
        ahead = nothing[language] if before is None else met[before].degrees
        behind = nothing[language] if after is None else met[after].degrees
        values = _of_one(question, readers[language], item, met[row], ahead, behind, of_passage[item.passage_rank])
        for name, value in values.items():
            table[row, _COLUMN[name]] = value
    return table


def _met(reader: Reader, text: str, language: str) -> _Met:
    words = read(text, language)
    degrees, offsets = reader.degrees(words)
    return _Met(np.array(degrees), offsets, words)


def _of_passages(pool: Sequence[Material], met: Sequence[_Met], readers: Mapping[str, Reader]) -> dict[int, Numbers]:
    """By rank of the passage how its title and sentences together meet the asked words."""
    found: dict[int, Numbers] = {}
    for item, own in zip(pool, met, strict=True):
        if item.passage_rank not in found:
            language = item.article.language
            found[item.passage_rank] = _met(readers[language], item.article.title, language).degrees
        found[item.passage_rank] = np.maximum(found[item.passage_rank], own.degrees)
    return found


def _of_one(
    question: Question,
    reader: Reader,
    item: Material,
    met: _Met,
    ahead: Numbers,
    behind: Numbers,
    whole: Numbers,
) -> dict[str, float]:
    own, weights = met.degrees, reader.weights
    length = len(met.words.words)
    values = {
        "rank": 1.0 / (1 + item.passage_rank),
        "words": _share(own, weights),
        "words_window": _share(np.maximum(own, 0.7 * np.maximum(ahead, behind)), weights),
        "words_passage": _share(whole, weights),
        "bm25": float(weights @ (own * 2.2 / (own + 1.2 * (1 - _SATURATION + _SATURATION * length / 12)))),
        "names": _share(own, weights * reader.names, 1.0),
        "names_passage": _share(whole, weights * reader.names, 1.0),
        "numbers": _share(own, weights * reader.figures, 1.0),
        "numbers_passage": _share(whole, weights * reader.figures, 1.0),
        "verbs": _share(own, weights * reader.lower),
        "others": _share(own, weights * (1 - reader.names)),
        "follows": _share(ahead, weights),
        "rarest": _rarest_missing(own, weights),
        "rarest_passage": _rarest_missing(whole, weights),
        "length": min(2.0, length / _LENGTH * 2),
        "opening": float(item.sentence.index == 0),
        "asks": float(item.sentence.text.rstrip(' “"»«').endswith("?")),
        "cross": float(question.language != item.article.language),
    }
    values |= _kind_signals(question, item.sentence.text, item.article.language, met, reader)
    values["follows_kind"] = values["follows"] * values.get(f"kind_{question.expects}", 0.0)
    return values


def _kind_signals(question: Question, text: str, language: str, own: _Met, reader: Reader) -> dict[str, float]:
    """Whether the sentence holds the kind of thing asked for, said by words that the question does not have."""
    if question.expects is None:
        return {}
    if question.expects == "thing":
        return {"kind_thing": 1.0}
    expects = question.detail or question.expects
    counted = _stems_of_counted(question, language)
    met = [offset for offset in own.offsets if offset >= 0]
    best = nearest = 0.0
    for candidate in candidates(expects, text, language):
        inside = own.words.between(candidate.start, candidate.end)
        known = [word for word in inside if word.key in reader.keys or word.stems & reader.stems]
        if inside and (len(known) == len(inside) or (expects == "person" and inside[-1] in known)):
            continue
        strength = candidate.strength
        if counted and not _counts(counted, candidate, own.words, text):
            strength *= _UNCOUNTED
        best = max(best, strength)
        distance = min((_gap(offset, candidate.start, candidate.end) for offset in met), default=200)
        nearest = max(nearest, strength * float(np.exp(-distance / _NEAR)))
    return {f"kind_{question.expects}": best, f"lacks_{question.expects}": float(best == 0.0), "near": nearest}


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
        for start, word in zip(*words, strict=True)
    )


def _gap(offset: int, start: int, end: int) -> int:
    return max(0, start - offset, offset - end)


def _share(degrees: Numbers, weights: Numbers, of_none: float = 0.0) -> float:
    total = float(weights.sum())
    return float(degrees @ weights) / total if total > 0 else of_none


def _rarest_missing(degrees: Numbers, weights: Numbers) -> float:
    missing = weights[degrees < _MET]
    return float(missing.max()) if missing.size else 0.0


def _standard(values: Numbers) -> Numbers:
    return (values - values.mean()) / max(float(values.std()), _SPREAD)  # type: ignore[no-any-return]


def _neighbours(pool: Sequence[Material], place: Mapping[tuple[str, int], int], similarities: Numbers) -> Numbers:
    """For each sentence the greater similarity of the sentences beside it; its own where it stands alone."""
    beside = []
    for row, item in enumerate(pool):
        key, index = item.sentence.article_id, item.sentence.index
        near = [place[one] for one in ((key, index - 1), (key, index + 1)) if one in place]
        beside.append(max((float(similarities[other]) for other in near), default=float(similarities[row])))
    return np.array(beside)
