"""Whether a sentence holds the kind of thing a question asks for: a person, a time, a place, a number, a reason.

The patterns stand in `data/kinds.toml`. They are read from the surface alone, so they say "may be", never "is".
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from assistant.language.names import name_words

STRONG = 1.0
SINGLE = 0.8  # a name of one word
WEAK = 0.4
_YEAR = re.compile(r"(?:1[0-9]|20)\d\d")
_DATE_GOES_ON = re.compile(r"\. ?(?:[JFMASOND][a-zä]+(?:r|z|il|i|st)\b|\d{1,2}\.)| Uhr\b|:\d\d| ?[ap]\.m\.")
_CAPITALISED = r"[A-ZÄÖÜА-ЯЁ][\w’'-]+"


class Candidate(NamedTuple):
    """A stretch of a sentence that may be what is asked for; character offsets, strength 1.0 at most."""

    start: int
    end: int
    strength: float


def candidates(expects: str, text: str, language: str) -> list[Candidate]:
    """The stretches of `text` that may answer a question which `expects` this kind of thing; none for "thing"."""
    named = _people(text, language) if expects == "person" else []
    return named + [
        Candidate(match.start(), match.end(), strength)
        for pattern, strength in _patterns(expects, language)
        for match in pattern.finditer(text)
        if expects != "number" or not _is_date(match, text)
    ]


def _is_date(match: re.Match[str], text: str) -> bool:
    """Whether a number is a year, a day of a month or a time of day, which nobody asks for by "how many"."""
    before = text[: match.start()].rstrip().rpartition(" ")[2].lower()
    if _YEAR.fullmatch(match.group()) and before in _listed("year_words"):
        return True
    return match.group()[:1].isdigit() and bool(_DATE_GOES_ON.match(text, match.end()))


def _people(text: str, language: str) -> list[Candidate]:
    """Names that may be a person's or an organisation's: full ones, and single ones unless after "in" or "nach"."""
    places = place_words(language)
    found: list[Candidate] = []
    position = 0
    for name in name_words(text):
        start = text.find(name, position)
        if start < 0:
            continue
        position = start + len(name)
        before = text[:start].rstrip()
        if found and found[-1].end >= len(before) - 1 and before[found[-1].end :] in ("", "-"):
            found[-1] = Candidate(found[-1].start, position, STRONG)
            continue
        last_word = before.rpartition(" ")[2].lower()
        strength = WEAK if last_word in places else SINGLE
        found.append(Candidate(start, position, strength))
    return found


@cache
def _patterns(expects: str, language: str) -> tuple[tuple[re.Pattern[str], float], ...]:
    by_language = _data().get(expects, {})
    found = []
    for name in ("any", language if language in by_language or not language else "en"):
        for strength, value in (("strong", STRONG), ("weak", WEAK)):
            pattern = by_language.get(name, {}).get(strength)
            if pattern:
                found.append((re.compile(pattern.replace("[NAME]", _CAPITALISED)), value))
    return tuple(found)


@cache
def place_words(language: str) -> frozenset[str]:
    """The prepositions of a language after which a name is rather a place's."""
    return frozenset(_data()["place_words"].get(language, "").split())


@cache
def _listed(name: str) -> frozenset[str]:
    """All words of one list, whatever their language."""
    return frozenset(word for words in _data()[name].values() for word in words.split())


@cache
def _data() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files("assistant.answering").joinpath("data", "kinds.toml").read_text(encoding="utf-8"))
