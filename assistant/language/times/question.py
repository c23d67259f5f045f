"""The time a question asks about."""

from __future__ import annotations

from datetime import date

from assistant.language.times.tagger import tag
from assistant.types import TimeSpan


def question_window(text: str, language: str, today: date) -> TimeSpan | None:
    """The interval a question names, relative to `today`, or None: "letzte Woche", "im Juni", "since May 2024".

    Without a verb that tells otherwise the past is meant: an archive holds what was. Of several the hull is given, as
    "im Juni und im Juli" asks about both; durations and sets ask about none.
    """
    spans = [time.span for time in tag(text, language, today, "past") if time.span]
    if not spans:
        return None
    if all(span == spans[0] for span in spans):
        return spans[0]
    starts = [span.start for span in spans]
    ends = [span.end for span in spans]
    start = None if None in starts else min(value for value in starts if value)
    end = None if None in ends else max(value for value in ends if value)
    precision = spans[0].precision if start and end else "open"
    return TimeSpan(" … ".join(dict.fromkeys(span.phrase for span in spans)), start, end, precision)
