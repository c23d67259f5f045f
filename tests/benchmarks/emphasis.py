"""Whether the words that stand out in a sentence are those that answer: M2QA's answers beside what is emphasised.

    python -m tests.benchmarks.emphasis --readers FOLDER [--limit 300]

FOLDER: the cross-encoders by fold (`train_cross_encoder --without`), each of which reads what it was not trained on.
Every answerable question is read with the sentence that answers and those around it. Printed: the share of sentences
in which words stand out; of those, the share where one of them is of the answer, and the mean F1 of their words.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
from pathlib import Path

import numpy as np

from assistant.answering.features import Material
from assistant.answering.reranking import readings
from assistant.question import understand
from assistant.types import Article, Spans
from tests.benchmarks.corpus import SHARED
from tests.benchmarks.memory_archive import Asked, m2qa
from tests.benchmarks.unseen_readers import UnseenReaders
from tests.small_store import sentences_of


def overlap(text: str, answer: tuple[int, int], emphasised: Spans) -> float:
    """The F1 of the words of two parts of a text, 0 to 1."""
    words = [match.span() for match in re.finditer(r"\w+", text)]
    wanted, found = (
        {
            place
            for place, (start, end) in enumerate(words)
            if any(start < last and end > first for first, last in spans)
        }
        for spans in ((answer,), emphasised)
    )
    return 2 * len(wanted & found) / (len(wanted) + len(found))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=300)
    arguments = parser.parse_args()
    readers = UnseenReaders(arguments.readers, Path(tempfile.gettempdir()) / "presseschau-benchmarks")
    texts, questions = m2qa(SHARED)
    by_id = {text.id: Article(text.id, 1, "", text.text, text.language, "") for text in texts}
    answerable: list[Asked] = [asked for asked in questions if asked.answers]
    random.Random(1).shuffle(answerable)
    overlaps: list[float] = []
    for asked in answerable[: arguments.limit]:
        sentences = sentences_of(by_id[asked.text_id])
        pool = [Material(one, by_id[asked.text_id], 0, 0.0, 0.0) for one in sentences]
        place = next(place for place, one in enumerate(sentences) if asked.start < one.end)
        scores = np.array([float(one.index == place) for one in sentences])
        sentence = sentences[place]
        read = readings(understand(asked.question), pool, scores, readers.of(asked.text_id))
        emphasised = read.answering[place]
        if emphasised:
            start = asked.start - sentence.start
            overlaps.append(overlap(sentence.text, (start, start + len(asked.answers[0])), emphasised))
    touched = sum(one > 0 for one in overlaps)
    print(f"emphasised in {len(overlaps) / min(arguments.limit, len(answerable)):.3f} of the sentences")
    print(f"of the answer in {touched / len(overlaps):.3f}, F1 of the words {sum(overlaps) / len(overlaps):.3f}")


if __name__ == "__main__":
    main()
