"""The folder of a run: `run.json` says how its answers are made, `answers.jsonl` holds them as they come.

`report.json` and `report.html` are there once a run is finished, and only then.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import IO, Any

from assistant.errors import PresseschauError

HEADER, ANSWERS, REPORTS = "run.json", "answers.jsonl", ("report.json", "report.html")


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turns a failure to read or write `path` into one line: a full disk, a missing right, a file in the way."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        remedy = "free space or name another folder with --out; the answers so far are kept"
        raise PresseschauError(f"cannot write {path} ({reason})", remedy) from None


class RunFolder:
    """The folder an evaluation writes to. A stopped run resumes there, a finished one makes room."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.answers = folder / ANSWERS

    def open(self, about: Mapping[str, str]) -> None:
        """Creates the folder, or readies it for going on, if its answers were made the way `about` says.

        If they were not, a finished run is moved into a folder `earlier-1`, `earlier-2` … of its own. An unfinished
        one raises PresseschauError: answers of two makings in one report would describe neither, and what is there
        may have been paid for.
        """
        with writing(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            if self.answers.exists() and self.answers.stat().st_size:
                changed = sorted(name for name in about if about[name] != self._read_header().get(name))
                if changed:
                    self._make_room(changed)
            self.write(HEADER, json.dumps(dict(about), indent=1) + "\n")
            for name in REPORTS:
                (self.folder / name).unlink(missing_ok=True)

    def _make_room(self, changed: list[str]) -> None:
        names = (HEADER, ANSWERS, *REPORTS)
        if not all((self.folder / name).exists() for name in names):
            raise PresseschauError(
                f"{self.folder} holds answers of another, unfinished run (changed since: {', '.join(changed)})",
                f"name another folder with --out, or delete {self.answers}",
            )
        earlier = next(path for number in count(1) if not (path := self.folder / f"earlier-{number}").exists())
        earlier.mkdir()
        for name in names:
            (self.folder / name).replace(earlier / name)

    def kept(self) -> list[dict[str, Any]]:
        """The answers so far. A line that a kill broke off is left out, and its question asked again."""
        if not self.answers.exists():
            return []
        records = []
        with writing(self.answers):
            lines = self.answers.read_bytes().split(b"\n")
        for line in lines:
            try:
                record = json.loads(line)
            except ValueError:  # broken JSON or broken UTF-8
                continue
            if isinstance(record, dict) and "id" in record:
                records.append(record)
        return records

    def replace(self, records: list[dict[str, Any]]) -> None:
        """Writes all answers anew, in one step: a kill leaves either the old file or the new one."""
        self.write(self.answers.name, "".join(_line(record) for record in records))

    @contextmanager
    def appending(self) -> Iterator[IO[str]]:
        """The file of answers, open for `append`."""
        with writing(self.answers):
            stream = self.answers.open("a", encoding="utf-8", newline="\n")
        try:
            yield stream
        finally:
            with writing(self.answers):
                stream.close()

    def append(self, stream: IO[str], record: Mapping[str, Any]) -> None:
        """Adds one answer, on disk when this returns."""
        with writing(self.answers):
            stream.write(_line(record))
            stream.flush()
            os.fsync(stream.fileno())

    def write(self, name: str, text: str) -> None:
        """Writes a file of the folder in one step."""
        target = self.folder / name
        unfinished = self.folder / f".{name}.unfinished"
        with writing(target):
            unfinished.write_text(text, encoding="utf-8", newline="\n")
            unfinished.replace(target)

    def _read_header(self) -> dict[str, Any]:
        try:
            header = json.loads((self.folder / HEADER).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return header if isinstance(header, dict) else {}


def _line(record: Mapping[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n"
