"""Whether the evidence answers at all: the inputs of the scorer's second model, and what no model may overrule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.answering.premises import holding, missing_names
from assistant.answering.scorer import scorer
from assistant.question import Question
from assistant.types import Evidence

THRESHOLD = 0.4  # chosen on sample questions and m2qa-dev; see docs/decisions/abstention.md
# The signals of the best sentence that the model reads besides those made here.
_OF_BEST = (
    "dense", "dense_raw", "dense_passage", "dense_neighbours", "rank", "words", "words_window", "words_passage",
    "bm25",
    "names", "names_passage", "numbers", "numbers_passage", "verbs", "rarest", "rarest_passage", "near", "length",
    "opening", "asks", "cross", "kind_statement", "lacks_person", "lacks_place", "lacks_time", "lacks_number",
    "lacks_reason", "lacks_manner", "lacks_statement",
)  # fmt: skip
_KINDS_TO_SEE = ("person", "place", "time", "number", "reason", "manner")
_NEAR_BEST = 3
_AMONG = 5


def inputs(question: Question, evidence: Sequence[Evidence]) -> dict[str, float]:
    """The inputs of `Scorer.answering` by name, from evidence that is sorted best first and not empty."""
    best = evidence[0].signals
    scores = np.array([found.score for found in evidence])
    shares = np.exp(scores - scores[0])
    shares /= shares.sum()
    similarities = np.array([found.signals["dense_raw"] for found in evidence])
    first = [found.signals for found in evidence[:_NEAR_BEST]]
    among = [found.signals for found in evidence[:_AMONG]]
    return {name: best[name] for name in _OF_BEST} | {
        "score": float(scores[0]),
        "margin": float(scores[0] - scores[1]) if len(scores) > 1 else 0.0,
        "share": float(shares[0]),
        "share_of_three": float(shares[:_NEAR_BEST].sum()),
        "spread": float(similarities.max() - np.median(similarities)),
        "best_words": max(found["words"] for found in among),
        "best_window": max(found["words_window"] for found in among),
        "best_names": max(found["names"] for found in first),
        "best_kind": max(best[f"kind_{kind}"] for kind in _KINDS_TO_SEE),
        "open": float(question.expects is None),
        "thing": float(question.expects == "thing"),
    }


def answerable(question: Question, evidence: Sequence[Evidence]) -> float:
    """How likely the best sentence answers the question, 0 to 1; 0 without evidence."""
    if not evidence:
        return 0.0
    values = inputs(question, evidence)
    model = scorer().answering
    return scorer().probability(np.array([values[name] for name in model.names]))


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether to answer, and from what: the evidence whose articles know what the question takes for granted."""

    answers: bool
    probability: float
    evidence: tuple[Evidence, ...]
    missing: tuple[str, ...] = ()  # names of the question that no article of the evidence has


def verdict(question: Question, evidence: Sequence[Evidence]) -> Verdict:
    """The model's decision over the evidence that holds what the question takes for granted."""
    holds = tuple(holding(question, evidence))
    probability = answerable(question, holds)
    return Verdict(probability >= THRESHOLD, probability, holds, missing_names(question, evidence))
