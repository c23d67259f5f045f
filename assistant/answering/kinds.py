"""Whether a sentence holds the kind of thing a question asks for: a person, a time, a place, a number, a reason.

The patterns stand in `data/kinds.toml`. They are read from the surface alone, so they say "may be", never "is".
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from assistant.language.words import is_stop_word

STRONG = 1.0
WEAK = 0.4
_CAPITALISED = r"[A-ZÄÖÜА-ЯЁ][\w’'-]+"


class Candidate(NamedTuple):
    """A stretch of a sentence that may be what is asked for; character offsets, strength 1.0 or 0.4."""

    start: int
    end: int
    strength: float


def candidates(expects: str, text: str, language: str) -> list[Candidate]:
    """The stretches of `text` that may answer a question which `expects` this kind of thing; none for "thing"."""
    found: list[Candidate] = []
    for pattern, strength in _patterns(expects, language):
        for match in pattern.finditer(text):
            start, end = match.span()
            if expects == "person":
                start += _leading_function_words(match.group(), language)
            if end > start:
                found.append(Candidate(start, end, strength))
    return found


def _leading_function_words(phrase: str, language: str) -> int:
    """How many characters of function words a run of capitalised words begins with ("Der", "Nach")."""
    skipped = 0
    for word in phrase.split(" "):
        if not is_stop_word(word, language):
            break
        skipped += len(word) + 1
    return skipped


@cache
def _patterns(expects: str, language: str) -> tuple[tuple[re.Pattern[str], float], ...]:
    by_language = _data().get(expects, {})
    found = []
    for name in ("any", language if language in by_language else "en"):
        for strength, value in (("strong", STRONG), ("weak", WEAK)):
            pattern = by_language.get(name, {}).get(strength)
            if pattern:
                found.append((re.compile(pattern.replace("[NAME]", _CAPITALISED)), value))
    return tuple(found)


@cache
def _data() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads(files("assistant.answering").joinpath("data", "kinds.toml").read_text(encoding="utf-8"))
