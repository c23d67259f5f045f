"""Probes a fresh build in a process of its own: `python -m assistant.archive.probe FOLDER COUNT < sample.npz`.

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

from assistant.archive.collection import Collection, CollectionError, Place, open_collection

SAMPLE = 100  # vectors; an index that lost 3 % of its vectors is found out with 95 % certainty
_TOLERANCE = 1e-3  # of cosine: Chroma's own rounding is about 1e-6
KEPT = "the old one stays in use and nothing is lost, ingest again"  # the remedy of a failed build
_SECONDS = 300.0


def fault(collection: Collection, count: int, ids: npt.NDArray[np.str_], matrix: npt.NDArray[np.float32]) -> str:
    """What is wrong with a build, empty if nothing is.

    Copies of one agency story have the same vector, so a vector has found itself when something as near has been.
    """
    if (found := collection.count()) != count:
        return f"it holds {found} of {count} vectors"
    for identity, vector in zip(ids, matrix, strict=True):
        best = collection.nearest(vector, 1)
        if not best or best[0][1] < 1.0 - _TOLERANCE:
            return f"the vector of {identity} does not find itself"
    return ""


def probe_in_child(folder: Path, count: int, ids: tuple[str, ...], matrix: npt.NDArray[np.float32]) -> None:
    """Raises CollectionError if the build in `folder` is not sound, or ends or hangs the process that opens it."""
    sample = io.BytesIO()
    np.savez(sample, ids=np.array(ids, dtype=np.str_), matrix=matrix)
    paths = [path for path in sys.path if path]
    program = f"import sys; sys.path[:0] = {paths!r}; from assistant.archive.probe import main; sys.exit(main())"
    command = [sys.executable, "-c", program, str(folder), str(count)]
    try:
        run = subprocess.run(command, input=sample.getvalue(), capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise CollectionError("the new collection does not answer", KEPT) from None
    if run.returncode:
        lines = run.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = lines[-1][:200] if lines else f"the probe ended with code {run.returncode}"
        raise CollectionError(f"the new collection is not sound ({reason})", KEPT)


def main() -> int:
    """The child's side: the sample comes on stdin."""
    folder, count = Path(sys.argv[1]), int(sys.argv[2])
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
