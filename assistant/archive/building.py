"""Builds the collection from the catalogue: in a fresh folder, probed, then switched to in one transaction."""

from __future__ import annotations

import json
import os
import shutil
import uuid
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection, Row, func, select, update

from assistant.archive import collection as chroma
from assistant.archive import soundness
from assistant.archive.collection import Collection, CollectionError, Place
from assistant.archive.database import Database
from assistant.archive.exact import Block
from assistant.archive.probe import KEPT, SAMPLE, Probe, fault
from assistant.archive.reading import archive_state, batches
from assistant.archive.records import CollectionReport, CollectionState
from assistant.archive.schema import articles, chunks, embeddings, state, versions
from assistant.archive.storing import next_generation

FOLDER = "collections"
NEWER = 2_000  # chunks searched exactly, or masked, before a rebuild is due …
SHARE = 0.1  # … or this share of the collection, whichever is more


class Builder:
    """Keeps the collection following the catalogue; used by the one writer, and by `statistics` for its report."""

    def __init__(self, database: Database, server: str | None) -> None:
        self._database = database
        self._folder = database.folder / FOLDER
        self._server = server
        self._checked: tuple[Place, CollectionState | None] | None = None

    def report(self, writing: bool = False) -> CollectionReport:
        """How far the collection follows. Readers have its files checked once for each build, which reads them all.

        writing: checked again, but only as closely as an ingest needs it (`assistant.archive.soundness`).
        """
        with self._database.reading() as connection:
            now = archive_state(connection)
            embedded = count_embedded(connection)
            covered = count_embedded(connection, upto=now.collection_generation)
        place = self.place(now)
        if place is None:
            condition: CollectionState = "missing" if embedded else "empty"
            return CollectionReport(condition, "", 0, embedded, embedded, 0)
        newer, outdated = embedded - covered, now.collection_size - covered
        most = max(NEWER, SHARE * now.collection_size)
        condition = "due" if newer > most or outdated > most else "current"
        if writing:
            self._checked = (place, _wrong_for_writer(place, now))
        elif self._checked is None or self._checked[0] != place:
            self._checked = (place, soundness.thoroughly(place, now))
            if self._checked[1] is not None:
                soundness.suspect(place)
        condition = self._checked[1] or condition
        return CollectionReport(condition, str(place), now.collection_size, embedded, newer, outdated)

    def place(self, now: Row[Any]) -> Place | None:
        """Where the collection that readers use is; None if there is none where the settings want it."""
        return place_of(now, self._database.folder, self._server)

    def refresh(self, force: bool, on_progress: Callable[[int, int], None] | None) -> bool:
        """Builds and switches if due or forced; whether it did. CollectionError leaves the old one in use."""
        report = self.report(writing=True)
        if report.state == "empty" or (report.state == "current" and not force):
            return False
        with self._database.reading() as connection:
            now = archive_state(connection)
            numbers = _chunk_numbers(connection)
        name = f"{now.generation:09d}-{uuid.uuid4().hex[:6]}"
        values: dict[str, Any] = {"collection": None, "collection_server": None, "collection_checksums": None}
        if numbers:
            self._delete_others(now)
            build = self._on_server if self._server else self._in_folder
            values = build(f"presseschau-{now.archive}-{name}" if self._server else name, numbers, on_progress)
        with self._database.writing() as connection:
            values |= {"collection_generation": now.generation, "collection_size": len(numbers)}
            connection.execute(update(state).values(values))
            next_generation(connection)
        return True

    def _in_folder(
        self, name: str, numbers: Sequence[int], on_progress: Callable[[int, int], None] | None
    ) -> dict[str, Any]:
        folder = self._folder / name
        try:
            folder.mkdir(parents=True)
            with Probe(folder, len(numbers)) as probe:
                collection = chroma.create_collection(Place(folder=folder), len(numbers))
                try:
                    sample = self._fill(collection, numbers, on_progress)
                finally:
                    collection.close()
                probe.check(sample.ids, sample.matrix)
            sums = soundness.checksums(folder)
            _flush(folder)
            soundness.remember(folder)
        except BaseException as error:
            shutil.rmtree(folder, ignore_errors=True)
            if isinstance(error, OSError):
                reason = (error.strerror or str(error)).lower()
                raise CollectionError(
                    f"the collection could not be built ({reason})",
                    "all articles are stored, ingest again to build it",
                ) from error
            raise
        return {"collection": name, "collection_server": None, "collection_checksums": json.dumps(sums)}

    def _on_server(
        self, name: str, numbers: Sequence[int], on_progress: Callable[[int, int], None] | None
    ) -> dict[str, Any]:
        collection = chroma.create_collection(Place(server=self._server, name=name), len(numbers))
        try:
            sample = self._fill(collection, numbers, on_progress)
            wrong = fault(collection, len(numbers), np.array(sample.ids), sample.matrix)
        finally:
            collection.close()
        if wrong:
            raise CollectionError(f"the new collection is not sound ({wrong})", KEPT)
        return {"collection": name, "collection_server": self._server, "collection_checksums": None}

    def _fill(
        self, collection: Collection, numbers: Sequence[int], on_progress: Callable[[int, int], None] | None
    ) -> Block:
        """Adds the chunks; an even sample of them to probe with."""
        step = max(1, len(numbers) // SAMPLE)
        wanted = set(numbers[::step][:SAMPLE])
        ids: list[str] = []
        vectors: list[np.ndarray[Any, np.dtype[np.float32]]] = []
        done = 0
        for rows in self._rows(numbers):
            matrix = np.frombuffer(b"".join(row.vector for row in rows), dtype="<f4").reshape(len(rows), -1)
            collection.add([row.chunk for row in rows], matrix, [_metadata(row) for row in rows])
            picked = [index for index, row in enumerate(rows) if row.number in wanted]
            ids += [rows[index].chunk for index in picked]
            vectors += [matrix[index] for index in picked]
            done += len(rows)
            if on_progress is not None:
                on_progress(done, len(numbers))
        return Block(tuple(ids), np.stack(vectors))

    def _rows(self, numbers: Sequence[int]) -> Iterator[Sequence[Any]]:
        columns = (
            chunks.c.number, chunks.c.id.label("chunk"), embeddings.c.vector, articles.c.id.label("article"),
            versions.c.published, versions.c.outlet,
        )  # fmt: skip
        statement = (
            select(*columns)
            .join_from(chunks, embeddings)
            .join(versions, versions.c.number == chunks.c.version)
            .join(articles)
            .order_by(chunks.c.number)
        )
        for batch in batches(numbers):
            with self._database.reading() as connection:
                yield connection.execute(statement.where(chunks.c.number.in_(batch))).all()

    def _delete_others(self, now: Row[Any]) -> None:
        """Deletes builds that no reader holds: left by a killed run, or replaced at the switch before the last one.

        A reader asks for the current build at each search, so it is off an old one long before the next build.
        """
        if self._folder.is_dir():
            for folder in self._folder.iterdir():
                if folder.name != now.collection:
                    shutil.rmtree(folder, ignore_errors=True)
        if self._server:
            chroma.delete_collections(self._server, f"presseschau-{now.archive}-", {now.collection})


def place_of(now: Row[Any], folder: Path, server: str | None) -> Place | None:
    """Where a row of `state` says the collection is; None if that is not where the settings want it."""
    if now.collection is None or now.collection_server != server:
        return None
    if server is not None:
        return Place(server=server, name=now.collection)
    return Place(folder=folder / FOLDER / now.collection)


def _wrong_for_writer(place: Place, now: Row[Any]) -> CollectionState | None:
    """What is wrong with a build; one that is whole and was read a short while ago is not read again."""
    if place.folder is None:
        return soundness.unsound(place, now)
    if soundness.untouched(place.folder):
        return None
    wrong = soundness.thoroughly(place, now)
    if wrong is None:
        soundness.remember(place.folder)
    return wrong


def count_embedded(connection: Connection, upto: int | None = None) -> int:
    """Searchable chunks; with `upto` those alone that came in that generation or before."""
    statement = select(func.coalesce(func.sum(versions.c.chunk_count), 0)).where(versions.c.current)
    condition = versions.c.embedded_in.is_not(None) if upto is None else versions.c.embedded_in <= upto
    return int(connection.execute(statement.where(condition)).scalar_one())


def _chunk_numbers(connection: Connection) -> list[int]:
    statement = select(chunks.c.number).join_from(versions, chunks)
    current = statement.where(versions.c.current, versions.c.embedded_in.is_not(None))
    return list(connection.execute(current.order_by(chunks.c.number)).scalars())


def _metadata(row: Row[Any]) -> dict[str, str | int]:
    """What Chroma keeps beside a vector; dates as integers, since its ranges refuse strings."""
    metadata: dict[str, str | int] = {"article_id": row.article}
    if row.published is not None:
        metadata["published"] = int(f"{row.published:%Y%m%d}")
    if row.outlet is not None:
        metadata["outlet"] = row.outlet
    return metadata


def _flush(folder: Path) -> None:
    """Makes sure the build is on the disk before anything points to it."""
    for path in [folder.parent, folder, *folder.rglob("*")]:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
