"""The same event told by several sentences and articles: one record, with what they disagree on.

Told events of one family (meeting, visit, reception and talks are one) by the same people, at times and places that
can agree, are one event. docs/decisions/0052-events.md says when that is sure enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.identity.event_records import Disagreement, EventRecord, ToldEvent, record_of
from assistant.identity.same_event import Telling, same_event, telling_of, tells_less

__all__ = ["Disagreement", "EventRecord", "ToldEvent", "merge_events"]


def merge_events(told: Sequence[ToldEvent]) -> tuple[EventRecord, ...]:
    """One record for each event, in order of time, undated ones last; the order of `told` does not matter.

    First those that name the same people come together, then what tells less ("X was in Y") joins the one event that
    it can belong to.
    """
    tellings = sorted((telling_of(one) for one in told), key=_fullest_first)
    groups: list[list[Telling]] = []
    by_key: dict[str, list[list[Telling]]] = {}
    for telling in tellings:
        home = _home(telling, by_key)
        if home is None:
            home = []
            groups.append(home)
        home.append(telling)
        for key in telling.keys:
            listed = by_key.setdefault(key, [])
            if not any(group is home for group in listed[-8:]):
                listed.append(home)
    records = [record_of(group) for group in groups]
    return tuple(sorted(records, key=_in_order))


def _fullest_first(telling: Telling) -> tuple[object, ...]:
    event = telling.told.event
    time = event.time
    days = (time.end - time.start).days if time and time.start and time.end else 10_000
    told = (
        telling.told.names,
        event.action,
        event.modality,
        event.place or "",
        time.start or date.max if time else date.max,
    )
    return (-len(telling.who), days, event.place is None, telling.told.sentence_ids, *told)


def _home(telling: Telling, by_key: dict[str, list[list[Telling]]]) -> list[Telling] | None:
    """The group that tells of the same event; of several that a poorer telling may belong to, none."""
    seen: set[int] = set()
    equal: list[tuple[int, list[Telling]]] = []
    less: list[tuple[int, list[Telling]]] = []
    for key in telling.keys:
        for group in by_key.get(key, ()):
            if id(group) in seen:
                continue
            seen.add(id(group))
            if strength := same_event(telling, group):
                equal.append((strength, group))
            elif strength := tells_less(telling, group):
                less.append((strength, group))
    for found in (equal, less):
        if found:
            best = max(strength for strength, _ in found)
            tops = [group for strength, group in found if strength == best]
            if len(tops) == 1 or found is equal:
                return tops[0]
    return None


def _in_order(record: EventRecord) -> tuple[object, ...]:
    start = record.time.start if record.time and record.time.start else None
    end = record.time.end if record.time and record.time.end else None
    told = (record.sentence_ids, record.action, record.participants, record.place or "", record.modality)
    return (start is None, start or date.max, end or date.max, *told)
