"""Claims in another language than their source: right ones are verified, broken ones never for want of a word."""

from __future__ import annotations

import pytest

from assistant.checking import likeness
from assistant.checking.gates import check
from assistant.checking.likeness import alike_words
from assistant.errors import ModelError
from assistant.types import DraftClaim
from tests.benchmarks import crossing
from tests.benchmarks.wice import evidence_of

SOURCE = "Innenministerin Carla Hahn entließ am Montag Polizeipräsident Uwe Roth. Die Opposition lobte den Schritt."


def support(claim: str, language: str, source: str = SOURCE, written: str = "de") -> str:
    evidence = evidence_of(source, written, None)
    return check(DraftClaim(claim, tuple(evidence)), evidence, language).support


@pytest.mark.parametrize(
    ("claim", "language"),
    [
        ("Minister Carla Hahn dismissed police chief Uwe Roth on Monday.", "en"),
        ("The opposition praised the step.", "en"),
        ("Оппозиция похвалила этот шаг.", "ru"),
    ],
)
def test_what_a_sentence_in_another_language_says_is_verified(claim: str, language: str) -> None:
    assert support(claim, language) == "verified"


@pytest.mark.parametrize(
    ("claim", "language"),
    [
        ("Minister Carla Hahn did not dismiss police chief Uwe Roth on Monday.", "en"),
        ("Police chief Uwe Roth dismissed Minister Carla Hahn on Monday.", "en"),
        ("Minister Carla Hahn will dismiss police chief Uwe Roth on Monday.", "en"),
        ("Minister Carla Hahn appointed police chief Uwe Roth on Monday.", "en"),
        ("Minister Carla Hahn dismissed police chief Uwe Roth on Tuesday.", "en"),
        ("Minister Carla Hahn dismissed police chief Olaf Roth on Monday.", "en"),
        ("The opposition criticised the step.", "en"),
        ("Оппозиция не похвалила этот шаг.", "ru"),
        ("Оппозиция раскритиковала этот шаг.", "ru"),
    ],
)
def test_what_it_does_not_say_is_not(claim: str, language: str) -> None:
    assert support(claim, language) != "verified"


def test_words_are_found_in_another_language() -> None:
    found = alike_words("The opposition praised the step.", "Die Opposition lobte den Schritt.")
    assert {word: found[word].word for word in ("opposition", "praised", "step")} == {
        "opposition": "Opposition",
        "praised": "lobte",
        "step": "Schritt",
    }


@pytest.fixture
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise ModelError("the local embedding model is not installed", "set PRESSESCHAU_EMBEDDINGS")

    monkeypatch.setattr(likeness, "_known", {})
    monkeypatch.setattr("assistant.models.engines.local_engine", missing)


@pytest.mark.usefixtures("no_model")
def test_without_the_local_model_nothing_in_another_language_is_verified() -> None:
    assert support("The opposition praised the step.", "en") == "partial"


@pytest.mark.parametrize(("held", "precision", "recall"), [(False, 0.95, 0.7), (True, 0.9, 0.6)])
def test_precision_and_recall_on_written_claims(held: bool, precision: float, recall: float) -> None:
    figures = crossing.report("", list(crossing.own(held)))
    assert figures["precision"] >= precision
    assert figures["recall"] >= recall


@pytest.mark.parametrize("kind", ["negation", "number", "date"])
def test_no_broken_claim_of_these_kinds_is_verified(kind: str) -> None:
    pairs = [pair for held in (False, True) for pair in crossing.own(held) if pair.kind == kind]
    assert pairs
    assert all(crossing.run(pair).support != "verified" for pair in pairs)
