"""What the archive knows of articles, people and events, as its readers see it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from assistant.archive.database import Database
from assistant.archive.reading import generation_of, listed_articles
from assistant.archive.recent import Recent
from assistant.archive.records import Listed
from assistant.types import Filters

if TYPE_CHECKING:
    from assistant.archive.known import PersonOfArchive
    from assistant.identity.events import EventRecord, ToldEvent
    from assistant.identity.people import Decision
    from assistant.language.facts import Facts

MOST_EVENTS = 10_000  # given at once
_RECENT_FACTS = 200  # articles
_AROUND = timedelta(days=7)
_ALIKE = 70.0  # of 100: below this a name is no near miss


def _happened(record: EventRecord, start: date | None, end: date | None) -> bool:
    """Whether an event may have happened between the two days; always where neither is given."""
    if start is None and end is None:
        return True
    if record.time is None or (record.time.start is None and record.time.end is None):
        return False
    first, last = record.time.start or date.min, record.time.end or date.max
    return (start is None or last >= start) and (end is None or first <= end)


class Knowledge:
    """Reads titles, people, times and events. What it needs to understand names is loaded when it is first used."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._facts: Recent[Facts] = Recent(_RECENT_FACTS)

    def facts(self, pairs: Sequence[tuple[str, int]]) -> dict[tuple[str, int], Facts]:
        """(article id, version) → what it says of people, times and events.

        Left out are versions that are superseded, and those that no ingest has read yet.
        """
        from assistant.archive.facts import read_facts

        asked = {f"{identity}@{version}": (identity, version) for identity, version in pairs}
        with self._database.reading() as connection:

            def read(missing: Sequence[str]) -> dict[str, Facts]:
                found = read_facts(connection, [asked[key] for key in missing])
                return {f"{identity}@{version}": one for (identity, version), one in found.items()}

            kept = self._facts.of(generation_of(connection), list(asked), read)
        return {asked[key]: found for key, found in kept.items()}

    def listed(self, search: str, limit: int) -> tuple[Listed, ...]:
        """The newest articles with all words of `search` in title or outlet, at most `limit`; undated ones last."""
        with self._database.reading() as connection:
            return listed_articles(connection, search.split(), limit)

    def people(self, query: str | None = None) -> tuple[PersonOfArchive, ...]:
        """The people of the archive, those in most articles first; with `query` those whom the name may mean.

        The name may be spelt in any way. A surname alone may mean several people.
        """
        from assistant.archive import known
        from assistant.identity.people import means, person_keys

        with self._database.reading() as connection:
            if query is None:
                found = known.known_of(connection, list(known.all_names(connection)))
            else:
                near = known.known_by_keys(connection, person_keys(query))
                found = known.known_of(connection, means(query, near))
        return tuple(sorted(found, key=lambda person: (-person.articles, person.name)))

    def family_names_alone(self, query: str) -> tuple[str, ...]:
        """Where `query` is a family name: its spellings in articles that say no more of who that is."""
        from assistant.archive import known

        with self._database.reading() as connection:
            return known.family_names_alone(connection, query)

    def near_names(self, query: str, limit: int = 3) -> tuple[str, ...]:
        """Names of known people that are written most like `query`, for a reader who mistyped one."""
        from rapidfuzz import process

        from assistant.archive import known
        from assistant.language.spelling import normal

        with self._database.reading() as connection:
            names = known.all_names(connection)
        found = process.extract(query, names, processor=normal, limit=limit, score_cutoff=_ALIKE)
        return tuple(dict.fromkeys(names[key] for _, _, key in found))

    def decisions(self) -> tuple[Decision, ...]:
        """What readers decided about names, oldest first."""
        from assistant.archive import linking

        with self._database.reading() as connection:
            return linking.read_decisions(connection)

    def to_split(self, name: str, spelling: str) -> Decision:
        """The decision that a spelling of a person is somebody else; PersonNotFound if there is no such spelling."""
        from assistant.archive import deciding

        return deciding.to_split(self.people(name), name, spelling, self.near_names(name))

    def to_merge(self, name: str, other: str) -> Decision:
        """The decision that two names are one person; PersonNotFound if one means nobody, or several."""
        from assistant.archive import deciding

        first, second = (
            deciding.one_of(self.people(each), each, self.near_names(each), self.family_names_alone(each))
            for each in (name, other)
        )
        return deciding.to_merge(first, second)

    def events(
        self,
        person: str | None = None,
        start: date | None = None,
        end: date | None = None,
        filters: Filters = Filters(),
        actions: Sequence[str] = (),
    ) -> tuple[EventRecord, ...]:
        """Events in order of time, each once with all the sentences that tell it; those of unknown time last.

        person: a name in any spelling; events of all whom it may mean. start, end: when it happened, both inclusive;
        then those of unknown time are left out. filters: of the articles. actions: of `assistant.types.Action`; all
        if there are none.
        """
        from assistant.identity.events import merge_events

        if person is None:
            # An event near the edge may be told with another day elsewhere.
            earliest, latest = start and start - _AROUND, end and end + _AROUND
            told = self.told_events((), earliest, latest, filters=filters)
        else:
            numbers = [known.number for known in self.people(person)]
            names = self.family_names_alone(person)
            told = self.told_events(numbers, filters=filters, names=names) if numbers or names else ()
        return tuple(
            record
            for record in merge_events(told)
            if (not actions or record.action in actions) and _happened(record, start, end)
        )

    def told_events(
        self,
        person_numbers: Sequence[int] = (),
        start: date | None = None,
        end: date | None = None,
        actions: Sequence[str] = (),
        filters: Filters = Filters(),
        limit: int = MOST_EVENTS,
        names: Sequence[str] = (),
    ) -> tuple[ToldEvent, ...]:
        """Events as articles tell them, the newest first, those of unknown time last; at most `limit`.

        person_numbers: known people of whom one takes part. start, end: when it happened, both inclusive; then events
        of unknown time are left out. filters: of the articles. actions: of `assistant.types.Action`. names: of
        `family_names_alone`, for people of whom no more is known.
        """
        from assistant.archive.telling import told_events

        with self._database.reading() as connection:
            return told_events(connection, person_numbers, names, start, end, actions, filters, limit)
