"""The archive as its readers see it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType

import numpy as np
import numpy.typing as npt

from assistant.archive.records import Statistics
from assistant.archive.writing import Writer
from assistant.settings import Settings
from assistant.types import Article, Chunk, Filters, Hit, Sentence

Vector = npt.NDArray[np.float32]


def open_archive(settings: Settings, *, model_key: str, dimension: int, replace_model: bool = False) -> Archive:
    """Opens the archive, made if missing. ModelKeyMismatch if it holds vectors of another model key, unless
    `replace_model`: then the next writer forgets them and `pending()` gives every article again.
    """
    raise NotImplementedError


def open_catalogue(settings: Settings) -> Archive:
    """The archive without a model: articles, show, remove, doctor; no dense search."""
    raise NotImplementedError


class Archive:
    """Reads the archive; safe for many threads. A context manager."""

    folder: Path

    def generation(self) -> int:
        """A number that grows with every committed write."""
        raise NotImplementedError

    def articles(self, filters: Filters = Filters()) -> tuple[Article, ...]:  # noqa: B008
        """Newest version of each, newest published first, undated last."""
        raise NotImplementedError

    def article(self, article_id: str, version: int | None = None) -> Article:
        """By id, or by a source id or file name that only one article has; ArticleNotFound."""
        raise NotImplementedError

    def outlets(self) -> tuple[str, ...]:
        """Outlets of the current articles, sorted."""
        raise NotImplementedError

    def sentences(self, article_id: str, version: int | None = None) -> tuple[Sentence, ...]:
        """All sentences of an article version, in order."""
        raise NotImplementedError

    def sentence(self, sentence_id: str) -> Sentence:
        """One sentence, also of an old version; ArticleNotFound."""
        raise NotImplementedError

    def dense_search(self, vector: Vector, limit: int, filters: Filters = Filters()) -> tuple[Hit, ...]:  # noqa: B008
        """The chunks nearest by cosine, best first."""
        raise NotImplementedError

    def lexical_search(
        self,
        terms: Sequence[str],
        keys: Sequence[str],
        limit: int,
        filters: Filters = Filters(),  # noqa: B008
    ) -> tuple[Hit, ...]:
        """BM25 over title and body (stems) and names (spelling keys), best first, larger is better."""
        raise NotImplementedError

    def chunks(self, chunk_ids: Sequence[str]) -> tuple[tuple[Chunk, Article], ...]:
        """Order kept, unknown ids left out."""
        raise NotImplementedError

    def chunk_sentences(self, chunk_ids: Sequence[str]) -> dict[str, tuple[Sentence, ...]]:
        """Chunk id → its sentences in order."""
        raise NotImplementedError

    def sentence_vectors(self, sentence_ids: Sequence[str]) -> dict[str, Vector]:
        """Sentence id → unit vector; those not embedded are left out."""
        raise NotImplementedError

    def chunk_vectors(self, chunk_ids: Sequence[str]) -> dict[str, Vector]:
        """Chunk id → unit vector; those not embedded are left out."""
        raise NotImplementedError

    def document_frequencies(self, terms: Sequence[str]) -> dict[str, int]:
        """Stem → number of chunks (title or body) it occurs in."""
        raise NotImplementedError

    def chunk_count(self) -> int:
        """Chunks of current versions."""
        raise NotImplementedError

    def undated(self) -> int:
        """Current articles without a date of publication."""
        raise NotImplementedError

    def statistics(self) -> Statistics:
        """The archive in numbers."""
        raise NotImplementedError

    def writer(self) -> AbstractContextManager[Writer]:
        """The one writer; ArchiveBusy within a second if another process has it."""
        raise NotImplementedError

    def close(self) -> None:
        """Releases files and connections."""
        raise NotImplementedError

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
