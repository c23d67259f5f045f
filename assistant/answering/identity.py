"""Who somebody is, by the sentences that give a person's office: "Verkehrsministerin Hanna Vossberg"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answering.copies import copies
from assistant.answering.quoting import quote
from assistant.asked_people import asked_person
from assistant.identity.people import KnownPerson, means, same_person
from assistant.language.words import stems
from assistant.question import Question
from assistant.types import DraftClaim, Evidence, Person

TOLD = 3  # sentences for all who may be meant


@dataclass(frozen=True, slots=True)
class _Introduction:
    """A sentence that names a person with an office. `roles` are the offices it gives."""

    found: Evidence
    person: Person
    roles: tuple[str, ...]


def introductions(question: Question, evidence: Sequence[Evidence]) -> Iterator[DraftClaim]:
    """For "Wer ist …?" the newest sentence that gives the person's office, and those that give another one.

    A family name alone may mean several people: then one sentence each. None where no sentence gives an office.
    """
    name = asked_person(question.search_text, question.language)
    if name is None:
        return
    told: dict[str, set[str]] = {}  # what has been said of each person, by stems
    chosen: list[_Introduction] = []
    for one in _in_one_language(question.language, _introducing(name, evidence)):
        said = {stem for role in one.roles for stem in stems(role, one.found.article.language)}
        if len(chosen) < TOLD and not said <= told.get(one.person.name, set()):
            chosen.append(one)
            told.setdefault(one.person.name, set()).update(said)
    for one in chosen:
        yield DraftClaim(quote(one.found.sentence.text, one.found.article.language), copies(one.found, evidence))


def _in_one_language(language: str, found: Iterable[_Introduction]) -> list[_Introduction]:
    """The best first; of a person told of in the question's language no others, as they would say the same again."""
    ordered = sorted(found, key=_rank, reverse=True)
    own = {one.person for one in ordered if one.found.article.language == language}
    return [
        one
        for one in ordered
        if one.found.article.language == language or not any(same_person(one.person, other) for other in own)
    ]


def _introducing(name: str, evidence: Sequence[Evidence]) -> Iterator[_Introduction]:
    meant = _meant(name, evidence)
    for found in evidence:
        start, end = found.sentence.start, found.sentence.end
        for person in found.people:
            if person in meant and any(start <= first and last <= end for first, last in person.mentions):
                roles = tuple(role for role in person.roles if role in found.sentence.text)
                if roles:
                    yield _Introduction(found, person, roles)


def _meant(name: str, evidence: Sequence[Evidence]) -> frozenset[Person]:
    """The people of all articles in the evidence whom the name may mean; an office is no name."""
    people = list(dict.fromkeys(person for found in evidence for person in found.people))
    known = [KnownPerson(number, person.name, person.aliases) for number, person in enumerate(people)]
    return frozenset(people[number] for number in means(name, known))


def _rank(one: _Introduction) -> tuple[bool, date, int, float]:
    """Sentences with the full name before others, then the newest, then those that say most of the office."""
    named = one.person.name in one.found.sentence.text
    published = one.found.article.published or date.min
    return named, published, max(len(role) for role in one.roles), one.found.score
