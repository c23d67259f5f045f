"""The record of a noun phrase: its preposition, cases, names, attributes and the phrases joined to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from assistant.language.events.tokens import Entity
from assistant.language.times import TimeExpression

Relation: TypeAlias = Literal["genitive", "of", "lead", "apposition", "possessive", "topic"]

_ANY = frozenset(("nom", "acc", "dat"))


@dataclass(slots=True, eq=False)
class Chunk:
    """A noun phrase. `first` and `last` are positions in the clause's tokens, `last` exclusive.

    `members` are phrases joined to it by commas and "und"; `attributes` those that belong to it; `owner` is set on
    an attribute or member.
    """

    first: int
    last: int
    preposition: str = ""
    determiner: str = ""
    adjectives: list[str] = field(default_factory=list)
    nouns: list[str] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    times: list[TimeExpression] = field(default_factory=list)
    pronoun: str = ""
    cases: frozenset[str] = _ANY
    owner: Chunk | None = None
    relation: Relation | Literal["member", ""] = ""
    attributes: list[Chunk] = field(default_factory=list)
    members: list[Chunk] = field(default_factory=list)

    @property
    def head(self) -> str:
        """The noun that the phrase is about, "" where it is a bare name."""
        return self.nouns[-1] if self.nouns else ""

    def own(self, chunk: Chunk, relation: Relation) -> None:
        """Takes another phrase as an attribute."""
        chunk.owner, chunk.relation = self, relation
        self.attributes.append(chunk)

    def join(self, chunk: Chunk) -> None:
        """Takes another phrase as one coordinated with it."""
        chunk.owner, chunk.relation = self, "member"
        self.members.append(chunk)

    def all(self) -> Iterator[Chunk]:
        """The phrase and those joined to it."""
        yield self
        for member in self.members:
            yield from member.all()
