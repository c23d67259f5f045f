"""Writing the archive: what an ingest may do while it holds the lock."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import select, update

from assistant.archive import embedding, facts, linking, stories, storing
from assistant.archive.building import Builder
from assistant.archive.database import Database
from assistant.archive.finding import find_article
from assistant.archive.ids import text_hash as hash_of
from assistant.archive.matching import matching_version
from assistant.archive.modelkey import ModelKey
from assistant.archive.reading import article_rows, read_articles
from assistant.archive.records import ChunkSpan, NewArticle, Pending, Read, Span, Stored, Unread
from assistant.archive.schema import articles, state, versions
from assistant.types import Article, NameSpan

if TYPE_CHECKING:
    from assistant.identity.people import Decision

_STORIES = 100  # articles compared in one transaction


class Writer:
    """The one writer of an archive. Every method commits as a whole or leaves all as it was."""

    def __init__(self, database: Database, builder: Builder, model: ModelKey | None) -> None:
        self._database = database
        self._builder = builder
        self._model = model

    def known(
        self, *, url: str | None, source: str, source_id: str | None, text_hash: str, outlet: str | None = None
    ) -> Article | None:
        """The stored article this is a version of (or the same text moved), newest version; None when it is new."""
        with self._database.reading() as connection:
            number = matching_version(
                connection, url=url, source=source, source_id=source_id, text_hash=text_hash, outlet=outlet
            )
            if number is None:
                return None
            return read_articles(connection, article_rows().where(versions.c.number == number))[0]

    def store(self, article: NewArticle, sentences: Sequence[Span], chunks: Sequence[ChunkSpan]) -> Stored:
        """Stores an article in one transaction, words included: new, a new version, other metadata, or unchanged.

        ValueError if a sentence or chunk does not lie within the text.
        """
        _check_spans(article.text, sentences, chunks)
        with self._database.writing() as connection:
            digest = hash_of(article.text)
            number = matching_version(
                connection,
                url=article.url,
                source=article.source,
                source_id=article.source_id,
                text_hash=digest,
                outlet=article.outlet,
            )
            if number is None:
                row, identity = storing.add_article(connection, article)
                version = storing.first_version(connection, identity)
                status = Stored("new", identity, version)
            else:
                old = read_articles(connection, article_rows().where(versions.c.number == number))[0]
                if old.text_hash == digest:
                    changed = self._change(connection, number, old, _said(article))
                    return Stored("metadata" if changed else "unchanged", old.id, old.version)
                storing.supersede(connection, number)
                row = connection.execute(select(articles.c.number).where(articles.c.id == old.id)).scalar_one()
                version = old.version + 1
                article, status = _inherit(article, old), Stored("version", old.id, version)
            stored = storing.add_version(connection, row, status.article_id, version, article, sentences, chunks)
            # All its texts may be known already: a copy of a story, or a text that came back.
            embedding.mark_embedded(connection, [stored], storing.next_generation(connection))
            return status

    def pending(self) -> Iterator[Pending]:
        """Articles stored but not wholly embedded, also from a killed run, with the texts that have no vector.

        A text that several articles share is given once. What is saved meanwhile is not given again.
        """
        with self._database.reading() as connection:
            waiting = embedding.waiting_versions(connection)
        given: set[str] = set()
        for number in waiting:
            with self._database.reading() as connection:
                texts = embedding.pending_texts(connection, number, given)
            if texts is not None:
                yield texts

    def save_vectors(
        self,
        vectors: Mapping[str, npt.NDArray[np.float32]],
        names: Mapping[str, Sequence[NameSpan]] | None = None,
        names_key: str = "",
    ) -> None:
        """Text hash → vector; stored at unit length. Articles whose texts all have one become searchable by meaning.

        names: what the tagger `names_key` found in the texts that are sentences, saved with their vectors.

        ValueError for NaN, infinity, zero or another dimension: nothing is saved then. ModelKeyMismatch if the
        archive's vectors are of another model.
        """
        if self._model is None:
            raise ValueError("this archive was opened without a model")
        stored = embedding.checked_vectors(vectors, self._model.dimension)
        if not stored:
            return
        with self._database.writing() as connection:
            self._model.claim(connection)
            numbers = embedding.save(connection, stored)
            facts.save_names(connection, names or {}, names_key)
            generation = storing.next_generation(connection)
            embedding.mark_embedded(connection, embedding.versions_using(connection, numbers), generation)

    def unread(
        self, key: str, names_key: str, events_by: str = facts.RULES, only: Collection[str] | None = None
    ) -> tuple[int, Iterator[Unread]]:
        """How many embedded articles have no facts of this key, also from a killed run, and each of them in turn.

        names_key: names of another tagger are left out. events_by: a chat model, to get those too whose events
        another found. only: ids of the articles to look at.
        """
        with self._database.reading() as connection:
            waiting = facts.unread_versions(connection, key, events_by, only)
        return len(waiting), self._each_unread(waiting, names_key)

    def _each_unread(self, waiting: Sequence[int], names_key: str) -> Iterator[Unread]:
        for number in waiting:
            with self._database.reading() as connection:
                found = facts.unread(connection, number, names_key)
            if found is not None:
                yield found

    def save_names(self, names: Mapping[str, Sequence[NameSpan]], names_key: str) -> None:
        """Hash of a sentence's text → the names in it, as the tagger `names_key` found them."""
        with self._database.writing() as connection:
            facts.save_names(connection, names, names_key)

    def save_facts(self, found: Sequence[Read]) -> None:
        """Replaces the facts of articles, and links their people to those of the archive."""
        with self._database.writing() as connection:
            facts.save(connection, found)
            storing.next_generation(connection)

    def decide(self, decision: Decision) -> None:
        """Keeps what a reader decided about two names, for all articles to come too, and links the people anew."""
        with self._database.writing() as connection:
            linking.decide(connection, decision)
            storing.next_generation(connection)

    def undo_decision(self) -> Decision | None:
        """Takes the newest decision back; None if there is none."""
        with self._database.writing() as connection:
            undone = linking.undo(connection)
            storing.next_generation(connection)
            return undone

    def update_metadata(
        self,
        article_id: str,
        *,
        title: str | None = None,
        published: date | None = None,
        outlet: str | None = None,
        url: str | None = None,
        author: str | None = None,
        language: str | None = None,
    ) -> bool:
        """Sets what is not None on the newest version; whether anything changed. ArticleNotFound."""
        given = {"title": title, "published": published, "outlet": outlet}
        given |= {"url": url, "author": author, "language": language}
        with self._database.writing() as connection:
            old = find_article(connection, article_id)
            statement = select(versions.c.number).join_from(articles, versions)
            number = connection.execute(statement.where(articles.c.id == old.id, versions.c.current)).scalar_one()
            return self._change(connection, number, old, given)

    def remove(self, article_ids: Sequence[str]) -> tuple[str, ...]:
        """Deletes articles with all their versions; the ids removed. ArticleNotFound if one is unknown: none goes."""
        with self._database.writing() as connection:
            found = tuple(dict.fromkeys(find_article(connection, given).id for given in article_ids))
            if found:
                storing.delete_articles(connection, found)
                storing.next_generation(connection)
            return found

    def read_stories(self, on_progress: Callable[[int, int], None] | None = None) -> int:
        """Finds which articles share text with others, also those that a killed run left; how many were compared.

        `on_progress(done, total)`. Some are committed at a time: a stop or a kill loses at most those.
        """
        with self._database.reading() as connection:
            waiting = stories.unread_versions(connection)
        for done in range(0, len(waiting), _STORIES):
            with self._database.writing() as connection:
                stories.read_versions(connection, waiting[done : done + _STORIES])
                storing.next_generation(connection)
            if on_progress is not None:
                on_progress(min(done + _STORIES, len(waiting)), len(waiting))
        return len(waiting)

    def refresh_collection(self, force: bool = False, on_progress: Callable[[int, int], None] | None = None) -> bool:
        """Rebuilds the collection when it is due (or `force`); whether it did. `on_progress(done, total)` in chunks.

        ArchiveError if the build fails; the old collection stays in use then, and nothing is lost.
        """
        return self._builder.refresh(force, on_progress)

    @staticmethod
    def _change(connection: Any, number: int, old: Article, given: Mapping[str, Any]) -> bool:
        changes = {name: value for name, value in given.items() if value and value != getattr(old, name)}
        if changes:
            storing.change_metadata(connection, number, changes)
            storing.next_generation(connection)
        return bool(changes)


