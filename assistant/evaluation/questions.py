"""Question sets: one JSON object a line, checked before the first question is asked.

A question set that is silently misread gives numbers that look right and are not, so every unknown key, every value
of the wrong kind and every doubled id is an error that names its line.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from assistant.errors import QuestionError


def _text_of_number(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _listed(value: Any) -> Any:
    """Both `"a"` and `["a", "b"]` name one forbidden statement; the list gives variants of its wording."""
    if not isinstance(value, list):
        return value
    return tuple(variant for item in value for variant in (item if isinstance(item, list) else [item]))


PartialDate = Annotated[str, Field(pattern=r"^\d{4}(-\d\d(-\d\d)?)?$")]  # ISO 8601: a day, a month or a year
NonEmpty = Annotated[str, Field(min_length=1, pattern=r"\S")]


class Question(BaseModel):
    """One question with whatever is known of its answer; everything but `id` and `question` may be missing.

    A measure counts only the questions that carry the truth it needs.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    id: Annotated[NonEmpty, BeforeValidator(_text_of_number)]
    question: NonEmpty
    answers: tuple[NonEmpty, ...] = ()  # accepted strings: any one of them is right
    must_include: tuple[
        Annotated[tuple[NonEmpty, ...], Field(min_length=1)], ...
    ] = ()  # facts, each with its variants
    must_not_include: Annotated[tuple[NonEmpty, ...], BeforeValidator(_listed)] = ()
    evidence: tuple[NonEmpty, ...] = ()  # exact passages of the sources that carry the answer
    articles: tuple[NonEmpty, ...] = ()  # archive ids, source ids, file names or addresses
    dates: tuple[PartialDate, ...] = ()
    answerable: bool | None = None
    language: NonEmpty | None = None
    history: tuple[tuple[str, str], ...] = ()  # (question, answer) pairs asked before, oldest first
    tags: tuple[NonEmpty, ...] = ()

    @property
    def has_answer(self) -> bool | None:
        """Whether the archive answers it: as stated, else True where an answer is given, else None (unknown)."""
        if self.answerable is not None:
            return self.answerable
        return True if self.answers or self.must_include or self.evidence else None


def read_questions(path: Path) -> tuple[Question, ...]:
    """The questions of a `.jsonl` file in their order; empty lines are passed over.

    Raises QuestionError in one line, naming file and line: no such file, not UTF-8, broken JSON, a missing or
    unknown key, a value of the wrong kind, an id used twice, or no question at all.
    """
    questions: list[Question] = []
    lines: dict[str, int] = {}
    for number, line in _lines(path):
        question = _question(line, f"{path.name}, line {number}")
        if question.id in lines:
            raise QuestionError(
                f"{path.name}, line {number}: the id {question.id!r} is taken by line {lines[question.id]}",
                "give each question an id of its own",
            )
        lines[question.id] = number
        questions.append(question)
    if not questions:
        raise QuestionError(
            f"{path.name} holds no question", "write one JSON object a line, with `id` and `question`"
        )
    return tuple(questions)


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise QuestionError(f"{path.name} is not UTF-8 text", "save the question set as UTF-8") from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise QuestionError(f"cannot read the question set {path}", f"{reason}; check the path") from None
    # Not splitlines(): JSON strings may hold U+2028 and its like.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line


def _question(line: str, place: str) -> Question:
    try:
        return Question.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
    keys = first["loc"]
    name = ".".join(map(str, keys))
    if first["type"] == "json_invalid":
        raise QuestionError(f"{place}: broken JSON ({_one_line(first['msg'])})", "write one JSON object a line")
    if first["type"] == "missing" and len(keys) == 1:
        raise QuestionError(f"{place}: the key {name!r} is missing", "every question needs `id` and `question`")
    if first["type"] == "extra_forbidden":
        close = difflib.get_close_matches(name, list(Question.model_fields), n=1)
        hint = f"did you mean {close[0]!r}?" if close else f"known keys are {', '.join(Question.model_fields)}"
        raise QuestionError(f"{place}: unknown key {name!r}", hint)
    raise QuestionError(f"{place}: {name or 'the line'} cannot be used", _one_line(first["msg"]))


def _one_line(message: str) -> str:
    message = " ".join(message.split()).removeprefix("Invalid JSON: ")
    return message[:1].lower() + message[1:]
