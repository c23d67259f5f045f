"""Source → clean article → sentences → chunks → archive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ingest.pipeline import ingest
    from ingest.records import Failure, IngestReport, Progress

__all__ = ["Failure", "IngestReport", "Progress", "ingest"]


def __getattr__(name: str) -> Any:
    """Loads a public name when it is first used: `presseschau --help` pays for none of it."""
    if name == "ingest":
        from ingest.pipeline import ingest

        return ingest
    if name in __all__:
        from ingest import records

        return getattr(records, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
