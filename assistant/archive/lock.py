"""The writer lock: one ingest at a time, released by the operating system even if the process is killed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.errors import ArchiveBusy, ArchiveError

_SECONDS = 0.5  # how long a second writer waits before it is refused


@contextmanager
def writer_lock(folder: Path) -> Iterator[None]:
    """Held while the block runs; ArchiveBusy at once if another process or thread has it."""
    lock = FileLock(folder / "writer.lock", timeout=_SECONDS, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        raise ArchiveBusy(
            f"another ingest is writing the archive {folder}",
            "wait until it is done, or stop it, and run this command again",
        ) from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ArchiveError(
            f"the archive {folder} cannot be locked ({reason})", "name a folder you may write to with --archive"
        ) from None
    try:
        yield
    finally:
        lock.release()
