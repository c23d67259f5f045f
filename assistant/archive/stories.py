"""Which articles tell one story, kept up as articles come and go; each function in the caller's transaction.

An article is compared with those alone that share a band of a passage with it, so that one more costs the same in a
large archive as in a small one. What is stored is who shares text with whom: the stories are the connected parts, so
an article that is removed or changed leaves its story, and one that held two others together lets them go.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

import numpy as np
from sqlalchemy import Connection, bindparam, delete, func, insert, select, text
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from assistant.archive.copied import forget_copies, mark_copies
from assistant.archive.reading import batches, version_numbers
from assistant.archive.schema import story_bands, story_links, story_read, versions
from assistant.identity.stories import band_keys, same_story

UNREAD = 0  # the story of an article that has not been compared with others yet
# A passage that stands in more articles than this is an outlet's boilerplate, or of a story with enough other links.
_MOST_OF_A_BAND = 64
_COMPARED = 24  # articles that one is compared with, those with most bands in common


def unread_versions(connection: Connection) -> list[int]:
    """Numbers of the current versions that have not been compared with others, oldest first.

    They are read in the order of their numbers, so all of them come after the last that was. An archive of one
    article has nothing to compare: it waits for the second, and no ingest of one article loads datasketch for it.
    """
    held = connection.execute(select(versions.c.number).where(versions.c.current).limit(2)).all()
    if len(held) < 2:
        return []
    last = select(func.coalesce(func.max(story_read.c.version), 0)).scalar_subquery()
    waiting = select(versions.c.number).where(versions.c.number > last, versions.c.current)
    return list(connection.execute(waiting.order_by(versions.c.number)).scalars())


def read_versions(connection: Connection, numbers: Sequence[int]) -> None:
    """Compares versions with those before them and stores what they share."""
    for number in numbers:
        body = _texts(connection, [number]).get(number)
        if body is None:
            continue
        keys = band_keys(body)
        rows = connection.execute(_SHARING, {"keys": json.dumps(keys)}).all()
        near = Counter(version for _, version in rows if version != number).most_common(_COMPARED)
        others = _texts(connection, [other for other, _ in near])
        same = [other for other, found in others.items() if same_story(body, found)]
        _store(connection, number, keys, Counter(key for key, _ in rows), same)
        mark_copies(connection, number)


def forget_versions(connection: Connection, numbers: Sequence[int]) -> None:
    """Takes versions out of their stories, before they are superseded or deleted."""
    for batch in batches(numbers):
        rows = connection.execute(select(story_read).where(story_read.c.version.in_(batch))).all()
        bands = [(int(key), row.version) for row in rows for key in np.frombuffer(row.bands, "<i8")]
        links = select(story_links.c.version, story_links.c.other).where(story_links.c.version.in_(batch))
        pairs = connection.execute(links).all()
        if bands:
            connection.execute(_DROP_BAND, [{"this_key": key, "this_version": number} for key, number in bands])
        if pairs:
            both = [*pairs, *((other, version) for version, other in pairs)]
            connection.execute(_DROP_LINK, [{"one": one, "two": two} for one, two in both])
        connection.execute(delete(story_read).where(story_read.c.version.in_(batch)))
    forget_copies(connection, numbers)


def story_numbers(connection: Connection, pairs: Sequence[tuple[str, int]]) -> dict[tuple[str, int], int]:
    """(article id, version) → number of its story, the lowest of its versions; `UNREAD` where it is not known.

    Numbers hold as long as nothing is written. Unknown articles are left out.
    """
    numbers = version_numbers(connection, set(pairs))
    wanted = list(numbers.values())
    known: set[int] = set()
    for batch in batches(wanted):
        known.update(
            connection.execute(select(story_read.c.version).where(story_read.c.version.in_(batch))).scalars()
        )
    story = _connected(connection, known)
    return {pair: story.get(number, UNREAD) for pair, number in numbers.items()}


def _connected(connection: Connection, numbers: set[int]) -> dict[int, int]:
    """Version → the lowest version that it is connected with, for all that the given ones reach."""
    story: dict[int, int] = {}
    neighbours: dict[int, list[int]] = {number: [] for number in numbers}
    edge = list(numbers)
    while edge:
        links: list[tuple[int, int]] = []
        for batch in batches(edge):
            statement = select(story_links.c.version, story_links.c.other).where(story_links.c.version.in_(batch))
            links += [(version, other) for version, other in connection.execute(statement)]
        edge = [other for other in dict.fromkeys(other for _, other in links) if other not in neighbours]
        neighbours.update((other, []) for other in edge)
        for version, other in links:
            neighbours[version].append(other)
    for number in sorted(neighbours):
        waiting = [number] if number not in story else []
        while waiting:
            one = waiting.pop()
            if one not in story:
                story[one] = number
                waiting += neighbours[one]
    return story


def _store(connection: Connection, number: int, keys: Sequence[int], held: Counter[int], same: Sequence[int]) -> None:
    stored = np.array(keys, dtype="<i8").tobytes()
    connection.execute(insert(story_read).values(version=number, bands=stored))
    rows = [{"key": key, "version": number} for key in keys if held[key] < _MOST_OF_A_BAND]
    if rows:
        connection.execute(sqlite_insert(story_bands).on_conflict_do_nothing(), rows)
    if same:
        both = [(number, other) for other in same] + [(other, number) for other in same]
        connection.execute(insert(story_links), [{"version": one, "other": two} for one, two in both])


def _texts(connection: Connection, numbers: Sequence[int]) -> dict[int, str]:
    statement = select(versions.c.number, versions.c.text).where(versions.c.number.in_(numbers), versions.c.current)
    return {row.number: row.text for row in connection.execute(statement)}


_SHARING = text("""
    SELECT story_bands.key, story_bands.version
    FROM json_each(:keys) AS wanted
    CROSS JOIN story_bands ON story_bands.key = wanted.value
""")
_DROP_BAND = delete(story_bands).where(
    story_bands.c.key == bindparam("this_key"), story_bands.c.version == bindparam("this_version")
)
_DROP_LINK = delete(story_links).where(
    story_links.c.version == bindparam("one"), story_links.c.other == bindparam("two")
)
