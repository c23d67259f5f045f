"""The gold sentences of `gold_events.toml` as records, what `find_events` makes of them, and the scores."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from assistant.language.events import find_events
from assistant.language.facts import read_article
from assistant.language.sentences import split_sentences
from assistant.language.times import find_times
from assistant.types import EventMention, NameKind, NameSpan, Person

FILE = "gold_events.toml"
SECOND = "gold_events_second.toml"  # by another hand, for no rule: reported apart
THIRD = (
    "gold_events_third.toml"  # passages whose descriptions ("der Minister") must be found out: see `found_in_article`
)
RUSSIAN = "gold_events_ru.toml"
PUBLISHED = date(2024, 3, 12)
MEASURES = ("events", "participants", "parts", "places", "times", "modality", "sources")
_KINDS: dict[str, NameKind] = {"people": "person", "organisations": "organisation", "places": "place"}


@dataclass(frozen=True)
class GoldEvent:
    """An expected event; `participants` are pairs of part and name."""

    action: str
    participants: tuple[tuple[str, str], ...]
    place: str | None
    start: date | None
    end: date | None
    modality: str
    by: str | None


@dataclass(frozen=True)
class Entry:
    """One entry of the gold file with the names that a perfect tagger would find."""

    language: str
    text: str
    people: tuple[Person, ...]
    names: tuple[NameSpan, ...]
    events: tuple[GoldEvent, ...]
    held_back: bool
    published: date = PUBLISHED

    def called(self, name: str) -> str:
        """The gold's name of whom a name means that shares its last word with a form of it; else the name itself."""
        for person in self.people:
            if any(_last_word(form) == _last_word(name) for form in (person.name, *person.aliases)):
                return person.name
        return name


def entries(file: str = FILE) -> list[Entry]:
    """All entries of a file in order; every second of each language is held back."""
    data = tomllib.loads((Path(__file__).parent / file).read_text(encoding="utf-8"))
    return [
        _entry(language, entry, held_back=number % 2 == 1)
        for language, listed in data.items()
        for number, entry in enumerate(listed)
    ]


def _entry(language: str, entry: dict[str, list[str] | str], *, held_back: bool) -> Entry:
    text = str(entry["text"])
    names: list[NameSpan] = []
    people: list[Person] = []
    taken: list[tuple[int, int]] = []
    for kind in _KINDS:
        for line in entry.get(kind, []):
            forms = str(line).split(" = ")
            mentions = []
            for form in sorted(forms, key=len, reverse=True):
                for start, end in _occurrences(text, form, language):
                    if not any(first < end and start < last for first, last in taken):
                        taken.append((start, end))
                        mentions.append((start, end))
                        if not form.startswith("~"):
                            names.append(NameSpan(start, end, _KINDS[kind]))
            if kind == "people":
                people.append(Person(forms[0], tuple(forms[1:]), (), tuple(sorted(mentions))))
    events = tuple(_event(str(line)) for line in entry["events"])
    return Entry(language, text, tuple(people), tuple(sorted(names, key=lambda n: n.start)), events, held_back)


def _occurrences(text: str, form: str, language: str) -> Iterator[tuple[int, int]]:
    bare = form.removeprefix("~")
    genitive = "s?" if language == "de" else ""
    for match in re.finditer(rf"\b{re.escape(bare)}{genitive}\b", text, re.IGNORECASE if bare != form else 0):
        yield match.span()


def _event(line: str) -> GoldEvent:
    parts = [part.strip() for part in line.split("|")]
    parts += ["-"] * (6 - len(parts))
    action, who, place, when, modality, by = parts[:6]
    participants = tuple(_split(part.strip()) for part in who.split(";"))
    start, _, end = when.partition("..")
    return GoldEvent(
        action,
        participants,
        None if place == "-" else place,
        None if when == "-" else date.fromisoformat(start),
        None if when == "-" else date.fromisoformat(end or start),
        "happened" if modality == "-" else modality,
        None if by == "-" else by.removeprefix("by "),
    )


def _split(part: str) -> tuple[str, str]:
    first, _, name = part.partition(" ")
    return first, name


