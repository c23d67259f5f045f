"""An ingest killed at any instruction loses nothing and doubles nothing: run again, it ends where it would have."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant.archive import Archive, building, dense
from tests.archive_articles import ProbeHere, embed, fill, numbered, opened, store, vector_for
from tests.archive_ingest import STATEMENTS, STEPS, ingest

ROOT = Path(__file__).parents[1]
QUERY = vector_for("7" * 32)


def content(archive: Archive) -> dict[str, Any]:
    """Everything the catalogue holds, but for numbers and times, and what both searches give."""
    with archive._database.reading() as connection:

        def rows(query: str) -> list[Any]:
            return sorted(map(tuple, connection.exec_driver_sql(query)), key=repr)

        assert rows("PRAGMA integrity_check") == [("ok",)]
        assert rows("PRAGMA foreign_key_check") == []
        stored = {
            "versions": rows(
                "SELECT articles.id, version, current, embedded_in IS NULL, title, text, published, outlet, source "
                "FROM versions JOIN articles ON articles.number = versions.article"
            ),
            "sentences": rows(
                "SELECT articles.id, versions.version, position, start, end, hash FROM sentences JOIN versions "
                "ON versions.number = sentences.version JOIN articles ON articles.number = versions.article "
                "JOIN embeddings ON embeddings.number = sentences.embedding"
            ),
            "chunks": rows(
                "SELECT id, start, end, hash FROM chunks JOIN embeddings ON embeddings.number = chunks.embedding"
            ),
            "vectors": rows("SELECT hash, vector FROM embeddings"),
            "names": rows("SELECT hash, names, names_key FROM embeddings"),
            "facts": rows(
                "SELECT articles.id, versions.version, key, content FROM facts "
                "JOIN versions ON versions.number = facts.version JOIN articles ON articles.number = versions.article"
            ),
            "people": rows(
                "SELECT articles.id, people.position, people.name, known_people.name FROM people "
                "JOIN versions ON versions.number = people.version "
                "JOIN articles ON articles.number = versions.article "
                "JOIN known_people ON known_people.number = people.known"
            ),
            "known": rows(
                "SELECT known_people.name, known_names.name, people FROM known_names "
                "JOIN known_people ON known_people.number = known_names.person"
            ),
            "taking part": rows(
                "SELECT articles.id, event, participants.position, person FROM participants "
                "JOIN versions ON versions.number = participants.version "
                "JOIN articles ON articles.number = versions.article"
            ),
            "words": rows(
                "SELECT chunks.id, title, body, names FROM words JOIN chunks ON chunks.number = words.rowid"
            ),
        }
    report = archive.statistics().collection
    stored["collection"] = (report.state, report.built_with, report.newer, report.outdated)
    stored["dense"] = [hit.chunk_id for hit in archive.dense_search(QUERY, 50)]
    stored["lexical"] = sorted(hit.chunk_id for hit in archive.lexical_search(["treff", "bericht"], [], 50))
    return stored


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the driver forks")
def test_an_ingest_killed_anywhere_is_finished_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = tmp_path / "base"
    with opened(base) as archive:
        fill(archive, numbered(6))
        with archive.writer() as writer:
            writer.refresh_collection()
    (tmp_path / "killed").mkdir()
    command = [sys.executable, "-m", "tests.archive_ingest", str(base), str(tmp_path / "killed")]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert run.returncode == 0, run.stderr
    killed = run.stdout.split()
    assert len(killed) == STATEMENTS + len(STEPS)

    monkeypatch.setattr(dense, "FEW", 0)
    monkeypatch.setattr(building, "Probe", ProbeHere)
    with opened(base) as archive:
        ingest(archive)
        wanted = content(archive)
    assert wanted["collection"][0] == "current"
    for name in killed:
        with opened(tmp_path / "killed" / name) as archive:
            found = archive.dense_search(QUERY, 50)
            known = {chunk.id for chunk, _ in archive.chunks([hit.chunk_id for hit in found])}
            assert known == {hit.chunk_id for hit in found}, f"{name}: usable right after the kill"
            ingest(archive)
            assert content(archive) == wanted, name
            assert len(list((archive.folder / "collections").iterdir())) <= 2, f"{name}: no build is left lying about"


def test_vectors_saved_before_the_kill_are_not_embedded_again(tmp_path: Path) -> None:
    with opened(tmp_path / "archive") as archive:
        with archive.writer() as writer:
            for article in numbered(4):
                store(writer, article)
            pending = writer.pending()
            first = next(pending)
            writer.save_vectors({text.hash: vector_for(text.hash) for text in first.texts})
            pending.close()
            total = len(first.texts) + sum(len(one.texts) for one in writer.pending())
        with archive.writer() as writer:
            assert embed(writer) == total - len(first.texts)
