"""The exercises that the cross-encoder is trained on: well written, and nothing of what answers are measured by."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from assistant.language.words import words
from assistant.samples import articles_folder
from tests.benchmarks.comprehension import FOLDER, exercises

QUESTIONS = Path(__file__).parent / "questions"
_RUN = 10  # words in a row that no two hands write by chance; eight happen
WELL = "## brücke de\nDie Brücke\n\nSie kostet 4 Euro.\n\nSie hält.\n\n? Preis?\n= 4 Euro\n? Warum?\n=\n"


def test_there_is_about_one_near_miss_for_two_questions_that_are_answered() -> None:
    found = exercises()
    answers = [answer for exercise in found for _, answer in exercise.questions]
    assert len({exercise.id for exercise in found}) == len(found) > 300
    assert 0.2 < sum(not answer for answer in answers) / len(answers) < 0.4


def test_they_share_no_text_with_what_answers_are_measured_by() -> None:
    folders = [articles_folder(), *(path for path in QUESTIONS.iterdir() if path.is_dir())]
    measured = _runs(path.read_text(encoding="utf-8") for folder in folders for path in folder.glob("*.*"))
    asked = _runs(path.read_text(encoding="utf-8") for path in QUESTIONS.glob("*.jsonl"))
    ours = _runs(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.txt"))
    assert len(measured) > 10_000
    assert ours & (measured | asked) == set()


def _runs(texts: Iterable[str]) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for text in texts:
        said = [word.lower() for word in words(text)]
        found.update(tuple(said[at : at + _RUN]) for at in range(len(said) - _RUN))
    return found


def _written(folder: Path, text: str) -> tuple[Path]:
    path = folder / "a.txt"
    path.write_text(text, encoding="utf-8")
    return (path,)


def test_a_text_is_read_apart_from_its_title(tmp_path: Path) -> None:
    [exercise] = exercises(_written(tmp_path, WELL))
    assert (exercise.id, exercise.language) == ("a/brücke", "de")
    assert (exercise.title, exercise.text) == ("Die Brücke", "Sie kostet 4 Euro.\n\nSie hält.")
    assert exercise.questions == (("Preis?", "4 Euro"), ("Warum?", ""))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("= 4 Euro", "= 5 Euro", "stands 0 times"),
        ("= 4 Euro", "= Sie", "stands 2 times"),
        ("= 4 Euro", "4 Euro", "not followed by"),
        ("brücke de", "brücke", "is not"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, before: str, after: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        exercises(_written(tmp_path, WELL.replace(before, after)))
