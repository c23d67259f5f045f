"""Which sentences are read together with the question, and what becomes of the reading."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.answering.evidence import RERANKED_BY, gather
from assistant.answering.features import Material
from assistant.answering.named import as_written
from assistant.answering.reranking import READINGS, WINDOWS, readings, windows
from assistant.models.crossencoder.encoder import Reading
from assistant.question import understand
from assistant.types import Article
from tests.small_store import Store, sentences_of


def _article(name: str, *sentences: str) -> Article:
    return Article(name, 1, f"Von {name}", " ".join(sentences), "de", "")


FERRY = _article(
    "fähre",
    "Die Fähre legt am Westkai ab.",
    "Gebaut hat sie die Werft Lütjens.",
    "Sie nimmt 312 Fahrgäste mit.",
)
OTHERS = tuple(_article(f"markt{number}", f"Der Markt Nummer {number} hat wieder offen.") for number in range(4))


def _pool(*articles: Article) -> list[Material]:
    return [
        Material(sentence, article, rank, 0.8, 0.8)
        for rank, article in enumerate(articles)
        for sentence in sentences_of(article)
    ]


class Pointing:
    """A reader that finds the answer in one word, wherever it stands, and remembers what it was given."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.texts: list[str] = []
        self.titles: list[str] = []
        self.questions: list[str] = []

    def read(self, question: str, text: str, title: str = "") -> Reading:
        self.texts.append(text)
        self.titles.append(title)
        self.questions.append(question)
        at = text.find(self.word)
        spans = np.array([(0, 3), (at, at + len(self.word))] if at >= 0 else [(0, 3)], np.int32)
        found = np.array([0.1, 0.7] if at >= 0 else [0.05], np.float32)
        return Reading(spans, found, float(1 - found.sum()))


def test_windows_are_the_best_sentences_with_those_around_them_in_one_article() -> None:
    pool = _pool(FERRY, *OTHERS)
    scores = np.array([0.0, 5.0, 1.0, 2.0, 4.0, 3.0, 0.5])
    found = windows(pool, scores)
    assert len(found) == WINDOWS
    assert [window.rows for window in found] == [(0, 1, 2), (4,)]
    assert found[0].text == FERRY.text
    assert [found[0].text[start:][:4] for start in found[0].starts] == ["Die ", "Geba", "Sie "]


def test_a_window_has_room_for_so_much_and_every_sentence_is_in_one_only() -> None:
    long = _article("lang", *(f"Satz {number} " + "und noch ein Wort " * 16 + "endet." for number in range(9)))
    pool = _pool(long)
    found = windows(pool, np.array([0.0, 0, 0, 0, 9, 0, 0, 0, 0]))
    rows = [row for window in found for row in window.rows]
    assert len(rows) == len(set(rows))
    assert 4 in found[0].rows
    assert len(found[0].rows) > 1
    assert all(len(window.text) <= 950 for window in found)


def test_readings_are_those_of_the_sentence_that_holds_the_words() -> None:
    pool = _pool(FERRY, *OTHERS)
    scores = np.array([0.0, 5.0, 1.0, 2.0, 4.0, 3.0, 0.5])
    reader = Pointing("Lütjens")
    read = readings(understand("Wer?"), pool, scores, reader)
    table = dict(zip(READINGS, read.signals.T, strict=True))
    assert reader.texts == [FERRY.text, OTHERS[1].text]
    assert reader.titles == ["Von fähre", "Von markt1"]
    assert table["read"].tolist() == [1, 1, 1, 0, 1, 0, 0]
    assert table["read_sentence"].argmax() == 1
    assert np.exp(table["read_sentence"][:3]).tolist() == pytest.approx([0.1, 0.7, 1e-4], abs=1e-6)
    assert table["read_window"][0] == table["read_window"][2] > 0 > table["read_window"][4]
    assert (table["read_window"] >= table["read_window"][3]).all()
    (only,) = read.answering[1]
    assert pool[1].sentence.text[slice(*only)] == "Lütjens"
    assert [row for row, words in read.answering.items() if words] == [1]


def test_what_is_read_leads_the_evidence() -> None:
    store = Store((FERRY, *OTHERS))
    question = understand("Welche Firma war es bei der Fähre?")
    for word, beginning in (("Lütjens", "Gebaut"), ("Westkai", "Die Fähre")):
        evidence = gather(question, store.passages(), store, store, Pointing(word))
        assert evidence[0].sentence.text.startswith(beginning)
        assert evidence[0].sentence.text[slice(*evidence[0].answering[0])] == word
        assert all(set(found.signals) == set(RERANKED_BY) for found in evidence)


def test_copies_are_read_once() -> None:
    copies = tuple(_article(f"kopie{number}", *(one.text for one in sentences_of(FERRY))) for number in range(3))
    store = Store((FERRY, *copies))
    reader = Pointing("Lütjens")
    gather(understand("Wer baute die Fähre?"), store.passages(), store, store, reader)
    assert reader.texts == [FERRY.text]


def test_a_copy_with_other_marks_has_no_words_that_stand_out() -> None:
    copy = _article("kopie", "Gebaut – hat sie die Werft Lütjens.")
    store = Store((FERRY, copy))
    evidence = gather(understand("Wer baute die Fähre?"), store.passages(), store, store, Pointing("Lütjens"))
    shown = {found.article.id: found for found in evidence if "Lütjens" in found.sentence.text}
    assert shown["fähre"].sentence.text[slice(*shown["fähre"].answering[0])] == "Lütjens"
    assert shown["kopie"].answering == ()
    assert shown["kopie"].signals == shown["fähre"].signals


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("Wann traf Tschernyschow die Reederin?", "Wann traf Chernyshov die Reederin?"),
        ("Когда Лютьенс построил паром?", "Когда Lütjens построил паром?"),
        ("Wann legte Lütjens ab?", "Wann legte Lütjens ab?"),
        ("Wann kam Petersen?", "Wann kam Petersen?"),
    ],
)
def test_names_are_asked_for_as_the_text_spells_them(question: str, read: str) -> None:
    assert as_written(understand(question), "Die Reederin Lütjens empfing am Montag Andrej Chernyshov.") == read


def test_the_reader_is_asked_with_the_names_of_its_window() -> None:
    reader = Pointing("Lütjens")
    readings(understand("Was baut die Werft Luetjens?"), _pool(FERRY), np.array([0.0, 5.0, 1.0]), reader)
    assert reader.questions == ["Was baut die Werft Lütjens?"]
