"""An archive of a few articles in memory, embedded by the real local model: what answers are made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from assistant.language.facts import Facts, read_article
from assistant.language.sentences import split_sentences
from assistant.language.words import stems
from assistant.models import Embedder, embedder
from assistant.settings import Settings
from assistant.types import Article, Chunk, Passage, Sentence


@cache
def _model() -> Embedder:
    return embedder(Settings())


@cache
def _vector(text: str) -> np.ndarray:
    return _model().embed_passages([text])[0]


@cache
def _facts(article: Article) -> Facts:
    spans = [(one.start, one.end) for one in sentences_of(article)]
    found = _model().names([article.text[start:end] for start, end in spans])
    names = [
        replace(name, start=start + name.start, end=start + name.end)
        for (start, _), each in zip(spans, found, strict=True)
        for name in each
    ]
    return read_article(article.text, article.language, article.published, spans, names)


def sentences_of(article: Article) -> tuple[Sentence, ...]:
    spans = split_sentences(article.text, article.language)
    return tuple(
        Sentence(f"{article.id}@1#s{place + 1}", article.id, 1, place, start, end, article.text[start:end], 0)
        for place, (start, end) in enumerate(spans)
    )


class Store:
    """Archive and embedder in one; each article is one chunk."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = {f"{article.id}@1#c1": article for article in articles}
        self._sentences = {one.id: one for article in articles for one in sentences_of(article)}

    def passages(self) -> tuple[Passage, ...]:
        """All articles, in the order given."""
        return tuple(
            Passage(Chunk(key, article.id, 1, 0, 0, len(article.text), article.text, 0, 0), article, 1.0)
            for key, article in self.articles.items()
        )

    def chunk_sentences(self, chunk_ids: Sequence[str]) -> dict[str, tuple[Sentence, ...]]:
        return {key: sentences_of(self.articles[key]) for key in chunk_ids}

    def sentence_vectors(self, sentence_ids: Sequence[str]) -> dict[str, np.ndarray]:
        return {one: _vector(self._sentences[one].text) for one in sentence_ids}

    def chunk_vectors(self, chunk_ids: Sequence[str]) -> dict[str, np.ndarray]:
        return {key: _vector(f"{self.articles[key].title}\n{self.articles[key].text}") for key in chunk_ids}

    def document_frequencies(self, terms: Sequence[str]) -> dict[str, int]:
        inside = [set(stems(f"{one.title} {one.text}", one.language)) for one in self.articles.values()]
        return {term: sum(term in words for words in inside) for term in terms}

    def facts(self, pairs: Sequence[tuple[str, int]]) -> dict[tuple[str, int], Facts]:
        return {
            (one.id, one.version): _facts(one) for one in self.articles.values() if (one.id, one.version) in pairs
        }

    def chunk_count(self) -> int:
        return len(self.articles)

    def embed_question(self, text: str) -> np.ndarray:
        return _model().embed_question(text)
