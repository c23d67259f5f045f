"""The collection: Chroma as the vector index. A build is never changed once readers may open it.

The only module that imports chromadb, and that only when a collection is opened or built: the import costs over a
second.
"""

from __future__ import annotations

import math
import sqlite3
import threading
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt

from assistant.errors import ArchiveError

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection as ChromaCollection

Vector = npt.NDArray[np.float32]

NAME = "chunks"  # of the one collection in a folder of its own
DATABASE = "chroma.sqlite3"
# Of the index graph. With Chroma's own 100 and 16 three of 1,000 vectors could not be found among 300,000:
# docs/decisions/0002-archive.md.
_TRIED = 200  # candidates looked at for a new vector's neighbours
_NEIGHBOURS = 24
_HEADER = 100  # bytes of an SQLite file; see its "Database File Format", 1.3
_SERVER_SECONDS = 60.0  # a Chroma server may take for one call
_opening = threading.Lock()  # Chroma's cache of open folders is not safe for threads


class CollectionError(ArchiveError):
    """Chroma cannot open, build or search a collection; the catalogue still can."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a collection is: a folder, or a name on a Chroma server."""

    folder: Path | None = None
    server: str | None = None
    name: str = NAME

    def __str__(self) -> str:
        return f"{self.server} ({self.name})" if self.server else str(self.folder)


class Collection:
    """One opened build. `close` releases its files; a search in another thread must be over by then."""

    def __init__(self, client: Client, collection: ChromaCollection) -> None:
        self._client = client
        self._collection = collection

    def nearest(self, vector: Vector, limit: int) -> list[tuple[str, float]]:
        """Chunk ids and cosine similarities, best first."""
        with chroma_errors("search the collection"):
            found = self._collection.query(
                query_embeddings=vector[np.newaxis, :], n_results=limit, include=["distances"]
            )
        distances = found["distances"]
        if distances is None:
            raise CollectionError("Chroma gave no distances", "`presseschau doctor` shows its state")
        pairs = zip(found["ids"][0], distances[0], strict=True)
        return [(identity, 1.0 - float(distance)) for identity, distance in pairs if math.isfinite(distance)]

    def count(self) -> int:
        """Vectors in it."""
        with chroma_errors("count the collection"):
            return int(self._collection.count())

    def add(self, ids: Sequence[str], matrix: Vector, metadatas: Sequence[Mapping[str, str | int]]) -> None:
        """Adds vectors while the collection is being built."""
        with chroma_errors("build the collection"):
            size = self._client.get_max_batch_size()
            for start in range(0, len(ids), size):
                part = slice(start, start + size)
                self._collection.upsert(
                    ids=list(ids[part]), embeddings=matrix[part], metadatas=[dict(row) for row in metadatas[part]]
                )

    def close(self) -> None:
        """Releases files and memory; without it each build opened costs nine file descriptors and some 20 MB."""
        with _opening, chroma_errors("close the collection"):
            _close(self._client)


def create_collection(place: Place, size: int) -> Collection:
    """A new, empty build that will hold `size` vectors.

    Chroma writes its index to the disk whenever `sync_threshold` vectors have come (1,000 unless told), and what is
    left over is replayed, into the same files, by every process that searches. So the threshold is the size: the
    index is written once, with the last vector, and readers change nothing in it.
    """
    graph = {"space": "cosine", "ef_construction": _TRIED, "max_neighbors": _NEIGHBOURS}
    index: Any = {"hnsw": {**graph, "sync_threshold": size, "batch_size": min(size, 100)}}
    with chroma_errors("create a collection"), _opening:
        client = _client(place)
        try:
            return Collection(
                client, client.create_collection(place.name, configuration=index, embedding_function=None)
            )
        except BaseException:
            _close(client)
            raise


def open_collection(place: Place) -> Collection:
    """Opens a build to search it. CollectionError if it is not there or cannot be read."""
    with chroma_errors("open the collection"), _opening:
        client = _client(place)
        try:
            return Collection(client, client.get_collection(place.name, embedding_function=None))
        except BaseException:
            _close(client)
            raise


def delete_collections(server: str, prefix: str, keep: set[str]) -> None:
    """Deletes this archive's builds on a server but those to keep."""
    with chroma_errors("delete old collections"), _opening:
        client = _client(Place(server=server))
        try:
            for collection in client.list_collections():
                if collection.name.startswith(prefix) and collection.name not in keep:
                    client.delete_collection(collection.name)
        finally:
            _close(client)


def database_is_whole(folder: Path) -> bool:
    """Whether the file that Chroma keeps beside its index begins as one of SQLite and is as long as it says."""
    path = folder / DATABASE
    with path.open("rb") as file:
        header = file.read(_HEADER)
    pages, size = int.from_bytes(header[28:32], "big"), int.from_bytes(header[16:18], "big")
    return header.startswith(b"SQLite format 3") and path.stat().st_size == pages * (65_536 if size == 1 else size)


def database_is_sound(folder: Path) -> bool:
    """Whether SQLite finds no fault in the file that Chroma keeps beside its index."""
    try:
        with closing(sqlite3.connect(f"{(folder / DATABASE).resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.Error:
        return False


def checksum(path: Path) -> int:
    """CRC-32 of a file."""
    value = 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            value = zlib.crc32(block, value)
    return value


def _client(place: Place) -> Client:
    import chromadb
    from chromadb.config import Settings

    # No `.env` of the working folder and no variable such as CHROMA_API_IMPL changes which Chroma this is.
    settings: Any = Settings
    if place.server is None:
        if place.folder is None:
            raise ValueError("a place is a folder or a server")
        local = settings(
            _env_file=None, anonymized_telemetry=False, chroma_api_impl="chromadb.api.rust.RustBindingsAPI"
        )
        return cast("Client", chromadb.PersistentClient(path=place.folder, settings=local))
    address = urlsplit(place.server if "//" in place.server else f"http://{place.server}")
    secure = address.scheme == "https"
    try:
        remote = chromadb.HttpClient(
            host=address.hostname or "localhost",
            port=address.port or (443 if secure else 8000),
            ssl=secure,
            settings=settings(_env_file=None, anonymized_telemetry=False),
        )
    except ValueError as error:
        raise CollectionError(
            f"no Chroma server answers at {place.server}", "start it, or unset PRESSESCHAU_CHROMA_URL"
        ) from error
    for session in _sessions(remote):
        session.timeout = _SERVER_SECONDS  # Chroma sets none: a server that hangs would hang every search
    return cast("Client", remote)


def _close(client: Client) -> None:
    sessions = _sessions(client)
    client.close()
    for session in sessions:
        session.close()


def _sessions(client: object) -> list[Any]:
    """The HTTP sessions of a client of a server; Chroma's own `close` leaves them open (1.5.9)."""
    servers = (getattr(part, "_server", None) for part in (client, getattr(client, "_admin_client", None)))
    return [session for server in servers if (session := getattr(server, "_session", None)) is not None]


def load_chroma() -> None:
    """Imports Chroma, which takes a second, ahead of its use."""
    import chromadb  # noqa: F401


@contextmanager
def chroma_errors(task: str) -> Iterator[None]:
    """Whatever Chroma raises as CollectionError in one line. It raises bare `Exception` too, and its Rust part panics
    with a BaseException of its own, so nothing narrower catches them all.
    """
    try:
        yield
    except (CollectionError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise CollectionError(
            f"Chroma could not {task} ({reason})", "`presseschau doctor` shows its state, the next ingest rebuilds it"
        ) from error
