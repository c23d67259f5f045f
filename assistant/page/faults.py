"""Errors in the language of the page.

The code says what happened in English, for the terminal and the log. `data/errors.toml` holds each such line with its
German and Russian, found by the English one as translations are by gettext; a test reads the code for lines that are
missing there. What is not found is told in general words, and stands in the terminal as it is.
"""

from __future__ import annotations

import logging
import re
import tomllib
from functools import cache
from importlib.resources import files

from assistant.errors import PresseschauError
from assistant.page.wording import PageLanguage, Wording

_log = logging.getLogger(__name__)

_PLACE = re.compile(r"\\{(\w+)\\}")  # a place for a value, in an escaped line
_COLUMNS: dict[PageLanguage, int] = {"en": 0, "de": 1, "ru": 2}


def fault(error: PresseschauError | str, words: Wording) -> str:
    """One line in the page's language: what happened, then what to do about it."""
    happened, remedy = (error.happened, error.remedy) if isinstance(error, PresseschauError) else (error, "")
    told = translated(happened, words.language)
    if told is None:
        _log.warning("%s", error)
        return words("fault")
    helps = translated(remedy, words.language) if remedy else None
    return f"{told}: {helps}" if helps else told


def translated(line: str, language: PageLanguage) -> str | None:
    """A line of the code in another language, its parts between ": " each for itself; None if one is not known."""
    if language == "en":
        return line
    for found in re.finditer(": ", line):  # first of all: a value may be anything, what follows the colon too
        first = _translated(line[: found.start()], language)
        rest = translated(line[found.end() :], language) if first is not None else None
        if rest is not None:
            return f"{first}: {rest}"
    return _translated(line, language)


def _translated(line: str, language: PageLanguage) -> str | None:
    for pattern, known in _lines():
        found = pattern.fullmatch(line)
        if found is not None:
            values = {name: _translated(value, language) or value for name, value in found.groupdict().items()}
            return known[_COLUMNS[language]].format(**values)
    return None


@cache
def _lines() -> tuple[tuple[re.Pattern[str], tuple[str, str, str]], ...]:
    """Pattern of each line, and the line in the languages; those with most words of their own first."""
    written = tomllib.loads(files("assistant.page").joinpath("data/errors.toml").read_text(encoding="utf-8"))
    known = sorted(written["lines"], key=lambda line: len(re.sub(r"\{\w+\}", "", line[0])), reverse=True)
    return tuple(
        (
            re.compile(_PLACE.sub(r"(?P<\1>.+?)", re.escape(line[0])), re.DOTALL | re.IGNORECASE),
            (line[0], line[1], line[2]),
        )
        for line in known
    )
