"""Facts as JSON and back. The values stand in the order of the records' fields, without their names.

Read for every question, so decoded by hand: pydantic needs 50 ms to prepare for it, as much as a search takes.
"""

from __future__ import annotations

import json
from dataclasses import astuple
from datetime import date
from typing import Any

from assistant.language.facts import Facts
from assistant.language.times.records import TimeExpression
from assistant.types import EventMention, NameSpan, Participant, Person, TimeSpan


def encode(facts: Facts) -> str:
    """The facts as JSON."""
    return json.dumps(astuple(facts), ensure_ascii=False, separators=(",", ":"), default=date.isoformat)


def decode(stored: str) -> Facts:
    """The facts that `encode` was given, of the same `FACTS` version."""
    names, people, times, events = json.loads(stored)
    return Facts(
        tuple(NameSpan(*values) for values in names),
        tuple(
            Person(name, tuple(aliases), tuple(roles), tuple((start, end) for start, end in mentions))
            for name, aliases, roles, mentions in people
        ),
        tuple(
            TimeExpression(start, end, phrase, kind, timex, _time(span))
            for start, end, phrase, kind, timex, span in times
        ),
        tuple(_event(*values) for values in events),
    )


def _event(
    action: Any, participants: Any, place: Any, time: Any, modality: Any, attributed_to: Any, sentences: Any
) -> EventMention:
    taking_part = tuple(Participant(*values) for values in participants)
    return EventMention(action, taking_part, place, _time(time), modality, attributed_to, tuple(sentences))


def _time(values: Any) -> TimeSpan | None:
    if values is None:
        return None
    phrase, start, end, precision = values
    return TimeSpan(phrase, start and date.fromisoformat(start), end and date.fromisoformat(end), precision)
