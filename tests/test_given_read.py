"""What two reports give for the thing asked, by the words that were read as the answer (marked with * here)."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest

from assistant.checking.witnesses.given import compared
from assistant.checking.witnesses.statements import Statement
from assistant.question import understand
from tests.test_given import told


def _statement(name: str, sentence: str, more: str = "", language: str = "de", sure: float = 0.4) -> Statement:
    """A sentence of a report, what stands between stars being what answers; `more` stands behind it.

    sure: how likely it answers.
    """
    plain = sentence.replace("*", "")
    found = told(name, plain, *([more] if more else []), language=language)[0]
    spans = [match.span() for match in re.finditer(r"\*[^*]+\*", sentence)]
    answering = tuple((start - 2 * place, end - 2 * place - 2) for place, (start, end) in enumerate(spans))
    return Statement(replace(found, answering=answering, signals={"read": 1.0, "read_sentence": math.log(sure)}))


def outcome(
    question: str, one: str, other: str, more: str = "", language: str = "de", sure: float = 0.4
) -> str | None:
    """The field in which two sentences differ, "same", or None; `more` stands in the second report too.

    language: of the second. sure: how likely both answer.
    """
    second = _statement("bote", other, more, language, sure)
    found = compared(understand(question), _statement("kurier", one, sure=sure), second)
    return None if found is None else found.field if found.differs else "same"


PERFORMER = "Wer hat die neue Orgel von Oberhagen eingespielt?"
COST = "Was kostet der Umbau des Bahnhofs Oberhagen?"


@pytest.mark.parametrize(
    ("question", "one", "other", "expected"),
    [
        (
            PERFORMER,
            "An den Tasten saß als Erste die Kantorin *Jana Petersen*.",
            "Das Konzert gab *Rolf Ewald* aus dem Nachbarort.",
            "actor",
        ),
        (PERFORMER, "An den Tasten saß zuerst *Jana Petersen*.", "Das Konzert gab *Kantorin Petersen*.", "same"),
        (
            COST,
            "Die Bahn nennt *4,2 Millionen Euro*.",
            "Ausgegeben werden dafür *6,8 Millionen Euro*.",
            "number",
        ),
        (COST, "Die Bahn nennt *4,2 Millionen Euro*.", "Fällig werden dafür *4.200.000 Euro*.", "same"),
        (
            "Wo ist der Ballon heruntergekommen?",
            "Der Korb setzte auf dem *Parkplatz der Molkerei* auf.",
            "Gelandet wurde schließlich in einem *Rapsfeld*.",
            "place",
        ),
        (
            "Um wie viel Uhr endete die Suche?",
            "Um *4.10 Uhr* war Schluss.",
            "Die Helfer kehrten gegen *7.30 Uhr* heim.",
            "hour",
        ),
    ],
)
def test_answers_in_other_words_are_held_against_each_other(
    question: str, one: str, other: str, expected: str
) -> None:
    assert outcome(question, one, other) == expected


def test_what_was_not_read_as_an_answer_says_nothing() -> None:
    one, other = "An den Tasten saß *Jana Petersen*.", "Im Publikum saß Rolf Ewald."
    assert outcome(PERFORMER, one, other) is None


def test_an_answer_that_the_other_report_has_too_is_for_something_else() -> None:
    one, other = "An den Tasten saß *Jana Petersen*.", "Das Konzert gab *Rolf Ewald*."
    assert outcome(PERFORMER, one, other, "Auch Jana Petersen kam.") is None


def test_figures_of_other_things_are_not_held_against_each_other() -> None:
    one, other = "Die Bahn nennt *4,2 Millionen Euro*.", "Dafür weichen *46 Bäume*."
    assert outcome(COST, one, other) is None


HURT = "Wie viele Menschen wurden in Oberhagen verletzt?"


@pytest.mark.parametrize(("sure", "expected"), [(0.4, None), (0.7, "number")])
def test_what_is_surely_the_answer_counts_what_is_asked_whatever_it_is_called(
    sure: float, expected: str | None
) -> None:
    one, other = "Verletzt wurden *sieben* Zuschauer.", "In die Klinik kamen *neun* Menschen."
    assert outcome(HURT, one, other, sure=sure) == expected


def test_sure_answers_of_other_measures_are_not_held_against_each_other() -> None:
    one, other = "Verletzt wurden *sieben* Zuschauer.", "Die Arbeiten dauern *neun Stunden*."
    assert outcome(HURT, one, other, sure=0.7) is None


def test_a_number_word_may_begin_before_the_words_that_answer() -> None:
    one, other = "Die Bahn nennt rund eine *Million Euro*.", "Fällig werden dafür *600.000* Euro."
    assert outcome(COST, one, other) == "number"


def test_a_denial_is_no_other_answer() -> None:
    one, other = "An den Tasten saß *Jana Petersen*.", "Das Konzert gab *Rolf Ewald* nicht."
    assert outcome(PERFORMER, one, other) is None


@pytest.mark.parametrize(
    ("question", "one", "other", "expected"),
    [
        (COST, "Die Bahn nennt *4,2 Millionen Euro*.", "The bill comes to *6.8 million euros*.", "number"),
        (COST, "Die Bahn nennt *4,2 Millionen Euro*.", "The bill comes to *4.2 million euros*.", "same"),
        (PERFORMER, "An den Tasten saß *Jana Petersen*.", "The concert was given by *Rolf Ewald*.", "actor"),
        (PERFORMER, "An den Tasten saß *Jana Petersen*.", "The concert was given by *Jana Petersen*.", "same"),
        ("Wann wurde die Orgel geweiht?", "Das war am *Dienstag*.", "It took place on *Wednesday*.", "day"),
        ("Wo stand die Orgel?", "Sie stand im *Chor*.", "It was kept in the *barn*.", None),
    ],
)
def test_figures_times_and_names_are_compared_across_languages(
    question: str, one: str, other: str, expected: str | None
) -> None:
    assert outcome(question, one, other, language="en") == expected


def test_a_time_has_the_words_beside_it() -> None:
    one, other = "Um *4.10* Uhr war Schluss.", "Die Helfer kehrten gegen *7.30* Uhr heim."
    assert outcome("Um wie viel Uhr endete die Suche?", one, other) == "hour"


def test_what_is_demanded_is_not_held_against_what_is() -> None:
    one, other = "Petersen verlangt *300 Meter* Abstand.", "Bisher sind *100 Meter* vorgeschrieben."
    assert outcome("Wie groß ist der Abstand in Oberhagen?", one, other) is None


def test_who_said_it_is_asked_of_people() -> None:
    one, other = "„Es ist vorbei“, sagte *Jana Petersen*.", "Das Ende verkündete *Rolf Ewald*."
    assert outcome("Wer sagte, dass es vorbei ist?", one, other) == "actor"
