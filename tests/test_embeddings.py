"""Embeddings by setting."""

import json
import sys
import threading

import numpy as np
import pytest
from langchain_core.embeddings import Embeddings

from assistant.errors import ModelError, SettingsError
from assistant.models import embedder
from assistant.models.embeddings import Embedder
from assistant.settings import load_settings
from tests.fake_server import Reply, refuses, serving


class FakeEngine:
    """Gives the vectors it is told to, and counts how often it is asked."""

    name = "fake"

    def __init__(self, vectors):
        self.vectors = np.array(vectors, dtype=np.float32)
        self.texts: list[str] = []

    def passages(self, texts):
        self.texts.extend(texts)
        return self.vectors[: len(texts)]

    def question(self, text):
        self.texts.append(text)
        return self.vectors[0]


@pytest.fixture(scope="session")
def local():
    return embedder(load_settings())


def test_the_local_model_ranks_the_answer_first_in_three_languages(local):
    passages = [
        "Die Außenminister trafen sich am Freitag in Genf zu Gesprächen über den Waffenstillstand.",
        "Der Preis für Weizen ist an der Börse in Paris um drei Prozent gestiegen.",
        "Im Endspiel gewann die Mannschaft aus Leipzig mit zwei zu eins.",
    ]
    vectors = local.embed_passages(passages)
    for question, wanted in (
        ("Wo kamen die Minister zusammen?", 0),
        ("How much did wheat prices rise?", 1),
        ("Кто победил в финале?", 2),
    ):
        assert int(np.argmax(vectors @ local.embed_question(question))) == wanted


def test_local_vectors_are_unit_float32_of_the_promised_length(local):
    vectors = local.embed_passages(["Ein Satz.", "Ein anderer, längerer Satz über Genf."])
    assert vectors.shape == (2, local.dimension)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-5)
    assert local.embed_passages([]).shape == (0, local.dimension)


def test_it_is_langchain_embeddings(local):
    assert isinstance(local, Embeddings)
    assert local.embed_query("Wer?") == pytest.approx(list(local.embed_question("Wer?")))
    assert np.array(local.embed_documents(["Genf"])) == pytest.approx(local.embed_passages(["Genf"]), abs=1e-6)


def test_the_tail_of_a_long_text_counts(local):
    start = "Der Gemeinderat beriet über den Haushalt. " * 150
    plain, ending = local.embed_passages([start, start + "Außerdem entkam ein Krokodil aus dem Zoo. " * 20])
    question = local.embed_question("Welches Tier entkam aus dem Zoo?")
    assert ending @ question > plain @ question + 0.005


@pytest.mark.parametrize("text", ["", " ", "\0", "Genf\0 und Bern", "\ud800", "🙂" * 50, "x" * 5_000])
def test_odd_texts_are_embedded_all_the_same(local, text):
    assert np.isfinite(local.embed_passages([text])).all()
    assert np.isfinite(local.embed_question(text)).all()


def test_text_after_a_nul_is_not_lost(local):
    one, other = local.embed_passages(["Genf\0 und der Weizenpreis", "Genf"])
    assert one @ other < 0.99


