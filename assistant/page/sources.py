"""Citations with what stands around them in their article, as the source cards show them."""

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
    """One citation in its context: `before + citation.quote + after` is a part of the stored text."""

    citation: Citation
    before: str
    after: str
    language: str | None
    newer: bool = False  # the article has a newer version than the cited one
    gone: bool = False  # the article is no longer in the archive


def context_around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after text[start:end] in its paragraph; paragraphs are parted by an empty line.

    A sentence that is a paragraph by itself is shown with the paragraphs beside it.
    """
    first, last = _paragraph(text, start, end)
    if (first, last) == (start, end):
        first, last = _paragraph(text, max(0, start - 2), min(len(text), end + 2))
    return text[first:start], text[end:last]


def _paragraph(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the paragraphs begin and end that hold text[start:end]."""
    before, after = text.rfind("\n\n", 0, start), text.find("\n\n", end)
    return before + 2 if before >= 0 else 0, after if after >= 0 else len(text)


def with_context(citations: Iterable[Citation], assistant: Assistant) -> tuple[Source, ...]:
    """Each citation in its context, from the stored text of the version it cites."""
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
    before, after = context_around(article.text, citation.start, citation.end)
    return Source(citation, before, after, article.language, newer=newest > article.version)


def cited_version(sentence_id: str) -> int | None:
    """The version in a sentence's id, `article_id@version#s12`; None where there is none."""
    version = sentence_id.rpartition("#")[0].rpartition("@")[2]
    return int(version) if version.isdecimal() else None