def forget_model(database: Database) -> None:
    """Drops every vector and the collection, so that another model can embed the archive anew; texts stay."""
    with database.writing() as connection:
        from assistant.archive.schema import embeddings

        connection.execute(update(embeddings).values(vector=None))
        connection.execute(update(versions).values(embedded_in=None))
        nothing = {"model_key": None, "dimension": None, "collection": None, "collection_server": None}
        connection.execute(
            update(state).values(**nothing, collection_generation=0, collection_size=0, collection_checksums=None)
        )
        storing.next_generation(connection)


def _said(article: NewArticle) -> dict[str, Any]:
    return {name: getattr(article, name) for name in storing.METADATA}


def _inherit(article: NewArticle, old: Article) -> NewArticle:
    """What the new version does not say stays as it was known."""
    missing = {name: getattr(old, name) for name in storing.METADATA if not getattr(article, name)}
    return replace(article, **missing)


def _check_spans(text: str, sentences: Sequence[Span], chunks: Sequence[ChunkSpan]) -> None:
    spans: list[Span | ChunkSpan] = [*sentences, *chunks]
    for span in spans:
        if not 0 <= span.start < span.end <= len(text):
            raise ValueError(f"the span {span.start} to {span.end} does not lie in a text of {len(text)} characters")
    for chunk in chunks:
        if not 0 <= chunk.first_sentence <= chunk.last_sentence < len(sentences):
            raise ValueError(f"a chunk names sentences {chunk.first_sentence} to {chunk.last_sentence}")
