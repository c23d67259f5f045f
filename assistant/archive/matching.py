"""Which stored article an incoming one is: the same again, a new version of it, or another."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, and_, not_, or_, select

from assistant.archive.ids import names_one_article
from assistant.archive.schema import versions


def matching_version(
    connection: Connection, *, url: str | None, source: str, source_id: str | None, text_hash: str, outlet: str | None
) -> int | None:
    """The number of the current version that the incoming article is or replaces; None for a new article.

    In this order: the same id in the same source, or the same file that holds one article; the same address; the same
    text of the same outlet (moved). Two ids in one source are two articles whatever else they share; the same text in
    another outlet or at another address is another article, a story told again.
    """
    same_source = versions.c.source == source
    conditions: list[ColumnElement[bool]] = []
    if names_one_article(source, source_id):
        conditions.append(and_(same_source, versions.c.source_id.is_not_distinct_from(source_id)))
    another = not_(and_(same_source, versions.c.source_id.is_not(None), versions.c.source_id != source_id))
    distinct: ColumnElement[bool] = another if source_id is not None else versions.c.number.is_not(None)
    if url:
        conditions.append(and_(versions.c.url == url, distinct))
    same_text = and_(versions.c.text_hash == text_hash, versions.c.outlet.is_not_distinct_from(outlet), distinct)
    if url:
        same_text = and_(same_text, or_(versions.c.url.is_(None), versions.c.url == url))
    conditions.append(same_text)
    for condition in conditions:
        statement = select(versions.c.number).where(versions.c.current, condition)
        found = connection.execute(statement.order_by(versions.c.number.desc()).limit(1)).scalar()
        if found is not None:
            return int(found)
    return None
