"""The way in, with the real archive and a deterministic stand-in for the embedding model."""

from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from assistant.archive import open_archive
from assistant.errors import ArchiveBusy, ModelError
from assistant.settings import Settings
from assistant.types import NameSpan
from ingest import Progress, ingest

DIMENSION = 16
FIRST = "Die Ministerin traf am Freitag den Bürgermeister. Es ging um die Fähre."
SECOND = "Das Kino in Lohe hat am Montag eröffnet. Es hat 80 Plätze."


class FakeEmbedder:
    """Vectors made of hashes; counts what it was given and fails when told to."""

    key = "fake"
    dimension = DIMENSION
    names_key = "capitals"

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.tagged: list[str] = []  # without a vector
        self.fail_after: int | None = None

    @property
    def texts(self) -> list[str]:
        return [text for batch in self.batches for text in batch]

    def embed_passages(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        if self.fail_after is not None and len(self.batches) >= self.fail_after:
            raise ModelError("the model is gone", "bring it back")
        self.batches.append(list(texts))
        vectors = [np.frombuffer(hashlib.sha512(text.encode()).digest()[:DIMENSION], np.uint8) for text in texts]
        matrix = np.stack(vectors).astype(np.float32) + 1
        return np.asarray(matrix / np.linalg.norm(matrix, axis=1, keepdims=True), dtype=np.float32)

    def read_passages(self, texts: Sequence[str]) -> tuple[npt.NDArray[np.float32], tuple[tuple[NameSpan, ...], ...]]:
        return self.embed_passages(texts), tuple(map(capitals, texts))

    def names(self, texts: Sequence[str]) -> tuple[tuple[NameSpan, ...], ...]:
        self.tagged += texts
        return tuple(map(capitals, texts))


def capitals(text: str) -> tuple[NameSpan, ...]:
    """Two words with capitals in a row are a person."""
    return tuple(NameSpan(*found.span(), "person") for found in re.finditer(r"[A-ZÄÖÜ]\w+ [A-ZÄÖÜ]\w+", text))


@pytest.fixture
def embedder(monkeypatch: pytest.MonkeyPatch) -> FakeEmbedder:
    fake = FakeEmbedder()
    monkeypatch.setattr("assistant.models.embedder", lambda settings: fake, raising=False)
    monkeypatch.setattr("assistant.archive.writing.Writer.refresh_collection", lambda *_, **__: False)
    return fake


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "faehre.txt").write_text(f"Ministerin besucht Sandau\n\n{FIRST}\n", encoding="utf-8")
    (folder / "kino.md").write_text(f"---\noutlet: Elbbote\n---\n# Neues Kino\n\n{SECOND}\n", encoding="utf-8")
    return folder


def stored(settings: Settings) -> dict[str, str]:
    with open_archive(settings, model_key="fake", dimension=DIMENSION) as archive:
        return {article.id: article.text for article in archive.articles()}


def pending(settings: Settings) -> int:
    with open_archive(settings, model_key="fake", dimension=DIMENSION) as archive:
        return archive.statistics().pending


def test_a_folder_goes_in_and_again_changes_nothing(folder: Path, settings: Settings, embedder: FakeEmbedder) -> None:
    first = ingest([folder], settings)
    assert first.stored == ("faehre", "kino")
    assert (first.versions, first.updated, first.unchanged, first.failures) == ((), (), 0, ())
    assert (first.sentences, first.chunks) == (4, 2)
    assert stored(settings) == {"faehre": FIRST, "kino": SECOND}
    assert len(embedder.texts) == len(set(embedder.texts)) == 6
    again = ingest([folder], settings)
    assert (again.stored, again.versions, again.updated, again.unchanged) == ((), (), (), 2)
    assert len(embedder.texts) == 6
    assert pending(settings) == 0


def test_what_is_stored_is_complete(folder: Path, settings: Settings, embedder: FakeEmbedder) -> None:
    ingest([folder], settings, published=date(2024, 9, 14), outlet="Anzeiger")
    with open_archive(settings, model_key="fake", dimension=DIMENSION) as archive:
        ferry, cinema = archive.article("faehre"), archive.article("kino")
        assert (ferry.title, ferry.outlet, ferry.published) == (
            "Ministerin besucht Sandau",
            "Anzeiger",
            date(2024, 9, 14),
        )
        assert (ferry.language, ferry.version) == ("de", 1)
        assert ferry.source == (folder / "faehre.txt").resolve().as_posix()
        assert (cinema.title, cinema.outlet) == ("Neues Kino", "Elbbote")  # the flag fills only what is missing
        assert [sentence.text for sentence in archive.sentences("kino")] == SECOND.replace(". ", ".\n").split("\n")
        assert archive.sentence_vectors(["kino@1#s1"])["kino@1#s1"].shape == (DIMENSION,)


