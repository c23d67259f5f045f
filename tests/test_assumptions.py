"""Questions that take for granted what the sources deny are corrected, others are left alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.answering.assumptions import another_time, corrected
from assistant.answering.named import full_names
from assistant.answering.office import holds_office
from assistant.language.detect import detect_language
from assistant.language.times import find_times
from assistant.question import understand
from assistant.types import Article, DraftClaim, DraftNote, Evidence, Person, Sentence

PUBLISHED = date(2026, 9, 2)


def evidence(*texts: str, language: str = "de", published: date = PUBLISHED) -> list[Evidence]:
    """One article for each text, which is one sentence."""
    return [
        Evidence(
            Sentence(f"{name}@1#s1", name, 1, 0, 0, len(text), text, 0),
            Article(name, 1, "", text, language, name, published, "Kurier"),
            1.0,
        )
        for name, text in zip("abcdef", texts, strict=False)
    ]


DENIED = "Minister Arne Wolters hat dementiert, dass das Land die Klinik in Tannmoor verkauft."


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Warum verkauft das Land die Klinik in Tannmoor?", DENIED),
        ("Wann ist Arne Wolters zurückgetreten?", "Arne Wolters wies Berichte zurück, er wolle zurücktreten."),
        (
            "Wo wurde die Geburtshilfe in Tannmoor geschlossen?",
            "Die Geburtshilfe in Tannmoor wurde nicht geschlossen.",
        ),
        ("Wer kaufte die Klinik in Tannmoor?", "Die Klinik in Tannmoor kaufte niemand."),
    ],
)
def test_what_the_sources_deny_is_corrected_with_the_sentence_that_does(question: str, told: str) -> None:
    note = corrected(understand(question), evidence(told))
    assert isinstance(note, DraftNote)
    assert (note.kind, note.sentence_ids) == ("premise", ("a@1#s1",))
    assert told.rstrip(".") in note.text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (
            "Warum verkauft das Land die Klinik in Tannmoor?",
            "Das Land verkauft die Klinik in Tannmoor, weil Geld fehlt.",
        ),
        ("Verkauft das Land die Klinik in Tannmoor?", DENIED),  # asks whether, assumes nothing
        ("Warum hat Arne Wolters den Verkauf der Klinik dementiert?", DENIED),  # assumes the denial
        ("Warum verkauft das Land die Klinik in Sandhafen?", DENIED),  # of another place
        ("Warum lobte Arne Wolters die Klinik in Tannmoor?", DENIED),  # of another matter
        ("Was sagte Arne Wolters zum Verkauf der Klinik?", DENIED),
    ],
)
def test_other_questions_are_left_alone(question: str, told: str) -> None:
    assert corrected(understand(question), evidence(told)) is None


def test_where_another_source_says_that_it_is_so_nothing_is_corrected() -> None:
    said = "Das Land verkauft die Klinik in Tannmoor an einen Konzern."
    assert corrected(understand("Warum verkauft das Land die Klinik in Tannmoor?"), evidence(DENIED, said)) is None


def test_another_time_is_told() -> None:
    told = evidence("Hanna Vossberg traf Arne Wolters am 12. Juni 2026 in Sandhafen.")
    note = another_time(understand("Wo traf Hanna Vossberg Arne Wolters im Juli 2026?"), told)
    assert note is not None
    assert "12. Juni 2026" in note.text
    assert another_time(understand("Wo traf Hanna Vossberg Arne Wolters im Juni 2026?"), told) is None
    assert another_time(understand("Wo traf Hanna Vossberg Arne Wolters?"), told) is None


@pytest.mark.parametrize(
    ("question", "begin"),
    [
        ("Why does the state sell the hospital in Tannmoor?", "The sources do not say"),
        ("Warum verkauft das Land die Klinik in Tannmoor?", "Was die Frage voraussetzt"),
    ],
)
def test_the_note_is_in_the_questions_language(question: str, begin: str) -> None:
    told = evidence("The state does not sell the hospital in Tannmoor.", language="en") + evidence("-", DENIED)
    note = corrected(understand(question), told)
    assert isinstance(note, DraftNote)
    assert note.text.startswith(begin)


def test_to_how_many_the_answer_is_the_sentence_that_counts_none() -> None:
    told = "Bei dem Brand in Sandhafen wurde niemand verletzt."
    claim = corrected(understand("Wie viele Menschen wurden bei dem Brand in Sandhafen verletzt?"), evidence(told))
    assert isinstance(claim, DraftClaim)
    assert claim.sentence_ids == ("a@1#s1",)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Why did Arne Wolters admit the theft?", "Arne Wolters denied the theft."),
        ("Why did health minister Arne Wolters resign?", "Arne Wolters wies Berichte über seinen Rücktritt zurück."),
        (
            "Was vereinbarten Arne Wolters und Hanna Vossberg im September 2026?",
            "Ein für September 2026 geplantes Treffen von Arne Wolters und Hanna Vossberg wurde abgesagt.",
        ),
    ],
)
def test_what_was_denied_or_called_off_in_other_words_is_corrected(question: str, told: str) -> None:
    times = tuple(one.span for one in find_times(told, "de", PUBLISHED) if one.span)
    found = [replace(one, times=times) for one in evidence(told, language=detect_language(told, "de"))]
    note = corrected(understand(question), found)
    assert isinstance(note, DraftNote)


@pytest.mark.parametrize(
    ("question", "told", "holds"),
    [
        ("Wann wurde Hanna Vossberg Ministerpräsidentin?", "Verkehrsministerin Hanna Vossberg trat auf.", False),
        ("Wann wurde Hanna Vossberg Ministerin?", "Verkehrsministerin Hanna Vossberg trat auf.", True),
        ("When did Hanna Vossberg become president?", "The president dismissed Hanna Vossberg.", False),
        ("Wann wurde Hanna Vossberg Präsidentin?", "2025 wählte das Land Hanna Vossberg zur Präsidentin.", True),
        ("Wann wurde Hanna Vossberg Präsidentin?", "Hanna Vossberg will Präsidentin werden.", False),
        ("Wann traf Präsident Dravec Hanna Vossberg?", "Hanna Vossberg traf Dravec.", True),
    ],
)
def test_whoever_came_to_an_office_must_be_known_to_hold_it(question: str, told: str, holds: bool) -> None:
    (found,) = evidence(told, language=detect_language(told, "de"))
    roles = {"Verkehrsministerin": ("Verkehrsministerin",)}.get(told.split()[0], ())
    found = replace(found, people=(Person("Hanna Vossberg", (), roles),))
    asked = understand(question)
    assert holds_office(asked, full_names(asked), found) is holds
