"""Whether the evidence answers at all: the inputs of the scorer's second model, and what no model may overrule."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.answering.copies import distinct
from assistant.answering.premises import holding, missing_names
from assistant.answering.reranking import READINGS
from assistant.answering.scorer import scorer
from assistant.question import Question
from assistant.types import Evidence

THRESHOLD = 0.3  # between what the sample questions and what M2QA would like: docs/decisions/0030-abstention.md
# The signals of the best sentence that the model reads besides those made here.
_OF_BEST = (
    "dense", "dense_raw", "dense_passage", "dense_neighbours", "rank", "words", "words_window", "words_passage",
    "bm25", "names", "names_passage", "numbers", "numbers_passage", "verbs", "others", "follows", "follows_kind",
    "rarest", "rarest_passage", "near", "length", "opening", "asks", "cross", "kind_statement", "lacks_person",
    "lacks_place", "lacks_time", "lacks_number", "lacks_reason", "lacks_manner", "lacks_statement",
)  # fmt: skip
_KINDS_TO_SEE = ("person", "place", "time", "number", "reason", "manner")
_NEAR_BEST = 3
# A passage that has this share of the question's words and every rare one is what was asked about: half the
# probability will do. It makes five more of 291 answers right, and one wrong.
_HAS_WORDS, _LACKS_LITTLE = 0.7, 0.15
# If what the question takes for granted excludes a sentence better by this much, the rest is about something else.
_FAR_BEHIND = 2.0
_QUOTED = re.compile(r"[„“”\"»«‚‘']([^„“”\"»«]{12,})[“”\"»«‘’']")
_LETTERS = re.compile(r"\w+")
_AMONG = 5
# Questions about a topic have no one sentence that answers: here the passage must have this share of the words.
_TOPICAL = ("summary", "comparison", "current", "list")
_ENOUGH_OF_TOPIC = 0.6


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether to answer, and from what: the evidence whose articles know what the question takes for granted."""

    answers: bool
    probability: float
    evidence: tuple[Evidence, ...]
    missing: tuple[str, ...] = ()  # names of the question that no article of the evidence has


def verdict(question: Question, evidence: Sequence[Evidence], least: float = THRESHOLD) -> Verdict:
    """The model's decision over the evidence that holds what the question takes for granted.

    least: the probability from which it answers; half of it will do for a passage that has the question's words.
    """
    holds = tuple(_likeliest_first(question, holding(question, evidence), evidence))
    quoted = _quoted(question, holds)
    if quoted is not None:
        return Verdict(True, 1.0, (quoted, *(found for found in holds if found is not quoted)))
    probability = answerable(question, holds, evidence)
    enough = least / 2 if _knows_words(holds) else least
    answers = probability >= enough or is_about_topic(question, holds)
    answers = answers and not _another_matter(question, holds, evidence)
    return Verdict(answers, probability, holds, missing_names(question, evidence))


def _likeliest_first(question: Question, holds: Sequence[Evidence], evidence: Sequence[Evidence]) -> list[Evidence]:
    """Of the best sentences the likeliest first, where they were read: one of less score may answer more surely."""
    best = list(holds[:_AMONG])
    if question.kind not in _TOPICAL and any("read" in found.signals for found in best):
        best.sort(key=lambda found: -answerable(question, [found], evidence))
    return [*best, *holds[_AMONG:]]


def _knows_words(holds: Sequence[Evidence]) -> bool:
    """Whether the passage of the best sentence has the words of the question, in its own language."""
    if not holds or holds[0].signals["cross"]:
        return False
    best = holds[0].signals
    return best["words_passage"] >= _HAS_WORDS and best["rarest_passage"] <= _LACKS_LITTLE


def _quoted(question: Question, evidence: Sequence[Evidence]) -> Evidence | None:
    """The sentence that has the very words which the question puts in quotation marks."""
    match = _QUOTED.search(question.text)
    if question.kind != "quotation" or match is None:
        return None
    wanted = " ".join(_LETTERS.findall(match.group(1).lower()))
    said = (found for found in evidence if wanted in " ".join(_LETTERS.findall(found.sentence.text.lower())))
    return next(said, None)


def _another_matter(question: Question, holds: Sequence[Evidence], evidence: Sequence[Evidence]) -> bool:
    """Whether the sentences that would answer were all excluded, and only much worse ones are left."""
    best = max((found.score for found in holds), default=0.0)
    return question.kind not in _TOPICAL and best < evidence[0].score - _FAR_BEHIND


def answerable(question: Question, holds: Sequence[Evidence], evidence: Sequence[Evidence]) -> float:
    """How likely the first of `holds` answers the question, 0 to 1; 0 if there is none."""
    if not holds:
        return 0.0
    return scorer("read" in holds[0].signals).probability(inputs(question, holds[0], evidence))


def inputs(question: Question, chosen: Evidence, evidence: Sequence[Evidence]) -> dict[str, float]:
    """The inputs of `Scorer.answering` by name, for one sentence among all the evidence, which comes best first."""
    others = distinct(evidence)
    best = chosen.signals
    scores = np.array([found.score for found in others])
    weights = np.exp(scores - scores.max())
    rivals = scores[[found is not chosen for found in others]]
    similarities = np.array([found.signals["dense_raw"] for found in others])
    near = [found.signals for found in others[:_NEAR_BEST]]
    among = [found.signals for found in others[:_AMONG]]
    values = {name: best[name] for name in _OF_BEST} | {
        "score": chosen.score,
        "margin": float(chosen.score - rivals.max()) if rivals.size else 0.0,
        "share": float(np.exp(chosen.score - scores.max()) / weights.sum()),
        "share_of_three": float(weights[:_NEAR_BEST].sum() / weights.sum()),
        "spread": float(similarities.max() - np.median(similarities)),
        "best_words": max(found["words"] for found in among),
        "best_window": max(found["words_window"] for found in among),
        "best_names": max(found["names"] for found in near),
        "best_kind": max(best[f"kind_{kind}"] for kind in _KINDS_TO_SEE),
        # across languages words say little, names and the embedder all
        "cross_names": best["cross"] * best["names"],
        "cross_dense": best["cross"] * best["dense"],
        "open": float(question.expects is None),
        "thing": float(question.expects == "thing"),
    }
    if "read" in best:
        values |= {name: best[name] for name in READINGS} | {
            "best_read": max(found.signals["read_window"] for found in others),
            "cross_read": best["cross"] * best["read_window"],
        }
    return values


def is_about_topic(question: Question, evidence: Sequence[Evidence]) -> bool:
    """Whether a summary, list or comparison is asked for and the evidence is about its topic."""
    if question.kind not in _TOPICAL or (question.kind == "current" and question.expects != "statement"):
        return False
    return any(found.signals["words_passage"] >= _ENOUGH_OF_TOPIC for found in evidence[:_AMONG])
