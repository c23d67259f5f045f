"""Presseschau beside LlamaIndex and Haystack: same machine, same passages, same embedder, one run.

    python -m tests.benchmarks.peers [--limit N] [--folder FOLDER]

Each system runs in an environment of its own, made in FOLDER with the versions of `requirements/`, on M2QA's 300
German news passages; their splitting and retrieval are as they come, but ten results are asked for. Prints a table.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import venv
from hashlib import sha256
from pathlib import Path

from tests.benchmarks.corpus import SHARED, options

HERE = Path(__file__).parent
SYSTEMS = (
    ("presseschau", None, ""),
    ("llamaindex", "llamaindex.txt", "dense"),
    ("llamaindex", "llamaindex.txt", "hybrid"),
    ("haystack", "haystack.txt", "dense"),
    ("haystack", "haystack.txt", "hybrid"),
)
NOT_RUN = {
    "RAGLite 1.1.1": "splits sentences with a model (sat-1l-sm) that it loads from a hub",
    "haiku.rag 0.101.1": "needs Python 3.12",
}


def main() -> None:
    arguments = options(__doc__ or "").parse_args()
    folder: Path = arguments.folder / "peers"
    data = _data(folder, arguments)
    results = []
    for module, requirements, kind in SYSTEMS:
        python = sys.executable if requirements is None else str(_environment(folder, requirements))
        own = folder / f"{module}-{kind}"
        shutil.rmtree(own, ignore_errors=True)
        own.mkdir(parents=True)
        command = [python, "-m", f"tests.benchmarks.peers.{module}", str(data), str(own), kind]
        run = subprocess.run(command, env=_offline(), capture_output=True, text=True)
        if run.returncode:
            sys.exit(f"{module} {kind}: {run.stderr[-2000:]}")
        results.append(json.loads(run.stdout.splitlines()[-1]))
        print(json.dumps(results[-1]), file=sys.stderr, flush=True)
    if arguments.json:
        print(json.dumps(results))
        return
    for name in results[0]:
        print(f"| {name} | " + " | ".join(str(found[name]) for found in results) + " |")
    for name, reason in NOT_RUN.items():
        print(f"not run: {name}, which {reason}")


def _data(folder: Path, arguments: argparse.Namespace) -> Path:
    """The passages and questions as one file; with a limit, questions drawn evenly."""
    lines = (SHARED / "m2qa-dev" / "german_news.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    numbers = {text: str(number) for number, text in enumerate(dict.fromkeys(row["context"] for row in rows))}
    questions = [{"question": row["question"], "passage": numbers[row["context"]]} for row in rows]
    if arguments.limit:
        questions = random.Random(1).sample(questions, arguments.limit)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "data.json"
    passages = [{"id": number, "text": text} for text, number in numbers.items()]
    path.write_text(json.dumps({"passages": passages, "questions": questions}), encoding="utf-8")
    return path


def _environment(folder: Path, requirements: str) -> Path:
    """The Python of a peer's environment, made anew when its requirements change."""
    listed = "".join(path.read_text(encoding="utf-8") for path in sorted((HERE / "requirements").iterdir()))
    place = folder / f"{Path(requirements).stem}-{sha256(listed.encode()).hexdigest()[:8]}"
    python = place / "bin" / "python"
    if not (place / "ready").exists():
        print(f"installing {requirements} in {place}", file=sys.stderr, flush=True)
        venv.create(place, clear=True, with_pip=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "-r", str(HERE / "requirements" / requirements)]
        subprocess.run(install, check=True)
        (place / "ready").touch()
    return python


def _offline() -> dict[str, str]:
    """No hub, no telemetry, no key."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "PRESSESCHAU_"))}
    quiet = {"HAYSTACK_TELEMETRY_ENABLED": "False", "ANONYMIZED_TELEMETRY": "False", "HF_HUB_OFFLINE": "1"}
    return kept | quiet | {"PYTHONPATH": str(HERE.parents[2])}


if __name__ == "__main__":
    main()
