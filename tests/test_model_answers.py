"""Whole answers with a chat model, over HTTP: 14 faults, caps on costs, follow-ups put in full, a memory."""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.assistant import Assistant
from assistant.chain import ClaimChecked, Done, Understood
from assistant.conversations import FILE
from assistant.errors import SettingsError
from assistant.settings import Settings
from assistant.types import Answer
from ingest import ingest
from tests.fake_server import FakeServer, Reply, claims, frame, refuses, says, serving

KEY = "sk-very-secret-0123456789"
TEXT = "Die Bürgermeisterin Hanna Brodersen hat am Dienstag in Norderhook den Stadtplaner Jonas Wiechert empfangen."
OTHER = "Der Hafen von Norderhook bleibt geschlossen, weil ein Kran umgestürzt ist."
QUESTION = "Wen hat Hanna Brodersen empfangen?"
GOOD = claims((["S1"], "Hanna Brodersen hat den Stadtplaner Jonas Wiechert empfangen."), usage=(400, 30))
DEADLINE = 4.0
DAY = date(2026, 3, 9)


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    """What takes seconds to import the first time, on a busy machine many, is no part of the deadline."""
    import langchain_openai  # noqa: F401


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("answers")
    for name, text in (("a", TEXT), ("b", OTHER)):
        (folder / f"{name}.md").write_text(
            f"---\ntitle: {name}\npublished: 2026-03-05\n---\n{text}\n", encoding="utf-8"
        )
    assert not ingest([folder / "a.md", folder / "b.md"], Settings(archive=folder / "archive")).failures
    return folder / "archive"


Ask = Callable[..., Answer]


@pytest.fixture
def archive(stored: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(stored, tmp_path / "copy"))


def settings_for(server: FakeServer, archive: Path, **more: Any) -> Settings:
    values = {"deadline": DEADLINE, "retries": 1, "openai_api_key": KEY, **more}
    return Settings(archive=archive, model="fake", openai_base_url=server.url, **values)


def kinds(answer: Answer) -> list[str]:
    return [note.kind for note in answer.notes]