def test_threads_get_what_they_asked_for(local):
    texts = [f"Meldung {number} über Thema {number % 7}" for number in range(12)]
    alone = [local.embed_passages([text])[0] for text in texts]
    found: dict[int, np.ndarray] = {}
    threads = [
        threading.Thread(target=lambda place=place: found.update({place: local.embed_passages([texts[place]])[0]}))
        for place in range(len(texts))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(found[place] @ alone[place] > 0.999 for place in range(len(texts)))


def test_the_key_names_engine_model_dimension_and_chunker(local):
    assert "multilingual-e5-small" in local.key
    assert f":{local.dimension}:" in local.key
    assert local.key.endswith("chunks-1")


def test_a_question_is_embedded_once():
    engine = FakeEngine([[3.0, 4.0]])
    model = Embedder(engine)
    first, second = model.embed_question("Wer?"), model.embed_question("Wer?")
    assert engine.texts == ["Wer?"]
    assert first is second
    assert first.tolist() == pytest.approx([0.6, 0.8])
    with pytest.raises(ValueError, match="read-only"):
        first[0] = 1.0


def test_the_dimension_is_found_by_asking():
    assert Embedder(FakeEngine([[1.0, 0.0, 0.0]])).dimension == 3


@pytest.mark.parametrize("vectors", [[[np.nan, 1.0]], [[np.inf, 1.0]], [[0.0, 0.0]], [[1.0, 0.0], [1.0, 0.0]], []])
def test_unusable_vectors_are_refused(vectors):
    engine = FakeEngine(vectors)
    engine.passages = lambda texts: engine.vectors
    with pytest.raises(ModelError) as refused:
        Embedder(engine, 2).embed_passages(["Genf"])
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("name", ["lokal", "openai", "openai:", "sentence-transformers:", ""])
def test_an_unknown_name_says_which_there_are(name):
    with pytest.raises(SettingsError, match="local, openai:MODEL or sentence-transformers:MODEL"):
        embedder(load_settings().model_copy(update={"embeddings": name}))


def test_openai_without_a_server_says_what_to_set():
    with pytest.raises(ModelError, match="OPENAI_API_KEY or OPENAI_BASE_URL"):
        embedder(load_settings(embeddings="openai:text-embedding-3-small"))


def test_a_missing_extra_names_the_pip_command(monkeypatch):
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(ModelError, match=r"pip install 'presseschau\[sentence-transformers\]'"):
        embedder(load_settings(embeddings="sentence-transformers:intfloat/multilingual-e5-small"))


def vectors_reply(*vectors, **more):
    data = [{"object": "embedding", "index": place, "embedding": vector} for place, vector in enumerate(vectors)]
    body = {"object": "list", "model": "m", "data": data, "usage": {"prompt_tokens": 1, "total_tokens": 1}}
    return Reply(body=json.dumps(body), headers={"Content-Type": "application/json"}, **more)


def served(server, **more):
    return embedder(
        load_settings(
            embeddings="openai:m", openai_base_url=server.url, openai_api_key="sk-geheim", retries=0, **more
        )
    )


def test_an_openai_server_is_sent_plain_text_and_its_vectors_are_made_unit():
    with serving(vectors_reply([3.0, 4.0])) as server:
        model = served(server)
        assert model.dimension == 2
        assert model.embed_passages(["Genf"]).tolist() == [pytest.approx([0.6, 0.8])]
        assert server.calls[-1]["input"] == ["Genf"]
        assert model.key.startswith("openai:m:2:")


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (refuses(401, "Incorrect API key provided: sk-geheim"), "check OPENAI_API_KEY"),
        (refuses(404, "no such model"), "does not know the model 'm'"),
        (refuses(500, "sk-geheim"), "status 500"),
        (Reply(body="<html>Welcome</html>"), "no usable vectors"),
        (Reply(body='{"data": []}', headers={"Content-Type": "application/json"}), "embeddings server|values"),
        (vectors_reply([float("nan"), 1.0]), "no usable vectors|no direction"),
    ],
    ids=["key", "model", "status", "prose", "empty", "nan"],
)
def test_a_server_that_fails_is_explained_in_one_line_without_the_key(reply, said):
    with serving(reply) as server:
        with pytest.raises(ModelError, match=said) as raised:
            served(server).embed_passages(["Genf"])
        assert "sk-geheim" not in str(raised.value)
        assert "\n" not in str(raised.value)


def test_a_server_that_is_not_there_is_named():
    with serving(vectors_reply([1.0])) as server:
        address = server.url
    with pytest.raises(ModelError, match=r"127\.0\.0\.1:\d+ cannot be reached"):
        embedder(load_settings(embeddings="openai:m", openai_base_url=address, retries=0)).embed_question("Wer?")
