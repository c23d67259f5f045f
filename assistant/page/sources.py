"""Citations with the paragraph they stand in, as the source cards show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.errors import ArticleNotFound
from assistant.types import Citation

if TYPE_CHECKING:
    from assistant.assistant import Assistant


@dataclass(frozen=True, slots=True)
class Source:
    """One citation and its paragraph: `before + citation.quote + after`."""

    citation: Citation
    before: str
    after: str
    language: str | None
    newer: bool = False  # the article has a newer version than the cited one
    gone: bool = False  # the article is no longer in the archive


def paragraph_around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after text[start:end] in its paragraph; paragraphs are parted by an empty line."""
    first = text.rfind("\n\n", 0, start)
    last = text.find("\n\n", end)
    return text[first + 2 if first >= 0 else 0 : start], text[end : last if last >= 0 else len(text)]


def with_paragraphs(citations: Iterable[Citation], assistant: Assistant) -> tuple[Source, ...]:
    """Each citation with its paragraph, from the stored text of the version it cites."""
    return tuple(_source(citation, assistant) for citation in citations)


def _source(citation: Citation, assistant: Assistant) -> Source:
    version = cited_version(citation.sentence_id)
    try:
        article = assistant.article(citation.article_id, version)
        newest = assistant.article(citation.article_id).version
    except ArticleNotFound:
        return Source(citation, "", "", None, gone=True)
    if article.text[citation.start : citation.end] != citation.quote:
        return Source(citation, "", "", article.language)
    before, after = paragraph_around(article.text, citation.start, citation.end)
    return Source(citation, before, after, article.language, newer=newest > article.version)


def cited_version(sentence_id: str) -> int | None:
    """The version in a sentence's id, `article_id@version#s12`; None where there is none."""
    version = sentence_id.rpartition("#")[0].rpartition("@")[2]
    return int(version) if version.isdecimal() else None
