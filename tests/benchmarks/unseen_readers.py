"""Cross-encoders that have not seen the passage a question was asked of, for training and for honest figures."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import process

from assistant.answering.reranking import PassageReader
from assistant.models.crossencoder.encoder import CrossEncoder, Reading, cross_encoder
from assistant.question import understand
from tests.benchmarks.memory_archive import READING_FOLDS, fold


class UnseenReaders:
    """Those that `train_cross_encoder --without` wrote, by fold; what one made of a window is remembered."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self._readers = [CrossEncoder(cache, folder / f"fold_{number}.npz") for number in range(READING_FOLDS)]
        self._known: dict[tuple[int, str, str, str], Reading] = {}

    def of(self, text_id: str) -> UnseenReader:
        """The reader of questions that were asked of this text."""
        return UnseenReader(fold(text_id, READING_FOLDS), self)

    def read(self, number: int, question: str, text: str, title: str) -> Reading:
        """What the reader of this number makes of a text."""
        key = (number, question, text, title)
        if key not in self._known:
            self._known[key] = self._readers[number].read(question, text, title)
        return self._known[key]


@dataclass(frozen=True)
class UnseenReader:
    """One of the readers."""

    number: int
    readers: UnseenReaders

    def read(self, question: str, text: str, title: str = "") -> Reading:
        return self.readers.read(self.number, question, text, title)


class ReaderByQuestion:
    """Reads each of these questions (question → id of its text) with the reader that has not seen its text."""

    def __init__(self, readers: UnseenReaders, text_ids: Mapping[str, str]) -> None:
        self._readers = {understand(text).search_text: readers.of(text_id) for text, text_id in text_ids.items()}

    def read(self, question: str, text: str, title: str = "") -> Reading:
        known, _, _ = process.extractOne(question, self._readers.keys())  # its names may be spelt as the article does
        return self._readers[known].read(question, text, title)


def chosen_reader(folder: Path | None, cache: Path, text_ids: Mapping[str, str]) -> PassageReader | None:
    """The reader by question over the cross-encoders of a folder; the one of the package where none is named."""
    return ReaderByQuestion(UnseenReaders(folder, cache), text_ids) if folder else cross_encoder()


def add_option(parser: argparse.ArgumentParser) -> None:
    """Adds `--readers FOLDER` to a benchmark."""
    parser.add_argument("--readers", type=Path, help="folder of cross-encoders that left a fold of passages out")
