"""What the command line shows. Article text is printed as plain text: no markup and no control character acts."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Protocol

from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn
from rich.table import Table
from rich.text import Text

from assistant.language.facts import Facts
from assistant.types import Answer, Article, Citation, Sentence

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.archive import NewArticle
    from assistant.doctor import Finding
    from assistant.evaluation import Report
    from ingest import IngestReport
    from ingest.explain import Explanation

_STATUS_STYLE = {"answered": "", "partly_answered": "yellow", "not_in_sources": "yellow"}


def _out() -> Console:
    return Console(highlight=False, soft_wrap=False)


def _error() -> Console:
    return Console(stderr=True, highlight=False)


def plain(value: str, style: str = "") -> Text:
    """`value` as text that cannot steer a terminal: control characters but line feed and tab are taken out."""
    return Text("".join(sign for sign in value if sign in "\n\t" or sign.isprintable()), style=style)


def print_json(value: Any) -> None:
    """JSON alone on stdout, readable as it is in German and Russian."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def print_answer(answer: Answer) -> None:
    """The answer, who tells what, then its numbered sources: outlet, date, title and the sentence, each once."""
    out = _out()
    out.print()
    out.print(plain(answer.answer, _STATUS_STYLE[answer.status]))
    for note in answer.notes:
        markers = "".join(f"[{number}]" for number in note.citations)
        out.print(plain(f"{note.text} {markers}".rstrip(), "dim"))
    for claim in answer.claims:
        if claim.told_by and claim.support != "unverified":
            markers = "".join(f"[{number}]" for number in claim.citations)
            out.print(plain(f"{markers} {claim.told_by}", "dim"))
    if answer.citations:
        out.print()
    for quoted, citations in _by_quote(answer.citations).items():
        for citation in citations:
            out.print(Text.assemble((f"[{citation.number}] ", "bold"), plain(_source_line(citation))))
        out.print(Padding(plain(f"“{quoted}”", "italic"), (0, 0, 0, 4)))
    out.print()
    out.print(plain(f"{answer.answerer} · {answer.seconds['total']:.2f} s", "dim"))


def _by_quote(citations: Sequence[Citation]) -> dict[str, list[Citation]]:
    """The citations by what they quote: a story that ten outlets copied is read once."""
    quoted: dict[str, list[Citation]] = {}
    for citation in citations:
        quoted.setdefault(citation.quote, []).append(citation)
    return quoted


def _source_line(citation: Citation) -> str:
    published = citation.published.isoformat() if citation.published else "—"
    return " · ".join(part for part in (citation.outlet, published, citation.title) if part)


def print_articles(articles: Sequence[Article]) -> None:
    """One line an article: id, date of publication, outlet, language, title."""
    if not articles:
        _out().print("The archive is empty: presseschau ingest FOLDER fills it.")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("id", "published", "outlet", "language", "title"):
        table.add_column(column, overflow="fold")
    for article in articles:
        published = article.published.isoformat() if article.published else "—"
        table.add_row(
            plain(article.id), published, plain(article.outlet or "—"), article.language, plain(article.title)
        )
    _out().print(table)


def print_article(article: Article, facts: Facts | None) -> None:
    """One article as a reader would have it: title, what is known of it, text; then its people and events."""
    _print_text(article, article.url, f"{article.id}@{article.version}")
    if facts is not None:
        _print_facts(facts)


def _print_text(article: Article | NewArticle, *more: str | None) -> None:
    out = _out()
    out.print(plain(article.title, "bold"))
    published = article.published.isoformat() if article.published else "date of publication unknown"
    known = (article.outlet, published, article.author, *more)
    out.print(plain(" · ".join(part for part in known if part), "dim"))
    out.print()
    out.print(plain(article.text))


def article_json(
    article: Article, sentences: Sequence[Sentence] = (), facts: Facts | None = None, with_text: bool = True
) -> dict[str, Any]:
    """The stored article as `show --json` and `articles --json` give it; offsets count into its `text`.

    Without `facts` (no ingest has read it yet) there are no times, people and events.
    """
    fields = asdict(article)
    for name in ("published", "ingested_at"):
        fields[name] = fields[name].isoformat() if fields[name] else None
    if not with_text:
        del fields["text"]
        return fields
    spans = [{"id": sentence.id, "start": sentence.start, "end": sentence.end} for sentence in sentences]
    found = (facts or Facts()).to_json([sentence.id for sentence in sentences])
    return fields | {"sentences": spans, **found}


def print_explanation(explanation: Explanation) -> None:
    """The clean text as a reader would have it, then its time expressions, people and events."""
    article = explanation.article
    _print_text(article, article.language, f"{len(explanation.sentences)} sentences")
    _out().print()
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("phrase", "type", "timex", "from", "to", "precision"):
        table.add_column(column)
    for found in explanation.facts.times:
        span = found.span
        start = span.start.isoformat() if span and span.start else "—"
        end = span.end.isoformat() if span and span.end else "—"
        table.add_row(plain(found.phrase), found.type, found.timex, start, end, span.precision if span else "—")
    _out().print(table)
    _print_facts(explanation.facts)
    for index in explanation.planted:
        sentence = explanation.sentences[index]
        planted = article.text[sentence.start : sentence.end]
        print_remark(f"sentence {index + 1} gives orders to an assistant, no answer cites it: {planted}")


def _print_facts(facts: Facts) -> None:
    """The people of an article and what they did, where there are any."""
    from assistant.terminal.events import event_line

    people = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("person", "also called", "offices"):
        people.add_column(column, overflow="fold")
    for person in facts.people:
        people.add_row(plain(person.name), plain(", ".join(person.aliases)), plain(", ".join(person.roles)))
    if facts.people:
        _out().print()
        _out().print(people)
    if facts.events:
        _out().print()
    for event in facts.events:
        _out().print(plain(event_line(event)))


def print_remark(text: str) -> None:
    """One line about what is shown, or was done, on stderr."""
    _error().print(plain(f"presseschau: {text}"), soft_wrap=True)


def print_removed(article_ids: Sequence[str]) -> None:
    """What `remove` took away."""
    for article_id in article_ids:
        _out().print(plain(f"removed {article_id}"))


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
    _out().print(f"{counts} · {report.sentences} sentences, {report.chunks} chunks · {report.seconds:.1f} s")
    for remark in report.remarks:
        print_remark(remark)
    for failure in report.failures:
        _error().print(plain(f"presseschau: {failure.source}: {failure.message}"), soft_wrap=True)


def print_report(report: Report, out: Path) -> None:
    """The headline numbers of an evaluation, and where the rest lies."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("metric", "value", "95 %", "n"):
        table.add_column(column)
    for name, value, interval, count in report.rows():
        table.add_row(name, value, interval, count)
    _out().print(table)
    _out().print(plain(f"{out / 'report.html'}"), soft_wrap=True)


def print_findings(findings: Sequence[Finding]) -> None:
    """`doctor`: one line a finding, with the remedy where something is missing."""
    table = Table(box=None, pad_edge=False, show_header=False)
    for finding in findings:
        mark = Text("missing" if finding.remedy else "ok", "red" if finding.remedy else "green")
        value = finding.value if not finding.remedy else f"{finding.value} → {finding.remedy}"
        table.add_row(mark, plain(finding.name), plain(value))
    _out().print(table)


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
    with Progress(*columns, console=_error(), transient=True, disable=not sys.stderr.isatty()) as bar:
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
