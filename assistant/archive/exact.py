"""Exact search: every vector compared. For what the collection does not hold yet, and for narrow filters."""

from __future__ import annotations

import heapq
import threading
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Select, select

from assistant.archive.reading import passing
from assistant.archive.schema import chunks, embeddings, versions
from assistant.types import Filters

Vector = npt.NDArray[np.float32]

_MOST_BLOCKS = 16  # more of them are joined into one
_KEPT_FILTERS = 8  # matrices of narrow filters that are kept


@dataclass(frozen=True, slots=True)
class Block:
    """Chunk ids and their vectors, one a row."""

    ids: tuple[str, ...]
    matrix: npt.NDArray[np.float32]


def nearest(blocks: tuple[Block, ...], vector: Vector, limit: int) -> list[tuple[str, float]]:
    """The `limit` chunks of the largest cosine, best first; vectors have unit length."""
    found: list[tuple[float, str]] = []
    for block in blocks:
        scores = block.matrix @ vector
        count = min(limit, len(scores))
        best = np.argpartition(-scores, count - 1)[:count] if count < len(scores) else np.arange(count)
        found += [(float(scores[row]), block.ids[row]) for row in best]
    return [(identity, score) for score, identity in heapq.nlargest(limit, found)]


class NewerVectors:
    """The vectors that came after a build of the collection; read once, then only what is newer still.

    What was removed or superseded since stays in: the search asks the catalogue about everything it finds.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._after = self._upto = -1
        self._blocks: tuple[Block, ...] = ()

    def blocks(self, connection: Connection, after: int, upto: int) -> tuple[Block, ...]:
        """All vectors of versions embedded in the generations after `after` up to `upto`, the connection's own."""
        with self._lock:
            if after != self._after or upto < self._upto:
                self._after, self._upto, self._blocks = after, after, ()
            if upto > self._upto:
                since = versions.c.embedded_in > self._upto
                block = read_block(connection, _VECTORS.where(since, versions.c.embedded_in <= upto))
                self._blocks = _joined((*self._blocks, block)) if block.ids else self._blocks
                self._upto = upto
            return self._blocks

    def forget(self) -> None:
        """Frees the memory."""
        with self._lock:
            self._after, self._upto, self._blocks = -1, -1, ()


class FilteredVectors:
    """The vectors that pass a filter, for one generation of the catalogue."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._generation = -1
        self._kept: dict[Filters, Block] = {}

    def block(self, connection: Connection, generation: int, filters: Filters) -> Block:
        """All vectors of current versions that pass; the caller knows that they are few."""
        with self._lock:
            if generation != self._generation:
                self._generation, self._kept = generation, {}
            block = self._kept.pop(filters, None)
            if block is None:
                embedded = versions.c.embedded_in.is_not(None)
                block = read_block(connection, _VECTORS.where(embedded, passing(filters)))
            self._kept[filters] = block
            while len(self._kept) > _KEPT_FILTERS:
                del self._kept[next(iter(self._kept))]
            return block


_VECTORS = (
    select(chunks.c.id, embeddings.c.vector)
    .join_from(versions, chunks)
    .join(embeddings, embeddings.c.number == chunks.c.embedding)
    .where(versions.c.current)
)


def read_block(connection: Connection, statement: Select[Any]) -> Block:
    """Chunk ids and vectors as a statement gives them."""
    rows = connection.execute(statement).all()
    if not rows:
        return Block((), np.empty((0, 0), dtype=np.float32))
    matrix = np.frombuffer(b"".join(row[1] for row in rows), dtype="<f4").reshape(len(rows), -1)
    return Block(tuple(row[0] for row in rows), matrix)


def _joined(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    if len(blocks) <= _MOST_BLOCKS:
        return blocks
    identities = tuple(identity for block in blocks for identity in block.ids)
    return (Block(identities, np.concatenate([block.matrix for block in blocks])),)
