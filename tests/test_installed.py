"""`pip install .` in an empty folder gives a working command: prompts, samples, page and all."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's content in a folder of its own, as pip would lay it down."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--quiet", "-w", str(folder)]
    subprocess.run([*build, str(ROOT)], check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


def _run(installed: Path, *words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(installed)}
    return subprocess.run(
        [sys.executable, *words], cwd=cwd, env=environment, capture_output=True, text=True, timeout=120
    )


def test_all_parts_are_in_the_wheel_and_no_test_is(installed: Path) -> None:
    script = (
        "import assistant, ingest, prompts, streamlit_app\n"
        "from importlib.resources import files\n"
        "from assistant.samples import articles_folder, questions_file\n"
        "assert (files('prompts') / 'answer.md').is_file()\n"
        "assert questions_file().is_file() and any(articles_folder().iterdir())\n"
        "print(assistant.__file__)"
    )
    ended = _run(installed, "-c", script, cwd=installed.parent)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.strip().startswith(str(installed))
    assert not (installed / "tests").exists()


def test_from_an_empty_folder_to_an_answer(installed: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    (tmp_path / "a.txt").write_text(
        "Die Fähre von Ahlenfeld fährt seit Montag wieder nach Norderhook.\n", encoding="utf-8"
    )

    stored = _run(installed, "-m", "assistant.cli", "ingest", "../a.txt", cwd=empty)
    asked = _run(installed, "-m", "assistant.cli", "ask", "Wohin fährt die Fähre von Ahlenfeld?", cwd=empty)

    assert stored.returncode == 0, stored.stderr
    assert "Norderhook" in asked.stdout, asked.stderr
    assert not any(empty.iterdir())
