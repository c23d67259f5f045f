"""What is understood of one text, without storing it: `presseschau explain`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assistant.archive.records import NewArticle, Span
from assistant.errors import SourceError
from assistant.language.detect import detect_language
from assistant.language.facts import Facts, read_article
from assistant.language.instructions import planted
from assistant.types import NameSpan
from ingest.decode import decode, mend
from ingest.facts import NameTagger
from ingest.load import RawArticle, find_files, load
from ingest.prepare import Flags, prepare, sentence_spans
from ingest.records import Failure


@dataclass(frozen=True, slots=True)
class Explanation:
    """One text as ingest would have it: the clean article, its sentences, people, times and events."""

    article: NewArticle
    sentences: tuple[Span, ...]
    facts: Facts

    @property
    def planted(self) -> tuple[int, ...]:
        """Indices of the sentences that give orders to an assistant; no answer cites them."""
        texts = [self.article.text[span.start : span.end] for span in self.sentences]
        return planted(texts, [span.paragraph for span in self.sentences])

    def to_json(self) -> dict[str, Any]:
        """JSON-ready values; all offsets count characters into `text`, end exclusive."""
        ids = [f"s{number}" for number in range(1, len(self.sentences) + 1)]
        return {
            "title": self.article.title,
            "published": self.article.published.isoformat() if self.article.published else None,
            "outlet": self.article.outlet,
            "author": self.article.author,
            "text": self.article.text,
            "language": self.article.language,
            "sentences": [
                {"id": identity, "start": span.start, "end": span.end}
                for identity, span in zip(ids, self.sentences, strict=True)
            ],
            "planted": [ids[index] for index in self.planted],
            **self.facts.to_json(ids),
        }


def explain(
    source: str | Path, tagger: NameTagger, *, published: date | None = None, raw: bool = False
) -> Explanation:
    """What is understood of the one article in a file.

    tagger: tells the names, as an embedder does. published: fills what the file does not say. raw: the text is taken
    as it is, so that offsets fit the file.
    Raises SourceError where there is no such file or no article in it.
    """
    (found, *_) = find_files([source])
    if isinstance(found, Failure):
        raise SourceError(found.source, found.message)
    if raw:
        return explain_text(decode(found.read_bytes(), html=False), tagger, published=published, raw=True)
    article = next(load(found), None)
    if article is None or isinstance(article, Failure):
        raise SourceError(str(source), article.message if article else "there is no article in it")
    return _explained(prepare(article, Flags(published)), tagger)


def explain_text(text: str, tagger: NameTagger, *, published: date | None = None, raw: bool = False) -> Explanation:
    """What is understood of a text; see `explain`."""
    if raw:
        return _explained(
            NewArticle(title="", text=text, language=detect_language(text), published=published), tagger
        )
    return _explained(prepare(RawArticle(source="", kind="plain", text=mend(text)), Flags(published)), tagger)


def _explained(article: NewArticle, tagger: NameTagger) -> Explanation:
    sentences = tuple(sentence_spans(article.text, article.language))
    tagged = tagger.names([article.text[span.start : span.end] for span in sentences])
    names = [
        NameSpan(span.start + name.start, span.start + name.end, name.kind, name.score)
        for span, found in zip(sentences, tagged, strict=True)
        for name in found
    ]
    spans = [(span.start, span.end) for span in sentences]
    return Explanation(
        article, sentences, read_article(article.text, article.language, article.published, spans, names)
    )
