"""Writes article versions into the catalogue and takes them out; each function inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, literal, select, update
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from assistant.archive import facts, ids
from assistant.archive.copied import reindex_copies
from assistant.archive.lexical import add_words, drop_words
from assistant.archive.reading import batches
from assistant.archive.records import ChunkSpan, NewArticle, Span
from assistant.archive.schema import articles, chunks, embeddings, removed, sentences, state, versions
from assistant.archive.stories import forget_versions

METADATA = ("title", "published", "outlet", "url", "author", "language")  # may change while the text stays


def next_generation(connection: Connection) -> int:
    """Counts one write; every transaction that readers should notice calls it."""
    statement = update(state).values(generation=state.c.generation + 1).returning(state.c.generation)
    return int(connection.execute(statement).scalar_one())


def add_article(connection: Connection, article: NewArticle) -> tuple[int, str]:
    """A row for a new article; its number and id."""

    def taken(identity: str) -> bool:
        return connection.execute(select(articles.c.number).where(articles.c.id == identity)).first() is not None

    identity = ids.new_article_id(article, taken)
    number = connection.execute(insert(articles).values(id=identity).returning(articles.c.number)).scalar_one()
    return int(number), identity


def add_version(
    connection: Connection,
    article_number: int,
    article_id: str,
    version: int,
    article: NewArticle,
    sentence_spans: Sequence[Span],
    chunk_spans: Sequence[ChunkSpan],
) -> int:
    """Stores a version with its sentences and chunks and makes it the current one; its number."""
    values = {
        "article": article_number,
        "version": version,
        "current": True,
        "chunk_count": len(chunk_spans),
        "sentence_count": len(sentence_spans),
        "text_hash": ids.text_hash(article.text),
        "ingested_at": datetime.now(UTC).replace(tzinfo=None),
        **{name: getattr(article, name) for name in (*METADATA, "source", "source_id", "text")},
    }
    number = int(connection.execute(insert(versions).values(values).returning(versions.c.number)).scalar_one())
    text = article.text
    sentence_keys = [ids.embedding_hash(text[span.start : span.end]) for span in sentence_spans]
    chunk_keys = [_chunk_key(article.title, text[span.start : span.end]) for span in chunk_spans]
    numbers = _embedding_numbers(connection, [*sentence_keys, *chunk_keys])
    if sentence_spans:
        connection.execute(
            insert(sentences),
            [
                {"version": number, "position": position, "start": span.start, "end": span.end,
                 "paragraph": span.paragraph, "embedding": numbers[key]}
                for position, (span, key) in enumerate(zip(sentence_spans, sentence_keys, strict=True))
            ],
        )  # fmt: skip
    if chunk_spans:
        connection.execute(
            insert(chunks),
            [
                {"version": number, "position": position, "id": ids.chunk_id(article_id, version, position),
                 "start": span.start, "end": span.end, "first_sentence": span.first_sentence,
                 "last_sentence": span.last_sentence, "embedding": numbers[key]}
                for position, (span, key) in enumerate(zip(chunk_spans, chunk_keys, strict=True))
            ],
        )  # fmt: skip
    _index_words(connection, number)
    return number


def first_version(connection: Connection, article_id: str) -> int:
    """The version that a new article begins with: 1, or the next one of a removed article of this id."""
    before = connection.execute(
        delete(removed).where(removed.c.id == article_id).returning(removed.c.version)
    ).scalar()
    return (before or 0) + 1


def supersede(connection: Connection, version_number: int) -> None:
    """Takes a version out of both searches, and its facts; it stays readable."""
    drop_words(connection, _chunk_numbers(connection, [version_number]))
    facts.forget(connection, [version_number])
    forget_versions(connection, [version_number])
    connection.execute(update(versions).where(versions.c.number == version_number).values(current=False))


def change_metadata(connection: Connection, version_number: int, changes: Mapping[str, Any]) -> None:
    """Sets metadata of a current version. A vector that is already there stays: nothing is embedded again.

    Facts that were read under another date or language go, so that nobody sees them until they are read anew.
    """
    connection.execute(update(versions).where(versions.c.number == version_number).values(dict(changes)))
    if "title" in changes:
        _relink_chunks(connection, version_number, changes["title"])
    if "title" in changes or "language" in changes:
        drop_words(connection, _chunk_numbers(connection, [version_number]))
        _index_words(connection, version_number)
        reindex_copies(connection, version_number)
    if "published" in changes or "language" in changes:
        facts.forget(connection, [version_number])


def delete_articles(connection: Connection, article_ids: Sequence[str]) -> None:
    """Deletes articles with all their versions, and the vectors that no other article uses."""
    statement = select(versions.c.number).join_from(articles, versions)
    numbers = [number for batch in batches(article_ids)
               for number in connection.execute(statement.where(articles.c.id.in_(batch))).scalars()]  # fmt: skip
    used: set[int] = set()
    for batch in batches(numbers):
        for table in (sentences, chunks):
            used.update(connection.execute(select(table.c.embedding).where(table.c.version.in_(batch))).scalars())
        drop_words(connection, _chunk_numbers(connection, batch))
        facts.forget(connection, batch)
    forget_versions(connection, numbers)
    for names in batches(article_ids):
        newest = select(articles.c.id, func.max(versions.c.version)).join_from(articles, versions)
        ended = newest.where(articles.c.id.in_(names)).group_by(articles.c.id)
        connection.execute(insert(removed).from_select(["id", "version"], ended))
        connection.execute(delete(articles).where(articles.c.id.in_(names)))  # the rest by ON DELETE CASCADE
    for unused in batches(sorted(used)):
        connection.execute(
            delete(embeddings)
            .where(embeddings.c.number.in_(unused))
            .where(~select(literal(1)).where(sentences.c.embedding == embeddings.c.number).exists())
            .where(~select(literal(1)).where(chunks.c.embedding == embeddings.c.number).exists())
        )


def _chunk_key(title: str, text: str) -> str:
    return ids.embedding_hash(ids.embedded_text(title, text))


def _chunk_numbers(connection: Connection, version_numbers: Sequence[int]) -> list[int]:
    return list(connection.execute(select(chunks.c.number).where(chunks.c.version.in_(version_numbers))).scalars())


def _embedding_numbers(connection: Connection, keys: Sequence[str]) -> dict[str, int]:
    """The row of each text to embed, made where it is missing."""
    known = list(dict.fromkeys(keys))
    if known:
        statement = sqlite_insert(embeddings).on_conflict_do_nothing()
        connection.execute(statement, [{"hash": key} for key in known])
    numbers: dict[str, int] = {}
    for batch in batches(known):
        rows = connection.execute(select(embeddings.c.hash, embeddings.c.number).where(embeddings.c.hash.in_(batch)))
        numbers.update((key, number) for key, number in rows)
    return numbers


def _index_words(connection: Connection, version_number: int) -> None:
    row = connection.execute(
        select(versions.c.language, versions.c.title, versions.c.text).where(versions.c.number == version_number)
    ).one()
    spans = connection.execute(
        select(chunks.c.number, chunks.c.start, chunks.c.end)
        .where(chunks.c.version == version_number)
        .order_by(chunks.c.number)
    )
    texts = [(number, row.text[start:end]) for number, start, end in spans]
    add_words(connection, row.language, row.title, texts)


def _relink_chunks(connection: Connection, version_number: int, title: str) -> None:
    """Chunks that wait for their vector will be embedded under the new title: their key follows it."""
    text = connection.execute(select(versions.c.text).where(versions.c.number == version_number)).scalar_one()
    waiting = connection.execute(
        select(chunks.c.number, chunks.c.start, chunks.c.end)
        .join_from(chunks, embeddings)
        .where(chunks.c.version == version_number, embeddings.c.vector.is_(None))
    ).all()
    keys = {row.number: _chunk_key(title, text[row.start : row.end]) for row in waiting}
    numbers = _embedding_numbers(connection, list(keys.values()))
    for number, key in keys.items():
        connection.execute(update(chunks).where(chunks.c.number == number).values(embedding=numbers[key]))
