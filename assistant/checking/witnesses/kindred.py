"""Words of two reports that speak of one thing in other words: a compound and its end, forms of one beginning."""

from __future__ import annotations

from collections.abc import Iterable

_BEGINNING = 6  # letters that words of one family share
_PART = 4  # letters of a word that begins a compound
_END, _COMPOUND = 3, 6  # letters of one that ends a compound, and of the shortest compound


def kindred(one: str, other: str) -> bool:
    """Whether two stems are of one word or one family: "zug" and "guterzug", "fisch" and "fischsterb"."""
    shorter, longer = sorted((one, other), key=len)
    if one == other or (len(shorter) >= _BEGINNING and longer.startswith(shorter[:_BEGINNING])):
        return True
    if len(shorter) >= _PART and longer.startswith(shorter):
        return True
    return len(shorter) >= _END and len(longer) >= _COMPOUND and longer.endswith(shorter)


def in_common(one: Iterable[str], other: Iterable[str]) -> frozenset[str]:
    """The stems of `one` that are kindred to one of `other`."""
    there = tuple(other)
    return frozenset(stem for stem in one if any(kindred(stem, word) for word in there))
