"""The conversation of one browser tab, kept in the archive's file of conversations: a reload finds it again."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Literal

from assistant.page.work import Turn
from assistant.types import Answer

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.conversations import Conversations

PARAMETER = "conversation"  # of the page's address

_VERDICTS: tuple[Literal["bad"], Literal["good"]] = ("bad", "good")  # as Streamlit numbers its thumbs


class Talk:
    """Which conversation a tab holds; it gets its `id` with its first whole answer."""

    def __init__(self, store: Conversations, identity: str | None = None) -> None:
        self.id = identity
        self._store = store
        self._lock = threading.Lock()  # an answer is kept by the thread that made it

    def keep(self, answer: Answer) -> tuple[str, int]:
        """Put an answer at the end; gives the conversation's id and the answer's number in it."""
        with self._lock:
            self.id, number = self._store.add(answer, self.id)
            return self.id, number

    def rate(self, kept: tuple[str, int], thumb: int) -> None:
        """Keep what the reader thinks of an answer: 0 thumb down, 1 thumb up. Raises ConversationsError."""
        self._store.rate(*kept, _VERDICTS[thumb])


def kept_turns(identity: str, assistant: Assistant) -> list[Turn]:
    """The questions and answers of a conversation. Raises ConversationsError if there is none of this id."""
    store = assistant.conversations
    thumbs = {one.turn: _VERDICTS.index(one.verdict) for one in store.feedback() if one.conversation == identity}
    turns: list[Turn] = []
    for kept in store.load(identity):
        turn = Turn(len(turns) + 1, kept.answer.question, assistant)
        turn.recall(kept.answer, (identity, kept.number))
        turn.thumb = thumbs.get(kept.number)
        turns.append(turn)
    return turns
