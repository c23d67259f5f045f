"""What a command did, in the terminal: an ingest, a removal, an evaluation, the state of everything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from assistant.terminal.output import errors, plain, print_remark, show, table

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.doctor import Finding
    from assistant.evaluation import Report
    from ingest import IngestReport


def print_removed(article_ids: Sequence[str]) -> None:
    """What `remove` took away."""
    for article_id in article_ids:
        show(plain(f"removed {article_id}"))


def print_ingest(report: IngestReport) -> None:
    """What an ingest stored, on stdout; what failed, one line each, on stderr."""
    stored = {
        "new": len(report.stored),
        "new versions": len(report.versions),
        "metadata updated": len(report.updated),
        "unchanged": report.unchanged,
        "failed": len(report.failures),
    }
    counts = ", ".join(f"{count} {name}" for name, count in stored.items() if count) or "nothing to do"
    show(f"{counts} · {report.sentences} sentences, {report.chunks} chunks · {report.seconds:.1f} s")
    for remark in report.remarks:
        print_remark(remark)
    for failure in report.failures:
        errors().print(plain(f"presseschau: {failure.source}: {failure.message}"), soft_wrap=True)


def print_report(report: Report, out: Path) -> None:
    """The headline numbers of an evaluation, and where the rest lies."""
    metrics = table("metric", "value", "95 %", "n")
    for name, value, interval, count in report.rows():
        metrics.add_row(name, value, interval, count)
    show(metrics, plain(f"{out / 'report.html'}"))


def print_findings(findings: Sequence[Finding]) -> None:
    """`doctor`: one line a finding, with the remedy where something is missing."""
    rows = table("", "", "")
    rows.show_header = False
    for finding in findings:
        mark = Text("missing" if finding.remedy else "ok", "red" if finding.remedy else "green")
        value = finding.value if not finding.remedy else f"{finding.value} → {finding.remedy}"
        rows.add_row(mark, plain(finding.name), plain(value))
    show(rows)
