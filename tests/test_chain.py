"""The composition: what streams in which order, and what happens when a chat model fails. The model is scripted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.chain import ClaimChecked, Done, Retrieved, Understood
from assistant.errors import ModelError, QuestionError, SettingsError
from assistant.question import Question
from assistant.settings import Settings
from assistant.types import Answer, DraftClaim, DraftNote, Evidence, Filters
from ingest import ingest

TEXT = "Die Bürgermeisterin Hanna Brodersen hat am Dienstag den Stadtplaner Jonas Wiechert empfangen."
QUESTION = "Wen hat Hanna Brodersen empfangen?"


class Scripted:
    """A chat model's answerer that says what a test wants: drafts to yield, or an error to raise."""

    name = "openai:scripted"

    def __init__(self) -> None:
        self.says: list[DraftClaim | DraftNote | ModelError] = []
        self.tokens = {"prompt": 11, "completion": 7}

    def claims(self, question: Question, evidence: Sequence[Evidence]) -> Iterator[DraftClaim | DraftNote]:
        for item in self.says:
            if isinstance(item, ModelError):
                raise item
            yield item


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> Scripted:
    answerer = Scripted()
    monkeypatch.setattr("assistant.answering.chat.ChatAnswerer", lambda settings, **_: answerer)
    return answerer


@pytest.fixture
def assistant(settings: Settings, scripted: Scripted, write_article: Callable[..., Path]) -> Iterator[Assistant]:
    settings = settings.model_copy(update={"model": "scripted", "openai_base_url": "http://127.0.0.1:9/v1"})
    path = write_article("a.md", TEXT, title="Empfang", published="2026-03-05", outlet="Küstenblatt")
    other = write_article(
        "b.md", "Der Hafen von Norderhook bleibt geschlossen, weil ein Kran umgestürzt ist.", title="Hafen"
    )
    assert not ingest([path, other], settings).failures
    with Assistant(settings) as made:
        yield made


STATED = "Den Stadtplaner Jonas Wiechert hat Hanna Brodersen empfangen."


def _sentence_id(assistant: Assistant) -> str:
    article = next(found for found in assistant.articles() if found.title == "Empfang")
    return assistant.sentences(article.id)[0].id


def _kinds(answer: Answer) -> list[str]:
    return [note.kind for note in answer.notes]


def test_the_events_come_in_order_and_the_last_is_the_answer(assistant: Assistant) -> None:
    events = list(assistant.stream(QUESTION, answerer="extractive"))

    assert [type(event) for event in events] == [Understood, Retrieved, ClaimChecked, Done]
    done = events[-1]
    assert isinstance(done, Done)
    assert done.answer == assistant.ask(QUESTION, answerer="extractive") or done.answer.answer
    assert done.answer.answerer == "extractive"
    assert done.answer.seconds["total"] >= done.answer.seconds["retrieve"] > 0


def test_a_supported_claim_of_the_model_is_the_answer(assistant: Assistant, scripted: Scripted) -> None:
    scripted.says = [DraftClaim(STATED, (_sentence_id(assistant),))]

    answer = assistant.ask(QUESTION)

    assert answer.answer == f"{STATED} [1]"
    assert answer.answerer == "openai:scripted"
    assert answer.tokens == {"prompt": 11, "completion": 7}
    assert answer.citations[0].quote == TEXT


def test_claims_reach_the_reader_only_checked(assistant: Assistant, scripted: Scripted) -> None:
    scripted.says = [
        DraftClaim(STATED, (_sentence_id(assistant),)),
        DraftClaim("Sie hat 400 Gäste empfangen.", (_sentence_id(assistant),)),
    ]

    answer = assistant.ask(QUESTION)

    assert [claim.support for claim in answer.claims] == ["verified", "unverified"]
    assert "400" not in answer.answer


