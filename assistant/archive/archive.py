"""The archive as its readers see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from types import TracebackType

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, func, select

from assistant.archive import lexical, reading
from assistant.archive.building import Builder
from assistant.archive.copied import copied_count
from assistant.archive.database import Database
from assistant.archive.dense import DenseSearch
from assistant.archive.finding import find_article
from assistant.archive.ids import parse_sentence_id
from assistant.archive.knowledge import Knowledge
from assistant.archive.lock import writer_lock
from assistant.archive.modelkey import ModelKey
from assistant.archive.recent import Recent
from assistant.archive.records import Statistics
from assistant.archive.schema import versions
from assistant.archive.statistics import statistics
from assistant.archive.stories import story_numbers
from assistant.archive.writing import Writer, forget_model
from assistant.errors import ArticleNotFound
from assistant.settings import Settings
from assistant.types import Article, Chunk, Filters, Hit, Sentence

Vector = npt.NDArray[np.float32]
EVERYTHING = Filters()
# Kept of what was read last: some ten questions' worth, about 10 MB.
_RECENT_CHUNKS = 1_000
_RECENT_VECTORS = 4_000


def open_archive(settings: Settings, *, model_key: str, dimension: int, replace_model: bool = False) -> Archive:
    """Opens the archive in `settings.archive`, made if it is missing, for a model.

    ModelKeyMismatch if it holds vectors of another model, unless `replace_model`: then the next writer forgets them
    and `pending()` gives every article again. ArchiveError if the folder cannot be used.
    """
    return Archive(settings.archive, ModelKey(model_key, dimension), settings.chroma_url, replace_model)


def open_catalogue(settings: Settings) -> Archive:
    """The archive without a model: everything but dense search and new vectors."""
    return Archive(settings.archive, None, settings.chroma_url)


class Archive(Knowledge):
    """Reads the archive; safe for many threads. A context manager.

    Every call sees what is committed at that moment, also by other processes.
    """

    def __init__(
        self, folder: Path, model: ModelKey | None, chroma_url: str | None = None, replace_model: bool = False
    ) -> None:
        self.folder = folder
        self._model = model
        self._replace_model = replace_model
        super().__init__(Database(folder))
        self._frequencies = lexical.Frequencies()
        self._chunks: Recent[tuple[Chunk, Article]] = Recent(_RECENT_CHUNKS)
        self._sentences: Recent[tuple[Sentence, ...]] = Recent(_RECENT_CHUNKS)
        self._vectors: Recent[Vector] = Recent(_RECENT_VECTORS)  # of chunks and sentences, whose ids differ
        self._chunk_count = (-1, 0)  # generation, and what was counted there
        self._builder = Builder(self._database, chroma_url)
        self._dense = DenseSearch(self._database, model, chroma_url) if model is not None else None
        if model is not None and not replace_model:
            try:
                with self._database.reading() as connection:
                    model.check(connection)
            except BaseException:
                self.close()
                raise

    def at_one_moment(self) -> AbstractContextManager[None]:
        """All that this thread reads in the block comes from one state of the catalogue, in one transaction."""
        return self._database.held()

    def generation(self) -> int:
        """A number that grows with every committed write."""
        with self._database.reading() as connection:
            return reading.generation_of(connection)

    def articles(self, filters: Filters = EVERYTHING) -> tuple[Article, ...]:
        """Newest version of each article, text included; newest published first, undated last."""
        with self._database.reading() as connection:
            return reading.current_articles(connection, filters)

    def article(self, article_id: str, version: int | None = None) -> Article:
        """By id, or by a source id or file name that only one article has; ArticleNotFound with near ids."""
        with self._database.reading() as connection:
            return find_article(connection, article_id, version)

    def outlets(self) -> tuple[str, ...]:
        """Outlets of the current articles, sorted."""
        with self._database.reading() as connection:
            return reading.outlets(connection)

    def sentences(self, article_id: str, version: int | None = None) -> tuple[Sentence, ...]:
        """All sentences of an article version, in order; ArticleNotFound."""
        with self._database.reading() as connection:
            return reading.article_sentences(connection, find_article(connection, article_id, version))

    def sentence(self, sentence_id: str) -> Sentence:
        """One sentence by its id, also of an old version; ArticleNotFound."""
        parsed = parse_sentence_id(sentence_id)
        if parsed is not None:
            article_id, version, position = parsed
            found = self.sentences(article_id, version)
            if position < len(found) and found[position].id == sentence_id:
                return found[position]
        raise ArticleNotFound(f"there is no sentence {sentence_id!r}", "`presseschau show ID --json` lists them")

    def sources(self, sentence_ids: Sequence[str]) -> dict[str, tuple[Sentence, Article]]:
        """Sentence id → the sentence and its article; unknown ids are left out."""
        with self._database.reading() as connection:
            return reading.sentences_by_id(connection, sentence_ids)

    def dense_search(self, vector: Vector, limit: int, filters: Filters = EVERYTHING) -> tuple[Hit, ...]:
        """The chunks nearest by cosine, best first; old versions and removed articles never.

        ValueError for a vector with NaN, zeros alone or another dimension, or without a model; ModelKeyMismatch if
        another model has embedded the archive meanwhile.
        """
        if self._dense is None:
            raise ValueError("this archive was opened without a model")
        return self._dense.search(vector, limit, filters)

    def lexical_search(
        self, terms: Sequence[str], keys: Sequence[str], limit: int, filters: Filters = EVERYTHING
    ) -> tuple[Hit, ...]:
        """BM25 over title and body (`terms`: stems) and names (`keys`: spelling keys), best first, larger is better.

        All are OR-ed. Where the words together stand in very many chunks, the commonest are left out.
        """
        with self._database.reading() as connection:
            return lexical.search_words(connection, self._frequencies, terms, keys, limit, filters)

    def chunks(self, chunk_ids: Sequence[str]) -> tuple[tuple[Chunk, Article], ...]:
        """Chunks with their articles, order kept, unknown ids left out."""
        with self._database.reading() as connection:
            found = self._read_chunks(connection, reading.generation_of(connection), chunk_ids)
        return tuple(found[identity] for identity in chunk_ids if identity in found)

    def chunk_sentences(self, chunk_ids: Sequence[str]) -> dict[str, tuple[Sentence, ...]]:
        """Chunk id → its sentences in order; unknown ids left out."""
        with self._database.reading() as connection:
            now = reading.generation_of(connection)

            def read(missing: Sequence[str]) -> dict[str, tuple[Sentence, ...]]:
                return reading.chunk_sentences(connection, self._read_chunks(connection, now, missing))

            return self._sentences.of(now, chunk_ids, read)

    def sentence_vectors(self, sentence_ids: Sequence[str]) -> dict[str, Vector]:
        """Sentence id → unit vector, float32 of shape (dimension,); those not embedded are left out."""
        with self._database.reading() as connection:
            now = reading.generation_of(connection)
            return self._vectors.of(now, sentence_ids, partial(reading.sentence_vectors, connection))

    def chunk_vectors(self, chunk_ids: Sequence[str]) -> dict[str, Vector]:
        """Chunk id → unit vector, float32 of shape (dimension,); those not embedded are left out."""
        with self._database.reading() as connection:
            now = reading.generation_of(connection)
            return self._vectors.of(now, chunk_ids, partial(reading.chunk_vectors, connection))

    def document_frequencies(self, terms: Sequence[str]) -> dict[str, int]:
        """Stem or key → number of current chunks that hold it in title, body or names; copies are not counted."""
        with self._database.reading() as connection:
            return self._frequencies.of(connection, terms)

    def chunk_count(self) -> int:
        """Chunks of current versions, without those that only repeat another article."""
        with self._database.reading() as connection:
            now = reading.generation_of(connection)
            known, count = self._chunk_count
            if known != now:
                count = reading.count_current_chunks(connection) - copied_count(connection)
                self._chunk_count = (now, count)
            return count

    def stories(self, pairs: Sequence[tuple[str, int]]) -> dict[tuple[str, int], int]:
        """(article id, version) → number of the story it tells; equal for articles that share an agency's text.

        0 where it is not known: an old version, or an article that its ingest has not compared with others yet.
        Numbers hold as long as nothing is written.
        """
        with self._database.reading() as connection:
            return story_numbers(connection, pairs)

    def undated(self) -> int:
        """Current articles without a date of publication."""
        statement = select(func.count()).where(versions.c.current, versions.c.published.is_(None))
        with self._database.reading() as connection:
            return int(connection.execute(statement).scalar_one())

    def statistics(self) -> Statistics:
        """The archive in numbers, that of the collection included; the first call checks its files."""
        report = self._builder.report()
        with self._database.reading() as connection:
            return statistics(connection, self.folder, report)

    @contextmanager
    def writer(self) -> Iterator[Writer]:
        """The one writer while the block runs; ArchiveBusy within a second if another process or thread has it."""
        with writer_lock(self.folder):
            if self._model is not None:
                with self._database.reading() as connection:
                    fits = self._model.fits(connection)
                    if not self._replace_model:
                        self._model.check(connection)
                if not fits:
                    forget_model(self._database)
            yield Writer(self._database, self._builder, self._model)

    def close(self) -> None:
        """Releases files, connections and memory; nobody may be searching any more."""
        if self._dense is not None:
            self._dense.close()
        self._database.close()

    def _read_chunks(
        self, connection: Connection, generation: int, chunk_ids: Sequence[str]
    ) -> dict[str, tuple[Chunk, Article]]:
        return self._chunks.of(generation, chunk_ids, partial(reading.read_chunks, connection))

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
