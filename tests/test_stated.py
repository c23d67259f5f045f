"""What a chat model states is shown in its words, as the sentence it chose, or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.answering.decision import Verdict
from assistant.answering.features import FEATURES
from assistant.answering.stated import stated
from assistant.question import understand
from assistant.types import DraftClaim, Evidence
from tests.test_checking import evidence_of

TEXT = (
    "Der Stadtrat von Pelm hat am Dienstag den Bau des Parkhauses abgelehnt. "
    "Bürgermeisterin Ute Sandrock leitete die Sitzung. "
    "Sie dauerte drei Stunden. "
    "„Das Parkhaus hätte 4 Millionen Euro gekostet“, sagte Kämmerer Jonas Wulf. "
    "Das Rathaus wird im Mai gestrichen."
)


def evidence(**kinds: float) -> dict[str, Evidence]:
    """The sentences of the text with their signals: all alike; `kinds` are set for all of them."""
    found = evidence_of(TEXT, "de", published=date(2025, 3, 6))
    return {key: replace(one, signals=dict.fromkeys(FEATURES, 0.0) | kinds) for key, one in found.items()}


def shown(text: str, *ids: str, asked: str, **kinds: float) -> list[str]:
    """The claims that are shown."""
    found = stated(DraftClaim(text, ids), evidence(**kinds), understand(asked))
    return [claim.text for claim in found if claim.support != "unverified"]


@pytest.fixture(autouse=True)
def decided(monkeypatch: pytest.MonkeyPatch) -> dict[str, bool]:
    """What the decision is that quotations are made by: here every sentence would be quoted."""
    told = {"answers": True}
    decision = "assistant.answering.stated.verdict"
    monkeypatch.setattr(decision, lambda _, evidence: Verdict(told["answers"], 0.5, tuple(evidence)))
    return told


WHAT = "Was hat der Stadtrat von Pelm abgelehnt?"
REFUSED = "Der Stadtrat von Pelm hat am Dienstag den Bau des Parkhauses abgelehnt."


def test_a_whole_claim_in_the_models_words_is_shown() -> None:
    claim = "Den Bau des Parkhauses lehnte der Stadtrat von Pelm ab."
    assert shown(claim, "a@1#s1", asked=WHAT) == [claim]
    shorter = "Der Stadtrat von Pelm hat den Bau des Parkhauses abgelehnt."
    assert shown(shorter, "a@1#s1", asked=WHAT) == [shorter]


@pytest.mark.parametrize(
    "torn",
    [
        "Den Bau des Parkhauses",
        "Der Stadtrat von Pelm am Dienstag den Bau des Parkhauses abgelehnt.",
        "Der Stadtrat von Pelm hat am Dienstag den Bau des Stadtrates abgelehnt.",
    ],
)
def test_a_torn_or_altered_copy_gives_way_to_its_sentence(torn: str) -> None:
    assert shown(torn, "a@1#s1", asked=WHAT) == [REFUSED]


def test_a_sentence_that_leans_on_another_comes_with_it() -> None:
    asked = "Wie lange dauerte die Sitzung des Stadtrates von Pelm?"
    both = ["Bürgermeisterin Ute Sandrock leitete die Sitzung.", "Sie dauerte drei Stunden."]
    assert shown("Sie dauerte drei Stunden.", "a@1#s3", asked=asked, kind_number=1.0) == both


def test_a_claim_made_of_two_sentences_gives_way_to_the_one_with_its_figure() -> None:
    asked = "Wie lange dauerte die Sitzung unter Ute Sandrock in Pelm?"
    claim = "Bürgermeisterin Ute Sandrock leitete in Pelm drei Stunden die Sitzung."
    both = ["Bürgermeisterin Ute Sandrock leitete die Sitzung.", "Sie dauerte drei Stunden."]
    assert shown(claim, "a@1#s2", asked=asked, kind_number=1.0) == both
    assert shown(claim.replace("drei", "neun"), "a@1#s2", asked=asked, kind_number=1.0) == []


def test_what_somebody_says_comes_with_the_one_who_says_it() -> None:
    found = shown(
        "Das Parkhaus hätte 4 Millionen Euro gekostet.",
        "a@1#s4",
        asked="Was hätte das Parkhaus in Pelm gekostet?",
        kind_number=1.0,
    )
    assert len(found) == 1
    assert "Wulf" in found[0]


@pytest.mark.parametrize(
    ("claim", "asked"),
    [
        ("Ja, der Stadtrat von Pelm hat den Bau des Parkhauses abgelehnt.", "Hat der Stadtrat den Bau abgelehnt?"),
        (REFUSED, "Warum hat der Stadtrat von Pelm den Bau des Parkhauses abgelehnt?"),
        (REFUSED, "Wer im Stadtrat von Pelm hat den Bau des Parkhauses abgelehnt?"),
        (REFUSED, "Wie lange hat der Stadtrat von Pelm über den Bau des Parkhauses beraten?"),
    ],
)
def test_what_does_not_answer_is_not_shown_in_the_models_words(claim: str, asked: str) -> None:
    lacking = {f"kind_{kind}": 0.0 for kind in ("reason", "person", "number")}
    assert claim not in shown(claim, "a@1#s1", asked=asked, **lacking) or claim == REFUSED
    if not asked.startswith("Hat"):
        assert shown(claim, "a@1#s1", asked=asked, **lacking) == []


def test_a_sentence_that_hardly_answers_is_not_shown_whatever_the_model_says(decided: dict[str, bool]) -> None:
    decided["answers"] = False
    assert shown("Den Bau des Parkhauses lehnte der Stadtrat von Pelm ab.", "a@1#s1", asked=WHAT) == []


def test_a_near_miss_is_not_shown() -> None:
    claim = "Den Bau des Parkhauses lehnte der Stadtrat von Pelm ab."
    assert shown(claim, "a@1#s1", asked="Was hat der Stadtrat von Borkum abgelehnt?") == []
