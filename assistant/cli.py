"""The `presseschau` command. Every command goes through the public API; what it prints is made in `terminal`.

Imports of weight stand inside the commands, so that `--help` answers at once.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn

import typer

from assistant.errors import PresseschauError

if TYPE_CHECKING:
    from assistant.settings import Settings
    from assistant.types import Filters

app = typer.Typer(
    name="presseschau",
    help="Ask an archive of news articles, and see the sentence behind every statement.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _day(text: str) -> date:
    """A day as 2024-09-14 or 14.9.2024."""
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise typer.BadParameter(f"{text!r} is no day; write it as 2024-09-14")


Archive = Annotated[Path | None, typer.Option("--archive", metavar="FOLDER", help="Folder of the archive.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]
From = Annotated[
    date | None, typer.Option("--from", parser=_day, metavar="DATE", help="Published on this day or later.")
]
To = Annotated[
    date | None, typer.Option("--to", parser=_day, metavar="DATE", help="Published on this day or earlier.")
]
Published = Annotated[
    date | None, typer.Option("--published", parser=_day, metavar="DATE", help="Date of publication.")
]
Outlets = Annotated[
    list[str] | None, typer.Option("--outlet", metavar="NAME", help="Only this outlet; may be repeated.")
]
AnswererName = Annotated[
    Literal["extractive", "model"] | None,
    typer.Option("--answerer", help="Quotations only, or the chat model named in the settings."),
]

_given: dict[str, Any] = {}  # options given before the command


@app.callback()
def _before_all(archive: Archive = None) -> None:
    """Ask an archive of news articles, and see the sentence behind every statement."""
    _given["archive"] = archive


def _settings(archive: Path | None) -> Settings:
    from assistant.settings import load_settings

    return load_settings(archive=archive or _given.get("archive"))


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Imports make objects that stay; looking for garbage among them takes a sixth of the start of `ask`."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _filters(start: date | None, end: date | None, outlets: list[str] | None) -> Filters:
    from assistant.types import Filters

    if start and end and start > end:
        raise typer.BadParameter(f"--from {start} is later than --to {end}")
    return Filters(start, end, tuple(outlets or ()))


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
    archive: Archive = None,
) -> None:
    """Read articles into the archive. The flags fill only what is missing."""
    from assistant import terminal
    from ingest import ingest as run

    with terminal.progress() as show:
        report = run(
            sources,
            _settings(archive),
            published=published,
            outlet=outlet,
            language=language,
            force=force,
            on_progress=show,
        )
    terminal.print_ingest(report)
    if report.failures:
        raise typer.Exit(1)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION")],
    as_json: AsJson = False,
    start: From = None,
    end: To = None,
    outlets: Outlets = None,
    answerer: AnswererName = None,
    archive: Archive = None,
) -> None:
    """Answer a question from the archive, with the sentences that say so."""
    with _collector_paused():
        from assistant import terminal
        from assistant.assistant import Assistant

    filters = _filters(start, end, outlets)
    with Assistant(_settings(archive)) as assistant:
        answer = assistant.ask(question, filters=filters, answerer=answerer)
    if as_json:
        terminal.print_json(answer.to_json())
    else:
        terminal.print_answer(answer)


@app.command()
def evaluate(
    questions: Annotated[Path, typer.Argument(metavar="QUESTIONS.jsonl")],
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="Where the answers and the report go.")],
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first N questions.")] = None,
    answerer: AnswererName = None,
    archive: Archive = None,
) -> None:
    """Run a question set and write answers.jsonl, report.json and report.html. A stopped run resumes."""
    from assistant import terminal
    from assistant.assistant import Assistant
    from assistant.evaluation import evaluate as run

    with Assistant(_settings(archive)) as assistant, terminal.progress() as show:
        report = run(questions, out, assistant, limit=limit, answerer=answerer, on_progress=show)
    terminal.print_report(report, out)


@app.command()
def articles(as_json: AsJson = False, archive: Archive = None) -> None:
    """List the articles of the archive."""
    from assistant import terminal
    from assistant.archive import open_catalogue

    with open_catalogue(_settings(archive)) as catalogue:
        found = catalogue.articles()
    if as_json:
        terminal.print_json([terminal.article_json(article, with_text=False) for article in found])
    else:
        terminal.print_articles(found)


@app.command()
def show(
    article_id: Annotated[str, typer.Argument(metavar="ID")], as_json: AsJson = False, archive: Archive = None
) -> None:
    """Show one stored article."""
    from assistant import terminal
    from assistant.archive import open_catalogue

    with open_catalogue(_settings(archive)) as catalogue:
        article = catalogue.article(article_id)
        sentences = catalogue.sentences(article.id, article.version)
    if as_json:
        terminal.print_json(terminal.article_json(article, sentences))
    else:
        terminal.print_article(article)


@app.command()
def remove(article_ids: Annotated[list[str], typer.Argument(metavar="ID")], archive: Archive = None) -> None:
    """Remove articles, all their versions included."""
    from assistant import terminal
    from assistant.archive import open_catalogue

    with open_catalogue(_settings(archive)) as catalogue:
        known = [catalogue.article(article_id).id for article_id in article_ids]
        with catalogue.writer() as writer:
            removed = writer.remove(known)
    terminal.print_removed(removed)


@app.command()
def explain(
    source: Annotated[
        str, typer.Argument(metavar="FILE|-", help="A file with one article, or - for standard input.")
    ],
    published: Published = None,
    raw: Annotated[bool, typer.Option("--raw", help="Take the text as it is, uncleaned.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show what is understood of one text: its clean text, sentences and times. Stores nothing."""
    from assistant import terminal
    from ingest.explain import explain as run
    from ingest.explain import explain_text

    if source == "-":
        text = sys.stdin.buffer.read().decode("utf-8", "replace")
        explanation = explain_text(text, published=published, raw=raw)
    else:
        explanation = run(source, published=published, raw=raw)
    if as_json:
        terminal.print_json(explanation.to_json())
    else:
        terminal.print_explanation(explanation)


@app.command()
def chat(port: Annotated[int, typer.Option(min=1, max=65535)] = 8501, archive: Archive = None) -> None:
    """Open the page in the browser."""
    from assistant.page.serve import serve

    raise typer.Exit(serve(port, _settings(archive)))


@app.command()
def doctor(archive: Archive = None) -> None:
    """Say what is set, what is there and what is missing."""
    from assistant import terminal
    from assistant.doctor import examine

    findings = examine(_settings(archive))
    terminal.print_findings(findings)
    if any(finding.remedy for finding in findings):
        raise typer.Exit(1)


def main() -> NoReturn:
    """The entry point: exit code 0 done, 1 an error said in one line on stderr, 2 wrong usage, 130 stopped."""
    try:
        app()
    except PresseschauError as error:
        _end(1, str(error))
    except KeyboardInterrupt:
        _end(130, "stopped; what was stored is kept, run it again to go on")
    except Exception as error:  # noqa: BLE001 - the last stop before a user, who shall see no traceback
        _end(1, f"a defect of ours, {type(error).__name__}: details are in {_report(error)}")
    sys.exit(0)


def _end(code: int, line: str) -> NoReturn:
    sys.stderr.write(f"presseschau: {line}\n")
    sys.exit(code)


def _report(error: Exception) -> str:
    """Write the traceback where it can be sent from; gives the file's path."""
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile(
        "w", prefix="presseschau-", suffix=".log", delete=False, encoding="utf-8"
    ) as report:
        traceback.print_exception(error, file=report)
    return report.name


if __name__ == "__main__":
    main()
