"""Which known person of the archive each person of an article is, kept up as articles come and go.

Who is who is decided in `assistant.identity.people`; here its answers are stored. A person is compared only with
those who share a blocking key, so that an article costs the same in a large archive as in a small one.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence

from sqlalchemy import Connection, delete, func, insert, select, text, update

from assistant.archive.known import MOST_ROLES, known_by_keys
from assistant.archive.reading import batches
from assistant.archive.schema import decisions, known_names, known_people, people
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


def tidy(connection: Connection, numbers: Collection[int], unlinked: Collection[int]) -> None:
    """Drops names that no article uses and people without one; the rest are called by their commonest full name.

    unlinked: those of them that somebody was taken from, whose roles may be fewer now.
    """
    for batch in batches(sorted(numbers)):
        unused = known_names.c.person.in_(batch) & (known_names.c.people <= 0)
        connection.execute(delete(known_names).where(unused))
        theirs = select(known_names.c.name).where(known_names.c.person == known_people.c.number)
        order = (known_names.c.is_full.desc(), known_names.c.people.desc(), known_names.c.name)
        connection.execute(delete(known_people).where(known_people.c.number.in_(batch), ~theirs.exists()))
        name = theirs.order_by(*order).limit(1).scalar_subquery()
        connection.execute(update(known_people).where(known_people.c.number.in_(batch)).values(name=name))
    for number in unlinked:
        _read_roles(connection, number)


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
    tidy(connection, touched, touched)


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
        new = {"name": person.name, "roles": json.dumps(person.roles)}
        number = int(connection.execute(_NEW, new).scalar_one())
    connection.execute(_COUNT, {"person": number, "name": person.name, "is_full": full})
    for key in keys:
        connection.execute(_KEY, {"key": key, "person": number, "name": person.name})
    _add_roles(connection, number, person.roles)
    return number


def _add_roles(connection: Connection, number: int, roles: Sequence[str]) -> None:
    here = known_people.c.number == number
    known = json.loads(connection.execute(select(known_people.c.roles).where(here)).scalar_one())
    newest = list(dict.fromkeys((*roles, *known)))[:MOST_ROLES]
    if newest != known:
        connection.execute(update(known_people).where(here).values(roles=json.dumps(newest)))


def _read_roles(connection: Connection, number: int) -> None:
    """The roles of a known person as the articles that are left say them."""
    newest = select(people.c.roles).where(people.c.known == number).order_by(people.c.version.desc())
    stored = connection.execute(newest.limit(MOST_ROLES)).scalars()
    roles = dict.fromkeys(role for one in stored for role in json.loads(one))
    values = {"roles": json.dumps(list(roles)[:MOST_ROLES])}
    connection.execute(update(known_people).where(known_people.c.number == number).values(values))


# Written out as those of `known` are.
_NEW = text("INSERT INTO known_people (name, roles) VALUES (:name, :roles) RETURNING number")
_COUNT = text(
    "INSERT INTO known_names (person, name, is_full, people) VALUES (:person, :name, :is_full, 1) "
    "ON CONFLICT DO UPDATE SET people = people + 1"
)
_KEY = text("INSERT INTO name_keys (key, person, name) VALUES (:key, :person, :name) ON CONFLICT DO NOTHING")


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
