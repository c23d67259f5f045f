"""Thirty articles in the style of real news and 120 questions on them, both written before any answer was looked at.

Half of the articles (`worked_on` in the tags of their questions) was looked at while the code was changed, the other
half (`held_back`) was only counted. Each threshold stands a little below what the code gave when it was last raised.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.settings import Settings
from ingest import ingest
from tests.question_halves import QUESTIONS, ask_half


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    archive = tmp_path_factory.mktemp("news") / "archive"
    assert len(ingest([QUESTIONS / "news_articles"], Settings(archive=archive)).stored) == 30
    with Assistant(Settings(archive=archive)) as assistant:
        yield assistant


@pytest.mark.parametrize(("half", "right", "wrong"), [("worked_on", 25, 8), ("held_back", 14, 21)])
def test_questions_about_the_news(news: Assistant, tmp_path: Path, half: str, right: int, wrong: int) -> None:
    report = ask_half(news, "news.jsonl", half, tmp_path)

    assert report.verdicts["right"] >= right
    assert report.verdicts["wrong"] <= wrong
