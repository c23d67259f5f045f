"""Whether what is told is the same event: the same kind, the same people, a time and a place that can agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from assistant.language.names import same_name
from assistant.language.places import country_of, is_country, is_place, same_place
from assistant.language.spelling import spelling_key
from assistant.language.words import words
from assistant.types import TimeSpan

if TYPE_CHECKING:
    from assistant.identity.events import ToldEvent

# Who receives a visitor for talks meets him: told by any of these words it is one event.
FAMILIES = {"meeting": "contact", "reception": "contact", "talks": "contact", "visit": "contact"}
# Happens to somebody once, so that a telling without a date means the dated one.
_ONCE = ("death",)
_ONCE_A_DAY = ("appointment", "dismissal", "arrest", "election")
_NEWS = 14  # days: what an article tells without a date is of late, as far as news goes
_APART = 2  # days by which outlets may differ on the day of one event
_LONG = 45  # days: of intervals longer than that, two that overlap need not be one event


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
        if strength := _agree(telling, other):
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
        times, places = _times(telling, other), _places(telling, other)
        if times < 0 or places < 0:
            continue
        # Another article's "X was in Y" is the same event only where day and place say so.
        if near or (times == 2 and places > 0):
            best = max(best, 1 + times + places)
    return best if best and _none_against(telling, group) else 0


def _none_against(telling: Telling, group: Sequence[Telling]) -> bool:
    """Whether no telling of the group contradicts, so that one without date or place joins no two events."""
    for other in group:
        times = _times(telling, other)
        near = times == 2 or _differ_little(telling, other)
        if not near and (times < 0 or _places(telling, other) < 0):
            return False
    return True


def _same_people(one: Telling, other: Telling) -> bool:
    if _part_of(one.who, one, other) and _part_of(other.who, other, one):
        return True
    return _acting_for(one, other)


def _acting_for(one: Telling, other: Telling) -> bool:
    """ "Putin and North Korea signed", "Russia and North Korea signed": a person here is a state there."""
    if one.family not in ("signing", "talks", "contact", "call") or _times(one, other) < 1:
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


def _agree(one: Telling, other: Telling) -> int:
    """How well time and place of two tellings of the same people agree: 0 for not, more for surer."""
    times, places = _times(one, other), _places(one, other)
    if places < 0:
        exact = times == 2 and _day(one) and _day(other) and len(one.who) > 1
        return 1 if exact else 0
    if times < 0:
        return 1 if _differ_little(one, other) else 0
    if times == 0 and not (one.told.article_id == other.told.article_id or _near_in_news(one, other)):
        return 0
    return 1 + 2 * times + places


def _times(one: Telling, other: Telling) -> int:
    """2 for overlapping intervals, 1 for one unresolved phrase, 0 where one is unknown, -1 for different times."""
    first, second = one.told.event.time, other.told.event.time
    if first is None or second is None:
        return 0
    if first.start and first.end and second.start and second.end:
        if first.end < second.start or second.end < first.start:
            return -1
        wide = max((first.end - first.start).days, (second.end - second.start).days)
        return (
            2 if wide <= _LONG else 0 if one.told.article_id == other.told.article_id or one.family in _ONCE else -1
        )
    if not (first.start or first.end or second.start or second.end):
        return 1 if _same_phrase(first, second) else -1
    return 0


def _same_phrase(one: TimeSpan, other: TimeSpan) -> bool:
    """Whether unresolved phrases name the same day or month ("im Juni", "Im Juni dieses Jahres")."""
    first = {word.lower() for word in words(one.phrase) if word[0].isupper() or word[0].isdigit()}
    second = {word.lower() for word in words(other.phrase) if word[0].isupper() or word[0].isdigit()}
    return bool((first & second) - {"am", "im"}) or one.phrase.lower() == other.phrase.lower()


def _differ_little(one: Telling, other: Telling) -> bool:
    """Whether two outlets tell the same people's event a day or two apart."""
    first, second = one.told.event.time, other.told.event.time
    if one.told.article_id == other.told.article_id or not (_day(one) and _day(other)) or len(one.who) < 2:
        return False
    if not (first and second and first.start and second.start) or not _same_people(one, other):
        return False
    return abs((first.start - second.start).days) <= _APART


def _day(telling: Telling) -> bool:
    time = telling.told.event.time
    return time is not None and time.start is not None and time.start == time.end


def _places(one: Telling, other: Telling) -> int:
    """1 for the same place or a town and its country, 0 where one is unknown, -1 for different places."""
    first, second = one.told.event.place, other.told.event.place
    if not first or not second:
        return 0
    if same_place(first, second) or same_name(first, second):
        return 1
    country = country_of(first)
    inside = country is not None and country == country_of(second) and (is_country(first) or is_country(second))
    return 1 if inside else -1


def _near_in_news(one: Telling, other: Telling) -> bool:
    """Whether articles of about the same time may mean one event, where one of them gives it no date."""
    if one.told.event.action in _ONCE:
        return True
    first, second = _moment(one), _moment(other)
    if first is None or second is None:
        return len(one.who) > 1
    return abs((first - second).days) <= _NEWS


def _moment(telling: Telling) -> date | None:
    """When it happened as far as told, else when that was published."""
    time = telling.told.event.time
    return (time.end or time.start if time else None) or telling.told.published
