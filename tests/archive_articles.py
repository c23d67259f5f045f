"""Small archives for the tests: articles of plain sentences, and vectors made from a text's hash alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.archive import Archive, ChunkSpan, NewArticle, Span, Stored, Writer, open_archive
from assistant.archive.collection import Place, open_collection
from assistant.archive.probe import fault
from assistant.archive.records import Read
from assistant.language.facts import FACTS, Facts
from assistant.settings import Settings
from assistant.types import EventMention, NameSpan, Participant, Person

DIMENSION = 16
KEY = "test/16"
KEY_OF_FACTS = f"{FACTS}/test"


def opened(folder: Path, key: str = KEY, **settings: object) -> Archive:
    return open_archive(Settings(archive=folder, **settings), model_key=key, dimension=DIMENSION)  # type: ignore[arg-type]


def new_article(text: str, title: str = "Titel", **fields: object) -> NewArticle:
    return NewArticle(title=title, text=text, language="de", **fields)  # type: ignore[arg-type]


def spans(text: str) -> list[Span]:
    """Each run up to a full stop is a sentence; an empty line parts paragraphs."""
    return [
        Span(match.start(), match.end(), text.count("\n\n", 0, match.start()))
        for match in re.finditer(r"[^\s][^.\n]*\.?", text)
    ]


def pairs(sentences: list[Span]) -> list[ChunkSpan]:
    """Two sentences a chunk."""
    return [
        ChunkSpan(sentences[first].start, sentences[last].end, first, last)
        for first in range(0, len(sentences), 2)
        for last in [min(first + 1, len(sentences) - 1)]
    ]


def store(writer: Writer, article: NewArticle) -> Stored:
    sentences = spans(article.text)
    return writer.store(article, sentences, pairs(sentences))


def vector_for(key: str) -> npt.NDArray[np.float32]:
    vector = np.random.default_rng(int(key[:12], 16)).standard_normal(DIMENSION).astype(np.float32)
    return vector / np.float32(np.linalg.norm(vector))


def embed(writer: Writer) -> int:
    """Gives every waiting text its vector; how many texts that were."""
    count = 0
    for pending in writer.pending():
        writer.save_vectors({text.hash: vector_for(text.hash) for text in pending.texts})
        count += len(pending.texts)
    return count


def read_facts(writer: Writer) -> None:
    """Saves facts of all that waits: who is named, twice as it is in every archive, and an event of theirs."""
    _, waiting = writer.unread(KEY_OF_FACTS, "tagger")
    for article in waiting:
        writer.save_names({one.hash: (NameSpan(0, 3, "person"),) for one in article.sentences}, "tagger")
        people = (Person("Hanna Vossberg"), Person(f"Karl Meier{article.article_id[-1]}", roles=("Minister",)))
        who = tuple(Participant(one.name, "other", 0, 1, at) for at, one in enumerate(people))
        event = EventMention("meeting", who, None, None, "happened", None, (0,))
        writer.save_facts([Read(article.number, Facts((), people, (), (event,)), KEY_OF_FACTS)])


def fill(archive: Archive, articles: Iterable[NewArticle]) -> list[Stored]:
    """Stores and embeds articles, without a collection."""
    with archive.writer() as writer:
        stored = [store(writer, article) for article in articles]
        embed(writer)
    return stored


def numbered(count: int, first: int = 0) -> list[NewArticle]:
    """Articles of two chunks each: dated September 2024 by number, every third undated, outlets in turn."""
    return [
        new_article(
            f"Bericht {number} nennt Minister Meier{number}. Er sprach am Montag. Das Treffen {number} endete spät.",
            title=f"Treffen {number}",
            source=f"/articles/bericht-{number}.txt",
            published=date(2024, 9, 1 + number % 28) if number % 3 else None,
            outlet=("Anzeiger", "Bote", "Kurier")[number % 3],
        )
        for number in range(first, first + count)
    ]


class ProbeHere:
    """Probes in this process: the child's second of start-up is spent only where the child is what is tested."""

    def __init__(self, folder: Path, count: int) -> None:
        self._folder, self._count = folder, count

    def __enter__(self) -> ProbeHere:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def check(self, ids: tuple[str, ...], matrix: np.ndarray) -> None:
        collection = open_collection(Place(folder=self._folder))
        try:
            assert fault(collection, self._count, np.array(ids), matrix) == ""
        finally:
            collection.close()
