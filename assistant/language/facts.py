"""What an article says of people, times and events: the language code composed, text in, records out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from assistant.language.times.records import TimeExpression
from assistant.types import EventMention, NameSpan, Person, TimeSpan

# Raise it when the same text would give other facts, or a record of theirs gets other fields: every archive then
# reads its articles anew, and takes none of the old facts for facts.
FACTS = "facts-5"


@dataclass(frozen=True, slots=True)
class Facts:
    """What one text says. Offsets count into the text; events point to sentences and people by their index."""

    names: tuple[NameSpan, ...] = ()
    people: tuple[Person, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    events: tuple[EventMention, ...] = ()

    def times_within(self, start: int, end: int) -> tuple[TimeSpan, ...]:
        """The times told between two offsets, unresolved ones with their phrase alone."""
        return tuple(
            found.span for found in self.times if found.span and start <= found.start_char and found.end_char <= end
        )

    def events_of(self, sentence: int) -> tuple[EventMention, ...]:
        """The events that a sentence tells, or helps to tell."""
        return tuple(event for event in self.events if sentence in event.sentences)

    def to_json(self, sentence_ids: Sequence[str]) -> dict[str, Any]:
        """Times, people and events as `explain --json` and `show --json` give them; offsets count into the text."""
        return {
            "times": [_time_expression(found) for found in self.times],
            "people": [
                {
                    "name": person.name,
                    "aliases": list(person.aliases),
                    "roles": list(person.roles),
                    "mentions": [list(span) for span in person.mentions],
                }
                for person in self.people
            ],
            "events": [
                _event(event) | {"sentences": [sentence_ids[at] for at in event.sentences]} for event in self.events
            ],
        }


def time_json(time: TimeSpan | None) -> dict[str, Any] | None:
    """A time as in the answer's `event`: dates in ISO 8601."""
    if time is None:
        return None
    start, end = (day.isoformat() if day else None for day in (time.start, time.end))
    return {"phrase": time.phrase, "start": start, "end": end, "precision": time.precision}


def _event(event: EventMention) -> dict[str, Any]:
    return {
        "action": event.action,
        "participants": [one.name for one in event.participants],
        "parts": [one.part for one in event.participants],
        "place": event.place,
        "time": time_json(event.time),
        "modality": event.modality,
        "attributed_to": event.attributed_to,
    }


def _time_expression(found: TimeExpression) -> dict[str, Any]:
    resolved = time_json(found.span) or {"start": None, "end": None, "precision": None}
    return {
        "start_char": found.start_char,
        "end_char": found.end_char,
        "phrase": found.phrase,
        "type": found.type,
        "timex": found.timex,
        "start": resolved["start"],
        "end": resolved["end"],
        "precision": resolved["precision"],
    }


def read_article(
    text: str,
    language: str,
    published: date | None,
    sentences: Sequence[tuple[int, int]],
    names: Sequence[NameSpan],
) -> Facts:
    """People, times and events of a text with its sentences (start, end) and the names the tagger found in it.

    Without `published` a relative time keeps its phrase and has no dates. Sentences that give orders to an assistant
    are planted, and tell no event.
    """
    from assistant.language.events import find_events
    from assistant.language.instructions import instructions
    from assistant.language.people import find_people
    from assistant.language.times import find_times

    found = tuple(sorted(names, key=lambda name: (name.start, name.end)))
    people = find_people(text, language, sentences, found)
    times = find_times(text, language, published)
    planted = instructions([text[start:end] for start, end in sentences])
    read = [index for index, order in enumerate(planted) if not order]
    events = find_events(text, language, [sentences[index] for index in read], people, found, times, published)
    told = tuple(replace(event, sentences=tuple(read[at] for at in event.sentences)) for event in events)
    return Facts(found, people, times, told)
