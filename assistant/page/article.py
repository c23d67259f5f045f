"""An article as the reader sees it: its clean text, cited sentences marked, its people and events beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from assistant.answering.heading import heading
from assistant.page.markup import Markup, element, joined, web_link
from assistant.page.wording import Wording
from assistant.types import Event, EventMention, Person, Sentence

if TYPE_CHECKING:
    from assistant.explained import Explained

ARTICLE, VERSION, SENTENCES = "article", "version", "sentences"  # parameters of the page's address


def address(article_id: str, version: int | None = None, sentences: Collection[int] = ()) -> str:
    """The address of an article's view, from the page's own; `sentences` are the cited ones, from 1."""
    asked: dict[str, str | int] = {ARTICLE: article_id}
    if version is not None:
        asked[VERSION] = version
    if sentences:
        asked[SENTENCES] = ",".join(str(number) for number in sorted(set(sentences)))
    return f"?{urlencode(asked)}"


def numbers_of(written: str | None) -> frozenset[int]:
    """The sentence numbers of an address; what is no number is left out."""
    return frozenset(int(part) for part in (written or "").split(",") if part.isdecimal())


def article_markup(read: Explained, cited: Collection[int], newest: int, words: Wording) -> Markup:
    """An article with outlet and date, its text, and what is understood of it.

    cited: numbers of the sentences to mark, from 1. newest: the article's newest version.
    """
    article = read.article
    about = [article.outlet or words("no_outlet"), words.date(article.published), article.author or ""]
    marked = [number for number in sorted(cited) if number <= len(read.sentences)]
    head: list[str] = [
        element("p", " · ".join(part for part in about if part), class_="ps-from"),
        element("h2", article.title, class_="ps-question", lang=article.language),
    ]
    if (link := web_link(article.url)) is not None:
        head.append(element("p", link, class_="ps-remark"))
    if newest > article.version:
        head.append(element("p", words("old_version", version=article.version, newest=newest), class_="ps-remark"))
    if marked:
        jumps = [_jump(number, words) for number in marked]
        head.append(element("p", words("cited_here"), " ", joined(jumps), class_="ps-remark"))
    if read.planted:
        head.append(element("p", words.count("planted", len(read.planted)), class_="ps-message ps-error"))
    text = element("div", *_paragraphs(read, frozenset(marked), words), class_="ps-text", lang=article.language)
    return element(
        "article",
        element("header", *head),
        element("div", text, class_="ps-column"),
        element("aside", *_facts(read, words), aria_label=words("understood_of_it")),
        class_="ps-reading",
        lang=words.language,
    )


def _paragraphs(read: Explained, cited: frozenset[int], words: Wording) -> Iterator[Markup]:
    """The stored text, whole: what stands between two sentences of a paragraph stays there."""
    text = read.article.text
    rows: dict[int, list[Sentence]] = {}
    for sentence in read.sentences:
        rows.setdefault(sentence.paragraph, []).append(sentence)
    for sentences in rows.values():
        parts: list[str] = []
        for place, sentence in enumerate(sentences):
            parts.append(_sentence(sentence, read, cited, words))
            if place + 1 < len(sentences):
                parts.append(text[sentence.end : sentences[place + 1].start])
        yield element("p", *parts)


def _sentence(sentence: Sentence, read: Explained, cited: frozenset[int], words: Wording) -> Markup:
    number = sentence.index + 1
    body = element("mark", sentence.text) if number in cited else joined([sentence.text])
    if sentence.index in read.planted:
        flag = element("span", words("planted_flag"), class_="ps-flag", lang=words.language)
        body = element("span", flag, " ", body, class_="ps-planted")
    return element("span", body, id=_anchor(number))


def _facts(read: Explained, words: Wording) -> Iterator[Markup]:
    facts = read.facts
    if facts is None:
        yield element("p", words("not_read_yet"), class_="ps-remark")
        return
    yield element("h3", words("people"), class_="ps-heading")
    yield element("ul", *(_person(person, words) for person in facts.people)) if facts.people else _none(words)
    yield element("h3", words("events"), class_="ps-heading")
    told = sorted(facts.events, key=lambda event: event.action == "statement")  # what was only said comes last
    yield element("ul", *(_event(event, words) for event in told)) if told else _none(words)


def _none(words: Wording) -> Markup:
    return element("p", words("none_found"), class_="ps-remark")


def _person(person: Person, words: Wording) -> Markup:
    parts: list[str] = [element("strong", person.name)]
    if person.roles:
        parts.append(element("span", ", ".join(person.roles), class_="ps-judged"))
    if person.aliases:
        parts.append(element("span", words("also_called", names=", ".join(person.aliases)), class_="ps-judged"))
    return element("li", *parts)


def _event(event: EventMention, words: Wording) -> Markup:
    who = tuple(one.name for one in event.participants)
    told = heading(Event(event.action, who, event.place, event.time), words.language, event.modality)
    by = f" {words('according_to', who=event.attributed_to)}" if event.attributed_to else ""
    jumps = joined(_jump(index + 1, words) for index in event.sentences)
    return element("li", f"{told}{by} ", jumps)


def _jump(number: int, words: Wording) -> Markup:
    label = words("sentence", number=number)
    return element("a", str(number), class_="ps-cite", href=f"#{_anchor(number)}", aria_label=label)


def _anchor(number: int) -> str:
    return f"sentence-{number}"
