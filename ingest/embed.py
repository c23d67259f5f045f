"""Embeds what the archive holds without vectors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from assistant.types import NameSpan
from ingest.progress import Clock

Vectors = npt.NDArray[np.float32]

if TYPE_CHECKING:
    from assistant.archive.records import TextToEmbed
    from assistant.archive.writing import Writer

BATCH = 16  # texts; a stop or a kill loses at most these
WINDOW = 1024  # texts sorted by length at a time: batches of like lengths waste no computation on padding


class PassageEmbedder(Protocol):
    """The part of an embedder that ingest needs."""

    @property
    def names_key(self) -> str:
        """The version of the tagger that tells the names."""
        ...

    def read_passages(self, texts: Sequence[str]) -> tuple[Vectors, tuple[tuple[NameSpan, ...], ...]]:
        """Unit vectors, shape (n, dimension), float32, and the names in each text."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (n, dimension), float32."""
        ...


def embed_pending(writer: Writer, embedder: PassageEmbedder, clock: Clock) -> None:
    """Embeds all that waits, also from a run that was killed, and saves batch by batch."""
    total = sum(len(pending.texts) for pending in writer.pending())
    if not total:
        return
    clock.begin("embed", total)
    for window in _windows(writer):
        window.sort(key=lambda waiting: (waiting[0].kind, -len(waiting[0].text)))
        for at in range(0, len(window), BATCH):
            batch = window[at : at + BATCH]
            _embed([text for text, _ in batch], writer, embedder)
            clock.advance(len(batch), batch[0][1])
    clock.finish()


def _embed(texts: Sequence[TextToEmbed], writer: Writer, embedder: PassageEmbedder) -> None:
    """The vectors of texts; the pass that makes those of sentences tells their names too."""
    keys = [text.hash for text in texts]
    if all(text.kind == "chunk" for text in texts):
        vectors = embedder.embed_passages([text.text for text in texts])
        writer.save_vectors(dict(zip(keys, vectors, strict=True)))
        return
    vectors, names = embedder.read_passages([text.text for text in texts])
    found = {text.hash: named for text, named in zip(texts, names, strict=True) if text.kind == "sentence"}
    writer.save_vectors(dict(zip(keys, vectors, strict=True)), found, embedder.names_key)


def _windows(writer: Writer) -> Iterator[list[tuple[TextToEmbed, str]]]:
    """Texts with the id of their article, a window at a time."""
    window: list[tuple[TextToEmbed, str]] = []
    for pending in writer.pending():
        window += [(text, pending.article_id) for text in pending.texts]
        if len(window) >= WINDOW:
            yield window
            window = []
    if window:
        yield window
