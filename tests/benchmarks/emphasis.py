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

from assistant.answering.emphasis import answering_words
from assistant.language.sentences import split_sentences
from assistant.types import Spans
from tests.benchmarks.corpus import SHARED
from tests.benchmarks.memory_archive import Asked, m2qa
from tests.benchmarks.unseen_readers import UnseenReaders

_CHARACTERS = 900  # of a window, as questions are answered


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


def window(text: str, spans: list[tuple[int, int]], place: int) -> tuple[int, int]:
    """Where a run of whole sentences round one of them begins and ends."""
    first = last = place
    while last + 1 < len(spans) and spans[last + 1][1] - spans[first][0] <= _CHARACTERS * 3 // 4:
        last += 1
    while first > 0 and spans[last][1] - spans[first - 1][0] <= _CHARACTERS:
        first -= 1
    return spans[first][0], spans[last][1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=300)
    arguments = parser.parse_args()
    readers = UnseenReaders(arguments.readers, Path(tempfile.gettempdir()) / "presseschau-benchmarks")
    texts, questions = m2qa(SHARED)
    by_id = {text.id: text for text in texts}
    answerable: list[Asked] = [asked for asked in questions if asked.answers]
    random.Random(1).shuffle(answerable)
    overlaps: list[float] = []
    for asked in answerable[: arguments.limit]:
        text = by_id[asked.text_id].text
        spans = list(split_sentences(text, "de"))
        place = next(place for place, (_, end) in enumerate(spans) if asked.start < end)
        start, end = spans[place]
        first, last = window(text, spans, place)
        reading = readers.of(asked.text_id).read(asked.question, text[first:last])
        emphasised = answering_words(reading, start - first, text[start:end])
        if emphasised:
            answer = asked.start - start, asked.start - start + len(asked.answers[0])
            overlaps.append(overlap(text[start:end], answer, emphasised))
    touched = sum(one > 0 for one in overlaps)
    print(f"emphasised in {len(overlaps) / min(arguments.limit, len(answerable)):.3f} of the sentences")
    print(f"of the answer in {touched / len(overlaps):.3f}, F1 of the words {sum(overlaps) / len(overlaps):.3f}")


if __name__ == "__main__":
    main()
