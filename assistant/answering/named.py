"""Which names of a question an article knows: in any spelling, case or script, as parts of a name, translated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

from assistant.answering.kinds import candidates, place_words
from assistant.answering.reading import AskedWord, Reader, Words, read
from assistant.language.alike import likeness
from assistant.language.names import same_name, spelling_key
from assistant.language.spelling import is_cyrillic
from assistant.language.words import stems
from assistant.question import Question
from assistant.types import Article

_TWO_PEOPLE = 4  # words of two full names in a row
_LIKE_SOUND = 0.85  # of names in two scripts: "Райнау", "Rheinau" have 0.96, "Мерлин", "Berlin" 0.67
_LIKE_LENGTH = 4  # letters that one of them may have more
_CAPITALISED = re.compile(r"\b[^\W\d_a-zà-öø-ÿа-яё][^\W\d_]{2,}")
_BETWEEN_NAMES = re.compile(r"[\s\-\u2010\u2011]+")


@lru_cache(maxsize=200)
def unknown_names(question: Question, article: Article) -> tuple[str, ...]:
    """The names of the question that one article has in no spelling."""
    return absent_names(question, f"{article.title}\n{article.text}\n{article.outlet or ''}", article.language)


def full_names(question: Question) -> list[str]:
    """The names of a question with their parts together: "Sergei Shoigu", not "Sergei" and "Shoigu"."""
    found: list[str] = []
    position = end = 0
    for name in question.names:
        start = question.search_text.find(name, position)
        if start < 0:
            continue
        between = question.search_text[end:start]
        if found and _BETWEEN_NAMES.fullmatch(between):
            found[-1] += between + name
        else:
            found.append(name)
        position = end = start + len(name)
    return [part for name in found for part in _people_apart(name)]


def _people_apart(name: str) -> list[str]:
    """Two people named one after the other ("traf Kim Jong-un Sergej Schoigu"), each on his own."""
    parts = name.split()
    return [" ".join(parts[:2]), " ".join(parts[2:])] if len(parts) == _TWO_PEOPLE else [name]


def absent_names(question: Question, text: str, language: str) -> tuple[str, ...]:
    """The names of the question that a text in some language has in no spelling."""
    names = [name for name in full_names(question) if not _only_begins(name, question.search_text)]
    crosses = language != question.language
    if not crosses:  # a name that stands there as it is asked for needs no look at each word of an article
        names = [name for name in names if not _stands(name, text, language)]
    if not names:
        return ()
    words = read(text, language)
    absent = tuple(name for name in names if not _occurs(name, question.language, text, words, language, crosses))
    if crosses and len(absent) < len(names):
        return tuple(name for name in absent if _is_untranslated(name, question))
    return absent


def _stands(name: str, text: str, language: str) -> bool:
    """Whether every part of a name is a word of a text, letter by letter."""
    parts = [part for part in _BETWEEN_NAMES.split(name) if part]
    return all(stems(part, language) and _alone(part).search(text) for part in parts)


@lru_cache(maxsize=200)
def _alone(word: str) -> re.Pattern[str]:
    """A word with nothing joined to it, by a hyphen or an apostrophe either."""
    return re.compile(rf"(?<![\w'’\-\u2010\u2011]){re.escape(word)}(?![\w'’\-\u2010\u2011]|[.,]\d)")


def _is_untranslated(name: str, question: Question) -> bool:
    """Whether a name is a person's or a place's, not a capitalised word that another language writes otherwise."""
    start = question.search_text.find(name)
    before = question.search_text[:start].rstrip().rpartition(" ")[2].lower()
    return len(_BETWEEN_NAMES.split(name)) > 1 or before in place_words(question.language)


def _only_begins(name: str, text: str) -> bool:
    """Whether a "name" is the question's first word, which has a capital for that alone ("Nennen Sie …")."""
    return text.startswith(name) and not _BETWEEN_NAMES.search(name)


def _occurs(name: str, name_language: str, text: str, words: Words, language: str, crosses: bool) -> bool:
    """Whether a name occurs: its last word, not said of somebody with another given name.

    Across languages any of its words will do, as "Северная Корея" is "Nordkorea"; words for institutions always do.
    """
    parts = [part for part in _BETWEEN_NAMES.split(name) if part]
    if any(_is_translated(part) for part in parts):
        return True
    reader = _reader(tuple(parts), name_language, language)
    degrees, _ = reader.degrees(words)
    if crosses:
        other_script = "ru" in (name_language, language)
        return any(degrees) or (other_script and any(_is_heard(part, text) for part in parts))
    if len(parts) == 1:
        return any(degrees)
    if all(degrees):
        return True
    if not degrees[-1] and not (degrees[0] and len(parts) > 2):
        return False
    return not _somebody_else(name, text)


def as_written(question: Question, text: str) -> str:
    """The question with its names as a text spells them: who asks for "Shoigu" is read as asking for "Schoigu"."""
    asked = question.search_text
    for name in question.names:
        for part in filter(None, _BETWEEN_NAMES.split(name)):
            written = None if part in text else _spelling_in(part, text)
            if written is not None:
                asked = asked.replace(part, written)
    return asked


@lru_cache(maxsize=2_000)
def _spelling_in(name: str, text: str) -> str | None:
    """The word of a text that is the name in another spelling or script; None if there is none."""
    found = [
        (like, -len(word), word)
        for like, word in _likenesses(name, text)
        if like >= (1.0 if is_cyrillic(word) == is_cyrillic(name) else _LIKE_SOUND)
    ]
    return max(found)[2] if found else None


def _is_heard(name: str, text: str) -> bool:
    """Whether a word of a text sounds like a name in another script: "Райнау", "Rheinau"."""
    return any(like >= _LIKE_SOUND for like, _ in _likenesses(name, text))


def _likenesses(name: str, text: str) -> Iterator[tuple[float, str]]:
    """How near a name is to each capitalised word of a text that is about as long, and the word."""
    near = (word for word in _capitalised(text) if abs(len(word) - len(name)) <= _LIKE_LENGTH)
    return ((likeness(name, word), word) for word in near)


@lru_cache(maxsize=200)
def _capitalised(text: str) -> frozenset[str]:
    return frozenset(_CAPITALISED.findall(text))


@lru_cache(maxsize=8)
def _reader(parts: tuple[str, ...], name_language: str, language: str) -> Reader:
    """What compares a name with words; it remembers those that other articles had too."""
    asked = [
        AskedWord(part, frozenset(stems(part, name_language)), spelling_key(part), 1.0, is_name=True, is_number=False)
        for part in parts
    ]
    return Reader(asked, name_language, language)


def _somebody_else(name: str, text: str) -> bool:
    """Whether the family name is said with given names only, and none of them this one."""
    family = spelling_key(_BETWEEN_NAMES.split(name)[-1])
    people = [person for person in _people(text) if spelling_key(_BETWEEN_NAMES.split(person)[-1]) == family]
    full = [person for person in people if _BETWEEN_NAMES.search(person)]
    return bool(full) and not any(same_name(name, person) for person in full)


def _people(text: str) -> list[str]:
    return [text[one.start : one.end] for one in candidates("person", text, "")]


@cache
def _translated_words() -> frozenset[str]:
    text = files("assistant.answering").joinpath("data", "institution_words.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def _is_translated(word: str) -> bool:
    return word.lower() in _translated_words()
