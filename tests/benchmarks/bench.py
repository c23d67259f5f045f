"""How fast it is: `make bench`, or `python -m tests.benchmarks.bench`.

On the sample archive, with the default embedding: question to answer, the share of an ingest that is not embedding,
an ingest of an unchanged folder against the first one, and how long the command takes to start. A table goes to
stderr, the same numbers as JSON to stdout. Machines differ, so whatever can be a ratio is one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np

from assistant import Assistant
from assistant.evaluation import read_questions
from assistant.samples import articles_folder, questions_file
from assistant.settings import Settings
from ingest import IngestReport, Progress, ingest

# The page by Streamlit's own harness: a Python that starts, the page's first run, a question, its answer shown. What
# a browser adds is not in it.
_PAGE = """
import sys
from streamlit.testing.v1 import AppTest
page = AppTest.from_file(sys.argv[1], default_timeout=120).run()
page.chat_input[0].set_value(sys.argv[2]).run()
sys.exit(bool(page.exception) or not any("<mark" in block.proto.body for block in page.get("html")))
"""
RUNS = 5  # of each start; the best one counts, since whatever else a machine does only adds time


@dataclass(frozen=True)
class Measured:
    """One number, what it is, and what we aim at."""

    name: str
    value: float
    unit: str
    aim: float | None = None

    @property
    def shown(self) -> str:
        if self.unit == "share":
            return f"{self.value:.1%}"
        return f"{self.value:.3f} {self.unit}"

    @property
    def shown_aim(self) -> str:
        if self.aim is None:
            return ""
        return f"< {self.aim:.0%}" if self.unit == "share" else f"< {self.aim:g} {self.unit}"


def ingesting(settings: Settings) -> Iterator[Measured]:
    """The samples into an empty archive, into another one with all modules and the model loaded, and there once more.

    Twenty articles are few: a process's start and the build of the collection weigh more here than in a real ingest.
    """
    cold = settings.model_copy(update={"archive": settings.archive.with_name("cold")})
    cold_took, report = _ingest(cold)
    yield Measured("first ingest of a process", cold_took, "s")
    yield Measured(
        "first ingest of a process, share not embedding", 1 - report.embedding_seconds / cold_took, "share"
    )
    warm_took, report = _ingest(settings)
    yield Measured("ingest, model loaded", warm_took, "s")
    yield Measured(
        "ingest, model loaded, share not embedding", 1 - report.embedding_seconds / warm_took, "share", 0.10
    )
    yield Measured("texts embedded a second", (report.sentences + report.chunks) / report.embedding_seconds, "/s")
    again_took, again = _ingest(settings)
    if again.unchanged != len(report.stored):
        sys.exit(f"{again.unchanged} of {len(report.stored)} articles were recognised as unchanged")
    yield Measured("ingest of the unchanged folder", again_took, "s")
    yield Measured("ingest of the unchanged folder against the first", again_took / warm_took, "share")


def _ingest(settings: Settings) -> tuple[float, IngestReport]:
    started = perf_counter()
    report = ingest([articles_folder()], settings, on_progress=_show_ingest)
    took = perf_counter() - started
    _show("")
    if report.failures:
        sys.exit(f"the samples could not be ingested: {report.failures[0].message}")
    return took, report


def answering(settings: Settings) -> Iterator[Measured]:
    """Every sample question once, after one that warms the caches; each is embedded anew."""
    questions = read_questions(questions_file())
    with Assistant(settings) as assistant:
        assistant.ask("Worum geht es?")
        taken = []
        for number, question in enumerate(questions, start=1):
            _show(f"asking {number} of {len(questions)}")
            started = perf_counter()
            assistant.ask(question.question, history=question.history)
            taken.append(perf_counter() - started)
    _show("")
    for rank in (50, 95):
        yield Measured(f"question to answer, p{rank}", float(np.percentile(taken, rank)), "s")


def starting(settings: Settings) -> Iterator[Measured]:
    """The command as a process of its own, against a bare Python; its processor time holds on a busy machine, too."""
    command = str(Path(sys.executable).with_name("presseschau"))
    bare, _ = _best([sys.executable, "-c", "pass"], settings)
    yield Measured("start of bare Python", bare, "s")
    for name, arguments, aim in [("--help", ["--help"], 0.3), ("ask", ["ask", "Wer traf wen?"], 2.0)]:
        took, busy = _best([command, *arguments], settings)
        yield Measured(f"presseschau {name}", took, "s", aim)
        yield Measured(f"presseschau {name}, processor time", busy, "s")
        yield Measured(f"presseschau {name} against bare Python", took / bare, "×")
    script = Path(__file__).parents[2] / "streamlit_app.py"
    took, busy = _best(
        [sys.executable, "-c", _PAGE, str(script), read_questions(questions_file())[0].question], settings
    )
    yield Measured("page, from its start to the first answer", took, "s", 3.0)
    yield Measured("page, from its start to the first answer, processor time", busy, "s")


def _best(command: Sequence[str], settings: Settings) -> tuple[float, float]:
    """Seconds by the clock and of the processors, each the least of five runs, with no setting but the archive."""
    foreign = ("PRESSESCHAU_", "OPENAI_")
    environment = {name: value for name, value in os.environ.items() if not name.upper().startswith(foreign)}
    environment["PRESSESCHAU_ARCHIVE"] = str(settings.archive)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # pip leaves modules compiled, and so does a first start
    environment["PYTHONPYCACHEPREFIX"] = str(settings.archive.with_name("compiled"))
    taken, busy = [], []
    for run in range(1, RUNS + 1):
        _show(f"{Path(command[0]).name} {command[1][:10]}: {run} of {RUNS}")
        before, started = os.times(), perf_counter()
        subprocess.run(command, env=environment, cwd=settings.archive.parent, capture_output=True, check=True)
        taken.append(perf_counter() - started)
        after = os.times()
        busy.append(after.children_user - before.children_user + after.children_system - before.children_system)
    _show("")
    return min(taken), min(busy)


def _show_ingest(state: Progress) -> None:
    _show(f"{state.stage} {state.done} of {state.total or '?'}")


def _show(line: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{line}")
        sys.stderr.flush()


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="presseschau-bench-") as folder:
        settings = Settings(archive=Path(folder) / "archive", embeddings="local", model=None, answerer="extractive")
        measured = [*ingesting(settings), *answering(settings), *starting(settings)]
    for found in measured:
        print(f"{found.name:<52}{found.shown:>14}   {found.shown_aim}", file=sys.stderr)
    print(
        json.dumps(
            {found.name: {"value": found.value, "unit": found.unit} for found in measured},
            indent=1,
            ensure_ascii=False,
        )
    )


if __name__ == "__main__":
    main()
