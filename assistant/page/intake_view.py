"""An intake as the reader sees it: its progress, then what was stored and what failed."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from assistant.page.answer import message
from assistant.page.faults import fault
from assistant.page.intake import LIMIT, Intake
from assistant.page.markup import Markup, element, joined
from assistant.page.wording import Wording

if TYPE_CHECKING:
    from ingest import IngestReport, Progress

_TITLES_SHOWN = 8


def intake_markup(intake: Intake, words: Wording) -> Markup:
    """One intake: how far it is, or its report."""
    if intake.running:
        heading = words("taking_in_samples" if intake.samples else "taking_in")
        body = joined([element("p", heading, class_="ps-progress", role="status"), _bar(intake.progress, words)])
    else:
        body = joined(
            [_outcome(intake, words), *(_failure(name, words("too_large", limit=LIMIT)) for name in intake.too_large)]
        )
    return element("section", body, class_="ps-intake", aria_busy="true" if intake.running else "false")


def _bar(progress: Progress | None, words: Wording) -> Markup:
    if progress is None:
        return element("progress", class_="ps-bar")
    total = progress.total
    count = words("progress", done=progress.done, total=total) if total else str(progress.done)
    parts = [words(f"stage_{progress.stage}"), count]
    if progress.remaining_seconds is not None and progress.remaining_seconds >= 1:
        parts.append(words("remaining", seconds=round(progress.remaining_seconds)))
    bar = element(
        "progress", class_="ps-bar", max=str(total) if total else None, value=str(progress.done) if total else None
    )
    return joined([bar, element("p", " · ".join(parts), class_="ps-remark")])


def _outcome(intake: Intake, words: Wording) -> Markup:
    if intake.outcome == "stopped":
        return message(words("intake_stopped"), "note")
    if intake.error is not None:
        return message(fault(intake.error, words))
    if intake.outcome == "broken":
        return message(words("broken"))
    return _report(intake.report, intake.titles, words) if intake.report else joined([])


def _report(report: IngestReport, titles: tuple[str, ...], words: Wording) -> Markup:
    counts = {
        "stored": len(report.stored),
        "versions": len(report.versions),
        "updated": len(report.updated),
        "unchanged": report.unchanged,
        "failed": len(report.failures),
    }
    said = [words.count(key, number) for key, number in counts.items() if number]
    line = element("p", " · ".join(said) or words("nothing_found"), class_="ps-report", role="status")
    items = [element("li", title) for title in titles[:_TITLES_SHOWN]]
    if len(titles) > _TITLES_SHOWN:
        items.append(element("li", words("more", count=len(titles) - _TITLES_SHOWN)))
    failures = [_failure(failure.source, fault(failure.message, words)) for failure in report.failures]
    return joined([line, element("ul", *items, class_="ps-found") if items else "", *failures])


def _failure(source: str, happened: str) -> Markup:
    """One line for a source that was not taken in; of its path the reader knows the name alone."""
    return message(f"{PurePath(source).name}: {happened}")
