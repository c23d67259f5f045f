"""Sentences with the same words in several articles: one statement of one witness, not several."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.types import Evidence

_WORD = re.compile(r"\w+")


def wording(found: Evidence) -> tuple[str, ...]:
    """What makes two sentences copies of each other: their words, without case and marks."""
    return tuple(_WORD.findall(found.sentence.text.lower()))


def distinct(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence without sentences whose words an earlier one has already said."""
    first: dict[tuple[str, ...], Evidence] = {}
    for found in evidence:
        first.setdefault(wording(found), found)
    return list(first.values())


def copies(found: Evidence, evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """Ids of the sentence and of its copies, its own first."""
    own = wording(found)
    others = [other.sentence.id for other in evidence if other is not found and wording(other) == own]
    return (found.sentence.id, *others)
