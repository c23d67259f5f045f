"""Opens the catalogue's SQLite file and gives transactions on it; its errors become one line each."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock
from filelock import Timeout as LockTimeout
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import DBAPIError

from assistant.archive.migrations import bring_up_to_date, is_current
from assistant.errors import ArchiveBusy, ArchiveError

FILE = "catalogue.sqlite3"
_OURS = ("*.sqlite3*", "*.lock", "collections", ".*")  # what may lie in an archive's folder
_BUSY_SECONDS = 10.0


class Database:
    """The catalogue's file; safe for many threads, each transaction on a connection of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._held = threading.local()
        _check_folder(folder)
        self._engine = create_engine(
            f"sqlite:///{folder / FILE}",
            pool_size=8,
            max_overflow=-1,
            connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False},
        )
        event.listen(self._engine, "connect", _configure)
        event.listen(self._engine, "begin", _begin)
        try:
            with translated(folder):
                self._prepare()
        except BaseException:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the catalogue, whatever is written meanwhile."""
        held = getattr(self._held, "connection", None)
        if held is not None:
            yield held
            return
        with translated(self.folder), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def held(self) -> Iterator[None]:
        """All that this thread reads in the block is one transaction: one state, and one begin and end for all."""
        with self.reading() as connection:
            outer, self._held.connection = getattr(self._held, "connection", None), connection
            try:
                yield
            finally:
                self._held.connection = outer

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that commits as a whole when the block ends, or not at all."""
        with translated(self.folder), self._engine.connect() as plain:
            connection = plain.execution_options(begin="BEGIN IMMEDIATE")
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Closes all connections that are not in use."""
        self._engine.dispose()

    def _prepare(self) -> None:
        with self.reading() as connection:
            if is_current(connection):
                return
        # Only one process changes the journal's mode and the schema; a second one waits and finds it done.
        try:
            with FileLock(self.folder / "schema.lock", timeout=_BUSY_SECONDS):
                raw = self._engine.raw_connection()
                try:
                    raw.cursor().execute("PRAGMA journal_mode = WAL")
                finally:
                    raw.close()
                with self.writing() as connection:
                    bring_up_to_date(connection)
        except LockTimeout:
            raise ArchiveBusy("another presseschau is upgrading the archive", "wait until it is done") from None


def _configure(connection: Any, _record: object) -> None:
    """SQLAlchemy begins transactions itself, so that reading is one transaction too (its SQLite page says why)."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA synchronous = FULL")  # a switch that is committed must survive a power cut
    cursor.execute("PRAGMA cache_size = -32000")
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def _check_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        others = [entry.name for entry in folder.iterdir() if not any(entry.match(name) for name in _OURS)]
    except (FileExistsError, NotADirectoryError):
        raise ArchiveError(f"the archive {folder} is a file", "name a folder with --archive") from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ArchiveError(
            f"the archive {folder} cannot be used ({reason})", "name a folder you may write to with --archive"
        ) from None
    if others and not (folder / FILE).exists():
        raise ArchiveError(
            f"{folder} is not an archive, it holds other files ({sorted(others)[0]})",
            "name an empty or a new folder with --archive",
        )


_REMEDIES = {
    "SQLITE_FULL": (
        "the disk is full",
        "free some space and run the same command again, nothing stored so far is lost",
    ),
    "SQLITE_READONLY": ("the archive cannot be written", "check the permissions of its folder, or name another one"),
    "SQLITE_CANTOPEN": ("the archive cannot be opened", "check the permissions of its folder, or name another one"),
    "SQLITE_NOTADB": ("the archive's catalogue is no SQLite file", "restore it, or name another folder"),
    "SQLITE_CORRUPT": ("the archive's catalogue is damaged", "restore it from a copy, or ingest into a new folder"),
    "SQLITE_IOERR": ("the archive's disk does not answer as it should", "check the disk and run the command again"),
}


@contextmanager
def translated(folder: Path) -> Iterator[None]:
    """SQLite's errors as ArchiveError; a mistake of the program (a wrong statement) stays what it is."""
    try:
        yield
    except DBAPIError as error:
        name = getattr(error.orig, "sqlite_errorname", "")
        if name.startswith("SQLITE_BUSY") or name.startswith("SQLITE_LOCKED"):
            raise ArchiveBusy(
                f"the archive {folder} is being written", "try again when the other command is done"
            ) from None
        for prefix, (happened, remedy) in _REMEDIES.items():
            if name.startswith(prefix):
                raise ArchiveError(f"{happened} ({folder})", remedy) from None
        raise
