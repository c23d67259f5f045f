"""Whether what a claim tells as an event is what its cited sentences tell: who, in which part, where and when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.checking.case import PASSED, Case, Verdict, Verdicts
from assistant.checking.figures import resolved_times
from assistant.checking.mentioned import is_called, mentioned
from assistant.identity.same_event import FAMILIES
from assistant.language.alike import alike
from assistant.language.names import name_words, spelling_key
from assistant.language.places import country_of, is_place, same_place
from assistant.language.words import words
from assistant.types import EventMention, Evidence, Part, Person, TimeSpan

# Parts that nobody can have changed for one another without the event being another.
_WORD = re.compile(r"\w[\w’-]*")
_OPPOSITE: dict[Part, Part] = {"host": "visitor", "visitor": "host", "agent": "target", "target": "agent"}


def event_stands(case: Case) -> Verdicts:
    """Who takes part in the event that comes with a claim, its place and its time are in the cited sentences."""
    if case.event is None:
        return PASSED
    found = [
        Verdict("partial", "event_name", name) for name in case.event.participants if not _takes_part(name, case)
    ]
    place, time = case.event.place, case.event.time
    if place and not any(_is_at(place, cited) for cited in case.cited):
        found.append(Verdict("partial", "event_place", place))
    if time and not any(_is_when(time, cited) for cited in case.cited):
        found.append(Verdict("partial", "event_time", time.phrase))
    return tuple(found)


def _takes_part(name: str, case: Case) -> bool:
    """Whether a cited sentence has a participant: a person, or a country, office or firm by its words."""
    if any(is_called(person, name) for found in case.cited for person in mentioned(found)):
        return True
    keys = {spelling_key(word) for word in name_words(name) or words(name)} - {""}
    return any(
        keys & {spelling_key(word) for word in words(found.sentence.text)} or _is_at(name, found)
        for found in case.cited
    )


def _is_at(place: str, found: Evidence) -> bool:
    """Whether a sentence has a place, in any language; a country also by its adjective."""
    tokens = words(found.sentence.text)
    runs = [" ".join(tokens[start : start + length]) for length in (1, 2, 3) for start in range(len(tokens))]
    if spelling_key(place) in {spelling_key(run) for run in runs}:
        return True
    country = country_of(place)
    return any(same_place(place, run) for run in runs if run[0].isupper()) or (
        country is not None and any(country_of(token) == country for token in tokens if not is_place(token))
    )


def _is_when(time: TimeSpan, found: Evidence) -> bool:
    """Whether a sentence has a time: in the same words, or one that means the same days or days among them."""
    if time.phrase and time.phrase in found.sentence.text:
        return True
    return any(
        time.start
        and span.start
        and time.start <= span.start
        and (span.end or span.start) <= (time.end or span.start)
        for span in resolved_times(found)
    )


def parts_stand(case: Case) -> Verdicts:
    """Nobody is host, visitor, agent or target in the claim who has the opposite part of that event in its source.

    The claim is read with the people of the article; events have frames in German and English.
    """
    for found in case.cited:
        told = [event for event in found.events if _parts(event)]
        people = _in_claim(case.text, found.people) if told else ()
        if not any(person.mentions for person in people):
            continue
        from assistant.language.events import find_events  # 0.2 s that a start without such events does not need

        whole = [(0, len(case.text))]
        claimed = find_events(case.text, case.language, whole, people, (), ())
        if any(_turned(event, [one for one in told if _one_kind(one, event)]) for event in claimed):
            return (Verdict("unverified", "roles"),)
    return PASSED


def _in_claim(text: str, people: Sequence[Person]) -> tuple[Person, ...]:
    """The people of an article, in their order, with the places where a claim names them."""
    tokens = [match.span() for match in _WORD.finditer(text) if match[0][0].isupper()]
    return tuple(replace(person, mentions=tuple(_spans(text, tokens, person))) for person in people)


def _spans(text: str, tokens: Sequence[tuple[int, int]], person: Person) -> Iterator[tuple[int, int]]:
    """Runs of words of a person's name that are a name of that person."""
    parts = words(person.name)
    runs: list[tuple[int, int]] = []
    for start, end in tokens:
        if not any(alike(text[start:end], part) for part in parts):
            continue
        if runs and start - runs[-1][1] == 1:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return (run for run in runs if is_called(person, text[slice(*run)]))


def _parts(event: EventMention) -> dict[int, Part]:
    """Person → part, of the parts that have an opposite."""
    return {one.person: one.part for one in event.participants if one.person is not None and one.part in _OPPOSITE}


def _one_kind(one: EventMention, other: EventMention) -> bool:
    """Whether two events may be one: a visit is also a reception or a meeting."""
    return one.action == other.action or FAMILIES.get(one.action) == FAMILIES.get(other.action, "")


def _turned(claimed: EventMention, told: Sequence[EventMention]) -> bool:
    """Whether somebody has the opposite part in all events that name them."""
    for person, part in _parts(claimed).items():
        there = {parts[person] for parts in map(_parts, told) if person in parts}
        if there == {_OPPOSITE[part]}:
            return True
    return False
