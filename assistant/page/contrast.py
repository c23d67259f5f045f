"""What the versions of an answer tell of the event or day they differ in, read again from the stored articles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from assistant.errors import ArticleNotFound
from assistant.language.facts import Facts
from assistant.page.sources import cited_version
from assistant.types import Answer, Claim, Event, EventMention, Evidence, Modality

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.explained import Explained


@dataclass(frozen=True, slots=True)
class Contrast:
    """Claims by their numbers, from 1: what a version tells of an event.

    days: the one day that a version names, where it is the day that is disputed and it has no event.
    """

    events: Mapping[int, tuple[Event, Modality]] = field(default_factory=dict)
    days: Mapping[int, date] = field(default_factory=dict)


def contrast(answer: Answer, assistant: Assistant) -> Contrast:
    """What the disputed claims of an answer tell, as far as their articles still do."""
    disputed = {number: claim for number, claim in enumerate(answer.claims, 1) if claim.agreement == "disputed"}
    if not disputed:
        return Contrast()
    cited = {number: tuple(_cited(claim, answer, assistant)) for number, claim in disputed.items()}
    events = {
        number: told
        for number, claim in disputed.items()
        if claim.event is None and (told := _told(claim, disputed, cited[number])) is not None
    }
    days = {
        number: day
        for number, claim in disputed.items()
        if "day" in claim.differs_in
        and claim.event is None
        and number not in events
        and (day := _day(cited[number])) is not None
    }
    return Contrast(events, days)


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


def _day(cited: Sequence[Evidence]) -> date | None:
    """The one day that sentences name; None where they name none, or several."""
    from assistant.checking.witnesses.statements import Statement

    days = {day for found in cited for day in Statement(found).days}
    first, last = days.pop() if len(days) == 1 else (None, None)
    return first if first == last else None


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
