"""The hybrid retriever: dense and word search over the archive, fused with the languages in mind."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, SkipValidation

from assistant import fusion, timely
from assistant.archive import Archive
from assistant.models import Embedder
from assistant.question import Question, understand
from assistant.repeated import grouped
from assistant.term_counts import Terms, chunk_words, counts_of, question_terms
from assistant.types import Article, Chunk, Filters, Passage

LISTED = 50  # hits taken from each search; 20 do in one language, more for articles of another that rank lower
WEIGHED = 24  # of these, the best whose sentences are looked at too; more changed nothing on XQuAD and M2QA
CHUNKS_OF_ONE_ARTICLE = 3  # more of one article crowd out what others say
_MORE = 4  # times as many hits are taken where copies crowd a list, and once more where they still do


@dataclass(frozen=True, slots=True)
class Candidates:
    """Chunks that may answer, with what is known of them; `scale` and `vector` are of model and question.

    copies: chunk id → the chunks of other articles that repeat it, which are no candidates themselves.
    """

    chunks: Sequence[tuple[Chunk, Article]]
    copies: Mapping[str, Sequence[tuple[Chunk, Article]]]
    signals: fusion.Signals
    cosines: dict[str, float]  # by chunk id; BM25 only of what the word search found
    bm25: dict[str, float]
    scale: float
    vector: np.ndarray

    def at(self, places: fusion.Places) -> Candidates:
        """Some of them, in the order of `places`."""
        return replace(self, chunks=[self.chunks[place] for place in places], signals=self.signals.at(places))


class HybridRetriever(BaseRetriever):
    """Finds the passages of an archive that may answer a question. Safe to share between threads.

    `invoke("question")` gives LangChain Documents; `search` gives our own records.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    archive: SkipValidation[Archive]
    embedder: SkipValidation[Embedder]
    limit: int = 12
    filters: Filters = Filters()

    def search(self, question: Question, limit: int | None = None) -> tuple[Passage, ...]:
        """The best passages, best first: at most `limit`, at most three of one article, all within the filters.

        A passage that several articles have counts once; the other articles follow it, three at most.
        """
        wanted = limit or self.limit
        found = self.candidates(question)
        bonus = timely.bonus(question.period, found.chunks, self.archive)
        weighed = fusion.fuse(found.signals, found.scale) + bonus
        best = np.argsort(-weighed, kind="stable")[: max(WEIGHED, 2 * wanted)]
        found = self.with_sentences(found.at(best))
        scores = fusion.fuse(found.signals, found.scale) + bonus[best]
        passages = [
            Passage(chunk, article, float(score), found.cosines.get(chunk.id), found.bm25.get(chunk.id))
            for (chunk, article), score in zip(found.chunks, scores, strict=True)
        ]
        passages.sort(key=lambda passage: (-passage.score, passage.chunk.id))
        return tuple(
            one
            for passage in _without_crowding(passages)[:wanted]
            for one in (
                passage,
                *(
                    replace(passage, chunk=chunk, article=article)
                    for chunk, article in found.copies.get(passage.chunk.id, ())
                ),
            )
        )

    def candidates(self, question: Question) -> Candidates:
        """What either search finds, with all signals but those of sentences, for which the passage's own stand in.

        Of passages that are copies of each other one; so each list is as long however often a story was copied.
        """
        terms = question_terms(question)
        searched = (*terms.stems, *question.expansion)
        narrowed = timely.nearby(question.period, question.filters)
        for fetch in (LISTED, LISTED * _MORE, LISTED * _MORE**2):
            words_found = _beside().submit(
                self.archive.lexical_search, searched, terms.name_keys, fetch, question.filters
            )
            vector = self.embedder.embed_question(question.search_text)  # the second time it is remembered
            lists = [self.archive.dense_search(vector, fetch, question.filters)]
            lists += [self.archive.dense_search(vector, fetch, narrowed)] if narrowed else []
            lists.append(words_found.result())
            chunks = self.archive.chunks(list(dict.fromkeys(hit.chunk_id for hits in lists for hit in hits)))
            copied = grouped(chunks)
            distinct = [
                list(dict.fromkeys(copied.first[one] for hit in hits if (one := hit.chunk_id) in copied.first))
                for hits in lists
            ]
            if all(len(one) >= LISTED or len(hits) < fetch for one, hits in zip(distinct, lists, strict=True)):
                break
        kept = {chunk_id for one in distinct for chunk_id in one[:LISTED]}
        found = [(chunk, article) for chunk, article in chunks if chunk.id in kept]
        cosines = {hit.chunk_id: hit.score for hits in lists[:-1] for hit in hits}
        cosines |= self._cosines([chunk.id for chunk, _ in found if chunk.id not in cosines], vector)
        bm25 = {hit.chunk_id: hit.score for hit in lists[-1]}
        scale = self.embedder.spread or fusion.spread(np.array([cosines[one] for one in distinct[0][:LISTED]]))
        signals = self._signals(question, terms, found, cosines)
        return Candidates(found, copied.others, signals, cosines, bm25, scale, vector)

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - LangChain's interface
    ) -> list[Document]:
        question = replace(understand(query), filters=self.filters)
        return [_document(passage) for passage in self.search(question)]

    def _cosines(self, chunk_ids: Sequence[str], vector: np.ndarray) -> dict[str, float]:
        stored = self.archive.chunk_vectors(chunk_ids)
        return {chunk_id: float(stored[chunk_id] @ vector) for chunk_id in chunk_ids if chunk_id in stored}

    def _signals(
        self,
        question: Question,
        terms: Terms,
        found: Sequence[tuple[Chunk, Article]],
        cosines: dict[str, float],
    ) -> fusion.Signals:
        rare = (*terms.name_keys, *terms.numbers)
        contents = [chunk_words(article.title, chunk.text) for chunk, article in found]
        lengths = np.array([content.total() for content in contents], dtype=np.float64)
        frequencies = self.archive.document_frequencies(list({*terms.stems, *rare}))
        total = self.archive.chunk_count()

        def weights(asked: Sequence[str]) -> fusion.Numbers:
            return fusion.inverse_frequencies(np.array([float(frequencies.get(term, 0)) for term in asked]), total)

        counts = counts_of(contents, [article.language for _, article in found], terms)
        by_word = np.array([[count.words(term) for term in terms.stems] for count in counts], dtype=np.float64)
        by_name = np.array([[count.names(term) for term in rare] for count in counts], dtype=np.float64)
        dense = np.array([cosines.get(chunk.id, 0.0) for chunk, _ in found])
        return fusion.Signals(
            dense=dense,
            sentence=dense,
            words=fusion.weight_share(by_word, lengths, weights(terms.stems)),
            names=fusion.weight_share(by_name, lengths, weights(rare), fusion.FEW_NAMES),
            same_language=np.array([article.language == question.language for _, article in found]),
        )

    def with_sentences(self, found: Candidates) -> Candidates:
        """The candidates with the cosine of each chunk's best sentence, where its sentences have vectors."""
        chunk_ids = [chunk.id for chunk, _ in found.chunks]
        sentences = self.archive.chunk_sentences(chunk_ids)
        vectors = self.archive.sentence_vectors([one.id for inside in sentences.values() for one in inside])
        best = found.signals.sentence.copy()
        for place, chunk_id in enumerate(chunk_ids):
            known = [vectors[one.id] for one in sentences.get(chunk_id, ()) if one.id in vectors]
            if known:
                best[place] = float((np.stack(known) @ found.vector).max())
        return replace(found, signals=replace(found.signals, sentence=best))


@cache
def _beside() -> ThreadPoolExecutor:
    """Threads for the word search, which waits for SQLite while the question is embedded and searched for."""
    return ThreadPoolExecutor(max_workers=os.cpu_count(), thread_name_prefix="word search")


def _without_crowding(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    taken: Counter[str] = Counter()
    kept = []
    for passage in passages:
        taken[passage.article.id] += 1
        if taken[passage.article.id] <= CHUNKS_OF_ONE_ARTICLE:
            kept.append(passage)
    return tuple(kept)


def _document(passage: Passage) -> Document:
    article = passage.article
    return Document(
        page_content=passage.chunk.text,
        metadata={
            "article_id": article.id,
            "chunk_id": passage.chunk.id,
            "title": article.title,
            "outlet": article.outlet,
            "published": article.published.isoformat() if article.published else None,
            "score": passage.score,
        },
    )
