"""What all tests share: no test sees this machine's settings, archive or keys, and none calls a paid model."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import hypothesis
import numpy as np
import pytest

from assistant.settings import Settings
from assistant.types import NameSpan

# How long an example takes says nothing on a busy machine; what is slow shows in `make bench`.
hypothesis.settings.register_profile("suite", deadline=None)
hypothesis.settings.load_profile("suite")

Run: TypeAlias = Callable[..., tuple[int, str, str]]
SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(autouse=True)
def _clean_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in os.environ:
        if name.upper().startswith(("PRESSESCHAU_", "OPENAI_", "LANGSMITH_", "LANGCHAIN_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PRESSESCHAU_ARCHIVE", str(tmp_path / "archive"))
    folder = tmp_path / "working"
    folder.mkdir()
    monkeypatch.chdir(folder)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of an archive that is empty and this test's own."""
    return Settings(archive=tmp_path / "archive")


@pytest.fixture
def shared() -> Path:
    """The folder of public data sets beside the checkout; a test that needs it skips where it is missing."""
    if not SHARED.is_dir():
        pytest.skip("no ../shared beside this checkout")
    return SHARED


@pytest.fixture(scope="session")
def sample_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample articles, ingested once with the real local embedder; treat it as read-only."""
    from assistant.samples import articles_folder
    from ingest import ingest

    folder = tmp_path_factory.mktemp("samples") / "archive"
    report = ingest([articles_folder()], Settings(archive=folder))
    assert not report.failures, report.failures
    return folder


class HashedEmbedder:
    """Stands in for an embedding model where meaning does not matter: one fixed direction a word, summed.

    Texts that share words are near each other; `texts` records all passages it was asked to embed.
    """

    key = "hashed-words/64/test"
    dimension = 64
    spread = 1.0

    def __init__(self) -> None:
        self.texts: list[str] = []

    def embed_passages(self, texts: list[str]) -> np.ndarray:
        self.texts.extend(texts)
        return np.stack([self._vector(text) for text in texts]) if texts else np.empty((0, 64), np.float32)

    names_key = "capitals/test"

    def read_passages(self, texts: list[str]) -> tuple[np.ndarray, tuple[tuple[NameSpan, ...], ...]]:
        return self.embed_passages(texts), self.names(texts)

    def names(self, texts: list[str]) -> tuple[tuple[NameSpan, ...], ...]:
        """Two words with capitals in a row are a person."""
        found = [re.finditer(r"[A-ZÄÖÜ]\w+(?: [A-ZÄÖÜ]\w+)+", text) for text in texts]
        return tuple(tuple(NameSpan(*one.span(), "person") for one in each) for each in found)

    def embed_question(self, text: str) -> np.ndarray:
        return self._vector(text)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [vector.tolist() for vector in self.embed_passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        return self._vector(text).tolist()

    def _vector(self, text: str) -> np.ndarray:
        total = np.full(64, 1e-3, np.float32)
        for word in text.casefold().split():
            seed = int.from_bytes(hashlib.sha256(word.strip(".,?!").encode()).digest()[:4], "big")
            total += np.random.default_rng(seed).standard_normal(64).astype(np.float32)
        return total / np.linalg.norm(total)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command in this process; gives exit code, stdout and stderr."""

    def command(*words: str | Path) -> tuple[int, str, str]:
        from assistant import cli

        monkeypatch.setattr(sys, "argv", ["presseschau", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        captured = capsys.readouterr()
        return int(ended.value.code or 0), captured.out, captured.err

    return command


@pytest.fixture
def hashed_embedder() -> HashedEmbedder:
    return HashedEmbedder()


@pytest.fixture
def write_article(tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """Writes a Markdown article with front matter: `write_article("a.md", "Text.", title="…", published="…")`."""

    def write(name: str, text: str, **metadata: str) -> Path:
        path = tmp_path / "articles" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        head = "".join(f"{key}: {value!r}\n" for key, value in metadata.items())
        path.write_text(f"---\n{head}---\n{text}\n" if head else text, encoding="utf-8")
        return path

    return write
