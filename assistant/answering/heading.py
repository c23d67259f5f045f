"""An event in the reader's words: when, where, who, what. Texts stand in `data/events.toml`; dates are Babel's."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.answering.quoting import in_marks
from assistant.types import Event, Modality, TimeSpan


def heading(event: Event, language: str, truth: Modality = "happened") -> str:
    """The line before a quotation: "13. September 2024, Pjöngjang – Kim Jong-un, Sergej Schoigu (Treffen)"."""
    where_and_when = ", ".join(part for part in (when(event.time, language), event.place) if part)
    what = ", ".join(part for part in (action(event.action, language), modality(truth, language)) if part)
    who = ", ".join(event.participants)
    return " – ".join(part for part in (where_and_when, f"{who} ({what})" if who else what) if part)


def action(name: str, language: str) -> str:
    """A kind of event in the reader's language."""
    return str(_texts(language)["action"].get(name, name))


def modality(name: str, language: str) -> str:
    """What an event is that is not simply so ("geplant"), in the reader's language; empty for one that happened."""
    return str(_texts(language).get(name, ""))


def when(time: TimeSpan | None, language: str) -> str:
    """A resolved interval as people write it, no finer than it is known; what is not resolved keeps its phrase."""
    if time is None:
        return ""
    start, end = time.start, time.end
    if start is None or end is None or time.precision == "open":
        return in_marks(time.phrase, language)
    # Babel is slow to import, and most answers need no date of ours.
    from babel.dates import format_date, format_interval, format_skeleton

    locale = language if language in ("de", "ru") else "en_GB"  # the day first, as everywhere else in the answer
    if start == end:
        return str(format_date(start, "long", locale=locale))
    if time.precision == "month" and (start.year, start.month) == (end.year, end.month):
        return str(format_skeleton("yMMMM", start, locale=locale))
    if time.precision == "year" and start.year == end.year:
        return str(start.year)
    return str(format_interval(start, end, "yMMMd", locale=locale))


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("assistant.answering").joinpath("data", "events.toml").read_text(encoding="utf-8"))


def _texts(language: str) -> dict[str, Any]:
    found: dict[str, Any] = _data().get(language) or _data()["en"]
    return found
