"""Which texts still need a vector, and the vectors when they come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, bindparam, literal, or_, select, update

from assistant.archive import ids
from assistant.archive.reading import batches
from assistant.archive.records import Pending, TextKind, TextToEmbed
from assistant.archive.schema import articles, chunks, embeddings, sentences, versions

Vector = npt.NDArray[np.float32]

_WAITING = versions.c.current & versions.c.embedded_in.is_(None)


def waiting_versions(connection: Connection) -> list[int]:
    """Numbers of the current versions that are stored but not wholly embedded, oldest first."""
    return list(connection.execute(select(versions.c.number).where(_WAITING).order_by(versions.c.number)).scalars())


def pending_texts(connection: Connection, version_number: int, given: set[str]) -> Pending | None:
    """The texts of a version that have no vector and are not among `given` hashes, which grow by them."""
    row = connection.execute(
        select(articles.c.id, versions.c.version, versions.c.title, versions.c.text)
        .join_from(versions, articles)
        .where(versions.c.number == version_number)
    ).first()
    if row is None:
        return None
    texts: list[TextToEmbed] = []
    kinds: tuple[tuple[TextKind, object], ...] = (("chunk", chunks), ("sentence", sentences))
    for kind, _ in kinds:
        table = chunks if kind == "chunk" else sentences
        missing = connection.execute(
            select(table.c.start, table.c.end, embeddings.c.hash)
            .join_from(table, embeddings)
            .where(table.c.version == version_number, embeddings.c.vector.is_(None))
            .order_by(table.c.position)
        )
        for start, end, key in missing:
            if key not in given:
                given.add(key)
                text = row.text[start:end]
                texts.append(TextToEmbed(kind, ids.embedded_text(row.title, text) if kind == "chunk" else text, key))
    return Pending(row.id, row.version, tuple(texts)) if texts else None


def checked_vectors(vectors: Mapping[str, npt.ArrayLike], dimension: int) -> dict[str, bytes]:
    """Text hash → bytes of its unit vector. ValueError for NaN, infinity, zero or another dimension."""
    stored = {}
    for key, given in vectors.items():
        vector = np.asarray(given, dtype=np.float32)
        if vector.shape != (dimension,):
            raise ValueError(f"a vector of shape {vector.shape} where {(dimension,)} is expected")
        length = float(np.linalg.norm(vector))
        if not np.isfinite(length) or length == 0.0:
            raise ValueError("a vector holds NaN or infinity, or only zeros")
        stored[key] = (vector / length).astype("<f4").tobytes()
    return stored


def save(connection: Connection, stored: Mapping[str, bytes]) -> list[int]:
    """Writes vectors where none is yet; the numbers of the embeddings that are there now."""
    statement = update(embeddings).where(embeddings.c.hash == bindparam("key"), embeddings.c.vector.is_(None))
    connection.execute(
        statement.values(vector=bindparam("bytes")), [{"key": k, "bytes": v} for k, v in stored.items()]
    )
    numbers: list[int] = []
    for batch in batches(list(stored)):
        numbers += connection.execute(select(embeddings.c.number).where(embeddings.c.hash.in_(batch))).scalars()
    return numbers


def mark_embedded(connection: Connection, version_numbers: Sequence[int], generation: int) -> None:
    """Those versions that have all their vectors become searchable in `generation`."""
    missing = [
        select(literal(1))
        .select_from(table.join(embeddings))
        .where(table.c.version == versions.c.number, embeddings.c.vector.is_(None))
        .exists()
        for table in (chunks, sentences)
    ]
    for batch in batches(version_numbers):
        connection.execute(
            update(versions)
            .where(versions.c.number.in_(batch), versions.c.embedded_in.is_(None), ~or_(*missing))
            .values(embedded_in=generation)
        )


def versions_using(connection: Connection, embedding_numbers: Sequence[int]) -> list[int]:
    """Numbers of the versions in which one of these texts stands."""
    found: set[int] = set()
    for batch in batches(embedding_numbers):
        for table in (chunks, sentences):
            found.update(connection.execute(select(table.c.version).where(table.c.embedding.in_(batch))).scalars())
    return sorted(found)
