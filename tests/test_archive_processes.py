"""Many readers and one writer, in threads and in processes of their own."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.archive import Archive, building, dense
from assistant.types import Filters
from tests.archive_articles import ProbeHere, embed, fill, new_article, numbered, opened, store, vector_for

ROOT = Path(__file__).parents[1]
WRITER = """
import sys
from pathlib import Path
from tests.archive_articles import fill, numbered, opened
with opened(Path(sys.argv[1])) as archive:
    for first in range(100, 136, 6):
        fill(archive, numbered(6, first=first))
        if first % 18 == 10:
            with archive.writer() as writer:
                writer.refresh_collection(force=True)
        print(first, flush=True)
"""


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    monkeypatch.setattr(dense, "FEW", 0)
    monkeypatch.setattr(building, "Probe", ProbeHere)
    with opened(tmp_path / "archive") as archive:
        yield archive


def best_is_itself(archive: Archive, chunk_id: str) -> bool:
    vector = archive.chunk_vectors([chunk_id])[chunk_id]
    hits = archive.dense_search(vector, 1)
    return bool(hits) and hits[0].chunk_id == chunk_id


@pytest.mark.slow
def test_readers_stay_right_while_another_process_ingests_and_rebuilds(archive: Archive) -> None:
    fill(archive, numbered(30))
    with archive.writer() as writer:
        writer.refresh_collection()
    errors: list[str] = []
    searches = [0]
    stop = threading.Event()

    def read(number: int) -> None:
        random = np.random.default_rng(number)
        try:
            while not stop.is_set():
                article = f"bericht-{random.integers(30)}"
                chunk_id = f"{article}@1#c{random.integers(1, 3)}"
                if not best_is_itself(archive, chunk_id):
                    errors.append(f"{chunk_id} does not find itself")
                filters = Filters(outlets=("Bote",))
                hits = archive.dense_search(vector_for(f"{number:032d}"), 5, filters)
                if {of.outlet for _, of in archive.chunks([hit.chunk_id for hit in hits])} - {"Bote"}:
                    errors.append("another outlet")
                if not archive.lexical_search(["treff"], [], 5):
                    errors.append("a word is not found")
                searches[0] += 1
                time.sleep(0.01)
        except BaseException as error:
            errors.append(repr(error))
            raise

    readers = [threading.Thread(target=read, args=(number,)) for number in range(6)]
    for reader in readers:
        reader.start()
    try:
        command = [sys.executable, "-c", WRITER, str(archive.folder)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writing:
            assert writing.stdout is not None
            for line in writing.stdout:
                newest = f"bericht-{int(line) + 5}@1#c1"
                seen = time.monotonic()
                while not best_is_itself(archive, newest):
                    assert time.monotonic() - seen < 5, "a new article is found within five seconds"
        assert writing.returncode == 0
    finally:
        stop.set()
        for reader in readers:
            reader.join()
    assert errors == []
    assert searches[0] > 10
    assert archive.chunk_count() == 132


def test_a_reader_opened_before_an_article_came_finds_it_after(archive: Archive) -> None:
    with opened(archive.folder) as reader:
        assert reader.articles() == ()
        assert reader.dense_search(vector_for("0" * 32), 3) == ()
        before = reader.generation()
        fill(archive, numbered(1))
        assert reader.generation() > before
        assert reader.dense_search(vector_for("0" * 32), 3)
        assert reader.lexical_search(["montag"], [], 3)


def test_an_article_is_searched_by_words_as_soon_as_it_is_stored_and_by_meaning_once_embedded(
    archive: Archive,
) -> None:
    with archive.writer() as writer:
        store(writer, new_article("Das Wort ist Giraffe.", source="a.txt"))
        assert [hit.chunk_id for hit in archive.lexical_search(["giraff"], [], 3)] == ["a@1#c1"]
        assert archive.dense_search(vector_for("0" * 32), 3) == ()
        embed(writer)
        assert [hit.chunk_id for hit in archive.dense_search(vector_for("0" * 32), 3)] == ["a@1#c1"]


def test_two_archives_on_one_folder_close_independently(archive: Archive) -> None:
    fill(archive, numbered(5))
    with archive.writer() as writer:
        writer.refresh_collection()
    with opened(archive.folder) as first:
        with opened(archive.folder) as second:
            assert second.dense_search(vector_for("0" * 32), 3) == first.dense_search(vector_for("0" * 32), 3)
        assert len(first.dense_search(vector_for("1" * 32), 3)) == 3


def test_one_question_to_a_small_archive_does_not_load_chroma(archive: Archive) -> None:
    fill(archive, numbered(5))
    with archive.writer() as writer:
        writer.refresh_collection()
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from tests.archive_articles import opened, vector_for\n"
        "with opened(Path(sys.argv[1])) as archive:\n"
        "    assert len(archive.dense_search(vector_for('0' * 32), 3)) == 3\n"
        "    assert archive.lexical_search(['treff'], [], 3)\n"
        "assert 'chromadb' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code, str(archive.folder)], cwd=ROOT, check=True)
