"""Whether a build of the collection is as it was written: damage is found before anybody opens it.

Reading every file takes longer the larger the archive is. Readers do so whenever they open a build, since a damaged
index can end the process, and so does `presseschau doctor`. The ingest of one article does it once a day; in between
size, time of change and inode of each file tell it that nobody wrote there, and any reader in trouble leaves a mark
that makes the next ingest look again. docs/decisions/0070-speed.md says why that is enough.
"""

from __future__ import annotations

import json
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Row

from assistant.archive import collection as chroma
from assistant.archive.collection import CollectionError, Place
from assistant.archive.records import CollectionState

CHECKED = "checked.json"  # in a build: file → its stamp when all files were last read; its own date tells when
SUSPECT = "suspect"  # in a build: a reader had trouble with it
_OURS = (CHECKED, SUSPECT)
_SECONDS_BETWEEN = 86_400.0  # between two readings of all files by ingests


def checksums(folder: Path) -> dict[str, int]:
    """CRC-32 of every index file of a build, by its path there."""
    return {path.relative_to(folder).as_posix(): chroma.checksum(path) for path in _index_files(folder)}


def unsound(place: Place, now: Row[Any]) -> CollectionState | None:
    """`missing` or `unreadable` if it must not be opened; None if all its index files are as they were built.

    Chroma's SQLite file is not looked at: every opening writes a row there, and damage to it ends in an error.
    """
    if place.folder is None:
        try:
            opened = chroma.open_collection(place)
        except CollectionError:
            return "unreadable"
        opened.close()
        return None
    if not place.folder.is_dir():
        return "missing"
    with suppress(OSError):
        if checksums(place.folder) == json.loads(now.collection_checksums or "{}"):
            return None
    return "unreadable"


def thoroughly(place: Place, now: Row[Any]) -> CollectionState | None:
    """As `unsound`, Chroma's SQLite file included."""
    wrong = unsound(place, now)
    if wrong is None and place.folder is not None and not chroma.database_is_sound(place.folder):
        return "unreadable"
    return wrong


def untouched(folder: Path) -> bool:
    """Whether nobody wrote to the index since all files of a build were read, a day ago at most, or had trouble."""
    record = folder / CHECKED
    with suppress(OSError, ValueError):
        age = time.time() - record.stat().st_mtime
        fresh = 0.0 <= age <= _SECONDS_BETWEEN and not (folder / SUSPECT).exists()
        return fresh and json.loads(record.read_text(encoding="ascii")) == _stamps(folder)
    return False


def remember(folder: Path) -> None:
    """Notes that all files of a build have just been read and were sound; only for the one writer."""
    with suppress(OSError):
        (folder / SUSPECT).unlink(missing_ok=True)
        (folder / CHECKED).write_text(json.dumps(_stamps(folder)), encoding="ascii")


def suspect(place: Place) -> None:
    """Makes the next ingest read all files of a build, if the folder may be written to."""
    if place.folder is not None and place.folder.is_dir():
        with suppress(OSError):
            (place.folder / SUSPECT).touch()


def _stamps(folder: Path) -> dict[str, list[int]]:
    """Size, time of change in nanoseconds and inode of each index file; of the SQLite file whether it is whole."""
    stamps = {}
    for path in _index_files(folder):
        stat = path.stat()
        stamps[path.relative_to(folder).as_posix()] = [stat.st_size, stat.st_mtime_ns, stat.st_ino]
    stamps[chroma.DATABASE] = [int(chroma.database_is_whole(folder))]
    return stamps


def _index_files(folder: Path) -> list[Path]:
    """The files of the index, which nobody writes to once a build is done."""
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in _OURS and not path.name.startswith(chroma.DATABASE)
    ]
