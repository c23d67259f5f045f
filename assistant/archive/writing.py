"""Writing the catalogue; only one process at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

from assistant.archive.records import ChunkSpan, NewArticle, Pending, Span, Stored
from assistant.types import Article


class Writer:
    """What an ingest may do while it holds the lock. Every method commits or leaves all as it was."""

    def known(
        self, *, url: str | None, source: str, source_id: str | None, text_hash: str, outlet: str | None = None
    ) -> Article | None:
        """The stored article this is a version of (or the same text moved), newest version; None when it is new."""
        raise NotImplementedError

    def store(self, article: NewArticle, sentences: Sequence[Span], chunks: Sequence[ChunkSpan]) -> Stored:
        """Stores one article in one transaction."""
        raise NotImplementedError

    def pending(self) -> Iterator[Pending]:
        """Articles stored but not wholly embedded, also from a killed run, with the texts that have no vector."""
        raise NotImplementedError

    def save_vectors(self, vectors: Mapping[str, npt.NDArray[np.float32]]) -> None:
        """Text hash → unit vector; refuses NaN, zero and another dimension."""
        raise NotImplementedError

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
        """Sets what is not None; whether anything changed."""
        raise NotImplementedError

    def remove(self, article_ids: Sequence[str]) -> tuple[str, ...]:
        """Deletes articles with all their versions; the ids removed. ArticleNotFound if one is unknown: none is removed."""
        raise NotImplementedError

    def refresh_collection(self, force: bool = False, on_progress: Callable[[int, int], None] | None = None) -> bool:
        """Rebuilds the collection when it is due (or `force`); whether it did. `on_progress(done, total)` in chunks."""
        raise NotImplementedError
