"""How near two words are by their stems: the same, one in a compound of the other, of one family."""

from __future__ import annotations

import math
from collections.abc import Iterable

SAME = 1.0
COMPOUND = 0.7
KIN = 0.6  # the same beginning ("verhandelt", "Verhandlung"), or a synonym of the list of concepts
LEAST_PART = 4  # letters of a part of a compound
LEAST_BEGINNING = 5  # letters that words of one family share …
_LIKE_BEGINNING = 0.75  # … and the share of the shorter one's


def kinship(one: str, other: str) -> float:
    """How near two stems are: the same 1.0, one in a compound of the other 0.7, a like beginning 0.6, else 0."""
    if one == other:
        return SAME
    shorter, longer = (one, other) if len(one) <= len(other) else (other, one)
    if len(shorter) < LEAST_PART:
        return 0.0
    if shorter in longer:
        if longer.endswith(shorter) or longer.startswith(shorter):
            return COMPOUND
        return KIN if len(shorter) > LEAST_PART else 0.0
    shared = max(LEAST_BEGINNING, math.ceil(_LIKE_BEGINNING * len(shorter)))
    return KIN if len(shorter) >= shared and longer.startswith(shorter[:shared]) else 0.0


def in_common(one: Iterable[str], other: Iterable[str]) -> frozenset[str]:
    """The stems of `one` that are akin to one of `other`."""
    there = tuple(other)
    return frozenset(stem for stem in one if any(kinship(stem, word) >= KIN for word in there))