@pytest.mark.parametrize(
    "says",
    [
        [ModelError("the server at 127.0.0.1 does not answer", "start it")],
        [DraftClaim("Sie hat 400 Gäste empfangen.", ("invented@1#s1",))],
    ],
    ids=["the server is down", "nothing it says is supported"],
)
def test_quotations_stand_in_for_a_model_that_fails(
    assistant: Assistant, scripted: Scripted, says: list[DraftClaim | DraftNote | ModelError]
) -> None:
    scripted.says = says

    answer = assistant.ask(QUESTION)

    assert answer.status == "answered"
    assert answer.answerer == "extractive"
    assert "Jonas Wiechert" in answer.answer
    assert _kinds(answer) == ["fallback"]


def test_what_a_model_said_before_it_broke_off_is_kept_and_marked(assistant: Assistant, scripted: Scripted) -> None:
    scripted.says = [
        DraftClaim(STATED, (_sentence_id(assistant),)),
        ModelError("the server at 127.0.0.1 broke off", "try again"),
    ]

    answer = assistant.ask(QUESTION)

    assert answer.status == "partly_answered"
    assert answer.answer == f"{STATED} [1]"
    assert _kinds(answer) == ["incomplete"]


def test_what_a_model_leaves_empty_is_filled_by_quotations(assistant: Assistant, scripted: Scripted) -> None:
    answer = assistant.ask(QUESTION)

    assert answer.status == "answered"
    assert answer.claims[0].text == TEXT
    assert _kinds(answer) == ["fallback"]


def test_a_model_that_says_nothing_where_nothing_can_be_quoted_abstains(
    assistant: Assistant, scripted: Scripted
) -> None:
    answer = assistant.ask("Was kostet ein Flug nach Lissabon?")

    assert answer.status == "not_in_sources"
    assert answer.claims == ()
    assert answer.answer == "Das steht nicht in den Quellen."


def test_an_event_that_happened_is_nobodys_mere_word(settings: Settings, write_article: Callable[..., Path]) -> None:
    text = (
        "Verkehrsministerin Hanna Brodersen und ihr Amtskollege Jonas Wiechert haben sich am Donnerstag in Kiel "
        "getroffen. „Wir haben über Fahrpläne geredet“, sagte Brodersen nach dem Treffen."
    )
    assert not ingest([write_article("a.md", text, published="2026-03-06", outlet="Kurier")], settings).failures
    with Assistant(settings) as made:
        claims = made.ask("Wer traf wen, wann und wo?").claims
    assert [(claim.modality, claim.attributed_to) for claim in claims] == [("happened", None)]
    assert len(claims[0].citations) == 2  # the sentence of the speaker stands beside that of the meeting


def test_articles_of_unknown_date_are_outside_a_date_filter_and_the_answer_says_so(assistant: Assistant) -> None:
    from datetime import date

    answer = assistant.ask(
        "Warum ist der Hafen geschlossen?", filters=Filters(start=date(2026, 1, 1)), answerer="extractive"
    )

    assert all("Hafen" not in citation.title for citation in answer.citations)
    assert "undated" in _kinds(answer)


def test_an_empty_question_and_a_model_that_is_not_named_are_refused(assistant: Assistant, tmp_path: Path) -> None:
    with pytest.raises(QuestionError):
        assistant.ask("  ?  ")
    with (
        Assistant(Settings(archive=tmp_path / "other")) as without_model,
        pytest.raises(SettingsError, match="PRESSESCHAU_MODEL"),
    ):
        without_model.ask(QUESTION, answerer="model")


def test_an_empty_archive_abstains(tmp_path: Path) -> None:
    with Assistant(Settings(archive=tmp_path / "empty")) as empty:
        answer = empty.ask(QUESTION)
    assert answer.status == "not_in_sources"
    assert answer.retrieved == ()


def test_articles_ingested_meanwhile_are_found_by_an_open_assistant(
    assistant: Assistant, write_article: Callable[..., Path]
) -> None:
    new = write_article("c.md", "Die Seilbahn auf den Kalkberg hat am Sonntag wieder geöffnet.", title="Seilbahn")
    before = assistant.generation()
    ingest([new], assistant.settings)

    assert assistant.generation() > before
    assert (
        "Sonntag" in assistant.ask("Wann hat die Seilbahn auf den Kalkberg geöffnet?", answerer="extractive").answer
    )
