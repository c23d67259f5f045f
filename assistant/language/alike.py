"""How alike two words of names are, across spellings, cases and scripts."""

from __future__ import annotations

from enum import IntEnum
from functools import cache, lru_cache

from rapidfuzz.distance import Levenshtein

from assistant.language.spelling import (
    GENITIVE,
    POSSESSIVE,
    is_cyrillic,
    normal,
    sound_of,
    spelling_key,
    without_endings,
)
from assistant.language.words import read_lines


class Alike(IntEnum):
    """How alike two words are: not at all, by the look of it, or surely two spellings of one word."""

    NO = 0
    CLOSE = 1
    SAME = 2


@lru_cache(maxsize=100_000)
def alike(a: str, b: str) -> Alike:
    """How alike two words of names are; the order does not matter.

    Stricter than equal keys where both words are in Latin letters: last vowels count ("Paul" is not "Paula").
    """
    a, b = normal(a), normal(b)
    if a == b:
        return Alike.SAME
    if _groups_of(a) & _groups_of(b):
        return Alike.SAME
    if spelling_key(a) == spelling_key(b):
        return Alike.SAME if _same_sound(a, b) else Alike.NO
    return _close(a, b)


def _same_sound(a: str, b: str) -> bool:
    if is_cyrillic(a) or is_cyrillic(b):
        return True
    listed = without_endings(a) != without_endings(b)
    return listed or bool(_bare_forms(a) & _bare_forms(b))


def _bare_forms(word: str) -> set[str]:
    """How a Latin word sounds as it is, and without a genitive's s."""
    plain = POSSESSIVE.sub("", word)
    return {sound_of(form) for form in (plain, GENITIVE.sub("", plain))}


def _close(a: str, b: str) -> Alike:
    """Whether long words differ by one sound, which must not be their last: endings tell men from women."""
    one, other = sound_of(a), sound_of(b)
    shorter = min(len(one), len(other))
    if shorter < 5 or one[:1] != other[:1] or one[-1:] != other[-1:]:
        return Alike.NO
    return Alike.CLOSE if Levenshtein.distance(one, other, score_cutoff=1) <= 1 else Alike.NO


@cache
def _given_names() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, group in enumerate(read_lines("given_names.txt")):
        for name in group:
            found.setdefault(name.lower(), set()).add(number)
            found.setdefault(without_endings(name), set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


def _groups_of(word: str) -> frozenset[int]:
    """The lines of given names that a word stands in: as written, or by its sound without endings."""
    groups = _given_names()
    return groups.get(word) or groups.get(without_endings(word), frozenset()) if len(word) > 2 else frozenset()
