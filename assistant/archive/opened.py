"""The build of the collection that this process searches: opened once, closed when nobody searches it any more."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Row

from assistant.archive.collection import Collection, CollectionError, Place, open_collection
from assistant.archive.soundness import suspect, unsound

_TRY_AGAIN = 10.0  # seconds after which a collection that could not be opened or searched is tried again


class _Build:
    """One build on its way from opening to closed."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.collection: Collection | None = None
        self.users = 1  # the thread that opens it
        self.retired = False
        self.failed_at: float | None = None
        self.opened = threading.Event()


class OpenedCollection:
    """Gives the current build to many threads, follows a switch, and never makes a search fail."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._build: _Build | None = None

    @contextmanager
    def using(self, place: Place, now: Row[Any], wait: bool) -> Iterator[Collection | None]:
        """The collection at `place` while the block runs; None if it cannot be read, or is not yet open and the
        caller will not `wait`. A CollectionError in the block passes on, and puts the collection aside for a while.
        """
        build = self._take(place, now)
        try:
            if wait:
                build.opened.wait()
            usable = build.opened.is_set() and build.failed_at is None
            yield build.collection if usable else None
        except CollectionError:
            build.failed_at = time.monotonic()
            suspect(build.place)
            raise
        finally:
            self._give_back(build)

    def close(self) -> None:
        """Closes the build, waiting for the thread that opens it."""
        with self._lock:
            build, self._build = self._build, None
            if build is not None:
                build.retired = True
                build.users += 1
        if build is not None:
            build.opened.wait()
            self._give_back(build)

    def _take(self, place: Place, now: Row[Any]) -> _Build:
        with self._lock:
            build = self._build
            old = (
                build is not None and build.failed_at is not None and time.monotonic() - build.failed_at > _TRY_AGAIN
            )
            if build is None or build.place != place or old:
                unused = self._retire(build)
                build = self._build = _Build(place)
                threading.Thread(target=self._open, args=(build, now), name="open the collection").start()
            else:
                unused = None
            build.users += 1
        if unused is not None:
            _close(unused)
        return build

    def _open(self, build: _Build, now: Row[Any]) -> None:
        try:
            if unsound(build.place, now) is not None:
                raise CollectionError("the collection is damaged", "the next ingest rebuilds it")
            build.collection = open_collection(build.place)
        except CollectionError:
            build.failed_at = time.monotonic()
            suspect(build.place)
        finally:
            build.opened.set()
            self._give_back(build)

    def _give_back(self, build: _Build) -> None:
        with self._lock:
            build.users -= 1
            done = build.retired and build.users == 0
        if done:
            _close(build)

    @staticmethod
    def _retire(build: _Build | None) -> _Build | None:
        """Marks a build as replaced; returned when nobody uses it, else the last user closes it."""
        if build is None:
            return None
        build.retired = True
        return build if build.users == 0 else None


def _close(build: _Build) -> None:
    if build.collection is not None:
        with suppress(CollectionError):
            build.collection.close()
