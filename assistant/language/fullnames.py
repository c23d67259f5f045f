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

from assistant.language.alike import Alike, alike
from assistant.language.spelling import normal, spelling_key
from assistant.language.words import read_words

_PARTS = re.compile(r"[\s\-\u2010\u2011]+")
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
    kept = [chunk for chunk in chunks if not (len(chunk) == 1 and chunk[0] in _not_identifying())] or chunks
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
        and _key_in(chunks[0][0])
        and (len(chunks) == 3 or len(chunks[1]) == 2 or not _key_in(chunks[-1][0]))
    )


@cache
def _suffixes() -> dict[str, str]:
    forms = {"jr": "jr", "junior": "jr", "jun": "jr", "sr": "sr", "senior": "sr", "sen": "sr", "мл": "jr", "ст": "sr"}
    return forms | {number: number for number in ("ii", "iii", "iv", "vi", "vii", "viii", "ix", "xii", "xiii", "xvi")}


@cache
def _not_identifying() -> frozenset[str]:
    return frozenset(read_words("titles.txt") + read_words("name_particles.txt"))


@cache
def _family_first_keys() -> frozenset[str]:
    return frozenset(spelling_key(word) for word in read_words("family_names_first.txt"))


def _key_in(word: str) -> bool:
    return spelling_key(word) in _family_first_keys()


@lru_cache(maxsize=100_000)
def same_full_name(a: str, b: str) -> bool:
    """Whether two full names can be one person's; False where either is a single word or the suffixes differ."""
    one, other = parse_name(a), parse_name(b)
    if not one.full or not other.full or contradicts(one.suffix, other.suffix):
        return False
    if _same_in_order(one, other):
        return True
    # "Viktor Orbán" and "Orbán Viktor": turned round only where all words are surely the same and one order is known
    turned = one.family_first or other.family_first
    return (
        turned
        and one.parts != other.parts
        and _same_joined(one.given, other.parts[: len(one.given)])
        and _same_joined(one.family, other.parts[len(one.given) :])
    )


def contradicts(suffix: str, other: str) -> bool:
    """Whether "Jr.", "Sr." or a number after two names tells them apart; a father may go without."""
    return suffix.removeprefix("sr") != other.removeprefix("sr")


def _same_in_order(one: FullName, other: FullName) -> bool:
    family = same_family(one.family, other.family)
    if not family:
        return False
    given = _same_given(one, other)
    return bool(given) and family + given > 2


def same_family(one: Sequence[str], other: Sequence[str]) -> Alike:
    """How alike two family names are; of a double name the first half may stand alone."""
    if len(one) != len(other) and min(len(one), len(other)) == 1:
        joined = alike("".join(one), "".join(other))
        return max(joined, min(alike(one[0], other[0]), Alike.SAME))
    return min((alike(a, b) for a, b in zip(one, other, strict=False)), default=Alike.NO)


def _same_given(one: FullName, other: FullName) -> Alike:
    if one.family_first or other.family_first:
        return Alike.SAME if _same_joined(one.given, other.given) else Alike.NO
    first = same_word_or_initial(one.given[0], other.given[0])
    if not first:
        return Alike.NO
    middles = zip(one.given[1:], other.given[1:], strict=False)
    return first if all(same_word_or_initial(a, b) for a, b in middles) else Alike.NO


def same_word_or_initial(a: str, b: str) -> Alike:
    """How alike two given names are, where either may be an initial."""
    if len(a) == 1 or len(b) == 1:
        return Alike.SAME if spelling_start(a) == spelling_start(b) else Alike.NO
    return alike(a, b)


def spelling_start(word: str) -> str:
    """The first sound of a word, for initials across scripts."""
    from assistant.language.spelling import sound_of

    return sound_of(word)[:1]


def _same_joined(given: Sequence[str], other: Sequence[str]) -> bool:
    """Whether given names agree, written apart, with a hyphen or as one word ("Jong-un", "Jongun")."""
    if not given or not other:
        return False
    if len(given) == len(other):
        return all(alike(a, b) == Alike.SAME for a, b in zip(given, other, strict=True))
    return alike("".join(given), "".join(other)) == Alike.SAME


def may_be_one(a: str, b: str) -> bool:
    """Whether nothing in two names tells them apart but spelling: no other initial, middle name, "Jr." or number."""
    one, other = parse_name(a), parse_name(b)
    if not one.full or not other.full:
        return True
    if contradicts(one.suffix, other.suffix):
        return False
    middles = zip(one.given[1:], other.given[1:], strict=False)
    return all(same_word_or_initial(first, second) for first, second in middles)
