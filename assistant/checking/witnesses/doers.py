"""Who did a deed, as two reports tell it: people who stand as the doer of one and the same verb."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.answering.quoting import leans_on_context
from assistant.checking.deeds import Frame
from assistant.checking.quantities import any_says, says
from assistant.checking.roles import frames
from assistant.checking.witnesses.sisters import name_keys, whole
from assistant.checking.witnesses.statements import Statement
from assistant.language.kinship import in_common
from assistant.language.words import stems
from assistant.types import Person

_MUCH = 3  # words in common of sentences that tell one thing of two people
_FAR = 300  # characters before a pronoun in which the one it stands for is named


def other_doer(one: Statement, other: Statement) -> bool | None:
    """Whether two sentences of one language tell one deed of different people; None where they tell none.

    Nobody is another who is named in the other report too.
    """
    if one.language != other.language:
        return None
    outcome: bool | None = None
    for mine, theirs in _one_deed(one, other):
        first, second = tuple(_doers(one, mine)), tuple(_doers(other, theirs))
        if first and second:
            strangers = not any(_is_named(person, other) for person in first)
            outcome = bool(outcome) or (strangers and not any(_is_named(person, one) for person in second))
    return _other_person(one, other) if outcome is None else outcome


def _other_person(one: Statement, other: Statement) -> bool | None:
    """Whether two sentences that have much in common name one person each, of whom the other report knows nothing.

    None where they do not, and where somebody may be named for what they say.
    """
    if any(any_says(statement.text, "reporting", statement.language) for statement in (one, other)):
        return None
    mine, theirs = (
        [person for person in said.found.people if _between(person, *said.place[1:])] for said in (one, other)
    )
    if len(mine) != 1 or len(theirs) != 1 or len(in_common(one.content, other.content)) < _MUCH:
        return None
    return not _is_named(mine[0], other) and not _is_named(theirs[0], one)


def _one_deed(one: Statement, other: Statement) -> Iterator[tuple[Frame, Frame]]:
    """The frames of two sentences with one verb, where the sentences have more than that in common."""
    told = [
        (mine, theirs)
        for mine in frames(one.text, one.language)
        for theirs in frames(other.text, other.language)
        if mine.deed == theirs.deed and not says(mine.verb.lower(), "reporting", one.language)
    ]
    for mine, theirs in told:
        verbs = {stem for verb in (mine.verb, theirs.verb) for stem in stems(verb, one.language)}
        if in_common((one.content - verbs), (other.content - verbs)) or one.names & other.names:
            yield mine, theirs


def _doers(statement: Statement, frame: Frame) -> Iterator[Person]:
    """The people who are the doer of a frame, by name or as the one whom its pronoun stands for."""
    _, start, end = statement.place
    within = [person for person in statement.found.people if _between(person, start, end)]
    named = [person for person in within if in_common(frame.doer, stems(person.name, statement.language))]
    if named or frame.doer or not leans_on_context(statement.text, statement.language):
        yield from named
        return
    before = [person for person in statement.found.people if _between(person, max(0, start - _FAR), start)]
    if len(before) == 1 and not within:
        yield before[0]


def _between(person: Person, start: int, end: int) -> bool:
    return any(start <= first and last <= end for first, last in person.mentions)


def _is_named(person: Person, statement: Statement) -> bool:
    return bool(name_keys(person.name) & name_keys(whole(statement.found.article)))
