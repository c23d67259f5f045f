"""What a chat model states, as it may be shown: in its own words, as the sentence it chose, or not at all.

A model that cites a sentence says that this sentence answers. It is believed only where the signals agree by which
quotations are chosen without a model; and where it finds no answer, a doubtful quotation is more doubtful.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from rapidfuzz.distance import LCSseq

from assistant.answering.copies import copies
from assistant.answering.decision import answerable, is_about_topic, verdict
from assistant.answering.premises import holding
from assistant.answering.quoting import context, leans_on_context, quote
from assistant.checking.case import Case, Verdict
from assistant.checking.clauses import clauses
from assistant.checking.gates import CheckedClaim, check
from assistant.checking.review import Judge, review
from assistant.checking.verbs import auxiliaries, has_verb, verb_words
from assistant.language.names import name_words
from assistant.language.numbers import numbers
from assistant.language.words import is_stop_word, words
from assistant.question import Question
from assistant.types import DraftClaim, Evidence

# How likely a sentence must answer, by the signals alone, to be shown: one that the model chose, and one that stands
# in for a model that found none. The threshold of quotations without a model lies between: 0062-chat-model.md.
CHOSEN, UNCHOSEN = 0.15, 0.7
NEAR = 1.0  # how far behind the best score a sentence counts as good as the best, if the model chose it
_SEEN = ("person", "place", "time", "number", "reason")  # kinds of thing that can be seen in a sentence
_HARDLY = 0.45  # of the kind asked for, less than a name is; a number of something else than is counted has as much
_ONE_ANSWERS = ("fact", "count", "reason", "quotation")  # kinds of question that one sentence answers
_COPIED = 0.8  # the share of a claim's words, in its sentence's order, from which it is a copy
_SPOKEN = frozenset('„“”«»"')


def stated(
    draft: DraftClaim, evidence: Mapping[str, Evidence], question: Question, judge: Judge | None = None
) -> tuple[CheckedClaim, ...]:
    """The claims to show for what the model wrote: one in its words, or the quotations that stand for it.

    evidence: by sentence id, all that was found, best first. What does not stand comes back unverified, with the
    reason; the sentence that it seems to mean follows, if there is one.
    """
    checked = review(draft, evidence, question, judge)
    everything = tuple(evidence.values())
    cited = tuple(evidence[sentence_id] for sentence_id in checked.sentence_ids)
    answering = [found for found in cited if answers(question, found, everything)]
    if answering and _in_its_own_words(checked, cited, question.language):
        return (checked,)
    if checked.support == "unverified":
        meant = _meant(checked.text, question, cited, everything)
        return (checked, *(claim for found in meant for claim in _quoted(found, evidence, question.language)))
    if not answering:
        return (_beside(checked, question.language),)
    if question.kind in _ONE_ANSWERS:
        answering = [max(answering, key=lambda found: found.score)]
    return tuple(claim for found in answering for claim in _quoted(found, evidence, question.language))


def _meant(
    claim: str, question: Question, cited: Sequence[Evidence], evidence: Sequence[Evidence]
) -> Sequence[Evidence]:
    """The best sentence that answers and holds what the claim answers with, of those it cites or beside them.

    Small models put two sentences into one claim and cite the first. None for a summary, list or comparison: a
    sentence on the topic is soon cited.
    """
    if question.kind not in _ONE_ANSWERS:
        return ()
    places = {(found.article.id, found.sentence.index + step) for found in cited for step in (0, 1, -1)}
    near = [found for found in evidence if (found.article.id, found.sentence.index) in places]
    meant = [found for found in near if _holds(claim, question, found) and answers(question, found, evidence)]
    return meant[:1]


def _holds(claim: str, question: Question, found: Evidence) -> bool:
    """Whether a sentence has every figure of a claim that the question does not have, and if it has none, a name."""
    language, text = question.language, found.sentence.text
    figures = numbers(claim, language) - numbers(question.text, language)
    if figures:
        return figures <= numbers(text, found.article.language)
    names = [name for name in name_words(claim) if name not in question.text]
    return any(name in text for name in names)


def answers(question: Question, found: Evidence, evidence: Sequence[Evidence]) -> bool:
    """Whether a sentence that the model cites answers as far as signals tell: what is asked for, names, time, score.

    One that scores like the best does if that would be quoted without a model; another by its own probability, but
    not to "who said …?", where a sentence without the words that were said is no answer. What no search has scored is
    there because it tells an event that is asked about.
    """
    if not found.signals:
        return bool(found.events)
    if not holding(question, [found]):
        return False
    lacking = question.expects in _SEEN and found.signals[f"kind_{question.expects}"] < _HARDLY
    if lacking and question.kind in ("fact", "count", "reason"):
        return False
    if is_about_topic(question, [found]):
        return True
    scored = [one for one in evidence if one.signals]
    if found.score >= scored[0].score - NEAR:
        return verdict(question, scored).answers
    return question.kind != "quotation" and answerable(question, [found], scored) >= CHOSEN


def _beside(checked: CheckedClaim, language: str) -> CheckedClaim:
    """The claim, unverified: it answers another question."""
    told = Verdict("unverified", "irrelevant").in_words(language)
    return replace(checked, support="unverified", reasons=(*checked.reasons, told))


def _in_its_own_words(checked: CheckedClaim, cited: Sequence[Evidence], language: str) -> bool:
    """Whether the claim stands by itself: verified or a translation, a whole sentence, no pronoun left open."""
    case = Case(checked.text, tuple(cited), (), language)
    tokens = words(checked.text)
    if leans_on_context(checked.text, case.language) or not has_verb(tokens, case.language):
        return False
    if not case.same_language:
        return checked.support != "unverified"
    return checked.support == "verified" and all(_is_whole(tokens, found) for found in case.same_language)


def _is_whole(tokens: Sequence[str], found: Evidence) -> bool:
    """Whether words are no torn copy of a sentence.

    A copy with a word changed may have changed the sense, one without the sentence's verb says nothing, and what
    somebody says is not the newsroom's without the one who says it: there the sentence itself is better.
    """
    said, there = [word.lower() for word in tokens], [word.lower() for word in words(found.sentence.text)]
    same = LCSseq.similarity(said, there)
    if same < _COPIED * len(said):
        return True
    if same < len(said) or not _SPOKEN.isdisjoint(found.sentence.text):
        return False
    language = found.article.language
    for clause in clauses(found.sentence.text, language):
        parts = words(clause.text)
        verbs = {word.lower() for word in (*verb_words(parts, language), *_auxiliaries(parts, language))}
        drawn_on = any(word.lower() in said and not is_stop_word(word, language) for word in parts)
        if drawn_on and not verbs <= set(said):
            return False
    return True


def _auxiliaries(tokens: Sequence[str], language: str) -> list[str]:
    return [token for token in tokens if token.lower() in auxiliaries(language)]


def _quoted(found: Evidence, evidence: Mapping[str, Evidence], language: str) -> Iterator[CheckedClaim]:
    """The sentence word for word, after the one it leans on."""
    everything = tuple(evidence.values())
    for one in (context(found, everything), found):
        if one is not None:
            draft = DraftClaim(quote(one.sentence.text, one.article.language), copies(one, everything))
            yield check(draft, evidence, language)
