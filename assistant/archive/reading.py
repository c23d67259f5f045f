"""Reads articles, sentences, chunks and vectors from the catalogue. Plain rows throughout, lists in batches."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from sqlalchemy import ColumnElement, Connection, Row, Select, func, or_, select, text, true

from assistant.archive import ids
from assistant.archive.records import Listed
from assistant.archive.schema import articles, chunks, embeddings, sentences, state, versions
from assistant.types import Article, Chunk, Filters, Sentence

Vector = npt.NDArray[np.float32]
Item = TypeVar("Item")

_BATCH = 5_000  # SQLite takes 32,766 variables in one statement; three of them may be one row value

_ARTICLE = (
    articles.c.id,
    versions.c.version,
    versions.c.title,
    versions.c.text,
    versions.c.language,
    versions.c.text_hash,
    versions.c.published,
    versions.c.outlet,
    versions.c.url,
    versions.c.author,
    versions.c.source,
    versions.c.source_id,
    versions.c.ingested_at,
)


def batches(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """The items in runs that fit into one statement."""
    for start in range(0, len(items), _BATCH):
        yield items[start : start + _BATCH]


def passing(filters: Filters) -> ColumnElement[bool]:
    """What a current version must fulfil to pass; without a date it is outside any range of dates."""
    condition: ColumnElement[bool] = true()
    if filters.start is not None:
        condition &= versions.c.published >= filters.start
    if filters.end is not None:
        condition &= versions.c.published <= filters.end
    if filters.outlets:
        condition &= versions.c.outlet.in_(filters.outlets)
    return condition


def generation_of(connection: Connection) -> int:
    """The number of writes that the connection sees."""
    return int(connection.execute(_GENERATION).scalar_one())


def archive_state(connection: Connection) -> Row[Any]:
    """The one row of `state`."""
    return connection.execute(_STATE).one()


_STATE = select(state)
_GENERATION = select(state.c.generation)


def article_rows() -> Select[Any]:
    """A statement for `read_articles`; the caller says which versions."""
    return select(*_ARTICLE).join_from(versions, articles)


def read_articles(connection: Connection, statement: Select[Any]) -> list[Article]:
    """The articles a statement of `article_rows` gives."""
    return [Article(*row) for row in connection.execute(statement)]


def current_articles(connection: Connection, filters: Filters) -> tuple[Article, ...]:
    """Newest version of each article that passes, newest published first, undated last."""
    statement = article_rows().where(versions.c.current, passing(filters))
    order = (versions.c.published.desc().nulls_last(), articles.c.id)
    return tuple(read_articles(connection, statement.order_by(*order)))


def listed_articles(connection: Connection, words: Sequence[str], limit: int) -> tuple[Listed, ...]:
    """The newest articles, at most `limit`, with each of the words in title or outlet; undated ones last."""
    statement = (
        select(articles.c.id, versions.c.title, versions.c.outlet, versions.c.published)
        .join_from(versions, articles)
        .where(versions.c.current)
        .order_by(versions.c.published.desc().nulls_last(), articles.c.id)
        .limit(limit)
    )
    for word in words:  # SQLite knows the small letters of ASCII alone
        spelt = {word, word.lower(), word.capitalize(), word.upper()}
        columns = (versions.c.title, versions.c.outlet)
        statement = statement.where(
            or_(*(column.contains(form, autoescape=True) for column in columns for form in sorted(spelt)))
        )
    return tuple(Listed(*row) for row in connection.execute(statement))


def article_sentences(connection: Connection, article: Article) -> tuple[Sentence, ...]:
    """All sentences of one article version."""
    statement = (
        select(sentences.c.position, sentences.c.start, sentences.c.end, sentences.c.paragraph)
        .join_from(sentences, versions)
        .join(articles)
        .where(articles.c.id == article.id, versions.c.version == article.version)
        .order_by(sentences.c.position)
    )
    rows = connection.execute(statement)
    return tuple(make_sentence(article, row.position, row.start, row.end, row.paragraph) for row in rows)


def make_sentence(article: Article, position: int, start: int, end: int, paragraph: int) -> Sentence:
    """A sentence record from a row and its article."""
    identity = ids.sentence_id(article.id, article.version, position)
    return Sentence(identity, article.id, article.version, position, start, end, article.text[start:end], paragraph)


def read_chunks(connection: Connection, chunk_ids: Sequence[str]) -> dict[str, tuple[Chunk, Article]]:
    """Chunk id → chunk and its article, also of old versions; each article is read once."""
    rows: list[Any] = []
    for batch in batches(list(dict.fromkeys(chunk_ids))):
        rows += connection.execute(select(chunks).where(chunks.c.id.in_(batch)))
    found: dict[int, Article] = {}
    for numbers in batches(sorted({row.version for row in rows})):
        statement = article_rows().add_columns(versions.c.number).where(versions.c.number.in_(numbers))
        for values in connection.execute(statement):
            *fields, number = values
            found[number] = Article(*fields)
    result = {}
    for row in rows:
        article = found[row.version]
        chunk = Chunk(
            row.id, article.id, article.version, row.position, row.start, row.end, article.text[row.start : row.end],
            row.first_sentence, row.last_sentence,
        )  # fmt: skip
        result[row.id] = (chunk, article)
    return result


def chunk_sentences(
    connection: Connection, found: Mapping[str, tuple[Chunk, Article]]
) -> dict[str, tuple[Sentence, ...]]:
    """Chunk id → its sentences in order, of chunks as `read_chunks` gives them."""
    rows: dict[str, list[Any]] = {identity: [] for identity in found}
    for batch in batches(list(found)):
        statement = (
            select(chunks.c.id, sentences.c.position, sentences.c.start, sentences.c.end, sentences.c.paragraph)
            .join_from(chunks, sentences, sentences.c.version == chunks.c.version)
            .where(chunks.c.id.in_(batch))
            .where(sentences.c.position.between(chunks.c.first_sentence, chunks.c.last_sentence))
            .order_by(chunks.c.number, sentences.c.position)
        )
        for row in connection.execute(statement):
            rows[row.id].append(row)
    return {
        identity: tuple(make_sentence(found[identity][1], *row[1:]) for row in inside)
        for identity, inside in rows.items()
    }


def chunk_vectors(connection: Connection, chunk_ids: Sequence[str]) -> dict[str, Vector]:
    """Chunk id → its vector; those not embedded are left out."""
    result: dict[str, Vector] = {}
    for batch in batches(chunk_ids):
        statement = select(chunks.c.id, embeddings.c.vector).join_from(chunks, embeddings)
        rows = connection.execute(statement.where(chunks.c.id.in_(batch), embeddings.c.vector.is_not(None)))
        result.update((identity, vector_from(stored)) for identity, stored in rows)
    return result


def sentences_by_id(connection: Connection, sentence_ids: Sequence[str]) -> dict[str, tuple[Sentence, Article]]:
    """Sentence id → sentence and article, each article read once; unknown ids are left out."""
    asked = {given: parsed for given in sentence_ids if (parsed := ids.parse_sentence_id(given))}
    numbers = version_numbers(connection, {(article, version) for article, version, _ in asked.values()})
    told: dict[tuple[str, int, int], tuple[Sentence, Article]] = {}
    for batch in batches(list(numbers.values())):
        found = {
            (article.id, article.version): article
            for article in read_articles(connection, article_rows().where(versions.c.number.in_(batch)))
        }
        spans = select(sentences).where(sentences.c.version.in_(batch))
        pairs = {number: pair for pair, number in numbers.items()}
        for row in connection.execute(spans):
            article = found[pairs[row.version]]
            sentence = make_sentence(article, row.position, row.start, row.end, row.paragraph)
            told[article.id, article.version, row.position] = (sentence, article)
    return {given: told[parsed] for given, parsed in asked.items() if parsed in told}


def sentence_vectors(connection: Connection, sentence_ids: Sequence[str]) -> dict[str, Vector]:
    """Sentence id → its vector; unknown ids and those not embedded are left out."""
    asked = {given: parsed for given in sentence_ids if (parsed := ids.parse_sentence_id(given))}
    numbers = version_numbers(connection, {(article, version) for article, version, _ in asked.values()})
    keys = {
        (numbers[article, version], position): given
        for given, (article, version, position) in asked.items()
        if (article, version) in numbers
    }
    result: dict[str, Vector] = {}
    rows = connection.execute(_SENTENCE_VECTORS, {"wanted": json.dumps(list(keys))})
    for version, position, stored in rows:
        result[keys[version, position]] = vector_from(stored)
    return result


# Looks the pairs up one by one: for (version, position) IN (…) SQLite reads the whole table.
_SENTENCE_VECTORS = text("""
    SELECT sentences.version, sentences.position, embeddings.vector
    FROM json_each(:wanted) AS pair
    CROSS JOIN sentences ON sentences.version = json_extract(pair.value, '$[0]')
        AND sentences.position = json_extract(pair.value, '$[1]')
    JOIN embeddings ON embeddings.number = sentences.embedding
    WHERE embeddings.vector IS NOT NULL
