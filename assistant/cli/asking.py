"""Commands that ask: one question, a set of them, or the page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.application import (
    AnswererName,
    Archive,
    AsJson,
    From,
    Outlets,
    To,
    app,
    collector_paused,
    filters_of,
    settings_of,
)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="In quotation marks.")],
    as_json: AsJson = False,
    start: From = None,
    end: To = None,
    outlets: Outlets = None,
    answerer: AnswererName = None,
    archive: Archive = None,
) -> None:
    """Answer a question from the archive, with the sentences that say so."""
    with collector_paused():
        from assistant.assistant import Assistant
        from assistant.terminal.answer import print_answer
        from assistant.terminal.output import print_json

    filters = filters_of(start, end, outlets)
    with Assistant(settings_of(archive)) as assistant:
        answer = assistant.ask(question, filters=filters, answerer=answerer)
    if as_json:
        print_json(answer.to_json())
    else:
        print_answer(answer)


@app.command()
def evaluate(
    questions: Annotated[Path, typer.Argument(metavar="QUESTIONS.jsonl", help="A question a line.")],
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="Where the answers and the report go.")],
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first N questions.")] = None,
    answerer: AnswererName = None,
    archive: Archive = None,
) -> None:
    """Run a question set and write answers.jsonl, report.json and report.html. A stopped run resumes."""
    from assistant.assistant import Assistant
    from assistant.evaluation import evaluate as run
    from assistant.terminal.progress import progress
    from assistant.terminal.reports import print_report

    settings = settings_of(archive).model_copy(update={"cache": False})  # what is measured is made anew
    with Assistant(settings) as assistant, progress() as show:
        report = run(questions, out, assistant, limit=limit, answerer=answerer, on_progress=show)
    print_report(report, out)


@app.command()
def chat(
    port: Annotated[int, typer.Option(min=1, max=65535, help="The page is at http://localhost:PORT.")] = 8501,
    archive: Archive = None,
) -> None:
    """Open the page in the browser."""
    from assistant.page.serve import serve

    raise typer.Exit(serve(port, settings_of(archive)))
