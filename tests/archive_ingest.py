"""An ingest that is killed: run as a program, `python -m tests.archive_ingest BASE FOLDER`.

Copies the archive BASE once for each point, runs the same ingest on the copy, and kills it with SIGKILL there: at an
SQL statement, or at a step of building the collection. Prints the names of the copies that were killed.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine, event

from assistant.archive import Archive, Writer, building, soundness
from assistant.archive import collection as chroma
from tests.archive_articles import embed, new_article, numbered, opened, read_facts, store

STATEMENTS = 10  # points spread over all SQL statements of the ingest
STEPS = ("create_collection", "Collection.add", "Probe.check", "checksums", "_flush", "next_generation")


def ingest(archive: Archive) -> None:
    """New articles, a new version, other metadata, a removal, vectors, facts, a collection; twice changes nothing."""
    with archive.writer() as writer:
        for article in numbered(3, first=100):
            store(writer, article)
        store(writer, new_article("Geändert ist Bericht zwei. Und er ist neu.", source="/articles/bericht-2.txt"))
        writer.update_metadata("bericht-1", title="Anderer Titel")
        _remove(writer, archive)
        embed(writer)
        read_facts(writer)
        writer.refresh_collection(force=True)


def _remove(writer: Writer, archive: Archive) -> None:
    if any(article.id == "bericht-0" for article in archive.articles()):
        writer.remove(["bericht-0"])


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _run(folder: Path, before: Callable[[], None]) -> int:
    """The ingest in a fork of this process; its wait status."""
    child = os.fork()
    if child == 0:
        before()
        with opened(folder) as archive:
            ingest(archive)
        os._exit(0)
    return os.waitpid(child, 0)[1]


def _count_statements(folder: Path) -> int:
    """Of a whole ingest. In a fork too: this process must never start Chroma's threads, which no fork survives."""
    counted = folder.with_suffix(".count")

    def arrange() -> None:
        total = 0

        def count(*_: object) -> None:
            nonlocal total
            total += 1
            counted.write_text(str(total))

        event.listen(Engine, "before_cursor_execute", count)

    if _run(folder, arrange):
        sys.exit("the ingest that nobody kills failed")
    return int(counted.read_text())


def _at_statement(number: int) -> Callable[[], None]:
    def arrange() -> None:
        left = number

        def count(*_: object) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                _die()

        event.listen(Engine, "before_cursor_execute", count)

    return arrange


def _at_step(step: str) -> Callable[[], None]:
    """Kills when the step is done; the last of them stands in the transaction of the switch."""

    def arrange() -> None:
        name = step.rpartition(".")[2]
        owner: object = building
        if step.startswith("Collection."):
            owner = chroma.Collection
        elif step.startswith("Probe."):
            owner = building.Probe
        elif step == "create_collection":
            owner = chroma
        elif step == "checksums":
            owner = soundness
        original = getattr(owner, name)

        def dying(*arguments: object) -> None:
            original(*arguments)
            _die()

        setattr(owner, name, dying)

    return arrange


def main(base: Path, folder: Path) -> None:
    trial = folder / "trial"
    shutil.copytree(base, trial)
    statements = _count_statements(trial)
    chroma.load_chroma()
    points: dict[str, Callable[[], None]] = {f"step-{step}": _at_step(step) for step in STEPS}
    for number in sorted({1 + round(index * (statements - 1) / (STATEMENTS - 1)) for index in range(STATEMENTS)}):
        points[f"statement-{number}"] = _at_statement(number)
    for name, arrange in points.items():
        shutil.copytree(base, folder / name)
        status = _run(folder / name, arrange)
        if not os.WIFSIGNALED(status) or os.WTERMSIG(status) != signal.SIGKILL:
            sys.exit(f"{name} ended with status {status} instead of being killed")
        print(name, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
