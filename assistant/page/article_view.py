"""The view of one article: chosen from a list, or named by the page's address, as the cards of sources do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit

from assistant.errors import ArticleNotFound
from assistant.page.answer import message
from assistant.page.article import ARTICLE, SENTENCES, VERSION, article_markup, numbers_of
from assistant.page.choices import choose
from assistant.page.faults import fault
from assistant.page.markup import element
from assistant.page.wording import Wording

if TYPE_CHECKING:
    from assistant.archive import Listed
    from assistant.assistant import Assistant

_CHOICE, _SEARCH = "article-choice", "article-search"
_LISTED = 200  # titles offered at once; more are found by a word of theirs


def named_in_address() -> bool:
    """Whether the page's address names an article."""
    return ARTICLE in streamlit.query_params


def forget_address() -> None:
    """Take the article out of the page's address: a reload shows what the reader looks at now."""
    for name in (ARTICLE, VERSION, SENTENCES):
        if name in streamlit.query_params:
            del streamlit.query_params[name]


def show_article(assistant: Assistant, total: int, words: Wording) -> None:
    """The list to choose from, and the article that was chosen. total: of articles in the archive."""
    asked = streamlit.query_params
    identity = asked.get(ARTICLE)
    _choose(assistant, identity, total, words)
    if identity is None:
        streamlit.html(element("p", words("choose_article_hint"), class_="ps-remark"))
        return
    written = asked.get(VERSION, "")
    try:
        read = assistant.explained(identity, int(written) if written.isdecimal() else None)
        newest = assistant.article(read.article.id).version
    except ArticleNotFound as error:
        streamlit.html(message(fault(error, words)))
        return
    streamlit.html(article_markup(read, numbers_of(asked.get(SENTENCES)), newest, words))


def _choose(assistant: Assistant, current: str | None, total: int, words: Wording) -> None:
    search = ""
    if total > _LISTED:
        search = streamlit.text_input(words("find_article"), key=_SEARCH, max_chars=200, persist_state="session")
    listed = {one.id: one for one in assistant.listed(search.strip(), _LISTED)}
    if not listed:
        streamlit.html(message(words("no_such_title"), "note"))
        return

    titles = {identity: _label(one, words) for identity, one in listed.items()}
    choose(words("choose_article"), titles, current, words, _CHOICE, _chosen)


def _label(one: Listed, words: Wording) -> str:
    return " · ".join((one.title, one.outlet or words("no_outlet"), words.date(one.published)))


def _chosen() -> None:
    """Callback: show the article chosen; a box that Esc has cleared changes nothing."""
    if identity := streamlit.session_state[_CHOICE]:
        forget_address()
        streamlit.query_params[ARTICLE] = identity
