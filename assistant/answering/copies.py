"""Sentences with the same words in several articles: one statement of one witness, not several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.types import Evidence

_WORD = re.compile(r"\w+")


@lru_cache(maxsize=4_000)
def wording(text: str) -> tuple[str, ...]:
    """What makes two sentences copies of each other: their words, without case and marks."""
    return tuple(_WORD.findall(text.lower()))


def distinct(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence without sentences whose words an earlier one has already said."""
    first: dict[tuple[str, ...], Evidence] = {}
    for found in evidence:
        first.setdefault(wording(found.sentence.text), found)
    return list(first.values())


def copies(found: Evidence, evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """Ids of the sentence and of its copies, its own first."""
    own = wording(found.sentence.text)
    others = [other.sentence.id for other in evidence if other is not found and wording(other.sentence.text) == own]
    return (found.sentence.id, *others)
