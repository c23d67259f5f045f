"""Whom a cited sentence names: by name, by an office, or by a pronoun that an event of its article resolves."""

from __future__ import annotations

from functools import lru_cache

from assistant.language.fullnames import parse_name
from assistant.language.names import same_name
from assistant.types import Evidence, Person


def mentioned(found: Evidence) -> tuple[Person, ...]:
    """The people of the article whom its sentence names or means; none in an article not read for people."""
    start, end = found.sentence.start, found.sentence.end
    meant = {
        participant.person
        for event in found.events
        for participant in event.participants
        if start <= participant.start < end
    }
    return tuple(
        person
        for place, person in enumerate(found.people)
        if place in meant or any(start <= first < end for first, _ in person.mentions)
    )


def is_called(person: Person, name: str) -> bool:
    """Whether a person of an article goes by a name. A full name fits full names alone: many are called Kolbe."""
    return any(_means(name, form) for form in (person.name, *person.aliases))


@lru_cache(maxsize=20_000)
def _means(name: str, form: str) -> bool:
    if parse_name(name).full and not parse_name(form).full:
        return False
    return same_name(name, form)
