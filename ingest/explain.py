"""What is understood of one text, without storing it: `presseschau explain`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assistant.archive.records import NewArticle, Span
from assistant.errors import SourceError
from assistant.language.detect import detect_language
from assistant.language.times import TimeExpression, find_times
from ingest.decode import decode, mend
from ingest.load import RawArticle, find_files, load
from ingest.prepare import Flags, prepare, sentence_spans
from ingest.records import Failure


@dataclass(frozen=True, slots=True)
class Explanation:
    """One text as ingest would have it: the clean article, its sentences and its time expressions."""

    article: NewArticle
    sentences: tuple[Span, ...]
    times: tuple[TimeExpression, ...]

    def to_json(self) -> dict[str, Any]:
        """JSON-ready values; all offsets count characters into `text`, end exclusive."""
        return {
            "title": self.article.title,
            "published": self.article.published.isoformat() if self.article.published else None,
            "outlet": self.article.outlet,
            "author": self.article.author,
            "text": self.article.text,
            "language": self.article.language,
            "sentences": [
                {"id": f"s{number}", "start": span.start, "end": span.end}
                for number, span in enumerate(self.sentences, start=1)
            ],
            "times": [_time(found) for found in self.times],
        }


def explain(source: str | Path, *, published: date | None = None, raw: bool = False) -> Explanation:
    """What is understood of the one article in a file.

    published: fills what the file does not say. raw: the text is taken as it is, so that offsets fit the file.
    Raises SourceError where there is no such file or no article in it.
    """
    (found, *_) = find_files([source])
    if isinstance(found, Failure):
        raise SourceError(found.source, found.message)
    if raw:
        return explain_text(decode(found.read_bytes(), html=False), published=published, raw=True)
    article = next(load(found), None)
    if article is None or isinstance(article, Failure):
        raise SourceError(str(source), article.message if article else "there is no article in it")
    return _explained(prepare(article, Flags(published)))


def explain_text(text: str, *, published: date | None = None, raw: bool = False) -> Explanation:
    """What is understood of a text; see `explain`."""
    if raw:
        return _explained(NewArticle(title="", text=text, language=detect_language(text), published=published))
    return _explained(prepare(RawArticle(source="", kind="plain", text=mend(text)), Flags(published)))


def _explained(article: NewArticle) -> Explanation:
    sentences = tuple(sentence_spans(article.text, article.language))
    return Explanation(article, sentences, find_times(article.text, article.language, article.published))


def _time(found: TimeExpression) -> dict[str, Any]:
    span = found.span
    return {
        "start_char": found.start_char,
        "end_char": found.end_char,
        "phrase": found.phrase,
        "type": found.type,
        "timex": found.timex,
        "start": span.start.isoformat() if span and span.start else None,
        "end": span.end.isoformat() if span and span.end else None,
        "precision": span.precision if span else None,
    }
