"""The answerer that needs no model: it quotes the sentences that answer, or keeps silent.

What each kind of question gets:
fact, count, reason, quotation: the best sentence; a second only for a part of the question that the first leaves
open, or where the best begins with a pronoun. list: every sentence that answers about as well, in order of time.
summary: the leads of the reports that fit best, in order of time, the newest first where news are asked for. current:
the newest report. comparison: one sentence of each outlet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assistant.answering import frame
from assistant.answering.choosing import chosen, holds
from assistant.answering.copies import copies
from assistant.answering.decision import THRESHOLD, verdict
from assistant.answering.quoting import leans_on_context, leaves_open, quote
from assistant.checking.attribution import speaker
from assistant.checking.modality import readings
from assistant.language.names import name_words, same_name
from assistant.question import Question
from assistant.types import DraftClaim, DraftNote, Evidence

_SPEECH = ("said", "reported", "denied", "alleged")
_HARDLY = 0.3  # less of the kind asked for than "eine" is of a number


class ExtractiveAnswerer:
    """Quotes. Holds nothing but settings; safe for many threads.

    least: how likely a sentence must answer, 0 to 1, before it is quoted.
    """

    name = "extractive"
    tokens: Mapping[str, int] = {"prompt": 0, "completion": 0}

    def __init__(self, least: float = THRESHOLD) -> None:
        self._least = least

    def claims(self, question: Question, evidence: Sequence[Evidence]) -> Iterator[DraftClaim | DraftNote]:
        """Quotations that answer, each with every sentence that says the same words; none to abstain."""
        decided = verdict(question, evidence, self._least)
        if not decided.answers:
            if evidence:
                yield _nearest(question, evidence, decided.missing)
            return
        quoted = chosen(question, decided.evidence, evidence)
        open_still = next((found for found in quoted if _left_open(question, found)), None)
        if open_still is not None:
            yield _unknown(question, open_still)
            return
        if _beside_the_point(question, quoted):
            yield _nearest(question, evidence, decided.missing)
            return
        for found in quoted:
            yield DraftClaim(quote(found.sentence.text, found.article.language), copies(found, evidence))
        open_parts = _open_parts(question, quoted)
        if open_parts:
            yield DraftNote("missing", frame.missing(open_parts, question.language))


def _nearest(question: Question, evidence: Sequence[Evidence], missing: tuple[str, ...]) -> DraftNote:
    text = frame.nearest(evidence[0].article, question.language)
    if missing:
        text = f"{frame.text('missing_names', question.language, names=', '.join(missing))} {text}"
    return DraftNote("nearest", text, (evidence[0].sentence.id,))


def _left_open(question: Question, found: Evidence) -> bool:
    """Whether a sentence says that what is asked for is not known: a reader is told so, and nothing is made of it."""
    if question.kind not in ("fact", "count") or question.expects is None:
        return False
    return leaves_open(found.sentence.text, found.article.language, question.expects)


def _unknown(question: Question, found: Evidence) -> DraftNote:
    text = quote(found.sentence.text, found.article.language)
    about = frame.published(found.article, question.language)
    return DraftNote(
        "nearest", frame.text("left_open", question.language, text=text, about=about), (found.sentence.id,)
    )


def _beside_the_point(question: Question, chosen: Sequence[Evidence]) -> bool:
    """Whether nothing chosen is what is asked for: speech; a person, time or number that the question lacks."""
    if question.kind == "quotation" and question.expects == "statement":
        return not any(_is_speech(question, found) for found in chosen)
    if question.kind not in ("fact", "count") or question.expects not in ("person", "time", "number"):
        return False
    return all(found.signals[f"kind_{question.expects}"] < _HARDLY for found in chosen)


def _is_speech(question: Question, found: Evidence) -> bool:
    """Whether a sentence tells what somebody says, denies or claims: somebody whom the question names, if it does.

    Names are compared in one language only; who is meant by a pronoun is left to the sentence before.
    """
    text, language = found.sentence.text, found.article.language
    if speaker(found) is None and not any(reading.has(*_SPEECH) for reading in readings(text, language)):
        return False
    if not question.names or language != question.language or leans_on_context(text, language):
        return True
    return any(same_name(name, word) for name in question.names for word in name_words(text))


def _open_parts(question: Question, chosen: Sequence[Evidence]) -> tuple[str, ...]:
    """Of a question with several parts ("wann und wo") those that nothing chosen answers."""
    if len(question.parts) < 2 or question.kind == "list":
        return ()
    return tuple(part for part in question.parts if not any(holds(part, found) for found in chosen))
