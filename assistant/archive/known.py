"""The known people of the archive, read with their names, offices and numbers of articles."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, text

from assistant.archive.schema import known_people, people
from assistant.identity.people import KnownPerson
from assistant.language.fullnames import parse_name
from assistant.language.spelling import spelling_key

MOST_NEAR = 50  # known people that one person is compared with: those who share most of the name's keys
COMMON = 60  # people; a key that more share, as that of "Thomas", is left out where the name has a rarer one
MOST_ROLES = 30


@dataclass(frozen=True, slots=True)
class PersonOfArchive(KnownPerson):
    """A known person with the number of current articles that speak of them; `names` the commonest first."""

    articles: int = 0


def known_by_keys(connection: Connection, keys: Sequence[str]) -> tuple[PersonOfArchive, ...]:
    """The known people one of whose names has one of the blocking keys; of many, those who share most of them.

    Their articles are not counted: `known_of` does that.
    """
    if not keys:
        return ()
    counted = connection.execute(_SHARED_BY, {"keys": json.dumps(keys), "most": COMMON + 1})
    shared = sorted((count, key) for key, count in counted)
    asked = [key for at, (count, key) in enumerate(shared) if at == 0 or count <= COMMON]
    rows = connection.execute(_NEAR, {"keys": json.dumps(asked), "most": MOST_NEAR})
    return _people_of(rows)


def known_of(connection: Connection, numbers: Sequence[int]) -> tuple[PersonOfArchive, ...]:
    """Known people by number; those that have no name any more are left out."""
    rows = connection.execute(_OF, {"numbers": json.dumps(list(numbers))})
    return _people_of(rows)


def _people_of(rows: Iterable[Any]) -> tuple[PersonOfArchive, ...]:
    """Rows of number, name, roles, spelling and number of articles → one record a number."""
    by_number: dict[int, list[Any]] = {}
    for row in rows:
        by_number.setdefault(row[0], []).append(row)
    return tuple(
        PersonOfArchive(
            number,
            theirs[0][1],
            tuple(row[3] for row in theirs),
            tuple(json.loads(theirs[0][2])),
            theirs[0][4],
        )
        for number, theirs in by_number.items()
    )


# Asked for every person of every article, so they are written out: SQLAlchemy takes longer to put a statement
# together than SQLite to answer it.
_SHARED_BY = text("""
    SELECT value, (SELECT count(*) FROM (SELECT 1 FROM name_keys WHERE key = value LIMIT :most))
    FROM json_each(:keys)
""")
_KNOWN = """
    SELECT known_people.number, known_people.name, known_people.roles, known_names.name, {articles}
    FROM known_people JOIN known_names ON known_names.person = known_people.number
    WHERE known_people.number IN ({numbers})
    ORDER BY known_people.number, known_names.people DESC, known_names.name
"""
_NEAR = text(
    _KNOWN.format(
        articles="0",
        numbers="SELECT person FROM name_keys WHERE key IN (SELECT value FROM json_each(:keys)) "
        "GROUP BY person ORDER BY count(DISTINCT key) DESC, person LIMIT :most",
    )
)
_OF = text(
    _KNOWN.format(
        articles="(SELECT count(DISTINCT version) FROM people WHERE people.known = known_people.number)",
        numbers="SELECT value FROM json_each(:numbers)",
    )
)


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
