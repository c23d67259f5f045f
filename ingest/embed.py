"""Embeds what the archive holds without vectors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from ingest.progress import Clock

if TYPE_CHECKING:
    from assistant.archive.records import TextToEmbed
    from assistant.archive.writing import Writer

BATCH = 16  # texts; a stop or a kill loses at most these
WINDOW = 1024  # texts sorted by length at a time: batches of like lengths waste no computation on padding


class PassageEmbedder(Protocol):
    """The part of an embedder that ingest needs."""

    def embed_passages(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Unit vectors, shape (n, dimension), float32."""
        ...


def embed_pending(writer: Writer, embedder: PassageEmbedder, clock: Clock) -> None:
    """Embeds all that waits, also from a run that was killed, and saves batch by batch."""
    total = sum(len(pending.texts) for pending in writer.pending())
    if not total:
        return
    clock.begin("embed", total)
    for window in _windows(writer):
        window.sort(key=lambda waiting: len(waiting[0].text), reverse=True)
        for at in range(0, len(window), BATCH):
            batch = window[at : at + BATCH]
            vectors = embedder.embed_passages([text.text for text, _ in batch])
            writer.save_vectors({text.hash: vector for (text, _), vector in zip(batch, vectors, strict=True)})
            clock.advance(len(batch), batch[0][1])
    clock.finish()


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
