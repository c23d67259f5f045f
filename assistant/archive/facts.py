"""The facts of article versions: what waits to be read, what was found, and how it is stored and found again."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, bindparam, insert, or_, select, update

from assistant.archive import linking
from assistant.archive.encoding import decode, encode
from assistant.archive.reading import batches
from assistant.archive.records import Read, Unread, UnreadSentence
from assistant.archive.schema import articles, embeddings, events, facts, participants, sentences, versions
from assistant.language.facts import FACTS, Facts
from assistant.types import NameSpan

RULES = "rules"  # found the events, unless a chat model did


def unread_versions(
    connection: Connection, key: str, events_by: str = RULES, only: Collection[str] | None = None
) -> list[int]:
    """Numbers of the current, embedded versions without facts of this key, oldest first.

    events_by: a chat model, to get those too whose events it did not find. only: ids of articles to look at.
    """
    missing = or_(facts.c.key.is_(None), facts.c.key != key)
    if events_by != RULES:
        missing = or_(missing, facts.c.events_by != events_by)
    # Without an order SQLite reads all it needs of a version from an index, which takes a third of the time.
    statement = (
        select(versions.c.number)
        .join_from(versions, facts, facts.c.version == versions.c.number, isouter=True)
        .where(versions.c.current, versions.c.embedded_in.is_not(None), missing)
    )
    if only is None:
        return sorted(connection.execute(statement).scalars())
    named = statement.join(articles, articles.c.number == versions.c.article).add_columns(articles.c.id)
    return sorted(number for number, identity in connection.execute(named) if identity in only)


def unread(connection: Connection, number: int, names_key: str) -> Unread | None:
    """A version with its sentences and the names already found in them; None if it is gone."""
    columns = (articles.c.id, versions.c.text, versions.c.language, versions.c.published)
    statement = select(*columns).join_from(versions, articles).where(versions.c.number == number)
    row = connection.execute(statement).first()
    if row is None:
        return None
    inside = connection.execute(
        select(sentences.c.start, sentences.c.end, embeddings.c.hash, embeddings.c.names, embeddings.c.names_key)
        .join_from(sentences, embeddings)
        .where(sentences.c.version == number)
        .order_by(sentences.c.position)
    )
    found = tuple(
        UnreadSentence(start, end, key, _names(stored) if tagger == names_key else None)
        for start, end, key, stored, tagger in inside
    )
    return Unread(number, row.id, row.text, row.language, row.published, found)


def save_names(connection: Connection, found: Mapping[str, Iterable[NameSpan]], names_key: str) -> None:
    """Text hash → the names in the text, offsets into it."""
    rows = [
        {"of": key, "found": json.dumps([(n.start, n.end, n.kind, round(n.score, 3)) for n in names])}
        for key, names in found.items()
    ]
    if rows:
        statement = update(embeddings).where(embeddings.c.hash == bindparam("of"))
        connection.execute(statement.values(names=bindparam("found"), names_key=names_key), rows)


def _names(stored: str) -> tuple[NameSpan, ...]:
    return tuple(NameSpan(*values) for values in json.loads(stored))


def save(connection: Connection, found: Sequence[Read]) -> None:
    """Replaces the facts of versions and links their people to those of the archive."""
    unlinked = linking.unlink(connection, [read.number for read in found])
    linked: set[int] = set()
    _delete(connection, [read.number for read in found])
    for read in found:
        row = {"version": read.number, "key": read.key, "events_by": read.events_by, "content": encode(read.facts)}
        connection.execute(insert(facts).values(row))
        linked |= linking.link(connection, read.number, read.facts.people)
        _save_events(connection, read)
    linking.tidy(connection, unlinked | linked, unlinked)


def _save_events(connection: Connection, read: Read) -> None:
    told, taking_part = [], []
    for position, event in enumerate(read.facts.events):
        start, end = (event.time.start, event.time.end) if event.time else (None, None)
        told.append(
            {"version": read.number, "position": position, "action": event.action, "start": start, "end": end}
        )
        taking_part += [
            {"version": read.number, "event": position, "position": place, "person": one.person}
            for place, one in enumerate(event.participants)
        ]
    if told:
        connection.execute(insert(events), told)
    if taking_part:
        connection.execute(insert(participants), taking_part)


def forget(connection: Connection, version_numbers: Sequence[int]) -> None:
    """Drops the facts of versions: they are superseded, removed, or must be read anew."""
    unlinked = linking.unlink(connection, version_numbers)
    _delete(connection, version_numbers)
    linking.tidy(connection, unlinked, unlinked)


def _delete(connection: Connection, version_numbers: Sequence[int]) -> None:
    for batch in batches(version_numbers):
        connection.execute(facts.delete().where(facts.c.version.in_(batch)))  # the rest by ON DELETE CASCADE


def readable() -> ColumnElement[bool]:
    """Whether facts were found by this version of the language code; those of others wait to be read anew."""
    return facts.c.key.startswith(f"{FACTS}/", autoescape=True)


def read_facts(connection: Connection, pairs: Sequence[tuple[str, int]]) -> dict[tuple[str, int], Facts]:
    """(article id, version) → its facts; versions that have none are left out."""
    wanted = set(pairs)
    result = {}
    for batch in batches(sorted({identity for identity, _ in wanted})):
        statement = (
            select(articles.c.id, versions.c.version, facts.c.content)
            .join_from(articles, versions)
            .join(facts, facts.c.version == versions.c.number)
            .where(articles.c.id.in_(batch), readable())
        )
        for identity, version, content in connection.execute(statement):
            if (identity, version) in wanted:
                result[identity, version] = decode(content)
    return result
