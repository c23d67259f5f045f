"""JSON lines, streamed: one article a line, a broken line costs itself alone."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from assistant.errors import SourceError
from ingest.decode import decode


@dataclass(frozen=True, slots=True)
class Line:
    """One article of a dump. `record["text"]` is a string; `superseded`: a later line carries the same id."""

    number: int  # from 1
    record: dict[str, Any]
    source_id: str | None
    superseded: bool


def read_lines(path: Path, limit: int) -> Iterator[Line | str]:
    """The articles of a dump in order, or a message that names the line; `limit` is in bytes of one line.

    The last line with an id is the article's newest version, as in a dump that was appended to; the lines before it
    are marked, so that reading the same dump twice does not pile up versions. Raises SourceError, OSError.
    """
    last = _last_line_of_each_id(path, limit)
    count = 0
    for number, content in _raw_lines(path, limit):
        count += 1
        record = _record(content)
        if isinstance(record, str):
            yield f"line {number}: {record}: not stored"
            continue
        source_id = _source_id(record)
        yield Line(number, record, source_id, superseded=last.get(source_id or "", number) != number)
    if not count:
        raise SourceError("the file is empty", "nothing was stored")


def _raw_lines(path: Path, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Line numbers with the bytes of each line that is not empty; None for a line over the limit."""
    with path.open("rb") as file:
        start = file.read(2)
        if start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            raise SourceError("the file is UTF-16", "save it as UTF-8")
        file.seek(0)
        number = 0
        while line := file.readline(limit + 1):
            number += 1
            if len(line) > limit:
                _skip_rest(file, limit)
                yield number, None
            elif content := line.removeprefix(codecs.BOM_UTF8).strip():
                yield number, content


def _skip_rest(file: BinaryIO, limit: int) -> None:
    while (rest := file.readline(limit)) and not rest.endswith(b"\n"):
        pass


def _last_line_of_each_id(path: Path, limit: int) -> dict[str, int]:
    """Only of ids that occur again."""
    last: dict[str, int] = {}
    again: dict[str, int] = {}
    for number, content in _raw_lines(path, limit):
        record = _record(content)
        if isinstance(record, dict) and (source_id := _source_id(record)):
            if source_id in last:
                again[source_id] = number
            last[source_id] = number
    return again


def _record(content: bytes | None) -> dict[str, Any] | str:
    """The article in a line, or what is wrong with the line."""
    if content is None:
        return "it is too long for one article"
    try:
        record = json.loads(decode(content))
    except SourceError as error:
        return error.happened
    except (ValueError, RecursionError) as error:
        return f"it is no valid JSON ({str(error).split(':')[0].lower()})"
    if not isinstance(record, dict):
        return "it is no JSON object"
    if not isinstance(record.get("text"), str):
        return 'it has no "text"'
    return record


def _source_id(record: dict[str, Any]) -> str | None:
    identifier = record.get("id")
    if isinstance(identifier, str | int) and not isinstance(identifier, bool):
        return str(identifier).strip() or None
    return None
