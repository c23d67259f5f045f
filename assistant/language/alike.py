"""How alike two words of names are, across spellings, cases and scripts.

First by rules of sound and lists, which say that two words are spellings of one; then by a weighted edit distance
between their sounds, which says how near they are. Its costs were set on rigour's spelling groups with seeds other
than the benchmark's (`python -m tests.benchmarks.aliases`); docs/decisions/0051-people.md has the figures.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from assistant.language.spelling import (
    GENITIVE,
    POSSESSIVE,
    is_cyrillic,
    normal,
    sound_of,
    spelling_key,
    without_endings,
)
from assistant.language.words import read_lines, read_words

_VOWELS = frozenset("aeiou")
# What a difference between sounds costs: pairs that transliterations swap, by how often they do.
_SWAPS: dict[tuple[str, str], float] = {}
for _pairs, _cost in (
    ("bp dt gk vf vb zs", 0.3),
    ("sc sx cx kx hx hg gx tx", 0.35),
    ("st sk mn lr ki gi id ic ix is vu vo bv gc dc", 0.5),
):
    for _pair in _pairs.split():
        _SWAPS[_pair[0], _pair[1]] = _SWAPS[_pair[1], _pair[0]] = _cost
_OTHER = 2.5  # any other two consonants: no spelling swaps them, in however long a name
_LOST = 1.0  # a consonant that only one word has; more in one script, where no transliteration loses it
_LOST_IN_ONE_SCRIPT = 1.2
_FIRST = 2  # times as much for the first sound of both: names that begin alike are more often one
_NEAR_SETTLED = 0.85  # what a name of settled spelling and another must reach
_SHORT = 4  # sounds; shorter words are compared as if they had so many
# Women's forms of Slavic family names, for which a newspaper of another country may use the men's.
_FEMININE = (
    (re.compile(r"(?<=...)ciow[aá]$"), "ć"),
    (re.compile(r"(?<=...)niow[aá]$"), "ń"),
    (re.compile(r"(?<=...)(?:ówna|owna|ow[aá]|ov[aá]|ów[aá]|ова)$"), ""),
    (re.compile(r"(?<=[oe][vw])[aá]$|(?<=in)[aá]$|(?<=[ое]в)а$|(?<=ин)а$"), ""),
    (re.compile(r"(?<=[sc]k)(?:aja|aya|aia|a|á)$"), "i"),
    (re.compile(r"(?<=[сц]к)ая$"), "ий"),
)
_FEMALE = _FEMININE[2][0]
# Polish daughters' forms, for which the father's ends in nothing, -a, -ka or -ga: Dróbczanka, Dróbka.
_DAUGHTER = re.compile(r"(?<=...)(?:cz|ż|z|i)?(?:anka|czyna|żyna)$")
_FATHER = re.compile(r"(?:[kg]?a|[kg])$")
_JAPANESE = re.compile(
    r"(?:(?:[kgstnhbpmrdfzjw]|[kgnhbpmrsztdj]y|sh|ch|ts|y)?[aeiouāēīōū](?:h(?![aeiou]))?|n(?![aeiou])|([kstp])(?=\1)){2,}"
)
# Kunrei-shiki and long vowels to Hepburn without long vowels (ISO 3602; ALA-LC).
_ROMANIZATIONS = (
    (r"sy", "sh"), (r"ty", "ch"), (r"zy|jy|dy", "j"), (r"si", "shi"), (r"ti", "chi"), (r"tu", "tsu"),
    (r"zi|di", "ji"), (r"hu", "fu"), (r"du|dzu", "zu"), (r"ō|oh(?![aeiou])|ou|oo", "o"),
    (r"ū|uh(?![aeiou])|uu", "u"), (r"ā|aa|ah$", "a"), (r"m(?=[bp])", "n"),
)  # fmt: skip
_SPELLINGS = (
    (re.compile(r"ph"), "f"),
    (re.compile(r"th"), "t"),
    (re.compile(r"c(?!h)"), "k"),
    (re.compile("ß"), "ss"),
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "j": "y", "w": "v"})


@lru_cache(maxsize=100_000)
def alike(a: str, b: str) -> bool:
    """Whether two words are surely spellings of one name word; the order does not matter.

    Stricter than equal keys where both words are in Latin letters: last vowels count ("Paul" is not "Paula"), and two
    names of settled spelling stay two, however they sound ("Bush", "Busch"; "Meyer", "Meier").
    """
    a, b = normal(a), normal(b)
    if a == b or _groups_of(a) & _groups_of(b):
        return True
    if spelling_key(a) != spelling_key(b):
        return False
    if is_cyrillic(a) or is_cyrillic(b):
        return True
    if without_endings(a) == without_endings(b) and not _bare_forms(a) & _bare_forms(b):
        return False
    return not are_two_names(a, b)


@lru_cache(maxsize=100_000)
def likeness(a: str, b: str) -> float:
    """How near the sounds of two words are: 1 for spellings of one, 0 for two names, between by their distance."""
    a, b = (_FEMALE.sub("", normal(word)) for word in (a, b))
    if alike(a, b) or _japanese(a) & _japanese(b):
        return 1.0
    one, other = sound_of(a), sound_of(b)
    if not one or not other:
        return 0.0
    same_script = is_cyrillic(a) == is_cyrillic(b)
    if same_script and not is_cyrillic(a) and _must_be_alike(a, b, one, other):
        return 0.0
    near = max(0.0, 1 - _distance(one, other, same_script) / max(len(one), len(other), _SHORT))
    if same_script and near < _NEAR_SETTLED and (a in _settled() or b in _settled()):
        return 0.0
    return near


@lru_cache(maxsize=100_000)
def family_likeness(a: str, b: str) -> float:
    """The same for family names, where a woman's Slavic form counts as the man's: Nowakowa, Nowak."""
    if _is_daughters(normal(a), normal(b)) or _is_daughters(normal(b), normal(a)):
        return 1.0
    return max(likeness(one, other) for one in _masculine(normal(a)) for other in _masculine(normal(b)))


def _is_daughters(name: str, other: str) -> bool:
    """Whether a Polish family name is a daughter's form of the other, or of the same father's."""
    stem = _DAUGHTER.sub("", name)
    return stem != name and stem in (_DAUGHTER.sub("", other), _FATHER.sub("", other))


def _must_be_alike(a: str, b: str, sound: str, other: str) -> bool:
    """Whether only rules may make two Latin words one: short ones, one of them with a last vowel, settled ones."""
    ends = (sound[-1] in _VOWELS) != (other[-1] in _VOWELS)
    return ends or min(len(sound), len(other)) < _SHORT or are_two_names(a, b)


def _bare_forms(word: str) -> set[str]:
    """How a Latin word sounds as it is, and without a genitive's s."""
    plain = POSSESSIVE.sub("", word)
    return {sound_of(form) for form in (plain, GENITIVE.sub("", plain))}


