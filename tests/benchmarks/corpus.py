"""Shared by the retrieval benchmarks: passages through the product's own ingest, questions through its retriever.

The archives stay in a folder (by default in the system's temporary one), so a second run embeds nothing again.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.archive import open_archive
from assistant.models import embedder
from assistant.question import understand
from assistant.retrieval import HybridRetriever
from assistant.settings import load_settings
from ingest import ingest

SHARED = Path(__file__).parents[3] / "shared" / "eval"
DEPTH = 10  # articles looked at for the reciprocal rank


@dataclass(frozen=True)
class Passage:
    """A text that becomes one article; `id` is the id it carries in its source file."""

    id: str
    text: str
    language: str


@dataclass(frozen=True)
class Asked:
    """A question and the ids of the passages that answer it."""

    question: str
    wanted: frozenset[str]


def options(description: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "presseschau-benchmarks")
    parser.add_argument("--limit", type=int, help="ask only the first LIMIT questions of each kind")
    parser.add_argument("--json", action="store_true", help="print JSON alone")
    return parser


@contextmanager
def retriever_over(name: str, passages: Sequence[Passage], folder: Path) -> Iterator[HybridRetriever]:
    """The product's retriever over an archive of these passages, made in `folder` unless it is there."""
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / f"{name}.jsonl"
    lines = [
        json.dumps({"id": one.id, "title": "", "text": one.text, "language": one.language}, ensure_ascii=False)
        for one in passages
    ]
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    settings = load_settings(archive=folder / name)
    report = ingest([source], settings)
    if report.failures:
        raise SystemExit(f"{name}: {report.failures[0].message}")
    model = embedder(settings)
    with open_archive(settings, model_key=model.key, dimension=model.dimension) as archive:
        yield HybridRetriever(archive=archive, embedder=model)


def measure(retriever: HybridRetriever, questions: Sequence[Asked]) -> dict[str, float | int]:
    """hit@1, hit@5, hit@10 and mean reciprocal rank (within ten) by article, with a 95 % interval of hit@1."""
    ranks, seconds = [], []
    for asked in questions:
        question = understand(asked.question)
        start = time.perf_counter()
        passages = retriever.search(question, 3 * DEPTH)
        seconds.append(time.perf_counter() - start)
        order = list(dict.fromkeys(passage.article.source_id for passage in passages))
        places = [place for place, found in enumerate(order, 1) if found in asked.wanted]
        ranks.append(min(places, default=1_000))
    rank = np.array(ranks)
    hits = rank == 1
    samples = np.random.default_rng(0).choice(hits, (1_000, len(hits))).mean(axis=1)
    low, high = np.percentile(samples, [2.5, 97.5])
    return {
        "n": len(rank),
        "hit@1": round(float(hits.mean()), 4),
        "hit@1 low": round(float(low), 4),
        "hit@1 high": round(float(high), 4),
        "hit@5": round(float((rank <= 5).mean()), 4),
        "hit@10": round(float((rank <= DEPTH).mean()), 4),
        "MRR": round(float(np.where(rank <= DEPTH, 1 / rank, 0).mean()), 4),
        "ms": round(1000 * float(np.median(seconds)), 1),
    }


def show(results: dict[str, dict[str, float | int]], as_json: bool) -> None:
    print(json.dumps(results, ensure_ascii=False, indent=None if as_json else 2))
    if as_json:
        return
    columns = list(next(iter(results.values())))
    print(f"\n{'':24}" + "".join(f"{column:>12}" for column in columns))
    for name, values in results.items():
        print(f"{name:24}" + "".join(f"{values[column]:>12}" for column in columns))