def found(entry: Entry) -> tuple[EventMention, ...]:
    """What `find_events` makes of an entry, with the names and people that the gold gives."""
    times = find_times(entry.text, entry.language, entry.published)
    sentences = split_sentences(entry.text, entry.language)
    return find_events(entry.text, entry.language, sentences, entry.people, entry.names, times, entry.published)


def found_in_article(entry: Entry, names: Sequence[NameSpan]) -> tuple[EventMention, ...]:
    """What ingest would find with these names: who is a person, and whom an office means, is found out too."""
    sentences = split_sentences(entry.text, entry.language)
    return tuple(
        replace(
            event,
            participants=tuple(replace(who, name=entry.called(who.name)) for who in event.participants),
            attributed_to=event.attributed_to and entry.called(event.attributed_to),
        )
        for event in read_article(entry.text, entry.language, entry.published, sentences, names).events
    )


def _last_word(name: str) -> str:
    return name.split()[-1].rstrip("s") if name.split() else name


@dataclass
class Scores:
    """Counts of right, found and expected by measure; `wrong` are the entries that differ in anything."""

    right: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[Entry, tuple[EventMention, ...]]] = field(default_factory=list)

    def precision(self, measure: str) -> float:
        """Right of all found, 1 where nothing was found."""
        return self.right[measure] / self.found[measure] if self.found[measure] else 1.0

    def recall(self, measure: str) -> float:
        """Right of all expected, 1 where nothing was."""
        return self.right[measure] / self.gold[measure] if self.gold[measure] else 1.0

    def f1(self, measure: str) -> float:
        """The harmonic mean of both."""
        both = self.precision(measure) + self.recall(measure)
        return 2 * self.precision(measure) * self.recall(measure) / both if both else 0.0


def score(pairs: Iterable[tuple[Entry, Sequence[EventMention]]]) -> Scores:
    """Scores of found events against the gold.

    An event is right with its action and at least one participant; what it tells is then compared: participants,
    participants with their part, place, interval (none where the gold has none), modality, source.
    """
    scores = Scores()
    for entry, mentions in pairs:
        left = list(mentions)
        good = len(left) == len(entry.events)
        for gold in entry.events:
            match = max(left, key=lambda mention: _overlap(gold, mention), default=None)
            if match is not None and _overlap(gold, match) > 0:
                left.remove(match)
            else:
                match = None
            good &= _compare(scores, gold, match)
        for mention in left:
            _compare(scores, None, mention)
        if not good:
            scores.wrong.append((entry, tuple(mentions)))
    return scores


def _overlap(gold: GoldEvent, mention: EventMention) -> int:
    if gold.action != mention.action:
        return 0
    names = {participant.name for participant in mention.participants}
    return sum(name in names for _, name in gold.participants)


def _compare(scores: Scores, gold: GoldEvent | None, mention: EventMention | None) -> bool:
    expected, told = _facets(gold), _facets_found(mention)
    if gold and mention and gold.by and mention.attributed_to:
        same = gold.by in mention.attributed_to or mention.attributed_to in gold.by
        if same:
            told["sources"] = expected["sources"]
    right = True
    for measure in MEASURES:
        common = expected[measure] & told[measure] if gold and mention else set()
        scores.right[measure] += len(common)
        scores.found[measure] += len(told[measure])
        scores.gold[measure] += len(expected[measure])
        right &= expected[measure] == told[measure]
    return right


def _facets(gold: GoldEvent | None) -> dict[str, set[object]]:
    if gold is None:
        return {measure: set() for measure in MEASURES}
    return {
        "events": {gold.action},
        "participants": {name for _, name in gold.participants},
        "parts": set(gold.participants),
        "places": {gold.place} - {None},
        "times": {(gold.start, gold.end)} if gold.start else set(),
        "modality": {gold.modality},
        "sources": {gold.by} - {None},
    }


def _facets_found(mention: EventMention | None) -> dict[str, set[object]]:
    if mention is None:
        return {measure: set() for measure in MEASURES}
    time = mention.time
    return {
        "events": {mention.action},
        "participants": {participant.name for participant in mention.participants},
        "parts": {(str(participant.part), participant.name) for participant in mention.participants},
        "places": {mention.place} - {None},
        "times": {(time.start, time.end)} if time and time.start else set(),
        "modality": {str(mention.modality)},
        "sources": {mention.attributed_to} - {None},
    }
