"""Rate and remaining time of a stage, told a few times a second."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import get_args

from ingest.records import Progress, Stage

_EVERY = 0.1  # seconds between two reports; a page or a terminal shows no more


class Clock:
    """Counts what a stage has done and reports it to `on_progress`, which may raise to stop the ingest."""

    def __init__(
        self, on_progress: Callable[[Progress], None] | None, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._on_progress = on_progress
        self._now = now
        self._stage: Stage = "read"
        self._total: int | None = None
        self._done = 0
        self._begun = self._told = 0.0
        self.seconds: dict[Stage, float] = dict.fromkeys(get_args(Stage), 0.0)

    def begin(self, stage: Stage, total: int | None) -> None:
        """Starts a stage; `total` is None where it is unknown."""
        self._stage, self._total, self._done = stage, total, 0
        self._begun = self._now()
        self._tell("")

    def advance(self, count: int, source: str) -> None:
        """`count` more are done, the last of them `source`."""
        self._done += count
        if self._now() - self._told >= _EVERY:
            self._tell(source)

    def finish(self) -> None:
        """Ends the stage."""
        self.seconds[self._stage] += self._now() - self._begun
        self._tell("")

    def _tell(self, source: str) -> None:
        if self._on_progress is None:
            return
        self._told = self._now()
        seconds = self._told - self._begun
        rate = self._done / seconds if seconds > 0 and self._done else None
        remaining = None
        if rate and self._total is not None:
            remaining = max(0, self._total - self._done) / rate
        self._on_progress(Progress(self._stage, self._done, self._total, rate, remaining, source))
