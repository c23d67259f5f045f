"""Events found by the chat model, held against the text: `presseschau ingest --events model`.

The model chooses sentences and copies words. A participant, place or time that does not stand in those sentences is
dropped, dates come from our own reading of the phrase, and people are those that the article's names make.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from assistant.archive.records import Unread
from assistant.errors import SettingsError
from assistant.language.facts import Facts
from assistant.language.instructions import instructions
from assistant.language.spelling import normal
from assistant.models.chat import check_settings
from assistant.models.spending import count_message_tokens, count_tokens
from assistant.prompts import load_prompt
from assistant.settings import Settings
from assistant.types import Action, EventMention, Modality, Part, Participant, TimeSpan

if TYPE_CHECKING:
    from assistant.models.calls import ChatCall

MOST_TOLD = 3  # sentences that may tell one event; a longer list is no evidence
WINDOW_TOKENS = 2_000  # of sentences in one request
_ALIAS_TOKENS = 4
_THINKING = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_MARKS = str.maketrans({"<": "\u2039", ">": "\u203a", "`": "'", "\n": " "})
Value = TypeVar("Value", bound=str)


def check_model(settings: Settings) -> None:
    """Raises SettingsError if the settings name no chat model that could be asked for events."""
    if not settings.model:
        raise SettingsError("no chat model is named", "set PRESSESCHAU_MODEL, or ingest without --events model")
    check_settings(settings)


def model_events(
    article: Unread, facts: Facts, settings: Settings, call: ChatCall
) -> tuple[EventMention, ...] | None:
    """The events that the model finds in an article, of which nothing is kept that the text does not say.

    None where a reply cannot be read. Raises ModelError if the model fails or may not be called.
    """
    found: list[EventMention] = []
    for window in _windows(article, settings):
        reply = _read("".join(call.stream(_messages(window), _schema())))
        if reply is None:
            return None
        found += (event for told in reply if (event := _checked(told, window, article, facts)) is not None)
    return tuple(dict.fromkeys(found))


def _windows(article: Unread, settings: Settings) -> Iterator[dict[str, str]]:
    """Alias ("S3": the third sentence) → text, as many as fit into one request; planted orders are left out."""
    from assistant.models.calls import reply_limit

    texts = [article.text[one.start : one.end] for one in article.sentences]
    planted = instructions(texts)
    room = settings.context_tokens - reply_limit(settings) - count_message_tokens(_messages({}))
    most = min(WINDOW_TOKENS, room)
    window: dict[str, str] = {}
    taken = 0
    for index, text in enumerate(texts):
        cost = count_tokens(text) + _ALIAS_TOKENS
        if planted[index] or cost > most:
            continue
        if taken + cost > most:
            yield window
            window, taken = {}, 0
        window[f"S{index + 1}"] = text
        taken += cost
    if window:
        yield window


def _messages(window: dict[str, str]) -> list[tuple[str, str]]:
    lines = "\n".join(f"{alias}: {text.translate(_MARKS)}" for alias, text in window.items())
    system, user = load_prompt("extract_events").fill(actions=", ".join(get_args(Action)), sentences=lines)
    return [("system", system), ("user", user)]


def _schema() -> dict[str, Any]:
    """The reply's layout, for servers that hold a model to one."""
    text, maybe = {"type": "string"}, {"type": ["string", "null"]}
    participant = _object(name=text, part={"enum": list(get_args(Part))})
    event = _object(
        sentences={"type": "array", "items": text},
        action={"enum": list(get_args(Action))},
        participants={"type": "array", "items": participant},
        place=maybe,
        time=maybe,
        modality={"enum": list(get_args(Modality))},
        attributed_to=maybe,
    )
    return _object(events={"type": "array", "items": event})


def _object(**properties: object) -> dict[str, Any]:
    names = list(properties)
    return {"type": "object", "properties": properties, "required": names, "additionalProperties": False}


def _read(reply: str) -> list[dict[str, Any]] | None:
    """The events of a reply, whatever stands around its JSON; None if there is none to be read."""
    text = _THINKING.sub("", reply)
    first, last = text.find("{"), text.rfind("}")
    try:
        value = json.loads(_TRAILING_COMMA.sub("", text[first : last + 1]))
    except ValueError:
        return None
    events = value.get("events") if isinstance(value, dict) else None
    return [event for event in events if isinstance(event, dict)] if isinstance(events, list) else None


def _checked(told: dict[str, Any], window: dict[str, str], article: Unread, facts: Facts) -> EventMention | None:
    """The event without what its sentences do not say; None where nothing of an event is left."""
    aliases = told.get("sentences")
    aliases = [str(alias) for alias in aliases] if isinstance(aliases, list) else []
    indices = tuple(sorted({int(alias[1:]) - 1 for alias in aliases if alias in window}))
    action = _one_of(told.get("action"), get_args(Action))
    if action is None or not 0 < len(indices) <= MOST_TOLD:
        return None
    within = [(article.sentences[at].start, article.sentences[at].end) for at in indices]
    given = told.get("participants")
    named = [_participant(one, within, article, facts) for one in given] if isinstance(given, list) else []
    participants = {(one.name, one.person): one for one in named if one is not None}
    if not participants:
        return None
    by = _participant({"name": told.get("attributed_to")}, within, article, facts)
    return EventMention(
        action=action,
        participants=tuple(participants.values()),
        place=_copied(told.get("place"), within, article),
        time=_time(told.get("time"), within, facts),
        modality=_one_of(told.get("modality"), get_args(Modality)) or "said",
        attributed_to=by.name if by else None,
        sentences=indices,
    )


def _participant(given: Any, within: Sequence[tuple[int, int]], article: Unread, facts: Facts) -> Participant | None:
    """Who is named, if the sentences name them: a person of the article, or the words as they stand there."""
    name = given.get("name") if isinstance(given, dict) else None
    place = _place_of(name, within, article)
    if place is None:
        return None
    part: Part = _one_of(given.get("part"), get_args(Part)) or "other"
    for number, person in enumerate(facts.people):
        if any(start < place[1] and place[0] < end for start, end in person.mentions):
            return Participant(person.name, part, *place, number)
    return Participant(article.text[slice(*place)], part, *place)


def _place_of(words: Any, within: Sequence[tuple[int, int]], article: Unread) -> tuple[int, int] | None:
    """Where words stand in the sentences, as whole words in any case; None if they do not."""
    if not isinstance(words, str) or not normal(words).strip():
        return None
    pattern = re.compile(rf"(?<!\w){re.escape(' '.join(words.split()))}(?!\w)", re.IGNORECASE)
    for start, end in within:
        if match := pattern.search(article.text, start, end):
            return match.span()
    return None


def _copied(words: Any, within: Sequence[tuple[int, int]], article: Unread) -> str | None:
    place = _place_of(words, within, article)
    return article.text[slice(*place)] if place else None


def _time(phrase: Any, within: Sequence[tuple[int, int]], facts: Facts) -> TimeSpan | None:
    """Our own reading of the time expression that the phrase is, or holds, or lies in; None if there is none."""
    if not isinstance(phrase, str) or not phrase.strip():
        return None
    asked = normal(phrase)
    for found in facts.times:
        inside = any(start <= found.start_char and found.end_char <= end for start, end in within)
        if inside and found.span and (normal(found.phrase) in asked or asked in normal(found.span.phrase)):
            return found.span
    return None


def _one_of(value: Any, allowed: tuple[Value, ...]) -> Value | None:
    return next((one for one in allowed if one == value), None)
