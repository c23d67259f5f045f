"""The claims of an answer held against the rest of the evidence: who confirms them, who contradicts them.

A contradiction becomes a claim of its own, so that both versions are shown, each with its source.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answering import frame
from assistant.answering.copies import copies, distinct
from assistant.answering.quoting import quote
from assistant.assembly import Assembly
from assistant.checking.gates import check
from assistant.checking.witnesses.conflicts import contradictions
from assistant.checking.witnesses.sisters import sister_reports
from assistant.checking.witnesses.statements import Statement
from assistant.identity.events import EventRecord
from assistant.language.words import stems
from assistant.question import Question
from assistant.types import Claim, Difference, DraftClaim, DraftNote, Event, Evidence

_CONFIRMING = 2  # sentences added to a claim: enough to show that it does not stand alone
_CONTRADICTING = 2  # versions beside a claim, of different kinds
_DIFFERENCES = 4  # pairs in the answer to "how do the reports differ"
_COMPARED = 40  # sentences whose differences are sought then, the best first
_ASKED: dict[str | None, tuple[Difference, ...]] = {
    "number": ("number",), "time": ("day", "hour"), "place": ("place",), "person": ("actor",), "reason": ("reason",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Rival:
    """A sentence that contradicts a claim, in what, and whether that is what is asked."""

    found: Evidence
    field: Difference
    asked: bool


def compare(assembly: Assembly, happened: Sequence[EventRecord] = ()) -> tuple[Claim, ...]:
    """Cites who confirms the claims, and sets beside them what contradicts them; the claims that were added.

    happened: the events that claims may tell, with what some articles tell otherwise.
    """
    before = len(assembly.claims)
    _dissent(assembly, happened)
    if assembly.question.kind == "comparison":
        before = _differences(assembly) if assembly.shown else before
    else:
        for place in range(before):
            if assembly.claims[place] in assembly.shown:
                _confirm(assembly, place)
                for rival in _contradictions(assembly, place):
                    other = _claim_of(assembly, rival.found)
                    aside = other >= before and _is_beside(rival, assembly.question)
                    assembly.dispute(place, other, rival.field, aside)
        _pursue(assembly, before)
        _bring_up_to_date(assembly, before)
    for place in range(before, len(assembly.claims)):
        _confirm(assembly, place)
    return tuple(assembly.claims[before:])


def _dissent(assembly: Assembly, happened: Sequence[EventRecord]) -> None:
    """Sets beside each event what another article tells otherwise of it, in its own sentence."""
    records = {Event(one.action, one.participants, one.place, one.time): one for one in happened}
    for place, claim in enumerate(list(assembly.claims)):
        if claim.event not in records or claim not in assembly.shown:
            continue
        for other in contradictions(records[claim.event])[:_CONTRADICTING]:
            told = [assembly.evidence[number] for number in other.sentence_ids if number in assembly.evidence]
            rivals = [found for found in told if assembly.witnesses.independent(found, assembly.cited(claim)[0])]
            if rivals:
                rival = max(rivals, key=lambda found: len(Statement(found).names))
                disputing = _claim_of(assembly, rival)
                if disputing != place:
                    assembly.dispute(place, disputing, "actor" if other.field == "participants" else other.field)


def _pursue(assembly: Assembly, first: int) -> None:
    """What contradicts the versions from `first` on in what is asked: a report of another day may have the figure."""
    for place in range(first, len(assembly.claims)):
        for rival in _contradictions(assembly, place):
            other = _claim_of(assembly, rival.found) if rival.asked else place
            if other != place:
                assembly.dispute(place, other, rival.field)


def _bring_up_to_date(assembly: Assembly, before: int) -> None:
    """Sets the newest figure beside an older one, both with their dates: a count that grew is no conflict."""
    if assembly.question.expects != "number" or any(claim.event for claim in assembly.claims):
        return
    for place in range(before):
        if assembly.claims[place] in assembly.shown and not assembly.claims[place].conflicts_with:
            found = assembly.witnesses.later(assembly.cited(assembly.claims[place]))
            newest = _claim_of(assembly, found[1]) if found else 0
            if found and newest != place:
                assembly.update(place, newest, found[0])


def _confirm(assembly: Assembly, place: int) -> None:
    cited = assembly.cited(assembly.claims[place])
    asked = frozenset(stems(assembly.question.search_text, assembly.question.language))
    found = assembly.witnesses.confirming(cited, _CONFIRMING, asked)
    if found:
        assembly.confirm(place, found)


def _contradictions(assembly: Assembly, place: int) -> list[_Rival]:
    """What contradicts a claim: in what is asked first, one sentence of each kind."""
    claim, question = assembly.claims[place], assembly.question
    cited = assembly.cited(claim)
    asked = _asked_fields(question)
    best: dict[Difference, _Rival] = {}
    if claim.event is None:
        for field, found in assembly.witnesses.answering_otherwise(question, cited[0]):
            best.setdefault(field, _Rival(found, field, True))
    for differs, found in assembly.witnesses.contradicting(cited):
        best.setdefault(differs.field, _Rival(found, differs.field, differs.field in asked))
    return sorted(best.values(), key=lambda rival: not rival.asked)[:_CONTRADICTING]


def _asked_fields(question: Question) -> tuple[Difference, ...]:
    return ("quotation",) if question.kind == "quotation" else _ASKED.get(question.expects, ())


def _is_beside(rival: _Rival, question: Question) -> bool:
    """Whether reports differ in something else than what is asked, where that is of a kind that can be told."""
    return question.expects in (*_ASKED, "manner", "thing") and not rival.asked


def _differences(assembly: Assembly) -> int:
    """Puts the contradictions of the reports in place of the claims, if there are any; how many claims are kept."""
    pairs = list(_pairs(assembly))
    if not pairs:
        cited = [found.sentence.id for claim in assembly.shown for found in assembly.cited(claim)]
        text = frame.text("no_difference", assembly.question.language)
        assembly.note(DraftNote("premise", text, tuple(cited)))
        return len(assembly.claims)
    assembly.drop_claims()
    for field, one, other in pairs:
        assembly.dispute(_claim_of(assembly, one), _claim_of(assembly, other), field)
    return 0


def _pairs(assembly: Assembly) -> Iterator[tuple[Difference, Evidence, Evidence]]:
    """Sentences that contradict each other, and in what: of the articles cited and of those of the same event."""
    cited = [found.article for claim in assembly.shown for found in assembly.cited(claim)]
    about = [
        found
        for found in distinct(sorted(assembly.evidence.values(), key=lambda found: -found.score))
        if found.article in cited or any(sister_reports(found.article, article) for article in cited)
    ]
    story = assembly.witnesses.story
    seen: set[tuple[Difference, frozenset[int]]] = set()
    for found in about[:_COMPARED]:
        for differs, rival in assembly.witnesses.contradicting([found]):
            kind = (differs.field, frozenset((story(found), story(rival))))
            if len(seen) < _DIFFERENCES and kind not in seen:
                seen.add(kind)
                yield differs.field, found, rival


def _claim_of(assembly: Assembly, found: Evidence) -> int:
    """The place of the claim that quotes a sentence, or a copy of it; made if there is none."""
    text = quote(found.sentence.text, found.article.language)
    for place, claim in enumerate(assembly.claims):
        if claim.citations and (claim.text == text or assembly.cited(claim)[0] is found):
            return place
    draft = DraftClaim(text, copies(found, list(assembly.evidence.values())))
    assembly.add(check(draft, assembly.evidence, assembly.question.language))
    return len(assembly.claims) - 1
