"""Cases of Russian names, and what sentences of Russian news tell with them."""

from __future__ import annotations

import pytest

from assistant.language.facts import read_article
from assistant.language.places import is_place
from assistant.language.russian_names import case_of, nominative
from assistant.language.sentences import split_sentences
from assistant.types import EventMention, NameSpan
from tests.events_gold import PUBLISHED, THIRD, entries, found_in_article, score


@pytest.mark.parametrize(
    ("name", "case", "plain"),
    [
        ("Роман Щукин", "nominative", None),
        ("Романа Щукина", "other", "Роман Щукин"),
        ("Романом Щукиным", "other", "Роман Щукин"),
        ("Марина Щукина", "nominative", None),
        ("Марину Щукину", "other", "Марина Щукина"),
        ("Ваграмом Саркисовым", "other", "Ваграм Саркисов"),
        ("Мехметом Озданом", "other", "Мехмет Оздан"),
        ("Максим Вадимов", "nominative", None),
        ("Ангелой Меркель", "other", None),
        ("Ангела Меркель", "nominative", None),
        ("Ким Чен Ыном", "other", None),
        ("Ким Чен Ын", "nominative", None),
        ("Сергея Шойгу", "other", None),
        ("Лукин", "nominative", None),
        ("Лукиным", "other", None),
        ("Лукина", "", None),
        ("Нино Кверидзе", "", None),
        ("Бориса Ланского", "other", None),  # Ланской or Ланский: nobody knows
    ],
)
def test_cases_by_endings(name: str, case: str, plain: str | None) -> None:
    assert (case_of(name), nominative(name)) == (case, plain)


def test_a_given_name_is_no_form_of_a_place_of_another_ending() -> None:
    assert is_place("Викторию")
    assert not is_place("Виктором")


def read(text: str) -> tuple[EventMention, ...]:
    """The events of a text whose people are Зимин, Коул and Уварова."""
    forms = (
        "Иван Зимин", "Иваном Зиминым", "Ивана Зимина", "Ричард Коул", "Ричардом Коулом", "Ричарда Коула",
        "Анна Уварова", "Анну Уварову", "Анной Уваровой",
    )  # fmt: skip
    names = [NameSpan(at, at + len(form), "person") for form in forms for at in [text.find(form)] if at >= 0]
    names += [NameSpan(text.find("Риг"), text.find("Риг") + 4, "place")] if "Риг" in text else []
    return read_article(text, "ru", PUBLISHED, split_sentences(text, "ru"), names).events


@pytest.mark.parametrize(
    ("text", "action", "participants", "modality"),
    [
        ("Ивана Зимина принял Ричард Коул.", "reception", {("visitor", "Иван Зимин"), ("host", "Ричард Коул")},
         "happened"),
        ("Анну Уварову задержали в Риге.", "arrest", {("target", "Анна Уварова")}, "happened"),
        ("Анна Уварова ушла в отставку.", "resignation", {("agent", "Анна Уварова")}, "happened"),
        ("Иван Зимин скончался в пятницу.", "death", {("target", "Иван Зимин")}, "happened"),
        ("Иван Зимин прилетел. Он встретился с Ричардом Коулом.", "meeting",
         {("other", "Иван Зимин"), ("other", "Ричард Коул")}, "happened"),
        ("Иван Зимин встретился с Анной Уваровой. Министры обсудят договор с Ричардом Коулом.", "talks",
         {("other", "Иван Зимин"), ("other", "Анна Уварова"), ("other", "Ричард Коул")}, "planned"),
        ("Визит Ивана Зимина в Ригу отменён.", "visit", {("visitor", "Иван Зимин")}, "denied"),
        ("Президент подписал указ об отставке Ивана Зимина.", "dismissal", {("target", "Иван Зимин")}, "happened"),
        ("Иван Зимин поговорил по телефону с Ричардом Коулом.", "call",
         {("other", "Иван Зимин"), ("other", "Ричард Коул")}, "happened"),
    ],
)  # fmt: skip
def test_who_does_what(text: str, action: str, participants: set[tuple[str, str]], modality: str) -> None:
    (event,) = (event for event in read(text) if event.action == action)
    assert {(one.part, one.name) for one in event.participants} == participants
    assert event.modality == modality


@pytest.mark.parametrize(
    "text",
    [
        "Если Иван Зимин встретится с Анной Уваровой, рынки вырастут.",
        "Иван Зимин встретился с мячом.",
        "Встретился ли Иван Зимин с Анной Уваровой?",
        "Иван Зимин и Анна Уварова спорили. Он подписал договор.",
    ],
)
def test_what_is_no_event(text: str) -> None:
    assert not [event for event in read(text) if event.action != "statement"]


@pytest.mark.parametrize(("language", "least"), [("de", 0.75), ("en", 0.75), ("ru", 0.85)])
def test_passages_of_the_third_gold_file(language: str, least: float) -> None:
    scores = score(
        (entry, found_in_article(entry, entry.names)) for entry in entries(THIRD) if entry.language == language
    )
    for measure in ("events", "participants", "parts"):
        assert scores.precision(measure) >= 0.8, measure
        assert scores.recall(measure) >= least, measure