FAULTS: dict[str, Reply] = {
    "429": refuses(429, KEY),
    "500": refuses(500, KEY),
    "hang": Reply(wait=60.0),
    "slow drip": Reply(("x",), endless=True, pause=0.05),
    "cut in mid-stream": says(GOOD.pieces[0] + '"S1"], "text": "Hanna', finish=None, done=False),
    "empty choices": Reply(events=({**frame(), "choices": []},)),
    "null content": Reply(events=({**frame(), "choices": [{"index": 0, "delta": {"content": None}}]},)),
    "HTML with 200": Reply(body="<html><body>Anmelden</body></html>", headers={"Content-Type": "text/html"}),
    "broken JSON": says('{"claims": [{"ids": ["S1"], "text": "Hanna Brodersen'),
    "refusal": says("I'm sorry, but I can't help with that."),
    "wrong ids": claims((["S77", "a@1#s1"], "Hanna Brodersen hat 70 Gäste empfangen.")),
    "endless text": Reply(("und so weiter, ",) * 50, endless=True),
    "401 with the key in its text": refuses(401, f"Incorrect API key provided: {KEY}"),
    "model not found": refuses(404, f"The model does not exist for {KEY}"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_ends_in_a_checked_answer_within_the_deadline(
    name: str, archive: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    with serving(FAULTS[name]) as server, Assistant(settings_for(server, archive)) as assistant:
        list(assistant.stream(QUESTION, answerer="extractive"))  # what is loaded once is not the server's time
        started = time.monotonic()
        answer = assistant.ask(QUESTION)
        assert time.monotonic() - started < DEADLINE + 2
    assert server.calls

    assert answer.status == "answered"
    assert answer.claims[-1].text == TEXT
    assert [claim.support for claim in answer.claims if claim.text in answer.answer] == ["verified"]
    assert kinds(answer) == ["fallback"]
    shown = capfd.readouterr()
    for text in (str(answer.to_json()), caplog.text, shown.out, shown.err):
        assert KEY not in text
        assert "Traceback" not in text
    for path in archive.rglob("*"):
        assert not path.is_file() or KEY.encode() not in path.read_bytes()


def test_claims_that_came_before_a_break_stay_and_the_answer_is_marked(archive: Path) -> None:
    begun = '{"claims": [{"ids": ["S1"], "text": "Hanna Brodersen hat Jonas Wiechert empfangen."}, {"ids": ["S'
    with (
        serving(says(begun, finish=None, done=False)) as server,
        Assistant(settings_for(server, archive)) as assistant,
    ):
        answer = assistant.ask(QUESTION)
    assert answer.answer == "Hanna Brodersen hat Jonas Wiechert empfangen. [1]"
    assert answer.status == "partly_answered"
    assert kinds(answer) == ["incomplete"]


def test_a_stream_that_broke_is_asked_for_once_more_and_its_claims_come_once(archive: Path) -> None:
    begun = "".join(GOOD.pieces)[:-4]
    with (
        serving(says(begun, finish=None, done=False), GOOD) as server,
        Assistant(settings_for(server, archive)) as assistant,
    ):
        answer = assistant.ask(QUESTION)
    assert len(answer.claims) == 1
    assert answer.notes == ()


def test_a_server_that_ignores_stream_is_served_and_asked_so_from_then_on(archive: Path) -> None:
    text = "".join(GOOD.pieces)

    def reply(call: dict[str, Any]) -> Reply:
        import json

        message = {"role": "assistant", "content": text}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        usage = {"prompt_tokens": 300, "completion_tokens": 20, "total_tokens": 320}
        return Reply(body=json.dumps({**frame(), "object": "chat.completion", "choices": [choice], "usage": usage}))

    with serving(GOOD) as server, Assistant(settings_for(server, archive, cache=False)) as assistant:
        server.answer = reply
        first, second = assistant.ask(QUESTION), assistant.ask(QUESTION)
    for answer in (first, second):
        assert answer.answer == "Hanna Brodersen hat den Stadtplaner Jonas Wiechert empfangen. [1]"
        assert answer.tokens == {"prompt": 300, "completion": 20}
    assert [call.get("stream", False) for call in server.calls] == [True, False, False]


def test_a_cap_for_a_question_stops_the_call_and_quotations_stand_in(archive: Path) -> None:
    prices = {"prompt_price": 2.0, "completion_price": 8.0}
    with (
        serving(GOOD) as server,
        Assistant(settings_for(server, archive, question_cap=0.001, **prices)) as assistant,
    ):
        answer = assistant.ask(QUESTION)
    assert server.calls == []
    assert answer.claims[0].text == TEXT
    assert kinds(answer) == ["budget"]
    assert "PRESSESCHAU_QUESTION_CAP" in answer.notes[0].text


def test_a_cap_for_the_day_holds_over_all_who_ask(archive: Path) -> None:
    def ask(settings: Settings) -> Answer:
        with Assistant(settings) as assistant:
            return assistant.ask(QUESTION)

    with serving(says("[]", usage=(1000, 1000))) as server:
        settings = settings_for(server, archive, day_cap=0.04, prompt_price=2.0, completion_price=8.0, cache=False)
        seen = [kinds(ask(settings)) for _ in range(5)]
        with Assistant(settings) as assistant:
            spent = assistant.conversations.spent()
    # Each call takes 0.01; one more is made only where what it may take at most, 0.018 or so, fits too.
    assert seen == [["fallback"]] * 3 + [["budget"]] * 2
    assert len(server.calls) == 3
    assert (spent.prompt, spent.completion) == (3000, 3000)
    assert spent.cost == pytest.approx(0.03)


def test_a_cap_without_prices_is_refused(archive: Path) -> None:
    with (
        serving(GOOD) as server,
        Assistant(settings_for(server, archive, day_cap=1.0)) as assistant,
        pytest.raises(SettingsError, match="needs prices"),
    ):
        assistant.ask(QUESTION)


def test_a_day_that_cannot_be_added_up_stops_calls(archive: Path) -> None:
    (archive / FILE).write_bytes(b"no database, but long enough to look at" * 40)
    with serving(GOOD) as server:
        with Assistant(settings_for(server, archive, day_cap=1.0, prompt_price=1.0)) as assistant:
            assert kinds(assistant.ask(QUESTION)) == ["budget"]
        assert server.calls == []
        with Assistant(settings_for(server, archive)) as assistant:
            assert kinds(assistant.ask(QUESTION)) == []


def test_the_same_question_is_answered_from_memory(archive: Path) -> None:
    with serving(GOOD) as server:
        settings = settings_for(server, archive)
        with Assistant(settings, today=lambda: DAY) as assistant:
            first = assistant.ask(QUESTION)
        with Assistant(settings, today=lambda: DAY) as assistant:
            events = list(assistant.stream(f" {QUESTION} "))
            assert [type(event) for event in events] == [ClaimChecked, Done]
            assert isinstance(events[-1], Done)
            assert events[-1].answer == first
            assert len(server.calls) == 1
            assistant.ask(QUESTION, history=[("Was gibt es Neues?", "Nichts.")])
            assistant.ask(QUESTION, answerer="extractive")
        assert len(server.calls) == 2
        with Assistant(settings, today=lambda: date(2026, 3, 10)) as assistant:
            assistant.ask(QUESTION)  # another day
        assert len(server.calls) == 3
        with Assistant(settings.model_copy(update={"passages": 5}), today=lambda: DAY) as assistant:
            assistant.ask(QUESTION)  # another setting
        assert len(server.calls) == 4
        (archive.parent / "c.md").write_text("Der Stadtrat von Norderhook tagt am Montag.", encoding="utf-8")
        assert not ingest([archive.parent / "c.md"], Settings(archive=archive)).failures
        with Assistant(settings, today=lambda: DAY) as assistant:
            assistant.ask(QUESTION)  # another state of the archive
        assert len(server.calls) == 5
        with Assistant(settings.model_copy(update={"cache": False}), today=lambda: DAY) as assistant:
            assistant.ask(QUESTION)
        assert len(server.calls) == 6


def test_an_answer_that_is_not_whole_is_not_kept(archive: Path) -> None:
    with serving(refuses(401), GOOD) as server, Assistant(settings_for(server, archive)) as assistant:
        assert kinds(assistant.ask(QUESTION)) == ["fallback"]
        assert kinds(assistant.ask(QUESTION)) == []
        assert kinds(assistant.ask(QUESTION)) == []
    assert len(server.calls) == 2


HISTORY = [(QUESTION, "Hanna Brodersen hat den Stadtplaner Jonas Wiechert empfangen. [1]")]


def understood(assistant: Assistant, question: str) -> tuple[str, str, Answer]:
    events = list(assistant.stream(question, HISTORY))
    assert isinstance(events[0], Understood)
    assert isinstance(events[-1], Done)
    return events[0].question.text, events[0].question.search_text, events[-1].answer


def test_a_follow_up_is_put_in_full_by_the_model_and_shown_as_typed(archive: Path) -> None:
    full = says("Wann hat Hanna Brodersen den Stadtplaner Jonas Wiechert empfangen?", usage=(90, 15))
    with serving(full, GOOD) as server, Assistant(settings_for(server, archive)) as assistant:
        typed, searched, answer = understood(assistant, "Und wann war das?")
    assert typed == answer.question == "Und wann war das?"
    assert searched == "Wann hat Hanna Brodersen den Stadtplaner Jonas Wiechert empfangen?"
    assert answer.tokens == {"prompt": 490, "completion": 45}
    asked = server.calls[0]["messages"][-1]["content"]
    assert "Jonas Wiechert" in asked
    assert "[1]" not in asked
    assert server.calls[0]["max_tokens"] == 120


@pytest.mark.parametrize(
    "reply",
    [
        refuses(500),
        says(""),
        says("When did Hanna Brodersen receive him?"),
        says("Wann zahlte der Zirkusdirektor Oskar Pfifferling seine Elefantensteuer?"),
        says("Wann hat Hanna Brodersen 1987 Jonas Wiechert empfangen?"),
    ],
    ids=["fails", "says nothing", "another language", "other things", "a number nobody named"],
)
def test_rules_stand_in_where_the_model_does_not_put_a_follow_up_in_full(archive: Path, reply: Reply) -> None:
    with serving(reply, GOOD) as server, Assistant(settings_for(server, archive, retries=0)) as assistant:
        typed, searched, answer = understood(assistant, "Und wann war das?")
    assert typed == "Und wann war das?"
    assert "Brodersen" in searched
    assert "Pfifferling" not in searched
    assert "1987" not in searched
    assert answer.status == "answered"


def test_a_question_that_stands_alone_costs_no_call_of_its_own(archive: Path) -> None:
    with serving(GOOD) as server, Assistant(settings_for(server, archive)) as assistant:
        assistant.ask(QUESTION, HISTORY)
    assert len(server.calls) == 1


def test_putting_a_follow_up_in_full_and_answering_share_one_deadline(archive: Path) -> None:
    with serving(Reply(wait=60.0)) as server, Assistant(settings_for(server, archive)) as assistant:
        assistant.ask(QUESTION, answerer="extractive")
        started = time.monotonic()
        _, _, answer = understood(assistant, "Und wann war das?")
        assert time.monotonic() - started < DEADLINE + 2
    assert len(server.calls) == 2
    assert kinds(answer)[0] == "fallback"
