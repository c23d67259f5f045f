"""The dense search: the collection for what it was built with, exact search for what is newer or few."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Row, select

from assistant.archive.building import count_embedded, place_of
from assistant.archive.collection import Collection, CollectionError
from assistant.archive.database import Database
from assistant.archive.exact import FilteredVectors, NewerVectors, nearest
from assistant.archive.modelkey import ModelKey
from assistant.archive.opened import OpenedCollection
from assistant.archive.reading import archive_state, batches, count_current_chunks, passing
from assistant.archive.schema import chunks, versions
from assistant.types import Filters, Hit

Vector = npt.NDArray[np.float32]

# Chunks that are compared one by one rather than asked for in Chroma: what passes a narrow filter, and a small
# archive while Chroma, whose import and opening take half a second, is not open. Reading 20,000 vectors takes half as
# long; see docs/decisions/0002-archive.md for figures.
FEW = 5_000
_UNOPENED = 4  # times as many are compared without a filter: these are read once
_BEFORE_OPENING = 3  # searches of a small archive before Chroma is opened beside them: one `ask` never waits for it
_SPARE = 1.3  # how many more than expected are fetched when some will be filtered out
_GROWTH = 4  # of the fetch when that was not enough


@dataclass(frozen=True, slots=True)
class _Counts:
    """Searchable chunks of one generation, by filter; whether all that the collection holds are among them still."""

    generation: int
    complete: bool
    passing: dict[Filters, int]


class DenseSearch:
    """Nearest chunks by cosine; safe for many threads. Each search sees the catalogue as it is at that moment."""

    def __init__(self, database: Database, model: ModelKey, server: str | None) -> None:
        self._database = database
        self._model = model
        self._server = server
        self._opened = OpenedCollection()
        self._newer = NewerVectors()
        self._filtered = FilteredVectors()
        self._counts = _Counts(-1, False, {})
        self._searches = 0
        self._lock = threading.Lock()

    def search(self, vector: Vector, limit: int, filters: Filters) -> tuple[Hit, ...]:
        """The `limit` nearest chunks of current versions that pass, best first; the score is the cosine.

        ValueError for a vector with NaN, infinity, zeros alone or another dimension.
        """
        vector = self._unit(vector)
        with self._database.reading() as connection:
            self._model.check(connection)
            now = archive_state(connection)
            count = self._count(connection, now, filters)
            if limit < 1 or count == 0:
                return ()
            place = place_of(now, self._database.folder, self._server)
            few = count <= (FEW if filters else _UNOPENED * FEW)
            if few and (filters or place is None or not self._may_open()):
                return self._exactly(connection, now, vector, limit, filters)
            if place is None:
                return self._both(connection, now, None, vector, limit, filters)
            try:
                with self._opened.using(place, now, wait=not few) as collection:
                    if collection is not None or not few:
                        return self._both(connection, now, collection, vector, limit, filters)
            except CollectionError:
                if not few:
                    return self._both(connection, now, None, vector, limit, filters)
            return self._exactly(connection, now, vector, limit, filters)

    def close(self) -> None:
        """Releases the collection and the cached vectors."""
        self._opened.close()
        self._newer.forget()

    def _exactly(
        self, connection: Connection, now: Row[Any], vector: Vector, limit: int, filters: Filters
    ) -> tuple[Hit, ...]:
        block = self._filtered.block(connection, now.generation, filters)
        return tuple(Hit(*found) for found in nearest((block,), vector, limit)) if block.ids else ()

    def _both(
        self,
        connection: Connection,
        now: Row[Any],
        collection: Collection | None,
        vector: Vector,
        limit: int,
        filters: Filters,
    ) -> tuple[Hit, ...]:
        """Searches the collection and what is newer, and keeps what the catalogue says is current and passes."""
        built = now.collection_size if collection is not None else 0
        after = now.collection_generation if collection is not None else 0
        blocks = self._newer.blocks(connection, after, now.generation)
        size = built + sum(len(block.ids) for block in blocks)
        share = self._count(connection, now, filters) / max(1, size)
        complete = self._counts_of(connection, now).complete
        fetch = int(limit / min(1.0, share) * _SPARE) if share < 1.0 else limit
        while True:
            found = dict(nearest(blocks, vector, fetch))
            indexed = dict(collection.nearest(vector, min(fetch, built))) if collection is not None else {}
            found.update(indexed)
            # Each part gave its best `fetch`; so the best `fetch` of both are complete, and what follows may not be.
            ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:fetch]
            certain = indexed.keys() if complete and not filters else ()
            unsure = [identity for identity, _ in ordered if identity not in certain]
            refused = set(unsure) - _allowed(connection, unsure, filters)
            hits = [Hit(identity, score) for identity, score in ordered if identity not in refused]
            if len(hits) >= limit or fetch >= size:
                return tuple(hits[:limit])
            fetch = min(size, fetch * _GROWTH)

    def _count(self, connection: Connection, now: Row[Any], filters: Filters) -> int:
        counts = self._counts_of(connection, now)
        known = counts.passing.get(filters)
        if known is None:
            known = counts.passing[filters] = count_current_chunks(connection, filters, embedded=True)
        return known

    def _counts_of(self, connection: Connection, now: Row[Any]) -> _Counts:
        counts = self._counts
        if counts.generation != now.generation:
            # What the collection holds can only leave the archive after the build, so a count tells.
            complete = count_embedded(connection, now.collection_generation) == now.collection_size
            counts = self._counts = _Counts(now.generation, complete, {})
        return counts

    def _may_open(self) -> bool:
        with self._lock:
            self._searches += 1
            return self._searches > _BEFORE_OPENING

    def _unit(self, vector: Vector) -> Vector:
        given = np.asarray(vector, dtype=np.float32)
        if given.shape != (self._model.dimension,):
            raise ValueError(f"a query vector of shape {given.shape} where {(self._model.dimension,)} is expected")
        length = float(np.linalg.norm(given))
        if not np.isfinite(length) or length == 0.0:
            raise ValueError("the query vector holds NaN or infinity, or only zeros")
        return given / np.float32(length)


def _allowed(connection: Connection, chunk_ids: list[str], filters: Filters) -> set[str]:
    """Those of the chunks that are of a current version and pass."""
    found: set[str] = set()
    for batch in batches(chunk_ids):
        statement = select(chunks.c.id).join_from(chunks, versions).where(chunks.c.id.in_(batch))
        found.update(connection.execute(statement.where(versions.c.current, passing(filters))).scalars())
    return found
