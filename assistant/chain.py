"""The question's flow, as LangChain runnables: question → understand → retrieve → claims → check → Answer.

Every step takes the stream of events of the step before, passes it on and adds its own; so a reader sees what is
happening, and the unit of streaming is the checked claim: no unchecked word of a model leaves this module.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from assistant.answering import Answerer, Restating, frame
from assistant.answering.assumptions import another_time, corrected
from assistant.answering.events import event_claims
from assistant.answering.evidence import gather
from assistant.answering.extractive import ExtractiveAnswerer
from assistant.answering.identity import introductions
from assistant.answering.stated import UNCHOSEN, stated
from assistant.assembly import Assembly
from assistant.checking.gates import CheckedClaim, check
from assistant.checking.review import Judge
from assistant.checking.witnesses.agreement import Sources
from assistant.comparison import compare
from assistant.errors import BudgetError, ModelError
from assistant.happenings import happenings, told_by
from assistant.question import Question, understand
from assistant.types import (
    Answer,
    Article,
    Citation,
    Claim,
    DraftClaim,
    DraftNote,
    Evidence,
    Filters,
    NoteKind,
    Passage,
)

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

    from assistant.answering.reranking import PassageReader
    from assistant.archive import Archive
    from assistant.identity.events import EventRecord
    from assistant.models.embeddings import Embedder
    from assistant.retrieval import HybridRetriever


# No one sentence answers these, so passages are not read for one; nor are they where records of events answer, nor
# for follow-ups, which rules mostly put together ("Und vorher? Tageskarte Freibad"): that is no sentence to be read.
_BROAD = ("summary", "comparison")


@dataclass(frozen=True, slots=True)
class Asked:
    """What goes into the chain."""

    text: str
    history: tuple[tuple[str, str], ...] = ()
    filters: Filters = Filters()
    answerer: str = "extractive"  # a key of the chain's answerers
    today: date | None = None  # the day of the question, for "letzte Woche"


@dataclass(frozen=True, slots=True)
class Understood:
    """The question as it was understood."""

    question: Question
    asked: Asked
    started: float  # time.perf_counter() at the beginning


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The passages found, best first, their articles, and the sentences that the answerer will read.

    happened: the events that the question asks about, with the sentences that tell them in `told`.
    """

    question: Question
    passages: tuple[Passage, ...]
    articles: tuple[Article, ...]
    evidence: tuple[Evidence, ...]
    happened: tuple[EventRecord, ...]
    told: tuple[Evidence, ...]
    answerer: str
    started: float
    seconds: float  # from the beginning until the evidence lay ready


@dataclass(frozen=True, slots=True)
class ClaimChecked:
    """One claim that has been through the gates, with all citations numbered so far."""

    claim: Claim
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """The end: the whole answer."""

    answer: Answer


Event: TypeAlias = Understood | Retrieved | ClaimChecked | Done


def build_chain(
    archive: Archive,
    embedder: Embedder,
    retriever: HybridRetriever,
    answerers: Mapping[str, Answerer],
    limit: int,
    judge: Judge | None = None,
    reader: PassageReader | None = None,
) -> Runnable[Asked, Event]:
    """The composition. `stream(Asked(...))` gives the events; the last one is `Done`.

    answerers: by name; "extractive" must be there, it stands in when another fails.
    limit: number of passages to retrieve. judge: a second opinion on what a chat model states. reader: what reads the
    best passages together with the question; without one they are weighed by their signals alone.
    """
    from langchain_core.runnables import RunnableGenerator

    def understanding(inputs: Iterator[Asked]) -> Iterator[Event]:
        for asked in inputs:
            started = time.perf_counter()
            yield Understood(_understood(asked, answerers[asked.answerer]), asked, started)

    def retrieving(events: Iterator[Event]) -> Iterator[Event]:
        for event in events:
            yield event
            if isinstance(event, Understood):
                with archive.at_one_moment():
                    passages = retriever.search(event.question, limit)
                    happened = happenings(event.question, archive)
                    told = told_by(happened, archive)
                    sought = not happened and event.question.kind not in _BROAD and not event.question.follow_up
                    evidence = gather(event.question, passages, archive, embedder, reader if sought else None)
                articles = tuple({passage.article.id: passage.article for passage in passages}.values())
                seconds = time.perf_counter() - event.started
                yield Retrieved(
                    event.question,
                    passages,
                    articles,
                    evidence,
                    happened,
                    told,
                    event.asked.answerer,
                    event.started,
                    seconds,
                )

    def answering(events: Iterator[Event]) -> Iterator[Event]:
        for event in events:
            yield event
            if isinstance(event, Retrieved):
                undated = archive.undated() if event.question.filters.dated else 0
                yield from _answer(event, answerers, archive, undated, judge)

    return RunnableGenerator(understanding) | RunnableGenerator(retrieving) | RunnableGenerator(answering)


