"""The entries of a conversation on the page: drawn, followed while they run, and what a reader can do with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import streamlit

from assistant.errors import ConversationsError
from assistant.page.answer import turn_markup
from assistant.page.intake import Intake
from assistant.page.intake_view import intake_markup
from assistant.page.markup import Markup
from assistant.page.talk import Talk
from assistant.page.timeline_view import answer_events
from assistant.page.wording import Wording
from assistant.page.work import Turn

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

_UPDATE_SECONDS = 0.25  # twenty updates a second choke Streamlit, four read well


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry of the conversation and its places on the page."""

    entry: Turn | Intake
    unfinished: bool  # when it was drawn
    markup: Callable[[], Markup]
    slot: DeltaGenerator
    finish: Callable[[], None]  # puts below the entry what belongs there at the end


def show_view(view: Literal["ask", "timeline"], turn: int | None = None) -> None:
    """Callback: what the next run shows; on the timeline the events of the turn with this number."""
    streamlit.session_state["view"] = view
    if turn is not None:
        streamlit.session_state["timeline-turn"] = turn
        streamlit.session_state["timeline-scope"] = "answer"


def draw(entry: Turn | Intake, index: int, talk: Talk, words: Wording) -> Shown:
    """Draw an entry, with a button to stop it while it runs."""

    def markup() -> Markup:
        return turn_markup(entry, words) if isinstance(entry, Turn) else intake_markup(entry, words)

    def finish() -> None:
        _below(entry, index, below, talk, words)

    unfinished = entry.running
    with streamlit.container(key=f"entry-{index}"):
        slot, below = streamlit.empty(), streamlit.empty()
        slot.html(markup())
        if unfinished:
            below.button(words("stop"), key=f"stop-{index}", on_click=entry.stop, shortcut="Esc")
        else:
            finish()
    return Shown(entry, unfinished, markup, slot, finish)


def bring_to_top(index: int) -> None:
    """Scroll to where an entry begins; the browser does it once for each that is the newest."""
    found = f'document.querySelector(".st-key-entry-{index:d}")'
    streamlit.html(f"<script>{found}?.scrollIntoView()</script>", unsafe_allow_javascript=True)


def follow(shown: Sequence[Shown]) -> None:
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


def _below(entry: Turn | Intake, index: int, place: DeltaGenerator, talk: Talk, words: Wording) -> None:
    """Below a whole answer: the way to its events on the timeline, and thumbs."""
    if not isinstance(entry, Turn) or entry.answer is None:
        place.empty()
        return
    events = answer_events(entry)
    with place.container(horizontal=True, vertical_alignment="center", key=f"below-{index}"):
        if entry.kept is not None:
            key = f"thumbs-{entry.kept[0]}-{entry.kept[1]}"
            streamlit.feedback("thumbs", key=key, default=entry.thumb, on_change=_rate, args=(entry, talk, key))
        if events:
            label = words.count("events_of_answer", len(events))
            streamlit.button(
                label,
                key=f"events-{index}",
                type="tertiary",
                on_click=show_view,
                args=("timeline", entry.number),
            )


def _rate(turn: Turn, talk: Talk, key: str) -> None:
    """Callback: keep the reader's thumb; one that is taken back leaves the last opinion."""
    thumb = streamlit.session_state.get(key)
    if turn.kept is None or thumb is None:
        return
    try:
        talk.rate(turn.kept, thumb)
        turn.thumb = thumb
    except ConversationsError as error:
        turn.not_kept = error
