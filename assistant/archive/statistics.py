"""The archive in numbers."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, and_, func, select

from assistant.archive.facts import readable
from assistant.archive.migrations import newest_version
from assistant.archive.reading import archive_state
from assistant.archive.records import CollectionReport, Statistics
from assistant.archive.schema import articles, events, facts, known_people, versions


def statistics(connection: Connection, folder: Path, collection: CollectionReport) -> Statistics:
    """Counts of everything in the catalogue, with the report of the collection."""
    now = archive_state(connection)
    current = versions.c.current
    row = connection.execute(
        select(
            func.count().label("versions"),
            func.coalesce(func.sum(versions.c.sentence_count).filter(current), 0).label("sentences"),
            func.coalesce(func.sum(versions.c.chunk_count).filter(current), 0).label("chunks"),
            func.count().filter(and_(current, versions.c.published.is_(None))).label("undated"),
            func.count().filter(and_(current, versions.c.embedded_in.is_(None))).label("pending"),
            func.count(versions.c.outlet.distinct()).filter(current).label("outlets"),
            func.min(versions.c.published).filter(current).label("oldest"),
            func.max(versions.c.published).filter(current).label("newest"),
        )
    ).one()
    read = select(facts.c.version).where(facts.c.version == versions.c.number, readable())
    unread = select(func.count()).where(current, versions.c.embedded_in.is_not(None), ~read.exists())
    return Statistics(
        articles=connection.execute(select(func.count()).select_from(articles)).scalar_one(),
        versions=row.versions,
        sentences=row.sentences,
        chunks=row.chunks,
        undated=row.undated,
        pending=row.pending,
        unread=connection.execute(unread).scalar_one(),
        people=connection.execute(select(func.count()).select_from(known_people)).scalar_one(),
        events=connection.execute(select(func.count()).select_from(events)).scalar_one(),
        bytes=sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()),
        outlets=row.outlets,
        oldest=row.oldest,
        newest=row.newest,
        model_key=now.model_key,
        schema_version=newest_version(),
        generation=now.generation,
        collection=collection,
    )
