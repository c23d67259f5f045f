"""The record of one event told by several sentences: what they agree on, and what some of them tell otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from assistant.identity.same_event import FAMILIES, agents_of, by_another
from assistant.language.places import country_of, is_country, same_place
from assistant.language.spelling import spelling_key
from assistant.types import EventMention, Modality, Part, TimeSpan

if TYPE_CHECKING:
    from assistant.identity.same_event import Telling

# What an article tells as having happened weighs more than what another only reports, and that more than a denial.
_WEIGHT: tuple[Modality, ...] = ("happened", "said", "alleged", "denied", "planned")
_PARTS: tuple[Part, ...] = ("host", "agent", "lead", "visitor", "target", "other")


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """An event as one article tells it; `people` and `names` go with the participants, in their order.

    people: the person's number in the archive, None for who has none. names: canonical names.
    """

    event: EventMention
    article_id: str
    version: int
    sentence_ids: tuple[str, ...]
    outlet: str | None
    published: date | None
    people: tuple[int | None, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What some sentences tell otherwise than the record does."""

    field: Literal["day", "place", "participants", "modality"]
    value: str
    sentence_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EventRecord:
    """One event of the archive with all its sentences; `parts` go with `participants`, in their order."""

    action: str
    participants: tuple[str, ...]
    parts: tuple[Part, ...]
    place: str | None
    time: TimeSpan | None
    modality: Modality
    attributed_to: str | None
    sentence_ids: tuple[str, ...]
    articles: tuple[str, ...]
    disagreements: tuple[Disagreement, ...] = ()


def record_of(group: Sequence[Telling]) -> EventRecord:
    """The record of a group of tellings of one event, with all their sentences."""
    told = sorted((telling.told for telling in group), key=_telling_order)
    modality = min((one.event.modality for one in told), key=_WEIGHT.index)
    against = _by_others(told)
    names, parts = _participants([one for one in told if one not in against])
    time = _time(told)
    place = _place(told)
    by = next(
        (one.event.attributed_to for one in told if one.event.modality == modality and one.event.attributed_to), None
    )
    if modality == "happened":
        by = None
    return EventRecord(
        action=_action(told),
        participants=names,
        parts=parts,
        place=place,
        time=time,
        modality=modality,
        attributed_to=by,
        sentence_ids=tuple(dict.fromkeys(number for one in told for number in one.sentence_ids)),
        articles=tuple(dict.fromkeys(one.article_id for one in told)),
        disagreements=tuple(_disagreements(told, against, time, place, modality)),
    )


def _by_others(told: Sequence[ToldEvent]) -> list[ToldEvent]:
    """The tellings that name another person as doing it than most do, than the first does among equals."""
    agents = Counter(agents_of(one)[0] for one in told if len(agents_of(one)) == 1)
    if len(agents) < 2:
        return []
    usual = agents.most_common(1)[0][0]
    shown = next(one for one in told if agents_of(one) == (usual,))
    return [one for one in told if by_another(one, shown)]


def _telling_order(one: ToldEvent) -> tuple[object, ...]:
    told = (one.event.action, one.names, one.event.place or "", one.event.modality, str(one.event.time))
    return (one.published or date.max, one.article_id, one.version, one.event.sentences, one.sentence_ids, *told)


def _action(told: Sequence[ToldEvent]) -> str:
    """Their one action; several of a family ("empfing", "führte Gespräche", "war in") are a meeting."""
    actions = Counter(one.event.action for one in told)
    if len(actions) == 1:
        return next(iter(actions))
    several = [one for one in told if len(one.names) > 1]
    shared = {one.event.action for one in several}
    if len(shared) == 1:
        return next(iter(shared))
    return "meeting" if FAMILIES.get(told[0].event.action) == "contact" else actions.most_common(1)[0][0]


def _participants(told: Sequence[ToldEvent]) -> tuple[tuple[str, ...], tuple[Part, ...]]:
    """All who take part, each once by number or name; of the parts told of one, the most telling."""
    names: dict[object, str] = {}
    parts: dict[object, list[Part]] = {}
    by_spelling: dict[str, object] = {}
    for one in told:
        for number, name, participant in zip(one.people, one.names, one.event.participants, strict=True):
            spelled = " ".join(spelling_key(word) for word in name.split())
            key = by_spelling.setdefault(spelled, number if number is not None else spelled)
            if number is not None:
                key = number
            known = next((k for k in names if k == key or same_place(names[k], name)), key)
            names.setdefault(known, name)
            parts.setdefault(known, []).append(participant.part)
    chosen = {key: min(listed, key=_PARTS.index) for key, listed in parts.items()}
    order = sorted(names, key=lambda key: _PARTS.index(chosen[key]))
    return tuple(names[key] for key in order), tuple(chosen[key] for key in order)


def _time(told: Sequence[ToldEvent]) -> TimeSpan | None:
    """The narrowest interval, the one told most often among equals; a phrase where nothing is resolved."""
    times = [one.event.time for one in told if one.event.time]
    dated = [time for time in times if time.start and time.end]
    if dated:
        votes = Counter((time.start, time.end) for time in dated)
        return min(
            dated, key=lambda t: ((t.end - t.start).days, -votes[t.start, t.end]) if t.start and t.end else (0, 0)
        )
    return times[0] if times else None


def _place(told: Sequence[ToldEvent]) -> str | None:
    """The town rather than its country, the one told most often among equals."""
    places = [one.event.place for one in told if one.event.place]
    if not places:
        return None
    votes = Counter(places)
    return min(places, key=lambda place: (is_country(place), -votes[place], places.index(place)))


def _disagreements(
    told: Sequence[ToldEvent],
    against: Sequence[ToldEvent],
    time: TimeSpan | None,
    place: str | None,
    modality: Modality,
) -> Iterator[Disagreement]:
    other: dict[tuple[str, str], list[str]] = {}
    for one in told:
        for field, value in _otherwise(one, time, place, modality):
            other.setdefault((field, value), []).extend(one.sentence_ids)
    for one in against:
        other.setdefault(("participants", ", ".join(agents_of(one))), []).extend(one.sentence_ids)
    for (field, value), sentences in other.items():
        yield Disagreement(field, value, tuple(dict.fromkeys(sentences)))  # type: ignore[arg-type]


def _otherwise(
    one: ToldEvent, time: TimeSpan | None, place: str | None, modality: Modality
) -> Iterable[tuple[str, str]]:
    own = one.event.time
    if (
        time
        and own
        and own.start
        and own.end
        and time.start
        and time.end
        and (own.end < time.start or time.end < own.start)
    ):
        yield (
            "day",
            own.start.isoformat() if own.start == own.end else f"{own.start.isoformat()}/{own.end.isoformat()}",
        )
    if (
        place
        and one.event.place
        and not same_place(place, one.event.place)
        and country_of(place) != country_of(one.event.place)
    ):
        yield "place", one.event.place
    against = {modality, one.event.modality}
    if one.event.modality != modality and ("denied" in against or one.event.modality == "alleged"):
        yield "modality", one.event.modality
