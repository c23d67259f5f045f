"""Trains the linear models of `assistant/answering/data/scorer.json` and says how good they are.

    python -m tests.benchmarks.train_scorer --readers FOLDER               # trains on everything, writes the weights
    python -m tests.benchmarks.train_scorer --readers FOLDER --validate    # five folds by passage, figures only

FOLDER holds `fold_0.npz` to `fold_2.npz`, the cross-encoders that `train_cross_encoder --without 0` to `2` wrote:
each question is read by the one that has not seen its passage. Both models are trained twice, without what it read
and with it.

Ranking is a softmax over the sentences of a question (probability that one of the answering ones is chosen).
Answering is a logistic regression on whether the first sentence is right. Questions come from archives of many
sizes: all 300 passages of M2QA, twenty, three, and as many of our exercises (every fourth question of theirs); all of
XQuAD, the five paragraphs of one article; with copies of some texts; and with the text that answers taken out, so
that what is left is near it but does not answer. No text goes into the weights.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from assistant.answering import scorer
from assistant.answering.decision import inputs
from assistant.answering.evidence import RERANKED_BY, material
from assistant.answering.features import FEATURES, signals
from assistant.answering.reading import asked_words, question_stems
from assistant.answering.reranking import readings
from assistant.language.words import content_words
from assistant.question import Question, understand
from assistant.types import Evidence
from tests.benchmarks.corpus import SHARED
from tests.benchmarks.memory_archive import (
    Asked,
    MemoryArchive,
    Text,
    Vectors,
    fold,
    group,
    m2qa,
    own,
    xquad,
)
from tests.benchmarks.unseen_readers import UnseenReaders

WEIGHTS = Path(scorer.__file__).parent / "data" / "scorer.json"
PASSAGES = 12
FOLDS = 5
# The raw cosine tells the embedder more than the sentence; the ranking goes by the standardised one.
NOT_RANKED_BY = ("dense_raw",)
# What no honest data says otherwise of; without these bounds M2QA's near misses, which have all the words of their
# question, taught the model that words met are a bad sign.
MORE_IS_BETTER = (
    "dense", "dense_raw", "dense_passage", "words", "words_window", "words_passage", "bm25", "names", "names_passage",
    "numbers", "numbers_passage", "verbs", "near", "score", "margin", "share", "spread", "cross_names", "cross_dense",
    "read_sentence", "read_window",
)  # fmt: skip
MORE_IS_WORSE = ("rarest", "rarest_passage", "asks")
# What a question in keywords begins with, by the kind of thing expected.
OPENINGS = {"de": {"person": "Name", "place": "Ort", "time": "Datum", "number": "Zahl", "reason": "Grund"}}
WEIGHT_OF_XQUAD = 0.5  # encyclopaedic and always answerable: half as near to the news as M2QA


@dataclass(frozen=True)
class Row:
    """One question in one archive: the signals of its sentences (of RERANKED_BY) and which of them answer."""

    source: str
    text_id: str
    question: Question
    signals: np.ndarray
    answers: np.ndarray
    evidence: tuple[Evidence, ...]  # unscored, in the order of `signals`
    answerable: bool

    @property
    def weight(self) -> float:
        return WEIGHT_OF_XQUAD if self.source.startswith("xquad") else 1.0

    @property
    def fold(self) -> int:
        return fold(self.text_id, FOLDS)


@dataclass(frozen=True)
class Model:
    """Weights as they are stored: mean, scale and weight by name, and a bias."""

    ranking: dict[str, tuple[float, float, float]]
    answering: dict[str, tuple[float, float, float]]
    bias: float

    def rank(self, row: Row) -> np.ndarray:
        means, scales, weights = np.array(list(self.ranking.values())).T
        return ((row.signals[:, : len(weights)] - means) / scales) @ weights

    def probability(self, values: dict[str, float]) -> float:
        total = sum((values[name] - mean) / scale * weight for name, (mean, scale, weight) in self.answering.items())
        return float(1 / (1 + np.exp(-(total + self.bias))))


@dataclass(frozen=True)
class Gatherer:
    """Asks questions in many archives; `chance` decides which texts are copied or taken out."""

    vectors: Vectors
    readers: UnseenReaders
    chance: np.random.Generator

    def all_rows(self, limit: int | None) -> list[Row]:
        """All training rows, of at most `limit` questions an archive."""
        rows = self._like_news("m2qa", *m2qa(SHARED), limit)
        for of_articles, of_questions, every in (("de", "de", 4), ("de", "en", 4), ("de", "ru", 8), ("en", "en", 8)):
            texts, questions = xquad(SHARED, of_articles, of_questions)
            name = f"xquad {of_questions}-{of_articles}"
            whole = MemoryArchive(texts, self.vectors)
            rows += self.rows(name, whole, questions[::every][:limit], 0.0)
            rows += self.rows(f"{name} without", whole, questions[1 :: 2 * every][:limit], 1.0)
            by_article: dict[str, list[Text]] = defaultdict(list)
            for text in texts:
                by_article[group(text.id)].append(text)
            rows += self.small(f"{name} of 5", list(by_article.values()), questions[:: every // 2][:limit], 0.4)
        texts, questions = own()
        for language in ("de", "en", "ru"):  # apart, else a question learns to prefer the other language
            inside = {text.id: text for text in texts if text.language == language}
            asked = [one for one in questions[::4] if one.text_id in inside]
            rows += self._like_news(f"own {language}", list(inside.values()), asked, limit)
        return rows

    def _like_news(self, name: str, texts: list[Text], questions: list[Asked], limit: int | None) -> list[Row]:
        """Questions as they are, in keywords and carelessly written; in the whole archive and in small ones."""
        whole = MemoryArchive(texts, self.vectors)
        rows = self.rows(name, whole, questions[:limit], 0.0)
        answered = [asked for asked in questions if asked.answers][::4]
        rows += self.rows(f"{name} without", whole, answered[:limit], 1.0)
        rows += self.rows(f"{name} telegram", whole, [telegram(asked) for asked in questions[1::4][:limit]], 0.2)
        rows += self.rows(f"{name} lower", whole, [careless(asked) for asked in questions[2::4][:limit]], 0.2)
        order = self.chance.permutation(len(texts))
        for size, every in ((20, 2), (3, 3)):
            parts = [[texts[row] for row in order[start : start + size]] for start in range(0, len(order), size)]
            rows += self.small(f"{name} of {size}", parts, questions[::every][:limit], 0.2)
            short = [telegram(asked) for asked in questions[1 :: 2 * every][:limit]]
            rows += self.small(f"{name} telegram of {size}", parts, short, 0.2)
        return rows

    def rows(self, source: str, archive: MemoryArchive, questions: Sequence[Asked], taken_out: float) -> list[Row]:
        """The questions in one archive; for a share `taken_out` of them the text that answers is not there."""
        rows = []
        for asked in questions:
            gone = bool(self.chance.random() < taken_out)
            row = self._row(source, archive, asked, gone)
            if row is not None:
                rows.append(row)
        return rows

    def small(
        self, source: str, parts: Sequence[Sequence[Text]], questions: Sequence[Asked], taken_out: float
    ) -> list[Row]:
        """The questions each in the small archive of its text, in which some texts stand twice."""
        rows = []
        for part in parts:
            ids = {text.id for text in part}
            copied = [part[place] for place in self.chance.permutation(len(part))[: int(self.chance.integers(0, 3))]]
            twins = [replace(text, id=f"{text.id}~2") for text in copied]
            inside = [asked for asked in questions if asked.text_id in ids]
            rows += self.rows(source, MemoryArchive([*part, *twins], self.vectors), inside, taken_out)
        return rows

    def _row(self, source: str, archive: MemoryArchive, asked: Asked, gone: bool) -> Row | None:
        question = understand(asked.question)
        vector = self.vectors.embed_question(question.search_text)
        passages = archive.search(question, vector, PASSAGES, asked.text_id if gone else "")
        pool = material(passages, archive, vector)
        if not pool:
            return None
        words = asked_words(question, archive.document_frequencies(question_stems(question)), archive.chunk_count())
        table = signals(question, words, pool)
        ranked = scorer.scorer().rank(table)
        read = readings(question, pool, ranked, self.readers.of(asked.text_id))
        answers = [
            item.article.id.split("~")[0] == asked.text_id
            and any(
                answer.strip() and answer.strip().lower() in item.sentence.text.lower() for answer in asked.answers
            )
            for item in pool
        ]
        return Row(
            source=source,
            text_id=asked.text_id,
            question=question,
            signals=np.hstack([table, read.signals]),
            answers=np.array(answers, dtype=float),
            evidence=tuple(Evidence(item.sentence, item.article, 0.0) for item in pool),
            answerable=bool(asked.answers) and not gone,
        )


def telegram(asked: Asked) -> Asked:
    """The question in keywords, as people type it into a search box: "Ort Unfall Donnerstag"."""
    question = understand(asked.question)
    opening = OPENINGS.get(question.language, {}).get(question.expects or "", "")
    return replace(asked, question=" ".join([*opening.split(), *content_words(asked.question, question.language)]))


def careless(asked: Asked) -> Asked:
    """The question without capitals, umlauts and question mark."""
    text = asked.question.lower().rstrip(" ?")
    for letter, written in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        text = text.replace(letter, written)
    return replace(asked, question=text)


def train(rows: Sequence[Row], signals: Sequence[str]) -> Model:
    """A model that reads these signals: FEATURES, or RERANKED_BY."""
    ranking = _train_ranking([row for row in rows if row.answers.any()], signals)
    first = Model(ranking, {}, 0.0)
    decided = [decision(first, row) for row in rows]
    names = list(decided[0][0])
    table = np.array([[values[name] for name in names] for values, _ in decided])
    right = np.array([float(hits[0]) for _, hits in decided])
    weights = np.array([row.weight for row in rows])
    means, scales = table.mean(axis=0), _scales(table)
    inside = np.c_[(table - means) / scales, np.ones(len(table))]

    def slope(found: np.ndarray) -> np.ndarray:
        guess = 1 / (1 + np.exp(-(inside @ found)))
        return inside.T @ ((guess - right) * weights) / weights.sum() + 2e-3 * np.r_[found[:-1], 0]

    found = _descend(slope, inside.shape[1], 500, _signs(names))
    return Model(ranking, _named(names, means, scales, found[:-1]), float(found[-1]))


def _train_ranking(rows: Sequence[Row], signals: Sequence[str]) -> dict[str, tuple[float, float, float]]:
    kept = np.array([name not in NOT_RANKED_BY for name in signals])
    table = np.concatenate([row.signals[:, : len(signals)] for row in rows])
    means, scales = table.mean(axis=0), _scales(table)
    inside = (table - means) / scales * kept
    answers = np.concatenate([row.answers for row in rows])
    starts = np.cumsum([0, *(len(row.answers) for row in rows[:-1])])
    owner = np.repeat(np.arange(len(rows)), [len(row.answers) for row in rows])
    weights = np.array([row.weight for row in rows])

    def slope(found: np.ndarray) -> np.ndarray:
        scores = inside @ found
        scores = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        chosen = scores / np.add.reduceat(scores, starts)[owner]
        right = np.add.reduceat(chosen * answers, starts)
        wanted = chosen * answers / np.maximum(right, 1e-12)[owner]
        return inside.T @ ((chosen - wanted) * weights[owner]) / weights.sum() + 2e-3 * found

    return _named(signals, means, scales, _descend(slope, len(signals), 300) * kept)


def decision(model: Model, row: Row) -> tuple[dict[str, float], np.ndarray]:
    """The inputs of the second model, and of the sentences, best first, whether they are right."""
    scores = model.rank(row)
    order = np.argsort(-scores, kind="stable")
    evidence = [
        Evidence(
            row.evidence[place].sentence,
            row.evidence[place].article,
            float(scores[place]),
            dict(zip(model.ranking, map(float, row.signals[place]), strict=False)),  # those the model reads
        )
        for place in order
    ]
    return inputs(row.question, evidence[0], evidence), row.answers[order] > 0


def validate(rows: Sequence[Row], signals: Sequence[str]) -> None:
    """Prints what models say of questions about passages that they were not trained on."""
    results: dict[str, list[tuple[float, ...]]] = defaultdict(list)
    for left_out in range(FOLDS):
        model = train([row for row in rows if row.fold != left_out], signals)
        for row in (row for row in rows if row.fold == left_out):
            values, hits = decision(model, row)
            results[row.source].append((row.answerable, hits[0], model.probability(values), hits[:3].any()))
    print(
        f"{'':22}{'n':>6}{'first':>8}{'three':>8}{'AUC':>7}{'AURC':>7}"
        "   threshold: answered of answerable, of unanswerable, right-wrong/100"
    )
    for source, found in results.items():
        table = np.array(found, dtype=float)
        answerable, right, probability = table[:, 0] > 0, table[:, 1] > 0, table[:, 2]
        first = right[answerable].mean() if answerable.any() else float("nan")
        three = table[answerable, 3].mean() if answerable.any() else float("nan")
        line = f"{source:22}{len(table):6}{first:8.3f}{three:8.3f}"
        line += f"{_auc(probability, right):7.3f}{_aurc(probability, right):7.3f}"
        for threshold in (0.15, 0.25, 0.35, 0.45):
            given = probability >= threshold
            gain = 100 * ((given & right).sum() - (given & ~right).sum()) / len(table)
            shares = [f"{given[which].mean():.2f}" if which.any() else "  - " for which in (answerable, ~answerable)]
            line += f" | {threshold}: {' '.join(shares)} {gain:6.1f}"
        print(line)


def _auc(scores: np.ndarray, wanted: np.ndarray) -> float:
    if wanted.all() or not wanted.any():
        return float("nan")
    ranks = np.argsort(np.argsort(scores)) + 1.0
    positive = wanted.sum()
    return float((ranks[wanted].sum() - positive * (positive + 1) / 2) / (positive * (len(wanted) - positive)))


def _aurc(scores: np.ndarray, wanted: np.ndarray) -> float:
    """The mean share of wrong ones among the surest answers, over all numbers of answers."""
    wrong = ~wanted[np.argsort(-scores, kind="stable")]
    return float((np.cumsum(wrong) / np.arange(1, len(wrong) + 1)).mean())


def _signs(names: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """The least and the greatest weight of each input, the bias last."""
    low = [0.0 if name in MORE_IS_BETTER or name.startswith("best_") else -np.inf for name in names]
    high = [0.0 if name in MORE_IS_WORSE or name.startswith("lacks_") else np.inf for name in names]
    return np.array([*low, -np.inf]), np.array([*high, np.inf])


def _descend(
    slope: Callable[[np.ndarray], np.ndarray],
    size: int,
    steps: int,
    bounds: tuple[np.ndarray, np.ndarray] | None = None,
) -> np.ndarray:
    """Adam (Kingma and Ba 2015) from zero, whole table at once, so that two runs agree."""
    found, first, second = np.zeros(size), np.zeros(size), np.zeros(size)
    for step in range(1, steps + 1):
        now = slope(found)
        first, second = 0.9 * first + 0.1 * now, 0.999 * second + 0.001 * now * now
        found = found - 0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
        if bounds is not None:
            found = np.clip(found, *bounds)
    return found


def _scales(table: np.ndarray) -> np.ndarray:
    scales = table.std(axis=0)
    return np.where(scales < 1e-6, 1.0, scales)


def _named(
    names: Sequence[str], means: np.ndarray, scales: np.ndarray, weights: np.ndarray
) -> dict[str, tuple[float, float, float]]:
    values = zip(means, scales, weights, strict=True)
    return {
        name: (float(mean), float(scale), float(weight))
        for name, (mean, scale, weight) in zip(names, values, strict=True)
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "presseschau-benchmarks")
    parser.add_argument("--readers", type=Path, required=True, help="the folder of the cross-encoders by fold")
    parser.add_argument("--validate", action="store_true", help="five folds by passage instead of writing weights")
    parser.add_argument("--limit", type=int, help="questions of each archive")
    arguments = parser.parse_args()
    vectors = Vectors(arguments.folder / "vectors.npz")
    readers = UnseenReaders(arguments.readers, arguments.folder)
    rows = Gatherer(vectors, readers, np.random.default_rng(5)).all_rows(arguments.limit)
    vectors.save()
    inputs_of = {"signals": FEATURES, "reranked": RERANKED_BY}
    if arguments.validate:
        for name, signals_read in inputs_of.items():
            print(name)
            validate(rows, signals_read)
        return
    models = {name: _stored(train(rows, signals_read)) for name, signals_read in inputs_of.items()}
    WEIGHTS.write_text(json.dumps(models, indent=1) + "\n", encoding="utf-8")
    print(f"{len(rows)} questions, weights in {WEIGHTS}")


def _stored(model: Model) -> dict[str, object]:
    return {
        "ranking": {"bias": 0.0, "weights": _rounded(model.ranking)},
        "answering": {"bias": round(model.bias, 5), "weights": _rounded(model.answering)},
    }


def _rounded(weights: dict[str, tuple[float, float, float]]) -> dict[str, list[float]]:
    return {name: [round(value, 5) for value in values] for name, values in weights.items()}


if __name__ == "__main__":
    main()