def _understood(asked: Asked, answerer: Answerer) -> Question:
    question = understand(asked.text, asked.history, asked.filters, asked.today)
    if question.follow_up and isinstance(answerer, Restating):
        return answerer.restate(question, asked.history, asked.today)
    return question


def _answer(
    retrieved: Retrieved,
    answerers: Mapping[str, Answerer],
    sources: Sources,
    undated: int,
    judge: Judge | None,
) -> Iterator[Event]:
    """Claims, checked one by one.

    A chat model that fails, may not be called, finds nothing or whose claims all fail is stood in for by quotations.
    Where it finds nothing, only a quotation that is likely to answer will do: two weak noes are a no.
    """
    language = retrieved.question.language
    assembly = Assembly(retrieved.question, _by_sentence(retrieved), sources)
    answerer, error = answerers[retrieved.answerer], None
    try:
        yield from _claims(answerer, retrieved, assembly, judge)
        failed = _unanswered(assembly, retrieved.answerer, language)
    except ModelError as raised:
        failed, error = str(raised), raised
    tokens = dict(answerer.tokens)
    if failed and assembly.shown:
        assembly.note(DraftNote("incomplete", frame.text("incomplete", language, reason=failed)))
    elif failed:
        none_found = error is None and not assembly.claims
        quoting = ExtractiveAnswerer(UNCHOSEN) if none_found else answerers["extractive"]
        yield from _claims(quoting, retrieved, assembly)
        if assembly.shown or error:
            answerer = quoting
            kind: NoteKind = "budget" if isinstance(error, BudgetError) else "fallback"
            told = frame.text("fallback" if assembly.shown else "unaided", language, reason=failed)
            assembly.note(DraftNote(kind, told))
    if not assembly.shown and not any(note.kind == "premise" for note in assembly.notes):
        correction = another_time(retrieved.question, retrieved.evidence)
        if correction is not None:
            assembly.note(correction)
    for claim in compare(assembly, retrieved.happened):
        yield ClaimChecked(claim, assembly.citations())
    if undated:
        assembly.note(DraftNote("undated", frame.text("undated", language, count=undated)))
    total = time.perf_counter() - retrieved.started
    seconds = {"retrieve": retrieved.seconds, "answer": total - retrieved.seconds, "total": total}
    rounded = {name: round(value, 4) for name, value in seconds.items()}
    yield Done(assembly.finish(retrieved.passages, answerer.name, rounded, tokens))


def _unanswered(assembly: Assembly, answerer: str, language: str) -> str | None:
    """Why a chat model that did not fail left the question without an answer; None if it answered."""
    if assembly.shown or answerer == "extractive" or any(note.kind == "premise" for note in assembly.notes):
        return None
    return frame.text("unsupported" if assembly.claims else "silent", language)


def _claims(
    answerer: Answerer, retrieved: Retrieved, assembly: Assembly, judge: Judge | None = None
) -> Iterator[Event]:
    for draft in _drafts(answerer, retrieved, assembly):
        if isinstance(draft, DraftNote):
            assembly.note(draft)
            continue
        for checked in _checked(draft, answerer, assembly, judge):
            # Two claims of a model may come down to one quotation.
            if answerer.name == "extractive" or all(checked.text != claim.text for claim in assembly.claims):
                claim = assembly.add(checked)
                yield ClaimChecked(claim, assembly.citations())


def _checked(
    draft: DraftClaim, answerer: Answerer, assembly: Assembly, judge: Judge | None
) -> tuple[CheckedClaim, ...]:
    """Quotations go through the gates; what a model wrote is also mended, kept to the question, and judged."""
    if answerer.name == "extractive":
        checked = check(draft, assembly.evidence, assembly.question.language)
        if draft.modality is None:
            return (checked,)
        told_by = None if draft.modality == "happened" else checked.attributed_to  # a sentence beside it may name one
        return (replace(checked, modality=draft.modality, attributed_to=told_by),)
    return stated(draft, assembly.evidence, assembly.question, judge)


def _drafts(answerer: Answerer, retrieved: Retrieved, assembly: Assembly) -> Iterator[DraftClaim | DraftNote]:
    """What the answerer states; without a model, events and people that were asked about are told one by one.

    Nobody answers a question whose premise the sources deny: it is corrected. Events fit what the question assumes.
    """
    if retrieved.happened and answerer.name == "extractive":
        return event_claims(retrieved.question, retrieved.happened, assembly.evidence)
    introduced = list(introductions(retrieved.question, retrieved.evidence)) if answerer.name == "extractive" else []
    if introduced:
        return iter(introduced)
    correction = corrected(retrieved.question, retrieved.evidence)
    if correction is not None:
        return iter((correction,))
    return answerer.claims(retrieved.question, tuple(assembly.evidence.values()))


def _by_sentence(retrieved: Retrieved) -> dict[str, Evidence]:
    """All evidence by the id of its sentence, that of events first; what a search found brings its scores."""
    searched = {found.sentence.id: found for found in retrieved.evidence}
    told = {found.sentence.id: searched.get(found.sentence.id, found) for found in retrieved.told}
    return told | searched
