"""Whom a pronoun means, where nobody else can be meant; and claims put together from several sentences."""

from __future__ import annotations

import pytest

from assistant.checking.antecedents import meant
from assistant.checking.gates import check
from assistant.language.names import spelling_key
from assistant.types import DraftClaim
from tests.benchmarks.wice import joined, run
from tests.test_checking import evidence_of


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("de", "Birgit Lohse wies den Vorwurf zurück. Sie kündigte eine Prüfung an.", "Lohse"),
        ("de", "Alma Reuter hat die neue Fähre getauft. Sie fährt stündlich.", None),
        ("de", "Milan Dravec entließ Andrej Marenko. Er war seit 2019 im Amt.", None),
        ("de", "Milan Dravec entließ den Minister. Er war seit 2019 im Amt.", None),
        ("de", "Milan Dravec traf in Kiel Andrej Marenko. Sie sprachen über die Fähre.", "Marenko"),
        ("de", "Emil Kranich kündigte ein zweites Werk an. Sein Vorgänger Ralf Dobbin war dagegen.", "Kranich"),
        ("de", "Emil Kranich kündigte ein Werk an. Ralf Dobbin war dagegen, er hatte es verhindert.", None),
        ("de", "Die Autorin erhält den Preis der Stadt Worms. Er ist mit 20.000 Euro dotiert.", "Worms"),
        ("en", "Petar Lukic had refused. He will be replaced by Dina Halas.", "Lukic"),
        ("en", "Petar Lukic criticised the president. He will resign.", None),
        ("en", "Minister Moira Kell opened a new hospital in Dunmore. It has 320 beds.", "Dunmore"),
        ("en", "Moira Kell met Alan Frith. She will resign.", None),
        ("ru", "Анна Петрова отказалась. Она уйдёт.", None),
    ],
)
def test_a_pronoun_means_somebody_where_nobody_else_can_be_meant(language: str, text: str, name: str | None) -> None:
    last = list(evidence_of(text, language).values())[-1]
    keys = {key for one in meant(last) for key in one.keys}
    assert (spelling_key(name) in keys) if name else not keys


@pytest.mark.parametrize(
    ("text", "claim", "support"),
    [
        (
            "Birgit Lohse wies den Vorwurf zurück. Sie kündigte eine Prüfung des Dammes an.",
            "Birgit Lohse kündigte eine Prüfung des Dammes an.",
            "verified",
        ),
        (
            "Alma Reuter hat am Mittwoch die neue Fähre getauft. Sie fährt von Juni an stündlich nach Glückstadt.",
            "Alma Reuter fährt von Juni an stündlich nach Glückstadt.",
            "partial",
        ),
        (
            "Mats Hollberg verlässt den SV Aurach. Sein Nachfolger Jörn Tesmer arbeitete zuletzt in Graz.",
            "Mats Hollberg arbeitete zuletzt in Graz.",
            "unverified",
        ),
        (
            "In Wellen ist am Sonntag ein Damm gebrochen. Rund 80 Menschen mussten ihre Häuser verlassen.",
            "Nach dem Dammbruch in Wellen mussten rund 80 Menschen ihre Häuser verlassen.",
            "verified",
        ),
    ],
)
def test_a_claim_of_several_sentences_keeps_to_who_does_what(text: str, claim: str, support: str) -> None:
    evidence = evidence_of(text, "de")
    assert check(DraftClaim(claim, tuple(evidence)), evidence, "de").support == support


def test_stitched_claims_are_not_verified() -> None:
    pairs = [pair for held in (False, True) for pair in joined(held)]
    verified = [pair for pair in pairs if run(pair).support == "verified"]
    assert [pair.claim for pair in verified if pair.label != "supported"] == []


@pytest.mark.parametrize(
    ("claim", "support"),
    [
        ("The council approved the budget, and the following year it built a school.", "partial"),
        ("The council approved the budget in 2019 and built a school.", "verified"),
    ],
)
def test_a_time_counted_from_another_must_be_told(claim: str, support: str) -> None:
    evidence = evidence_of("The council approved the budget in 2019 and built a school.", "en")
    assert check(DraftClaim(claim, tuple(evidence)), evidence, "en").support == support
