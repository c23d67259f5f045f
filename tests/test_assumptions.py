"""Questions that take for granted what the sources deny are corrected, others are left alone."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answering.assumptions import another_time, corrected
from assistant.question import understand
from assistant.types import Article, Evidence, Sentence

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
    assert note is not None
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
    assert note is not None
    assert note.text.startswith(begin)
