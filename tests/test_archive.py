"""What the archive keeps, under which ids, and what it gives back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.archive import Archive, ChunkSpan, Span, open_catalogue
from assistant.archive.ids import text_hash
from assistant.errors import ArticleNotFound
from assistant.settings import Settings
from assistant.types import Filters
from tests.archive_articles import (
    DIMENSION,
    embed,
    fill,
    new_article,
    numbered,
    opened,
    pairs,
    spans,
    store,
    vector_for,
)

TEXT = "Kim empfing Schoigu am Freitag.\n\nBeide sprachen in Pjöngjang. Das Treffen dauerte lange."


@pytest.fixture
def archive(tmp_path: Path):
    with opened(tmp_path / "archive") as archive:
        yield archive


def test_a_stored_article_comes_back_with_sentences_and_chunks_that_are_its_text(archive: Archive) -> None:
    [stored] = fill(
        archive, [new_article(TEXT, title="Kim trifft Schoigu", source="/a/kim.txt", published=date(2024, 9, 14))]
    )
    article = archive.article(stored.article_id)
    assert (article.id, article.version, article.text) == ("kim", 1, TEXT)
    assert article.text_hash == text_hash(TEXT)
    assert article.published == date(2024, 9, 14)
    assert article.ingested_at is not None
    sentences = archive.sentences("kim")
    assert [sentence.id for sentence in sentences] == ["kim@1#s1", "kim@1#s2", "kim@1#s3"]
    assert [sentence.paragraph for sentence in sentences] == [0, 1, 1]
    assert all(TEXT[sentence.start : sentence.end] == sentence.text for sentence in sentences)
    assert archive.sentence("kim@1#s2") == sentences[1]
    [(first, of_first), (second, _)] = archive.chunks(["kim@1#c1", "nowhere@1#c1", "kim@1#c2"])
    assert of_first == article
    assert first.text == TEXT[first.start : first.end]
    assert second.text == "Das Treffen dauerte lange."
    assert archive.chunk_sentences(["kim@1#c2", "kim@1#c1"]) == {
        "kim@1#c2": sentences[2:],
        "kim@1#c1": sentences[:2],
    }


def test_the_same_article_again_changes_nothing_and_is_not_embedded_again(archive: Archive) -> None:
    article = new_article(TEXT, source="/a/kim.txt")
    fill(archive, [article])
    before = archive.generation()
    with archive.writer() as writer:
        assert store(writer, article).status == "unchanged"
        assert embed(writer) == 0
    assert archive.generation() == before


def test_changed_text_is_a_new_version_and_the_old_one_stays_readable_but_is_not_found(archive: Archive) -> None:
    fill(archive, [new_article("Alt war das Wort Zebra.", source="/a/x.txt", published=date(2024, 1, 2))])
    [stored] = fill(archive, [new_article("Neu ist das Wort Giraffe.", source="/a/x.txt")])
    assert (stored.status, stored.article_id, stored.version) == ("version", "x", 2)
    assert archive.article("x").text == "Neu ist das Wort Giraffe."
    assert archive.article("x").published == date(2024, 1, 2), "what the new version does not say stays known"
    assert archive.article("x", 1).text == "Alt war das Wort Zebra."
    assert archive.sentence("x@1#s1").text == "Alt war das Wort Zebra."
    assert archive.lexical_search(["zebra"], [], 5) == ()
    assert [hit.chunk_id for hit in archive.lexical_search(["giraff"], [], 5)] == ["x@2#c1"]
    every = archive.dense_search(vector_for("0" * 32), 10)
    assert [hit.chunk_id for hit in every] == ["x@2#c1"]
    assert [article.version for article in archive.articles()] == [2]


def test_metadata_of_the_same_text_is_updated_and_nothing_is_embedded_again(archive: Archive) -> None:
    fill(archive, [new_article(TEXT, title="Alter Titel", source="/a/x.txt", outlet="Bote")])
    with archive.writer() as writer:
        again = new_article(TEXT, title="Frische Giraffe", source="/a/x.txt", published=date(2024, 9, 14))
        assert store(writer, again).status == "metadata"
        assert embed(writer) == 0
    article = archive.article("x")
    assert (article.version, article.title, article.outlet) == (1, "Frische Giraffe", "Bote")
    assert archive.lexical_search(["alt"], [], 5) == ()
    assert archive.lexical_search(["giraff"], [], 5)
    assert archive.dense_search(vector_for("0" * 32), 10)


def test_a_title_that_changes_before_the_chunk_is_embedded_is_the_one_embedded(archive: Archive) -> None:
    with archive.writer() as writer:
        store(writer, new_article(TEXT, title="Alt", source="/a/x.txt"))
        writer.update_metadata("x", title="Neu")
        texts = [text for pending in writer.pending() for text in pending.texts]
        assert {text.text.splitlines()[0] for text in texts if text.kind == "chunk"} == {"Neu"}
        embed(writer)
        assert list(writer.pending()) == []
    assert archive.statistics().pending == 0


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ({"source": "a.jsonl", "source_id": "1"}, {"source": "a.jsonl", "source_id": "1"}, True),
        ({"source": "a.jsonl", "source_id": "1"}, {"source": "b.jsonl", "source_id": "1"}, False),
        ({"source": "a.jsonl", "source_id": "1"}, {"source": "a.jsonl", "source_id": "2"}, False),
        ({"source": "a.txt"}, {"source": "a.txt"}, True),
        ({"source": "a.txt"}, {"source": "b.txt"}, False),
        ({"source": "a.jsonl"}, {"source": "a.jsonl"}, False),
        ({"source": "a.txt", "url": "http://x/1"}, {"source": "b.txt", "url": "http://x/1"}, True),
        (
            {"source": "a.jsonl", "source_id": "1", "url": "http://x"},
            {"source": "a.jsonl", "source_id": "2", "url": "http://x"},
            False,
        ),
    ],
)
def test_which_article_a_changed_text_belongs_to(archive: Archive, first: dict, second: dict, same: bool) -> None:
    fill(archive, [new_article("Erster Text.", **first)])
    [stored] = fill(archive, [new_article("Zweiter Text.", **second)])
    assert stored.status == ("version" if same else "new")
    assert len(archive.articles()) == (1 if same else 2)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ({"source": "a.txt"}, {"source": "moved/a.txt"}, True),
        ({"source": "a.txt", "outlet": "Bote"}, {"source": "b.txt", "outlet": "Kurier"}, False),
        ({"source": "a.txt", "url": "http://x/1"}, {"source": "b.txt", "url": "http://x/2"}, False),
        ({"source": "a.jsonl", "source_id": "1"}, {"source": "a.jsonl", "source_id": "2"}, False),
    ],
)
def test_which_article_the_same_text_belongs_to(archive: Archive, first: dict, second: dict, same: bool) -> None:
    fill(archive, [new_article(TEXT, **first)])
    with archive.writer() as writer:
        known = writer.known(
            url=second.get("url"),
            source=second["source"],
            source_id=second.get("source_id"),
            text_hash=text_hash(TEXT),
            outlet=second.get("outlet"),
        )
        stored = store(writer, new_article(TEXT, **second))
        assert (known is not None) is same
        assert stored.status == ("unchanged" if same else "new")
        assert embed(writer) == 0, "a text told again has its vectors already"
    assert archive.statistics().pending == 0


def test_ids_are_readable_and_never_shared(archive: Archive) -> None:
    stored = fill(
        archive,
        [
            new_article("Eins.", source="/a/Müller & Söhne.txt"),
            new_article("Zwei.", source="/b/Müller & Söhne.txt"),
            new_article("Drei.", source="dump.jsonl", source_id="Müller & Söhne"),
            new_article("Vier.", source="dump.jsonl", title="Ein Titel"),
            new_article("Fünf.", source="dump.jsonl", source_id="@@##"),
        ],
    )
    ids = [one.article_id for one in stored]
    assert ids[0] == "mueller-soehne"
    assert all(identity.startswith("mueller-soehne-") for identity in ids[1:3])
    assert ids[3:] == ["ein-titel", "article"]
    assert len(set(ids)) == 5


def test_an_article_is_found_by_id_source_id_or_file_name_and_near_misses_are_named(archive: Archive) -> None:
    fill(
        archive,
        [
            new_article("Eins.", source="/a/kim.txt"),
            new_article("Zwei.", source="d.jsonl", source_id="Kennung 7"),
            new_article("Drei.", source="/b/gleich.txt"),
            new_article("Vier.", source="/c/gleich.txt"),
        ],
    )
    assert archive.article("kim.txt").text == "Eins."
    assert archive.article("Kennung 7").text == "Zwei."
    with pytest.raises(ArticleNotFound, match="did you mean kim"):
        archive.article("kimm")
    with pytest.raises(ArticleNotFound, match=r"several articles are called 'gleich\.txt'"):
        archive.article("gleich.txt")
    with pytest.raises(ArticleNotFound, match="has no version 2: its newest is 1"):
        archive.article("kim", 2)
    for wrong in ("kim@1#s9", "kim@2#s1", "kim@1#c1", "kim", "kim@1#s0", "kim@01#s1"):
        with pytest.raises(ArticleNotFound):
            archive.sentence(wrong)


def test_an_article_that_comes_back_after_its_removal_takes_no_old_id(archive: Archive) -> None:
    fill(archive, [new_article("Der Rat tagt am Montag.", source="x.txt")])
    with archive.writer() as writer:
        writer.remove(["x"])
        again = store(writer, new_article("Der Rat tagt am Dienstag.", source="x.txt"))
    assert (again.status, again.article_id, again.version) == ("new", "x", 2)
    with pytest.raises(ArticleNotFound):
        archive.article("x", version=1)


def test_removing_deletes_all_versions_and_the_vectors_nobody_else_uses(archive: Archive) -> None:
    fill(archive, [new_article("Alt. Geteilter Satz.", source="/a/x.txt", outlet="Bote")])
    fill(archive, [new_article("Neu. Geteilter Satz.", source="/a/x.txt", outlet="Bote")])
    fill(archive, [new_article("Anders. Geteilter Satz.", source="/a/y.txt", outlet="Bote")])
    with archive.writer() as writer:
        with pytest.raises(ArticleNotFound):
            writer.remove(["x", "nobody"])
        assert {article.id for article in archive.articles()} == {"x", "y"}, "none goes if one is unknown"
        assert writer.remove(["x", "x.txt"]) == ("x",)
    with pytest.raises(ArticleNotFound):
        archive.article("x", 1)
    assert archive.chunks(["x@1#c1", "x@2#c1"]) == ()
    assert archive.lexical_search(["alt", "neu"], [], 5) == ()
    assert {hit.chunk_id for hit in archive.dense_search(vector_for("0" * 32), 9)} == {"y@1#c1"}
    assert len(archive.sentence_vectors(["y@1#s1", "y@1#s2"])) == 2, "the shared sentence kept its vector"
    with archive._database.reading() as connection:
        left = connection.exec_driver_sql("SELECT count(*) FROM embeddings").scalar()
        words = connection.exec_driver_sql("SELECT count(*) FROM words").scalar()
    assert (left, words) == (3, 1)


def test_what_was_removed_can_come_again(archive: Archive) -> None:
    articles = numbered(2)
    fill(archive, articles)
    with archive.writer() as writer:
        writer.remove(["bericht-0"])
        assert store(writer, articles[0]).status == "new"
        assert embed(writer) > 0


def test_dates_and_outlets_limit_articles_and_both_searches(archive: Archive) -> None:
    fill(archive, numbered(12))
    filters = Filters(start=date(2024, 9, 3), end=date(2024, 9, 8), outlets=("Kurier",))
    wanted = {"bericht-2", "bericht-5"}
    assert {article.id for article in archive.articles(filters)} == wanted
    assert {hit.chunk_id.split("@")[0] for hit in archive.lexical_search(["treff"], [], 50, filters)} == wanted
    assert {hit.chunk_id.split("@")[0] for hit in archive.dense_search(vector_for("1" * 32), 50, filters)} == wanted
    assert archive.articles(Filters(start=date(2030, 1, 1))) == ()
    assert archive.dense_search(vector_for("1" * 32), 5, Filters(outlets=("Nirgends",))) == ()
    undated = {"bericht-0", "bericht-3", "bericht-6", "bericht-9"}
    assert undated.isdisjoint(article.id for article in archive.articles(Filters(start=date(1, 1, 1))))
    assert archive.undated() == 4
    assert [article.id for article in archive.articles()][-4:] == sorted(undated), "undated articles come last"
    assert archive.outlets() == ("Anzeiger", "Bote", "Kurier")


def test_the_rarer_word_ranks_higher_and_the_title_counts(archive: Archive) -> None:
    fill(
        archive,
        [
            *(new_article(f"Wasser fließt durch Ort {number}.", source=f"w{number}.txt") for number in range(5)),
            new_article("Wein fließt durch Garten.", title="Zebra", source="title.txt"),
            new_article("Wein fließt durch Zebra.", title="Garten", source="body.txt"),
            *numbered(10),
        ],
    )
    hits = archive.lexical_search(["wass", "zebra"], [], 5)
    assert [hit.chunk_id for hit in hits][:2] == ["title@1#c1", "body@1#c1"]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@pytest.mark.parametrize("word", ['"', "AND", "NEAR(", "a*", "x:y", "title:", "''", "-", "^kim", "\x00", " ", ""])
def test_no_word_is_an_operator_of_the_word_search(archive: Archive, word: str) -> None:
    fill(archive, [new_article("Ein Satz.", source="a.txt")])
    assert archive.lexical_search([word], [word], 5) == ()


def test_document_frequencies_count_current_chunks(archive: Archive) -> None:
    fill(archive, numbered(3))
    counts = archive.document_frequencies(["montag", "treff", "fehlt"])
    assert counts == {"montag": 3, "treff": 6, "fehlt": 0}
    assert archive.chunk_count() == 6


def test_a_text_that_several_articles_share_is_embedded_once(archive: Archive) -> None:
    with archive.writer() as writer:
        store(writer, new_article(TEXT, source="a.txt", outlet="Bote"))
        store(writer, new_article(TEXT, source="b.txt", outlet="Kurier"))
        pending = list(writer.pending())
        hashes = [text.hash for one in pending for text in one.texts]
        assert len(hashes) == len(set(hashes)) == 5
        writer.save_vectors({key: vector_for(key) for key in hashes[:2]})
        assert archive.statistics().pending == 2
        writer.save_vectors({key: vector_for(key) for key in hashes})
    assert archive.statistics().pending == 0
    assert len(archive.dense_search(vector_for("0" * 32), 9)) == 4


@pytest.mark.parametrize(
    "bad",
    [
        np.zeros(DIMENSION),
        np.full(DIMENSION, np.nan),
        np.full(DIMENSION, np.inf),
        np.ones(DIMENSION + 1),
        np.ones((1, 1)),
    ],
)
def test_a_vector_that_cannot_be_right_is_refused(archive: Archive, bad: np.ndarray) -> None:
    fill(archive, numbered(1))
    with archive.writer() as writer:
        store(writer, new_article("Neuer Satz.", source="n.txt"))
        [pending] = writer.pending()
        good = {text.hash: vector_for(text.hash) for text in pending.texts}
        with pytest.raises(ValueError, match="vector"):
            writer.save_vectors({**good, pending.texts[-1].hash: bad})
        assert len(list(writer.pending())) == 1, "nothing of a refused batch is kept"
    with pytest.raises(ValueError, match="vector"):
        archive.dense_search(bad, 3)


@pytest.mark.parametrize(
    ("sentences", "chunks"),
    [([Span(0, 99, 0)], []), ([Span(3, 3, 0)], []), ([Span(0, 4, 0)], [ChunkSpan(0, 4, 0, 1)])],
)
def test_spans_outside_the_text_are_refused(archive: Archive, sentences: list, chunks: list) -> None:
    with archive.writer() as writer, pytest.raises(ValueError, match=r"span|sentences"):
        writer.store(new_article("Satz.", source="a.txt"), sentences, chunks)
    assert archive.articles() == ()


def test_the_catalogue_needs_no_model(archive: Archive) -> None:
    fill(archive, numbered(2))
    with open_catalogue(Settings(archive=archive.folder)) as catalogue:
        assert len(catalogue.articles()) == 2
        with catalogue.writer() as writer:
            writer.remove(["bericht-1"])
        with pytest.raises(ValueError, match="without a model"):
            catalogue.dense_search(vector_for("0" * 32), 1)
    assert [article.id for article in archive.articles()] == ["bericht-0"]


def test_statistics_count_what_is_there(archive: Archive) -> None:
    empty = archive.statistics()
    assert (empty.articles, empty.collection.state, empty.oldest, empty.model_key) == (0, "empty", None, None)
    fill(archive, numbered(4))
    with archive.writer() as writer:
        store(writer, new_article("Nicht eingebettet.", source="p.txt"))
    full = archive.statistics()
    assert (full.articles, full.versions, full.sentences, full.chunks) == (5, 5, 13, 9)
    assert (full.pending, full.undated, full.outlets) == (1, 3, 3)
    assert (full.oldest, full.newest) == (date(2024, 9, 2), date(2024, 9, 3))
    assert full.bytes > 0
    assert full.collection.state == "missing"
    assert (full.collection.embedded, full.collection.newer) == (8, 8)


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(words.filter(str.strip), min_size=1, max_size=6), title=words, source_id=words)
def test_any_text_comes_back_as_it_was(archive: Archive, parts: list[str], title: str, source_id: str) -> None:
    text = "\n\n".join(part.strip() for part in parts)
    sentences = spans(text)
    with archive.writer() as writer:
        article = new_article(text, title=title, source="a.jsonl", source_id=source_id)
        stored = writer.store(article, sentences, pairs(sentences))
    kept = archive.article(stored.article_id)
    assert (kept.text, kept.text_hash) == (text, text_hash(text))
    for span, sentence in zip(sentences, archive.sentences(kept.id), strict=True):
        assert sentence.text == text[span.start : span.end]
        assert archive.sentence(sentence.id) == sentence
