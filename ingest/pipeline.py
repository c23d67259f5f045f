"""The way in: sources → clean articles → sentences → chunks → archive, then vectors, facts, and the collection.

Articles are stored first and embedded after, each step committed on its own: an ingest that is stopped or killed at
any point loses nothing, and the next one embeds what this one left.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from assistant.archive import open_archive
from assistant.archive.ids import text_hash
from assistant.archive.lock import writer_lock
from assistant.archive.records import NewArticle
from assistant.archive.storing import METADATA
from assistant.errors import SourceError
from assistant.settings import Settings
from ingest.chunk import make_chunks
from ingest.embed import embed_pending
from ingest.facts import ask_model, read_facts
from ingest.load import RawArticle, count_articles, find_files, load
from ingest.model_events import check_model
from ingest.prepare import Flags, prepare, sentence_spans
from ingest.progress import Clock
from ingest.records import Failure, IngestReport, Progress
from ingest.stories import read_stories

if TYPE_CHECKING:
    from assistant.archive.writing import Writer
    from assistant.models.spending import Ledger


def ingest(
    sources: Sequence[str | Path],
    settings: Settings,
    *,
    published: date | None = None,
    outlet: str | None = None,
    language: str | None = None,
    force: bool = False,
    events: Literal["rules", "model"] = "rules",
    ledger: Ledger | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> IngestReport:
    """Stores the articles of `sources` (files, folders, globs) and makes them findable.

    `published`, `outlet` and `language` fill what a source does not say; with `force` they count before that. What is
    wrong with a source stands in the report; the others are stored. events: who finds them, our rules or, for the
    articles of `sources`, the chat model of the settings; `ledger` is where its cost is written down. Raises
    ArchiveBusy, ArchiveError, ModelError, SettingsError without a chat model that is needed, and whatever
    `on_progress` raises: the way to stop it, as Ctrl-C is.
    """
    begun = time.monotonic()
    if events == "model":
        check_model(settings)
    _refuse_if_busy(settings)
    from assistant.models import embedder as make_embedder

    embedder = make_embedder(settings)
    clock = Clock(on_progress)
    tally = _Tally()
    flags = Flags(published, outlet, language, force)
    with (
        open_archive(settings, model_key=embedder.key, dimension=embedder.dimension, replace_model=force) as archive,
        archive.writer() as writer,
    ):
        _read(sources, flags, writer, clock, tally)
        read_stories(writer, clock)
        embed_pending(writer, embedder, clock)
        read_facts(writer, embedder, clock)
        if events == "model" and (failed := ask_model(writer, embedder, clock, settings, ledger, tally.seen)):
            tally.remarks.append(failed)
        _refresh(writer, clock)
    return tally.report(time.monotonic() - begun, clock.seconds["embed"])


def _refuse_if_busy(settings: Settings) -> None:
    """ArchiveBusy before a model is loaded, which takes longer than a second ingest should wait for its refusal."""
    if settings.archive.is_dir():
        with writer_lock(settings.archive):
            pass


@dataclass
class _Tally:
    """What has been done so far."""

    stored: list[str] = field(default_factory=list)
    versions: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: int = 0
    failures: list[Failure] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)  # ids of all articles of the sources
    sentences: int = 0
    chunks: int = 0

    def report(self, seconds: float, embedding_seconds: float) -> IngestReport:
        return IngestReport(
            stored=tuple(self.stored),
            versions=tuple(self.versions),
            updated=tuple(self.updated),
            unchanged=self.unchanged,
            failures=tuple(self.failures),
            sentences=self.sentences,
            chunks=self.chunks,
            seconds=seconds,
            embedding_seconds=embedding_seconds,
            remarks=tuple(self.remarks),
        )


def _read(sources: Sequence[str | Path], flags: Flags, writer: Writer, clock: Clock, tally: _Tally) -> None:
    files: list[Path] = []
    for found in find_files(sources):
        if isinstance(found, Failure):
            tally.failures.append(found)
        else:
            files.append(found)
    clock.begin("read", sum(map(count_articles, files)))
    for path in files:
        for raw in load(path):
            if isinstance(raw, Failure):
                tally.failures.append(raw)
                continue
            try:
                _store(raw, prepare(raw, flags), writer, tally)
            except SourceError as error:
                tally.failures.append(Failure(raw.source, str(error)))
            clock.advance(1, path.name)
    clock.finish()


def _store(raw: RawArticle, article: NewArticle, writer: Writer, tally: _Tally) -> None:
    digest = text_hash(article.text)
    known = writer.known(
        url=article.url, source=article.source, source_id=article.source_id, text_hash=digest, outlet=article.outlet
    )
    if known and raw.superseded:
        return  # an older text of an article whose newest one stands further down in the same file
    if known and known.text_hash == digest:
        if all(getattr(article, name) in (None, getattr(known, name)) for name in METADATA):
            tally.unchanged += 1
            tally.seen.add(known.id)
            return
        # The same text needs no sentences: the archive keeps those it has.
        stored = writer.store(article, (), ())
    else:
        sentences = sentence_spans(article.text, article.language)
        chunks = make_chunks(sentences)
        stored = writer.store(article, sentences, chunks)
        tally.sentences += len(sentences)
        tally.chunks += len(chunks)
    tally.seen.add(stored.article_id)
    if stored.status == "new":
        tally.stored.append(stored.article_id)
    elif stored.status == "version":
        tally.versions.append(stored.article_id)
    elif stored.status == "metadata":
        tally.updated.append(stored.article_id)
    else:
        tally.unchanged += 1


def _refresh(writer: Writer, clock: Clock) -> None:
    done = 0

    def on_progress(now: int, total: int) -> None:
        nonlocal done
        if done == 0:
            clock.begin("index", total)
        clock.advance(now - done, "")
        done = now

    if writer.refresh_collection(on_progress=on_progress):
        clock.finish()
