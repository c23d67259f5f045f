"""Articles in the terminal: a list, one whole, and what is understood of a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from assistant.language.facts import Facts
from assistant.terminal.events import event_line
from assistant.terminal.output import plain, print_remark, show, table
from assistant.types import Article

if TYPE_CHECKING:
    from assistant.archive import NewArticle
    from assistant.explained import Explained
    from ingest.explain import Explanation


def print_articles(articles: Sequence[Article]) -> None:
    """One line an article: id, date of publication, outlet, language, title."""
    if not articles:
        show("The archive is empty: presseschau ingest FOLDER fills it.")
        return
    listed = table("id", "published", "outlet", "language", "title")
    for article in articles:
        published = article.published.isoformat() if article.published else "—"
        listed.add_row(
            plain(article.id), published, plain(article.outlet or "—"), article.language, plain(article.title)
        )
    show(listed)


def print_article(read: Explained) -> None:
    """One article as a reader would have it: title, what is known of it, text; then its people and events."""
    _print_text(read.article, read.article.url, f"{read.article.id}@{read.article.version}")
    if read.facts is not None:
        _print_facts(read.facts)
    _print_planted([read.sentences[index].text for index in read.planted], read.planted)


def _print_text(article: Article | NewArticle, *more: str | None) -> None:
    published = article.published.isoformat() if article.published else "date of publication unknown"
    known = (article.outlet, published, article.author, *more)
    about = " · ".join(part for part in known if part)
    show(plain(article.title, "bold"), plain(about, "dim"), "", plain(article.text))


def article_json(article: Article) -> dict[str, Any]:
    """An article as `articles --json` lists it: all but its text."""
    fields = asdict(article)
    for name in ("published", "ingested_at"):
        fields[name] = fields[name].isoformat() if fields[name] else None
    del fields["text"]
    return fields


def explained_json(read: Explained) -> dict[str, Any]:
    """The stored article as `show --json` gives it; offsets count into its `text`.

    Where no ingest has read it yet there are no times, people and events. `planted`: ids of the sentences that give
    orders to an assistant.
    """
    ids = [sentence.id for sentence in read.sentences]
    spans = [{"id": sentence.id, "start": sentence.start, "end": sentence.end} for sentence in read.sentences]
    return article_json(read.article) | {
        "text": read.article.text,
        "sentences": spans,
        "planted": [ids[index] for index in read.planted],
        **(read.facts or Facts()).to_json(ids),
    }


def print_explanation(explanation: Explanation) -> None:
    """The clean text as a reader would have it, then its time expressions, people and events."""
    article = explanation.article
    _print_text(article, article.language, f"{len(explanation.sentences)} sentences")
    times = table("phrase", "type", "timex", "from", "to", "precision")
    for found in explanation.facts.times:
        span = found.span
        start = span.start.isoformat() if span and span.start else "—"
        end = span.end.isoformat() if span and span.end else "—"
        times.add_row(plain(found.phrase), found.type, found.timex, start, end, span.precision if span else "—")
    if explanation.facts.times:
        show("", times)
    _print_facts(explanation.facts)
    spans = (explanation.sentences[index] for index in explanation.planted)
    _print_planted([article.text[span.start : span.end] for span in spans], explanation.planted)


def _print_facts(facts: Facts) -> None:
    """The people of an article and what they did, where there are any."""
    people = table("person", "also called", "offices")
    for person in facts.people:
        people.add_row(plain(person.name), plain(", ".join(person.aliases)), plain(", ".join(person.roles)))
    if facts.people:
        show("", people)
    if facts.events:
        show("", *(plain(event_line(event)) for event in facts.events))


def _print_planted(texts: Sequence[str], indices: Sequence[int]) -> None:
    for index, text in zip(indices, texts, strict=True):
        print_remark(f"sentence {index + 1} gives orders to an assistant, no answer cites it: {text}")
