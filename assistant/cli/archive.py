"""Commands that fill the archive and look into it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from assistant.cli.application import Archive, AsJson, Published, app, settings_of

if TYPE_CHECKING:
    from assistant.conversations import Conversations
    from assistant.settings import Settings


@app.command()
def ingest(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE", help="Files, folders, globs, .jsonl.")],
    published: Published = None,
    outlet: Annotated[str | None, typer.Option(metavar="NAME", help="Name of the outlet.")] = None,
    language: Annotated[str | None, typer.Option(metavar="CODE", help="Language, as de or en.")] = None,
    force: Annotated[
        bool,
        typer.Option(
            "--force",
            help="The flags win over what the articles say; embeds all anew under another embeddings setting.",
        ),
    ] = False,
    events: Annotated[
        Literal["rules", "model"],
        typer.Option(help="Who finds the events of these articles: our rules, or the chat model of the settings."),
    ] = "rules",
    archive: Archive = None,
) -> None:
    """Read articles into the archive. The flags fill only what is missing."""
    from assistant.terminal.progress import progress
    from assistant.terminal.reports import print_ingest
    from ingest import ingest as run

    settings = settings_of(archive)
    with progress() as show, _ledger(settings, events) as ledger:
        report = run(
            sources,
            settings,
            published=published,
            outlet=outlet,
            language=language,
            force=force,
            events=events,
            ledger=ledger,
            on_progress=show,
        )
    print_ingest(report)
    if report.failures:
        raise typer.Exit(1)


@contextmanager
def _ledger(settings: Settings, events: str) -> Iterator[Conversations | None]:
    """Where the cost of calls to the chat model is written down; None where none is called."""
    if events == "rules" or not settings.model:
        yield None
        return
    from assistant.conversations import FILE, Conversations

    conversations = Conversations(settings.archive / FILE)
    try:
        yield conversations
    finally:
        conversations.close()


@app.command()
def articles(as_json: AsJson = False, archive: Archive = None) -> None:
    """List the articles of the archive."""
    from assistant.archive import open_catalogue
    from assistant.terminal.articles import article_json, print_articles
    from assistant.terminal.output import print_json

    with open_catalogue(settings_of(archive)) as catalogue:
        found = catalogue.articles()
    if as_json:
        print_json([article_json(article) for article in found])
    else:
        print_articles(found)


@app.command()
def show(
    article_id: Annotated[
        str, typer.Argument(metavar="ID", help="Its id or file name; `presseschau articles` lists them.")
    ],
    as_json: AsJson = False,
    archive: Archive = None,
) -> None:
    """Show one stored article: its text, people and events, and orders planted in it."""
    from assistant.archive import open_catalogue
    from assistant.explained import explained
    from assistant.terminal.articles import explained_json, print_article
    from assistant.terminal.output import print_json

    with open_catalogue(settings_of(archive)) as catalogue:
        read = explained(catalogue, article_id)
    if as_json:
        print_json(explained_json(read))
    else:
        print_article(read)


@app.command()
def remove(
    article_ids: Annotated[list[str], typer.Argument(metavar="ID", help="Ids or file names.")],
    archive: Archive = None,
) -> None:
    """Remove articles, all their versions included."""
    from assistant.archive import open_catalogue
    from assistant.terminal.reports import print_removed

    with open_catalogue(settings_of(archive)) as catalogue:
        known = [catalogue.article(article_id).id for article_id in article_ids]
        with catalogue.writer() as writer:
            removed = writer.remove(known)
    print_removed(removed)


@app.command()
def explain(
    source: Annotated[
        str, typer.Argument(metavar="FILE|-", help="A file with one article, or - for standard input.")
    ],
    published: Published = None,
    raw: Annotated[bool, typer.Option("--raw", help="Take the text as it is, uncleaned.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show what is understood of one text: its clean text, sentences, times, people and events. Stores nothing."""
    from assistant.models import embedder
    from assistant.terminal.articles import print_explanation
    from assistant.terminal.output import print_json
    from ingest.explain import explain as run
    from ingest.explain import explain_text

    tagger = embedder(settings_of(None))
    if source == "-":
        text = sys.stdin.buffer.read().decode("utf-8", "replace")
        explanation = explain_text(text, tagger, published=published, raw=raw)
    else:
        explanation = run(source, tagger, published=published, raw=raw)
    if as_json:
        print_json(explanation.to_json())
    else:
        print_explanation(explanation)


@app.command()
def doctor(archive: Archive = None) -> None:
    """Say what is set, what is there and what is missing."""
    from assistant.doctor import examine
    from assistant.terminal.reports import print_findings

    findings = examine(settings_of(archive))
    print_findings(findings)
    if any(finding.remedy for finding in findings):
        raise typer.Exit(1)
