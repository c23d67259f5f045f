"""The conversations in the sidebar: open an earlier one, begin a new one, delete this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit

from assistant.errors import ConversationsError
from assistant.page import sidebar
from assistant.page.answer import message
from assistant.page.article_view import forget_address
from assistant.page.faults import fault
from assistant.page.intake import Intake
from assistant.page.markup import element
from assistant.page.talk import PARAMETER, Talk, kept_turns
from assistant.page.wording import Wording
from assistant.page.work import Turn

if TYPE_CHECKING:
    from assistant.assistant import Assistant

_CHOICE = "earlier-conversation"


def recall(assistant: Assistant) -> None:
    """The conversation that the address names, at a tab's first run and when another one was chosen."""
    state = streamlit.session_state
    if "entries" in state:
        return
    carried = state.pop("carried", [])
    state["entries"] = carried
    state["talk"] = Talk(assistant.conversations)
    identity = streamlit.query_params.get(PARAMETER)
    if identity:
        try:
            state["entries"] = [*kept_turns(identity, assistant), *carried]
            state["talk"] = Talk(assistant.conversations, identity)
        except ConversationsError:  # a link to one that was deleted
            del streamlit.query_params[PARAMETER]


def remember(talk: Talk) -> None:
    """Put the conversation's id into the address, by which a reload finds it."""
    if talk.id and streamlit.query_params.get(PARAMETER) != talk.id:
        streamlit.query_params[PARAMETER] = talk.id


def show(assistant: Assistant, talk: Talk, words: Wording) -> None:
    """What the sidebar has of conversations."""
    store = assistant.conversations
    try:
        listed = store.recent()
    except ConversationsError as error:
        streamlit.html(message(fault(error, words)))
        return
    if listed:
        sidebar.choose_conversation(listed, talk.id, words, _CHOICE, _choose)
    with streamlit.container(horizontal=True):
        streamlit.button(words("new_conversation"), key="new-conversation", on_click=_open, args=(None,))
        if talk.id:
            streamlit.button(
                words("delete_conversation"),
                key="delete-conversation",
                type="tertiary",
                on_click=_delete,
                args=(assistant, talk.id),
            )
    streamlit.html(element("p", words("reload"), class_="ps-side"))


def _choose() -> None:
    """Callback: open the conversation chosen; a box that Esc has cleared changes nothing."""
    if identity := streamlit.session_state[_CHOICE]:
        _open(identity)


def _open(identity: str | None) -> None:
    """Callback: leave this conversation for another, or for a new one; what is being taken in goes on."""
    state = streamlit.session_state
    entries = state.get("entries", [])
    for entry in entries:
        if isinstance(entry, Turn) and entry.running:
            entry.stop()
    for name in ("entries", "talk", "timeline-turn"):
        state.pop(name, None)
    state["carried"] = [entry for entry in entries if isinstance(entry, Intake) and entry.running]
    state["view"] = "ask"
    forget_address()
    if identity:
        streamlit.query_params[PARAMETER] = identity
    elif PARAMETER in streamlit.query_params:
        del streamlit.query_params[PARAMETER]


def _delete(assistant: Assistant, identity: str) -> None:
    """Callback: delete a conversation, and begin a new one."""
    assistant.conversations.remove(identity)
    _open(None)
