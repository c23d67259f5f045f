"""The words of a sentence that answer: taken from a reading, found again in a text that quotes them."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from assistant.answering.emphasis import answering_words, emphasised
from assistant.models.crossencoder.encoder import Reading
from assistant.terminal.answer import _with_strong
from assistant.terminal.output import plain
from tests.page_stand_ins import citation

BEFORE = "Die Fähre fährt wieder."
SENTENCE = "Gebaut hat sie die Werft Lütjens aus Ahlbeck im Jahr 2019, sagt der Hafen."
START = len(BEFORE) + 1


def _reading(**likely: float) -> Reading:
    """A reading of both sentences, a token for each word; `likely` are the words with a probability of their own."""
    spans = [match.span() for match in re.finditer(r"\w+|[^\w\s]", f"{BEFORE} {SENTENCE}")]
    written = [f"{BEFORE} {SENTENCE}"[start:end] for start, end in spans]
    tokens = np.array([likely.get(word, 0.001) for word in written], np.float32)
    return Reading(np.array(spans, np.int32), tokens, float(1 - tokens.sum()))


def _words(reading: Reading, start: int = START, text: str = SENTENCE) -> list[str]:
    return [text[first:last] for first, last in answering_words(reading, start, text)]


@pytest.mark.parametrize(
    ("likely", "expected"),
    [
        ({"Lütjens": 0.8}, ["Lütjens"]),
        ({"Werft": 0.3, "Lütjens": 0.5}, ["Werft Lütjens"]),
        ({"Lütjens": 0.4, "2019": 0.3}, ["Lütjens", "2019"]),
        ({"Lütjens": 0.6, "Ahlbeck": 0.2}, ["Lütjens aus Ahlbeck"]),  # a word between them belongs to them
        ({"Lütjens": 0.7, "2019": 0.15}, ["Lütjens"]),  # far less likely
        ({"Lütjens": 0.2}, []),  # the window hardly answers
        ({"Fähre": 0.8}, []),  # the other sentence answers
    ],
)
def test_words_that_answer_are_the_likely_ones(likely: dict[str, float], expected: list[str]) -> None:
    assert _words(_reading(**likely)) == expected


def test_nothing_stands_out_where_most_would() -> None:
    assert _words(_reading(**dict.fromkeys(re.findall(r"\w+", SENTENCE), 0.06))) == []


def test_words_of_the_sentence_before_are_its_own() -> None:
    assert _words(_reading(Fähre=0.8), 0, BEFORE) == ["Fähre"]


def test_words_are_found_again_whole_and_once() -> None:
    text = "Zwei Stunden? Im Treffenssaal dauerte das Treffen zwei Stunden, zwei Stunden lang."
    cited = replace(citation(quote="Das Treffen dauerte zwei Stunden."), answering=((4, 11), (20, 32)))
    assert emphasised(text, [cited]) == ((42, 49), (50, 62))
    assert emphasised("Das dauerte zwei Stundenlang.", [cited]) == ()


def test_the_terminal_shows_them_bold() -> None:
    cited = replace(citation(quote="Das Treffen dauerte zwei Stunden."), answering=((20, 32),))
    shown = _with_strong(plain("Es dauerte zwei Stunden. [1]"), [cited])
    assert [(span.start, span.end, span.style) for span in shown.spans] == [(11, 23, "bold")]
