"""What an ingest reports: while it runs, and at the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Stage: TypeAlias = Literal["read", "compare", "embed", "facts", "events", "index"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage is.

    `done` and `total` count articles (read, compared, their facts found, the model asked for their events), texts
    embedded, or chunks indexed.
    """

    stage: Stage
    done: int
    total: int | None  # None while unknown: a stream tells its length only at its end
    rate: float | None  # per second, over the stage so far
    remaining_seconds: float | None
    source: str = ""  # the source or article it is at


@dataclass(frozen=True, slots=True)
class Failure:
    """A source, or one line of it, that could not be stored. `message` is one line: what happened and the remedy."""

    source: str
    message: str


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest did."""

    stored: tuple[str, ...]  # ids of new articles
    versions: tuple[str, ...]  # ids of articles that got a new version
    updated: tuple[str, ...]  # ids of articles whose metadata changed, nothing embedded again
    unchanged: int
    failures: tuple[Failure, ...]
    sentences: int  # of the new articles and versions
    chunks: int
    seconds: float
    embedding_seconds: float
    remarks: tuple[str, ...] = ()  # what went otherwise than asked for, one line each, and loses nothing