def _masculine(word: str) -> frozenset[str]:
    """A family name, and as a man of the family may bear it."""
    forms = {word}
    for pattern, ending in _FEMININE:
        if pattern.search(word):
            forms.add(pattern.sub(ending, word))
    return frozenset(forms)


@lru_cache(maxsize=50_000)
def _japanese(word: str) -> frozenset[str]:
    """A word of Japanese syllables in one romanization: Nishimoto for Nisimoto, Jiro for Jirou; else none."""
    if not _JAPANESE.fullmatch(word):
        return frozenset()
    for written, hepburn in _ROMANIZATIONS:
        word = re.sub(written, hepburn, word)
    return frozenset([word])


def are_two_names(a: str, b: str) -> bool:
    """Whether both words are names of settled spelling, and no two ways to write one (Karl, Carl; Holms for Holm)."""
    if {_spelt(a), _spelt(GENITIVE.sub("", a))} & {_spelt(b), _spelt(GENITIVE.sub("", b))}:
        return False
    return a in _settled() and b in _settled()


def _spelt(word: str) -> str:
    word = word.translate(_UMLAUTS)
    for pattern, letters in _SPELLINGS:
        word = pattern.sub(letters, word)
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))


@cache
def _settled() -> frozenset[str]:
    return frozenset(read_words("settled_names.txt"))


def _distance(a: str, b: str, same_script: bool) -> float:
    """The weighted edit distance of two sounds (Wagner and Fischer 1974)."""
    row = [0.0]
    drops = [_drop(b, place, same_script) for place in range(len(b))]
    for cost in drops:
        row.append(row[-1] + cost)
    for i, sound in enumerate(a):
        drop = _drop(a, i, same_script)
        new = [row[0] + drop]
        for j, other in enumerate(b):
            last = same_script and (i == len(a) - 1 or j == len(b) - 1)
            swap = row[j] + _swap(sound, other, last) * (1 if i or j else _FIRST)
            new.append(min(swap, row[j + 1] + drop, new[j] + drops[j]))
        row = new
    return row[-1]


def _swap(a: str, b: str, last: bool) -> float:
    if a == b:
        return 0.0
    if a in _VOWELS and b in _VOWELS:
        return 0.5 if last else 0.25
    return _SWAPS.get((a, b), _OTHER)


def _drop(word: str, place: int, same_script: bool) -> float:
    """What a sound that only one word has costs."""
    sound = word[place]
    if sound in _VOWELS:
        if place == len(word) - 1 and same_script:
            return 0.5
        return 0.6 if place == 0 else 0.35
    if sound == "h":
        return 0.3
    before, after = word[place - 1 : place], word[place + 1 : place + 2]
    if (sound in "cdt" and after and after in "cxsd") or (sound in "cdt" and before and before in "dt"):
        return 0.4
    return _LOST_IN_ONE_SCRIPT if same_script else _LOST


@cache
def _given_names() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, group in enumerate(read_lines("given_names.txt")):
        for name in group:
            found.setdefault(name.lower(), set()).add(number)
            if is_cyrillic(name):
                found.setdefault(without_endings(name), set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


def _groups_of(word: str) -> frozenset[int]:
    """The lines of given names that a word stands in: as written, or in Cyrillic in any case."""
    groups = _given_names()
    key = without_endings(word) if is_cyrillic(word) and len(word) > 3 else word
    return groups.get(word) or groups.get(key, frozenset())


def is_given_name(word: str) -> bool:
    """Whether a word stands among our given names."""
    return bool(_groups_of(normal(word)))


def given_name_keys(word: str) -> tuple[str, ...]:
    """Keys of the given names that a word is a spelling or short form of."""
    lines = read_given_names()
    return tuple(lines[number] for number in sorted(_groups_of(normal(word))))


@cache
def read_given_names() -> tuple[str, ...]:
    """The spelling key of each line of given names."""
    return tuple(spelling_key(group[0]) for group in read_lines("given_names.txt"))
