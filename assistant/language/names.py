"""Names across spellings and scripts: Schoigu, Shoigu, Shoygu and Шойгу are one man.

A name is written down by how it sounds in three transliterations (German, English, Russian Cyrillic), and folded until
they meet: Russian ч and х and their "tsch", "ch", "kh" share one sign, as "ch" is the English way to write the first and
the German way to write the second; ш, щ, ж share another. Endings of Russian cases and the German genitive come off.
Rules of our own, after the transliteration tables of DIN 1460, BGN/PCGN and the Duden's "Umschrift"; how often different
surnames meet by mistake is measured in docs/decisions/names.md.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache

from assistant.language.words import is_stop_word, read_lines, read_words, stems, words

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
# In this order; X is ч or х, S is ш, щ or ж, capitals so that no later rule takes them for letters of the name.
_LATIN_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"schtsch|shch|stsch", "S"), (r"tsch|tch|cz", "X"), (r"dsch|dzh", "d"), (r"sch|sh|zh|sz", "S"), (r"ch|kh", "X"),
        (r"ph", "f"), (r"th|dt", "t"), (r"gh", "g"), (r"rh", "r"), (r"ck|cq|qu?", "k"), (r"c(?=[eiy])", "s"), (r"c", "k"),
        (r"^x", "s"), (r"x", "ks"), (r"tz|ts|z", "s"), (r"w", "v"), (r"(?<=[aeiouy])h(?![aeiouy])", ""), (r"[jy]", "i"),
    )
]  # fmt: skip
_SHARED_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ie", "e"), (r"([aou])e", r"\1"), (r"ou", "u"), (r"(?<=[^aeiou])io(?=[^aeiou])", "e"), (r"(?<=[XS])o", "e"), (r"ff?$", "v"),
        (r"o(?=v[aeiou]*$)", "e"), (r"(?<=[bdt])r$", "er"), (r"(.)\1+", r"\1"),
    )
]  # fmt: skip
# Case endings that are more than a vowel; those left as a vowel come off with all last vowels.
_RUSSIAN_ENDING = re.compile(r"(?<=[вн])ым$|(?<=[кгшжчщ])им$|(?<=[кгшжчщв])(?:их|ых)$|[оеё]го$|[оеё]му$|[оеё]м$")
_POSSESSIVE = re.compile(r"['’](?:s|S)?$")
_LAST_VOWELS = re.compile(r"(?<=...)[aeiou]+$")
_GENITIVE = re.compile(r"(?<=..[^sßzxç])s$")
_ADJECTIVE = re.compile(r"^[a-zäöüß]+(?:e|en|er|es|em)$")
_NOUN_ENDING = re.compile(
    r"(?:ung|heit|keit|schaft|tät|tion|ismus|nis|ment)(?:en|e|s|ses|sen)?$|(?:in|frau)nen$|ierung"
)
_PARTS = re.compile(r"[\s\-\u2010\u2011]+")


@lru_cache(maxsize=200_000)
def spelling_key(word: str) -> str:
    """One key for all spellings and cases of one name word; empty for a word without letters.

    Different names may share a key ("Paul", "Paula"): it is made for finding. To say that two names mean the same
    person, use `same_name`.
    """
    sound = _without_endings(word)
    return _listed_keys().get(sound, sound)


def _without_endings(word: str) -> str:
    word = _POSSESSIVE.sub("", _normal(word))
    if not _is_cyrillic(word):
        word = _GENITIVE.sub("", word)
    elif len(word) > 4:
        word = _RUSSIAN_ENDING.sub("", word)
    return _LAST_VOWELS.sub("", _sound(word))


@lru_cache(maxsize=200_000)
def _sound(word: str) -> str:
    """How a word sounds, in the letters of the keys, with its endings."""
    if _is_cyrillic(word):
        sound = word.translate(_CYRILLIC)
    else:
        sound = _without_accents(word.translate(_LETTERS))
        for pattern, replacement in _LATIN_SOUNDS:
            sound = pattern.sub(replacement, sound)
    for pattern, replacement in _SHARED_SOUNDS:
        sound = pattern.sub(replacement, sound)
    return re.sub(r"[^a-zXS]", "", sound)


def _normal(word: str) -> str:
    return unicodedata.normalize("NFC", word).lower()


def _without_accents(word: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))


def _is_cyrillic(word: str) -> bool:
    return any("\u0400" <= letter <= "\u04ff" for letter in word)


@cache
def _listed_keys() -> dict[str, str]:
    """Key of each listed name that no rule can bring together with its other spellings → key of the first in its line."""
    keys: dict[str, str] = {}
    for group in read_lines("places.txt") + read_lines("people.txt"):
        names = [_without_endings(name) for name in group]
        keys.update(dict.fromkeys(names, names[0]))
    return keys


def name_words(text: str) -> list[str]:
    """The words of a text that may be parts of names, in order: capitalised, no function or question words, no titles.

    In German, where every noun has a capital, ordinary nouns are left out as far as lists, endings and articles before
    them tell; in headlines of English title case nothing tells, and all words but function words are given. Of a
    compound like "Merkel-Regierung" the part that is a name is given.
    """
    tokens = words(text)
    german = _looks_german(tokens)
    found: list[str] = []
    for position, token in enumerate(tokens):
        if not token[0].isupper() or token.lower() in _never_names():
            continue
        if german:
            after_article = _follows_article(tokens, position)
            found.extend(_german_names(token, after_article))
        else:
            found.append(_POSSESSIVE.sub("", token))
    return found


def _looks_german(tokens: Sequence[str]) -> bool:
    """Whether a text is German rather than English or Russian, by function words; one of only names is not."""
    if any(_is_cyrillic(token) for token in tokens):
        return False
    german = sum(is_stop_word(token, "de") for token in tokens)
    return german > sum(is_stop_word(token, "en") for token in tokens)


@cache
def _never_names() -> frozenset[str]:
    lists = ("calendar_words.txt", "titles.txt", "stop_words_de.txt", "stop_words_en.txt", "stop_words_ru.txt")
    return frozenset(word for name in lists for word in read_words(name))


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
    """The word itself unless it is an ordinary noun; of a compound with such a noun at its end, the capitalised rest."""
    parts = _PARTS.split(token)
    if len(parts) > 1 and _is_german_noun(parts[-1], after_article=False):
        return [part for part in parts[:-1] if part[:1].isupper() and not _is_german_noun(part, after_article=False)]
    return [] if _is_german_noun(token, after_article) else [token]


def _is_german_noun(word: str, after_article: bool) -> bool:
    if word.isupper() or spelling_key(word) in _listed_keys():
        return False
    lower = word.lower()
    if after_article or _NOUN_ENDING.search(lower):
        return True
    stem = "".join(stems(lower, "de")[:1])
    if len(stem) < 3:
        return False
    return any(stem[start:] in _noun_stems() for start in range(len(stem) - 4)) or stem in _noun_stems()


def same_name(a: str, b: str) -> bool:
    """Whether two names can mean one person or place: other spelling, case or script, or the family name alone.

    Same family name with different given names is not the same; an initial or a further given name (a patronymic) may
    be there or not. A given name alone does not stand for the full name.
    """
    first, second = _name_parts(a), _name_parts(b)
    if not first or not second:
        return False
    if len(first) > len(second):
        first, second = second, first
    family_first = _key_in(second[0], "family_names_first.txt")
    if len(first) == 1:
        return any(_same_word(first[0], part) for part in ([second[0]] if family_first else [second[-1]]))
    if family_first or _key_in(first[0], "family_names_first.txt"):
        return _same_word(first[0], second[0]) and _same_joined(first[1:], second[1:])
    return _same_word(first[-1], second[-1]) and _same_given(first[:-1], second[:-1])


def _name_parts(name: str) -> list[str]:
    parts = [part.strip(".,;:") for part in _PARTS.split(_normal(name)) if part.strip(".,;:")]
    kept = [part for part in parts if part not in _not_identifying()]
    return kept or parts


@cache
def _not_identifying() -> frozenset[str]:
    return frozenset(read_words("titles.txt") + read_words("name_particles.txt"))


@cache
def _keys_of(name: str) -> frozenset[str]:
    return frozenset(spelling_key(word) for word in read_words(name))


def _key_in(word: str, name: str) -> bool:
    return spelling_key(word) in _keys_of(name)


def _same_given(shorter: Sequence[str], longer: Sequence[str]) -> bool:
    """Given names agree where the first of one is the first of the other, or its initial."""
    one, other = shorter[0], longer[0]
    if len(one) == 1 or len(other) == 1:
        return _sound(one)[:1] == _sound(other)[:1]
    return _same_word(one, other)


def _same_joined(given: Sequence[str], other: Sequence[str]) -> bool:
    """Whether given names agree that are written apart, with a hyphen or as one word ("Jong-un", "Jong Un", "Jongun")."""
    if len(given) == len(other):
        return all(_same_word(one, two) for one, two in zip(given, other, strict=True))
    return _same_word("".join(given), "".join(other))


def _same_word(a: str, b: str) -> bool:
    """Stricter than equal keys where both words are in Latin letters: last vowels count ("Paul" is not "Paula")."""
    if spelling_key(a) != spelling_key(b):
        return False
    if _is_cyrillic(a) or _is_cyrillic(b):
        return True
    listed = _without_endings(a) != _without_endings(b)
    return listed or bool(_bare_forms(a) & _bare_forms(b))


def _bare_forms(word: str) -> set[str]:
    """The sounds a Latin word may have as it is and without a genitive's s, y and silent e at the end counted as i."""
    plain = _POSSESSIVE.sub("", word)
    return {_sound(form) for form in (plain, _GENITIVE.sub("", plain))}
