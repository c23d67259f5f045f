"""What two reports of one event give for the thing asked: one answer, two, or nothing to be compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import numpy.typing as npt
import pytest

from assistant.checking.witnesses.agreement import Witnesses
from assistant.checking.witnesses.given import compared
from assistant.checking.witnesses.sisters import sister_reports
from assistant.checking.witnesses.statements import Statement
from assistant.question import understand
from assistant.types import Article, Evidence, Person, Sentence

MONDAY = date(2026, 8, 17)  # every report is of this day
KNOWN = ("Jana Petersen", "Rolf Ewald", "Doris Amthor")
REST = "Über die Sache hat die Feuerwehr von Oberhagen berichtet. Bürgermeisterin Doris Amthor war da."


def told(name: str, *sentences: str, rest: str = REST, language: str = "de") -> list[Evidence]:
    """The evidence of a report, its sentences and then what all reports say."""
    text = " ".join((*sentences, rest))
    people = tuple(person for name in KNOWN for person in _named(name, text))
    article = Article(name, 1, "", text, language, name, MONDAY, name.title())
    found, position = [], 0
    for index, sentence in enumerate(sentences):
        start = text.index(sentence, position)
        position = start + len(sentence)
        one = Sentence(f"{name}@1#s{index + 1}", name, 1, index, start, position, sentence, 0)
        found.append(Evidence(one, article, float(-index), {"dense": 1.0}, people))
    return found


def _named(name: str, text: str) -> list[Person]:
    mentions = tuple(match.span() for match in re.finditer(f"(?:{name.split()[0]} )?{name.split()[1]}", text))
    return [Person(name, mentions=mentions)] if mentions else []


def outcome(question: str, one: str, other: str, more: str = "", language: str = "de") -> str | None:
    """The field in which two sentences differ, "same", or None; `more` stands in the second report too."""
    first = Statement(told("kurier", one, language=language)[0])
    second = Statement(told("bote", other, *([more] if more else []), language=language)[0])
    found = compared(understand(question), first, second)
    return None if found is None else found.field if found.differs else "same"


@pytest.mark.parametrize(
    ("question", "one", "other", "field"),
    [
        (
            "Um wie viel Uhr brach der Damm bei Oberhagen?",
            "Um 3.10 Uhr brach bei Oberhagen der alte Damm.",
            "Die Böschung gab am Ortsrand von Oberhagen um 5.40 Uhr dem Wasser nach.",
            "hour",
        ),
        (
            "Wann soll das Freibad in Oberhagen eröffnet werden?",
            "Das sanierte Freibad in Oberhagen soll im Mai 2027 eröffnet werden.",
            "Eröffnet werden soll das sanierte Freibad in Oberhagen im September 2027.",
            "day",
        ),
        (
            "Wie alt ist die Bergsteigerin aus Oberhagen?",
            "Die 34-Jährige aus Oberhagen hatte sich den Fuß verletzt.",
            "Die Bergsteigerin aus Oberhagen ist 43 Jahre alt und Lehrerin.",
            "number",
        ),
        (
            "Wie viele Schafe rissen die Hunde in Oberhagen?",
            "Die Hunde rissen auf der Weide bei Oberhagen 12 Schafe.",
            "In Oberhagen sind 21 Schafe tot, über die wildernde Hunde hergefallen waren.",
            "number",
        ),
        (
            "Wie lange war die Bahn bei Oberhagen gesperrt?",
            "Die Bahn war bei Oberhagen 40 Minuten gesperrt.",
            "Eine Stunde lang fuhr bei Oberhagen keine Bahn, weil sie gesperrt war.",
            "number",
        ),
        (
            "Wie viel bezahlte Oberhagen für das Schloss?",
            "Für 3 Millionen Euro hat Oberhagen das Schloss erworben.",
            "Das Schloss kostete die Stadt Oberhagen 5 Millionen Euro.",
            "number",
        ),
        (
            "Wo in Oberhagen stürzte der Kran um?",
            "Der Kran stürzte in Oberhagen auf das Gelände der Brauerei.",
            "In Oberhagen ist ein Kran auf die Turnhalle gekippt.",
            "place",
        ),
        (
            "Wo in Oberhagen stürzte der Kran um?",
            "Der Kran stürzte in Oberhagen in der Mühlgasse um.",
            "Ein Kran ist in Oberhagen in der Lindenstraße gekippt.",
            "place",
        ),
        (
            "Wer löschte den brennenden Bus in Oberhagen?",
            "Jana Petersen löschte den brennenden Bus in Oberhagen mit Sand.",
            "Rolf Ewald hat den Bus in Oberhagen gelöscht.",
            "actor",
        ),
        (
            "Woran ist der Schwan in Oberhagen gestorben?",
            "Ursache war nach Angaben des Tierarztes eine Vergiftung.",
            "Schuld am Tod des Schwans ist nach Erkenntnissen der Behörde ein Angelhaken, der in Oberhagen lag.",
            "reason",
        ),
    ],
)
def test_two_answers(question: str, one: str, other: str, field: str) -> None:
    assert outcome(question, one, other) == field
    assert outcome(question, other, one) == field


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (
            "Um wie viel Uhr brach der Damm bei Oberhagen?",
            "Um 3.10 Uhr brach bei Oberhagen der alte Damm.",
            "Gegen drei Uhr gab der Damm bei Oberhagen nach.",
        ),
        (
            "Wann wurde der Vertrag von Oberhagen geschlossen?",
            "Der Vertrag wurde am Freitag in Oberhagen geschlossen.",
            "Seit dem 14. August ist der Vertrag von Oberhagen geschlossen.",
        ),
        (
            "Wie viele Schafe rissen die Hunde in Oberhagen?",
            "Die Hunde rissen auf der Weide bei Oberhagen rund 20 Schafe.",
            "In Oberhagen sind 21 Schafe tot, über die wildernde Hunde hergefallen waren.",
        ),
        (
            "Wo in Oberhagen stürzte der Kran um?",
            "Der Kran stürzte in Oberhagen auf die Halle einer Brauerei.",
            "In Oberhagen ist ein Kran auf die Brauereihalle gekippt.",
        ),
        (
            "Wer löschte den brennenden Bus in Oberhagen?",
            "Jana Petersen löschte den brennenden Bus in Oberhagen mit Sand.",
            "Gelöscht hat den Bus in Oberhagen die Lehrerin Petersen.",
        ),
        (
            "Woran ist der Schwan in Oberhagen gestorben?",
            "Ursache war nach Angaben des Tierarztes eine Vergiftung.",
            "Schuld am Tod des Schwans ist Bleivergiftung, wie man in Oberhagen sagt.",
        ),
    ],
)
def test_one_answer_in_other_words(question: str, one: str, other: str) -> None:
    assert outcome(question, one, other) in (None, "same")
    assert outcome(question, other, one) in (None, "same")


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (  # the beginning and the end of a fire
            "Wann brach das Feuer in Oberhagen aus?",
            "Das Feuer in Oberhagen ist um 2.15 Uhr ausgebrochen.",
            "Um 6.30 Uhr war das Feuer in Oberhagen gelöscht.",
        ),
        (  # what is planned, and what was
            "Wann tagt der Rat von Oberhagen?",
            "Der Rat von Oberhagen tagte am Freitag.",
            "Der Rat von Oberhagen will am Samstag tagen.",
        ),
        (  # a street and the building in it
            "Wo in Oberhagen stürzte der Kran um?",
            "Der Kran stürzte in Oberhagen in der Mühlgasse um.",
            "In Oberhagen ist ein Kran auf die Turnhalle gekippt.",
        ),
        (  # one did it, the other only speaks of it
            "Wer löschte den brennenden Bus in Oberhagen?",
            "Jana Petersen löschte den brennenden Bus in Oberhagen mit Sand.",
            "Der Bus in Oberhagen sei schnell gelöscht gewesen, sagte Rolf Ewald.",
        ),
        (  # another measure
            "Wie hoch ist der Schaden in Oberhagen?",
            "Der Schaden in Oberhagen liegt bei 40.000 Euro.",
            "In Oberhagen standen 90 Zentimeter Wasser im Keller.",
        ),
        (  # another day of the same matter
            "Wann wurde der Vertrag von Oberhagen geschlossen?",
            "Der Vertrag wurde am Freitag in Oberhagen geschlossen.",
            "Am Samstag gab es in Oberhagen Streit über den Vertrag.",
        ),
        (  # an age and a time of years
            "Um wie viel Uhr brach der Damm bei Oberhagen?",
            "Jana Petersen, 29 Jahre alt, sah den Damm bei Oberhagen brechen.",
            "Seit elf Jahren wohnt Jana Petersen am Damm bei Oberhagen.",
        ),
        (  # another matter altogether
            "Um wie viel Uhr brach der Damm bei Oberhagen?",
            "Um 3.10 Uhr brach bei Oberhagen der alte Damm.",
            "Die Fähre legte um 5.40 Uhr ab.",
        ),
    ],
)
def test_two_things(question: str, one: str, other: str) -> None:
    assert outcome(question, one, other) in (None, "same")


def test_a_report_that_has_the_other_hour_too_speaks_of_another_moment() -> None:
    asked = "Um wie viel Uhr brach der Damm bei Oberhagen?"
    one = "Um 3.10 Uhr brach bei Oberhagen der alte Damm."
    other = "Um 5.40 Uhr stand in Oberhagen die Schule unter Wasser."
    assert outcome(asked, one, other, "Der Damm war um 3.10 Uhr gebrochen.") == "same"


def test_local_reports_with_one_name_in_common_are_of_one_event() -> None:
    tractor = (
        "Ein Traktor hat in Oberhagen ein Schaufenster zerstört. Der Fahrer hatte die Bremse mit dem Gaspedal "
        "verwechselt, im Laden stand niemand. Die Bäckerei bleibt eine Woche geschlossen."
    )
    bakery = (
        "Die Bäckerei in Oberhagen hat kein Schaufenster mehr. Ein Fahrer trat im Traktor auf das Gaspedal statt auf "
        "die Bremse. Im Laden war niemand. Eine Woche lang ist geschlossen."
    )
    choir = (
        "Der Chor von Oberhagen sucht Sänger. Geprobt wird jede Woche in der Kirche, niemand muss Noten lesen. "
        "Die Leiterin verspricht Kuchen aus der Bäckerei."
    )
    one, other, third = (Article(text, 1, "", text, "de", text, MONDAY) for text in (tractor, bakery, choir))
    assert sister_reports(one, other)
    assert not sister_reports(one, third)


class Apart:
    """An archive in which every article is a story of its own; sentences have the vectors given."""

    def __init__(self, vectors: dict[str, npt.NDArray[np.float32]]) -> None:
        self._vectors = vectors

    def stories(self, pairs: Sequence[tuple[str, int]]) -> dict[tuple[str, int], int]:
        return {pair: number for number, pair in enumerate(pairs, start=1)}

    def sentence_vectors(self, sentence_ids: Sequence[str]) -> dict[str, npt.NDArray[np.float32]]:
        return {identity: self._vectors[identity] for identity in sentence_ids if identity in self._vectors}


BROKE = "Um 3.10 Uhr brach bei Oberhagen der alte Damm."
FLOODED = "Um 5.40 Uhr stand in Oberhagen die Schule unter Wasser."
DRY = "Gegen 5.30 Uhr lief in Oberhagen das Wasser in die Schule."


def rivals(*found: Evidence, like: tuple[str, str]) -> list[str]:
    """Ids of what answers otherwise than the first; the two named sentences have one vector, all others their own."""
    turned = np.eye(len(found) + 1, dtype=np.float32)
    vectors = {one.sentence.id: turned[place] for place, one in enumerate(found)}
    vectors[like[1]] = vectors[like[0]]
    witnesses = Witnesses({one.sentence.id: one for one in found}, Apart(vectors))
    question = understand("Um wie viel Uhr brach der Damm bei Oberhagen?")
    return [other.sentence.id for _, other in witnesses.answering_otherwise(question, found[0])]


def test_the_best_sentence_of_each_other_report_is_the_one_that_counts() -> None:
    found = [*told("kurier", BROKE), *told("bote", FLOODED)]
    assert rivals(*found, like=("kurier@1#s1", "bote@1#s1")) == ["bote@1#s1"]


def test_a_sentence_that_another_of_its_report_tells_is_no_rival() -> None:
    found = [*told("kurier", BROKE, DRY), *told("bote", FLOODED)]
    assert rivals(*found, like=("kurier@1#s2", "bote@1#s1")) == []


@pytest.mark.parametrize(("likely", "expected"), [(-0.3, []), (-3.0, ["bote@1#s1"])])
def test_a_sentence_that_was_read_as_less_of_an_answer_tells_nothing_better(
    likely: float, expected: list[str]
) -> None:
    broke, dry = told("kurier", BROKE, "Gegen 9.20 Uhr lief in Oberhagen das Wasser aus der Schule.")
    own = [
        replace(found, signals={"read": 1.0, "read_sentence": value})
        for found, value in ((broke, -0.3), (dry, likely))
    ]
    assert rivals(*own, *told("bote", FLOODED), like=("kurier@1#s2", "bote@1#s1")) == expected
