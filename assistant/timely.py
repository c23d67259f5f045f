"""The period that a question names, as retrieval uses it: softly, since an article of August may tell of June."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from assistant.language.times import Period
from assistant.types import Article, Chunk, Filters, TimeSpan

if TYPE_CHECKING:
    from assistant.archive import Archive
    from assistant.language.facts import Facts

# Fused scores of what fits a question and what does not lie some 0.05 apart (`python -m tests.benchmarks.xquad`).
TIMELY = 0.05
_REPORTED_WITHIN = 45  # days after a period in which most articles about it come out
_MONTH = timedelta(days=31)
_NEWS = 3  # days after a period in which an article that names no time tells of it


def nearby(period: Period | None, filters: Filters) -> Filters | None:
    """`filters` narrowed to articles that came out in the period or soon after; None where no years are known."""
    if period is None or period.any_year or period.span.start is None:
        return None
    start, end = period.span.start, period.span.end
    reported = end + timedelta(days=_REPORTED_WITHIN) if end else None
    return replace(
        filters,
        start=max(start, filters.start) if filters.start else start,
        end=min(reported, filters.end) if reported and filters.end else reported or filters.end,
    )


def bonus(period: Period | None, found: Sequence[tuple[Chunk, Article]], archive: Archive) -> npt.NDArray[np.float64]:
    """What is added to the score of each chunk: something where it tells of the period, or came out just then."""
    if period is None or not found:
        return np.zeros(len(found))
    facts = archive.facts(list({(article.id, article.version) for _, article in found}))
    return np.array([TIMELY * _tells_of(period, chunk, article, facts) for chunk, article in found])


def _tells_of(period: Period, chunk: Chunk, article: Article, facts: dict[tuple[str, int], Facts]) -> bool:
    if article.published and period.near(article.published, _NEWS):
        return True
    known = facts.get((article.id, article.version))
    spans = known.times_within(chunk.start, chunk.end) if known else ()
    return any(_as_fine(span, period) and period.meets(span.start, span.end) for span in spans)


def _as_fine(span: TimeSpan, period: Period) -> bool:
    """Whether a time is told about as finely as the period: "since 2000" or "in 2024" says little of one June."""
    if span.start is None or span.end is None:
        return False
    if period.span.start is None or period.span.end is None:
        return True
    return span.end - span.start <= max(2 * (period.span.end - period.span.start), _MONTH)
