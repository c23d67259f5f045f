"""Answers given before: the key under which an answer is kept, and its events when it is given again.

Only whole answers of the chat model are kept. Quotations are found again in less time (some 40 ms) than it takes to
ask what the archive holds, open the file of conversations and be sure that nothing has changed; so they always come
fresh from the archive.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator
from importlib.metadata import version
from typing import TYPE_CHECKING

from assistant.chain import Asked, ClaimChecked, Done, Event
from assistant.errors import ConversationsError
from assistant.models.chat import host_of
from assistant.prompts import prompts_hash
from assistant.settings import Settings
from assistant.types import Answer, Filters

if TYPE_CHECKING:
    from collections.abc import Callable

    from langchain_core.runnables import Runnable

    from assistant.conversations import Conversations

_log = logging.getLogger(__name__)
_BROKEN = frozenset({"fallback", "incomplete", "budget"})
# Whatever else of the settings changes an answer; no secret is among them.
_ANSWERING = ("model", "embeddings", "passages", "context_tokens", "verify")


def answer_key(asked: Asked, settings: Settings, generation: int) -> str:
    """A key that two questions share only if the same answer is due to both.

    In it: the question and its history, filters and answerer, the day ("yesterday" means another day tomorrow), the
    archive's generation, what of the settings counts, the prompts and the program.
    """
    parts = {
        "question": " ".join(asked.text.split()),
        "history": asked.history,
        "filters": _filters(asked.filters),
        "answerer": asked.answerer,
        "day": str(asked.today),
        "generation": generation,
        "settings": {name: getattr(settings, name) for name in _ANSWERING} | {"host": host_of(settings)},
        "prompts": prompts_hash(),
        "program": version("presseschau"),
    }
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def remembered(
    chain: Runnable[Asked, Event],
    asked: Asked,
    settings: Settings,
    conversations: Conversations,
    generation: Callable[[], int],
) -> Iterator[Event]:
    """The events of `asked`: of the answer given before, else those of the chain, whose whole answer is kept.

    generation: tells the archive's. A file of conversations that cannot be used costs nothing but the memory.
    """
    before = generation()
    key = answer_key(asked, settings, before)
    known = _looked_up(conversations, key)
    if known is not None:
        yield from _given_again(known)
        return
    for event in chain.stream(asked):
        if isinstance(event, Done) and _is_whole(event.answer) and generation() == before:
            try:
                conversations.keep(key, event.answer)
            except ConversationsError as error:
                _log.warning("%s", error)
        yield event


def _looked_up(conversations: Conversations, key: str) -> Answer | None:
    try:
        return conversations.cached(key)
    except ConversationsError as error:
        _log.warning("%s", error)
        return None


def _given_again(answer: Answer) -> Iterator[Event]:
    for claim in answer.claims:
        yield ClaimChecked(claim, answer.citations)
    yield Done(answer)


def _is_whole(answer: Answer) -> bool:
    return answer.answerer != "extractive" and not any(note.kind in _BROKEN for note in answer.notes)


def _filters(filters: Filters) -> list[str]:
    return [str(filters.start), str(filters.end), *sorted(filters.outlets)]
