"""One key for all spellings of a name word: Schoigu, Shoigu, Shoygu and Шойгу are one man.

A word is written down by how it sounds in the usual transliterations (German, English, Russian Cyrillic), folded
until they meet: ч and х with their "tsch", "ch" and "kh" share one sign, since "ch" is the English way to write the
first and the German way to write the second; ш, щ and ж share another. Endings of Russian cases and the German
genitive come off. Rules of our own after the tables of the Duden and BGN/PCGN; docs/decisions/0012-names.md has
how often names that are different meet by mistake.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from assistant.language.words import read_lines

_CYRILLIC = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "e", "ж": "S", "з": "s",
        "и": "i", "й": "i", "і": "i", "ї": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
        "с": "s", "т": "t", "у": "u", "ў": "u", "ф": "f", "х": "X", "ц": "s", "ч": "X", "ш": "S", "щ": "S", "ъ": "",
        "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia",
    }
)  # fmt: skip
_LETTERS = str.maketrans(
    {
        "ß": "ss", "æ": "a", "ø": "o", "å": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "t", "ı": "i", "œ": "o",
        "č": "X", "ć": "X", "ç": "X", "š": "S", "ś": "S", "ş": "S", "ș": "S", "ž": "S", "ż": "S", "ź": "s",
    }
)  # fmt: skip
# In this order. X is ч or х, S is ш, щ or ж: capitals, so that no later rule takes them for letters of the name. In
# the key they become x and c, which no name keeps, since an index may know no capitals.
_LATIN_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"schtsch|shch|stsch", "S"), (r"tsch|tch|cz", "X"), (r"dsch|dzh", "d"), (r"sch|sh|zh|sz", "S"),
        (r"ch|kh", "X"),
        (r"ph", "f"), (r"th|dt", "t"), (r"gh", "g"), (r"rh", "r"), (r"ck|cq|qu?", "k"), (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"^x", "s"), (r"x", "ks"), (r"tz|ts|z", "s"), (r"w", "v"), (r"(?<=[aeiouy])h(?![aeiouy])", ""),
        (r"[jy]", "i"),
    )
]  # fmt: skip
_SHARED_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ie", "e"), (r"([aou])e", r"\1"), (r"ou", "u"), (r"(?<=[^aeiou])io(?=[^aeiou])", "e"), (r"(?<=[XS])o", "e"),
        (r"ff?$", "v"),
        (r"o(?=v[aeiou]*$)", "e"), (r"(?<=[bdt])r$", "er"), (r"(.)\1+", r"\1"),
    )
]  # fmt: skip
_SIGNS = str.maketrans("XS", "xc")
# Case endings that are more than a vowel; the others come off with all last vowels.
_RUSSIAN_ENDING = re.compile(r"(?<=[вн])ым$|(?<=[кгшжчщ])им$|(?<=[кгшжчщв])(?:их|ых)$|[оеё]го$|[оеё]му$|[оеё]м$")
_CYRILLIC_LETTER = re.compile("[\u0400-\u04ff]")
POSSESSIVE = re.compile(r"['’](?:s|S)?$")
_LAST_VOWELS = re.compile(r"(?<=...)[aeiou]+$")
GENITIVE = re.compile(r"(?<=..[^sßzxç])s$")


@lru_cache(maxsize=200_000)
def spelling_key(word: str) -> str:
    """One key for all spellings and cases of one name word; empty for a word without letters.

    Different names may share a key ("Paul", "Paula"): it is made for finding. To say that two names mean the same
    person, use `same_name`.
    """
    sound = without_endings(word)
    return listed_keys().get(sound, sound)


def without_endings(word: str) -> str:
    """The key of a word by the rules alone, without the lists."""
    word = POSSESSIVE.sub("", normal(word))
    if not is_cyrillic(word):
        word = GENITIVE.sub("", word)
    elif len(word) > 4:
        word = _RUSSIAN_ENDING.sub("", word)
    return _LAST_VOWELS.sub("", sound_of(word))


@lru_cache(maxsize=200_000)
def sound_of(word: str) -> str:
    """How a word sounds, in the letters of the keys, with its endings."""
    if is_cyrillic(word):
        sound = word.translate(_CYRILLIC)
    else:
        sound = _without_accents(word.translate(_LETTERS))
        for pattern, replacement in _LATIN_SOUNDS:
            sound = pattern.sub(replacement, sound)
    for pattern, replacement in _SHARED_SOUNDS:
        sound = pattern.sub(replacement, sound)
    return re.sub(r"[^a-z]", "", sound.translate(_SIGNS))


def normal(word: str) -> str:
    """NFC and lower case."""
    return unicodedata.normalize("NFC", word).lower()


def _without_accents(word: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))


def is_cyrillic(word: str) -> bool:
    """Whether a word has a Cyrillic letter."""
    return _CYRILLIC_LETTER.search(word) is not None


@cache
def listed_keys() -> dict[str, str]:
    """Key of each listed name, whose spellings no rule brings together → key of the first name in its line."""
    keys: dict[str, str] = {}
    for group in read_lines("places.txt") + read_lines("people.txt"):
        names = [without_endings(name) for name in group]
        keys.update(dict.fromkeys(names, names[0]))
    return keys
