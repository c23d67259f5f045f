"""The page's script: Streamlit runs `main` from top to bottom at every click, and once for every visitor."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

import streamlit

from assistant.errors import PresseschauError
from assistant.page import article_view, conversations_view, resources, sidebar
from assistant.page.answer import message
from assistant.page.entries import bring_to_top, draw, follow, show_view
from assistant.page.faults import fault
from assistant.page.intake import Intake
from assistant.page.markup import element
from assistant.page.talk import Talk
from assistant.page.timeline_view import show_timeline
from assistant.page.wording import Wording, browser_language, wording
from assistant.page.work import Turn
from assistant.settings import Settings
from assistant.types import Filters

if TYPE_CHECKING:
    from assistant.archive import Statistics
    from assistant.assistant import Assistant

_log = logging.getLogger(__name__)

_POLL_SECONDS = 4.0  # how soon an open page notices what another process has ingested
_HISTORY = 6  # earlier questions handed on with a follow-up


@dataclass(frozen=True, slots=True)
class Page:
    """What one run of the script works with."""

    settings: Settings
    assistant: Assistant
    words: Wording
    entries: list[Turn | Intake]  # the conversation, oldest first; lives as long as the browser's tab
    talk: Talk  # where its answers are kept

    @property
    def turns(self) -> list[Turn]:
        """The questions of the conversation."""
        return [entry for entry in self.entries if isinstance(entry, Turn)]


def main() -> None:
    """Draw the page, take in what the reader did, and follow the work under way until it ends."""
    streamlit.set_page_config(page_title="Presseschau", page_icon=resources.icon(), layout="centered")
    streamlit.html(f"<style>{resources.page_file('style.css')}</style>")
    try:
        settings = resources.shared_settings()
    except PresseschauError as error:
        words = wording(browser_language(streamlit.context.locale))
        _masthead(words)
        streamlit.html(message(fault(error, words)))
        return
    words = sidebar.choose_language(settings)
    sidebar.relabel(words)
    _masthead(words)
    try:
        assistant = _open(words)
        conversations_view.recall(assistant)
        state = streamlit.session_state
        _conversation(Page(settings, assistant, words, state["entries"], state["talk"]))
    except PresseschauError as error:
        streamlit.html(message(fault(error, words)))
    except Exception:  # noqa: BLE001 - a defect: the terminal gets its traceback, the reader one line in their language
        _log.exception("the page could not be drawn")
        streamlit.html(message(words("broken")))


def _masthead(words: Wording) -> None:
    streamlit.html(
        element("header", element("h1", "Presseschau"), element("p", words("subtitle")), class_="ps-masthead")
    )


def _open(words: Wording) -> Assistant:
    slot = streamlit.empty()
    slot.html(element("div", element("p", words("opening"), class_="ps-progress", role="status"), aria_busy="true"))
    try:
        return resources.shared_assistant()
    finally:
        slot.empty()


def _conversation(page: Page) -> None:
    words, entries = page.words, page.entries
    statistics = _statistics(page.assistant)
    empty = not statistics.articles
    view = _view(words) if not empty else "ask"
    filling = any(isinstance(entry, Intake) and entry.running for entry in entries)
    filters = Filters()
    with streamlit.sidebar:
        _archive_status(page)
        if not empty:
            with streamlit.expander(words("add_articles")):
                _take_in(page, sidebar.upload_form(words))
            filters = sidebar.choose_filters(page.assistant.outlets(), words)
        answerer = sidebar.choose_answerer(page.settings, page.assistant.conversations, words)
        conversations_view.show(page.assistant, page.talk, words)
    if view != "ask":
        with streamlit.container():
            if view == "timeline":
                show_timeline(page.assistant, page.turns, words)
            else:
                article_view.show_article(page.assistant, statistics.articles, words)
            _question(words)
        return
    # Places that are always there: Streamlit knows elements by their position, and leaves old ones in moved places.
    conversation, welcome = streamlit.container(key="conversation"), streamlit.empty()
    arrival = streamlit.empty()
    with streamlit.container(key="foot"):  # in a place of ours: Streamlit's own foot scrolls a page to its end
        typed = _question(words, disabled=empty)
    with conversation:
        following = [draw(entry, index, page.talk, words) for index, entry in enumerate(entries)]
    if empty and not filling:
        with welcome.container():
            _invitation(page)
    elif not empty and not any(isinstance(entry, Turn) for entry in entries):
        with welcome.container():
            typed = _examples(page) or typed
    if typed:
        turn = _ask(page, typed, filters, answerer)
        welcome.empty()
        with conversation:
            following.append(draw(turn, len(entries) - 1, page.talk, words))
    if entries:
        with arrival:
            bring_to_top(len(entries) - 1)
    follow(following)
    conversations_view.remember(page.talk)


def _question(words: Wording, disabled: bool = False) -> str | None:
    """The field for a question; one that is sent leads to the answers, whatever is looked at."""
    return streamlit.chat_input(
        words("ask"), key="question", max_chars=2000, disabled=disabled, on_submit=show_view, args=("ask",)
    )


def _view(words: Wording) -> str:
    """What the reader looks at: questions and answers, the timeline, or an article."""
    streamlit.session_state.setdefault("view", "articles" if article_view.named_in_address() else "ask")
    view = (
        streamlit.segmented_control(
            words("view"),
            ("ask", "timeline", "articles"),
            key="view",
            format_func=lambda view: words(f"view_{view}"),
            label_visibility="collapsed",
            required=True,
        )
        or "ask"
    )
    if view != "articles":
        article_view.forget_address()
    return view


def _statistics(assistant: Assistant) -> Statistics:
    """The archive in numbers, counted anew only when it has changed."""
    generation = assistant.generation()
    known = streamlit.session_state.get("statistics")
    if known is None or known[0] != generation:
        known = (generation, assistant.statistics())
        streamlit.session_state["statistics"] = known
    return cast("Statistics", known[1])


@streamlit.fragment(run_every=_POLL_SECONDS)
def _archive_status(page: Page) -> None:
    """The archive in numbers, looked at again every few seconds: another process may ingest meanwhile."""
    before = streamlit.session_state["statistics"]
    statistics = _statistics(page.assistant)
    sidebar.show_archive(statistics, page.words)
    if before[1].outlets != statistics.outlets or bool(before[1].articles) != bool(statistics.articles):
        streamlit.rerun()  # the filters and the invitation depend on it


def _invitation(page: Page) -> None:
    words = page.words
    title = element("h2", words("empty_title"))
    streamlit.html(element("section", title, element("p", words("empty_text")), class_="ps-empty"))
    if streamlit.button(words("load_samples"), type="primary"):
        from assistant.samples import articles_folder

        _begin(page, Intake([articles_folder()], page.settings, page.assistant, samples=True))
    with streamlit.expander(words("add_articles")):
        _take_in(page, sidebar.upload_form(words))


def _take_in(page: Page, request: sidebar.UploadRequest | None) -> None:
    if request is not None:
        intake = Intake(
            request.uploads, page.settings, page.assistant, published=request.published, outlet=request.outlet
        )
        _begin(page, intake)


def _begin(page: Page, intake: Intake) -> None:
    page.entries.append(intake)
    intake.start()
    streamlit.rerun()


def _examples(page: Page) -> str | None:
    """Questions to click on; the one that was clicked."""
    words = page.words
    samples = set(resources.sample_outlets())
    has_samples = bool(samples) and samples <= set(page.assistant.outlets())
    streamlit.html(element("h2", words("examples_title"), class_="ps-heading"))
    chosen = None
    with streamlit.container(key="examples"):
        for question in words.list("sample_examples" if has_samples else "examples"):
            if streamlit.button(question, key=f"example-{question}", type="tertiary"):
                chosen = question
    return chosen


def _ask(page: Page, question: str, filters: Filters, answerer: Literal["extractive", "model"] | None) -> Turn:
    """Begin to answer; a question that is still being answered is stopped, and what it has stays."""
    turns = page.turns
    for turn in turns:
        if turn.running:
            turn.stop()
    history = tuple((turn.question, turn.answer.answer) for turn in turns if turn.answer is not None)
    number = len(page.entries) + 1
    turn = Turn(number, question, page.assistant, history[-_HISTORY:], filters, answerer, page.talk.keep)
    page.entries.append(turn)
    turn.start()
    return turn
