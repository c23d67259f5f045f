"""The store of conversations, feedback, answers given before, and spending."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection, Engine, Select, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from assistant.conversations.opening import open_file, told, writing
from assistant.conversations.records import Conversation, Feedback, Spent, Turn, Verdict
from assistant.conversations.tables import answers, conversations, feedback, spending, turns
from assistant.errors import BudgetError, ConversationsError
from assistant.types import Answer

FILE = "conversations.sqlite3"
KEPT_ANSWERS = 2_000  # the oldest cached answers go first
_TITLE_CHARACTERS = 120


class Conversations:
    """The file at `path`, made when it is first needed. Raises ConversationsError, in one line, where it fails."""

    def __init__(self, path: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.path, self._now = path, now
        self._opening = threading.Lock()
        self._engine: Engine | None = None

    def add(self, answer: Answer, conversation: str | None = None) -> tuple[str, int]:
        """Put an answer at the end of a conversation, of a new one if none is named; gives its id and number."""
        with self._writing() as connection:
            now = self._stamp()
            if conversation is None:
                conversation = uuid.uuid4().hex
                title = answer.question[:_TITLE_CHARACTERS]
                connection.execute(conversations.insert().values(id=conversation, title=title, changed=now))
            self._touch(connection, conversation)
            last = connection.scalar(select(func.max(turns.c.number)).where(turns.c.conversation == conversation))
            number = (last or 0) + 1
            written = _adapter().dump_json(answer).decode()
            connection.execute(
                turns.insert().values(conversation=conversation, number=number, asked=now, answer=written)
            )
        return conversation, number

    def recent(self, limit: int = 50) -> tuple[Conversation, ...]:
        """The conversations, last changed first."""
        count = select(func.count()).where(turns.c.conversation == conversations.c.id).scalar_subquery()
        query = select(conversations, count).order_by(conversations.c.changed.desc(), conversations.c.id)
        with self._reading() as connection:
            return tuple(Conversation(*row) for row in connection.execute(query.limit(limit)))

    def load(self, conversation: str) -> tuple[Turn, ...]:
        """The turns of a conversation, in order, each answer whole; one that cannot be read any more is left out."""
        query = select(turns.c.number, turns.c.asked, turns.c.answer)
        query = query.where(turns.c.conversation == conversation).order_by(turns.c.number)
        with self._reading() as connection:
            rows = connection.execute(query).all()
            if not rows and not connection.scalar(_named(conversation)):
                raise _unknown(conversation)
        read = ((number, asked, _read(written)) for number, asked, written in rows)
        return tuple(Turn(number, asked, answer) for number, asked, answer in read if answer is not None)

    def remove(self, conversation: str) -> None:
        """Delete a conversation with its turns and feedback; nothing happens if there is none."""
        with self._writing() as connection:
            connection.execute(delete(conversations).where(conversations.c.id == conversation))

    def rate(self, conversation: str, turn: int, verdict: Verdict, comment: str = "") -> None:
        """Keep what a reader thinks of an answer; a second opinion replaces the first."""
        values = {"verdict": verdict, "comment": comment.strip(), "given": self._stamp()}
        with self._writing() as connection:
            known = select(turns.c.number).where(turns.c.conversation == conversation, turns.c.number == turn)
            if connection.execute(known).first() is None:
                raise _unknown(conversation)
            statement = insert(feedback).values(conversation=conversation, turn=turn, **values)
            connection.execute(statement.on_conflict_do_update(index_elements=["conversation", "turn"], set_=values))

    def feedback(self) -> tuple[Feedback, ...]:
        """All feedback, newest first."""
        with self._reading() as connection:
            return tuple(
                Feedback(*row) for row in connection.execute(select(feedback).order_by(feedback.c.given.desc()))
            )

    def cached(self, key: str) -> Answer | None:
        """The answer kept under `key`, None if there is none that can be read."""
        with self._reading() as connection:
            written = connection.scalar(select(answers.c.answer).where(answers.c.key == key))
        return _read(written) if written else None

    def keep(self, key: str, answer: Answer) -> None:
        """Keep an answer under `key`."""
        values = {"made": self._stamp(), "answer": _adapter().dump_json(answer).decode()}
        newest = select(answers.c.key).order_by(answers.c.made.desc()).limit(KEPT_ANSWERS)
        with self._writing() as connection:
            statement = insert(answers).values(key=key, **values)
            connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_=values))
            connection.execute(delete(answers).where(answers.c.key.not_in(newest)))

    def reserve(self, model: str, most: float, cap: float | None) -> int:
        """Set `most` aside for a call; see `assistant.models.spending.Ledger`."""
        try:
            with self._writing() as connection:
                if cap is not None and self._spent(connection).cost + most > cap:
                    raise BudgetError("day_cap")
                day = self._now().date().isoformat()
                entry = insert(spending).values(day=day, model=model, cost=most).returning(spending.c.number)
                return int(connection.execute(entry).scalar_one())
        except ConversationsError:
            if cap is not None:  # a cap that cannot be checked stops the call
                raise BudgetError("day_cap_unknown") from None
            return 0

    def settle(self, number: int, prompt: int, completion: int, cost: float) -> None:
        """Replace what was set aside by what the call took; where that fails, the larger sum stays."""
        values = {"prompt": prompt, "completion": completion, "cost": cost}
        try:
            with self._writing() as connection:
                connection.execute(update(spending).where(spending.c.number == number).values(values))
        except ConversationsError:
            return

    def spent(self) -> Spent:
        """What today's calls took so far."""
        with self._reading() as connection:
            return self._spent(connection)

    def close(self) -> None:
        """Give the file back; it is opened again when needed."""
        with self._opening:
            if self._engine is not None:
                self._engine.dispose()
                self._engine = None

    def _spent(self, connection: Connection) -> Spent:
        columns = (func.sum(column) for column in (spending.c.prompt, spending.c.completion, spending.c.cost))
        query = select(func.count(), *columns).where(spending.c.day == self._now().date().isoformat())
        calls, prompt, completion, cost = connection.execute(query).one()
        return Spent(calls, prompt or 0, completion or 0, cost or 0.0)

    def _touch(self, connection: Connection, conversation: str) -> None:
        changed = update(conversations).where(conversations.c.id == conversation)
        if not connection.execute(changed.values(changed=self._stamp())).rowcount:
            raise _unknown(conversation)

    def _stamp(self) -> str:
        return self._now().isoformat(timespec="milliseconds")

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with told(self.path), self._opened().begin() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with told(self.path), writing(self._opened()) as connection:
            yield connection

    def _opened(self) -> Engine:
        with self._opening:
            if self._engine is None:
                self._engine = open_file(self.path)
            return self._engine


def _unknown(conversation: str) -> ConversationsError:
    return ConversationsError(f"there is no conversation {conversation[:40]!r}", "choose one of the list")


def _named(conversation: str) -> Select[tuple[str]]:
    return select(conversations.c.id).where(conversations.c.id == conversation)


@cache
def _adapter() -> TypeAdapter[Answer]:
    return TypeAdapter(Answer)


def _read(written: str) -> Answer | None:
    """The answer as it was kept; None if it was written by a program that knew other fields."""
    try:
        return _adapter().validate_json(written)
    except ValidationError:
        return None
