"""Cases of Russian names by their endings: whether "Романа Щукина" is a nominative, and what its nominative is."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, TypeAlias

Case: TypeAlias = Literal["nominative", "other", ""]

_OTHER = re.compile(r"(?:ом|ем|ём|ым|им|ого|его|ому|ему|ою|скую|цкую|[оеё]ву|ину|[оеё]вой|иной|[оеё]ве|ине)$")
_FINAL_CONSONANT = re.compile(r"[бвгджзклмнпрстфхцчшщйь]$")
_VOWELS = "аеёиоуыэюя"
# Endings of given names in other cases, and what they are in the nominative.
_MENS = (
    ("ием", "ий"), ("ом", ""), ("ем", "й"), ("ем", "ь"), ("ём", "ь"), ("а", ""), ("я", "й"), ("я", "ь"), ("у", ""),
    ("ю", "й"), ("ю", "ь"), ("е", ""), ("е", "й"), ("ой", "а"), ("ы", "а"), ("и", "а"), ("и", "я"), ("у", "а"),
    ("ю", "я"), ("ей", "я"),
)  # fmt: skip
_WOMENS = (
    ("у", "а"), ("ой", "а"), ("ы", "а"), ("е", "а"), ("и", "а"), ("ю", "я"), ("ей", "я"), ("и", "я"), ("ьей", "ья"),
    ("ью", "ь"),
)  # fmt: skip
_IRREGULAR = {
    "павла": "павел", "павлу": "павел", "павлом": "павел", "льва": "лев", "льву": "лев", "львом": "лев",
    "петра": "пётр", "петру": "пётр", "петром": "пётр",
}  # fmt: skip


@cache
def _names() -> dict[str, frozenset[str]]:
    text = files("assistant.language").joinpath("data", "russian_names.toml").read_text(encoding="utf-8")
    return {kind: frozenset(words.split()) for kind, words in tomllib.loads(text).items()}


@lru_cache(maxsize=20_000)
def case_of(name: str) -> Case:
    """Whether a name stands in the nominative; "" where its ending leaves that open."""
    words = name.lower().split()
    if not words:
        return ""
    first, last = words[0], words[-1]
    if len(words) > 1:
        if _male(first) or _female_accusative(first) or _is_other(first) or _is_other(last, 3):
            return "other"
        if first in _names()["male"] or first in _names()["female"]:
            return "nominative"
    elif _is_other(last):
        return "other"
    if last.endswith(("ая", "ий", "ой", "ый")):
        return "nominative"
    if _FINAL_CONSONANT.search(last):
        open_end = len(words) > 1 and first.endswith(("у", "ю"))  # "Ангелу Меркель"
        return "other" if open_end else "nominative"
    if len(words) == 1 or not _FINAL_CONSONANT.search(first):
        return "other" if first.endswith(("у", "ю")) and len(words) > 1 else ""
    return "nominative"


@lru_cache(maxsize=20_000)
def nominative(name: str) -> str | None:
    """A man's or woman's name of two words or more in the nominative, None where it is one or its rules are unsure.

    Only given names of the list and family names on -ов, -ев, -ин, or both words in the instrumental of men.
    """
    words = name.split()
    if len(words) < 2 or case_of(name) != "other":
        return None
    given, family = words[0].lower(), words[-1].lower()
    plain: tuple[str, str] | None = None
    man, woman = _male(given), _female_accusative(given)
    if man and (found := re.fullmatch(r"(.+(?:[оеё]в|ин|ын))(?:а|у|ым|е)", family)):
        plain = man, found[1]
    elif woman and (found := re.fullmatch(r"(.+(?:[оеё]в|ин|ын))(?:у|ой|ою)", family)):
        plain = woman, f"{found[1]}а"
    elif (one := _instrumental(given)) and (
        found := re.fullmatch(r"(.+(?:[оеё]в|ин|ын))ым|(.+[^аеёиоуыэюя])ом", family)
    ):
        plain = man or one, found[1] or found[2]
    if plain is None:
        return None
    return (
        " ".join([_capital(plain[0], words[0]), *words[1:-1], _capital(plain[1], words[-1])])
        if len(words) == 2
        else None
    )


def _capital(word: str, like: str) -> str:
    """A word in small letters with the capitals of another form of it."""
    return "".join(
        letter.upper() if place < len(like) and like[place].isupper() else letter for place, letter in enumerate(word)
    )


def _is_other(word: str, least: int = 4) -> bool:
    return len(word) > least and word not in _names()["not_oblique"] and bool(_OTHER.search(word))


def _male(word: str) -> str:
    """The nominative of a man's given name in another case; "" for anything else."""
    men = _names()["male"]
    if word in men:
        return ""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for ending, plain in _MENS:
        if word.endswith(ending) and word.removesuffix(ending) + plain in men and word not in _names()["female"]:
            return word.removesuffix(ending) + plain
    return ""


def _female_accusative(word: str) -> str:
    """The nominative of a woman's given name in another case; "" for anything else."""
    women = _names()["female"]
    if word in women:
        return ""
    for ending, plain in _WOMENS:
        if word.endswith(ending) and word.removesuffix(ending) + plain in women:
            return word.removesuffix(ending) + plain
    return ""


def _instrumental(word: str) -> str:
    """The nominative of what looks like a man's given name in the instrumental; "" for anything else."""
    if word in _names()["not_oblique"] or len(word) < 5:
        return ""
    if word.endswith("ом") and word[-3] not in _VOWELS:
        return word[:-2]
    if word.endswith("ем"):
        return f"{word[:-2]}й" if word[-3] in _VOWELS else f"{word[:-2]}ь"
    return ""
