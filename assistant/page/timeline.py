"""Events as the timeline shows them, from an answer or from the archive: bars by person, and who tells of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from assistant.page.sources import Source
from assistant.types import Answer, Article, Citation, Claim, Modality, Sentence, TimeSpan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.identity.events import EventRecord

MOST_EVENTS = 200  # the newest; more bars than that are no picture any more
MOST_ROWS = 24  # people with a row of their own, those of most events; a longer chart outgrows every screen
_WIDE = timedelta(days=366)  # what is known no better than to a year does not set the width of the axis


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence that tells an event, with where it stands."""

    quote: str
    outlet: str | None
    published: date | None
    title: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of the timeline; `number` is its place in the list, from 1.

    otherwise: (day, place, participants, modality or report, what other reports say of it). disputed: whether reports
    contradict each other on it, which a plan and its fulfilment do not.
    """

    number: int
    action: str
    participants: tuple[str, ...]
    place: str | None
    time: TimeSpan | None
    modality: Modality
    attributed_to: str | None
    told: tuple[Told, ...]
    otherwise: tuple[tuple[str, str], ...] = ()
    disputed: bool = False

    @property
    def dated(self) -> bool:
        """Whether it has a place in time."""
        return self.time is not None and (self.time.start is not None or self.time.end is not None)


@dataclass(frozen=True, slots=True)
class Bar:
    """An event in one person's row, both days inclusive; `happening` is the event's number."""

    happening: int
    row: str
    start: date
    end: date


def of_answer(answer: Answer, sources: Iterable[Source]) -> tuple[Happening, ...]:
    """The events that the claims in an answer's text tell, each with the sentences cited for it; see `_numbered`."""
    cited = {source.citation.number: source.citation for source in sources}
    found = []
    for claim in answer.told.values():
        if claim.event is None:
            continue
        told = tuple(
            Told(one.quote, one.outlet, one.published, one.title, one.url)
            for one in (cited[number] for number in claim.citations if number in cited)
        )
        event = claim.event
        found.append(
            Happening(
                0,
                event.action,
                event.participants,
                event.place,
                event.time,
                claim.modality,
                claim.attributed_to,
                told,
                tuple(("report", _said(answer.claims[other - 1], cited)) for other in claim.conflicts_with),
                claim.agreement == "disputed",
            )
        )
    return _numbered(found)


def of_archive(
    records: Sequence[EventRecord], sources: Mapping[str, tuple[Sentence, Article]]
) -> tuple[Happening, ...]:
    """Events of the archive with the sentences that tell them; see `_numbered`."""
    from assistant.checking.witnesses.conflicts import contradictions

    found = []
    for record in records:
        told = (sources[key] for key in record.sentence_ids if key in sources)
        found.append(
            Happening(
                0,
                record.action,
                record.participants,
                record.place,
                record.time,
                record.modality,
                record.attributed_to,
                tuple(Told(one.text, by.outlet, by.published, by.title, by.url) for one, by in told),
                tuple((other.field, other.value) for other in record.disagreements),
                bool(contradictions(record)),
            )
        )
    return _numbered(found)


def newest(records: Sequence[EventRecord]) -> tuple[EventRecord, ...]:
    """The newest dated events and the first undated ones, at most MOST_EVENTS of each."""
    dated = [record for record in records if record.time and (record.time.start or record.time.end)]
    known = {id(record) for record in dated}
    undated = [record for record in records if id(record) not in known]
    return (*dated[-MOST_EVENTS:], *undated[:MOST_EVENTS])


def rows(happenings: Iterable[Happening], others: str) -> tuple[str, ...]:
    """The rows: the people of most events first, then `others` if an event has none of them."""
    dated = [one for one in happenings if one.dated]
    counted = Counter(name for one in dated for name in dict.fromkeys(one.participants))
    named = tuple(name for name, _ in counted.most_common(MOST_ROWS))
    alone = any(not set(one.participants) & set(named) for one in dated)
    return (*named, others) if alone else named


def bars(happenings: Sequence[Happening], named: Sequence[str], others: str) -> Iterator[Bar]:
    """A bar for each dated event in the row of each who takes part; open ends reach to the edge of the chart."""
    if not any(one.dated for one in happenings):
        return
    first, last = span(happenings)
    for one in happenings:
        if not one.dated or one.time is None:
            continue
        start, end = one.time.start or first, one.time.end or last
        for name in [name for name in dict.fromkeys(one.participants) if name in named] or [others]:
            yield Bar(one.number, name, start, max(start, end))


def span(happenings: Iterable[Happening]) -> tuple[date, date]:
    """The first and the last day that the chart shows. Needs a dated event."""
    times = [one.time for one in happenings if one.time is not None and one.dated]
    narrow = [time for time in times if time.start and time.end and time.end - time.start <= _WIDE] or times
    days = [day for time in narrow for day in (time.start, time.end) if day is not None]
    return min(days), max(days)


def _said(claim: Claim, cited: Mapping[int, Citation]) -> str:
    """A claim and the outlets that have it."""
    outlets = dict.fromkeys(cited[number].outlet for number in claim.citations if number in cited)
    named = ", ".join(outlet for outlet in outlets if outlet)
    return f"{claim.text} ({named})" if named else claim.text


def _numbered(found: Sequence[Happening]) -> tuple[Happening, ...]:
    """The events with their numbers: those on which reports contradict each other first, then in order of time."""

    def in_order(one: Happening) -> tuple[bool, bool, date]:
        start = one.time and (one.time.start or one.time.end)
        return (not one.disputed, start is None, start or date.max)

    return tuple(
        Happening(number, *(getattr(one, name) for name in Happening.__slots__[1:]))
        for number, one in enumerate(sorted(found, key=in_order), 1)
    )
