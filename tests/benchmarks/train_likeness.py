"""The mean token state that `assistant.checking.likeness` takes off before it compares words.

    python -m tests.benchmarks.train_likeness

Read off the German, English and Russian paragraphs of XQuAD (`../shared/eval/xquad`); of the texts nothing is
kept but the mean of their words' states, in assistant/checking/data/likeness.json.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from assistant.checking.likeness import LAYER
from assistant.models.engines import local_engine

XQUAD = Path(__file__).parents[3] / "shared" / "eval" / "xquad"
TARGET = Path(__file__).parents[2] / "assistant" / "checking" / "data" / "likeness.json"
PARAGRAPHS = 60  # of each language


def main() -> None:
    """Writes the file."""
    states = []
    for language in ("de", "en", "ru"):
        data = json.loads((XQUAD / f"xquad.{language}.json").read_text(encoding="utf-8"))["data"]
        texts = [paragraph["context"] for article in data for paragraph in article["paragraphs"]][:PARAGRAPHS]
        for read in local_engine().states(texts, (LAYER,)):
            states.append(read.states[read.spans[:, 1] > read.spans[:, 0], 0])
    mean = np.concatenate(states).mean(axis=0)
    values = [round(float(value), 4) for value in mean]
    TARGET.write_text(json.dumps({"layer": LAYER, "mean": values}) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
