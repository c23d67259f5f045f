"""The events of the archive that a question asks about, each told by all its sentences.

"Wer traf wen, wann und wo?" is not answered by a search for similar words but from the records that ingest made:
by who took part, what was done, where and when.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from assistant.answering.evidence import with_facts
from assistant.answering.premises import taking_part
from assistant.identity.events import EventRecord, ToldEvent, merge_events
from assistant.identity.same_event import FAMILIES
from assistant.language.concepts import synonyms
from assistant.language.places import is_place, same_place
from assistant.language.spelling import spelling_key
from assistant.language.times import find_times
from assistant.language.words import stems, words
from assistant.question import Question, asking_words
from assistant.types import Action, Article, Evidence, Part

if TYPE_CHECKING:
    from assistant.archive import Archive
    from assistant.asked_events import AskedEvents

MOST = 400  # told events looked at for one question, newest first
_FEW = 100  # told events of one person; of so many, those that tell the same are among them
_ANSWERABLE = ("person", "time", "place")


def happenings(question: Question, archive: Archive) -> tuple[EventRecord, ...]:
    """The events that answer `question`, in order of time; none where it asks for what no event record holds."""
    asked = question.happening
    if asked is None or not _asks_for_event(question):
        return ()
    named = _named(question, archive)
    told = _told(question, asked, [one for one in named if one.names], archive)
    fitting = [record for record in merge_events(told) if _fits(record, question, asked, named)]
    return _about_the_rest(fitting, question, archive)


def _told(
    question: Question, asked: AskedEvents, people: Sequence[_Named], archive: Archive
) -> tuple[ToldEvent, ...]:
    """What articles tell of the first person named; else of all who did something in the period.

    The period does not bound what is told of a person: a sentence without a date may belong to an event that has one.
    """
    find = partial(
        archive.told_events, actions=sorted(_of_one_family(asked.actions)), filters=question.filters, limit=MOST
    )
    if people:
        theirs = find(person_numbers=people[0].numbers, names=people[0].alone)
        return _with_others(theirs, find) if len(theirs) <= _FEW else theirs
    span = question.period.span if question.period and not question.period.any_year else None
    if span is None:
        return find()
    return _with_others(find(start=span.start, end=span.end), find)


def _with_others(told: Sequence[ToldEvent], find: Callable[..., tuple[ToldEvent, ...]]) -> tuple[ToldEvent, ...]:
    """What is told, and all that is told of whoever takes part: an article may name only one of two."""
    numbers = {number for one in told for number in one.people if number is not None}
    return tuple(dict.fromkeys([*told, *(find(person_numbers=sorted(numbers)) if numbers else ())]))


def _of_one_family(actions: frozenset[Action]) -> frozenset[str]:
    """The actions, and those that may tell of the same events: a visit gives a meeting its day and place."""
    families = {FAMILIES[action] for action in actions if action in FAMILIES}
    return actions | {action for action, family in FAMILIES.items() if family in families}


def _named(question: Question, archive: Archive) -> list[_Named]:
    """Whoever the question names; "Putin Kim" is two people where nobody is called so."""
    found: list[_Named] = []
    for name in taking_part(question):
        whole = _Named(name, archive)
        parts = name.split()
        pairs = (
            [_Named(" ".join(part), archive) for part in (parts[:at], parts[at:])] for at in range(1, len(parts))
        )
        apart = None if whole.names else next((pair for pair in pairs if _are_two(*pair)), None)
        found.extend(apart or [whole])
    return found


def _are_two(first: _Named, second: _Named) -> bool:
    """Whether two names side by side are somebody known and another, or a place ("Putin Nordkorea")."""
    known = bool(first.names) + bool(second.names)
    return known == 2 or (known == 1 and is_place(second.name if first.names else first.name))


class _Named:
    """Whoever or whatever the question names; `names` are those that events have for a person, empty for a place."""

    def __init__(self, name: str, archive: Archive) -> None:
        known = archive.people(name)
        self.name = name
        self.numbers = tuple(person.number for person in known)
        self.alone = archive.family_names_alone(name)
        self.names = {person.name for person in known} | set(self.alone)

    def takes_part(self, record: EventRecord, parts: frozenset[Part]) -> bool:
        """Whether one of the people takes part, in one of `parts` if any are given; or the event was at the place."""
        if not self.names:
            there = [record.place or "", *record.participants]
            return any(_same_name(self.name, other) for other in there if other)
        return any(
            name in self.names and (not parts or part in parts)
            for name, part in zip(record.participants, record.parts, strict=True)
        )


def _same_name(name: str, other: str) -> bool:
    """Whether two names of places, states or organisations may mean the same."""
    return same_place(name, other) or set(map(spelling_key, words(name))) <= set(map(spelling_key, words(other)))


def told_by(records: Sequence[EventRecord], archive: Archive) -> tuple[Evidence, ...]:
    """The sentences that tell the events, as evidence; what no search has scored has a score of 0."""
    ids = [sentence_id for record in records for sentence_id in record.sentence_ids]
    found = archive.sources(list(dict.fromkeys(ids)))
    return with_facts([Evidence(sentence, article, 0.0) for sentence, article in found.values()], archive)


def _asks_for_event(question: Question) -> bool:
    """Whether who, when or where is asked of events, for a list of them, or for what happened in some period."""
    if question.kind == "summary":
        return question.period is not None
    if question.kind not in ("fact", "list"):
        return False
    asked = question.parts or ((question.expects,) if question.expects else ())
    happening = question.happening
    if asked and not (happening and happening.listed):
        return all(part in _ANSWERABLE for part in asked)
    return question.kind == "list" or (happening is not None and happening.whether)


def _fits(record: EventRecord, question: Question, asked: AskedEvents, named: Sequence[_Named]) -> bool:
    if not _of_kind(record, asked) or not _as_certain(record, asked):
        return False
    parts = asked.named_parts if len(named) == 1 else frozenset()
    if not all(one.takes_part(record, parts) for one in named):
        return False
    if question.period is not None:
        time = record.time
        if time is None or not (time.start or time.end) or not question.period.meets(time.start, time.end):
            return False
    return _holds_what_is_asked(record, question, named)


def _of_kind(record: EventRecord, asked: AskedEvents) -> bool:
    """Whether it is of a kind that is asked about; who visits somebody meets that person."""
    if record.action in asked.actions:
        return True
    people = [name for name in record.participants if not is_place(name)]
    return record.action == "visit" and "meeting" in asked.actions and len(people) > 1


def _as_certain(record: EventRecord, asked: AskedEvents) -> bool:
    """Whether it is planned or has happened, as asked; what was called off belongs to the plans."""
    if asked.whether:
        return True
    return record.modality in ("planned", "denied") if asked.planned else record.modality not in ("planned", "denied")


def _holds_what_is_asked(record: EventRecord, question: Question, named: Sequence[_Named]) -> bool:
    if question.expects == "time" and record.time is None:
        return False
    if question.expects == "place" and record.place is None:
        return False
    given = {name for one in named for name in one.names}
    return question.expects != "person" or any(name not in given for name in record.participants)


def _about_the_rest(records: Sequence[EventRecord], question: Question, archive: Archive) -> tuple[EventRecord, ...]:
    """The events told by an article that knows the other words of the question ("wegen der Fähre").

    Only an article in the question's language can be expected to; the others pass.
    """
    wanted = _other_words(question)
    if not wanted:
        return tuple(records)
    ids = {article_id for record in records for article_id in record.articles}
    knowing = {one for one in ids if _knows(archive.article(one), wanted, question.language)}
    return tuple(record for record in records if knowing & set(record.articles))


def _knows(article: Article, wanted: Iterable[frozenset[str]], language: str) -> bool:
    if article.language != language:
        return True
    known = set(stems(f"{article.title} {article.text}", language))
    return all(known & variants for variants in wanted)


def _other_words(question: Question) -> list[frozenset[str]]:
    """The stems of the question, each with its synonyms, that are no name, time, action or asking word."""
    language, asked = question.language, question.happening
    said = [asked.words if asked else "", *question.names]
    said += [time.phrase for time in find_times(question.search_text, language, None)]
    known = set(stems(" ".join(said), language)) | asking_words(language)
    rest = [stem for stem in dict.fromkeys(stems(question.search_text, language)) if stem not in known]
    return [frozenset({stem}) | synonyms(frozenset({stem}), language) for stem in rest]
