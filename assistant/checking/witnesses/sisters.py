"""Which articles report on one event: by when they came out, the names and the other words they share."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import lru_cache

from assistant.checking.quantities import measures
from assistant.language.names import name_words, spelling_key
from assistant.language.words import stems
from assistant.types import Article

SAME_DAYS = timedelta(days=3)  # between the publication of reports of one event
_SHARED_NAMES = 3
# A local report may have one name, its place. Of 61 pairs of articles of three days those on one event had ten words
# in common and a sixth of those of the shorter one, all others seven at most and a tenth.
_SHARED_WORDS, _SHARE = 8, 0.12
_BEGINNING = 1_200  # characters; a long article has words in common with any other


def sister_reports(one: Article, other: Article) -> bool:
    """Whether two articles report on one event at about the same time."""
    if one.published is None or other.published is None or abs(one.published - other.published) > SAME_DAYS:
        return False
    return same_matter(one, other)


def same_matter(one: Article, other: Article) -> bool:
    """Whether two articles, whenever they came out, are about one matter: several names, or a name and many words."""
    names = len(name_keys(whole(one)) & name_keys(whole(other)))
    if names >= _SHARED_NAMES:
        return True
    if not names or one.language != other.language:
        return False
    first, second = (_words(whole(article)[:_BEGINNING], article.language) for article in (one, other))
    shared = len(first & second)
    return shared >= _SHARED_WORDS and shared >= _SHARE * min(len(first), len(second))


@lru_cache(maxsize=4_000)
def name_keys(text: str) -> frozenset[str]:
    """Spelling keys of the names in a text, part by part."""
    keys = (spelling_key(part) for name in name_words(text) for part in re.split(r"[-\u2010\u2011]", name))
    return frozenset(key for key in keys if len(key) > 2)


def report_stems(article: Article) -> frozenset[str]:
    """The stems of all that a report says, its title among it."""
    return _stems(whole(article), article.language)


@lru_cache(maxsize=512)
def _stems(text: str, language: str) -> frozenset[str]:
    return frozenset(stems(text, language))


@lru_cache(maxsize=1_000)
def _words(text: str, language: str) -> frozenset[str]:
    return frozenset(stem for stem in stems(text, language) if stem.isalpha()) - measures(language)


def whole(article: Article) -> str:
    """The title and the text of an article."""
    return f"{article.title}. {article.text}"
