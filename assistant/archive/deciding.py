"""Names that a reader typed → a decision about people, checked against those of the archive."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.archive.known import PersonOfArchive
from assistant.errors import PersonNotFound
from assistant.identity.people import Decision
from assistant.language.spelling import normal


def one_of(
    found: Sequence[PersonOfArchive], name: str, near: Sequence[str], alone: Sequence[str] = ()
) -> tuple[str, ...]:
    """The spellings of the one person that a name means.

    near: names to suggest. alone: spellings of a family name where articles say no more, taken where nobody known is
    called just so. Raises PersonNotFound if the name means nobody, or several.
    """
    exact = [person for person in found if normal(name) in map(normal, person.names)]
    if alone and not exact:
        return tuple(alone)
    meant = exact if len(exact) == 1 else found
    if len(meant) == 1:
        return (meant[0].name, *(other for other in meant[0].names if other != meant[0].name))
    if meant:
        listed = ", ".join(person.name for person in meant)
        raise PersonNotFound(f"{name!r} may be {listed}", "name one of them in full")
    remedy = f"did you mean {', '.join(near)}?" if near else "`presseschau people` lists them"
    raise PersonNotFound(f"nobody in the archive is called {name!r}", remedy)


def to_split(found: Sequence[PersonOfArchive], name: str, spelling: str, near: Sequence[str]) -> Decision:
    """See `Knowledge.to_split`."""
    names = one_of(found, name, near)
    written = next((other for other in names if other == spelling), None) or next(
        (other for other in names if normal(other) == normal(spelling)), None
    )
    if written is None:
        raise PersonNotFound(f"{names[0]} is not spelt {spelling!r}", f"the spellings are {', '.join(names)}")
    rest = [other for other in names if other != written]
    if not rest:
        raise PersonNotFound(f"{names[0]} has no other spelling", "there is nobody to be split off")
    return Decision("split", rest[0], written)


def to_merge(first: Sequence[str], second: Sequence[str]) -> Decision:
    """The decision that two people, given by their spellings, are one; PersonNotFound if they are so already."""
    if first[0] == second[0]:
        raise PersonNotFound(f"{first[0]} and {second[0]} are one person already", "there is nothing to merge")
    return Decision("merge", first[0], second[0])
