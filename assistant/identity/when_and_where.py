"""Whether two tellings by the same people can be one event by their times and places."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from assistant.language.names import same_name
from assistant.language.places import country_of, is_country, same_place
from assistant.language.words import words
from assistant.types import TimeSpan

if TYPE_CHECKING:
    from assistant.identity.same_event import Telling

# Happens to somebody once, so that a telling without a date means the dated one.
_ONCE = ("death",)
_NEWS = 14  # days: what an article tells without a date is of late, as far as news goes
_APART = 2  # days by which outlets may differ on the day of one event
_LONG = 45  # days: of intervals longer than that, two that overlap need not be one event


def agree(one: Telling, other: Telling) -> int:
    """How well time and place of two tellings of the same people agree: 0 for not, more for surer."""
    times, places = times_agree(one, other), places_agree(one, other)
    if places < 0:
        exact = times == 2 and _day(one) and _day(other) and len(one.who) > 1
        return 1 if exact else 0
    if times < 0:
        return 1 if differ_little(one, other) else 0
    if times == 0 and not (one.told.article_id == other.told.article_id or _near_in_news(one, other)):
        return 0
    return 1 + 2 * times + places


def times_agree(one: Telling, other: Telling) -> int:
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


def differ_little(one: Telling, other: Telling) -> bool:
    """Whether two outlets tell an event of two people or more a day or two apart."""
    first, second = one.told.event.time, other.told.event.time
    if one.told.article_id == other.told.article_id or not (_day(one) and _day(other)) or len(one.who) < 2:
        return False
    if not (first and second and first.start and second.start):
        return False
    return abs((first.start - second.start).days) <= _APART


def _day(telling: Telling) -> bool:
    time = telling.told.event.time
    return time is not None and time.start is not None and time.start == time.end


def places_agree(one: Telling, other: Telling) -> int:
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
