"""Invented articles, each with questions that it answers and questions that it nearly does, to train by.

    python -m tests.benchmarks.comprehension [FILE ...]    # says what is wrong with the files, and how many they hold

A file holds one article after another:

    ## id language
    The title

    The text, in paragraphs with a blank line between.

    ? A question, in any language
    = the words of the text that answer, which must stand there exactly once
    ? A question near the text that it does not answer
    =

Nothing here is used to measure: `tests/questions` is for that, written by others, about other articles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Exercise:
    """A text, its title apart, and what is asked of it: questions, each with the words that answer, "" for none."""

    id: str
    language: str
    title: str
    text: str
    questions: tuple[tuple[str, str], ...]


def exercises(paths: Sequence[Path] = ()) -> list[Exercise]:
    """Those of the files, of all in this folder where none are named; ValueError says what is wrong with one."""
    return [one for path in paths or sorted(FOLDER.glob("*.txt")) for one in _read(path)]


def _read(path: Path) -> Iterator[Exercise]:
    for part in path.read_text(encoding="utf-8").removeprefix("## ").split("\n## "):
        head, _, rest = part.partition("\n")
        identifier, _, language = head.strip().partition(" ")
        if language not in ("de", "en", "ru"):
            raise ValueError(f'{path.name}: "## {head}" is not "## id language"')
        written, *asked = rest.split("\n? ")
        title, _, text = (part.strip() for part in written.strip().partition("\n"))
        pairs = tuple(_pair(f"{path.name}: {identifier}", text, one) for one in asked)
        yield Exercise(f"{path.stem}/{identifier}", language, title, text, pairs)


def _pair(where: str, text: str, written: str) -> tuple[str, str]:
    question, separator, answer = (part.strip() for part in written.partition("\n="))
    if not separator or "\n" in question or "\n" in answer:
        raise ValueError(f'{where}: "? {question}" is not followed by one line with "="')
    if answer and text.count(answer) != 1:
        raise ValueError(f'{where}: "{answer}" stands {text.count(answer)} times in the text, not once')
    return question, answer
