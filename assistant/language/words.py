"""Words, stop words and stems: the terms of the word search, the same for articles and for questions.

Stems are Snowball's (Porter 2001, snowballstem.org; version 3 folds German "ae" and "ß" itself, so that "verstaerkte"
meets "verstärkte"). German, English and Russian are stemmed; other languages are only lower-cased.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

import snowballstemmer

_STEMMERS = {"de": "german", "en": "english", "ru": "russian"}
# Inner hyphens and apostrophes belong to the word, inner points and commas only to numbers.
_WORD = re.compile(
    r"\d{1,3}(?:[.,\u00a0\u202f]\d{3})+(?:[.,]\d+)?(?!\d)"
    r"|(?<!\d[.,])\d+[.,]\d+(?![.,]?\d)"
    r"|[^\W_]+(?:[-\u2010\u2011'’][^\W_]+)*"
)
_THOUSANDS = re.compile(r"[.,\u00a0\u202f](?=\d{3}(?!\d))")
_HYPHENS = re.compile(r"[-\u2010\u2011]")
_CLITICS = re.compile(r"['’](?:s|ll|ve|re|d|m|t)?$")
_per_thread = threading.local()


def words(text: str) -> list[str]:
    """The words and numbers of a text as they stand there, in order; "Jong-un" and "1.234,5" are one word each."""
    return _WORD.findall(unicodedata.normalize("NFC", text))


def stems(text: str, language: str) -> list[str]:
    """Search terms of a text: lower-case stems without stop words, in order, repeated where the word is repeated.

    A hyphenated word gives its parts and the whole written as one word, so that "Kim Jong-un" meets "Kim Jong Un" and
    "Asyl-Streit" meets "Asylstreit". Numbers lose the marks that group thousands: "1.234" and "1,234" give "1234".
    """
    found: list[str] = []
    for word in words(text):
        found.extend(word_stems(word, language))
    return found


@lru_cache(maxsize=200_000)
def word_stems(word: str, language: str) -> tuple[str, ...]:
    """The search terms of one word as `words` gives it: none for a stop word, several for a hyphenated one."""
    return tuple(_make_terms(word, language))


def _make_terms(word: str, language: str) -> Iterator[str]:
    if word[0].isdigit() and not any(letter.isalpha() for letter in word):
        yield from (_THOUSANDS.sub("", part).replace(",", ".") for part in _HYPHENS.split(word))
        return
    folded = word.lower()
    if folded in stop_words(language):
        return
    folded = _CLITICS.sub("", folded)
    parts = [part for part in _HYPHENS.split(folded) if part]
    if len(parts) > 1:
        yield _stem("".join(parts), language)
    for part in parts:
        if part not in stop_words(language):
            yield _stem(part, language)


def is_stop_word(word: str, language: str) -> bool:
    """Whether a word is a function word of a language (de, en, ru; no others have any)."""
    return unicodedata.normalize("NFC", word).lower() in stop_words(language)


def content_words(text: str, language: str) -> list[str]:
    """The words of a text that are no stop words, as they stand there."""
    return [word for word in words(text) if not is_stop_word(word, language)]


@lru_cache(maxsize=200_000)
def _stem(word: str, language: str) -> str:
    name = _STEMMERS.get(language)
    if name is None:
        return word
    if language == "ru":
        word = word.replace("ё", "е")
        if word.isascii():
            return word
    stemmer = getattr(_per_thread, name, None)
    if stemmer is None:  # Snowball's stemmers keep the word they work on: one for each thread
        stemmer = snowballstemmer.stemmer(name)
        setattr(_per_thread, name, stemmer)
    return str(stemmer.stemWord(word))


@cache
def stop_words(language: str) -> frozenset[str]:
    """The function words of a language in small letters (de, en, ru; no others have any)."""
    if language not in _STEMMERS:
        return frozenset()
    return frozenset(read_words(f"stop_words_{language}.txt"))


def read_lines(name: str) -> list[list[str]]:
    """The lines of a list among this package's data, each as its words; a line beginning with # is a comment."""
    text = files("assistant.language").joinpath("data", name).read_text(encoding="utf-8")
    return [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def read_words(name: str) -> list[str]:
    """All words of such a list."""
    return [word for line in read_lines(name) for word in line]
