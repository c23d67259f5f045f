"""Places by name, in German, English and Russian: countries with their adjectives, and cities."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files

from assistant.language.spelling import POSSESSIVE, normal

_LANGUAGES = ("de", "en", "ru")
# Endings of Russian cases, longest first, and what they may be in the nominative: "Виктором" is not "Виктория".
_RUSSIAN_ENDINGS = {
    "ией": ("ия",), "ии": ("ия",), "ию": ("ия",), "ом": ("", "о"), "ем": ("ь", "й", "е"), "ой": ("а",), "ей": ("я",),
    "ью": ("ь",), "ы": ("а", ""), "и": ("ь", "я", "а", ""), "е": ("", "а", "я", "о", "й", "ь"), "у": ("а", "", "о"),
    "ю": ("я", "й", "ь"), "а": ("", "о"), "я": ("й", "ь"),
}  # fmt: skip


def is_place(name: str) -> bool:
    """Whether a name is that of a country or a larger city, in the plain form or the genitive."""
    return _place(name) is not None


def is_country(name: str) -> bool:
    """Whether a name is that of a country rather than a city."""
    place = _place(name)
    return place is not None and place[1] < len(_lines("countries.tsv"))


@lru_cache(maxsize=50_000)
def country_of(name: str) -> str | None:
    """The ISO 3166 code of a country by its name or adjective ("nordkoreanischen" → KP), or of a city's country.

    None for what is no place, or where cities of that name in several countries are equally large.
    """
    place = _place(name)
    if place is not None:
        return place[0]
    return _adjective(normal(name))


def same_place(a: str, b: str) -> bool:
    """Whether two names mean one place: Pjöngjang = Pyongyang = Пхеньян. A city is not its country."""
    if _key(a) == _key(b):
        return True
    one, other = _place(a), _place(b)
    return one is not None and one == other


def place_name(name: str, language: str) -> str:
    """The name of a place in a language, as given where it is unknown."""
    place = _place(name)
    if place is None or language not in _LANGUAGES:
        return name
    return _names()[place][_LANGUAGES.index(language)] or name


def _key(name: str) -> str:
    return re.sub(r"[\s\-\u2010\u2011.]+", " ", normal(name).replace("ё", "е")).strip()


@lru_cache(maxsize=50_000)
def _place(name: str) -> tuple[str, int] | None:
    """The place's country and line in the lists; None for an unknown one."""
    if not name[:1].isupper():
        return None
    key = _key(POSSESSIVE.sub("", name))
    places = _places()
    if key in places:
        return places[key]
    if key.endswith("s") and key[:-1] in places:
        return places[key[:-1]]
    return _russian_case(key)


def _russian_case(key: str) -> tuple[str, int] | None:
    for ending, plain in _RUSSIAN_ENDINGS.items():
        if key.endswith(ending) and len(key) > len(ending) + 2:
            stem = key[: -len(ending)]
            for last in plain:
                if stem + last in _places():
                    return _places()[stem + last]
    return None


@lru_cache(maxsize=20_000)
def _adjective(word: str) -> str | None:
    for stem, code in _adjectives():
        if word.startswith(stem) and re.fullmatch(
            r"(?:e[nmrs]?|ий|ая|ое|ие|ого|ому|им|ой|ую|их|ими|ом|s)?", word[len(stem) :]
        ):
            return code
    return None


@cache
def _lines(name: str) -> list[list[str]]:
    """The lines of a table, each with all its fields: code, three names, other names, adjectives."""
    text = files("assistant.language").joinpath("data", name).read_text(encoding="utf-8")
    lines = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return [[*line, *[""] * (6 - len(line))] for line in lines]


@cache
def _names() -> dict[tuple[str, int], tuple[str, str, str]]:
    """Country and line → German, English, Russian name."""
    found: dict[tuple[str, int], tuple[str, str, str]] = {}
    for number, (code, german, english, russian, *_) in enumerate(_lines("countries.tsv") + _lines("cities.tsv")):
        found[code, number] = (german, english or german, russian)
    return found


@cache
def _places() -> dict[str, tuple[str, int]]:
    """Name → country and line; where several places share a name the first line, of the largest, counts."""
    found: dict[str, tuple[str, int]] = {}
    for number, (code, *fields) in enumerate(_lines("countries.tsv") + _lines("cities.tsv")):
        for name in (*fields[:3], *fields[3].split("|")):
            if name:
                found.setdefault(_key(name), (code, number))
    return found


@cache
def _adjectives() -> tuple[tuple[str, str], ...]:
    """Stems of adjectives and of the people's names, the longest first, with their country's code."""
    pairs = [
        (stem.lower(), code) for code, *fields in _lines("countries.tsv") for stem in fields[4].split("|") if stem
    ]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))
