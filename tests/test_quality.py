"""The quality of answers, held by thresholds: the sample questions on the sample archive, with the default answerer.

Each threshold stands a little below what `make evaluate` gave when it was last raised, so that a change that makes
answers worse is seen, and noise of one question is not.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.evaluation import Report, evaluate
from assistant.samples import questions_file
from assistant.settings import Settings
from ingest import ingest

QUESTIONS = Path(__file__).parent / "questions"


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, Path], Report]:
    """Runs a question set against an archive."""

    def run(questions: Path, archive: Path) -> Report:
        with Assistant(Settings(archive=archive)) as assistant:
            return evaluate(questions, tmp_path_factory.mktemp("report"), assistant)

    return run


def _value(report: Report, name: str) -> float:
    value = report.overall[name].value
    assert value is not None, f"nothing was measured by {name}"
    return value


def test_the_sample_questions(evaluated: Callable[[Path, Path], Report], sample_archive: Path) -> None:
    report = evaluated(questions_file(), sample_archive)

    assert _value(report, "hit@5") >= 0.98
    assert _value(report, "containment") >= 0.73
    assert _value(report, "abstention_recall") >= 0.8
    assert _value(report, "violations") == 0
    assert report.verdicts["wrong"] <= 8


def test_other_styles_of_asking(evaluated: Callable[[Path, Path], Report], sample_archive: Path) -> None:
    report = evaluated(QUESTIONS / "styles.jsonl", sample_archive)

    assert _value(report, "containment") >= 0.62
    assert _value(report, "abstention_recall") >= 0.72
    assert report.verdicts["wrong"] <= 10


def test_questions_that_nobody_tuned_on(evaluated: Callable[[Path, Path], Report], sample_archive: Path) -> None:
    report = evaluated(QUESTIONS / "held_back.jsonl", sample_archive)

    assert _value(report, "hit@5") >= 0.85
    assert _value(report, "containment") >= 0.3


def test_the_two_real_articles(evaluated: Callable[[Path, Path], Report], shared: Path, tmp_path: Path) -> None:
    archive = tmp_path / "real"
    report = ingest([shared / "articles"], Settings(archive=archive), published=date(2024, 9, 14))
    assert len(report.stored) == 2

    answers = evaluated(QUESTIONS / "shared_articles.jsonl", archive)

    assert answers.verdicts["wrong"] <= 2
    assert answers.verdicts["right"] >= 13
