"""Chunks that only repeat what an earlier article of their story says: found, but no word is commoner for them.

Else a story that ten outlets print would make its own words the commonest of a small archive, and change which
sentence answers. What is kept is which chunk repeats which version, and the words of those chunks once more, so that
they can be taken off the counts of all. Every function runs in the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, delete, func, insert, select, text

from assistant.archive.reading import batches
from assistant.archive.schema import chunks, copied_chunks, story_links, versions
from assistant.identity.stories import shingles

REPEATED = 0.8  # share of a chunk's runs of five words that one other article has


def mark_copies(connection: Connection, number: int) -> None:
    """Finds the chunks of a version that repeat an earlier one of its story, and takes their words off the counts."""
    linked = select(story_links.c.other).where(story_links.c.version == number, story_links.c.other < number)
    rows = connection.execute(
        select(versions.c.number, versions.c.text).where(versions.c.number.in_(linked)).order_by(versions.c.number)
    ).all()
    if not rows:
        return
    body = connection.execute(select(versions.c.text).where(versions.c.number == number)).scalar_one()
    spans = connection.execute(
        select(chunks.c.number, chunks.c.start, chunks.c.end).where(chunks.c.version == number)
    )
    earlier = [(row.number, shingles(row.text)) for row in rows]
    found = []
    for chunk, start, end in spans:
        own = shingles(body[start:end])
        source = next((other for other, theirs in earlier if len(own & theirs) >= REPEATED * len(own)), None)
        if source is not None:
            found.append({"chunk": chunk, "version": number, "source": source})
    if found:
        connection.execute(insert(copied_chunks), found)
        connection.execute(_ADD_WORDS, [{"number": row["chunk"]} for row in found])


def forget_copies(connection: Connection, numbers: Sequence[int]) -> None:
    """Before versions go, and after their links have gone: what repeated one of them may repeat another, or none."""
    for batch in batches(numbers):
        _unmark(connection, copied_chunks.c.version.in_(batch))
        holders = select(copied_chunks.c.version).where(copied_chunks.c.source.in_(batch)).distinct()
        for number in sorted(connection.execute(holders).scalars().all()):
            _unmark(connection, copied_chunks.c.version == number)
            mark_copies(connection, number)


def reindex_copies(connection: Connection, number: int) -> None:
    """After the words of a version were written anew."""
    copied = connection.execute(select(copied_chunks.c.chunk).where(copied_chunks.c.version == number)).scalars()
    for chunk in copied.all():
        connection.execute(_DROP_WORDS, {"number": chunk})
        connection.execute(_ADD_WORDS, {"number": chunk})


def copied_count(connection: Connection) -> int:
    """How many chunks only repeat another article."""
    return int(connection.execute(select(func.count()).select_from(copied_chunks)).scalar_one())


def copied_frequencies(connection: Connection, terms: Sequence[str]) -> dict[str, int]:
    """Term → number of such chunks that hold it; terms that none holds are left out."""
    rows = connection.execute(_FREQUENCY, {"terms": list(terms)})
    return {row.term: row.doc for row in rows}


def _unmark(connection: Connection, condition: object) -> None:
    found = connection.execute(select(copied_chunks.c.chunk).where(condition)).scalars().all()  # type: ignore[arg-type]
    if found:
        connection.execute(_DROP_WORDS, [{"number": number} for number in found])
        for batch in batches(found):
            connection.execute(delete(copied_chunks).where(copied_chunks.c.chunk.in_(batch)))


_ADD_WORDS = text(
    "INSERT INTO copied_words (rowid, title, body, names) "
    "SELECT rowid, title, body, names FROM words WHERE rowid = :number"
)
_DROP_WORDS = text("DELETE FROM copied_words WHERE rowid = :number")
_FREQUENCY = text("SELECT term, doc FROM copied_vocabulary WHERE term IN :terms").bindparams(
    bindparam("terms", expanding=True)
)
