"""Sources → raw articles: files, folders, globs; text, Markdown, HTML and JSON lines."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeAlias

from assistant.errors import SourceError
from ingest.decode import decode, mend
from ingest.fields import metadata
from ingest.jsonl import read_lines
from ingest.records import Failure

Kind: TypeAlias = Literal["plain", "markdown", "html", "json"]
KINDS: dict[str, Kind] = {
    ".txt": "plain",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "json",
}
LIMIT = 10_000_000  # bytes of a file that is read whole, or of one line of JSON; the longest articles are 1 % of it
_WANTED = "use .txt, .md, .html or .jsonl"
_FRONT_MATTER = re.compile(r"\A---[^\S\n]*\n.*?\n(?:---|\.\.\.)[^\S\n]*(?:\n|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class RawArticle:
    """One article as its source has it, mended but not cleaned. `text` is HTML where `kind` is html.

    `source` is the absolute path of its file: the same file is the same source from whatever folder it is named, and
    two dumps of one name in two folders are two sources. `superseded`: a later line of the same file has its id.
    """

    source: str
    kind: Kind
    text: str
    title: str | None = None
    published: date | None = None
    outlet: str | None = None
    url: str | None = None
    author: str | None = None
    language: str | None = None
    source_id: str | None = None
    superseded: bool = False


def find_files(sources: Sequence[str | Path]) -> Iterator[Path | Failure]:
    """The files that `sources` (files, folders, globs) name, each once, folders sorted and without hidden entries."""
    seen: set[Path] = set()
    for source in sources:
        for found in _files_of(str(source)):
            if isinstance(found, Failure):
                yield found
            elif (path := found.resolve()) not in seen:
                seen.add(path)
                yield path


def _files_of(source: str) -> Iterator[Path | Failure]:
    path = Path(source).expanduser()
    if path.is_dir():
        yield from _files_in(path)
    elif path.exists():
        if path.suffix.lower() in KINDS:
            yield path
        else:
            kind = path.suffix or "without an ending"
            yield Failure(source, f"a file {kind} cannot be read: {_WANTED}")
    elif glob.has_magic(source):
        matches = sorted(glob.glob(str(path), recursive=True))  # noqa: PTH207 - patterns may be absolute
        if not matches:
            yield Failure(source, "no file matches: check the pattern")
        for match in matches:
            if Path(match).is_dir():
                if "**" not in source:
                    yield from _files_in(Path(match))
            elif Path(match).suffix.lower() in KINDS:
                yield Path(match)
    else:
        yield Failure(source, "there is no such file or folder: check the path")


def _files_in(folder: Path) -> Iterator[Path | Failure]:
    unreadable: list[OSError] = []
    count = 0
    for parent, folders, names in os.walk(folder, onerror=unreadable.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and Path(name).suffix.lower() in KINDS:
                count += 1
                yield Path(parent) / name
    for error in unreadable:
        yield Failure(str(error.filename), f"cannot be read ({_reason(error)}): check its permissions")
    if not count and not unreadable:
        yield Failure(str(folder), f"the folder holds no articles: {_WANTED}")


def count_articles(path: Path) -> int:
    """How many articles a file may hold: its lines for JSON lines, else one. 0 where it cannot be read."""
    if KINDS[path.suffix.lower()] != "json":
        return 1
    try:
        with path.open("rb") as lines:
            return sum(block.count(b"\n") for block in iter(lambda: lines.read(1 << 20), b"")) or 1
    except OSError:
        return 0


def load(path: Path) -> Iterator[RawArticle | Failure]:
    """The articles of one file, or why there are none; JSON lines stream at any size. Raises nothing."""
    kind = KINDS[path.suffix.lower()]
    source = path.as_posix()
    try:
        if kind == "json":
            yield from _load_lines(path, source)
        else:
            yield from _load_whole(path, source, kind)
    except SourceError as error:
        yield Failure(source, str(error))
    except OSError as error:
        yield Failure(source, f"cannot be read ({_reason(error)}): check its permissions")


def _load_whole(path: Path, source: str, kind: Kind) -> Iterator[RawArticle | Failure]:
    size = path.stat().st_size
    if size > LIMIT:
        happened = f"the file has {size / 1e6:.0f} MB, more than the {LIMIT / 1e6:.0f} MB an article may have"
        raise SourceError(happened, "put many articles into a .jsonl file, one a line")
    text = decode(path.read_bytes(), html=kind == "html")
    if kind == "html":
        yield RawArticle(source=source, kind=kind, text=text)
        return
    text = mend(text)
    if not text.strip():
        raise SourceError("the file is empty", "nothing was stored")
    text, values, wrong = _front_matter(text)
    yield from (Failure(source, message) for message in wrong)
    if not text.strip():
        raise SourceError("there is nothing but front matter in the file", "nothing was stored")
    yield replace(RawArticle(source=source, kind=kind, text=text), **values)


def _load_lines(path: Path, source: str) -> Iterator[RawArticle | Failure]:
    for line in read_lines(path, LIMIT):
        if isinstance(line, str):
            yield Failure(source, line)
            continue
        values, wrong = metadata(line.record)
        yield from (Failure(source, f"line {line.number}: {message}") for message in wrong)
        text = mend(line.record["text"])
        if not text.strip():
            yield Failure(source, f"line {line.number}: the text is empty: not stored")
            continue
        values["source_id"] = line.source_id
        yield replace(
            RawArticle(source=source, kind="json", text=text, superseded=line.superseded),
            **values,
        )


def _front_matter(text: str) -> tuple[str, dict[str, Any], list[str]]:
    """Text without its YAML front matter, the fields that came from it, and what was wrong with it."""
    block = _FRONT_MATTER.match(text)
    if not block:
        return text, {}, []
    import frontmatter
    import yaml

    try:
        found, content = frontmatter.parse(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        return text[block.end() :], {}, ["the front matter is no valid YAML: stored without it"]
    if not isinstance(found, dict) or not found:
        return text, {}, []
    values, wrong = metadata(found)
    if (identifier := found.get("id")) is not None and not isinstance(identifier, dict | list):
        values["source_id"] = str(identifier)
    return content, values, wrong


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
