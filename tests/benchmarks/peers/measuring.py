"""What all systems are given and measured by: passages, questions, one embedder, the clock; for every environment.

A system is a module with one function, `open_system(passages, embedding, folder)`. It ingests and gives what finds: a
function from a question to the ids of passages, best first, at most `DEPTH` of them.
"""

from __future__ import annotations

import json
import resource
import time
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np

DEPTH = 10  # passages asked of each system
_WARMING = 5  # questions asked before the clock runs
_BATCH = 16

Finder = Callable[[str], Sequence[str]]


class Embedding:
    """Our embedder, injected into each system. Passages are embedded once and kept in a file with what they took."""

    def __init__(self, cache: Path) -> None:
        from assistant.models import embedder
        from assistant.settings import Settings

        self._model = embedder(Settings(embeddings="local"))
        self._cache = cache
        self._known: dict[str, tuple[np.ndarray, float]] = {}
        if cache.exists():
            with np.load(cache) as stored:
                rows = zip(stored["keys"].tolist(), stored["vectors"], stored["seconds"].tolist(), strict=True)
                self._known = {key: (vector, seconds) for key, vector, seconds in rows}
        self.texts = 0  # that were asked for
        self.seconds = 0.0  # that embedding them took, now or when they were first embedded
        self.spent = 0.0  # of these, now

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        """One row for each text."""
        keys = [sha256(text.encode()).hexdigest() for text in texts]
        missing = sorted(
            {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}.items(),
            key=lambda item: len(item[1]),
        )
        for start in range(0, len(missing), _BATCH):
            batch = missing[start : start + _BATCH]
            began = time.perf_counter()
            vectors = self._model.embed_passages([text for _, text in batch])
            took = time.perf_counter() - began
            self.spent += took
            self._known |= {key: (row, took / len(batch)) for (key, _), row in zip(batch, vectors, strict=True)}
        self.texts += len(texts)
        self.seconds += sum(self._known[key][1] for key in keys)
        return np.stack([self._known[key][0] for key in keys])

    def question(self, text: str) -> np.ndarray:
        """The vector of a question, never kept."""
        return self._model.embed_question(text)

    def embedded(self, texts: int, seconds: float) -> None:
        """Counts what a system embedded by itself."""
        self.texts += texts
        self.seconds += seconds
        self.spent += seconds

    def save(self) -> None:
        """Keeps what was embedded for the next system and the next run."""
        if not self._known:
            return
        vectors, seconds = zip(*self._known.values(), strict=True)
        self._cache.parent.mkdir(parents=True, exist_ok=True)
        np.savez(self._cache, keys=list(self._known), vectors=np.stack(vectors), seconds=np.array(seconds))


def measure(
    name: str, data: Path, folder: Path, open_system: Callable[[list[dict[str, str]], Embedding, Path], Finder]
) -> None:
    """Ingests, asks, and prints one line of JSON."""
    given = json.loads(data.read_text(encoding="utf-8"))
    embedding = Embedding(data.with_name("vectors.npz"))
    embedding.question("Wer?")
    began = time.perf_counter()
    find = open_system(given["passages"], embedding, folder)
    ingest = time.perf_counter() - began - embedding.spent
    embedding.save()
    for question in given["questions"][-_WARMING:]:
        find(question["question"])
    ranks, taken, busy = [], [], []
    for question in given["questions"]:
        began, before = time.perf_counter(), time.process_time()
        found = list(dict.fromkeys(find(question["question"])))
        taken.append(time.perf_counter() - began)
        busy.append(time.process_time() - before)
        ranks.append(found.index(question["passage"]) + 1 if question["passage"] in found else 0)
    rank = np.array(ranks)
    result = {
        "system": name,
        "questions": len(ranks),
        "texts embedded": embedding.texts,
        "embedding s": embedding.seconds,
        "rest of ingest s": ingest,
        "p50 ms": 1000 * float(np.percentile(taken, 50)),
        "p95 ms": 1000 * float(np.percentile(taken, 95)),
        "processor p50 ms": 1000 * float(np.percentile(busy, 50)),
        "memory MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "hit@1": float((rank == 1).mean()),
        "MRR": float(np.divide(1.0, rank, out=np.zeros(len(rank)), where=rank > 0).mean()),
    }
    print(json.dumps({key: round(value, 4) if isinstance(value, float) else value for key, value in result.items()}))
