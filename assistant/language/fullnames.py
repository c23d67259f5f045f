"""Full names: their parts, and whether two of them can be one person's.

Never by the family name alone. Middle names, patronymics and initials may be there or not, but must not contradict
each other: "George W. Bush" goes with "George Bush", not with "George H. W. Bush". In Korea, China and Hungary the
family name comes first; a name in either order is the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.language.alike import alike, family_likeness, is_given_name, likeness
from assistant.language.spelling import is_cyrillic, normal, sound_of
from assistant.language.words import read_words

_PARTS = re.compile(r"[\s\-\u2010\u2011]+")
# How alike two words of a full name must be, each and both together: 1 is a spelling of the same.
_EACH = 0.7
_TOGETHER = 1.5
# A given name of two syllables in Pinyin, or any in Palladius' Cyrillic: "Xi Jinping" and not "Kim Basinger".
_SYLLABLES = re.compile(
    r"(?:(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou"
    r"|ua|ue|ui|un|uo|[aeiouü])){1,2}|[а-яё]{2,9}"
)
_LATIN_FIRST = {"х": "h", "г": "h", "ф": "v", "е": "i"}  # "Х. Фоссберг" is Hanna Vossberg
_EDGES = ".,;:()\"'’„“”«»"
_PATRONYMIC = re.compile(
    r"(?:owitsch|ewitsch|ovich|evich|ovych|ievich|jewitsch|owna|ewna|ovna|evna|ович|евич|овна|евна|ична)$"
)


@dataclass(frozen=True, slots=True)
class FullName:
    """A name in lower-case words: given names and initials, the family name, "jr" or a number after it.

    `parts` are all words but the suffix, as they stand there. `given` is empty where there is only one word.
    """

    parts: tuple[str, ...]
    given: tuple[str, ...]
    family: tuple[str, ...]
    suffix: str = ""
    family_first: bool = False

    @property
    def full(self) -> bool:
        """Whether there is more than one word to it, an initial counted."""
        return bool(self.given)


@lru_cache(maxsize=50_000)
def parse_name(name: str) -> FullName:
    """The parts of a name without titles and particles; "Schoigu, Sergej" is turned round."""
    if name.count(",") == 1:
        family, given = (part.strip() for part in name.split(","))
        if given and normal(given).strip(".") not in _suffixes():
            name = f"{given} {family}"
    chunks = [
        [part.strip(_EDGES) for part in _PARTS.split(chunk) if part.strip(_EDGES)] for chunk in normal(name).split()
    ]
    chunks = [chunk for chunk in chunks if chunk]
    suffix = ""
    if len(chunks) > 1 and len(chunks[-1]) == 1 and chunks[-1][0] in _suffixes():
        suffix = _suffixes()[chunks.pop()[0]]
    kept = [
        bare for chunk in chunks if (bare := [part for part in chunk if part not in _not_identifying()])
    ] or chunks
    if not kept:
        return FullName((), (), ())
    parts = tuple(part for chunk in kept for part in chunk)
    if len(parts) == 1:
        return FullName(parts, (), parts, suffix)
    first = is_family_first(kept)
    if first:
        return FullName(parts, parts[len(kept[0]) :], tuple(kept[0]), suffix, True)
    if len(kept) == 1:  # "Leutheusser-Schnarrenberger" is one family name
        return FullName(parts, (), parts, suffix)
    if len(kept) == 3 and _PATRONYMIC.search(kept[-1][-1]) and not _PATRONYMIC.search(kept[1][-1]):
        return FullName(parts, (*kept[1], *kept[2]), tuple(kept[0]), suffix)  # "Шойгу Сергей Кужугетович"
    last = tuple(kept[-1])
    return FullName(parts, parts[: len(parts) - len(last)], last, suffix)


def is_family_first(chunks: Sequence[Sequence[str]]) -> bool:
    """Whether the first of a name's words is the family name: an East Asian one, and the last is none of these."""
    return (
        len(chunks) > 1
        and len(chunks[0]) == 1
        and _goes_first(chunks[0][0])
        and (len(chunks) == 3 or len(chunks[1]) == 2 or bool(_SYLLABLES.fullmatch(chunks[1][0])))
        and not (len(chunks) == 2 and _goes_first(chunks[-1][0]) and len(chunks[1]) == 1)
    )


@cache
def _suffixes() -> dict[str, str]:
    forms = {"jr": "jr", "junior": "jr", "jun": "jr", "sr": "sr", "senior": "sr", "sen": "sr", "мл": "jr", "ст": "sr"}
    return forms | {number: number for number in ("ii", "iii", "iv", "vi", "vii", "viii", "ix", "xii", "xiii", "xvi")}


