"""Probes a fresh build in a process of its own.

A damaged index can end the process that opens it, so the ingest does not open it itself. Exit code 0: every sampled
vector finds itself and the count is right.
"""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.archive.collection import Collection, CollectionError, Place, load_chroma, open_collection

SAMPLE = 100  # vectors; an index that lost 3 % of its vectors is found out with 95 % certainty
_TOLERANCE = 1e-3  # of cosine: Chroma's own rounding is about 1e-6
_WIDE = 1_000  # results of a search that looks at ten times as much as usual: what it misses is not in the index
_PASSED_OVER = 0.1  # of the sample, by a usual search: sound builds of up to 300,000 chunks stay below 0.01
KEPT = "the old one stays in use and nothing is lost, ingest again"  # the remedy of a failed build
_PROGRAM = "from assistant.archive.probe import main; sys.exit(main())"
_SECONDS = 300.0


def fault(collection: Collection, count: int, ids: npt.NDArray[np.str_], matrix: npt.NDArray[np.float32]) -> str:
    """What is wrong with a build, empty if nothing is.

    The index is approximate, so a usual search may pass over a vector that is there. What a wide one misses is lost.
    """
    if (found := collection.count()) != count:
        return f"it holds {found} of {count} vectors"
    passed_over = 0
    for identity, vector in zip(ids, matrix, strict=True):
        if not _finds_itself(collection, vector, 1):
            if not _finds_itself(collection, vector, min(_WIDE, count)):
                return f"the vector of {identity} does not find itself"
            passed_over += 1
    if passed_over > _PASSED_OVER * len(ids):
        return f"a search passes over {passed_over} of {len(ids)} vectors"
    return ""


def _finds_itself(collection: Collection, vector: npt.NDArray[np.float32], results: int) -> bool:
    """Copies of an agency story have the same vector, so a vector has found itself when one as near has been."""
    return any(cosine >= 1.0 - _TOLERANCE for _, cosine in collection.nearest(vector, results))


class Probe:
    """A child process that starts with the build and loads Chroma beside it, to open the build when it is done."""

    def __init__(self, folder: Path, count: int) -> None:
        paths = [path for path in sys.path if path]
        command = [sys.executable, "-c", f"import sys; sys.path[:0] = {paths!r}; {_PROGRAM}", str(folder), str(count)]
        self._child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )

    def __enter__(self) -> Probe:
        return self

    def __exit__(self, *_: object) -> None:
        if self._child.poll() is None:
            self._child.kill()
        self._child.communicate()

    def check(self, ids: tuple[str, ...], matrix: npt.NDArray[np.float32]) -> None:
        """Raises CollectionError if the build is not sound, or ends or hangs the process that opens it."""
        sample = io.BytesIO()
        np.savez(sample, ids=np.array(ids, dtype=np.str_), matrix=matrix)
        try:
            _, said = self._child.communicate(sample.getvalue(), timeout=_SECONDS)
        except subprocess.TimeoutExpired:
            raise CollectionError("the new collection does not answer", KEPT) from None
        if self._child.returncode:
            lines = said.decode("utf-8", "replace").strip().splitlines()
            reason = lines[-1][:200] if lines else f"the probe ended with code {self._child.returncode}"
            raise CollectionError(f"the new collection is not sound ({reason})", KEPT)


def main() -> int:
    """The child's side: the sample comes on stdin."""
    folder, count = Path(sys.argv[1]), int(sys.argv[2])
    load_chroma()
    with np.load(io.BytesIO(sys.stdin.buffer.read())) as sample:
        ids, matrix = sample["ids"], sample["matrix"]
    try:
        collection = open_collection(Place(folder=folder))
        try:
            found = fault(collection, count, ids, matrix)
        finally:
            collection.close()
    except CollectionError as error:
        found = error.happened
    print(found, file=sys.stderr)  # noqa: T201 - the parent reads it
    return 1 if found else 0
