"""What can go wrong with an archive is said in one line with a remedy, and nothing is lost."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from assistant.archive import Archive, migrations, open_catalogue
from assistant.errors import ArchiveBusy, ArchiveError, ModelKeyMismatch
from assistant.settings import Settings
from tests.archive_articles import (
    DIMENSION,
    KEY_OF_FACTS,
    embed,
    fill,
    new_article,
    numbered,
    opened,
    read_facts,
    store,
    vector_for,
)

ROOT = Path(__file__).parents[1]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with opened(tmp_path / "archive") as archive:
        yield archive


def one_line(error: pytest.ExceptionInfo[ArchiveError]) -> str:
    message = str(error.value)
    assert "\n" not in message
    assert error.value.remedy, "every error says what to do"
    return message


def test_a_path_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for path in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(ArchiveError) as error:
            open_catalogue(Settings(archive=path))
        assert "is a file" in one_line(error)


def test_a_folder_of_other_files_is_not_turned_into_an_archive(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x")
    with pytest.raises(ArchiveError) as error:
        open_catalogue(Settings(archive=tmp_path))
    assert "it holds other files (letter.txt)" in one_line(error)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["letter.txt"]


def test_a_folder_that_cannot_be_made_is_refused() -> None:
    with pytest.raises(ArchiveError) as error:
        open_catalogue(Settings(archive=Path("/proc/no-such-place/archive")))
    assert "cannot be used" in one_line(error)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_refused(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    with pytest.raises(ArchiveError) as error:
        open_catalogue(Settings(archive=tmp_path / "locked"))
    one_line(error)


def test_a_catalogue_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.sqlite3"
    file.write_bytes(b"This is no database at all." * 200)
    with pytest.raises(ArchiveError) as error:
        open_catalogue(Settings(archive=tmp_path))
    assert "no SQLite file" in one_line(error)
    assert file.read_bytes().startswith(b"This is no database")


def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "catalogue.sqlite3")
    connection.execute("CREATE TABLE theirs (x)")
    connection.commit()
    connection.close()
    with pytest.raises(ArchiveError) as error:
        open_catalogue(Settings(archive=tmp_path))
    assert "another program" in one_line(error)


def test_a_newer_schema_is_refused(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(archive, numbered(1))
    with monkeypatch.context() as newer:
        newer.setattr(migrations, "UPGRADES", (*migrations.UPGRADES, lambda connection: None))
        opened(archive.folder).close()
    with pytest.raises(ArchiveError) as error:
        opened(archive.folder)
    assert "update presseschau" in one_line(error)


def test_an_upgrade_runs_once_and_a_failed_one_leaves_everything(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(archive, numbered(2))

    def add_table(connection) -> None:
        connection.exec_driver_sql("CREATE TABLE added (x)")

    def fail(connection) -> None:
        raise KeyboardInterrupt

    now = migrations.UPGRADES
    monkeypatch.setattr(migrations, "UPGRADES", (*now, add_table, fail))
    with pytest.raises(KeyboardInterrupt):
        opened(archive.folder)
    monkeypatch.setattr(migrations, "UPGRADES", (*now, add_table))
    for _ in range(2):
        with opened(archive.folder) as upgraded:
            assert len(upgraded.articles()) == 2
            assert upgraded.statistics().schema_version == len(now) + 2


def test_an_archive_without_facts_is_upgraded_and_the_next_ingest_finds_them(archive: Archive) -> None:
    fill(archive, numbered(2))
    folder = archive.folder
    archive.close()
    made = schema_of(folder)
    older = sqlite3.connect(folder / "catalogue.sqlite3")
    for table in (
        "participants",
        "events",
        "people",
        "name_keys",
        "known_names",
        "known_people",
        "decisions",
        "facts",
    ):
        older.execute(f"DROP TABLE {table}")
    for table in ("story_links", "story_bands", "story_read"):
        older.execute(f"DROP TABLE {table}")
    for column in ("names", "names_key"):
        older.execute(f"ALTER TABLE embeddings DROP COLUMN {column}")
    for table in ("copied_chunks", "copied_vocabulary", "copied_words"):
        older.execute(f"DROP TABLE {table}")
    older.execute("PRAGMA user_version = 1")
    older.close()
    with opened(folder) as upgraded:
        assert upgraded.statistics().unread == 2
        with upgraded.writer() as writer:
            assert list(writer.pending()) == []
            _, waiting = writer.unread(KEY_OF_FACTS, "tagger")
            assert [sentence.names for article in waiting for sentence in article.sentences] == [None] * 6
            read_facts(writer)
        assert upgraded.statistics().unread == 0
        assert [person.articles for person in upgraded.people()] == [2, 2]
    assert schema_of(folder) == made


def schema_of(folder: Path) -> dict[str, object]:
    """Table or index → its columns."""
    connection = sqlite3.connect(folder / "catalogue.sqlite3")
    named = connection.execute("SELECT name, type FROM sqlite_master").fetchall()
    found = {
        name: sorted(row[1:3] for row in connection.execute(f"PRAGMA {kind}_info('{name}')"))
        for name, kind in named
        if kind in ("table", "index")
    }
    connection.close()
    return found


def test_a_second_writer_is_refused_within_a_second(archive: Archive) -> None:
    with archive.writer(), opened(archive.folder) as other:
        started = time.monotonic()
        with pytest.raises(ArchiveBusy) as error, other.writer():
            pass
        assert time.monotonic() - started < 1.0
        assert "another ingest is writing" in one_line(error)
    with opened(archive.folder) as other, other.writer():
        pass


def test_the_lock_is_free_when_its_process_was_killed(archive: Archive) -> None:
    code = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from assistant.archive.lock import writer_lock\n"
        "with writer_lock(Path(sys.argv[1])):\n"
        "    print('held', flush=True)\n"
        "    time.sleep(600)\n"
    )
    holder = subprocess.Popen([sys.executable, "-c", code, str(archive.folder)], cwd=ROOT, stdout=subprocess.PIPE)
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(ArchiveBusy), archive.writer():
            pass
        holder.kill()
    fill(archive, numbered(1))


def test_another_model_is_refused_also_with_the_same_dimension(archive: Archive) -> None:
    opened(archive.folder, key="other").close()  # no vectors yet: nothing to mix
    fill(archive, numbered(2))
    with pytest.raises(ModelKeyMismatch) as error:
        opened(archive.folder, key="other")
    message = one_line(error)
    assert "'test/16'" in message
    assert "'other'" in message
    assert "--archive" in message
    assert "--force" in message
    assert "PRESSESCHAU_EMBEDDINGS" in message


def test_a_model_can_be_replaced_and_open_readers_of_the_old_one_say_so(archive: Archive) -> None:
    from assistant.archive import open_archive

    fill(archive, numbered(3))
    settings = Settings(archive=archive.folder)
    with open_archive(settings, model_key="other", dimension=DIMENSION, replace_model=True) as replacing:
        assert archive.dense_search(vector_for("0" * 32), 3), "nothing happens before there is a writer"
        with replacing.writer() as writer:
            assert replacing.statistics().pending == 3
            embed(writer)
        with replacing.writer() as writer:
            assert list(writer.pending()) == [], "a second run does not start again"
        assert len(replacing.dense_search(vector_for("0" * 32), 50)) == 6
    with pytest.raises(ModelKeyMismatch):
        archive.dense_search(vector_for("0" * 32), 3)
    with pytest.raises(ModelKeyMismatch), archive.writer():
        pass


def test_two_processes_that_start_at_once_make_one_archive(tmp_path: Path) -> None:
    errors: list[BaseException] = []

    def start() -> None:
        try:
            opened(tmp_path / "archive").close()
        except ArchiveError as error:
            errors.append(error)

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_a_full_disk_is_said_in_one_line_and_loses_nothing(archive: Archive) -> None:
    fill(archive, numbered(3))
    before = archive.articles()
    engine = archive._database._engine

    def limit(connection, record) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(engine, "connect", limit)
    engine.dispose()
    long = " ".join(f"Satz {number} ist neu." for number in range(3000))
    with pytest.raises(ArchiveError) as error, archive.writer() as writer:
        store(writer, new_article(long, source="long.txt"))
    assert "the disk is full" in one_line(error)
    assert archive.articles() == before
    event.remove(engine, "connect", limit)
    engine.dispose()
    with archive.writer() as writer:
        assert store(writer, new_article(long, source="long.txt")).status == "new"
        embed(writer)
    assert archive.statistics().pending == 0


def test_a_full_disk_while_vectors_are_saved_keeps_the_article_waiting(archive: Archive) -> None:
    with archive.writer() as writer:
        for article in numbered(40):
            store(writer, article)
    engine = archive._database._engine

    def limit(connection, record) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(engine, "connect", limit)
    engine.dispose()
    with pytest.raises(ArchiveError) as error, archive.writer() as writer:
        embed(writer)
    assert "the disk is full" in one_line(error)
    event.remove(engine, "connect", limit)
    engine.dispose()
    waiting = archive.statistics().pending
    assert 0 < waiting <= 40
    with archive.writer() as writer:
        embed(writer)
    assert archive.statistics().pending == 0
    assert len(archive.dense_search(vector_for("0" * 32), 500)) == 80
