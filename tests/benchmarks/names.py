"""How well names are found: precision, recall and F1 of exact spans by kind, and what it costs.

    python -m tests.benchmarks.names [--weights FILE] [--threshold 0.6] [--json]

Texts are read by the embedder as they are at ingest, one sentence each. GermEval dev is what the tagger was tuned on.
Europarl is trained on, so its figures say something only with weights that left it out
(`python -m tests.benchmarks.train_names --without europarl --out FILE`, then `--weights FILE`). Of English EWT the
second half is measured, which is never trained on.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path

from assistant.models.engines import local_engine
from assistant.models.names.tagger import WEIGHTS, load
from assistant.types import NameSpan
from tests.benchmarks.ner_corpora import ENGLISH, EUROPARL, TUNING, Annotated, halves

KINDS = {"PER": "person", "LOC": "place", "ORG": "organisation"}
SPEED_TEXTS = 300
BATCH = 64


def figures(
    gold: Sequence[Annotated], found: Sequence[Sequence[NameSpan]], threshold: float
) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 by kind; a name counts as found where start, end and kind are those of the gold."""
    results = {}
    for label, kind in KINDS.items():
        right = wrong = wanted = 0
        for text, spans in zip(gold, found, strict=True):
            true = {(start, end) for start, end, its in text.names if its == label}
            given = {(span.start, span.end) for span in spans if span.kind == kind and span.score >= threshold}
            right += len(true & given)
            wrong += len(given - true)
            wanted += len(true)
        precision = right / (right + wrong) if right + wrong else 0.0
        recall = right / wanted if wanted else 0.0
        f1 = 2 * precision * recall / (precision + recall) if right else 0.0
        results[label] = {"precision": round(precision, 3), "recall": round(recall, 3), "f1": round(f1, 3)}
    return results


def speed(texts: Sequence[str], weights: Path) -> dict[str, float]:
    """Milliseconds a sentence: vectors alone, and vectors with names. The best of three runs of each."""
    engine, tagger = local_engine(), load(weights)
    best = {"vectors": float("inf"), "states": float("inf"), "names": float("inf")}
    for _ in range(3):
        start = time.perf_counter()
        engine.passages(texts)
        passed = time.perf_counter()
        states = [engine.states(texts[place : place + BATCH]) for place in range(0, len(texts), BATCH)]
        read = time.perf_counter()
        for number, some in enumerate(states):
            tagger.names(texts[number * BATCH : (number + 1) * BATCH], some)
        end = time.perf_counter()
        for name, seconds in (("vectors", passed - start), ("states", read - passed), ("names", end - read)):
            best[name] = min(best[name], 1000 * seconds / len(texts))
    return {name: round(value, 2) for name, value in best.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--threshold", type=float, action="append", help="least score of a name; may be repeated")
    parser.add_argument("--json", action="store_true", help="print JSON alone")
    arguments = parser.parse_args()
    engine, tagger = local_engine(), load(arguments.weights)
    results: dict[str, object] = {}
    for title, texts in (
        (TUNING.name, TUNING.read()),
        (EUROPARL.name, EUROPARL.read()),
        (f"{ENGLISH.name}, second half", halves(ENGLISH.read())[1]),
    ):
        found: list[tuple[NameSpan, ...]] = []
        for start in range(0, len(texts), BATCH):
            some = [one.text for one in texts[start : start + BATCH]]
            found += tagger.names(some, engine.states(some))
        for threshold in arguments.threshold or (0.0,):
            results[f"{title}, score >= {threshold}"] = figures(texts, found, threshold)
    results["milliseconds a sentence"] = speed([one.text for one in TUNING.read()[:SPEED_TEXTS]], arguments.weights)
    if arguments.json:
        print(json.dumps(results, indent=1))
        return
    for title, result in results.items():
        print(title)
        for name, value in result.items():  # type: ignore[attr-defined]
            print(f"  {name:8} {value}")


if __name__ == "__main__":
    main()
