"""Who somebody is: whom a question asks about, and the sentences that give that person's office."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answering.identity import introductions
from assistant.asked_people import asked_person
from assistant.question import understand
from assistant.types import Article, Evidence, Person, Sentence


@pytest.mark.parametrize(
    ("question", "language", "name"),
    [
        ("Wer ist Hanna Vossberg?", "de", "Hanna Vossberg"),
        ("wer war eigentlich Emil Radke", "de", "Emil Radke"),
        ("Welches Amt hat Ursula von der Leyen inne?", "de", "Ursula von der Leyen"),
        ("Was ist Kim Jong-un von Beruf?", "de", "Kim Jong-un"),
        ("Who's J. F. Kennedy?", "en", "J. F. Kennedy"),
        ("What is Siobhan O'Brien's position?", "en", "Siobhan O'Brien"),
        ("Кто такая Анна Ким?", "ru", "Анна Ким"),
        ("Wer ist die Bürgermeisterin?", "de", None),
        ("Wer ist Bürgermeisterin geworden?", "de", None),
        ("Wer ist Hanna Vossberg begegnet?", "de", None),
        ("Who was injured?", "en", None),
        ("Кто встретился с Анной Ким?", "ru", None),
    ],
)
def test_only_a_question_for_who_somebody_is_asks_for_a_person(
    question: str, language: str, name: str | None
) -> None:
    assert asked_person(question, language) == name


def told(identity: str, text: str, published: date, *people: Person, language: str = "de") -> Evidence:
    """A sentence that is all of its article."""
    article = Article(identity, 1, "Titel", text, language, identity, published)
    return Evidence(Sentence(f"{identity}@1#s1", identity, 1, 0, 0, len(text), text, 0), article, 1.0, people=people)


def person(text: str, name: str, *roles: str) -> Person:
    start = text.index(name)
    return Person(name, roles=roles, mentions=((start, start + len(name)),))


def quoted(question: str, *evidence: Evidence) -> list[str]:
    return [draft.text for draft in introductions(understand(question), evidence)]


APPOINTED = "Der Rat wählte die Notarin Ilse Brand am Montag."
LATER = "Bürgermeisterin Ilse Brand eröffnete den Markt."
NOTARY = told("alt", APPOINTED, date(2024, 3, 1), person(APPOINTED, "Ilse Brand", "Notarin"))
MAYOR = told("neu", LATER, date(2025, 3, 1), person(LATER, "Ilse Brand", "Bürgermeisterin"))


def test_offices_are_told_newest_first() -> None:
    assert quoted("Wer ist Ilse Brand?", NOTARY, MAYOR) == [LATER, APPOINTED]


def test_a_sentence_that_gives_no_other_office_is_not_told() -> None:
    text = "Ilse Brand, die Bürgermeisterin, kaufte einen Apfel."
    again = told("dritter", text, date(2024, 1, 1), person(text, "Ilse Brand", "Bürgermeisterin"))
    assert quoted("Wer ist Ilse Brand?", again, MAYOR) == [LATER]


def test_an_office_given_elsewhere_in_the_article_introduces_nobody() -> None:
    text = "Ilse Brand kaufte einen Apfel."
    assert (
        quoted("Wer ist Ilse Brand?", told("a", text, date(2024, 1, 1), person(text, "Ilse Brand", "Notarin"))) == []
    )


def test_an_office_is_no_name_and_a_stranger_is_not_introduced() -> None:
    assert quoted("Wer ist Bürgermeisterin?", MAYOR) == []
    assert quoted("Wer ist Peter Brand?", MAYOR) == []


def test_a_family_name_alone_introduces_all_who_have_it() -> None:
    text = "Der Förster Peter Brand zählte Rehe."
    other = told("forst", text, date(2023, 5, 5), person(text, "Peter Brand", "Förster"))
    assert sorted(quoted("Wer ist Brand?", MAYOR, other)) == sorted([LATER, text])


def test_sentences_in_the_language_of_the_question_are_enough() -> None:
    text = "Mayor Ilse Brand opened the market."
    english = told("en", text, date(2026, 1, 1), person(text, "Ilse Brand", "Mayor"), language="en")
    assert quoted("Wer ist Ilse Brand?", english, MAYOR) == [LATER]
    assert quoted("Wer ist Ilse Brand?", english) == [text]
    forester = "Forester Peter Brand counted deer."
    other = told("en2", forester, date(2026, 1, 1), person(forester, "Peter Brand", "Forester"), language="en")
    assert sorted(quoted("Wer ist Brand?", english, MAYOR, other)) == sorted([LATER, forester])


def test_other_questions_get_no_introduction() -> None:
    assert quoted("Was eröffnete Ilse Brand?", MAYOR) == []
