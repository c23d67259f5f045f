"""The collection follows the catalogue: built aside, probed, switched to, and never a reason for a search to fail."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assistant.archive import Archive, building, dense, probe, soundness
from assistant.archive import collection as chroma
from assistant.archive.collection import Collection, CollectionError, Place
from assistant.types import Filters
from tests.archive_articles import ProbeHere, embed, fill, new_article, numbered, opened, store, vector_for

QUERY = vector_for("5" * 32)


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    """An archive whose every unfiltered search goes through Chroma once there is a collection."""
    monkeypatch.setattr(dense, "FEW", 0)
    with opened(tmp_path / "archive") as archive:
        yield archive


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by the number of vectors asked for whenever Chroma is searched."""
    counts: list[int] = []
    search = Collection.nearest

    def counting(self: Collection, vector: np.ndarray, limit: int) -> list[tuple[str, float]]:
        if limit > 1:  # the probe asks for one where it finds it
            counts.append(limit)
        return search(self, vector, limit)

    monkeypatch.setattr(Collection, "nearest", counting)
    return counts


@pytest.fixture(autouse=True)
def _probe_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "child" not in request.fixturenames:
        monkeypatch.setattr(building, "Probe", ProbeHere)


@pytest.fixture
def child() -> None:
    """Builds are probed in a child process, as they are outside the tests."""


def refresh(archive: Archive, force: bool = True) -> bool:
    with archive.writer() as writer:
        return writer.refresh_collection(force)


def expected(archive: Archive, limit: int, filters: Filters = Filters()) -> list[str]:
    """The right answer: every current chunk compared."""
    ids = [
        f"{article.id}@{article.version}#c{number}"
        for article in archive.articles(filters)
        for number in range(1, len(archive.sentences(article.id)) + 1)
    ]
    vectors = archive.chunk_vectors(ids)
    return sorted(vectors, key=lambda identity: (-float(vectors[identity] @ QUERY), identity))[:limit]


def found(archive: Archive, limit: int, filters: Filters = Filters()) -> list[str]:
    return [hit.chunk_id for hit in archive.dense_search(QUERY, limit, filters)]


def builds(archive: Archive) -> list[str]:
    return sorted(path.name for path in (archive.folder / "collections").iterdir())


def test_chroma_finds_what_comparing_every_vector_finds(archive: Archive, asked: list[int], child: None) -> None:
    fill(archive, numbered(40))
    assert refresh(archive)
    hits = archive.dense_search(QUERY, 10)
    assert asked == [10]
    assert [hit.chunk_id for hit in hits] == expected(archive, 10)
    vectors = archive.chunk_vectors([hit.chunk_id for hit in hits])
    for hit in hits:
        assert hit.score == pytest.approx(float(vectors[hit.chunk_id] @ QUERY), abs=1e-5)


def test_what_is_newer_than_the_build_is_found_beside_it_and_what_is_gone_is_not(
    archive: Archive, asked: list[int]
) -> None:
    fill(archive, numbered(20))
    refresh(archive)
    found(archive, 5)
    fill(archive, numbered(5, first=20))
    fill(archive, [new_article("Neuer Text von eins.", source="/articles/bericht-1.txt", outlet="Bote")])
    with archive.writer() as writer:
        writer.remove([identity.split("@")[0] for identity in found(archive, 3)])
    report = archive.statistics().collection
    assert (report.state, report.built_with) == ("current", 40)
    assert report.newer > 0
    assert report.outdated > 0
    asked.clear()
    assert found(archive, 12) == expected(archive, 12)
    assert asked, "Chroma still serves what it was built with"
    assert found(archive, 1000) == expected(archive, 1000)


