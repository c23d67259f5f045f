"""In what the versions of an answer differ, read again from the stored articles: no answer keeps it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias

from assistant.errors import ArticleNotFound
from assistant.language.facts import Facts
from assistant.page.sources import cited_version
from assistant.types import Answer, Claim, Event, EventMention, Evidence, Modality

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.explained import Explained

Difference: TypeAlias = Literal["number", "day", "place", "actor", "quotation"]


@dataclass(frozen=True, slots=True)
class Contrast:
    """Claims by their numbers, from 1: in what two of them differ, and what a version tells of an event.

    days: the one day that a version names, where it is the day that is disputed and it has no event.
    """

    differences: Mapping[tuple[int, int], Difference] = field(default_factory=dict)
    events: Mapping[int, tuple[Event, Modality]] = field(default_factory=dict)
    days: Mapping[int, date] = field(default_factory=dict)


def contrast(answer: Answer, assistant: Assistant) -> Contrast:
    """What the disputed claims of an answer differ in, as far as their articles still tell it."""
    disputed = {number: claim for number, claim in enumerate(answer.claims, 1) if claim.agreement == "disputed"}
    if not disputed:
        return Contrast()
    cited = {number: tuple(_cited(claim, answer, assistant)) for number, claim in disputed.items()}
    events = {
        number: told
        for number, claim in disputed.items()
        if claim.event is None and (told := _told(claim, disputed, cited[number])) is not None
    }
    differences: dict[tuple[int, int], Difference] = {}
    for one, claim in disputed.items():
        for other in claim.conflicts_with:
            if one > other or other not in disputed:
                continue
            first, second = (_event(disputed[number], events.get(number)) for number in (one, other))
            found = _difference(cited[one], cited[other]) or _event_difference(first, second)
            if found is not None:
                differences[one, other] = found
    of_days = {number for pair, found in differences.items() if found == "day" for number in pair}
    days = {
        number: day
        for number in sorted(of_days)
        if _event(disputed[number], events.get(number)) is None and (day := _day(cited[number])) is not None
    }
    return Contrast(differences, events, days)


def _cited(claim: Claim, answer: Answer, assistant: Assistant) -> Iterator[Evidence]:
    """The cited sentences with what ingest found in them; those of articles that are gone are left out."""
    for citation in answer.citations:
        if citation.number not in claim.citations:
            continue
        try:
            read = assistant.explained(citation.article_id, cited_version(citation.sentence_id))
        except ArticleNotFound:
            continue
        yield from _evidence(read, citation.sentence_id)


def _evidence(read: Explained, sentence_id: str) -> Iterator[Evidence]:
    facts = read.facts or Facts()  # an old version has none, nor an article that waits to be read anew
    for sentence in read.sentences:
        if sentence.id == sentence_id:
            times, events = facts.times_within(sentence.start, sentence.end), facts.events_of(sentence.index)
            yield Evidence(sentence, read.article, 0.0, {}, facts.people, times, events)


def _difference(first: Sequence[Evidence], second: Sequence[Evidence]) -> Difference | None:
    """The field in which a sentence of the one claim contradicts one of the other."""
    from assistant.checking.witnesses.conflicts import conflict
    from assistant.checking.witnesses.statements import Statement

    for one in first:
        for other in second:
            # whether they speak of one thing was decided when the answer was made: the vectors are not asked again
            found = conflict(Statement(one), Statement(other), alike=1.0)
            if found is not None:
                return found.field
    return None


def _day(cited: Sequence[Evidence]) -> date | None:
    """The one day that sentences name; None where they name none, or several."""
    from assistant.checking.witnesses.statements import Statement

    days = {day for found in cited for day in Statement(found).days}
    first, last = days.pop() if len(days) == 1 else (None, None)
    return first if first == last else None


def _event(claim: Claim, told: tuple[Event, Modality] | None) -> Event | None:
    return claim.event or (told[0] if told else None)


def _event_difference(one: Event | None, other: Event | None) -> Difference | None:
    """The field in which two tellings of one event differ."""
    if one is None or other is None:
        return None
    if one.time and other.time and (one.time.start, one.time.end) != (other.time.start, other.time.end):
        return "day"
    if one.place and other.place and one.place != other.place:
        return "place"
    return None


def _told(claim: Claim, disputed: Mapping[int, Claim], cited: Sequence[Evidence]) -> tuple[Event, Modality] | None:
    """The event that a version tells which stands against an event; None unless its sentences tell just one such."""
    from assistant.identity.same_event import FAMILIES

    rivals = [disputed[number].event for number in claim.conflicts_with if number in disputed]
    families = {FAMILIES.get(event.action, event.action) for event in rivals if event is not None}
    mentions: list[EventMention] = []
    for found in cited:
        mentions += [one for one in found.events if FAMILIES.get(one.action, one.action) in families]
    if len(mentions) != 1:
        return None
    one = mentions[0]
    names = tuple(part.name for part in one.participants)
    return Event(one.action, names, one.place, one.time), one.modality