@cache
def _not_identifying() -> frozenset[str]:
    return frozenset(read_words("titles.txt") + read_words("name_particles.txt"))


@cache
def _family_names_first() -> frozenset[str]:
    return frozenset(read_words("family_names_first.txt"))


def _goes_first(word: str) -> bool:
    return word in _family_names_first()


@lru_cache(maxsize=100_000)
def same_full_name(a: str, b: str) -> bool:
    """Whether two full names can be one person's; False where either is a single word or the suffixes differ."""
    one, other = parse_name(a), parse_name(b)
    if not one.full or not other.full or contradicts(one.suffix, other.suffix):
        return False
    if _near(_family_likeness(one.family, other.family), _given_likeness(one, other)):
        return True
    return _turned_round(one, other)


def contradicts(suffix: str, other: str) -> bool:
    """Whether "Jr." or a number behind a name tells two people apart; a father may go without his "Sr."."""
    return suffix.removeprefix("sr") != other.removeprefix("sr")


def may_be_one(a: str, b: str) -> bool:
    """Whether nothing in two names tells them apart but spelling: no other initial, middle name, "Jr." or number."""
    one, other = parse_name(a), parse_name(b)
    if not one.full or not other.full or one.family_first or other.family_first:
        return True
    if contradicts(one.suffix, other.suffix):
        return False
    middles = zip(one.given[1:], other.given[1:], strict=False)
    return all(_word_or_initial(first, second) >= _EACH for first, second in middles)


def _near(*words: float) -> bool:
    return min(words) >= _EACH and sum(words) >= _TOGETHER


def _family_likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """How alike two family names are; of a double name the first half may stand alone."""
    if len(one) == len(other):
        return min(family_likeness(a, b) for a, b in zip(one, other, strict=True))
    if min(len(one), len(other)) == 1:
        return max(family_likeness("".join(one), "".join(other)), family_likeness(one[0], other[0]))
    return 0.0


def _given_likeness(one: FullName, other: FullName) -> float:
    if one.family_first or other.family_first:
        return _joined_likeness(one.given, other.given)
    middles = [_word_or_initial(a, b) for a, b in zip(one.given[1:], other.given[1:], strict=False)]
    if any(len(part) == 1 for part in (*one.given, *other.given)):
        return _word_or_initial(one.given[0], other.given[0]) if all(middle >= _EACH for middle in middles) else 0.0
    if any(middle < _EACH for middle in middles):
        return _joined_likeness(one.given, other.given)
    return max(_word_or_initial(one.given[0], other.given[0]), _joined_likeness(one.given, other.given))


def _word_or_initial(a: str, b: str) -> float:
    """How alike two given names are, where either may be an initial."""
    if len(a) == 1 or len(b) == 1:
        return float(bool(_first_sounds(a) & _first_sounds(b)))
    return likeness(a, b)


def _first_sounds(word: str) -> frozenset[str]:
    """The sound that a given name begins with; several for a Cyrillic letter that stands for several Latin ones."""
    first = sound_of(word)[:1]
    return frozenset({first} | set(_LATIN_FIRST.get(word[:1], "")))


def _joined_likeness(given: Sequence[str], other: Sequence[str]) -> float:
    """How alike given names are, written apart, with a hyphen or as one word ("Jong-un", "Jongun")."""
    if not given or not other:
        return 0.0
    if len(given) == len(other):
        return min(likeness(a, b) if _across(a, b) else float(alike(a, b)) for a, b in zip(given, other, strict=True))
    one, two = "".join(given), "".join(other)
    return likeness(one, two) if _across(one, two) else float(alike(one, two))


def _across(a: str, b: str) -> bool:
    return is_cyrillic(a) != is_cyrillic(b)


def _turned_round(one: FullName, other: FullName) -> bool:
    """Whether one name is the other with its family name at the other end, all words surely the same.

    Only where one order is known: by an East Asian family name, or by a given name that no family name is.
    """
    if len(one.parts) != len(other.parts) or one.parts == other.parts:
        return False
    known = one.family_first != other.family_first or is_given_name(one.given[0]) != is_given_name(one.family[0])
    if not known:
        return False
    turned = (*other.parts[len(one.given) :], *other.parts[: len(one.given)])
    backward = (*other.parts[len(one.family) :], *other.parts[: len(one.family)])
    return any(
        all(alike(a, b) for a, b in zip(one.parts, order, strict=True))
        for order in {turned, backward} - {other.parts}
    )
