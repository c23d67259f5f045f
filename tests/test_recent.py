"""What a question reads of the archive: once, as it is at that moment, and without reading whole tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import event

from assistant.archive import Archive
from assistant.archive.recent import Recent
from tests.archive_articles import embed, new_article, opened, store

TEXT = "Anna traf Bert. Sie sprachen lange. Danach fuhr Bert heim. Anna blieb."


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with opened(tmp_path / "archive") as archive:
        with archive.writer() as writer:
            store(writer, new_article(TEXT, title="Alt", source="a.txt", source_id="a"))
            store(writer, new_article("Clara traf Dora. Es regnete.", source="b.txt", source_id="b"))
            embed(writer)
        yield archive


def test_what_is_kept_is_not_read_again_until_something_is_written() -> None:
    asked: list[str] = []

    def read(keys: Sequence[str]) -> dict[str, str]:
        asked.extend(keys)
        return {key: key.upper() for key in keys if key != "unknown"}

    recent: Recent[str] = Recent(most=100)
    assert recent.of(1, ["b", "a", "b", "unknown"], read) == {"b": "B", "a": "A"}
    assert list(recent.of(1, ["a", "c", "b"], read)) == ["a", "c", "b"], "in the order asked for"
    assert asked == ["b", "a", "unknown", "c"]
    recent.of(2, ["a"], read)
    assert asked[-1] == "a", "a new generation is read anew"


def test_what_is_kept_has_a_limit() -> None:
    recent: Recent[str] = Recent(most=2)
    reads = []

    def read(keys: Sequence[str]) -> dict[str, str]:
        reads.append(len(keys))
        return dict.fromkeys(keys, "")

    for _ in range(3):
        recent.of(1, ["a", "b", "c"], read)
    assert reads == [3, 3, 3]


def test_a_change_of_metadata_is_seen_at_once(archive: Archive) -> None:
    assert archive.chunks(["a@1#c1"])[0][1].title == "Alt"
    with archive.writer() as writer:
        writer.update_metadata("a", title="Neu")
    assert archive.chunks(["a@1#c1"])[0][1].title == "Neu"


def test_nothing_of_a_removed_article_is_kept(archive: Archive) -> None:
    ids = [sentence.id for sentence in archive.chunk_sentences(["a@1#c1"])["a@1#c1"]]
    assert len(archive.sentence_vectors(ids)) == len(ids) == 2
    with archive.writer() as writer:
        writer.remove(["a"])
    assert archive.chunk_sentences(["a@1#c1"]) == {}
    assert archive.sentence_vectors(ids) == {}
    assert archive.chunk_count() == 1


def test_no_question_reads_a_whole_table_of_sentences_chunks_or_vectors(archive: Archive) -> None:
    statements: list[tuple[str, object]] = []
    event.listen(
        archive._database._engine,
        "before_cursor_execute",
        lambda _c, _cursor, statement, values, _context, _many: statements.append((statement, values)),
    )
    chunk_ids = ["a@1#c1", "a@1#c2", "b@1#c1"]
    archive.chunks(chunk_ids)
    sentences = archive.chunk_sentences(chunk_ids)
    vectors = archive.sentence_vectors([one.id for found in sentences.values() for one in found])
    assert len(vectors) == 6
    archive.chunk_vectors(chunk_ids)
    plans = []
    with archive._database.reading() as connection:
        for statement, values in [one for one in statements if one[0].lstrip().startswith("SELECT")]:
            plans += connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()  # type: ignore[arg-type]
    scanned = [row[3] for row in plans if row[3].startswith("SCAN")]
    assert not [scan for scan in scanned if any(table in scan for table in ("sentences", "chunks", "embeddings"))]
    assert plans
