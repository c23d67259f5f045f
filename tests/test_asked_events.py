"""Which happening a question asks about, and in which part whoever it names takes part."""

from __future__ import annotations

import pytest

from assistant.asked_events import asked_events


@pytest.mark.parametrize(
    ("text", "language", "action", "parts"),
    [
        ("Wer traf wen, wann und wo?", "de", "meeting", set()),
        ("Wen hat Kim empfangen?", "de", "reception", {"host", "lead", "other"}),
        ("Von wem wurde Schoigu empfangen?", "de", "reception", {"visitor", "other"}),
        ("Mit wem sprach Ohlendorf?", "de", "talks", set()),
        ("Wer entließ den Minister Kolbe?", "de", "dismissal", {"target", "other"}),
        ("Wann wurde Kolbe entlassen?", "de", "dismissal", {"target", "other"}),
        ("Wen besuchte Putin im Juni?", "de", "visit", {"visitor", "lead", "other"}),
        ("Who met Shoigu in 2024?", "en", "meeting", set()),
        ("Whom did Kim receive?", "en", "reception", {"host", "lead", "other"}),
        ("Who dismissed Chernyshov?", "en", "dismissal", {"target", "other"}),
        ("Кого принял Ким?", "ru", "reception", {"host", "lead", "other"}),
    ],
)
def test_the_action_and_the_part_of_whoever_is_named(text: str, language: str, action: str, parts: set[str]) -> None:
    asked = asked_events(text, language)
    assert asked is not None
    assert action in asked.actions
    assert asked.named_parts == parts


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wie hoch ist der Turm?", "de"),
        ("In welchem Gebäude trafen sich die Minister?", "de"),
        ("Which hotel did they meet in?", "en"),
        ("Wo trafen sie sich?", "fr"),
    ],
)
def test_what_no_record_of_an_event_answers(text: str, language: str) -> None:
    assert asked_events(text, language) is None


def test_what_is_only_planned_has_to_be_asked_about() -> None:
    planned = asked_events("Wann ist das nächste Treffen geplant?", "de")
    happened = asked_events("Wann war das Treffen?", "de")
    assert planned is not None
    assert happened is not None
    assert planned.planned
    assert not happened.planned


@pytest.mark.parametrize(
    ("text", "language", "whether"),
    [
        ("Hat Kim Putin getroffen?", "de", True),
        ("Did Putin visit North Korea?", "en", True),
        ("Встречался ли Ким с Путиным?", "ru", True),
        ("Wann hat Kim Putin getroffen?", "de", False),
        ("When did Putin visit North Korea?", "en", False),
        ("Когда Ким встретился с Путиным?", "ru", False),
    ],
)
def test_whether_something_happened(text: str, language: str, whether: bool) -> None:
    asked = asked_events(text, language)
    assert asked is not None
    assert asked.whether is whether


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Wen ernannte Lind zur Nachfolgerin von Jonas Brandt?", "de", "Jonas Brandt"),
        ("Welche Treffen Linds mit Ministern aus Turan gab es?", "de", "Turan"),
        ("Who was appointed as the successor of Daniel Okafor?", "en", "Daniel Okafor"),
    ],
)
def test_a_name_that_only_tells_who_somebody_else_is(text: str, language: str, name: str) -> None:
    asked = asked_events(text, language)
    assert asked is not None
    assert asked.beside == (name,)
