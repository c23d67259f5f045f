"""Events → claims: every event in order of time, each by its most telling sentence, all its sentences cited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assistant.answering.copies import copies, distinct
from assistant.answering.quoting import quote
from assistant.checking.witnesses.conflicts import contradictions
from assistant.identity.events import EventRecord
from assistant.language.names import spelling_key
from assistant.language.words import words
from assistant.question import Question
from assistant.types import DraftClaim, Event, Evidence

CITED = 4  # sentences cited for one event at most, and beside them
COPIES = 3  # of the one that is quoted, which show who else prints it


def event_claims(
    question: Question, records: Sequence[EventRecord], evidence: Mapping[str, Evidence]
) -> Iterator[DraftClaim]:
    """One claim for each event that has a sentence among the evidence (by sentence id)."""
    for record in records:
        known = [evidence[sentence_id] for sentence_id in record.sentence_ids if sentence_id in evidence]
        against = {sentence_id for other in contradictions(record) for sentence_id in other.sentence_ids}
        told = [found for found in known if found.sentence.id not in against] or known
        if not told:
            continue
        told.sort(key=lambda found: -_telling(found, record, question))
        best = told[0]
        first = distinct(told)[:CITED]
        cited = dict.fromkeys(found.sentence.id for found in first) | dict.fromkeys(copies(best, told)[: 1 + COPIES])
        event = Event(record.action, record.participants, record.place, record.time)
        yield DraftClaim(quote(best.sentence.text, best.article.language), tuple(cited), event, record.modality)


def _telling(found: Evidence, record: EventRecord, question: Question) -> float:
    """How much of the event a sentence tells, above all who took part, preferably in the question's language."""
    keys = {spelling_key(word) for word in words(found.sentence.text) if word[:1].isupper()} - {""}
    who = sum(any(spelling_key(part) in keys for part in words(name)) for name in record.participants)
    where = record.place is not None and any(spelling_key(part) in keys for part in words(record.place))
    against = any(
        found.sentence.id in one.sentence_ids for one in record.disagreements if one.field == "modality"
    )  # a plan is not quoted for what was called off
    timed = bool(record.time and record.time.phrase in found.sentence.text)
    return 3 * who + where + timed - 10 * against + 0.5 * (found.article.language == question.language)
