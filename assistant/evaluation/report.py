"""The report: every measure over all questions, by tag and by language, with the failures."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np

from assistant.evaluation.estimate import LEVEL, RESAMPLES, Estimate, estimate
from assistant.evaluation.failures import Failure, failures
from assistant.evaluation.metrics import METRICS
from assistant.evaluation.metrics.risk import ranked_risk, risks, verdict
from assistant.evaluation.outcome import Outcome

Estimates: TypeAlias = dict[str, Estimate]


@dataclass(frozen=True)
class Report:
    """What an evaluation found. Measures are computed when first asked for."""

    outcomes: tuple[Outcome, ...]
    questions_file: str
    about: dict[str, str]  # how the answers were made: answerer, archive, program …
    created: str  # ISO 8601
    warnings: tuple[str, ...] = ()

    @cached_property
    def overall(self) -> Estimates:
        """Each measure over all questions, by its name."""
        return _estimates(self.outcomes)

    @cached_property
    def by_tag(self) -> dict[str, Estimates]:
        """The measures over the questions that carry a tag; a question with two tags counts in both."""
        return _grouped(self.outcomes, lambda outcome: outcome.question.tags)

    @cached_property
    def by_language(self) -> dict[str, Estimates]:
        """The measures by the question's language: as its set states it, else as the assistant took it."""
        return _grouped(self.outcomes, lambda outcome: (outcome.language,))

    @cached_property
    def failures(self) -> tuple[Failure, ...]:
        """The questions that went wrong, in the order of the set."""
        return failures(self.outcomes)

    @cached_property
    def verdicts(self) -> dict[str, int]:
        """How many questions were right, wrong, abstained from and unscored."""
        counts = {"right": 0, "wrong": 0, "abstained": 0, "unscored": 0}
        for outcome in self.outcomes:
            counts[verdict(outcome) or "unscored"] += 1
        return counts

    @cached_property
    def curve(self) -> tuple[tuple[float, float], ...]:
        """The risk–coverage curve as (coverage, risk), one point an answer, the most confident first.

        Coverage counts all judged questions, so that the curve ends where the assistant's own abstaining ends it.
        """
        judged = sum(verdict(outcome) is not None for outcome in self.outcomes)
        pairs = [pair for pair in map(ranked_risk, self.outcomes) if pair is not None]
        if not pairs:
            return ()
        values = risks(np.array(pairs, dtype=np.float64))
        return tuple((rank / judged, float(value)) for rank, value in enumerate(values, start=1))

    def rows(self) -> tuple[tuple[str, str, str, str], ...]:
        """What a terminal shows: (measure, value, interval, n), those that nothing could be judged by left out."""
        return tuple(
            (found.metric.title, found.shown, found.shown_interval, str(found.n))
            for found in self.overall.values()
            if found.n
        )

    def to_json(self) -> dict[str, Any]:
        """The report as JSON-ready values: the content of `report.json`."""
        return {
            "questions_file": self.questions_file,
            "created": self.created,
            "about": self.about,
            "questions": len(self.outcomes),
            "verdicts": self.verdicts,
            "warnings": list(self.warnings),
            "interval": {"method": "percentile bootstrap", "level": LEVEL / 100, "resamples": RESAMPLES},
            "overall": _plain(self.overall),
            "by_tag": {tag: _plain(estimates) for tag, estimates in self.by_tag.items()},
            "by_language": {language: _plain(estimates) for language, estimates in self.by_language.items()},
            "risk_coverage": [list(point) for point in self.curve],
            "failures": [{"id": item.outcome.question.id, "reasons": list(item.reasons)} for item in self.failures],
        }

    def json(self) -> str:
        """The content of `report.json`, indented; never NaN, which is no JSON."""
        return json.dumps(self.to_json(), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def scores(outcome: Outcome) -> dict[str, float | str | None]:
    """What one question scored, by measure: None is unscored. Each line of `answers.jsonl` carries it."""
    found: dict[str, float | str | None] = {"verdict": verdict(outcome)}
    found |= {metric.name: metric.score(outcome) for metric in METRICS if metric.by_question}
    return found


def _estimates(outcomes: Sequence[Outcome]) -> Estimates:
    return {metric.name: estimate(metric, outcomes) for metric in METRICS}


def _grouped(outcomes: Iterable[Outcome], groups: Callable[[Outcome], Iterable[str]]) -> dict[str, Estimates]:
    members: defaultdict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        for group in dict.fromkeys(groups(outcome)):
            members[group].append(outcome)
    return {group: _estimates(members[group]) for group in sorted(members)}


def _plain(estimates: Estimates) -> dict[str, dict[str, float | int | str | None]]:
    return {name: found.to_json() for name, found in estimates.items()}
