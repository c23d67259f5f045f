"""Sentences of passages with their signals: what is read off the words, and what must hold for any archive."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from assistant.answering.evidence import gather
from assistant.answering.features import FEATURES
from assistant.answering.kinds import candidates
from assistant.answering.reading import rarity
from assistant.question import understand
from assistant.types import Article, Evidence
from tests.small_store import Store, sentences_of

HARBOUR = Article(
    "hafen",
    1,
    "Gespräch im Zollhaus",
    "Ministerin Hanna Vossberg traf am Donnerstag in Sandhafen den Reeder Karl Lütjens. "
    "Das Gespräch dauerte drei Stunden. "
    "Danach besichtigte sie die Werft, weil dort die neue Fähre gebaut wird.",
    "de",
    "hash",
    published=date(2025, 6, 13),
)
ENGLISH = Article("ledger", 1, "Talks", "Hanna Vossberg met a shipowner. They spoke for hours.", "en", "hash")


def _evidence(question: str, *articles: Article) -> tuple[Evidence, ...]:
    store = Store(articles or (HARBOUR,))
    return gather(understand(question), store.passages(), store, store)


def _signals(question: str, beginning: str) -> dict[str, float]:
    return next(found.signals for found in _evidence(question) if found.sentence.text.startswith(beginning))


def test_all_sentences_come_once_and_best_first() -> None:
    evidence = _evidence("Wen traf Hanna Vossberg?", HARBOUR, ENGLISH)
    assert sorted(found.sentence.id for found in evidence) == sorted(
        one.id for article in (HARBOUR, ENGLISH) for one in sentences_of(article)
    )
    scores = [found.score for found in evidence]
    assert scores == sorted(scores, reverse=True)
    assert all(set(found.signals) == set(FEATURES) for found in evidence)
    assert all(np.isfinite(list(found.signals.values())).all() for found in evidence)


def test_no_passages_no_evidence() -> None:
    store = Store((HARBOUR,))
    assert gather(understand("Wer kam?"), (), store, store) == ()


def test_words_names_and_numbers_are_met_in_sentence_and_passage() -> None:
    met = _signals("Wen traf Hanna Vossberg in Sandhafen?", "Ministerin")
    other = _signals("Wen traf Hanna Vossberg in Sandhafen?", "Das Gespräch")
    assert met["names"] == pytest.approx(1.0)
    assert other["names"] == 0.0
    assert other["names_passage"] == pytest.approx(1.0)
    assert other["follows"] > 0.5


def test_other_spellings_and_compounds_count() -> None:
    assert _signals("Wo war Hanna Wossberg?", "Ministerin")["names"] > 0.5
    assert _signals("Wie lange dauerte das Ministergespräch?", "Das Gespräch")["words"] > 0.5


def test_across_languages_only_names_count() -> None:
    evidence = _evidence("Whom did Hanna Vossberg meet?", HARBOUR)
    best = evidence[0]
    assert best.signals["cross"] == 1.0
    assert best.signals["names"] == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("question", "beginning", "kind"),
    [
        ("Wann traf Hanna Vossberg den Reeder?", "Ministerin", "time"),
        ("Wo traf Hanna Vossberg den Reeder?", "Ministerin", "place"),
        ("Wen traf Hanna Vossberg?", "Ministerin", "person"),
        ("Wie viele Stunden dauerte das Gespräch?", "Das Gespräch", "number"),
        ("Warum besichtigte sie die Werft?", "Danach", "reason"),
    ],
)
def test_the_kind_of_thing_asked_for_is_seen(question: str, beginning: str, kind: str) -> None:
    assert _signals(question, beginning)[f"kind_{kind}"] > 0.5


def test_what_the_question_says_itself_is_no_answer() -> None:
    assert _signals("Wer ist Karl Lütjens, den Hanna Vossberg traf?", "Ministerin")["kind_person"] < 0.5


def test_a_number_of_something_else_counts_less() -> None:
    hours = _signals("Wie viele Stunden dauerte das Gespräch?", "Das Gespräch")
    people = _signals("Wie viele Menschen waren beim Gespräch?", "Das Gespräch")
    assert hours["kind_number"] > people["kind_number"]


@pytest.mark.parametrize(
    ("detail", "text", "found"),
    [
        ("year", "Die Brücke wurde 1987 gebaut.", True),
        ("year", "Die Brücke ist 1987 Meter lang gewesen.", True),
        ("year", "Die Brücke wurde im Mai gebaut.", False),
        ("age", "Adamek ist 47 Jahre alt.", True),
        ("age", "Adamek leitet das Werk.", False),
        ("money", "Der Eintritt kostet 5 Euro.", True),
        ("money", "Der Eintritt ist frei ab 6 Jahren.", False),
        ("money", "Der Umbau kostet rund eine Million Euro.", True),
        ("money", "Dreißig Euro kostet die Karte.", True),
        ("money", "Drei Eurofighter starteten.", False),
        ("percent", "Die Zahl stieg um 3,5 Prozent.", True),
    ],
)
def test_finer_kinds(detail: str, text: str, found: bool) -> None:
    assert bool(candidates(detail, text, "de")) == found


def test_rare_words_weigh_more_and_small_archives_are_not_believed_too_much() -> None:
    assert rarity(1, 1_000) > rarity(100, 1_000) > rarity(1_000, 1_000) >= 0
    assert rarity(0, 2) <= 1.0
    assert rarity(2, 2) > 0.5
