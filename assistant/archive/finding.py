"""Finds one article by what a person may call it."""

from __future__ import annotations

from sqlalchemy import Connection, or_, select

from assistant.archive.reading import article_rows, read_articles
from assistant.archive.schema import articles, versions
from assistant.errors import ArticleNotFound
from assistant.types import Article

_NEAR = 3  # ids named in the remedy
_ALIKE = 60.0  # of 100: below this an id is no near miss


def find_article(connection: Connection, given: str, version: int | None = None) -> Article:
    """By id, else by a source id or file name that only one current article has; its newest version unless named.

    Raises ArticleNotFound with the nearest ids, or with the ids that share the name.
    """
    article_id = _known_id(connection, given)
    statement = article_rows().where(articles.c.id == article_id)
    wanted = versions.c.current if version is None else versions.c.version == version
    found = read_articles(connection, statement.where(wanted))
    if found:
        return found[0]
    newest = read_articles(connection, statement.where(versions.c.current))[0].version
    raise ArticleNotFound(f"the article {article_id} has no version {version}", f"its newest is {newest}")


def _known_id(connection: Connection, given: str) -> str:
    if connection.execute(select(articles.c.id).where(articles.c.id == given)).first():
        return given
    by_source_id = select(articles.c.id).join_from(articles, versions).where(versions.c.current)
    file_name = or_(
        versions.c.source == given,
        versions.c.source.endswith("/" + given, autoescape=True),
        versions.c.source.endswith("\\" + given, autoescape=True),
    )
    for condition in (versions.c.source_id == given, file_name):
        same = sorted(connection.execute(by_source_id.where(condition).limit(50)).scalars())
        if len(same) == 1:
            return str(same[0])
        if same:
            few = ", ".join(same[:_NEAR])
            raise ArticleNotFound(f"several articles are called {given!r}", f"name one by its id, such as {few}")
    raise ArticleNotFound(f"there is no article {given!r}", _near_ids(connection, given))


def _near_ids(connection: Connection, given: str) -> str:
    from rapidfuzz import process

    known = list(connection.execute(select(articles.c.id)).scalars())
    near = [found[0] for found in process.extract(given, known, limit=_NEAR, score_cutoff=_ALIKE)]
    if near:
        return f"did you mean {', '.join(near)}?"
    return "`presseschau articles` lists them" if known else "the archive is empty, `presseschau ingest` fills it"
