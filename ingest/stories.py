"""Compares what the archive holds unread with what it held before: which articles share an agency's text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.progress import Clock

if TYPE_CHECKING:
    from assistant.archive.writing import Writer


def read_stories(writer: Writer, clock: Clock) -> None:
    """Compares all that waits, also from a run that was killed. Before embedding: from then on it is searched."""
    done = 0

    def on_progress(now: int, total: int) -> None:
        nonlocal done
        if done == 0:
            clock.begin("compare", total)
        clock.advance(now - done, "")
        done = now

    if writer.read_stories(on_progress):
        clock.finish()
