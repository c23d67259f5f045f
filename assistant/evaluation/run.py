"""Runs a question set through the assistant and writes what came of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from time import monotonic
from typing import Any, Literal, Protocol, TypeAlias

from assistant.errors import QuestionError
from assistant.evaluation.answers_file import RunFolder
from assistant.evaluation.html_report import html_report
from assistant.evaluation.outcome import Outcome, outcome
from assistant.evaluation.questions import Question, read_questions
from assistant.evaluation.report import Report, scores
from assistant.evaluation.truth import ArticleNames
from assistant.settings import Settings
from assistant.types import Answer, Article, Filters

AnswererName: TypeAlias = Literal["extractive", "model"]
Record: TypeAlias = dict[str, Any]

# What cannot change an answer: the measures themselves, and the two faces of the program.
_NOT_ANSWERING = ("evaluation", "page", "cli.py", "__pycache__", "samples")


class Assistant(Protocol):
    """What an evaluation needs of `assistant.Assistant`."""

    @property
    def settings(self) -> Settings:
        """The settings its answers are made with."""

    def ask(
        self,
        question: str,
        history: Sequence[tuple[str, str]] = (),
        filters: Filters | None = None,
        answerer: AnswererName | None = None,
    ) -> Answer:
        """The whole answer to a question."""

    def articles(self) -> Sequence[Article]:
        """The newest version of each stored article."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: `done` of `total` questions; `rate` is questions a second in this run, None at its start."""

    done: int
    total: int
    rate: float | None
    remaining_seconds: float | None
    stage: Literal["answer"] = "answer"


def evaluate(
    questions_file: Path,
    out: Path,
    assistant: Assistant,
    *,
    limit: int | None = None,
    answerer: AnswererName | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Report:
    """Asks every question of the set (or the first `limit`) and writes three files into `out`.

    `answers.jsonl` grows by one line an answer, as it comes; `report.json` and `report.html` follow at the end.
    Stopped and started again, a run goes on where it was. A finished run of another question set, archive, answerer
    or program is moved aside within `out`.

    Raises QuestionError for a question set that cannot be used, and PresseschauError where `out` cannot be written or
    holds an unfinished run of another making. An error of the assistant ends the run; the answers so far stay.
    """
    if limit is not None and limit < 1:
        raise QuestionError(f"cannot ask {limit} questions", "give --limit a number from 1 up")
    questions = read_questions(questions_file)[:limit]
    articles = tuple(assistant.articles())
    names = ArticleNames(articles)
    about = _about(questions_file, articles, assistant.settings, answerer)
    folder = RunFolder(out)
    folder.open(about)
    outcomes = _resume(folder, questions, names)
    tell = _progress(on_progress, len(outcomes), len(questions))
    with folder.appending() as stream:
        for question in questions:
            if question.id in outcomes:
                continue
            tell(len(outcomes))
            answer = _ask(assistant, question, answerer).to_json()
            outcomes[question.id] = outcome(question, names.wanted(question), answer)
            folder.append(stream, _record(outcomes[question.id], answer))
    tell(len(outcomes))
    report = Report(
        outcomes=tuple(outcomes[question.id] for question in questions),
        questions_file=questions_file.name,
        about=about,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        warnings=_warnings(names.unknown(questions)),
    )
    folder.write("report.json", report.json())
    folder.write("report.html", html_report(report))
    return report


def _progress(on_progress: Callable[[Progress], None] | None, resumed: int, total: int) -> Callable[[int], None]:
    started = monotonic()

    def tell(done: int) -> None:
        if on_progress is None:
            return
        rate = (done - resumed) / max(monotonic() - started, 1e-9) or None
        on_progress(Progress(done, total, rate, (total - done) / rate if rate else None))

    return tell


def _ask(assistant: Assistant, question: Question, answerer: AnswererName | None) -> Answer:
    try:
        return assistant.ask(question.question, history=question.history, answerer=answerer)
    except QuestionError as error:
        raise QuestionError(f"question {question.id!r}: {error.happened}", error.remedy) from None


def _resume(folder: RunFolder, questions: Iterable[Question], names: ArticleNames) -> dict[str, Outcome]:
    """What an earlier run of the same making has answered; its file is put in order if it was broken off.

    Scores are computed again: the measures may have changed since, which needs no new answers. Answers beyond a
    `limit` given now stay in the file.
    """
    asked = {question.id: question for question in questions}
    found: dict[str, Outcome] = {}
    records: dict[str, Record] = {}
    for record in folder.kept():
        question = asked.get(record["id"])
        if question is not None and question.id not in found:
            found[question.id] = outcome(question, names.wanted(question), record)
            record = record | {"scores": scores(found[question.id])}
        records.setdefault(record["id"], record)
    if folder.answers.exists():
        folder.replace(list(records.values()))
    return found


def _record(found: Outcome, answer: Record) -> Record:
    return {"id": found.question.id, **answer, "scores": scores(found)}


def _about(
    questions_file: Path, articles: Iterable[Article], settings: Settings, answerer: AnswererName | None
) -> dict[str, str]:
    """How the answers of a run are made; a run is resumed only where all of it is the same."""
    by_model = settings.wants_model if answerer is None else answerer == "model"
    stored = sorted(
        (item.id, item.version, item.text_hash, str(item.published), item.outlet or "") for item in articles
    )
    return {
        "question set": _digest(questions_file.read_bytes()),
        "archive": f"{len(stored)} articles, {_digest(json.dumps(stored).encode())}",
        "answerer": f"openai:{settings.model}" if by_model else "extractive",
        "embeddings": settings.embeddings,
        "passages": str(settings.passages),
        "program": f"{version('presseschau')}, {_program()}",
    }


def _program() -> str:
    """A digest of everything that makes answers: code, word lists and prompts."""
    digest = hashlib.sha256()
    for package in ("assistant", "prompts"):
        root = Path(str(files(package)))
        for path in sorted(root.rglob("*")):
            inside = path.relative_to(root)
            if path.is_file() and not set(inside.parts) & set(_NOT_ANSWERING):
                digest.update(f"{package}/{inside.as_posix()}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


def _warnings(unknown: Sequence[str]) -> tuple[str, ...]:
    if not unknown:
        return ()
    shown = ", ".join(unknown[:5]) + (" …" if len(unknown) > 5 else "")
    return (f"{len(unknown)} named articles are not in the archive and count as not found: {shown}",)
