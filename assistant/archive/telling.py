"""Events as articles tell them, found by who takes part, what is done and when it happened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Subquery, and_, or_, select, true

from assistant.archive import ids
from assistant.archive.facts import read_facts
from assistant.archive.reading import batches, passing
from assistant.archive.schema import articles, events, known_people, participants, people, versions
from assistant.identity.events import ToldEvent
from assistant.language.facts import Facts
from assistant.types import Filters


def told_events(
    connection: Connection,
    person_numbers: Sequence[int],
    names: Sequence[str],
    start: date | None,
    end: date | None,
    actions: Sequence[str],
    filters: Filters,
    limit: int,
) -> tuple[ToldEvent, ...]:
    """See `Archive.told_events`."""
    statement = (
        select(events.c.version, events.c.position, articles.c.id, versions.c.version.label("told_in"),
               versions.c.outlet, versions.c.published)
        .join_from(events, versions, versions.c.number == events.c.version)
        .join(articles, articles.c.number == versions.c.article)
        .where(passing(filters), _within(start, end))
        .order_by(events.c.start.desc().nulls_last(), events.c.version.desc(), events.c.position)
        .limit(limit)
    )  # fmt: skip
    if actions:
        statement = statement.where(events.c.action.in_(actions))
    if person_numbers or names:
        theirs = _events_of(person_numbers, names)
        here = and_(theirs.c.version == events.c.version, theirs.c.event == events.c.position)
        statement = statement.join(theirs, here)
    rows = connection.execute(statement).all()
    found = read_facts(connection, [(row.id, row.told_in) for row in rows])
    known = _known(connection, sorted({row.version for row in rows}))
    return tuple(
        _told(row, found[row.id, row.told_in], known.get(row.version, {}))
        for row in rows
        if (row.id, row.told_in) in found
    )


def _within(start: date | None, end: date | None) -> ColumnElement[bool]:
    """Whether an event may have happened between the two days, both inclusive; an open end reaches to either side."""
    if start is None and end is None:
        return true()
    condition: ColumnElement[bool] = or_(events.c.start.is_not(None), events.c.end.is_not(None))
    if start is not None:
        condition = and_(condition, or_(events.c.end.is_(None), events.c.end >= start))
    if end is not None:
        condition = and_(condition, or_(events.c.start.is_(None), events.c.start <= end))
    return condition


def _events_of(person_numbers: Sequence[int], names: Sequence[str]) -> Subquery:
    """The events in which one of these known people takes part, or somebody unknown who is called so."""
    unknown = and_(people.c.known.is_(None), people.c.name.in_(names))
    same = and_(participants.c.version == people.c.version, participants.c.person == people.c.position)
    return (
        select(participants.c.version, participants.c.event)
        .join_from(people, participants, same)
        .where(or_(people.c.known.in_(person_numbers), unknown))
        .distinct()
        .subquery()
    )


def _known(connection: Connection, version_numbers: Sequence[int]) -> dict[int, dict[int, tuple[int, str]]]:
    """Version → place in its people → number and name of the known person that this is."""
    result: dict[int, dict[int, tuple[int, str]]] = {}
    for batch in batches(version_numbers):
        statement = (
            select(people.c.version, people.c.position, known_people.c.number, known_people.c.name)
            .join_from(people, known_people)
            .where(people.c.version.in_(batch))
        )
        for version, position, number, name in connection.execute(statement):
            result.setdefault(version, {})[position] = (number, name)
    return result


def _told(row: Row[Any, Any, Any, Any, Any, Any], found: Facts, known: dict[int, tuple[int, str]]) -> ToldEvent:
    event = found.events[row.position]
    who = [known.get(one.person) if one.person is not None else None for one in event.participants]
    return ToldEvent(
        event=event,
        article_id=row.id,
        version=row.told_in,
        sentence_ids=tuple(ids.sentence_id(row.id, row.told_in, at) for at in event.sentences),
        outlet=row.outlet,
        published=row.published,
        people=tuple(one[0] if one else None for one in who),
        names=tuple(one[1] if one else named.name for one, named in zip(who, event.participants, strict=True)),
    )
