"""How the archive grows: `make bench-growth`, or `python -m tests.benchmarks.growth --sizes 1000,10000`.

One synthetic archive is filled step by step, and measured at each size: questions, single articles, the rebuild of
the collection, memory, disk, start-up. Needs about 25 KB of disk a chunk; 300,000 chunks take some 25 minutes on two
cores. Writes growth.json and growth.png.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from assistant.archive import open_archive
from assistant.archive.archive import Archive
from assistant.models import embedder
from assistant.settings import Settings
from ingest import ingest
from tests.benchmarks.growth.charts import draw
from tests.benchmarks.growth.filling import Neighbourhoods, fill
from tests.benchmarks.growth.texts import make_questions, make_text

SIZES = (1_000, 10_000, 100_000, 300_000)
_STARTS = 5  # of the command; the best one counts
_SINGLE = 5  # articles ingested one by one; their median counts
_FIRST_SINGLE = 20_000_000  # number of the first of them
_CACHE = Path(tempfile.gettempdir()) / "presseschau-benchmarks"


def main() -> None:
    options = _options()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="presseschau-growth-", dir=options.archive_in) as folder:
        settings = Settings(archive=Path(folder) / "archive", embeddings="local", model=None, answerer="extractive")
        results: list[dict[str, float]] = []
        next_article = 0
        for size in options.sizes:
            measured, next_article = _grow(settings, size, next_article)
            results.append(measured)
            _write(options.out, results)
    _table(results)


def _grow(settings: Settings, size: int, next_article: int) -> tuple[dict[str, float], int]:
    """Fills up to `size` chunks and measures; what was measured, and the number of the next article."""
    model = embedder(settings)
    near = Neighbourhoods(model.embed_passages, model.key, _CACHE)
    _say(f"{size:,} chunks: filling")
    with open_archive(settings, model_key=model.key, dimension=model.dimension) as archive:
        started, before = time.perf_counter(), archive.chunk_count()
        next_article = fill(archive, near, model.names_key, next_article, size)
        filled = archive.chunk_count()
        measured: dict[str, float] = {"chunks": filled, "articles": next_article}
        measured["filled a second"] = (filled - before) / (time.perf_counter() - started)
        _say(f"{size:,} chunks: building the collection")
        measured["rebuild"] = _seconds(lambda: _rebuild(archive))
        measured["disk"] = archive.statistics().bytes
    _say(f"{size:,} chunks: asking")
    asking = [sys.executable, "-m", "tests.benchmarks.growth.asking", str(settings.archive)]
    measured |= json.loads(subprocess.run(asking, check=True, capture_output=True, text=True).stdout)
    _say(f"{size:,} chunks: single articles")
    measured |= _single(settings, size)
    _say(f"{size:,} chunks: starting")
    measured |= _starting(settings)
    return measured, next_article


def _rebuild(archive: Archive) -> None:
    with archive.writer() as writer:
        writer.refresh_collection(force=True)


def _single(settings: Settings, size: int) -> dict[str, float]:
    """Articles that come one by one into a process that has its model and modules loaded."""
    taken, rest = [], []
    for number in range(_SINGLE + 1):
        text = make_text(_FIRST_SINGLE + size + number)
        article = text.article
        published = article.published.isoformat() if article.published else None
        line = {"id": article.source_id, "title": article.title, "text": article.text, "published": published}
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
            json.dump(line, file)
            file.flush()
            started = time.perf_counter()
            report = ingest([file.name], settings)
            taken.append(time.perf_counter() - started)
        rest.append(taken[-1] - report.embedding_seconds)
        if report.failures or not report.stored:
            sys.exit(f"a single article was not stored: {report}")
    middle = _SINGLE // 2
    return {
        "single article": sorted(taken[1:])[middle],
        "single article without embedding": sorted(rest[1:])[middle],
    }


def _starting(settings: Settings) -> dict[str, float]:
    """`presseschau ask` as a process of its own, its modules compiled as pip leaves them."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(_CACHE / "compiled")
    command = str(Path(sys.executable).with_name("presseschau"))
    asking = [command, "--archive", str(settings.archive), "ask", make_questions([0])[0]]
    taken, busy = [], []
    for _ in range(_STARTS):
        before = os.times()
        taken.append(_seconds(lambda: subprocess.run(asking, check=True, capture_output=True, env=environment)))
        after = os.times()
        busy.append(after.children_user - before.children_user + after.children_system - before.children_system)
    return {"start": min(taken), "start, processor time": min(busy)}


def _seconds(task: Callable[[], object]) -> float:
    started = time.perf_counter()
    task()
    return time.perf_counter() - started


def _write(out: Path, results: list[dict[str, float]]) -> None:
    """Also after the first sizes, so that a run that is stopped leaves what it has."""
    found = {"date": date.today().isoformat(), "cores": os.cpu_count(), "sizes": results}
    (out / "growth.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    draw(results, out / "growth.png")


def _table(results: list[dict[str, float]]) -> None:
    for name in results[0]:
        print(f"{name:36}" + "".join(f"{found[name]:>16,.3f}" for found in results))


def _say(line: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {line}", file=sys.stderr, flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument(
        "--sizes", type=lambda text: sorted(int(part) for part in text.split(",")), default=SIZES, help="in chunks"
    )
    parser.add_argument("--out", type=Path, default=Path("reports") / "growth", help="folder of growth.json and .png")
    parser.add_argument(
        "--archive-in", type=Path, help="folder for the archive; by default the system's temporary one"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
