"""Facts at ingest: found once, kept up with their article, finished after a kill; nothing is embedded twice."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assistant.archive import open_catalogue
from assistant.settings import Settings
from ingest import Progress, ingest
from ingest import facts as stage
from tests.conftest import HashedEmbedder

ROOT = Path(__file__).parents[1]
TEXT = (
    "Hanna Vossberg hat am Freitag in Sandhafen ihren Nachbarn, den alten Karl Lütjens, empfangen. "
    "Das Gespräch dauerte drei Stunden. Die Fähre fährt wieder."
)


@pytest.fixture
def embedder(monkeypatch: pytest.MonkeyPatch, hashed_embedder: HashedEmbedder) -> HashedEmbedder:
    monkeypatch.setattr("assistant.models.embedder", lambda settings: hashed_embedder, raising=False)
    return hashed_embedder


@pytest.fixture
def tagged(monkeypatch: pytest.MonkeyPatch, embedder: HashedEmbedder) -> list[str]:
    """The texts that were tagged without being embedded."""
    texts: list[str] = []
    original = embedder.names

    def names(asked: list[str]):
        texts.extend(asked)
        return original(asked)

    monkeypatch.setattr(embedder, "names", names)
    monkeypatch.setattr(embedder, "read_passages", lambda asked: (embedder.embed_passages(asked), original(asked)))
    return texts


def days(settings: Settings) -> list[date | None]:
    """When the people of the archive met."""
    with open_catalogue(settings) as archive:
        return [record.time.start if record.time else None for record in archive.events("Karl Lütjens")]


def test_a_meeting_is_found_with_who_where_and_when(
    embedder: HashedEmbedder, tagged: list[str], settings: Settings, write_article: Callable[..., Path]
) -> None:
    path = write_article("a.md", TEXT, title="Treffen", published="2025-06-14", outlet="Bote")
    ingest([path], settings)
    with open_catalogue(settings) as archive:
        (record,) = archive.events("Vossberg")
        assert record.participants == ("Hanna Vossberg", "Karl Lütjens")
        assert record.time is not None
        assert record.time.start == record.time.end == date(2025, 6, 13)
        (first,) = archive.sources(record.sentence_ids[:1]).values()
        assert first[0].text.startswith("Hanna Vossberg hat")
    assert tagged == [], "the pass that makes the vectors tells the names"
    assert ingest([path], settings).unchanged == 1
    assert tagged == []


def test_another_date_of_publication_moves_the_meeting_and_embeds_nothing(
    embedder: HashedEmbedder, tagged: list[str], settings: Settings, write_article: Callable[..., Path]
) -> None:
    ingest([write_article("a.md", TEXT, title="Treffen")], settings)
    assert days(settings) == [None], "without a date of publication the phrase stays a phrase"
    embedder.texts.clear()
    ingest([write_article("a.md", TEXT, title="Treffen", published="2025-06-14")], settings)
    assert days(settings) == [date(2025, 6, 13)]
    ingest([write_article("a.md", TEXT, title="Treffen", published="2025-06-21")], settings)
    assert days(settings) == [date(2025, 6, 20)]
    assert embedder.texts == []
    assert tagged == []


def test_another_tagger_reads_the_archive_anew_without_embedding(
    embedder: HashedEmbedder, tagged: list[str], settings: Settings, write_article: Callable[..., Path]
) -> None:
    path = write_article("a.md", TEXT, title="Treffen", published="2025-06-14")
    ingest([path], settings)
    embedder.texts.clear()
    embedder.names_key = "better/test"
    ingest([path], settings)
    assert sorted(tagged) == sorted(TEXT.replace(". ", ".|").split("|"))
    assert embedder.texts == []
    ingest([path], settings)
    assert len(tagged) == 3


def test_a_new_version_of_the_language_code_reads_the_archive_anew(
    embedder: HashedEmbedder,
    tagged: list[str],
    settings: Settings,
    write_article: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = write_article("a.md", TEXT, title="Treffen", published="2025-06-14")
    monkeypatch.setattr(stage, "FACTS", "facts-0")
    ingest([path], settings)
    assert days(settings) == []
    monkeypatch.undo()
    monkeypatch.setattr("assistant.models.embedder", lambda settings: embedder, raising=False)
    ingest([path], settings)
    assert days(settings) == [date(2025, 6, 13)]
    assert tagged == []


def test_the_stage_is_told_and_a_stop_in_it_is_resumed(
    embedder: HashedEmbedder, settings: Settings, write_article: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage, "BATCH", 1)
    for number in range(4):
        write_article(f"{number}.md", TEXT.replace("Fähre", f"Fähre {number}"), title=f"T{number}")
    folder = write_article("4.md", TEXT, title="T4").parent
    told: list[Progress] = []

    def stop(progress: Progress) -> None:
        told.append(progress)
        if progress.stage == "facts":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest([folder], settings, on_progress=stop)
    assert told[-1].total == 5
    embedder.texts.clear()
    ingest([folder], settings)
    assert embedder.texts == []
    with open_catalogue(settings) as archive:
        assert archive.statistics().unread == 0
        assert [person.articles for person in archive.people()] == [5, 5]


DYING = """
import os, signal, sys
from pathlib import Path
import assistant.models
from assistant.settings import Settings
from ingest import facts, ingest
from ingest.progress import Clock
from tests.conftest import HashedEmbedder

def advance(self, count, source):
    if self._stage == "facts":
        os.kill(os.getpid(), signal.SIGKILL)

Clock.advance, facts.BATCH = advance, 1
assistant.models.embedder = lambda settings: HashedEmbedder()
ingest([sys.argv[1]], Settings(archive=Path(sys.argv[2])))
"""


def test_an_ingest_killed_among_the_facts_doubles_nobody(
    embedder: HashedEmbedder, settings: Settings, write_article: Callable[..., Path]
) -> None:
    for number in range(3):
        folder = write_article(f"{number}.md", TEXT.replace("Fähre", f"Fähre {number}"), title=f"T{number}").parent
    for saved in (1, 2):
        command = [sys.executable, "-c", DYING, str(folder), str(settings.archive)]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
        assert run.returncode == -signal.SIGKILL, run.stderr
        with open_catalogue(settings) as archive:
            assert archive.statistics().unread == 3 - saved
            assert [person.articles for person in archive.people()] == [saved, saved]
    ingest([folder], settings)
    with open_catalogue(settings) as archive:
        assert [person.articles for person in archive.people()] == [3, 3]
        assert len(archive.told_events()) == 3
