"""How far a long job is, on stderr."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn

from assistant.terminal.output import errors


class Step(Protocol):
    """How far a long job is; ingest and evaluation each have a record of this shape."""

    @property
    def stage(self) -> str:
        """What is being done."""

    @property
    def done(self) -> int:
        """How many are done."""

    @property
    def total(self) -> int | None:
        """Of how many, None while unknown."""

    @property
    def rate(self) -> float | None:
        """Per second, None while unknown."""

    @property
    def remaining_seconds(self) -> float | None:
        """Seconds left, None while unknown."""


@contextmanager
def progress() -> Iterator[Callable[[Step], None]]:
    """A progress line on stderr with count, rate and remaining time; quiet where stderr is no terminal."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TaskProgressColumn(),
        TextColumn("{task.fields[speed]}", style="dim"),
    )
    with Progress(*columns, console=errors(), transient=True, disable=not sys.stderr.isatty()) as bar:
        tasks: dict[str, Any] = {}

        def show(state: Step) -> None:
            if state.stage not in tasks:
                tasks[state.stage] = bar.add_task(state.stage, total=state.total, speed="")
            rate = f"{state.rate:.1f}/s" if state.rate else ""
            left = (
                time.strftime("%M:%S left", time.gmtime(state.remaining_seconds)) if state.remaining_seconds else ""
            )
            bar.update(tasks[state.stage], completed=state.done, total=state.total, speed=f"{rate} {left}".strip())

        yield show
