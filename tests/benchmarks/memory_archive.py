"""Many small archives at once, in memory, for training the scorer: real ones would take seconds each.

It has what `assistant.answering.evidence.gather` asks of an archive, and a search like the product's: cosine and
BM25, standardised and added, BM25 only where question and article share a language.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.archive.ids import embedded_text
from assistant.language.sentences import split_sentences
from assistant.language.words import stems
from assistant.models import embedder
from assistant.question import Question
from assistant.settings import load_settings
from assistant.types import Article, Chunk, Passage, Sentence
from tests.benchmarks.comprehension import exercises

READING_FOLDS = 3  # of passages, for the cross-encoder


@dataclass(frozen=True)
class Text:
    """A text that becomes one article of one chunk; `title` is empty where it has none."""

    id: str
    text: str
    language: str
    title: str = ""


@dataclass(frozen=True)
class Asked:
    """A question, the id of the text it was asked of, and the strings that answer it (none: nothing does).

    start: the character of the text at which the first of `answers` begins.
    """

    question: str
    text_id: str
    answers: tuple[str, ...]
    start: int = 0


class Vectors:
    """Vectors of passages and questions, kept in a file so that nothing is embedded twice."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._model = embedder(load_settings())
        self._known: dict[str, np.ndarray] = {}
        if path.exists():
            stored = np.load(path)
            self._known = dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        """One row for each text."""
        keys = [_key("passage", text) for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        if missing:
            self._known |= dict(zip(missing, self._model.embed_passages(list(missing.values())), strict=True))
        return np.stack([self._known[key] for key in keys])

    def embed_question(self, text: str) -> np.ndarray:
        """The vector of a question."""
        key = _key("question", text)
        if key not in self._known:
            self._known[key] = self._model.embed_question(text)
        return self._known[key]

    def save(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(self._path, keys=np.array(list(self._known)), vectors=np.stack(list(self._known.values())))


class MemoryArchive:
    """Articles of one chunk each."""

    def __init__(self, texts: Iterable[Text], vectors: Vectors) -> None:
        self.articles: list[Article] = []
        self._chunks: list[Chunk] = []
        self._sentences: dict[str, tuple[Sentence, ...]] = {}
        for text in texts:
            spans = split_sentences(text.text, text.language)
            self.articles.append(Article(text.id, 1, text.title, text.text, text.language, ""))
            self._chunks.append(
                Chunk(f"{text.id}@1#c1", text.id, 1, 0, 0, len(text.text), text.text, 0, len(spans) - 1)
            )
            self._sentences[self._chunks[-1].id] = tuple(
                Sentence(f"{text.id}@1#s{place + 1}", text.id, 1, place, start, end, text.text[start:end], 0)
                for place, (start, end) in enumerate(spans)
            )
        self._row = {chunk.id: row for row, chunk in enumerate(self._chunks)}
        self._vectors = vectors.passages([embedded_text(one.title, one.text) for one in self.articles])
        inside = [one for found in self._sentences.values() for one in found]
        found = vectors.passages([one.text for one in inside])
        self._sentence_vectors = {one.id: vector for one, vector in zip(inside, found, strict=True)}
        counts = [Counter(stems(article.text, article.language)) for article in self.articles]
        self._lengths = np.array([max(1, sum(count.values())) for count in counts])
        self._postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for row, count in enumerate(counts):
            for stem, times in count.items():
                self._postings[stem].append((row, times))

    def chunk_sentences(self, chunk_ids: Sequence[str]) -> dict[str, tuple[Sentence, ...]]:
        return {chunk_id: self._sentences[chunk_id] for chunk_id in chunk_ids}

    def sentence_vectors(self, sentence_ids: Sequence[str]) -> dict[str, np.ndarray]:
        return {one: self._sentence_vectors[one] for one in sentence_ids}

    def chunk_vectors(self, chunk_ids: Sequence[str]) -> dict[str, np.ndarray]:
        return {one: self._vectors[self._row[one]] for one in chunk_ids}

    def document_frequencies(self, terms: Sequence[str]) -> dict[str, int]:
        return {term: len(self._postings.get(term, ())) for term in terms}

    def chunk_count(self) -> int:
        return len(self._chunks)

    def search(self, question: Question, vector: np.ndarray, limit: int, without: str = "") -> tuple[Passage, ...]:
        """The best passages; those of the text `without` and its copies are left out, as if they were not there."""
        dense = self._vectors @ vector
        scores = _standard(dense)
        same = np.array([article.language == question.language for article in self.articles])
        scores = scores + np.where(same, 0.5 * np.minimum(8.0, _standard(self._bm25(question))), 0.0)
        order = [row for row in np.argsort(-scores) if not without or self.articles[row].id.split("~")[0] != without]
        return tuple(
            Passage(self._chunks[row], self.articles[row], float(scores[row]), float(dense[row]))
            for row in order[:limit]
        )

    def _bm25(self, question: Question) -> np.ndarray:
        found = np.zeros(len(self._chunks))
        average = self._lengths.mean()
        for stem in set(stems(question.search_text, question.language)):
            postings = self._postings.get(stem, ())
            rarity = math.log(1 + (len(found) - len(postings) + 0.5) / (len(postings) + 0.5))
            for row, times in postings:
                found[row] += rarity * times * 2.2 / (times + 1.2 * (0.25 + 0.75 * self._lengths[row] / average))
        return found


def own() -> tuple[list[Text], list[Asked]]:
    """The invented articles of `comprehension`, most of them German, with questions in three languages."""
    texts, asked = [], []
    for exercise in exercises():
        texts.append(Text(exercise.id, exercise.text, exercise.language, exercise.title))
        for question, answer in exercise.questions:
            start = exercise.text.find(answer) if answer else 0
            asked.append(Asked(question, exercise.id, (answer,) if answer else (), start))
    return texts, asked


def m2qa(folder: Path) -> tuple[list[Text], list[Asked]]:
    """German news: 300 passages, 1,500 questions, 600 of them without an answer."""
    texts: dict[str, Text] = {}
    asked = []
    for line in (folder / "m2qa-dev" / "german_news.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        context = row["context"].strip()
        text = texts.setdefault(context, Text(row["id"].rpartition("_")[0], context, "de"))
        lead = len(row["context"]) - len(row["context"].lstrip())
        start = next(iter(row["answers"]["answer_start"]), 0) - lead
        asked.append(Asked(row["question"], text.id, tuple(row["answers"]["text"]), start))
    return list(texts.values()), asked


def xquad(folder: Path, of_articles: str, of_questions: str) -> tuple[list[Text], list[Asked]]:
    """Wikipedia: 240 paragraphs, 1,190 questions, the answers in the language of the paragraphs."""
    data = [
        json.loads((folder / "xquad" / f"xquad.{language}.json").read_text(encoding="utf-8"))["data"]
        for language in (of_articles, of_questions)
    ]
    texts, asked = [], []
    for number, (article, other) in enumerate(zip(*data, strict=True)):
        for place, (paragraph, questions) in enumerate(zip(article["paragraphs"], other["paragraphs"], strict=True)):
            title = article["title"].replace("_", " ")
            texts.append(Text(f"{number}-{place}", paragraph["context"].strip(), of_articles, title))
            for entry, question in zip(paragraph["qas"], questions["qas"], strict=True):
                answers = tuple(answer["text"] for answer in entry["answers"])
                lead = len(paragraph["context"]) - len(paragraph["context"].lstrip())
                start = entry["answers"][0]["answer_start"] - lead
                asked.append(Asked(question["question"], texts[-1].id, answers, start))
    return texts, asked


def group(text_id: str) -> str:
    """What a fold keeps together: copies of a text; the paragraphs of one article, in every language."""
    return text_id.split("~")[0].split("-")[0]


def fold(text_id: str, folds: int) -> int:
    """The fold of a text, 0 to `folds` - 1."""
    return int(hashlib.md5(group(text_id).encode(), usedforsecurity=False).hexdigest(), 16) % folds


def _key(kind: str, text: str) -> str:
    return hashlib.sha1(f"{kind}\0{text}".encode(), usedforsecurity=False).hexdigest()


def _standard(values: np.ndarray) -> np.ndarray:
    return (values - values.mean()) / max(float(values.std()), 1e-6)
