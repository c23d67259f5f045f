"""Whether the articles behind a claim are independent of each other: the same agency copy is one witness, not ten."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from assistant.language.words import words
from assistant.types import Agreement, Article

SHINGLE = 5  # words; Broder 1997 takes 4 to 10
# Two articles tell one story if so much of the shorter one's shingles stand in the other: outlets shorten agency copy
# and set their own sentences around it, so containment counts, not resemblance. Reports of one event written apart
# share names and quotations alone. On the sample articles copies share 0.77 and more, all others 0.012 at most.
SAME_STORY = 0.4
_FEWEST = 8  # shingles; shorter texts are compared as a whole


def agreement(articles: Sequence[Article]) -> Agreement:
    """`shared` if the cited articles come from two or more independent stories, else `single_story`."""
    return "shared" if len(stories(articles)) > 1 else "single_story"


def stories(articles: Sequence[Article]) -> list[list[Article]]:
    """The articles grouped by the text they share, in their order; versions of one article are one."""
    grouped: list[list[Article]] = []
    for article in articles:
        related = [story for story in grouped if any(same_story(article, other) for other in story)]
        merged = [other for story in related for other in story]
        grouped = [story for story in grouped if story not in related]
        grouped.append([*merged, article])
    return grouped


def same_story(first: Article, second: Article) -> bool:
    """Whether two articles share so much text that one source stands behind both."""
    if first.id == second.id or first.text_hash == second.text_hash:
        return True
    one, other = sorted((_shingles(first.text), _shingles(second.text)), key=len)
    if len(one) < _FEWEST:
        return one <= other
    return len(one & other) / len(one) >= SAME_STORY


@lru_cache(maxsize=512)
def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    """The runs of five words of a text, lower case; the whole text if it is shorter."""
    found = [word.lower() for word in words(text)]
    return frozenset(tuple(found[start : start + SHINGLE]) for start in range(max(1, len(found) - SHINGLE + 1)))
