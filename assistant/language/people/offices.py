"""Titles and offices: which words they are, and whether two of them say the same of a person."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from assistant.language.places import country_of
from assistant.language.words import is_stop_word, word_stems

_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011'’.][^\W\d_]+)*\.?")
_GERMAN_ENDING = re.compile(r"(?:es|en|em|er|s|n|e)$")
_COMPOUND = 3  # letters at least before the head of a compound


@dataclass(frozen=True, slots=True)
class Offices:
    """The words of one language."""

    address: frozenset[str]
    heads: frozenset[str]
    inner: frozenset[str]
    determiners: frozenset[str]
    kin: frozenset[str]


@cache
def offices(language: str) -> Offices:
    """The words of a language; those of English where there are none."""
    text = files("assistant.language").joinpath("data", "offices.toml").read_text(encoding="utf-8")
    lists = tomllib.loads(text)
    chosen = lists.get(language, lists["en"])
    return Offices(*(frozenset(chosen[name].split()) for name in ("address", "heads", "inner", "determiners", "kin")))


@lru_cache(maxsize=50_000)
def is_head(word: str, language: str) -> bool:
    """Whether a word names an office or calling, alone or as the end of a German compound, in any case."""
    return bool(head_of(word, language))


@lru_cache(maxsize=50_000)
def head_of(word: str, language: str) -> str:
    """The office a word names, in its plain form: "Verteidigungsministers" → "minister"; empty if it names none."""
    heads = offices(language).heads
    for form in _plain_forms(word.lower().rstrip("."), language):
        if form in heads:
            return form
        last = re.split(r"[-\u2010\u2011]", form)[-1]
        if last in heads:
            return last
        if language == "de":
            for start in range(_COMPOUND, len(form) - 3):
                if form[start:] in heads:
                    return form[start:]
    return ""


def _plain_forms(word: str, language: str) -> list[str]:
    forms = [word]
    if language == "de":
        forms += [
            _GERMAN_ENDING.sub("", word),
            word.removesuffix("s"),
            word.removesuffix("n"),
            word.removesuffix("innen") + "in",
        ]
    elif language == "ru":
        for ending in ("а", "у", "ом", "ем", "е", "ы", "и", "ю", "я", "ой", "ого", "ему"):
            if word.endswith(ending) and len(word) > len(ending) + 3:
                stem = word[: -len(ending)]
                forms += [stem, f"{stem}а", f"{stem}ь", f"{stem}я"]
    else:
        forms += [word.removesuffix("'s").removesuffix("’s"), word.removesuffix("s")]
    return list(dict.fromkeys(forms))


@lru_cache(maxsize=20_000)
def office_key(role: str) -> tuple[str, frozenset[str]]:
    """What a role says: the head word's stem and, in any order, countries as ISO codes and other words' stems.

    "russischer Präsident", "Präsident Russlands" and "Russian president" have one key but for the head's language.
    """
    for language in ("de", "en", "ru"):
        words = _WORD.findall(role)
        found = [word for word in words if is_head(word, language)]
        if not found:
            continue
        head = found[0] if language != "en" else found[-1]
        rest: set[str] = set()
        for word in words:
            if word is head:
                rest.update(_first_part(word, language))
            elif not is_stop_word(word, language):
                rest.add(_sense(word, language))
        return head_of(head, language), frozenset(rest - {""})
    return "", frozenset(_sense(word, "de") for word in _WORD.findall(role))


def _first_part(word: str, language: str) -> set[str]:
    """What stands before the head in a compound: "US-Präsident" → the United States."""
    whole = next(iter(_plain_forms(word.lower(), language)))
    head = head_of(word, language)
    start = whole.rfind(head)
    first = word[:start].rstrip("-\u2010\u2011") if start > 0 else ""
    return {_sense(first, language)} if first else set()


def _sense(word: str, language: str) -> str:
    country = country_of(word)
    if country:
        return country
    stem = word_stems(word, language)
    return stem[0] if stem else ""


def same_office(role: str, other: str) -> bool:
    """Whether two roles name one office that one person holds at a time: the same head and the same of what.

    A bare head ("Präsident") is too many people's office and never counts.
    """
    one, two = office_key(role), office_key(other)
    return bool(one[0]) and one == two and bool(one[1])


def words_before(text: str, end: int, limit: int = 14) -> Sequence[re.Match[str]]:
    """The last words before an offset, in order."""
    start = max(0, end - 160)
    return list(_WORD.finditer(text, start, end))[-limit:]
