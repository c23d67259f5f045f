"""One person across articles: who is the same, whom a typed name may mean, and decisions that a user makes.

A new article's person is compared with the known people of the whole archive, with their canonical name and never
with a chain of others; a family name alone never makes two people one. docs/decisions/0051-people.md says why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.language.alike import alike, family_likeness, given_name_keys
from assistant.language.fullnames import FullName, may_be_one, parse_name, same_full_name
from assistant.language.people.offices import same_office
from assistant.language.spelling import is_cyrillic, normal, sound_of, spelling_key
from assistant.types import Person

_KINDS = str.maketrans("pdgvzcxt", "btkfssst")
_VOWELS = re.compile("[aeiouh]")
# Russian writes a foreign name by its sound ("Фоссберг"), which no rule leads back to the letters.
_ACROSS_SCRIPTS = 0.85
_CASE_ENDING = re.compile(r"(?<=[^аеёиоуыэюя])(?:ом|ем|ым|им|ой|ей|а|я|у|ю|е|ы|и)$")


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person of the archive. `names` are all spellings of all articles, the canonical `name` among them or not."""

    number: int
    name: str
    names: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What a user decided of two names: "split", never one person, or "merge", always one. It wins over rules."""

    kind: Literal["split", "merge"]
    name: str
    other: str


def same_person(a: Person, b: Person) -> bool:
    """Whether people of two articles are surely one: by their full names, or by one name and the same office."""
    return _same(a.name, a.roles, b.name, b.roles)


def _same(name: str, roles: Sequence[str], other: str, other_roles: Sequence[str]) -> bool:
    if same_full_name(name, other):
        return True
    one, two = parse_name(name), parse_name(other)
    if (one.full and two.full) or not one.parts or not two.parts:
        return False
    # "Kremlchef Putin" is Wladimir Putin if he is called Kremlchef elsewhere; "Putin" alone is nobody's for sure
    return _family_alone(one, two) and any(same_office(role, found) for role in roles for found in other_roles)


def _family_alone(one: FullName, other: FullName) -> bool:
    if one.suffix != other.suffix:
        return False
    return alike("".join(one.family), "".join(other.family))


def choose(person: Person, known: Sequence[KnownPerson], decisions: Iterable[Decision] = ()) -> int | None:
    """The number of the known person that an article's person is, None for somebody new or a doubtful case.

    Of several that it may be, the one spelled the same, else the only one of the same office, else none.
    """
    decided = tuple(decisions)
    merged = [one for one in known if _decided("merge", person.name, one, decided)]
    if merged:
        return merged[0].number
    fitting = [one for one in known if not _decided("split", person.name, one, decided) and fits(person, one)]
    for narrower in (_spelled_the_same, _in_the_same_office):
        if len(fitting) > 1:
            fitting = [one for one in fitting if narrower(person, one)] or fitting
    return fitting[0].number if len(fitting) == 1 else None


def fits(person: Person, known: KnownPerson) -> bool:
    """Whether a person may be a known one: the same as the canonical name, and no other name of it speaks against."""
    if not _same(person.name, person.roles, known.name, known.roles):
        return False
    return all(may_be_one(person.name, name) for name in known.names)


def _decided(kind: str, name: str, known: KnownPerson, decisions: Sequence[Decision]) -> bool:
    """Whether a decision speaks of this name and one of the known person's names."""
    theirs = {normal(other) for other in (known.name, *known.names)}
    mine = normal(name)
    for decision in decisions:
        pair = (normal(decision.name), normal(decision.other))
        if decision.kind == kind and any(
            one == mine and (two == normal(known.name) if kind == "split" else two in theirs)
            for one, two in (pair, pair[::-1])
        ):
            return True
    return False


def _spelled_the_same(person: Person, known: KnownPerson) -> bool:
    return normal(person.name) in {normal(name) for name in (known.name, *known.names)}


def _in_the_same_office(person: Person, known: KnownPerson) -> bool:
    return any(same_office(role, other) for role in person.roles for other in known.roles)


def means(query: str, known: Sequence[KnownPerson]) -> tuple[int, ...]:
    """Numbers of the known people that a typed name may mean, in their order; a family name alone may mean several.

    Full names that are the same come alone; only where there is none do family names, given names and offices count.
    """
    asked = parse_name(query)
    if not asked.parts:
        return ()
    for form in _cases(query):
        exact = tuple(one.number for one in known if any(same_full_name(form, name) for name in _names(one)))
        if exact:
            return exact
    offices = tuple(one.number for one in known if any(same_office(query, role) for role in one.roles))
    if offices:
        return offices
    if asked.full:
        return tuple(one.number for one in known if _only_name(one, asked))
    called = tuple(one.number for one in known if any(_called(asked, name) for name in _names(one)))
    return called or _nearest_across_scripts(query, known)


def _cases(query: str) -> tuple[str, ...]:
    """A typed name, and where it is Russian also without the case ending of its last word: "Ким Чен Ыном"."""
    bare = _CASE_ENDING.sub("", query)
    return (query, bare) if bare != query and is_cyrillic(query) else (query,)


def _nearest_across_scripts(query: str, known: Sequence[KnownPerson]) -> tuple[int, ...]:
    """The people whose family name, in another script, is most like a single word, if it is like enough."""
    likeness = {
        one.number: max(
            (
                family_likeness(normal(form), "".join(parse_name(name).family))
                for form in _cases(query)
                for name in _names(one)
                if is_cyrillic(form) != is_cyrillic(name)
            ),
            default=0.0,
        )
        for one in known
    }
    most = max(likeness.values(), default=0.0)
    return tuple(number for number, found in likeness.items() if found == most >= _ACROSS_SCRIPTS)


def _names(known: KnownPerson) -> tuple[str, ...]:
    return (known.name, *known.names)


def _only_name(known: KnownPerson, asked: FullName) -> bool:
    """Whether a person of whom only the family name is known may be the one whose full name is asked."""
    return all(not parse_name(name).full for name in _names(known)) and any(
        alike("".join(asked.family), "".join(parse_name(name).parts)) for name in _names(known)
    )


def _called(asked: FullName, name: str) -> bool:
    """Whether a single word is the family name of a full name, or all of a shorter one."""
    return alike("".join(asked.parts), "".join(parse_name(name).family))


def person_keys(name: str) -> tuple[str, ...]:
    """Keys of a name for looking up whom it may be: two names that can be one person's share at least one.

    They are the words' spelling keys, those of given names that they are short for, and their first consonants, where
    sounds that transliterations swap are one: all are coarse, and common ones are shared by many people.
    """
    found: dict[str, None] = {}
    for word in parse_name(name).parts:
        if len(word) > 1:
            keys = (spelling_key(word), *given_name_keys(word), f"{_consonants(word)}-")
            found.update(dict.fromkeys(key for key in keys if key.strip("-")))
    return tuple(found)


def _consonants(word: str) -> str:
    """The first three kinds of consonants in a word's sound."""
    kinds = _VOWELS.sub("", sound_of(word).translate(_KINDS))
    return re.sub(r"(.)\1+", r"\1", kinds)[:3]
