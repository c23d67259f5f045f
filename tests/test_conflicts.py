"""What counts as a contradiction between reports of one event, and what does not."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.checking.witnesses.conflicts import conflict, later_figure
from assistant.checking.witnesses.statements import Statement
from assistant.types import Article, Evidence, Sentence

# Names that make two articles reports of one event.
COMMON = "Hanna Vossberg sprach in Sandhafen mit Falk Ohlendorf. Andrej Tschernyschow war in Tarsk."
COMMON_EN = "Hanna Vossberg spoke with Falk Ohlendorf in Sandhafen. Andrei Chernyshov was in Tarsk."
MONDAY = date(2026, 8, 17)


def said(name: str, text: str, language: str = "de", published: date | None = MONDAY, rest: str = "") -> Statement:
    body = f"{text} {COMMON_EN if language == 'en' else COMMON} {rest}"
    article = Article(name, 1, "", body, language, name, published, name)
    return Statement(Evidence(Sentence(f"{name}@1#s1", name, 1, 0, 0, len(text), text, 0), article, 1.0))


def field(first: Statement, second: Statement, alike: float = 0.92) -> str | None:
    found = conflict(first, second, alike)
    back = conflict(second, first, alike)
    assert (found is None) == (back is None), "a contradiction goes both ways"
    return found.field if found else None


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Es verbrannten 64 Strandkörbe.", "46 Strandkörbe wurden zerstört.", "number"),
        ("Er kam mit einer zwölfköpfigen Delegation.", "Der Delegation gehörten 14 Personen an.", "number"),
        ("Der Schaden liegt bei 210.000 Euro.", "Auf 300.000 Euro wird der Schaden beziffert.", "number"),
        ("Die Turbine lief 40 Prozent der Zeit.", "Die Turbine lief 55 Prozent der Zeit.", "number"),
        (
            "Vossberg und Tschernyschow trafen sich am Samstag in Sandhafen.",
            "Am Sonntag trafen sich Vossberg und Tschernyschow in Sandhafen.",
            "day",
        ),
        ("Die Lagerhalle am Fischmarkt brannte.", "Es brannte die Lagerhalle am Güterbahnhof.", "place"),
        ("Malte Quandt durchschnitt das Band am Kai.", "Das Band am Kai durchschnitt Georg Rademann.", "actor"),
        ("„Wir waren alle sehr müde“, sagte er.", "Er sagte: „Wir waren sehr müde.“", "quotation"),
    ],
)
def test_contradictions(one: str, other: str, expected: str) -> None:
    assert field(said("a", one), said("b", other)) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Es verbrannten 64 Strandkörbe.", "Es verbrannten 64 Strandkörbe und zwei Boote."),
        ("Es verbrannten 64 Strandkörbe.", "Verletzt wurden 3 Menschen."),
        ("Es verbrannten rund 60 Strandkörbe.", "Es verbrannten 64 Strandkörbe."),  # rounded
        ("Dafür sind 6,3 Mio. Euro vorgesehen.", "Die Rampe soll 2,1 Mio. Euro kosten."),  # another thing
        ("Die Zahl der Helfer stieg auf 420 Leute.", "Im Einsatz waren 180 Helfer, Leute aus dem Ort."),  # it grew
        ("Der Eintritt kostet 5 Euro, für Kinder 2 Euro.", "Der Eintritt kostet für Kinder 2 Euro."),
        ("Vossberg will am Freitag reisen.", "Vossberg sagte am Montag, sie sei gesund."),  # the day of saying
        ("„Wir waren müde“, sagte er.", "Er nannte die Leute „sehr müde und auch hungrig“."),  # a part of a saying
        ("Malte Quandt kam mit dem Zug.", "Georg Rademann sprach im Rat über Geld."),
        ("Die Halle am Fischmarkt brannte.", "Es brannte die Halle am Großen Fischmarkt."),
    ],
)
def test_no_contradictions(one: str, other: str) -> None:
    assert field(said("a", one), said("b", other)) is None


def test_only_reports_of_one_event_contradict_each_other() -> None:
    one = said("a", "Es verbrannten 64 Strandkörbe.")
    assert field(one, said("b", "Es verbrannten 46 Strandkörbe.", published=date(2025, 8, 17))) is None
    assert field(one, said("b", "Es verbrannten 46 Strandkörbe.", published=None)) is None
    article = Article("c", 1, "", "Es verbrannten 46 Strandkörbe.", "de", "c", MONDAY, "c")
    stranger = Statement(Evidence(Sentence("c@1#s1", "c", 1, 0, 0, 30, article.text, 0), article, 1.0))
    assert field(one, stranger) is None


def test_a_later_count_is_no_contradiction() -> None:
    one = said("a", "340 Menschen mussten ihre Wohnungen verlassen.")
    later = said("b", "1.150 Menschen mussten ihre Wohnungen verlassen.", published=date(2026, 8, 19))
    assert field(one, later) is None
    knowing = said(
        "b", "1.150 Menschen mussten ihre Wohnungen verlassen.", published=date(2026, 8, 18), rest="Am Montag 340."
    )
    assert field(one, knowing) is None


def test_days_are_compared_across_languages() -> None:
    german = said("a", "Vossberg und Tschernyschow haben sich am Samstag in Sandhafen zu einem Treffen gesehen.")
    english = said("b", "Vossberg and Chernyshov held their meeting in Sandhafen on Sunday.", "en")
    assert field(german, english) == "day"


def test_sentences_that_are_not_alike_are_left_alone() -> None:
    assert (
        field(said("a", "Es verbrannten 64 Strandkörbe."), said("b", "46 Strandkörbe wurden zerstört."), 0.8) is None
    )


@pytest.mark.parametrize(
    ("first", "second", "day", "figure"),
    [
        ("Es starben 9 Bergleute.", "14 Bergleute starben.", 20, "14"),
        ("Es starben 9 Bergleute.", "Die Zahl der Toten stieg auf 14 Bergleute.", 18, "14"),
        ("Es starben 9 Bergleute.", "9 Bergleute starben.", 20, ""),
        ("Es starben 9 Bergleute.", "Es kamen 14 Reporter.", 20, ""),
        ("Es starben 9 Bergleute.", "14 Bergleute starben.", 16, ""),  # an earlier report
        ("Es starben 9 Bergleute.", "14 Bergleute starben.", 17, ""),  # of the same day: a contradiction
    ],
)
def test_a_later_report_may_give_another_figure(first: str, second: str, day: int, figure: str) -> None:
    later = said("b", second, published=date(2026, 8, day))
    assert later_figure(said("a", first), later, 0.92) == figure
