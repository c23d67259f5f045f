"""The signals of sentences: the same numbers as ever, and no word passed over that meets the question."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.features import FEATURES, Material, signals
from assistant.answering.reading import AskedWord, Reader, asked_words, read
from assistant.question import Question
from assistant.types import Article
from tests.small_store import sentences_of

# Made by the code that computed one sentence at a time, before all were computed at once.
GOLDEN = Path(__file__).with_name("golden_signals.json")
ARTICLES = (
    Article(
        "hafen",
        1,
        "Gespräch im Zollhaus",
        "Ministerin Hanna Vossberg traf am Donnerstag in Sandhafen den Reeder Karl Lütjens. "
        "Das Gespräch dauerte drei Stunden, 312 Fahrgäste warteten. "
        "„Was soll ich sagen?“ "
        "Danach besichtigte sie die Werft, weil dort seit 2021 die neue Fähre gebaut wird.",
        "de",
        "",
    ),
    Article(
        "ledger",
        1,
        "Talks about the ferry",
        "Hanna Fosberg met a shipowner in Sandhafen. They spoke for three hours. The ferry will take 312 passengers.",
        "en",
        "",
    ),
)
QUESTIONS = {
    "person": Question(
        "", "Wen traf Hanna Vossberg in Sandhafen?", "de", "fact", "person", ("Hanna Vossberg", "Sandhafen")
    ),
    "number": Question(
        "", "Wie viele Fahrgäste nimmt die Fähre 2021 mit?", "de", "count", "number", counted="Fahrgäste"
    ),
    "reason": Question("", "Warum wurde die Werft besichtigt?", "de", "reason", "reason"),
    "statement": Question("", "Was ist neu zur Hafenfähre?", "de", "current", "statement"),
    "duration": Question("", "How long did Vossberg talk?", "en", "fact", "number", ("Vossberg",)),
    "place": Question("", "Где Фосберг встретила Лютьенса?", "ru", "fact", "place", ("Фосберг", "Лютьенса")),
}


def pool() -> list[Material]:
    """All sentences, with similarities that no model is needed for."""
    found = []
    for rank, article in enumerate(ARTICLES):
        for sentence in sentences_of(article):
            similarity = 0.8 + 0.01 * ((7 * len(sentence.text)) % 11)
            found.append(Material(sentence, article, rank, similarity, 0.84 + 0.01 * rank))
    return found


def table_of(question: Question) -> np.ndarray:
    return signals(question, asked_words(question, {"werft": 9, "traf": 30, "sandhaf": 2}, 40), pool())


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_numbers_are_those_the_weights_were_trained_on(name: str) -> None:
    expected = json.loads(GOLDEN.read_text(encoding="utf-8"))[name]
    found = table_of(QUESTIONS[name])
    for column, feature in enumerate(FEATURES):
        assert found[:, column] == pytest.approx(np.array(expected[feature]), abs=1e-6), feature


PARTS = st.sampled_from(
    ["Hafen", "Hafenfähre", "verhandelt", "Verhandlung", "Vossberg", "fosberg", "2021", "Regierung"]
)
WORDS = st.one_of(PARTS, st.text("aehfnrstÄü", min_size=1, max_size=12))


@given(st.lists(WORDS, min_size=1, max_size=4), WORDS, st.booleans(), st.booleans())
def test_no_word_is_passed_over_that_meets_one_asked_for(
    asked: list[str], word: str, are_names: bool, crosses: bool
) -> None:
    compared = [
        AskedWord(text, found.stems, found.key, 1.0, are_names, text.isdigit())
        for text in asked
        for found in read(text, "de").words
    ]
    reader = Reader(compared, "de", "en" if crosses else "de")
    for found in read(word, "de").words:
        degrees = [reader._degree(one, found) for one in reader.asked]
        assert any(degrees) <= reader._may_meet(found)
