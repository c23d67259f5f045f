"""Names in running text: whole names with exact places, in three languages, beside the vectors at little cost."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.errors import ModelError
from assistant.models import embeddings, engines
from assistant.models.e5 import STATE_LAYERS
from assistant.models.embeddings import Embedder
from assistant.models.engines import LocalEngine, local_engine
from assistant.models.names.decoding import Chain
from assistant.models.names.words import find_words

SENTENCES = {
    "German": (
        "Außenministerin Annalena Baerbock empfing am Freitag ihren Amtskollegen Antony Blinken in Berlin.",
        {("Annalena Baerbock", "person"), ("Antony Blinken", "person"), ("Berlin", "place")},
    ),
    "a name with a hyphen": (
        "Kim Jong-un reiste mit dem Zug nach Wladiwostok.",
        {("Kim Jong-un", "person"), ("Wladiwostok", "place")},
    ),
    "German genitives": (
        "Nach Angela Merkels Besuch in Paris begann Emmanuel Macrons Reise nach Brüssel.",
        {("Angela Merkels", "person"), ("Paris", "place"), ("Emmanuel Macrons", "person"), ("Brüssel", "place")},
    ),
    "English possessives": (
        "Joe Biden's visit to Berlin was praised by Olaf Scholz’s party.",
        {("Joe Biden", "person"), ("Berlin", "place"), ("Olaf Scholz", "person")},
    ),
    "organisations in quotation marks": (
        "Wie die „Süddeutsche Zeitung“ berichtet, verlässt Maria Lindner die Deutsche Bank in Frankfurt.",
        {
            ("Süddeutsche Zeitung", "organisation"),
            ("Maria Lindner", "person"),
            ("Deutsche Bank", "organisation"),
            ("Frankfurt", "place"),
        },
    ),
    "Russian": (
        "Министр обороны Сергей Шойгу встретился в Пхеньяне с представителями армии.",
        {("Сергей Шойгу", "person"), ("Пхеньяне", "place")},
    ),
    "no name": ("Am Freitag regnete es, und der Zug kam eine Stunde zu spät.", set()),
}


@pytest.fixture(scope="module")
def local() -> Embedder:
    engine = local_engine()
    return Embedder(engine, engine.dimension)


@pytest.mark.parametrize(("text", "wanted"), SENTENCES.values(), ids=SENTENCES.keys())
def test_names_are_whole_and_of_the_right_kind(local: Embedder, text: str, wanted: set[tuple[str, str]]) -> None:
    (names,) = local.names([text])
    assert {(text[name.start : name.end], name.kind) for name in names} == wanted


def test_a_headline_in_capitals_still_has_its_places(local: Embedder) -> None:
    text = "ANGELA MERKEL TRIFFT WLADIMIR PUTIN IN MOSKAU"
    (names,) = local.names([text])
    assert {text[name.start : name.end] for name in names} >= {"ANGELA MERKEL", "WLADIMIR PUTIN", "MOSKAU"}


def test_words_made_of_names_are_no_names(local: Embedder) -> None:
    text = "Der SPD-Chef lobte die deutsche Wirtschaft und die Berliner Luft."
    assert local.names([text]) == ((),)


def test_vectors_and_names_of_one_pass_are_those_of_two(local: Embedder) -> None:
    texts = [text for text, _ in SENTENCES.values()] + ["", "Der Rat von Genf tagte. " * 150]
    vectors, names = local.read_passages(texts)
    assert np.array_equal(vectors, local.embed_passages(texts))
    assert names == local.names(texts)


def test_a_text_beyond_one_window_is_read_to_its_end(local: Embedder) -> None:
    text = "Der Gemeinderat beriet über den Haushalt. " * 100 + "Dann sprach Angela Merkel in Hamburg."
    (names,) = local.names([text])
    assert {text[name.start : name.end] for name in names} >= {"Angela Merkel", "Hamburg"}


def test_names_stand_where_they_are_said_to_behind_invisible_beginnings(local: Embedder) -> None:
    text = " \0\n Angela Merkel sprach in Hamburg. "
    (names,) = local.names([text])
    assert [text[name.start : name.end] for name in names] == ["Angela Merkel", "Hamburg"]


letters = st.text(st.characters(codec="utf-8"), max_size=8)
pieces = st.sampled_from(
    ["Angela", " Merkel", "Schoigu", "-", "’s", "'", "„", " in ", "Genf", ". ", "\n\n", "\0", "ﬁ"]
)


@settings(max_examples=50)
@given(parts=st.lists(letters | pieces, max_size=12))
@example(parts=["\u00ad", "Genf"])
@example(parts=["\u3000", "Кim", "\u0301"])
def test_names_are_whole_words_in_order_inside_any_text(local: Embedder, parts: list[str]) -> None:
    text = "".join(parts)
    (names,) = local.names([text])
    ends = [0] + [name.end for name in names]
    for before, name in zip(ends, names, strict=False):
        assert before <= name.start < name.end <= len(text)
        assert text[name.start : name.end].strip() == text[name.start : name.end]
        assert 0 <= name.score <= 1
    starts, stops = (set(places) for places in zip((-1, -1), *find_words(text), strict=True))
    assert all(name.start in starts and name.end in stops for name in names)


@given(text=st.text(max_size=60))
def test_words_cover_all_that_is_no_space(text: str) -> None:
    covered = {place for start, end in find_words(text) for place in range(start, end)}
    assert covered == {place for place, letter in enumerate(text) if not letter.isspace()}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Putin's Reise", ["Putin", "'s", "Reise"]),
        ("Shinead O'Connor", ["Shinead", "O'Connor"]),
        ("Kim Jong-un, St. Gallen.", ["Kim", "Jong-un", ",", "St.", "Gallen", "."]),
        ("J. R. Smith aus den U.S.", ["J.", "R.", "Smith", "aus", "den", "U.S."]),
        ("„Die Zeit“ (dpa)", ["„", "Die", "Zeit", "“", "(", "dpa", ")"]),
        ("H&M zahlt 3,5 Mio.", ["H&M", "zahlt", "3,5", "Mio", "."]),
    ],
)
def test_words_are_cut_as_names_need_them(text: str, words: list[str]) -> None:
    assert [text[start:end] for start, end in find_words(text)] == words


def test_token_states_come_with_the_letters_they_stand_for(local: Embedder) -> None:
    text = "Die Ministerin reiste nach Ахленфельд."
    (states,) = local_engine().states([text])
    assert states.states.shape == (len(states.spans), len(STATE_LAYERS), local.dimension)
    assert "".join(text[start:end] for start, end in states.spans) == text.replace(" ", "")
    (last,) = local_engine().states([text], layers=(12,))
    assert np.array_equal(last.states[:, 0], states.states[:, 2])
    with pytest.raises(ValueError, match="layers"):
        local_engine().states([text], layers=(5,))


def test_names_cost_little_beside_the_vectors(local: Embedder) -> None:
    texts = [text for text, _ in SENTENCES.values()] * 8

    def least(read: Callable[[list[str]], object]) -> float:
        seconds = []
        for _ in range(3):
            start = time.process_time()  # of all threads, whatever else the machine does
            read(texts)
            seconds.append(time.process_time() - start)
        return min(seconds)

    assert least(local.read_passages) <= 1.5 * least(local.embed_passages)


class ElsewhereEngine:
    """Stands for a model on a server."""

    name = "elsewhere"

    def passages(self, texts: list[str]) -> np.ndarray:
        return np.ones((len(texts), 2), np.float32)

    def question(self, text: str) -> np.ndarray:
        return np.ones(2, np.float32)


def test_another_model_gives_the_vectors_and_the_local_one_the_names(local: Embedder) -> None:
    other = Embedder(ElsewhereEngine())
    text = SENTENCES["German"][0]
    vectors, names = other.read_passages([text])
    assert vectors.shape == (1, 2)
    assert names == local.names([text])
    assert other.names_key == local.names_key
    assert other.read_passages([])[1] == local.read_passages([])[1] == ()


def test_without_a_local_model_there_are_no_names(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> LocalEngine:
        raise ModelError("the local embedding model is not installed", "…")

    monkeypatch.setattr(embeddings, "local_engine", missing)
    other = Embedder(ElsewhereEngine())
    assert other.read_passages(["Genf", "Bern"])[1] == ((), ())
    assert other.names_key == "none"
    assert engines.local_engine is not missing


def every_path(emissions: np.ndarray, transitions: np.ndarray, start: np.ndarray) -> dict[tuple[int, ...], float]:
    """The score of each sequence of three tags, I after nothing left out."""
    paths = {}
    for path in np.ndindex(*(3,) * len(emissions)):
        if path[0] == 2 or any(before == 0 and tag == 2 for before, tag in pairwise(path)):
            continue
        score = start[path[0]] + sum(emissions[place, tag] for place, tag in enumerate(path))
        paths[path] = float(np.exp(score + sum(transitions[pair] for pair in pairwise(path))))
    return paths


def test_the_score_is_the_probability_of_exactly_this_name() -> None:
    draw = np.random.default_rng(5)
    transitions, start = draw.normal(size=(3, 3)).astype(np.float32), draw.normal(size=3).astype(np.float32)
    texts = [(2 * draw.normal(size=(length, 3))).astype(np.float32) for length in (4, 1, 5, 2, 3)]
    runs = list(Chain(["O", "B-PER", "I-PER"], transitions, start).runs(texts))
    assert len(runs) >= 4
    for run in runs:
        paths = every_path(texts[run.text], transitions, start)
        best = max(paths, key=lambda path: paths[path])
        wanted = (1,) + (2,) * (run.last - run.first)
        assert best[run.first : run.last + 1] == wanted
        same = [
            value
            for path, value in paths.items()
            if path[run.first : run.last + 1] == wanted and path[run.last + 1 : run.last + 2] != (2,)
        ]
        assert run.probability == pytest.approx(sum(same) / sum(paths.values()), rel=1e-3)
