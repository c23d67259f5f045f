"""Asks an archive in a process of its own: `python -m tests.benchmarks.growth.asking FOLDER` prints JSON.

Latency of the public Assistant after a warm-up with other questions, each question asked once; the process's peak of
resident memory.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from assistant import Assistant, Filters, Settings
from tests.benchmarks.growth.texts import make_questions, make_text

QUESTIONS = 50
_FILTERED = 25  # of them are asked with each kind of filter, too
_WARMING = range(60, 70)  # articles that the warm-up asks about
_SECONDS_TO_OPEN = 3.0  # for a small archive, whose collection is opened beside the first questions


def main() -> None:
    settings = Settings(archive=Path(sys.argv[1]), embeddings="local", model=None, answerer="extractive")
    questions = make_questions(range(QUESTIONS))
    with Assistant(settings) as assistant:
        for pause in (_SECONDS_TO_OPEN, 0.0):
            for question in make_questions(_WARMING):
                assistant.ask(question)
            time.sleep(pause)
        taken, answered = [], 0
        for question in questions:
            started = time.perf_counter()
            answer = assistant.ask(question)
            taken.append(time.perf_counter() - started)
            answered += answer.status != "not_in_sources"
        found = {"ask p50": _percentile(taken, 50), "ask p95": _percentile(taken, 95), "answered": answered}
        for name, filters in _filters():
            taken = []
            for question, chosen in zip(questions, filters, strict=False):
                started = time.perf_counter()
                assistant.ask(question, filters=chosen)
                taken.append(time.perf_counter() - started)
            found |= {f"ask in {name} p50": _percentile(taken, 50), f"ask in {name} p95": _percentile(taken, 95)}
    found["memory"] = _peak_memory()
    print(json.dumps(found))


def _filters() -> Iterator[tuple[str, list[Filters]]]:
    """For each question the outlet, the year and the month of the article it is about."""
    articles = [make_text(number).article for number in range(_FILTERED)]
    yield "one outlet", [Filters(outlets=(article.outlet or "",)) for article in articles]
    days = [article.published or date.min for article in articles]
    yield "one year", [Filters(date(day.year, 1, 1), date(day.year, 12, 31)) for day in days]
    yield "30 days", [Filters(day - timedelta(15), day + timedelta(14)) for day in days]


def _peak_memory() -> int:
    """Most bytes that were resident at once. Linux alone tells; `getrusage` would count those of the parent, too."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise SystemExit("this system does not tell the peak of resident memory")


def _percentile(seconds: list[float], rank: int) -> float:
    return float(np.percentile(seconds, rank))


if __name__ == "__main__":
    main()
