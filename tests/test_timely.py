"""How softly retrieval keeps to the period of a question."""

from __future__ import annotations

from datetime import date
from typing import cast

import numpy as np
import pytest

from assistant.archive import Archive
from assistant.language.facts import Facts
from assistant.language.times import Period, find_times, question_period
from assistant.timely import TIMELY, bonus, nearby
from assistant.types import Article, Chunk, Filters

TODAY = date(2026, 11, 22)


def period(text: str) -> Period:
    found = question_period(text, "de", TODAY)
    assert found is not None
    return found


class Told:
    """An archive that knows the times of its articles and nothing else."""

    def __init__(self, *articles: Article) -> None:
        self.articles = articles

    def facts(self, pairs: object) -> dict[tuple[str, int], Facts]:
        return {
            (one.id, one.version): Facts(times=find_times(one.text, "de", one.published)) for one in self.articles
        }


def found_with(text: str, published: date | None) -> tuple[Chunk, Article]:
    article = Article("a", 1, "Titel", text, "de", "hash", published)
    return Chunk("a@1#c1", "a", 1, 0, 0, len(text), text, 0, 0), article


@pytest.mark.parametrize(
    ("text", "published", "timely"),
    [
        ("Im Juni kam die Fähre.", date(2025, 8, 20), True),
        ("Die Fähre kam.", date(2025, 6, 20), True),
        ("Die Fähre kam.", date(2025, 8, 20), False),
        ("Im Mai kam die Fähre.", date(2025, 8, 20), False),
        ("Seit 2020 fährt sie.", date(2025, 8, 20), False),
        ("Im Jahr 2025 fuhr sie oft.", date(2025, 8, 20), False),
        ("Am 5. Juni 2025 kam die Fähre.", None, True),
    ],
)
def test_what_tells_of_the_period_or_came_out_in_it_is_preferred(
    text: str, published: date | None, timely: bool
) -> None:
    found = [found_with(text, published)]
    archive = cast(Archive, Told(found[0][1]))
    assert np.allclose(bonus(period("Was geschah im Juni 2025?"), found, archive), TIMELY * timely)


def test_without_a_period_nothing_is_looked_up() -> None:
    assert bonus(None, [found_with("Im Juni.", None)], cast(Archive, None)) == 0.0
    assert nearby(None, Filters()) is None
    assert nearby(period("Was geschah im Juni?"), Filters()) is None


def test_articles_of_the_weeks_after_count_as_near_and_given_filters_hold() -> None:
    june = period("Was geschah im Juni 2025?")
    assert nearby(june, Filters()) == Filters(date(2025, 6, 1), date(2025, 8, 14))
    narrow = Filters(date(2025, 6, 10), date(2025, 6, 12), ("Kurier",))
    assert nearby(june, narrow) == narrow
