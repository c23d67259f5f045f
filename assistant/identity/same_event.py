"""Whether what is told is the same event: the same kind, the same people, a time and a place that can agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.identity.when_and_where import agree, differ_little, places_agree, times_agree
from assistant.language.names import same_name
from assistant.language.places import country_of, is_country, is_place, same_place
from assistant.language.spelling import spelling_key
from assistant.language.words import words

if TYPE_CHECKING:
    from assistant.identity.event_records import ToldEvent

# Who receives a visitor for talks meets him: told by any of these words it is one event.
FAMILIES = {"meeting": "contact", "reception": "contact", "talks": "contact", "visit": "contact"}
_ONCE_A_DAY = ("appointment", "dismissal", "arrest", "election")


@dataclass(frozen=True, slots=True, eq=False)
class Telling:
    """A told event with what is compared: `who` are numbers or names, `keys` find others that may be the same."""

    told: ToldEvent
    family: str
    who: tuple[int | str, ...]
    keys: tuple[str, ...]


def telling_of(told: ToldEvent) -> Telling:
    """What a told event is compared by."""
    family = FAMILIES.get(told.event.action, told.event.action)
    who = tuple(number if number is not None else name for number, name in zip(told.people, told.names, strict=True))
    if told.event.action == "statement":
        return Telling(told, family, who, ())  # each saying is one of its own
    keys = {f"{family} {spelling_key(word)}" for name in told.names for word in words(name)}
    where = told.event.place
    named = [*told.names, *([where] if where and family == "signing" else [])]
    places = {country_of(name) for name in named if is_country(name)}
    return Telling(told, family, who, tuple(sorted(keys | {f"{family} {code}" for code in places if code})))


def same_event(telling: Telling, group: Sequence[Telling]) -> int:
    """How surely a telling belongs to a group that names the same people, 0 for not."""
    best = 0
    for other in group:
        if other.family != telling.family:
            continue
        if not _same_people(telling, other):
            best = max(best, int(by_another(telling.told, other.told)))
            continue
        if strength := agree(telling, other):
            best = max(best, strength + (2 if _covers(telling, other) else 0))
    return best if best and _none_against(telling, group) else 0


def by_another(one: ToldEvent, other: ToldEvent) -> bool:
    """Whether two articles say that another person did the same to the same people on the same day.

    Only what happens to somebody once a day (an appointment, a dismissal, an arrest): a visitor may well be received
    by two hosts, so that other hosts are other events.
    """
    days = [each.event.time for each in (one, other)]
    if one.event.action not in _ONCE_A_DAY or one.event.action != other.event.action:
        return False
    if one.article_id == other.article_id or not all(day and day.start and day.start == day.end for day in days):
        return False
    first, second = agents_of(one), agents_of(other)
    same_day = days[0] and days[1] and days[0].start == days[1].start
    named = len(first) == len(second) == 1 and not _same_called(first[0], second[0])
    targets, others = _targets(one), _targets(other)
    return bool(same_day and named and targets and targets == others)


def agents_of(told: ToldEvent) -> tuple[str, ...]:
    """The people, no organisations and states, who do what is told."""
    parts = zip(told.names, told.event.participants, strict=True)
    return tuple(name for name, each in parts if each.part == "agent" and each.person is not None)


def _targets(told: ToldEvent) -> set[int | str]:
    parts = zip(told.people, told.names, told.event.participants, strict=True)
    return {
        number if number is not None else spelling_key(name) for number, name, each in parts if each.part == "target"
    }


def tells_less(telling: Telling, group: Sequence[Telling]) -> int:
    """How surely a telling that names fewer people belongs to a group that names them and more, 0 for not."""
    best = 0
    for other in group:
        if other.family != telling.family or not _part_of(telling.who, telling, other):
            continue
        near = telling.told.article_id == other.told.article_id
        times, places = times_agree(telling, other), places_agree(telling, other)
        if times < 0 or places < 0:
            continue
        # Another article's "X was in Y" is the same event only where day and place say so.
        if near or (times == 2 and places > 0):
            best = max(best, 1 + times + places)
    return best if best and _none_against(telling, group) else 0


def _none_against(telling: Telling, group: Sequence[Telling]) -> bool:
    """Whether no telling of the group contradicts, so that one without date or place joins no two events."""
    for other in group:
        times = times_agree(telling, other)
        near = times == 2 or (differ_little(telling, other) and _same_people(telling, other))
        if not near and (times < 0 or places_agree(telling, other) < 0):
            return False
    return True


def _same_people(one: Telling, other: Telling) -> bool:
    if _part_of(one.who, one, other) and _part_of(other.who, other, one):
        return True
    return _acting_for(one, other)


def _acting_for(one: Telling, other: Telling) -> bool:
    """ "Putin and North Korea signed", "Russia and North Korea signed": a person here is a state there."""
    if one.family not in ("signing", "talks", "contact", "call") or times_agree(one, other) < 1:
        return False
    common = [who for who in one.who if _among(who, one, other)]
    common += [who for who in other.who if _is_where(who, other, one)] + [
        w for w in one.who if _is_where(w, one, other)
    ]
    rest = _not_shared(one, other)
    others = _not_shared(other, one)
    if not common or len(rest) != 1 or len(others) != 1:
        return False
    people = {
        one.told.event.participants[rest[0]].person is None,
        other.told.event.participants[others[0]].person is None,
    }
    return people == {True, False}


def _not_shared(one: Telling, other: Telling) -> list[int]:
    return [
        place for place, who in enumerate(one.who) if not _among(who, one, other) and not _is_where(who, one, other)
    ]


def _is_where(who: int | str, one: Telling, other: Telling) -> bool:
    """Whether a country that takes part here is the place there ("Putin in North Korea signed")."""
    place = other.told.event.place
    return isinstance(who, str) and one.family == "signing" and place is not None and same_place(who, place)


def _part_of(who: Sequence[int | str], one: Telling, other: Telling) -> bool:
    return bool(who) and all(_among(each, one, other) for each in who)


def _among(who: int | str, one: Telling, other: Telling) -> bool:
    name = one.told.names[one.who.index(who)]
    for each, each_name in zip(other.who, other.told.names, strict=True):
        if isinstance(who, int) and isinstance(each, int):
            if who == each:
                return True
        elif _same_called(name, each_name):
            return True
    return False


def _same_called(name: str, other: str) -> bool:
    if name == other or same_place(name, other):
        return True
    return not (is_place(name) or is_place(other)) and same_name(name, other)


def _covers(one: Telling, other: Telling) -> bool:
    return one.told.article_id == other.told.article_id
