"""Sixty questions on trust, held by thresholds, and one story copied into five outlets, which must change nothing.

The thresholds stand a little below what `python -m tests.benchmarks.trust` gave when they were last raised.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.assistant import Assistant
from ingest import ingest
from tests.benchmarks.trust import OUTLETS, QUESTIONS, ask, bare, build, fault, questions

COPIED = ("brand-hafenblatt", "hochwasser-tagesbote", "faehre-treffen-kurier", "klinik-dementi", "seehunde-tagesbote")
ABOUT = (
    "brand-zahl", "brand-zitat", "brand-feuerwehrleute", "delegation", "seehunde-zahl", "klinik-warum",
    "wolters-ruecktritt", "evakuiert-stand",
)  # fmt: skip


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with Assistant(build(tmp_path_factory.mktemp("trust"))) as assistant:
        yield assistant


def judged(assistant: Assistant, half: str) -> tuple[Counter[str], list[tuple[str, str]]]:
    faults = [(question["expect"], fault(question, ask(assistant, question))) for question in questions(half)]
    return Counter(expect for expect, wrong in faults if not wrong), [one for one in faults if one[1]]


def test_there_are_sixty_questions_half_of_them_held_back() -> None:
    asked = questions("tuning") + questions("held_back")
    assert len(asked) == 60
    assert len({question["id"] for question in questions()}) == len(questions()) == 72
    assert 28 <= len(questions("held_back")) <= 32
    assert {question["expect"] for question in asked} == {"answered", "disputed", "no_conflict", "premise"}
    assert sum("follow-up" in question["tags"] for question in asked) >= 6
    for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
        assert json.loads(line)["language"] in ("de", "en", "ru")


def test_the_half_that_was_worked_on(assistant: Assistant) -> None:
    right, faults = judged(assistant, "tuning")
    assert right["disputed"] >= 5
    assert right["premise"] >= 7
    assert right.total() >= 23
    assert "sees a conflict" not in {wrong for _, wrong in faults}


def test_the_half_that_is_only_measured(assistant: Assistant) -> None:
    right, faults = judged(assistant, "held_back")
    assert right.total() >= 20
    assert "agreement disputed" not in {wrong for _, wrong in faults}
    assert sum(wrong == "agrees with a false premise" for _, wrong in faults) == 0


def test_false_premises_in_other_wordings(assistant: Assistant) -> None:
    right, faults = judged(assistant, "probes")
    assert right["premise"] >= 19, faults


def test_a_story_copied_into_five_outlets_changes_no_answer(assistant: Assistant, tmp_path: Path) -> None:
    settings = build(tmp_path)
    with Assistant(settings) as plain:
        lines = [_copy(plain, name, number, outlet) for name in COPIED for number, outlet in enumerate(OUTLETS)]
    (tmp_path / "copies.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert len(ingest([tmp_path / "copies.jsonl"], settings).stored) == len(COPIED) * len(OUTLETS)

    asked: list[dict[str, Any]] = [question for question in questions() if question["id"] in ABOUT]
    assert len(asked) == len(ABOUT)
    with Assistant(settings) as copied:
        changed = [
            question["id"] for question in asked if bare(ask(assistant, question)) != bare(ask(copied, question))
        ]
    assert changed == []


def _copy(assistant: Assistant, name: str, number: int, outlet: str) -> str:
    article = assistant.article(name)
    fields = {"id": f"{name}-{number}", "title": article.title, "text": article.text, "outlet": outlet}
    published = article.published.isoformat() if article.published else None
    return json.dumps({**fields, "published": published, "language": article.language}, ensure_ascii=False)
