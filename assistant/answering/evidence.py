"""Passages → evidence: their sentences, each with its signals and the scorer's opinion of it, best first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

from assistant.answering.copies import wording
from assistant.answering.features import FEATURES, Material, signals
from assistant.answering.reading import asked_words, question_stems
from assistant.answering.reranking import READINGS, PassageReader, readings
from assistant.answering.scorer import scorer
from assistant.language.facts import Facts
from assistant.language.instructions import instructions
from assistant.question import Question
from assistant.types import Evidence, Passage, Sentence, Spans

Vector = npt.NDArray[np.float32]
RERANKED_BY = (*FEATURES, *READINGS)
_UNREAD = Facts()  # of an article that no ingest has read for facts yet


class FactStore(Protocol):
    """What `with_facts` needs of an archive."""

    def facts(self, pairs: Sequence[tuple[str, int]]) -> dict[tuple[str, int], Facts]:
        """(article id, version) → what it says of people, times and events, where it has been read."""


class SentenceStore(FactStore, Protocol):
    """What `gather` needs of an archive."""

    def chunk_sentences(self, chunk_ids: Sequence[str]) -> dict[str, tuple[Sentence, ...]]:
        """Chunk id → its sentences in order."""

    def sentence_vectors(self, sentence_ids: Sequence[str]) -> dict[str, Vector]:
        """Sentence id → unit vector."""

    def chunk_vectors(self, chunk_ids: Sequence[str]) -> dict[str, Vector]:
        """Chunk id → unit vector."""

    def document_frequencies(self, terms: Sequence[str]) -> dict[str, int]:
        """Stem → number of chunks it occurs in."""

    def chunk_count(self) -> int:
        """Chunks of current versions."""


class QuestionEmbedder(Protocol):
    """What `gather` needs of an embedder."""

    def embed_question(self, text: str) -> Vector:
        """The unit vector of a question."""


def gather(
    question: Question,
    passages: Sequence[Passage],
    archive: SentenceStore,
    embedder: QuestionEmbedder,
    reader: PassageReader | None = None,
) -> tuple[Evidence, ...]:
    """The sentences of `passages`, best first; `score` is comparable within one question only.

    `signals` holds every value of `features.FEATURES` for the sentence and, with a reader, of
    `reranking.READINGS`. A sentence that several articles have is weighed once, where it stands first, so that
    copies change nothing.
    """
    pool = material(passages, archive, embedder.embed_question(question.search_text))
    if not pool:
        return ()
    frequencies = archive.document_frequencies(question_stems(question))
    asked = asked_words(question, frequencies, archive.chunk_count())
    first: dict[tuple[str, ...], int] = {}
    rows = [first.setdefault(wording(item.sentence.text), len(first)) for item in pool]
    firsts = dict(zip(reversed(rows), reversed(pool), strict=True))
    different = [firsts[row] for row in range(len(first))]
    names, table = FEATURES, signals(question, asked, different)
    answering: dict[int, Spans] = {}
    ranked = scorer().rank(table)
    if reader is not None:
        read = readings(question, different, ranked, reader)
        names, table, answering = RERANKED_BY, np.hstack([table, read.signals]), read.answering
        ranked = scorer(reranks=True).rank(table)
    scores = ranked[rows]
    values = table.tolist()  # Python's own numbers, all at once
    found = [
        Evidence(
            sentence=pool[place].sentence,
            article=pool[place].article,
            score=float(scores[place]),
            signals=dict(zip(names, values[rows[place]], strict=True)),
            answering=answering.get(rows[place], ()) if _is_verbatim(pool[place], different[rows[place]]) else (),
        )
        for place in np.argsort(-scores, kind="stable").tolist()
    ]
    return with_facts(found, archive)


def _is_verbatim(one: Material, other: Material) -> bool:
    """Whether offsets into one sentence are good for a copy of it, which may have other marks between its words."""
    return one.sentence.text == other.sentence.text


def with_facts(found: Sequence[Evidence], archive: FactStore) -> tuple[Evidence, ...]:
    """The evidence with what ingest found in it: people of the article, times and events of the sentence."""
    facts = archive.facts(list(dict.fromkeys((one.article.id, one.article.version) for one in found)))
    filled = []
    for one in found:
        known = facts.get((one.article.id, one.article.version), _UNREAD)
        times = known.times_within(one.sentence.start, one.sentence.end)
        filled.append(replace(one, people=known.people, times=times, events=known.events_of(one.sentence.index)))
    return tuple(filled)


def material(passages: Sequence[Passage], archive: SentenceStore, question_vector: Vector) -> list[Material]:
    """The sentences of the passages with their similarities, in the order of the passages.

    Each sentence id once. A passage whose sentences all stand in others takes no rank.

    Sentences that give orders to an assistant are planted, and evidence for nothing: they are left out.
    """
    chunk_ids = [passage.chunk.id for passage in passages]
    sentences = archive.chunk_sentences(chunk_ids)
    chunk_similarities = _similarities(archive.chunk_vectors(chunk_ids), question_vector)
    sentence_ids = list(dict.fromkeys(one.id for found in sentences.values() for one in found))
    similarities = _similarities(archive.sentence_vectors(sentence_ids), question_vector)
    typical = float(np.median(list(similarities.values()))) if similarities else 0.0
    pool: list[Material] = []
    seen: set[str] = set()
    said: set[tuple[str, ...]] = set()
    rank = 0
    for passage in passages:
        run = sentences.get(passage.chunk.id, ())
        planted = instructions([one.text for one in run], [one.paragraph for one in run])
        for sentence, is_planted in zip(run, planted, strict=True):
            if is_planted or sentence.id in seen:
                continue
            seen.add(sentence.id)
            pool.append(
                Material(
                    sentence=sentence,
                    article=passage.article,
                    passage_rank=rank,
                    similarity=similarities.get(sentence.id, typical),
                    passage_similarity=chunk_similarities.get(passage.chunk.id, typical),
                )
            )
        words = {wording(one.text) for one in run}
        rank += not words <= said
        said |= words
    return pool


def _similarities(vectors: Mapping[str, Vector], question: Vector) -> dict[str, float]:
    """Id → cosine with the question, for unit vectors."""
    if not vectors:
        return {}
    values = np.stack(list(vectors.values())) @ question
    return dict(zip(vectors, map(float, values), strict=True))
