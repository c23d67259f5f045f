"""The page's script: Streamlit runs `main` from top to bottom at every click, and once for every visitor."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

import streamlit

from assistant.errors import PresseschauError
from assistant.page import resources, sidebar
from assistant.page.answer import message, turn_markup
from assistant.page.intake import Intake
from assistant.page.intake_view import intake_markup
from assistant.page.markup import Markup, element
from assistant.page.timeline_view import answer_events, show_timeline
from assistant.page.wording import Wording, browser_language, wording
from assistant.page.work import Turn
from assistant.settings import Settings
from assistant.types import Filters

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from assistant.archive import Statistics
    from assistant.assistant import Assistant

_log = logging.getLogger(__name__)

_UPDATE_SECONDS = 0.25  # twenty updates a second choke Streamlit, four read well
_POLL_SECONDS = 4.0  # how soon an open page notices what another process has ingested
_HISTORY = 6  # earlier questions handed on with a follow-up


@dataclass(frozen=True, slots=True)
class Page:
    """What one run of the script works with."""

    settings: Settings
    assistant: Assistant
    words: Wording
    entries: list[Turn | Intake]  # the conversation, oldest first; lives as long as the browser's tab


def main() -> None:
    """Draw the page, take in what the reader did, and follow the work under way until it ends."""
    streamlit.set_page_config(page_title="Presseschau", page_icon=resources.icon(), layout="centered")
    streamlit.html(f"<style>{resources.page_file('style.css')}</style>")
    try:
        settings = resources.shared_settings()
    except PresseschauError as error:
        _masthead(wording(browser_language(streamlit.context.locale)))
        streamlit.html(message(str(error)))
        return
    words = sidebar.choose_language(settings)
    _masthead(words)
    try:
        assistant = _open(words)
        _conversation(Page(settings, assistant, words, streamlit.session_state.setdefault("entries", [])))
    except PresseschauError as error:
        streamlit.html(message(str(error)))
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
    typed = streamlit.chat_input(
        words("ask"), key="question", max_chars=2000, disabled=empty, on_submit=_show_view, args=("ask",)
    )
    filling = any(isinstance(entry, Intake) and entry.running for entry in entries)
    filters = Filters()
    with streamlit.sidebar:
        _archive_status(page)
        if not empty:
            with streamlit.expander(words("add_articles")):
                _take_in(page, sidebar.upload_form(words))
            filters = sidebar.choose_filters(page.assistant.outlets(), words)
        answerer = sidebar.choose_answerer(page.settings, words)
        streamlit.button(words("new_conversation"), on_click=_forget, args=(entries,))
        streamlit.html(element("p", words("reload"), class_="ps-side"))
    if view == "timeline":
        show_timeline(page.assistant, [entry for entry in entries if isinstance(entry, Turn)], words)
        return
    # Places that are always there: Streamlit knows elements by their position, and leaves old ones in moved places.
    conversation, welcome = streamlit.container(key="conversation"), streamlit.empty()
    with conversation:
        following = [_entry(entry, index, words) for index, entry in enumerate(entries)]
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
            following.append(_entry(turn, len(entries) - 1, words))
    _follow(following)


def _view(words: Wording) -> str:
    """What the reader looks at: questions and answers, or the timeline."""
    streamlit.session_state.setdefault("view", "ask")
    return (
        streamlit.segmented_control(
            words("view"),
            ("ask", "timeline"),
            key="view",
            format_func=lambda view: words(f"view_{view}"),
            label_visibility="collapsed",
            required=True,
        )
        or "ask"
    )


def _show_view(view: Literal["ask", "timeline"], turn: int | None = None) -> None:
    """Callback: what the next run shows; on the timeline the events of the turn with this number."""
    streamlit.session_state["view"] = view
    if turn is not None:
        streamlit.session_state["timeline-turn"] = turn
        streamlit.session_state["timeline-scope"] = "answer"


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
    turns = [entry for entry in page.entries if isinstance(entry, Turn)]
    for turn in turns:
        if turn.running:
            turn.stop()
    history = tuple((turn.question, turn.answer.answer) for turn in turns if turn.answer is not None)
    turn = Turn(len(page.entries) + 1, question, page.assistant, history[-_HISTORY:], filters, answerer)
    page.entries.append(turn)
    turn.start()
    return turn


def _forget(entries: list[Turn | Intake]) -> None:
    for entry in entries:
        if isinstance(entry, Turn) and entry.running:
            entry.stop()
    entries[:] = [entry for entry in entries if isinstance(entry, Intake) and entry.running]


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry of the conversation and its places on the page."""

    entry: Turn | Intake
    unfinished: bool  # when it was drawn
    markup: Callable[[], Markup]
    slot: DeltaGenerator
    button: DeltaGenerator
    finish: Callable[[], None]  # puts in the button's place what belongs there at the end


def _entry(entry: Turn | Intake, index: int, words: Wording) -> Shown:
    """Draw an entry, with a button to stop it while it runs."""

    def markup() -> Markup:
        return turn_markup(entry, words) if isinstance(entry, Turn) else intake_markup(entry, words)

    unfinished = entry.running
    with streamlit.container(key=f"entry-{index}"):
        slot, button = streamlit.empty(), streamlit.empty()
        slot.html(markup())
        if unfinished:
            button.button(words("stop"), key=f"stop-{index}", on_click=entry.stop, shortcut="Esc")
        else:
            _events_button(entry, index, button, words)
    return Shown(entry, unfinished, markup, slot, button, lambda: _events_button(entry, index, button, words))


def _events_button(entry: Turn | Intake, index: int, place: DeltaGenerator, words: Wording) -> None:
    """The way from an answer to its events on the timeline."""
    events = answer_events(entry) if isinstance(entry, Turn) else ()
    if not events:
        place.empty()
        return
    label = words.count("events_of_answer", len(events))
    shown = ("timeline", entry.number if isinstance(entry, Turn) else None)
    place.button(label, key=f"events-{index}", type="tertiary", on_click=_show_view, args=shown)


def _follow(shown: list[Shown]) -> None:
    """Show what the unfinished entries do, until they have ended."""
    unfinished = [one for one in shown if one.unfinished]
    while unfinished:
        running = []
        for one in unfinished:
            still = one.entry.running  # asked before drawing, so that what is drawn last is the end
            one.slot.html(one.markup())
            if still:
                running.append(one)
            elif isinstance(one.entry, Turn):
                one.finish()
            else:
                streamlit.rerun()  # the archive has other articles now
        unfinished = running
        if unfinished:
            unfinished[0].entry.wait(_UPDATE_SECONDS)
