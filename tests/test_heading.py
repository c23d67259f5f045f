"""How an event is named before its quotation."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answering.heading import heading, when
from assistant.types import Event, Precision, TimeSpan


@pytest.mark.parametrize(
    ("start", "end", "precision", "language", "written"),
    [
        (date(2025, 6, 5), date(2025, 6, 5), "day", "de", "5. Juni 2025"),
        (date(2025, 6, 5), date(2025, 6, 5), "day", "en", "5 June 2025"),
        (date(2025, 6, 1), date(2025, 6, 30), "month", "de", "Juni 2025"),
        (date(2025, 1, 1), date(2025, 12, 31), "year", "ru", "2025"),
        (date(2025, 7, 11), date(2025, 7, 20), "part_of_month", "de", "11.–20. Juli 2025"),
        (None, None, "day", "de", "„am Freitag“"),
        (date(2025, 7, 11), None, "open", "en", "“am Freitag”"),
    ],
)
def test_a_time_is_written_no_finer_than_it_is_known(
    start: date | None, end: date | None, precision: Precision, language: str, written: str
) -> None:
    assert when(TimeSpan("am Freitag", start, end, precision), language) == written


def test_an_event_is_named_by_day_place_people_and_kind() -> None:
    day = date(2025, 6, 5)
    event = Event("meeting", ("Hanna Vossberg", "Oksana Marenko"), "Tarsk", TimeSpan("gestern", day, day, "day"))
    assert heading(event, "de") == "5. Juni 2025, Tarsk – Hanna Vossberg, Oksana Marenko (Treffen)"
    assert heading(event, "en", "planned") == "5 June 2025, Tarsk – Hanna Vossberg, Oksana Marenko (meeting, planned)"


def test_what_is_not_known_is_left_out() -> None:
    assert heading(Event("dismissal", ("Reinhard Kolbe",), None, None), "de") == "Reinhard Kolbe (Entlassung)"
