"""The known people of the archive, read with their names, offices and numbers of articles."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from assistant.archive.reading import batches
from assistant.archive.schema import known_names, known_people, name_keys, people
from assistant.identity.people import KnownPerson
from assistant.language.fullnames import parse_name
from assistant.language.spelling import spelling_key

MOST_NEAR = 100  # known people that one person is compared with: those who share most of the name's keys
_ROLES = 20  # articles whose roles are read, newest first


@dataclass(frozen=True, slots=True)
class PersonOfArchive(KnownPerson):
    """A known person with the number of current articles that speak of them; `names` the commonest first."""

    articles: int = 0


def known_by_keys(connection: Connection, keys: Sequence[str]) -> tuple[PersonOfArchive, ...]:
    """The known people one of whose names has one of the blocking keys, those who share most of them first."""
    shared = (
        select(name_keys.c.person)
        .where(name_keys.c.key.in_(keys))
        .group_by(name_keys.c.person)
        .order_by(func.count(name_keys.c.key.distinct()).desc(), name_keys.c.person)
        .limit(MOST_NEAR)
    )
    return known_of(connection, list(connection.execute(shared).scalars()))


def known_of(connection: Connection, numbers: Sequence[int]) -> tuple[PersonOfArchive, ...]:
    """Known people by number, in this order; those that have no name any more are left out."""
    found = {}
    for batch in batches(numbers):
        statement = (
            select(known_people, known_names.c.name.label("written"), known_names.c.people)
            .join_from(known_people, known_names)
            .where(known_people.c.number.in_(batch))
            .order_by(known_people.c.number, known_names.c.people.desc(), known_names.c.name)
        )
        named: dict[int, list[tuple[str, str, int]]] = {}
        for number, name, written, count in connection.execute(statement):
            named.setdefault(number, []).append((name, written, count))
        for number, rows in named.items():
            spellings = tuple(written for _, written, _ in rows)
            counted = sum(count for _, _, count in rows)
            found[number] = PersonOfArchive(number, rows[0][0], spellings, _roles(connection, number), counted)
    return tuple(found[number] for number in numbers if number in found)


def all_names(connection: Connection) -> dict[int, str]:
    """The name of every known person by number."""
    rows = connection.execute(select(known_people.c.number, known_people.c.name))
    return {row.number: row.name for row in rows}


def family_names_alone(connection: Connection, query: str) -> tuple[str, ...]:
    """The names in articles that tell only the family name of somebody, which is what `query` says too."""
    if parse_name(query).full:
        return ()
    wanted = spelling_key(query)
    names = connection.execute(select(people.c.name).where(people.c.known.is_(None)).distinct()).scalars()
    return tuple(name for name in names if spelling_key(name) == wanted)


def _roles(connection: Connection, number: int) -> tuple[str, ...]:
    newest = select(people.c.roles).where(people.c.known == number).order_by(people.c.version.desc()).limit(_ROLES)
    stored = connection.execute(newest).scalars()
    return tuple(dict.fromkeys(role for roles in stored for role in json.loads(roles)))
