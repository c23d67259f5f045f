"""What a chat model states, on its way to a reader: checked, repaired once, kept to the question, judged.

Quotations need none of this: they are what a source says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TypeAlias

from assistant.checking.attribution import prefixed
from assistant.checking.case import Verdict
from assistant.checking.citing import cite_anew
from assistant.checking.clauses import clauses
from assistant.checking.gates import CheckedClaim, check
from assistant.checking.relevance import ANSWERS, answers
from assistant.checking.wording import content_of
from assistant.question import Question
from assistant.types import DraftClaim, Evidence

# Whether the cited sentences carry a claim, asked of a model. It may lower support, never raise it.
Judge: TypeAlias = Callable[[str, tuple[Evidence, ...]], bool]
_LEAST_LEFT = 3  # content words and names that must be left of a claim that is cut


def review(
    draft: DraftClaim, evidence: Mapping[str, Evidence], question: Question, judge: Judge | None = None
) -> CheckedClaim:
    """`draft` after all gates; one that fails is mended if it can be, one that answers nothing is unverified.

    evidence: by sentence id, all that the answerer was given. judge: the second opinion, where the settings want one.
    """
    language = question.language
    checked = check(draft, evidence, language)
    if checked.support != "verified":
        checked = mended(draft, checked, evidence, language)
    checked = needed(checked, evidence, language)
    cited = tuple(evidence[sentence_id] for sentence_id in checked.sentence_ids)
    if checked.support != "unverified" and answers(question, checked.text, cited) < ANSWERS:
        return _lowered(checked, "irrelevant", language)
    if judge and checked.support == "verified" and not judge(checked.text, cited):
        return _lowered(checked, "judged", language)
    return checked


def mended(draft: DraftClaim, checked: CheckedClaim, evidence: Mapping[str, Evidence], language: str) -> CheckedClaim:
    """The first repair that makes the claim verified: other evidence, its source named, cut short; else as it was."""
    for candidate in _repairs(draft, checked, evidence, language):
        result = check(candidate, evidence, language)
        if result.support == "verified":
            return result
    return checked


def _repairs(
    draft: DraftClaim, checked: CheckedClaim, evidence: Mapping[str, Evidence], language: str
) -> Iterator[DraftClaim]:
    yield cite_anew(draft, evidence, language)
    known = DraftClaim(draft.text, checked.sentence_ids, draft.event)
    if known.sentence_ids and checked.attributed_to:
        yield replace(known, text=prefixed(draft.text, checked.attributed_to, language))
    for text in _cut(draft.text, language):
        yield replace(known, text=text)


def _cut(text: str, language: str) -> Iterator[str]:
    """The claim without its last clauses, longest first, as long as enough is left to be a statement."""
    found = clauses(text, language)
    for kept in range(len(found) - 1, 0, -1):
        last = found[kept - 1].text
        end = text.find(last)
        shorter = text[: end + len(last)].rstrip(" ,;:") if end >= 0 else ""
        if shorter and sum(map(len, content_of(shorter, language))) >= _LEAST_LEFT:
            yield shorter + "."


def needed(checked: CheckedClaim, evidence: Mapping[str, Evidence], language: str) -> CheckedClaim:
    """The claim without citations that add nothing: those it passes as well without, and that do not carry it alone.

    What tells the same in another outlet stays, since it carries the agreement; so do all sentences of an event.
    """
    if checked.support == "unverified" or checked.event is not None or len(checked.sentence_ids) == 1:
        return checked
    kept = list(checked.sentence_ids)
    for sentence_id in reversed(checked.sentence_ids):
        rest = tuple(other for other in kept if other != sentence_id)
        alone = check(DraftClaim(checked.text, (sentence_id,)), evidence, language)
        if rest and alone.support != "verified":
            without = check(DraftClaim(checked.text, rest), evidence, language)
            if without.support == "verified" or (without.support, without.reasons) == (
                checked.support,
                checked.reasons,
            ):
                kept.remove(sentence_id)
    return replace(checked, sentence_ids=tuple(kept))


def _lowered(checked: CheckedClaim, reason: str, language: str) -> CheckedClaim:
    told = Verdict("unverified", reason).in_words(language)
    return replace(checked, support="unverified", reasons=(*checked.reasons, told))
