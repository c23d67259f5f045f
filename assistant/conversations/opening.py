"""Opens the file of conversations, and gives transactions on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from assistant.conversations.tables import SCHEMA, metadata
from assistant.errors import ConversationsError

_BUSY_SECONDS = 10.0


def open_file(path: Path) -> Engine:
    """An engine on the file, which is made where there is none. Raises ConversationsError for one it cannot use."""
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        f"sqlite:///{path}",
        pool_size=8,
        max_overflow=-1,
        connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False},
    )
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    try:
        _prepare(engine, path)
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that commits as a whole when the block ends, or not at all."""
    with engine.connect() as plain:
        connection = plain.execution_options(begin="BEGIN IMMEDIATE")
        with connection.begin():
            yield connection


@contextmanager
def told(path: Path) -> Iterator[None]:
    """SQLite's errors as ConversationsError."""
    try:
        yield
    except (DBAPIError, OSError) as error:
        reason = getattr(getattr(error, "orig", None), "sqlite_errorname", "") or type(error).__name__
        raise ConversationsError(
            f"the conversations in {path} cannot be used ({reason})",
            "check the folder's permissions and the disk, or move the file away",
        ) from None


def _prepare(engine: Engine, path: Path) -> None:
    with engine.connect() as plain:
        version = plain.exec_driver_sql("PRAGMA user_version").scalar_one()
    if version > SCHEMA:
        raise ConversationsError(f"{path} was written by a newer presseschau", "upgrade, or move the file away")
    if version == SCHEMA:
        return
    # The journal's mode cannot be changed by two processes at once, whatever the timeout.
    with FileLock(path.with_suffix(".lock"), timeout=_BUSY_SECONDS):
        raw = engine.raw_connection()
        try:
            raw.cursor().execute("PRAGMA journal_mode = WAL")
        finally:
            raw.close()
        with writing(engine) as connection:
            metadata.create_all(connection)
            connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")


def _configure(connection: Any, _record: object) -> None:
    """SQLAlchemy begins transactions itself, as its page on SQLite advises."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))