def test_filters_are_kept_whether_broad_or_narrow(
    archive: Archive, asked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(archive, numbered(60))
    refresh(archive)
    broad = Filters(outlets=("Bote", "Kurier"))
    narrow = Filters(start=date(2024, 9, 5), end=date(2024, 9, 6), outlets=("Bote",))
    for filters in (broad, narrow):
        asked.clear()
        assert found(archive, 8, filters) == expected(archive, 8, filters)
        assert asked, "over-fetched from Chroma"
    monkeypatch.setattr(dense, "FEW", 10)
    asked.clear()
    assert found(archive, 8, narrow) == expected(archive, 8, narrow)
    assert asked == [], "so few pass that each is compared"


def test_a_build_is_due_only_when_much_is_new(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "NEWER", 6)
    assert not refresh(archive, force=False), "nothing to build"
    fill(archive, numbered(4))
    assert refresh(archive, force=False), "no collection yet"
    fill(archive, numbered(3, first=4))
    assert archive.statistics().collection.state == "current"
    assert not refresh(archive, force=False)
    fill(archive, numbered(1, first=7))
    assert archive.statistics().collection.state == "due"
    assert refresh(archive, force=False)
    report = archive.statistics().collection
    assert (report.state, report.built_with, report.newer, report.outdated) == ("current", 16, 0, 0)


def test_an_archive_that_lost_all_its_articles_finds_nothing_and_starts_again(archive: Archive) -> None:
    fill(archive, numbered(3))
    refresh(archive)
    with archive.writer() as writer:
        writer.remove([article.id for article in archive.articles()])
    assert found(archive, 5) == []
    assert refresh(archive)
    assert archive.statistics().collection.state == "empty"
    fill(archive, numbered(3))
    assert refresh(archive, force=False)
    assert found(archive, 5) == expected(archive, 5)


def test_an_open_reader_follows_switches_and_leaks_no_files(archive: Archive, asked: list[int]) -> None:
    fill(archive, numbered(10))
    refresh(archive)
    with opened(archive.folder) as reader:
        found(reader, 5)
        descriptors = Path("/proc/self/fd")
        before = len(list(descriptors.iterdir())) if descriptors.is_dir() else 0
        for round_ in range(5):
            fill(archive, numbered(2, first=100 + 2 * round_))
            refresh(archive)
            asked.clear()
            assert found(reader, 6) == expected(archive, 6)
            assert asked == [6]
            assert reader.statistics().collection.newer == 0
        for _ in range(3):
            refresh(archive)
        assert found(reader, 6) == expected(archive, 6), "the build it had open is deleted meanwhile"
        if before:
            assert len(list(descriptors.iterdir())) <= before + 3
    assert len(builds(archive)) == 2, "the build before the current one waits for the next"


def damage_index(folder: Path) -> None:
    for path in folder.rglob("*.bin"):
        path.write_bytes(os.urandom(max(1, path.stat().st_size)))


def damage_database(folder: Path) -> None:
    (folder / "chroma.sqlite3").write_bytes(b"no database" * 100)


def empty_folder(folder: Path) -> None:
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


@pytest.mark.parametrize(
    ("damage", "state"),
    [
        (shutil.rmtree, "missing"),
        (damage_index, "unreadable"),
        (damage_database, "unreadable"),
        (empty_folder, "unreadable"),
    ],
)
def test_a_damaged_collection_breaks_no_search_and_the_next_ingest_mends_it(
    archive: Archive, asked: list[int], damage: Callable[[Path], None], state: str
) -> None:
    fill(archive, numbered(10))
    refresh(archive)
    damage(archive.folder / "collections" / builds(archive)[0])
    with opened(archive.folder) as reader:
        assert found(reader, 5) == expected(archive, 5)
        assert asked == []
        assert reader.statistics().collection.state == state
        assert refresh(archive, force=False)
        assert found(reader, 5) == expected(archive, 5)
        assert asked == [5]


def rot_unseen(folder: Path) -> None:
    """Changes bytes of the index as a bad disk does: neither size nor time of change tell."""
    path = max(folder.rglob("*.bin"), key=lambda found: found.stat().st_size)
    stat = path.stat()
    with path.open("r+b") as file:
        file.write(os.urandom(64))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


@pytest.mark.parametrize("found_by", ["a reader", "the day"])
def test_an_ingest_reads_all_files_again_after_a_day_or_when_a_reader_had_trouble(
    archive: Archive, asked: list[int], monkeypatch: pytest.MonkeyPatch, found_by: str
) -> None:
    fill(archive, numbered(10))
    refresh(archive)
    read: list[Path] = []
    checksums = soundness.checksums
    monkeypatch.setattr(soundness, "checksums", lambda folder: read.append(folder) or checksums(folder))
    folder = archive.folder / "collections" / builds(archive)[0]
    rot_unseen(folder)
    assert not refresh(archive, force=False)
    assert read == [], "what nobody touched is not read again for each article"
    if found_by == "a reader":
        with opened(archive.folder) as reader:
            assert found(reader, 5) == expected(archive, 5)
        assert asked == [], "it was never opened"
    else:
        record = folder / soundness.CHECKED
        os.utime(record, (record.stat().st_atime, record.stat().st_mtime - 100_000))
    assert refresh(archive, force=False)
    assert builds(archive)[-1] != folder.name
    assert found(archive, 5) == expected(archive, 5)


def test_a_mark_of_trouble_without_damage_is_taken_away(archive: Archive) -> None:
    fill(archive, numbered(10))
    refresh(archive)
    folder = archive.folder / "collections" / builds(archive)[0]
    soundness.suspect(Place(folder=folder))
    assert not soundness.untouched(folder)
    assert not refresh(archive, force=False)
    assert soundness.untouched(folder)


def test_a_search_that_fails_in_chroma_is_answered_exactly(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(archive, numbered(10))
    refresh(archive)

    def failing(self: Collection, vector: np.ndarray, limit: int) -> list[tuple[str, float]]:
        raise CollectionError("Chroma could not search", "look")

    monkeypatch.setattr(Collection, "nearest", failing)
    assert found(archive, 5) == expected(archive, 5)
    monkeypatch.undo()
    monkeypatch.setattr(dense, "FEW", 0)
    assert found(archive, 5) == expected(archive, 5), "set aside for a while, not tried at every search"


def test_every_error_of_chroma_becomes_one_line(tmp_path: Path) -> None:
    with pytest.raises(CollectionError) as caught:
        chroma.open_collection(Place(folder=tmp_path / "nothing"))
    assert "\n" not in str(caught.value)

    class PanicException(BaseException):
        """As the Rust part of Chroma raises it."""

    with pytest.raises(CollectionError, match="index out of bounds"), chroma.chroma_errors("search"):
        raise PanicException("index out\nof bounds")
    with pytest.raises(KeyboardInterrupt), chroma.chroma_errors("search"):
        raise KeyboardInterrupt


def half_filled(fill_build: Callable[..., object]) -> Callable[..., object]:
    def fill_half(self: building.Builder, collection: Collection, numbers: list[int], progress: object) -> object:
        return fill_build(self, collection, numbers[: len(numbers) // 2], progress)

    return fill_half


def test_a_build_that_lost_vectors_is_never_switched_to(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, child: None
) -> None:
    fill(archive, numbered(10))
    refresh(archive)
    fill(archive, numbered(10, first=10))
    [before] = builds(archive)
    with monkeypatch.context() as patched:
        patched.setattr(building.Builder, "_fill", half_filled(building.Builder._fill))
        with pytest.raises(CollectionError, match="holds 20 of 40 vectors"):
            refresh(archive)
    assert builds(archive) == [before], "the failed build is gone, the old one stays"
    assert found(archive, 8) == expected(archive, 8)


def test_a_build_whose_vectors_do_not_find_themselves_is_refused(archive: Archive, child: None) -> None:
    fill(archive, numbered(3))
    refresh(archive)
    folder = archive.folder / "collections" / builds(archive)[0]
    ids, wrong = ("x@1#c1",), -QUERY[np.newaxis, :]
    with pytest.raises(CollectionError, match="does not find itself"), probe.Probe(folder, 6) as probing:
        probing.check(ids, wrong)


class PassingOver:
    """A collection of `count` vectors whose narrow search misses the first `missed` of them, a wide one none."""

    def __init__(self, matrix: np.ndarray, missed: int, widest: int = 10_000) -> None:
        self._matrix, self._missed, self._widest = matrix, missed, widest

    def count(self) -> int:
        return len(self._matrix)

    def nearest(self, vector: np.ndarray, limit: int) -> list[tuple[str, float]]:
        cosines = self._matrix @ vector
        best = np.argsort(-cosines)
        if best[0] < self._missed and not 1 < limit <= self._widest:
            best = best[1:]
        return [(str(place), float(cosines[place])) for place in best[:limit]]


@pytest.mark.parametrize(
    ("missed", "widest", "fault"),
    [
        (0, 10_000, ""),
        (2, 10_000, ""),
        (5, 10_000, "a search passes over 5 of 40 vectors"),
        (1, 1, "the vector of v0 does not find itself"),
    ],
)
def test_an_index_may_pass_over_few_vectors_and_lose_none(missed: int, widest: int, fault: str) -> None:
    matrix = np.eye(40, dtype=np.float32)
    collection: Any = PassingOver(matrix, missed, widest)
    assert probe.fault(collection, 40, np.array([f"v{place}" for place in range(40)]), matrix) == fault


def test_a_build_that_ends_the_probe_is_refused(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, child: None
) -> None:
    fill(archive, numbered(3))
    crash = "import os, signal; sys.stdin.buffer.read(); os.kill(os.getpid(), signal.SIGSEGV)"
    monkeypatch.setattr(probe, "_PROGRAM", crash)
    with pytest.raises(CollectionError, match="the probe ended with code -11"):
        refresh(archive)
    monkeypatch.undo()
    assert builds(archive) == []
    assert found(archive, 3) == expected(archive, 3)


def test_a_full_disk_while_building_keeps_the_old_collection(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(archive, numbered(5))
    refresh(archive)
    before = builds(archive)

    def full(folder: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(building, "_flush", full)
    with pytest.raises(CollectionError, match="no space left on device"):
        refresh(archive)
    assert builds(archive) == before
    assert found(archive, 3) == expected(archive, 3)


def test_a_small_archive_is_searched_exactly_until_chroma_is_open(tmp_path: Path, asked: list[int]) -> None:
    with opened(tmp_path / "small") as archive:
        fill(archive, numbered(10))
        refresh(archive)
        for _ in range(dense._BEFORE_OPENING):
            assert found(archive, 5) == expected(archive, 5)
        assert asked == []
        assert archive._dense is not None
        assert archive._dense._opened._build is None, "one question alone never loads Chroma"
        deadline = time.monotonic() + 60
        while not asked and time.monotonic() < deadline:
            assert found(archive, 5) == expected(archive, 5)
            time.sleep(0.05)
        assert asked, "Chroma serves once it is open"


def test_progress_reaches_the_number_of_chunks(archive: Archive) -> None:
    fill(archive, numbered(10))
    seen: list[tuple[int, int]] = []
    with archive.writer() as writer:
        writer.refresh_collection(on_progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (20, 20)


steps = st.lists(
    st.one_of(
        st.tuples(st.just("new"), st.integers(0, 7)),
        st.tuples(st.just("change"), st.integers(0, 7)),
        st.tuples(st.just("remove"), st.integers(0, 7)),
        st.tuples(st.just("build"), st.just(0)),
        st.tuples(st.just("store only"), st.integers(0, 7)),
    ),
    max_size=10,
)


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
@example(steps=[("new", 0), ("new", 1), ("remove", 0), ("store only", 0)])
def test_after_any_history_the_search_is_right(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, steps: list[tuple[str, int]]
) -> None:
    monkeypatch.setattr(dense, "FEW", 0)
    folder = tmp_path_factory.mktemp("history") / "archive"
    with opened(folder) as archive, opened(folder) as reader:
        for count, (step, number) in enumerate(steps):
            known = {article.id for article in archive.articles()}
            with archive.writer() as writer:
                if step == "remove" and f"a{number}" in known:
                    writer.remove([f"a{number}"])
                elif step == "build":
                    writer.refresh_collection(force=True)
                elif step in ("new", "change", "store only"):
                    changed = f" Stand {count}." if step == "change" else ""
                    store(writer, new_article(f"Satz {number}. Noch einer.{changed}", source=f"a{number}.txt"))
                    if step != "store only":
                        embed(writer)
            for limit in (2, 50):
                assert found(reader, limit) == expected(archive, limit)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """A Chroma server (Rust) of this test's own, on the loopback."""
    program = Path(sys.executable).with_name("chroma")
    if not program.exists():
        pytest.skip("no chroma command beside this Python")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(program), "run", "--path", str(tmp_path / "server"), "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        deadline = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert time.monotonic() < deadline, "the Chroma server did not start"
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
        running.terminate()


@pytest.mark.slow
def test_a_chroma_server_serves_as_well(
    tmp_path: Path, server: str, asked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dense, "FEW", 0)
    with opened(tmp_path / "archive", chroma_url=server) as archive:
        fill(archive, numbered(12))
        for _ in range(3):
            assert refresh(archive)
            assert archive.statistics().collection.place.startswith(server)
        fill(archive, numbered(2, first=12))
        asked.clear()
        assert found(archive, 6) == expected(archive, 6)
        assert asked == [6]
        with closing_client(server) as names:
            assert len(names()) == 2, "older builds are deleted, this archive's alone"


def test_a_chroma_server_that_is_away_breaks_no_search_and_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dense, "FEW", 0)
    with opened(tmp_path / "archive", chroma_url="http://127.0.0.1:9") as archive:
        fill(archive, numbered(4))
        with pytest.raises(CollectionError) as error:
            refresh(archive)
        assert "\n" not in str(error.value)
        assert "127.0.0.1:9" in str(error.value)
        assert found(archive, 3) == expected(archive, 3)


@contextmanager
def closing_client(server: str) -> Iterator[Callable[[], list[str]]]:
    client = chroma._client(Place(server=server))
    try:
        yield lambda: [collection.name for collection in client.list_collections()]
    finally:
        chroma._close(client)
