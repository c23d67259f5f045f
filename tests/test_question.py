"""What a question asks for, in three languages, and what a follow-up leaves unsaid."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import QuestionError
from assistant.question import LONGEST, understand
from assistant.types import Filters


@pytest.mark.parametrize(
    ("text", "language", "kind", "expects"),
    [
        ("Wer traf wen, wann und wo?", "de", "list", "person"),
        ("Wer ist Hafenmeisterin in Sandhafen?", "de", "fact", "person"),
        ("Wem gehört die Reederei?", "de", "fact", "person"),
        ("Wann legte die Fähre ab?", "de", "fact", "time"),
        ("An welchem Tag wurde der Vertrag unterzeichnet?", "de", "fact", "time"),
        ("Wohin reiste die Ministerin?", "de", "fact", "place"),
        ("In welcher Stadt fand das Gespräch statt?", "de", "fact", "place"),
        ("Aus welchem Grund trat er zurück?", "de", "reason", "reason"),
        ("Weshalb wurde die Brücke gesperrt?", "de", "reason", "reason"),
        ("Wie viele Menschen kamen?", "de", "count", "number"),
        ("Wie hoch ist der Schaden?", "de", "fact", "number"),
        ("Wie lange dauert die Überfahrt?", "de", "fact", "number"),
        ("Was sagte Quandt über den Streik?", "de", "quotation", "statement"),
        ("Wer sagte, dass der Pegel fällt?", "de", "quotation", "person"),
        ("Worin unterscheiden sich die Berichte über das Treffen?", "de", "comparison", "statement"),
        ("Was ist neu zu Halmbrecht?", "de", "summary", "statement"),
        ("Wie ist der Stand der Verhandlungen?", "de", "current", "statement"),
        ("Wer leitet derzeit das Ministerium?", "de", "current", "person"),
        ("Welche Vorschriften sollen geändert werden?", "de", "fact", "thing"),
        ("Nenne alle Treffen der Ministerin.", "de", "list", None),
        ("Hat das Treffen stattgefunden?", "de", "fact", None),
        ("Woran ist die Fusion gescheitert?", "de", "reason", "reason"),
        ("Wie erklärt der Minister den Rückgang?", "de", "reason", "reason"),
        ("Wofür gibt der Verein das Geld aus?", "de", "fact", None),
        ("Wie steht die Partei zu dem Vorschlag?", "de", "quotation", "statement"),
        ("Unfallursache A7", "de", "reason", "reason"),
        ("Wahlbeteiligung in Tannrode", "de", "fact", "number"),
        ("What triggered the blackout?", "en", "reason", "reason"),
        ("Каков дефицит театра?", "ru", "fact", "number"),
        ("Who met whom, when and where?", "en", "list", "person"),
        ("Why was the meeting called off?", "en", "reason", "reason"),
        ("How many passengers were on board?", "en", "count", "number"),
        ("What did the minister say about the strike?", "en", "quotation", "statement"),
        ("Which city did she visit?", "en", "fact", "place"),
        ("What is the latest on the bridge?", "en", "summary", "statement"),
        ("Кто с кем встречался?", "ru", "list", "person"),
        ("Когда состоялась встреча?", "ru", "fact", "time"),
        ("Почему уволили министра?", "ru", "reason", "reason"),
        ("Сколько человек приехало?", "ru", "count", "number"),
        ("Где прошли переговоры?", "ru", "fact", "place"),
    ],
)
def test_kind_and_expected_thing(text: str, language: str, kind: str, expects: str | None) -> None:
    question = understand(text)
    assert (question.language, question.kind, question.expects) == (language, kind, expects)


def test_a_question_may_have_several_parts() -> None:
    assert understand("Wann und wo trafen sich Vossberg und Marenko?").parts == ("time", "place")


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("In welchem Jahr wurde die Brücke gebaut?", "year"),
        ("Wie alt ist Adamek?", "age"),
        ("Was kostet der Eintritt?", "money"),
        ("Wie viel Prozent stimmten zu?", "percent"),
        ("How old is she?", "age"),
        ("В каком году построили мост?", "year"),
        ("Wann wurde die Brücke gebaut?", None),
        ("Wie lange dauerte das Gespräch?", "duration"),
        ("How far is it to the island?", "distance"),
        ("Wie viel verdient der Direktor?", "money"),
        ("Welche Summe unterschlug der Kassierer?", "money"),
        ("Zu welcher Zusammenfassung kam er?", None),
    ],
)
def test_finer_kinds_of_figure(text: str, detail: str | None) -> None:
    assert understand(text).detail == detail


@pytest.mark.parametrize("text", ["Um wie viel Uhr endete die Suche?", "Um wieviel Uhr endete die Suche?"])
def test_the_hour_is_no_number(text: str) -> None:
    question = understand(text)
    assert (question.expects, question.parts) == ("time", ("time",))


@pytest.mark.parametrize(
    "text", ["Handball-Pokalfinale: Endergebnis?", "Siegerzeit beim Marathon?", "Каков дефицит?"]
)
def test_a_word_that_only_says_what_is_asked_for_is_no_name(text: str) -> None:
    assert not {"Endergebnis", "Siegerzeit", "Каков"} & set(understand(text).names)


def test_words_for_the_same_thing_are_searched_too() -> None:
    expansion = understand("Wen traf Kim?").expansion
    assert "empfing" in expansion
    assert not {"traf", "kim"} & set(expansion)
    assert understand("Wie hoch ist der Turm?").expansion == ()


def test_names_and_dates_of_the_question() -> None:
    question = understand("Was sagte Malte Quandt am 13. September 2025?")
    assert question.names == ("Malte", "Quandt")
    assert question.period is not None
    assert (question.period.span.start, question.period.any_year) == (date(2025, 9, 13), False)


HISTORY = [("Wer leitet Halmbrecht?", "Der Aufsichtsrat bestellte Ines Adamek zur Nachfolgerin. [1]")]


@pytest.mark.parametrize(
    "text",
    ["Wie alt ist sie?", "Wann war das?", "Und wo?", "Warum?", "Was machte sie damals?"],
)
def test_a_follow_up_takes_what_it_leaves_unsaid_from_the_question_before(text: str) -> None:
    question = understand(text, HISTORY)
    assert question.follow_up
    assert question.text == text
    assert question.search_text.startswith(text)
    assert "Halmbrecht" in question.search_text
    assert "[1]" not in question.search_text


def test_a_pronoun_may_mean_somebody_of_the_answer() -> None:
    assert "Adamek" in understand("Wie alt ist sie?", HISTORY).search_text


def test_a_period_of_its_own_replaces_that_of_the_question_before() -> None:
    question = understand("Und im Juli?", [("Wen empfing Kim im Juni?", "Kim empfing Putin.")])
    assert "Juni" not in question.search_text
    assert question.period is not None
    assert question.period.meets(date(2024, 7, 5), date(2024, 7, 5))
    assert not question.period.meets(date(2024, 6, 5), date(2024, 6, 30))
    assert (question.kind, question.expects) == ("fact", "person")
    assert question.names == ("Kim",)


def test_follow_ups_may_follow_each_other() -> None:
    history = [("Wen traf Kim?", "Kim traf Putin."), ("Wann war das?", "Das war im Juni.")]
    assert "Kim" in understand("Und wo?", history).search_text


@pytest.mark.parametrize(
    "text",
    [
        "Wer ist Hafenmeisterin in Sandhafen?",
        "Wann wurde das Stadion eröffnet?",
        "Was sagte Putin über seine Reise nach China?",
    ],
)
def test_a_question_that_stands_alone_takes_nothing_from_history(text: str) -> None:
    question = understand(text, HISTORY)
    assert not question.follow_up
    assert question.search_text == text


def test_filters_are_kept() -> None:
    filters = Filters(outlets=("Nordkurier",))
    assert understand("Wer kam?", filters=filters).filters == filters


@pytest.mark.parametrize("text", ["", "   ", "?!", "\n"])
def test_an_empty_question_is_refused(text: str) -> None:
    with pytest.raises(QuestionError, match="empty"):
        understand(text)


def test_a_pasted_article_is_refused() -> None:
    with pytest.raises(QuestionError, match="shorten"):
        understand("Wer " * LONGEST)


@settings(deadline=None)  # the first call loads the language detector
@given(st.text(max_size=200))
def test_any_text_is_understood_or_refused(text: str) -> None:
    try:
        question = understand(text, [("Wer traf wen?", "Niemand.")])
    except QuestionError:
        return
    assert question.search_text.startswith(question.text)
