"""What an article says of people, times and events: the language code composed, text in, records out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.language.times.records import TimeExpression
from assistant.types import EventMention, NameSpan, Person

FACTS = "facts-1"  # raise it when the same text would give other facts: every archive then reads its articles anew


@dataclass(frozen=True, slots=True)
class Facts:
    """What one text says. Offsets count into the text; events point to sentences and people by their index."""

    names: tuple[NameSpan, ...] = ()
    people: tuple[Person, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    events: tuple[EventMention, ...] = ()


def read_article(
    text: str,
    language: str,
    published: date | None,
    sentences: Sequence[tuple[int, int]],
    names: Sequence[NameSpan],
) -> Facts:
    """People, times and events of a text with its sentences (start, end) and the names the tagger found in it.

    Without `published` a relative time keeps its phrase and has no dates.
    """
    from assistant.language.events import find_events
    from assistant.language.people import find_people
    from assistant.language.times import find_times

    found = tuple(sorted(names, key=lambda name: (name.start, name.end)))
    people = find_people(text, language, sentences, found)
    times = find_times(text, language, published)
    return Facts(found, people, times, find_events(text, language, sentences, people, found, times))
