"""The store: the catalogue (SQL) leads, the collection (Chroma) follows.

Importing this package is cheap; the database and Chroma are loaded when they are first needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.archive.records import (
    ChunkSpan,
    CollectionReport,
    Listed,
    NewArticle,
    Pending,
    Span,
    Statistics,
    Stored,
    TextToEmbed,
)

if TYPE_CHECKING:
    from assistant.archive.archive import Archive, open_archive, open_catalogue
    from assistant.archive.writing import Writer

__all__ = [
    "Archive",
    "ChunkSpan",
    "CollectionReport",
    "Listed",
    "NewArticle",
    "Pending",
    "Span",
    "Statistics",
    "Stored",
    "TextToEmbed",
    "Writer",
    "open_archive",
    "open_catalogue",
]


def __getattr__(name: str) -> Any:
    if name in {"Archive", "open_archive", "open_catalogue"}:
        from assistant.archive import archive

        return getattr(archive, name)
    if name == "Writer":
        from assistant.archive.writing import Writer

        return Writer
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
