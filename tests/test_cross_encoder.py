"""The cross-encoder: its graph computes what was learned, and it finds the words that answer."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from assistant.models.crossencoder import encoder
from assistant.models.crossencoder.encoder import CrossEncoder, Reading, cross_encoder
from assistant.models.crossencoder.graph import build
from assistant.models.e5.engine import Engine
from assistant.models.e5.inputs import inputs, weights_path
from assistant.models.e5.sessions import open_session

FERRY = (
    "Die neue Fähre nach Sandhafen legt seit Montag am Westkai ab. "
    "Gebaut wurde sie von der Werft Lütjens, die dafür vierzehn Monate brauchte. "
    "An Bord finden 312 Fahrgäste Platz."
)
MARKET = "Auf dem Wochenmarkt von Ahlenfeld gibt es wieder Spargel. Ein Bund kostet neun Euro."


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> CrossEncoder:
    return CrossEncoder(tmp_path_factory.mktemp("cache"))


def _answer(reading: Reading, text: str) -> str:
    start, end = reading.spans[int(reading.tokens.argmax())]
    return text[start:end]


def test_probabilities_are_one_together(reader: CrossEncoder) -> None:
    reading = reader.read("Wer hat die Fähre gebaut?", FERRY)
    assert len(reading.tokens) == len(reading.spans)
    assert reading.tokens.sum() + reading.nothing == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Wer hat die Fähre gebaut?", 1),
        ("Wie viele Menschen passen auf das Schiff?", 2),
        ("Where does the ferry leave?", 0),
        ("Сколько пассажиров помещается на борту?", 2),
    ],
)
def test_words_that_answer_are_likeliest_in_any_language(reader: CrossEncoder, question: str, sentence: int) -> None:
    reading = reader.read(question, FERRY)
    starts = [0, FERRY.index("Gebaut"), FERRY.index("An Bord"), len(FERRY)]
    shares = [
        reading.tokens[(reading.spans[:, 0] >= start) & (reading.spans[:, 0] < end)].sum()
        for start, end in pairwise(starts)
    ]
    assert int(np.argmax(shares)) == sentence


def test_the_answer_itself_is_pointed_at(reader: CrossEncoder) -> None:
    reading = reader.read("Wie viele Menschen passen auf das Schiff?", FERRY)
    assert _answer(reading, FERRY) in "312 Fahrgäste"


def test_another_matter_answers_less(reader: CrossEncoder) -> None:
    question = "Wer hat die Fähre gebaut?"
    assert reader.read(question, MARKET).nothing > 0.9 > reader.read(question, FERRY).nothing


def test_the_title_tells_what_a_text_is_about_and_answers_nothing(reader: CrossEncoder) -> None:
    question = "Was kostet die neue Schwimmhalle?"
    text = "Sie wird 14 Millionen Euro kosten, sagte der Stadtrat am Montag."
    told = reader.read(question, text, "Ahlenfeld baut eine Schwimmhalle")
    other = reader.read(question, text, "Brunnau streitet über die Umgehungsstraße")
    assert told.nothing < other.nothing
    assert told.spans.tolist() == other.spans.tolist() == reader.read(question, text).spans.tolist()
    assert _answer(told, text) in "14 Millionen Euro"
    assert reader.read("Wie heißt die Bürgermeisterin?", MARKET, "Bürgermeisterin Vera Lohse").nothing > 0.9


def test_long_texts_are_read_to_the_end_of_the_window_and_empty_ones_answer_nothing(reader: CrossEncoder) -> None:
    long = reader.read("Wer hat die Fähre gebaut? " * 100, FERRY * 40, "Die neue Fähre nach Sandhafen " * 40)
    assert 0 < len(long.tokens) < inputs(weights_path()).window
    assert reader.read("Wer?", "").nothing == pytest.approx(1.0, abs=0.02)


def test_the_graph_is_kept_and_opened_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = CrossEncoder(tmp_path).read("Wer hat die Fähre gebaut?", FERRY)
    assert len(list(tmp_path.glob("cross-encoder-*.onnx"))) == 1
    monkeypatch.setattr("assistant.models.crossencoder.graph.build", pytest.fail)
    again = CrossEncoder(tmp_path).read("Wer hat die Fähre gebaut?", FERRY)
    assert np.array_equal(first.tokens, again.tokens)


def test_without_changes_the_graph_gives_the_states_of_the_embedder(tmp_path: Path) -> None:
    read = inputs(weights_path())
    embeddings, lengths = read.embeddings([read.tokenise("passage: " + FERRY)])
    session = open_session(build(read.weights, {}))
    (ours,) = session.run(None, {"embeddings": embeddings, "lengths": lengths})
    theirs = Engine(tmp_path).states([FERRY], (12,))[0].states[:, 0]
    mine = ours[0, -1 - len(theirs) : -1]
    cosines = (mine * theirs).sum(1) / np.linalg.norm(mine, axis=1) / np.linalg.norm(theirs, axis=1)
    assert cosines.min() > 0.97
    assert cosines.mean() > 0.99


def test_changes_are_added_to_the_matrices(reader: CrossEncoder) -> None:
    read = inputs(weights_path())
    embeddings, lengths = read.embeddings([read.tokenise(FERRY)])
    given = {"embeddings": embeddings, "lengths": lengths}
    generator = np.random.default_rng(3)
    down = generator.normal(size=(2, read.weights.width)).astype(np.float32)
    up = generator.normal(size=(read.weights.width, 2)).astype(np.float32)
    (plain,) = open_session(build(read.weights, {})).run(None, given)
    (changed,) = open_session(build(read.weights, {"l11.ao.up": up, "l11.ao.down": down})).run(None, given)
    (idle,) = open_session(build(read.weights, {"l11.ao.up": 0 * up, "l11.ao.down": down})).run(None, given)
    assert np.array_equal(plain, idle)
    assert np.abs(plain - changed).max() > 0.5


def test_where_the_embedder_has_no_wheel_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    encoder.cross_encoder.cache_clear()
    assert cross_encoder() is None
    encoder.cross_encoder.cache_clear()