""")


def vector_from(stored: bytes) -> Vector:
    """A vector from its bytes in the catalogue."""
    return np.frombuffer(stored, dtype="<f4")


def outlets(connection: Connection) -> tuple[str, ...]:
    """Outlets of current articles, sorted."""
    statement = select(versions.c.outlet).where(versions.c.current, versions.c.outlet.is_not(None)).distinct()
    return tuple(sorted(connection.execute(statement).scalars()))


def count_current_chunks(connection: Connection, filters: Filters = Filters(), embedded: bool = False) -> int:
    """Chunks of current versions that pass; only of embedded versions if asked."""
    statement = select(func.coalesce(func.sum(versions.c.chunk_count), 0)).where(versions.c.current, passing(filters))
    if embedded:
        statement = statement.where(versions.c.embedded_in.is_not(None))
    return int(connection.execute(statement).scalar_one())


def version_numbers(connection: Connection, wanted: set[tuple[str, int]]) -> dict[tuple[str, int], int]:
    """(article id, version) → the number of its row; unknown ones are left out."""
    result: dict[tuple[str, int], int] = {}
    for batch in batches(sorted({article for article, _ in wanted})):
        statement = (
            select(articles.c.id, versions.c.version, versions.c.number)
            .join_from(articles, versions)
            .where(articles.c.id.in_(batch))
        )
        rows = connection.execute(statement)
        result.update(((article, version), number) for article, version, number in rows)
    return {pair: number for pair, number in result.items() if pair in wanted}
