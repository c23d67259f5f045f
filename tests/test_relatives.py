"""Relative clauses are sentences of their own, and whoever does something in them does it in the source too."""

from __future__ import annotations

import pytest

from assistant.checking.gates import check
from assistant.checking.relatives import unfolded
from assistant.types import DraftClaim
from tests.test_checking import evidence_of


@pytest.mark.parametrize(
    ("language", "text", "parts"),
    [
        ("de", "Der Preis, den Nele Ost erhält, ist neu.", ("Der Preis ist neu.", "Den Preis Nele Ost erhält")),
        (
            "de",
            "Es kam Jan Holm, der in Graz arbeitete.",
            ("Es kam Jan Holm.", "Der Jan Holm in Graz arbeitete"),
        ),
        (
            "de",
            "Die Fähre, die Alma Reuter taufte, ist neu.",
            ("Die Fähre ist neu.", "Die Fähre, die Alma Reuter taufte"),
        ),
        ("en", "The ferry, which Alma Reuter opened in May, is new.", ("The ferry is new.", None)),
        (
            "en",
            "The farm that the council approved on Thursday is planned by Greenspan.",
            ("The farm is planned by Greenspan.", "the council approved The farm on Thursday"),
        ),
        (
            "en",
            "Petar Lukic, who had refused, was dismissed.",
            ("Petar Lukic was dismissed.", "Petar Lukic had refused"),
        ),
        ("de", "Sie lobte die Stadt, das war neu.", ("Sie lobte die Stadt, das war neu.",)),
        ("de", "Er sagte, das Land habe der Stadt geholfen.", ("Er sagte, das Land habe der Stadt geholfen.",)),
        ("ru", "Министр, который приехал, молчал.", ("Министр, который приехал, молчал.",)),
    ],
)
def test_relative_clauses_are_sentences_of_their_own(language: str, text: str, parts: tuple[str | None, ...]) -> None:
    found = unfolded(text, language)
    assert len(found) == len(parts)
    assert all(part is None or part == one for part, one in zip(parts, found, strict=True))


@pytest.mark.parametrize(
    ("source", "claim", "support"),
    [
        (
            "Die Autorin Nele Ost erhält den Preis der Stadt. Er ist mit 20.000 Euro dotiert.",
            "Der Preis der Stadt, den Nele Ost erhält, ist mit 20.000 Euro dotiert.",
            "verified",
        ),
        (
            "Präsident Dravec entließ den Minister Marenko. Marenko war seit 2019 im Amt.",
            "Marenko, den Präsident Dravec entließ, war seit 2019 im Amt.",
            "verified",
        ),
        (
            "Präsident Dravec entließ den Minister Marenko. Marenko war seit 2019 im Amt.",
            "Marenko, der den Präsidenten Dravec entließ, war seit 2019 im Amt.",
            "unverified",
        ),
        (
            "Moira Kell dismissed Alan Frith on Tuesday. Frith had led the office since 2019.",
            "Alan Frith, whom Moira Kell dismissed on Tuesday, had led the office since 2019.",
            "verified",
        ),
        (
            "Moira Kell dismissed Alan Frith on Tuesday. Frith had led the office since 2019.",
            "Alan Frith, who dismissed Moira Kell on Tuesday, had led the office since 2019.",
            "unverified",
        ),
    ],
)
def test_roles_in_relative_clauses_are_compared(source: str, claim: str, support: str) -> None:
    language = "en" if " the " in source else "de"
    evidence = evidence_of(source, language)
    result = check(DraftClaim(claim, tuple(evidence)), evidence, language)
    assert result.support == support, result.reasons
