"""A raw article → a clean one with its sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.archive.records import NewArticle, Span
from assistant.errors import SourceError
from assistant.language.detect import detect_language
from assistant.language.sentences import split_sentences
from ingest.clean import clean
from ingest.decode import mend
from ingest.html import TAGS, read_html, text_of_fragment
from ingest.load import RawArticle
from ingest.markdown import plain_text

_PARAGRAPH = re.compile(r"\n(?:[^\S\n]*\n)+")


@dataclass(frozen=True, slots=True)
class Flags:
    """Metadata given with the command. It fills what a source does not say; with `force` it counts before that."""

    published: date | None = None
    outlet: str | None = None
    language: str | None = None
    force: bool = False


def prepare(raw: RawArticle, flags: Flags) -> NewArticle:
    """The article as it will be stored. SourceError where nothing of an article is left of the source."""
    published, outlet, author = raw.published, raw.outlet, raw.author
    url, language, title, text = raw.url, raw.language, raw.title, raw.text
    if raw.kind == "html":
        page = read_html(text)
        title, text = mend(page.title), mend(page.text)
        published, outlet, author = page.published, page.outlet, page.author
        url, language = page.url, page.language
    elif raw.kind == "markdown":
        heading, text = plain_text(text)
        title = title or heading
    if raw.kind == "json" and TAGS.search(text):
        text = mend(text_of_fragment(text))
    cleaned = clean(text, title)
    if not cleaned.text:
        raise SourceError("nothing but a page's frame was found, no text of an article", "give its text as .jsonl")
    found = Flags(published or cleaned.published, outlet or cleaned.outlet, language)
    first, second = (flags, found) if flags.force else (found, flags)
    return NewArticle(
        title=cleaned.title,
        text=cleaned.text,
        language=first.language or second.language or detect_language(f"{cleaned.title}\n{cleaned.text}"),
        published=first.published or second.published,
        outlet=first.outlet or second.outlet,
        url=url,
        author=author or cleaned.author,
        source=raw.source,
        source_id=raw.source_id,
    )


def sentence_spans(text: str, language: str) -> list[Span]:
    """The sentences of a text with the number of their paragraph."""
    return spans_in_paragraphs(text, split_sentences(text, language))


def spans_in_paragraphs(text: str, offsets: Sequence[tuple[int, int]]) -> list[Span]:
    """Offsets of sentences with the number of the paragraph each lies in; paragraphs are parted by empty lines."""
    borders = [match.start() for match in _PARAGRAPH.finditer(text)]
    spans, paragraph = [], 0
    for start, end in offsets:
        while paragraph < len(borders) and borders[paragraph] < start:
            paragraph += 1
        spans.append(Span(start=start, end=end, paragraph=paragraph))
    return spans
