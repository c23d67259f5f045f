"""Passages that several articles print: one statement of one witness, which counts once where passages are ranked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from assistant.types import Article, Chunk

FOLLOWING = 3  # articles that follow one with the same passage: enough to show who else prints it
_REPEATED = 0.8  # share of a passage's sentences, by length, that one earlier article has word for word
_SENTENCE = re.compile(r"(?<=[.!?…“”\"»])\s+")


@dataclass(frozen=True, slots=True)
class Copied:
    """Which chunks repeat which. first: chunk id → the id of the chunk that it repeats, or its own.

    others: id of a repeated chunk → those that repeat it, `FOLLOWING` at most.
    """

    first: Mapping[str, str]
    others: Mapping[str, Sequence[tuple[Chunk, Article]]]


def grouped(found: Sequence[tuple[Chunk, Article]]) -> Copied:
    """Of chunks in any order which repeat another article's, the earliest article being the one that is repeated."""
    order = sorted(found, key=lambda one: (one[1].published or date.max, one[1].id, one[0].index))
    first: dict[str, str] = {}
    others: dict[str, list[tuple[Chunk, Article]]] = {}
    holders: dict[str, list[tuple[str, str]]] = {}  # sentence → (article id, chunk id) of those that say it first
    for chunk, article in order:
        said = _sentences(chunk.text)
        source = _source(said, holders, article.id)
        first[chunk.id] = source or chunk.id
        if source:
            others.setdefault(source, []).append((chunk, article))
        else:
            for sentence in said:
                holders.setdefault(sentence, []).append((article.id, chunk.id))
    return Copied(first, {source: tuple(_own_words_first(chunks)) for source, chunks in others.items()})


def _source(said: Sequence[str], holders: Mapping[str, list[tuple[str, str]]], article_id: str) -> str | None:
    """The chunk that has most of these sentences, of an article that has nearly all of them."""
    by_article: Counter[str] = Counter()
    by_chunk: Counter[tuple[str, str]] = Counter()
    for sentence in said:
        holding = [holder for holder in holders.get(sentence, ()) if holder[0] != article_id]
        by_article.update(dict.fromkeys((article for article, _ in holding), len(sentence)))
        by_chunk.update(dict.fromkeys(holding, len(sentence)))
    if not by_article:
        return None
    article, held = by_article.most_common(1)[0]
    if held < _REPEATED * sum(map(len, said)):
        return None
    return max((one for one in by_chunk if one[0] == article), key=lambda one: by_chunk[one])[1]


def _own_words_first(copies: Sequence[tuple[Chunk, Article]]) -> Iterator[tuple[Chunk, Article]]:
    """At most `FOLLOWING`; those that add a sentence before those that add none, so that it is not lost."""
    texts = Counter(chunk.text for chunk, _ in copies)
    yield from sorted(copies, key=lambda one: texts[one[0].text])[:FOLLOWING]


@lru_cache(maxsize=4_000)
def _sentences(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_SENTENCE.split(text)))
