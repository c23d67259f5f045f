"""Which known person of the archive each person of an article is, kept up as articles come and go.

Who is who is decided in `assistant.identity.people`; here its answers are stored. A person is compared only with
those who share a blocking key, so that an article costs the same in a large archive as in a small one.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from assistant.archive.known import known_by_keys
from assistant.archive.reading import batches
from assistant.archive.schema import decisions, known_names, known_people, name_keys, people
from assistant.identity.people import Decision, choose, person_keys
from assistant.language.fullnames import parse_name, same_full_name
from assistant.language.spelling import normal
from assistant.types import Person


def link(connection: Connection, version_number: int, found: Sequence[Person]) -> set[int]:
    """Stores the people of a version, each with the known person it is, a new one if need be; their numbers."""
    decided = read_decisions(connection) if found else ()
    rows, touched = [], set()
    for position, person in enumerate(found):
        known = _known_as(connection, person, decided)
        if known is not None:
            touched.add(known)
        rows.append(
            {"version": version_number, "position": position, "known": known, "name": person.name,
             "aliases": json.dumps(person.aliases), "roles": json.dumps(person.roles)}
        )  # fmt: skip
    if rows:
        connection.execute(insert(people), rows)
    return touched


def unlink(connection: Connection, version_numbers: Sequence[int]) -> set[int]:
    """Takes the people of versions from the known people they are linked to; `tidy` must follow. Their numbers."""
    touched = set()
    for batch in batches(version_numbers):
        theirs = people.c.version.in_(batch) & people.c.known.is_not(None)
        grouped = select(people.c.known, people.c.name, func.count()).where(theirs)
        for known, name, count in connection.execute(grouped.group_by(people.c.known, people.c.name)).all():
            here = (known_names.c.person == known) & (known_names.c.name == name)
            connection.execute(update(known_names).where(here).values(people=known_names.c.people - count))
            touched.add(known)
        connection.execute(update(people).where(theirs).values(known=None))
    return touched


def tidy(connection: Connection, numbers: Collection[int]) -> None:
    """Drops names that no article uses and people without one; the rest are called by their commonest full name."""
    for batch in batches(sorted(numbers)):
        unused = known_names.c.person.in_(batch) & (known_names.c.people <= 0)
        connection.execute(delete(known_names).where(unused))
        theirs = select(known_names.c.name).where(known_names.c.person == known_people.c.number)
        order = (known_names.c.is_full.desc(), known_names.c.people.desc(), known_names.c.name)
        connection.execute(delete(known_people).where(known_people.c.number.in_(batch), ~theirs.exists()))
        name = theirs.order_by(*order).limit(1).scalar_subquery()
        connection.execute(update(known_people).where(known_people.c.number.in_(batch)).values(name=name))


def read_decisions(connection: Connection) -> tuple[Decision, ...]:
    """What readers decided, oldest first."""
    statement = select(decisions.c.kind, decisions.c.name, decisions.c.other).order_by(decisions.c.number)
    return tuple(Decision(*row) for row in connection.execute(statement))


def decide(connection: Connection, decision: Decision) -> None:
    """Keeps a reader's decision and links the people it is about anew."""
    row = {"kind": decision.kind, "name": decision.name, "other": decision.other}
    connection.execute(insert(decisions).values(row))
    _relink(connection, decision)


def undo(connection: Connection) -> Decision | None:
    """Takes the newest decision back; None if there is none."""
    row = connection.execute(select(decisions).order_by(decisions.c.number.desc()).limit(1)).first()
    if row is None:
        return None
    connection.execute(delete(decisions).where(decisions.c.number == row.number))
    decision = Decision(row.kind, row.name, row.other)
    _relink(connection, decision)
    return decision


def _relink(connection: Connection, decision: Decision) -> None:
    """Links all people anew who are, or are known by, a name of the decision, in the order of the articles."""
    names = (decision.name, decision.other)
    named = select(known_names.c.person).where(known_names.c.name.in_(names)).distinct()
    numbers = list(connection.execute(named).scalars())
    theirs = people.c.known.in_(numbers) | (people.c.known.is_(None) & people.c.name.in_(names))
    rows = connection.execute(select(people).where(theirs).order_by(people.c.version, people.c.position)).all()
    connection.execute(update(people).where(theirs).values(known=None))
    connection.execute(delete(known_names).where(known_names.c.person.in_(numbers)))
    decided = read_decisions(connection)
    touched = set(numbers)
    for row in rows:
        person = Person(row.name, tuple(json.loads(row.aliases)), tuple(json.loads(row.roles)))
        known = _known_as(connection, person, decided)
        if known is not None:
            here = (people.c.version == row.version) & (people.c.position == row.position)
            connection.execute(update(people).where(here).values(known=known))
            touched.add(known)
    tidy(connection, touched)


def _known_as(connection: Connection, person: Person, decided: Sequence[Decision]) -> int | None:
    """The number of the known person that this is, a new one if need be.

    None for a family name without an office that fits nobody: it tells no one person of the archive.
    """
    keys = person_keys(person.name)
    number = _merged(connection, person.name, decided)
    if number is None:
        near = [known for known in known_by_keys(connection, keys) if not _split(person.name, known.names, decided)]
        number = choose(person, near, decided)
    full = parse_name(person.name).full
    if number is None:
        if not keys or not (full or person.roles):
            return None
        statement = insert(known_people).values(name=person.name).returning(known_people.c.number)
        number = int(connection.execute(statement).scalar_one())
    row: dict[str, Any] = {"person": number, "name": person.name, "is_full": full, "people": 1}
    more = sqlite_insert(known_names).values(row)
    connection.execute(more.on_conflict_do_update(set_={"people": known_names.c.people + 1}))
    if keys:
        keyed = [{"key": key, "person": number, "name": person.name} for key in keys]
        connection.execute(sqlite_insert(name_keys).on_conflict_do_nothing(), keyed)
    return number


def _merged(connection: Connection, name: str, decided: Sequence[Decision]) -> int | None:
    """The known person with the other name of a merge, where this is one of its names or another spelling of it."""
    for decision in decided:
        if decision.kind != "merge":
            continue
        for one, other in ((decision.name, decision.other), (decision.other, decision.name)):
            if normal(name) == normal(one) or same_full_name(name, one):
                statement = select(known_names.c.person).where(known_names.c.name == other).limit(1)
                if (number := connection.execute(statement).scalar()) is not None:
                    return int(number)
    return None


def _split(name: str, names: Sequence[str], decided: Sequence[Decision]) -> bool:
    """Whether a reader said that the person of this name is not the one with these names, whatever it is called."""
    mine, theirs = normal(name), {normal(other) for other in names}
    pairs = [(normal(one.name), normal(one.other)) for one in decided if one.kind == "split"]
    return any((one == mine and other in theirs) or (other == mine and one in theirs) for one, other in pairs)
