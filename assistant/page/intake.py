"""Uploaded files and sample articles on their way into the archive."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from assistant.errors import ArchiveError, ArticleNotFound
from assistant.page.work import Work
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from ingest.records import IngestReport, Progress

LIMIT = 10  # megabytes a file; larger ones are a job for the command line, which shows its rate and can be resumed
KINDS = ("txt", "md", "html", "htm", "jsonl")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as the browser sent it."""

    name: str
    content: bytes


class Stopped(Exception):
    """The reader stopped the intake; ingest loses nothing by it."""


class Intake(Work):
    """One run of ingest and what has come of it so far."""

    def __init__(
        self,
        sources: Sequence[Path | Upload],
        settings: Settings,
        assistant: Assistant,
        *,
        published: date | None = None,
        outlet: str | None = None,
        samples: bool = False,
    ) -> None:
        super().__init__()
        self.samples = samples
        self.progress: Progress | None = None
        self.report: IngestReport | None = None
        self.titles: tuple[str, ...] = ()  # of what is new in the archive
        self.too_large: tuple[str, ...] = ()  # names of files
        self._sources = sources
        self._settings = settings
        self._assistant = assistant
        self._published = published
        self._outlet = outlet

    def _results(self) -> None:
        from ingest import ingest

        uploads = [source for source in self._sources if isinstance(source, Upload)]
        self.too_large = tuple(upload.name for upload in uploads if len(upload.content) > LIMIT * 1_000_000)
        paths = [source for source in self._sources if isinstance(source, Path)]
        kept: list[Path] = []
        try:
            for upload in uploads:
                if upload.name not in self.too_large:
                    kept.append(self._keep(upload))
            if paths or kept:
                report = ingest(
                    [*paths, *kept],
                    self._settings,
                    published=self._published,
                    outlet=self._outlet,
                    on_progress=self._on_progress,
                )
                self.titles = self._titles([*report.stored, *report.versions])
                self.report = report
        except Stopped:
            return
        finally:
            for path in kept:
                shutil.rmtree(path.parent, ignore_errors=True)

    def _keep(self, upload: Upload) -> Path:
        """Write an upload where ingest can read it.

        The folder is named by the content: the same file again is recognised as the same source, and another file of
        the same name never passes for a new version of it.
        """
        name = PurePosixPath(PureWindowsPath(upload.name).name).name.strip(". ") or "upload.txt"
        folder = self._settings.archive / "uploads" / hashlib.sha256(upload.content).hexdigest()[:12]
        path = folder / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_bytes(upload.content)
        except OSError as error:
            raise ArchiveError(
                f"the upload {name!r} cannot be written ({error.strerror})",
                "free space, or see to the archive's rights",
            ) from error
        return path

    def _on_progress(self, progress: Progress) -> None:
        if self._stop.is_set():
            raise Stopped
        self.progress = progress

    def _titles(self, article_ids: Sequence[str]) -> tuple[str, ...]:
        titles = []
        for article_id in article_ids:
            try:
                titles.append(self._assistant.article(article_id).title)
            except ArticleNotFound:  # removed by somebody else meanwhile
                titles.append(article_id)
        return tuple(titles)
