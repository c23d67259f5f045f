"""Fills an archive with synthetic articles in bulk, as an ingest would leave it, vectors included.

Articles go through the archive's own `storing`, many to a transaction; their vectors are there before them, drawn
around real ones. Only what the questions ask about has vectors of its own. People, times, events and stories are
found in each fiftieth article, which takes minutes instead of hours; in the others there seem to be none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection, insert, select

from assistant.archive import embedding, facts, ids, stories, storing
from assistant.archive.archive import Archive
from assistant.archive.encoding import encode
from assistant.archive.reading import batches
from assistant.archive.records import Read
from assistant.archive.schema import embeddings, story_read
from assistant.archive.schema import facts as facts_table
from assistant.language.facts import FACTS, Facts, read_article
from assistant.types import NameSpan
from ingest.chunk import make_chunks
from tests.benchmarks.growth.texts import Text, data, make_text, topics

SAMPLES = 12  # chunks and sentences of each topic that are embedded for real
ASKED = 70  # articles that questions are about, the first ones: chunks and first sentences embedded for real
_LEAD = 6  # sentences of those
_AT_ONCE = 250  # articles a transaction
_READ = 50  # of so many articles one is read for its facts
_NAMED = 3  # people of such an article
_NOISE = 0.35  # length of the noise added to a unit vector: leaves a cosine of about 0.94
_FIRST_SAMPLE = 10_000_000  # number of the first text that is embedded and not stored

Vectors = np.ndarray[Any, np.dtype[np.float32]]


class Neighbourhoods:
    """Vectors around real ones: for each topic those of its chunks, and those of its sentences."""

    def __init__(self, embed: Callable[[Sequence[str]], Vectors], key: str, cache: Path) -> None:
        samples = _samples()
        asked = _asked()
        path = cache / f"growth-{ids.embedding_hash(repr((key, samples, asked)))}.npz"
        if not path.exists():
            cache.mkdir(parents=True, exist_ok=True)
            np.savez(path, chunks=embed(samples[0]), sentences=embed(samples[1]), asked=embed(asked))
        with np.load(path) as stored:
            shape = (len(topics()), SAMPLES, -1)
            self._centres = [stored[name].reshape(shape) for name in ("chunks", "sentences")]
            hashes = map(ids.embedding_hash, asked)
            self._real = {key: row.astype("<f4").tobytes() for key, row in zip(hashes, stored["asked"], strict=True)}
        self._places = {topic: place for place, topic in enumerate(topics())}
        self._chance = np.random.default_rng(0)

    def vectors(self, topic: str, of_sentences: bool, keys: Sequence[str]) -> dict[str, bytes]:
        """Text hash → its real vector, or a unit vector between two real ones of the topic, with noise."""
        centres = self._centres[of_sentences][self._places[topic]]
        one, other = self._chance.integers(0, SAMPLES, (2, len(keys)))
        share = self._chance.random((len(keys), 1), dtype=np.float32)
        drawn = centres[one] * share + centres[other] * (1 - share)
        noise = self._chance.standard_normal(drawn.shape, dtype=np.float32)
        drawn += noise * np.float32(_NOISE / drawn.shape[1] ** 0.5)
        drawn /= np.linalg.norm(drawn, axis=1, keepdims=True)
        return {key: self._real.get(key) or row.astype("<f4").tobytes() for key, row in zip(keys, drawn, strict=True)}


def _samples() -> tuple[list[str], list[str]]:
    """Chunks and sentences to embed, by topic: SAMPLES of each, from articles that are never stored."""
    found: dict[str, list[Text]] = {topic: [] for topic in topics()}
    number = _FIRST_SAMPLE
    while any(len(samples) < SAMPLES for samples in found.values()):
        text = make_text(number)
        found[text.topic].append(text)
        number += 1
    chosen = [text for topic in topics() for text in found[topic][:SAMPLES]]
    sentences = [_sentences(text)[place % len(text.sentences)] for place, text in enumerate(chosen)]
    return [_chunks(text)[0] for text in chosen], sentences


def _asked() -> list[str]:
    texts = [make_text(number) for number in range(ASKED)]
    found = [part for text in texts for part in (*_chunks(text), *_sentences(text)[:_LEAD])]
    return list(dict.fromkeys(found))


def _sentences(text: Text) -> list[str]:
    return [text.article.text[span.start : span.end] for span in text.sentences]


def _chunks(text: Text) -> list[str]:
    """As they are embedded."""
    return [
        ids.embedded_text(text.article.title, text.article.text[span.start : span.end])
        for span in make_chunks(text.sentences)
    ]


def fill(archive: Archive, near: Neighbourhoods, names_key: str, next_article: int, chunks: int) -> int:
    """Adds articles from number `next_article` on until there are `chunks` chunks; the next number.

    names_key: of the tagger that an ingest into this archive would use.

    Reaches below the archive's public face, which commits every article on its own: minutes instead of hours.
    """
    count = archive.chunk_count()
    while count < chunks:
        texts: list[Text] = []
        while len(texts) < _AT_ONCE and count < chunks:
            text = make_text(next_article)
            texts.append(text)
            count += len(make_chunks(text.sentences))
            next_article += 1
        _store(archive, near, names_key, texts)
    return next_article


def _store(archive: Archive, near: Neighbourhoods, names_key: str, texts: Sequence[Text]) -> None:
    vectors: dict[str, bytes] = {}
    for text in texts:
        vectors |= near.vectors(text.topic, False, [ids.embedding_hash(chunk) for chunk in _chunks(text)])
        vectors |= near.vectors(text.topic, True, [ids.embedding_hash(sentence) for sentence in _sentences(text)])
    with archive._database.writing() as connection:
        known: set[str] = set()
        for batch in batches(list(vectors)):
            known.update(connection.execute(select(embeddings.c.hash).where(embeddings.c.hash.in_(batch))).scalars())
        tagged = {"names": "[]", "names_key": names_key}
        new = [{"hash": key, "vector": vector} | tagged for key, vector in vectors.items() if key not in known]
        if new:
            connection.execute(insert(embeddings), new)
        numbers = []
        for text in texts:
            number, identity = storing.add_article(connection, text.article)
            spans = make_chunks(text.sentences)
            numbers.append(storing.add_version(connection, number, identity, 1, text.article, text.sentences, spans))
        embedding.mark_embedded(connection, numbers, storing.next_generation(connection))
        archive._model.claim(connection)
        _read(connection, f"{FACTS}/{names_key}", dict(zip(numbers, texts, strict=True)))


def _read(connection: Connection, key: str, texts: dict[int, Text]) -> None:
    """Facts and stories of versions, by number."""
    chosen = [number for number in texts if number % _READ == 0]
    facts.save(connection, [Read(number, _facts(texts[number]), key) for number in chosen])
    nothing = encode(Facts((), (), (), ()))
    rest = [number for number in texts if number % _READ]
    connection.execute(
        insert(facts_table),
        [{"version": number, "key": key, "events_by": facts.RULES, "content": nothing} for number in rest],
    )
    connection.execute(insert(story_read), [{"version": number, "bands": b""} for number in rest])
    stories.read_versions(connection, chosen)


def _facts(text: Text) -> Facts:
    """As ingest reads them, but that the names come from the templates and not from the tagger."""
    article = text.article
    people = islice(_people().finditer(article.text), _NAMED)
    names = [NameSpan(found.start(), found.end(), "person", 1.0) for found in people]
    spans = [(span.start, span.end) for span in text.sentences]
    return read_article(article.text, article.language, article.published, spans, names)


@cache
def _people() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(data()['given'])}) [A-Z]\w+")
