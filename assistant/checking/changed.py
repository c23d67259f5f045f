"""Whether the articles behind an old answer are still what they were when it was given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any, Literal, Protocol, TypeAlias

from assistant.errors import ArticleNotFound
from assistant.types import Article, Citation

Change: TypeAlias = Literal["edited", "removed", "altered"]


class ArticleStore(Protocol):
    """What `changed` needs of an archive."""

    def article(self, article_id: str, version: int | None = None) -> Article:
        """One version of an article, the current one if none is given. Raises ArticleNotFound."""


@dataclass(frozen=True, slots=True)
class ChangedCitation:
    """A citation whose article is not what it was.

    `edited`: the article has a newer text; the quotation stands in the old version. `removed`: neither is there.
    `altered`: the stored text at the citation's place is not its quotation, which must never happen.
    """

    number: int
    article_id: str
    change: Change


def changed(
    citations: Iterable[Citation | Mapping[str, Any]] | Mapping[str, Any], archive: ArticleStore
) -> tuple[ChangedCitation, ...]:
    """The citations of an answer (or of its JSON, or the citations alone) whose articles have changed, by number.

    Raises KeyError for JSON that is no answer.
    """
    listed = citations["citations"] if isinstance(citations, Mapping) else citations
    found = (_change(_fields(citation), archive) for citation in listed)
    return tuple(sorted((one for one in found if one), key=lambda one: one.number))


def _fields(citation: Citation | Mapping[str, Any]) -> Citation:
    if isinstance(citation, Citation):
        return citation
    # What has a default came later: answers kept before lack it.
    needed = [field.name for field in fields(Citation) if field.default is MISSING]
    return Citation(**{name: citation[name] for name in needed})


def _change(citation: Citation, archive: ArticleStore) -> ChangedCitation | None:
    current = _article(archive, citation.article_id, None)
    cited = _article(archive, citation.article_id, version_of(citation.sentence_id))
    if cited is None:
        return ChangedCitation(citation.number, citation.article_id, "removed" if current is None else "edited")
    if cited.text_hash != citation.text_hash or cited.text[citation.start : citation.end] != citation.quote:
        return ChangedCitation(citation.number, citation.article_id, "altered")
    if current is None:
        return ChangedCitation(citation.number, citation.article_id, "removed")
    if current.text_hash != citation.text_hash:
        return ChangedCitation(citation.number, citation.article_id, "edited")
    return None


def _article(archive: ArticleStore, article_id: str, version: int | None) -> Article | None:
    try:
        return archive.article(article_id, version)
    except ArticleNotFound:
        return None


def version_of(sentence_id: str) -> int | None:
    """The version in "article_id@version#s12"; None where there is none."""
    number = sentence_id.rpartition("#")[0].rpartition("@")[2]
    return int(number) if number.isdigit() else None
