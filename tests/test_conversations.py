"""Conversations, feedback, kept answers and spending: given back whole, written by many at once."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from assistant.conversations import FILE, Conversations
from assistant.errors import BudgetError, ConversationsError
from assistant.types import Answer, Citation, Claim, Event, Note, RetrievedArticle, TimeSpan

SPAN = TimeSpan("am Freitag", date(2026, 3, 6), date(2026, 3, 6), "day")
ANSWER = Answer(
    question="Wen traf Anna Berger?",
    language="de",
    status="answered",
    answer="Anna Berger traf Jens Thomsen. [1]",
    claims=(
        Claim("Anna Berger traf Jens Thomsen.", (1,), "verified", event=Event("meeting", ("A", "J"), None, SPAN)),
    ),
    citations=(Citation(1, "a", "a@1#s1", "Treffen", "Kurier", None, date(2026, 3, 7), "Zitat", 0, 5, "hash"),),
    notes=(Note("undated", "Ein Artikel …"),),
    retrieved=(RetrievedArticle("a", 0.5),),
    answerer="openai:m",
    seconds={"total": 1.5},
    tokens={"prompt": 10, "completion": 2},
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Conversations]:
    made = Conversations(tmp_path / FILE)
    yield made
    made.close()


def test_a_conversation_gives_its_answers_back_whole(store: Conversations) -> None:
    number, first = store.add(ANSWER)
    assert store.add(replace(ANSWER, question="Und wann?"), number) == (number, 2)

    assert first == 1
    assert [turn.answer.question for turn in store.load(number)] == ["Wen traf Anna Berger?", "Und wann?"]
    assert store.load(number)[0].answer == ANSWER
    (listed,) = store.recent()
    assert (listed.id, listed.title, listed.turns) == (number, "Wen traf Anna Berger?", 2)


def test_the_last_changed_conversation_comes_first(tmp_path: Path) -> None:
    days = iter(datetime(2026, 3, day, tzinfo=UTC) for day in range(1, 20))
    store = Conversations(tmp_path / FILE, now=lambda: next(days))
    old, _ = store.add(ANSWER)
    new, _ = store.add(ANSWER)
    assert [found.id for found in store.recent()] == [new, old]
    store.add(ANSWER, old)
    assert [found.id for found in store.recent(1)] == [old]
    store.close()


def test_what_is_removed_is_gone_with_its_feedback(store: Conversations) -> None:
    number, turn = store.add(ANSWER)
    store.rate(number, turn, "bad", " falsch ")
    store.rate(number, turn, "good")
    (given,) = store.feedback()
    assert (given.conversation, given.turn, given.verdict, given.comment) == (number, 1, "good", "")

    store.remove(number)
    assert store.recent() == store.feedback() == ()
    with pytest.raises(ConversationsError, match="there is no conversation"):
        store.load(number)
    with pytest.raises(ConversationsError):
        store.add(ANSWER, number)
    with pytest.raises(ConversationsError):
        store.rate(number, 1, "good")


def test_kept_answers_are_given_again_and_the_oldest_go(
    store: Conversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.conversations.store.KEPT_ANSWERS", 2)
    assert store.cached("one") is None
    for key in ("one", "two", "three"):
        store.keep(key, ANSWER)
        threading.Event().wait(0.005)
    assert store.cached("three") == store.cached("two") == ANSWER
    assert store.cached("one") is None


def test_a_cap_stops_a_call_before_it_is_made(store: Conversations) -> None:
    first = store.reserve("m", 0.6, 1.0)
    with pytest.raises(BudgetError):
        store.reserve("m", 0.6, 1.0)  # the first may still cost all that is set aside for it
    store.settle(first, 100, 20, 0.1)
    store.reserve("m", 0.6, 1.0)
    spent = store.spent()
    assert (spent.calls, spent.prompt, spent.completion) == (2, 100, 20)
    assert spent.cost == pytest.approx(0.7)


def test_each_day_has_a_cap_of_its_own(tmp_path: Path) -> None:
    today = [datetime(2026, 3, 1, tzinfo=UTC)]
    store = Conversations(tmp_path / FILE, now=lambda: today[0])
    store.reserve("m", 1.0, 1.0)
    with pytest.raises(BudgetError):
        store.reserve("m", 0.1, 1.0)
    today[0] = datetime(2026, 3, 2, tzinfo=UTC)
    store.reserve("m", 1.0, 1.0)
    store.close()


def test_threads_never_spend_more_than_the_cap(store: Conversations) -> None:
    passed: list[int] = []

    def call() -> None:
        for _ in range(5):
            try:
                passed.append(store.reserve("m", 0.1, 1.0))
            except BudgetError:
                return

    threads = [threading.Thread(target=call) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(passed) == len(set(passed)) == 10


def test_processes_write_one_file_at_once(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from assistant.conversations import Conversations\n"
        "store = Conversations(Path(sys.argv[1]))\n"
        "for _ in range(20): store.settle(store.reserve('m', 1.0, None), 1, 1, 0.5)\n"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", program, str(tmp_path / FILE)], cwd=Path(__file__).parents[1])
        for _ in range(3)
    ]
    assert [process.wait(120) for process in started] == [0, 0, 0]
    store = Conversations(tmp_path / FILE)
    assert store.spent().calls == 60
    assert store.spent().cost == pytest.approx(30.0)
    store.close()


@pytest.mark.parametrize("broken", ["garbage", "newer"])
def test_a_file_that_cannot_be_used_is_one_line_with_a_remedy(tmp_path: Path, broken: str) -> None:
    path = tmp_path / FILE
    if broken == "garbage":
        path.write_bytes(b"no database, but long enough to look at" * 40)
    else:
        store = Conversations(path)
        store.recent()
        with store._opened().begin() as connection:
            connection.exec_driver_sql("PRAGMA user_version = 99")
        store.close()
    store = Conversations(path)
    with pytest.raises(ConversationsError) as caught:
        store.recent()
    assert "\n" not in str(caught.value)
    assert "move the file away" in str(caught.value)
    with pytest.raises(BudgetError):
        store.reserve("m", 0.1, 1.0)  # a cap that cannot be checked stops the call
    assert store.reserve("m", 0.1, None) == 0
    store.settle(0, 1, 1, 0.1)
    store.close()


def test_an_answer_of_another_program_is_no_answer(store: Conversations) -> None:
    store.keep("key", ANSWER)
    with store._opened().begin() as connection:
        connection.exec_driver_sql("UPDATE answers SET answer = '{\"question\": 1}'")
    assert store.cached("key") is None
