"""Who met whom, when and where, on articles and questions that were written before any answer was looked at.

Half A was looked at while the code was changed, half B was not. Each threshold stands a little below what the code
gave when it was last raised.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.types import Answer
from ingest import ingest
from tests.question_halves import QUESTIONS, ask_half


@pytest.fixture(scope="module")
def meetings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    archive = tmp_path_factory.mktemp("meetings") / "archive"
    assert len(ingest([QUESTIONS / "meetings_articles"], Settings(archive=archive)).stored) == 12
    with Assistant(Settings(archive=archive), today=lambda: date(2025, 10, 20)) as assistant:
        yield assistant


@pytest.mark.parametrize(("half", "right", "wrong"), [("half-a", 15, 5), ("half-b", 16, 6)])
def test_questions_about_meetings(meetings: Assistant, tmp_path: Path, half: str, right: int, wrong: int) -> None:
    report = ask_half(meetings, "meetings.jsonl", half, tmp_path)

    assert report.verdicts["right"] >= right
    assert report.verdicts["wrong"] <= wrong


def _cited(answer: Answer) -> set[str]:
    return {citation.sentence_id for citation in answer.citations}


@pytest.mark.parametrize(
    "questions",
    [
        [
            f"Wo traf {lindholm} {karimow} im Mai 2025?"
            for lindholm in ("Astrid Lindholm", "Lindholm", "A. Lindholm")
            for karimow in ("Rustam Karimow", "Karimov", "Rustam Karimov", "Karimow")
        ],
        [
            "С кем встретилась Мия Тамм?",
            "С кем встречалась Тамм?",
        ],
        [
            "Где Линдхольм встретилась с Каримовым в мае 2025 года?",
            "Где Астрид Линдхольм встретилась с Рустамом Каримовым в мае 2025 года?",
        ],
    ],
)
def test_a_name_in_any_spelling_gives_the_same_answer(meetings: Assistant, questions: list[str]) -> None:
    answers = [meetings.ask(question) for question in questions]

    assert {answer.status for answer in answers} == {"answered"}
    assert len({frozenset(_cited(answer)) for answer in answers}) == 1


def test_the_language_of_the_question_changes_no_source(meetings: Assistant) -> None:
    german = meetings.ask("Wo traf Lindholm Karimow im Mai 2025?")
    russian = meetings.ask("Где встретились Линдхольм и Каримов в мае 2025 года?")
    english = meetings.ask("Where did Lindholm meet Karimov in May 2025?")

    assert _cited(german) == _cited(russian) == _cited(english)


@pytest.mark.parametrize(
    "question", ["Hat Lindholm Timur Aslanow getroffen?", "Did Astrid Lindholm ever meet Timur Aslanov?"]
)
def test_what_was_denied_is_shown_as_denied(meetings: Assistant, question: str) -> None:
    answer = meetings.ask(question)

    assert all(claim.modality != "happened" for claim in answer.claims)


@pytest.mark.parametrize(
    "question",
    [
        "Hat Karla Weiss Mia Tamm getroffen?",
        "Did Okafor meet Karimov in May 2025?",
        "Who dismissed Ingrid Solheim?",
        "Where did Erik Lindholm meet Rustam Karimov?",
    ],
)
def test_nothing_is_said_of_people_who_did_not_meet(meetings: Assistant, question: str) -> None:
    assert meetings.ask(question).status == "not_in_sources"


def test_events_of_a_period_stand_in_order_of_time(meetings: Assistant) -> None:
    answer = meetings.ask("Wer traf wen im Jahr 2025?")

    times = [claim.event.time.start for claim in answer.claims if claim.event and claim.event.time]
    days = [day for day in times if day is not None]
    assert len(days) >= 3
    assert days == sorted(days)


def test_last_month_counts_from_the_day_of_the_question(meetings: Assistant) -> None:
    asked = meetings.ask("Wen traf Peer Haug im vorigen Monat?")

    assert "Tamm" in asked.answer


def test_a_follow_up_is_about_the_events_of_the_question_before(meetings: Assistant) -> None:
    first = "Wann traf Lindholm Karimow im März 2025?"
    answer = meetings.ask(first)
    history = [(first, answer.answer)]

    where = meetings.ask("Wo war das?", history=history)
    later = meetings.ask("Und im Mai?", history=history)

    assert "Halvik" in where.answer
    assert "Sarmad" in later.answer
