"""Says what is wrong with the exercises, and how many there are."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.benchmarks.comprehension import exercises


def main() -> None:
    found = exercises(tuple(map(Path, sys.argv[1:])))
    asked = [answer for exercise in found for _, answer in exercise.questions]
    unanswered = sum(not answer for answer in asked)
    print(f"{len(found)} texts, {len(asked)} questions, {unanswered} of them without an answer")


if __name__ == "__main__":
    main()
