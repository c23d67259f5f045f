"""The schema's version: made new, brought up to date, or refused."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from sqlalchemy import Connection, insert, select

from assistant.archive.copied import mark_copies
from assistant.archive.schema import APPLICATION_ID, COPIED_WORDS, WORDS, metadata, state, story_read
from assistant.errors import ArchiveError


def _facts(connection: Connection) -> None:
    """1 → 2: names, people and events. The next ingest finds them, nothing is embedded again."""
    for column in ("names", "names_key"):
        connection.exec_driver_sql(f"ALTER TABLE embeddings ADD COLUMN {column} TEXT")
    metadata.create_all(connection)


def _copies(connection: Connection) -> None:
    """2 → 3: which chunks repeat another article, of those that have been compared."""
    metadata.create_all(connection)
    for statement in COPIED_WORDS:
        connection.exec_driver_sql(statement)
    for number in connection.execute(select(story_read.c.version).order_by(story_read.c.version)).scalars().all():
        mark_copies(connection, number)


# Step n brings version n + 1 to n + 2, in order; a released step is never changed. Each runs in the same transaction
# as the version number, so a killed upgrade starts again where it was.
UPGRADES: tuple[Callable[[Connection], None], ...] = (_facts, _copies)


def newest_version() -> int:
    """The schema version that this program writes; versions count from 1."""
    return len(UPGRADES) + 1


def is_current(connection: Connection) -> bool:
    """Whether nothing is to be done. ArchiveError if another program or a newer version of this one wrote it."""
    version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    owner = int(connection.exec_driver_sql("PRAGMA application_id").scalar_one())
    if version > newest_version() and owner == APPLICATION_ID:
        raise ArchiveError(
            f"the archive has schema version {version}, this presseschau knows {newest_version()}",
            "update presseschau, or name another folder with --archive",
        )
    tables = int(connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one())
    if owner != APPLICATION_ID and tables:
        raise ArchiveError("the archive's catalogue belongs to another program", "name another folder with --archive")
    return version == newest_version()


def bring_up_to_date(connection: Connection) -> None:
    """Creates the schema or upgrades it; inside the caller's write transaction."""
    if is_current(connection):
        return
    version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    if version == 0:
        _create(connection)
    for upgrade in UPGRADES[version - 1 :] if version else ():
        upgrade(connection)
    connection.exec_driver_sql(f"PRAGMA user_version = {newest_version()}")


def _create(connection: Connection) -> None:
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    metadata.create_all(connection)
    for statement in (*WORDS, *COPIED_WORDS):
        connection.exec_driver_sql(statement)
    first = {"number": 1, "archive": uuid.uuid4().hex[:12], "generation": 0}
    connection.execute(insert(state).values(**first, collection_generation=0, collection_size=0))
