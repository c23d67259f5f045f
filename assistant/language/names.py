"""Names in a text, and whether two names mean the same person across spellings, cases and scripts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from assistant.language.alike import alike
from assistant.language.fullnames import parse_name, same_full_name
from assistant.language.spelling import POSSESSIVE, is_cyrillic, listed_keys, spelling_key
from assistant.language.words import is_stop_word, read_words, stems, stop_words, words

__all__ = ["is_common_noun", "name_words", "same_name", "spelling_key"]

_ADJECTIVE = re.compile(r"^[a-zäöüß]+(?:e|en|er|es|em)$")
_NOUN_ENDING = re.compile(
    r"(?:ung|heit|keit|schaft|tät|tion|ismus|nis|ment)(?:en|e|s|ses|sen)?$|(?:in|frau)nen$|ierung"
)
_PARTS = re.compile(r"[\s\-\u2010\u2011]+")


def name_words(text: str) -> list[str]:
    """The words of a text that may be parts of names, in order: capitalised, no function words and no titles.

    In German, where every noun has a capital, ordinary nouns are left out as far as lists, endings and articles
    before them tell; in English title case nothing tells, and all words but function words are given. Of a compound
    like "Merkel-Regierung" the part that is a name is given.
    """
    tokens = words(text)
    german, never = _looks_german(tokens), _never_names()
    found: list[str] = []
    for position, token in enumerate(tokens):
        if len(token) < 2 or not token[0].isupper() or token.lower() in never:
            continue
        if german:
            after_article = _follows_article(tokens, position)
            found.extend(_german_names(token, after_article))
        else:
            found.append(POSSESSIVE.sub("", token))
    return found


def _looks_german(tokens: Sequence[str]) -> bool:
    """Whether a text is German rather than English or Russian, by letters and function words; names alone are not."""
    if is_cyrillic("".join(tokens)):
        return False
    lower = [token.lower() for token in tokens]
    german, english = (sum(map(stop_words(language).__contains__, lower)) for language in ("de", "en"))
    return german > english or (german == english > 0 and any(set(token) & set("äöüß") for token in tokens))


@cache
def _never_names() -> frozenset[str]:
    lists = ("calendar_words", "titles", "sentence_openers_de", "stop_words_de", "stop_words_en", "stop_words_ru")
    return frozenset(word for name in lists for word in read_words(f"{name}.txt"))


@cache
def _articles() -> frozenset[str]:
    return frozenset(read_words("articles_de.txt"))


@cache
def _noun_stems() -> frozenset[str]:
    return frozenset(stem for noun in read_words("german_nouns.txt") for stem in stems(noun, "de"))


def _follows_article(tokens: Sequence[str], position: int) -> bool:
    """Whether an article or number stands before a word, at most two adjectives between."""
    for before in reversed(tokens[max(0, position - 3) : position]):
        if before.lower() in _articles() or before[0].isdigit():
            return True
        if not _ADJECTIVE.search(before) or is_stop_word(before, "de"):
            return False
    return False


def _german_names(token: str, after_article: bool) -> list[str]:
    """The word unless it is an ordinary noun; of a compound that ends in such a noun, its capitalised rest."""
    parts = _PARTS.split(token)
    if len(parts) > 1 and _is_german_noun(parts[-1], after_article=False):
        return [part for part in parts[:-1] if part[:1].isupper() and not _is_german_noun(part, after_article=False)]
    return [] if _is_german_noun(token, after_article) else [token]


def is_common_noun(word: str) -> bool:
    """Whether a German word with a capital is, by our lists and its ending, an ordinary noun and no name."""
    return _is_german_noun(word, after_article=False)


@lru_cache(maxsize=50_000)
def _is_german_noun(word: str, after_article: bool) -> bool:
    if word.isupper() or spelling_key(word) in listed_keys():
        return False
    lower = word.lower()
    if after_article or _NOUN_ENDING.search(lower):
        return True
    stem = "".join(stems(lower, "de")[:1])
    if len(stem) < 3:
        return False
    return any(stem[start:] in _noun_stems() for start in range(len(stem) - 5)) or stem in _noun_stems()


def same_name(a: str, b: str) -> bool:
    """Whether two names can mean one person or place: other spelling, case or script, or the family name alone.

    Same family name with different given names is not the same; an initial or a further given name (a patronymic) may
    be there or not. A given name alone does not stand for the full name.
    """
    first, second = parse_name(a), parse_name(b)
    if not first.parts or not second.parts:
        return False
    if first.full and second.full:
        return same_full_name(a, b)
    return alike("".join(first.family), "".join(second.family))