def test_the_same_file_is_the_same_source_however_it_is_named(
    folder: Path, settings: Settings, embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest([folder], settings)
    monkeypatch.chdir(folder)
    (folder / "faehre.txt").write_text(f"Ministerin besucht Sandau\n\n{FIRST} Sie lachte.\n", encoding="utf-8")
    report = ingest(["faehre.txt", "./kino.md"], settings)
    assert (report.stored, report.versions, report.unchanged) == ((), ("faehre",), 1)


def test_a_changed_text_is_a_new_version_and_only_what_is_new_is_embedded(
    folder: Path, settings: Settings, embedder: FakeEmbedder
) -> None:
    ingest([folder], settings)
    (folder / "faehre.txt").write_text(f"Ministerin besucht Sandau\n\n{FIRST} Sie lachte.\n", encoding="utf-8")
    before = len(embedder.texts)
    report = ingest([folder], settings)
    assert (report.stored, report.versions, report.unchanged) == ((), ("faehre",), 1)
    assert embedder.texts[before:] == [f"Ministerin besucht Sandau\n{FIRST} Sie lachte.", "Sie lachte."]
    with open_archive(settings, model_key="fake", dimension=DIMENSION) as archive:
        assert archive.article("faehre").version == 2
        assert archive.article("faehre", version=1).text == FIRST


def test_new_metadata_of_the_same_text_is_stored_and_nothing_embedded(
    folder: Path, settings: Settings, embedder: FakeEmbedder
) -> None:
    ingest([folder], settings)
    before = len(embedder.texts)
    report = ingest([folder], settings, published=date(2024, 9, 14), outlet="Anzeiger")
    assert sorted(report.updated) == ["faehre", "kino"]
    forced = ingest([folder], settings, outlet="Anzeiger", force=True)
    assert forced.updated == ("kino",)
    assert len(embedder.texts) == before
    with open_archive(settings, model_key="fake", dimension=DIMENSION) as archive:
        assert archive.article("kino").outlet == "Anzeiger"
        assert archive.article("kino").published == date(2024, 9, 14)


def test_bad_sources_are_reported_and_the_others_stored(
    folder: Path, settings: Settings, embedder: FakeEmbedder, tmp_path: Path
) -> None:
    (folder / "leer.txt").write_bytes(b"")
    (folder / "bild.txt").write_bytes(bytes(range(256)) * 4)
    (folder / "seite.html").write_text("<html><body><nav>Start</nav></body></html>", encoding="utf-8")
    report = ingest([tmp_path / "none", folder], settings)
    assert report.stored == ("faehre", "kino")
    assert [Path(failure.source).name for failure in report.failures] == [
        "none",
        "bild.txt",
        "leer.txt",
        "seite.html",
    ]
    assert all(failure.message and "\n" not in failure.message for failure in report.failures)


def test_line_3_of_5_is_broken_and_the_other_four_are_stored(
    settings: Settings, embedder: FakeEmbedder, tmp_path: Path
) -> None:
    lines = [
        json.dumps({"id": n, "title": f"Titel {n}", "text": f"Der Satz Nummer {n} ist hier."}) for n in range(1, 6)
    ]
    lines[2] = lines[2][:-9]
    path = tmp_path / "dump.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    report = ingest([path], settings)
    assert report.stored == ("1", "2", "4", "5")
    [failure] = report.failures
    assert failure.message.startswith("line 3: ")


def test_equal_ids_of_two_dumps_are_two_articles(settings: Settings, embedder: FakeEmbedder, tmp_path: Path) -> None:
    for name, text in (("a", FIRST), ("b", SECOND)):
        (tmp_path / name).mkdir()
        record = {"id": "1", "title": "Titel", "text": text}
        (tmp_path / name / "dump.jsonl").write_text(json.dumps(record), encoding="utf-8")
    report = ingest([tmp_path / "a", tmp_path / "b"], settings)
    assert len(report.stored) == 2
    assert sorted(stored(settings).values()) == sorted([FIRST, SECOND])


def test_an_id_that_comes_twice_in_a_dump_is_two_versions_and_stays_so(
    settings: Settings, embedder: FakeEmbedder, tmp_path: Path
) -> None:
    lines = [{"id": "a", "title": "T", "text": FIRST}, {"id": "a", "title": "T", "text": SECOND}]
    path = tmp_path / "dump.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    report = ingest([path], settings)
    assert (report.stored, report.versions) == (("a",), ("a",))
    again = ingest([path], settings)
    assert (again.stored, again.versions, again.unchanged) == ((), (), 1)
    assert stored(settings) == {"a": SECOND}


def test_progress_is_told_with_rate_and_remaining_time(
    folder: Path, settings: Settings, embedder: FakeEmbedder
) -> None:
    told: list[Progress] = []
    ingest([folder], settings, on_progress=told.append)
    assert [progress.stage for progress in told if progress.done == 0] == ["read", "compare", "embed", "facts"]
    last = [progress for progress in told if progress.stage == "embed"][-1]
    assert (last.done, last.total, last.remaining_seconds) == (6, 6, 0.0)
    assert last.rate is not None
    assert last.rate > 0


def test_batches_go_from_long_texts_to_short_ones(settings: Settings, embedder: FakeEmbedder, tmp_path: Path) -> None:
    record = {"id": "a", "title": "T", "text": " ".join(f"Satz {'sehr ' * n}lang." for n in range(40))}
    path = tmp_path / "dump.jsonl"
    path.write_text(json.dumps(record), encoding="utf-8")
    ingest([path], settings)
    lengths = [len(text) for text in embedder.texts]
    assert lengths == sorted(lengths, reverse=True)
    assert max(map(len, embedder.batches)) == 16


class Stopped(Exception):
    pass


def test_a_stop_while_embedding_loses_nothing_and_the_next_run_resumes(
    settings: Settings, embedder: FakeEmbedder, tmp_path: Path
) -> None:
    record = {"id": "a", "title": "T", "text": " ".join(f"Das ist der Satz Nummer {n}." for n in range(60))}
    path = tmp_path / "dump.jsonl"
    path.write_text(json.dumps(record), encoding="utf-8")
    embedder.fail_after = 2
    with pytest.raises(ModelError):
        ingest([path], settings)
    assert pending(settings) == 1
    assert list(stored(settings)) == ["a"]
    embedder.fail_after = None
    report = ingest([path], settings)
    assert report.unchanged == 1
    assert pending(settings) == 0
    assert len(embedder.texts) == len(set(embedder.texts))


def test_the_callback_may_stop_it(folder: Path, settings: Settings, embedder: FakeEmbedder) -> None:
    def stop(progress: Progress) -> None:
        if progress.stage == "embed":
            raise Stopped

    with pytest.raises(Stopped):
        ingest([folder], settings, on_progress=stop)
    assert pending(settings) == 2
    assert ingest([folder], settings).unchanged == 2
    assert pending(settings) == 0


def test_a_second_ingest_is_refused(folder: Path, settings: Settings, embedder: FakeEmbedder) -> None:
    with open_archive(settings, model_key="fake", dimension=DIMENSION) as archive, archive.writer():
        begun = time.monotonic()
        with pytest.raises(ArchiveBusy):
            ingest([folder], settings)
        assert time.monotonic() - begun < 5


def test_an_ingest_that_is_killed_loses_nothing(settings: Settings, embedder: FakeEmbedder, tmp_path: Path) -> None:
    texts = [{"id": n, "title": f"T{n}", "text": f"Der Satz {n} steht hier. Noch ein Satz {n}."} for n in range(400)]
    path = tmp_path / "dump.jsonl"
    path.write_text("\n".join(map(json.dumps, texts)), encoding="utf-8")
    child = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\n"
        "import assistant.models, assistant.archive.writing as writing\n"
        "from test_ingest import FakeEmbedder, Settings, ingest\n"
        "fake = FakeEmbedder()\n"
        "assistant.models.embedder = lambda settings: fake\n"
        "print('go', flush=True)\n"
        "ingest([sys.argv[2]], Settings(archive=Path(sys.argv[3])))\n"
    )
    arguments = [sys.executable, "-c", child, str(Path(__file__).parent), str(path), str(settings.archive)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"go\n"
        time.sleep(1.0)
        os.kill(process.pid, signal.SIGKILL)
    report = ingest([path], settings)
    assert len(report.stored) + report.unchanged == 400
    assert len(stored(settings)) == 400
    assert pending(settings) == 0
