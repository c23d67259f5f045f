"""Who stands behind a claim: the same agency text in ten outlets is one witness, and so is one outlet twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Protocol

import numpy as np
import numpy.typing as npt

from assistant.checking.witnesses.conflicts import Conflict, conflict, later_figure
from assistant.checking.witnesses.given import compared
from assistant.checking.witnesses.sisters import sister_reports
from assistant.checking.witnesses.statements import COMPARABLE, Statement, same_statement
from assistant.identity.agencies import agencies
from assistant.language.words import words
from assistant.question import Question
from assistant.types import Agreement, Difference, Evidence

_UNREAD = 0  # the archive's number for an article that has not been compared with others yet


class Sources(Protocol):
    """What this needs of an archive."""

    def stories(self, pairs: Sequence[tuple[str, int]]) -> dict[tuple[str, int], int]:
        """(article id, version) → number of its story, 0 where it is not known."""

    def sentence_vectors(self, sentence_ids: Sequence[str]) -> dict[str, npt.NDArray[np.float32]]:
        """Sentence id → unit vector."""


class Witnesses:
    """The evidence of one question, and which of its sentences confirm or contradict each other."""

    def __init__(self, evidence: Mapping[str, Evidence], sources: Sources) -> None:
        self._evidence = evidence
        self._sources = sources
        self._statements: dict[str, Statement] = {}

    def agreement(self, cited: Sequence[Evidence]) -> Agreement:
        """`shared` if two of the cited sentences are of independent stories, else `single_story`."""
        independent = any(
            self.independent(one, other) for place, one in enumerate(cited) for other in cited[place + 1 :]
        )
        return "shared" if independent else "single_story"

    def groups(self, cited: Sequence[Evidence]) -> list[list[Evidence]]:
        """The cited sentences by witness: those that are not independent of each other together."""
        grouped: list[list[Evidence]] = []
        for found in cited:
            kin = [group for group in grouped if any(not self.independent(found, other) for other in group)]
            grouped = [group for group in grouped if group not in kin]
            grouped.append([*(other for group in kin for other in group), found])
        return grouped

    def independent(self, one: Evidence, other: Evidence) -> bool:
        """Whether two sentences come from outlets and stories of their own, each in its own words.

        False where it is not known: an article that its ingest has not compared with others yet is nobody's witness.
        """
        outlets = (one.article.outlet, other.article.outlet)
        return not self._kin(one, other) and (None in outlets or outlets[0] != outlets[1])

    def _kin(self, one: Evidence, other: Evidence) -> bool:
        """Whether two sentences have, or may have, one text behind them."""
        first, second = self.story(one), self.story(other)
        if _UNREAD in (first, second) or first == second or one.article.id == other.article.id:
            return True
        return one.article.text_hash == other.article.text_hash or _wording(one) == _wording(other)

    def confirming(self, cited: Sequence[Evidence], most: int, asked: frozenset[str] = frozenset()) -> list[Evidence]:
        """Sentences of other stories that say the same as one of the cited, the most alike of each story.

        asked: stems of what the question counts; of several figures those for it are what must be the same.
        """
        best: dict[int, tuple[float, Evidence]] = {}
        for found in cited:
            for other, alike in self._near(found):
                if any(self._kin(other, one) for one in cited) or not self.independent(other, found):
                    continue
                if same_statement(self._statement(found), self._statement(other), alike, asked):
                    story = self.story(other)
                    if story not in best or best[story][0] < alike:
                        best[story] = (alike, other)
        ranked = sorted(best.values(), key=lambda one: -one[0])
        return [other for _, other in ranked][:most]

    def contradicting(self, cited: Sequence[Evidence]) -> Iterator[tuple[Conflict, Evidence]]:
        """Sentences of other stories that contradict one of the cited, the most alike first."""
        for found in cited:
            for other, alike in self._near(found):
                if not self.independent(found, other):
                    continue
                differs = conflict(self._statement(found), self._statement(other), alike)
                if differs is not None:
                    yield differs, other

    def answering_otherwise(self, question: Question, found: Evidence) -> Iterator[tuple[Difference, Evidence]]:
        """The sentences by which independent reports of the same event answer otherwise than `found`, and in what.

        Of each report the best sentence counts that gives the thing asked; and `found` must be the sentence of its
        own report that is most like it of those that do, else the two are on different things.
        """
        seen = {found.article.id}
        for other in sorted(self._evidence.values(), key=lambda one: -one.score):
            if other.article.id in seen or not self._may_contradict(found, other):
                continue
            given = compared(question, self._statement(found), self._statement(other))
            if given is not None:
                seen.add(other.article.id)
                if given.differs and self._is_counterpart(question, found, other):
                    yield given.field, other

    def _may_contradict(self, one: Evidence, other: Evidence) -> bool:
        return self.independent(one, other) and sister_reports(one.article, other.article)

    def _is_counterpart(self, question: Question, found: Evidence, other: Evidence) -> bool:
        """Whether no sentence of the same report that gives the thing asked is more like the other than `found`."""
        if found.sentence.id not in self._vectors or other.sentence.id not in self._vectors:
            return False
        rival = self._vectors[other.sentence.id]
        limit = float(self._vectors[found.sentence.id] @ rival)
        return not any(
            float(self._vectors[one.sentence.id] @ rival) > limit
            and compared(question, self._statement(one), self._statement(other)) is not None
            for one in self._evidence.values()
            if one.article.id == found.article.id
            and one.sentence.id in self._vectors
            and _answers_as_well(one, found)
        )

    def later(self, cited: Sequence[Evidence]) -> tuple[str, Evidence] | None:
        """The newest report that gives another figure for what the first cited sentence counts, and the figure."""
        one = self._statement(cited[0])
        told = [(later_figure(one, self._statement(other), alike), other) for other, alike in self._near(cited[0])]
        newer = [(figure, other) for figure, other in told if figure and other.article.published]
        return max(newer, key=lambda found: str(found[1].article.published), default=None)

    def story(self, found: Evidence) -> int:
        """The number of a sentence's story, 0 where it is not known."""
        return self._stories.get((found.article.id, found.article.version), _UNREAD)

    def told_by(self, cited: Sequence[Evidence]) -> tuple[int, int, tuple[str, ...]]:
        """How many outlets stand behind the cited sentences, how many witnesses, and the agencies they name."""
        outlets = {found.article.outlet or found.article.id for found in cited}
        named = (name for found in cited for name in agencies(found.article.text, found.article.author))
        return len(outlets), len(self.groups(cited)), tuple(dict.fromkeys(named))

    def _near(self, found: Evidence) -> list[tuple[Evidence, float]]:
        """The sentences that are alike enough to be compared at all, the most alike first."""
        own = self._vectors.get(found.sentence.id)
        if own is None:
            return []
        alike = {identity: float(own @ vector) for identity, vector in self._vectors.items()}
        near = (identity for identity, value in alike.items() if value >= COMPARABLE)
        ranked = sorted(near, key=lambda identity: (-alike[identity], identity))
        return [(self._evidence[identity], alike[identity]) for identity in ranked]

    def _statement(self, found: Evidence) -> Statement:
        return self._statements.setdefault(found.sentence.id, Statement(found))

    @cached_property
    def _stories(self) -> dict[tuple[str, int], int]:
        pairs = {(found.article.id, found.article.version): None for found in self._evidence.values()}
        return self._sources.stories(list(pairs))

    @cached_property
    def _vectors(self) -> dict[str, npt.NDArray[np.float32]]:
        return self._sources.sentence_vectors(list(self._evidence))


def _answers_as_well(one: Evidence, other: Evidence) -> bool:
    """Whether a sentence was read as the answer no less than another, as far as both were read."""
    read = [found.signals.get("read_sentence", 0.0) for found in (one, other) if found.signals.get("read")]
    return len(read) < 2 or read[0] >= read[1]


def _wording(found: Evidence) -> tuple[str, ...]:
    return _words(found.sentence.text)


@lru_cache(maxsize=2_000)
def _words(text: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in words(text))
