"""One question with the answer it got: what every measure looks at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.evaluation.matching import without_markers
from assistant.evaluation.questions import Question


@dataclass(frozen=True, slots=True)
class Source:
    """A citation as the report shows it; `stated`: it stands behind a claim, not behind a note alone."""

    number: int
    article_id: str
    outlet: str | None
    title: str
    quote: str
    stated: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question, what is true of it, and what came back.

    `wanted` are the archive ids of the articles that the question names: empty if the archive holds none of them,
    None if it names none. `retrieved` are article ids, best first, each once. `quotes` are those of the citations
    that stand behind the claims of the answer; those of notes alone are left out. `text` is the answer without its
    markers.
    """

    question: Question
    wanted: frozenset[str] | None
    language: str
    abstained: bool
    text: str
    sources: tuple[Source, ...]
    quotes: tuple[str, ...]
    retrieved: tuple[str, ...]
    confidence: float | None
    seconds: Mapping[str, float]

    @property
    def words(self) -> int:
        """How many words the answer has; a lone dash is none."""
        return sum(any(sign.isalnum() for sign in word) for word in self.text.split())


def outcome(question: Question, wanted: frozenset[str] | None, answer: Mapping[str, Any]) -> Outcome:
    """What `answer` (the JSON form of an Answer, live or read back from `answers.jsonl`) is to `question`.

    The confidence of an answer is the retrieval score of its best article: the contract carries no other.
    """
    stated = [claim for claim in answer["claims"] if claim["support"] != "unverified"]
    used = {number for claim in stated for number in claim["citations"]}
    scores = [hit["score"] for hit in answer["retrieved"]]
    return Outcome(
        question=question,
        wanted=wanted,
        language=question.language or answer["language"],
        abstained=answer["status"] == "not_in_sources",
        text=without_markers(answer["answer"]),
        sources=tuple(
            Source(
                item["number"],
                item["article_id"],
                item["outlet"],
                item["title"],
                item["quote"],
                item["number"] in used,
            )
            for item in answer["citations"]
        ),
        quotes=tuple(item["quote"] for item in answer["citations"] if item["number"] in used),
        retrieved=tuple(dict.fromkeys(hit["article_id"] for hit in answer["retrieved"])),
        confidence=scores[0] if scores else None,
        seconds=answer["seconds"],
    )
