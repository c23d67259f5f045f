"""What a chat model makes of questions: `python -m tests.benchmarks.small_model ARCHIVE QUESTIONS... [--only ID...]`.

The model is that of the settings (PRESSESCHAU_MODEL, OPENAI_BASE_URL …). For every question: whether the answer is
right, wrong or an abstention, who answered, each claim with its support, and what the model replied. `--replies FILE`
keeps its replies, so that everything behind the model can be measured again without asking it.

Right and wrong are judged by the accepted strings of the question set, which are in the articles' language. An answer
that is wrong by them though a quotation of its own holds the answer is "to be read": the model may have said the same
in other words.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from unittest import mock

from assistant.assistant import Assistant
from assistant.errors import ModelError
from assistant.evaluation.metrics.risk import verdict
from assistant.evaluation.outcome import Outcome, outcome
from assistant.evaluation.questions import Question, read_questions
from assistant.models.calls import ChatCall
from assistant.settings import load_settings
from assistant.types import Answer


@dataclass
class Replies:
    """What the model said to which messages, in a file of JSON lines; `heard`: its replies to the last question."""

    path: Path | None
    known: dict[str, str] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.path is not None and self.path.exists():
            for line in self.path.read_text(encoding="utf-8").splitlines():
                stored = json.loads(line)
                self.known[stored["asked"]] = stored["reply"]

    def keep(self, asked: str, reply: str) -> None:
        """Remember a reply."""
        self.known[asked] = reply
        if self.path is not None:
            with self.path.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps({"asked": asked, "reply": reply}, ensure_ascii=False) + "\n")


@contextmanager
def remembering(replies: Replies) -> Iterator[None]:
    """Calls are answered from `replies` where they can be, and kept there where they cannot."""
    ask = ChatCall.stream

    def stream(
        call: ChatCall, messages: Sequence[tuple[str, str]], schema: dict[str, Any] | None = None, **more: Any
    ) -> Iterator[str]:
        asked = hashlib.sha256(json.dumps([messages, schema], ensure_ascii=False).encode()).hexdigest()
        if asked not in replies.known:
            replies.keep(asked, "".join(ask(call, messages, schema, **more)))
        replies.heard.append(replies.known[asked])
        yield replies.known[asked]

    with mock.patch.object(ChatCall, "stream", stream):
        yield


def asked_of(assistant: Assistant, question: Question) -> Answer:
    """The model's answer to one question of a set."""
    return assistant.ask(question.question, history=question.history, answerer="model")


def to_be_read(found: Outcome) -> bool:
    """Whether an answer that is wrong by its words cites a sentence that would be right."""
    return (
        verdict(found) == "wrong"
        and verdict(replace(found, text=f"{found.text} {' '.join(found.quotes)}")) == "right"
    )


def tell(question: Question, answer: Answer, heard: Sequence[str]) -> str:
    """One question on the terminal; gives what became of it."""
    found = outcome(question, None, answer.to_json())
    judged = "to be read" if to_be_read(found) else verdict(found) or "unscored"
    print(f"{judged}: {question.id} {question.question} ({answer.answerer}, {answer.seconds['total']:.0f} s)")
    for reply in heard:
        print("   model:", " ".join(reply.split())[:700])
    for claim in answer.claims:
        print(f"   {claim.support}: {claim.text} {list(claim.citations)} {'; '.join(claim.reasons)}")
    for note in answer.notes:
        print(f"   {note.kind}: {note.text}")
    return judged


def main() -> None:
    """Ask, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path)
    parser.add_argument("questions", type=Path, nargs="+")
    parser.add_argument("--only", nargs="+", default=())
    parser.add_argument("--replies", type=Path)
    arguments = parser.parse_args()
    asked = [question for path in arguments.questions for question in read_questions(path)]
    asked = [question for question in asked if not arguments.only or question.id in arguments.only]
    counts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    verified = 0
    replies = Replies(arguments.replies)
    settings = load_settings(archive=arguments.archive, cache=False)
    with Assistant(settings) as assistant, remembering(replies):
        for question in asked:
            replies.heard.clear()
            try:
                answer = asked_of(assistant, question)
            except ModelError as error:
                print(f"error: {question.id} {error}")
                continue
            judged = tell(question, answer, replies.heard)
            counts[question.has_answer is not False][f"{judged} ({answer.answerer.partition(':')[0]})"] += 1
            verified += judged == "wrong" and any(claim.support == "verified" for claim in answer.claims)
    print("answerable:", dict(sorted(counts[True].items())))
    print("unanswerable:", dict(sorted(counts[False].items())))
    print(f"wrong answers with a claim shown as verified: {verified} of {len(asked)}")


if __name__ == "__main__":
    main()
