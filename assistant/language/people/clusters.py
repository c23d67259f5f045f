"""Mentions of one article → people: full names first, then what stands for them."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from assistant.language.alike import alike
from assistant.language.fullnames import may_be_one, parse_name, same_full_name
from assistant.language.people.spans import Mention

_NEAR = 2  # sentences back to the last mention that a family name of several people may still mean


@dataclass(slots=True)
class Cluster:
    """Mentions of one person."""

    mentions: list[Mention] = field(default_factory=list)
    full_names: dict[str, None] = field(default_factory=dict)  # each once, in order

    @property
    def name(self) -> str:
        """The fullest form; of equally full ones the commonest, then the shortest (a nominative), then the first."""
        forms = Counter(mention.name for mention in self.mentions)
        order = list(forms)
        return min(order, key=lambda form: (-len(parse_name(form).parts), -forms[form], len(form), order.index(form)))

    def is_called(self, name: str) -> bool:
        """Whether a full name fits this person: the same as one of its full names and at odds with none."""
        names = self.full_names
        return any(same_full_name(name, other) for other in names) and all(may_be_one(name, other) for other in names)

    def add(self, mention: Mention) -> None:
        """One more mention by a full name."""
        self.mentions.append(mention)
        self.full_names[mention.name] = None


def cluster(
    mentions: Sequence[Mention],
    sentences: Sequence[tuple[int, int]],
    in_office: AbstractSet[int] = frozenset(),
    relatives: AbstractSet[int] = frozenset(),
) -> list[Cluster]:
    """The people of an article; each mention belongs to exactly one.

    in_office, relatives: where names begin that an office ("President Obama") or a word of kinship ("first lady
    Michelle Obama") stands right before. A family name in office is not the relative's, and neither is it bare.
    """
    found: list[Cluster] = []
    for mention in mentions:
        if mention.parsed.full:
            _join_full(found, mention)
    named = list(found)
    starts = [start for start, _ in sentences]
    kin = [one for one in named if any(mention.start in relatives for mention in one.mentions)]
    others = [one for one in named if one not in kin]
    held = {mention.name for mention in mentions if mention.start in in_office and not mention.parsed.full}
    unresolved: list[Mention] = []
    for mention in mentions:
        if mention.parsed.full:
            continue
        owner = _owner(mention, others if mention.name in held else named, starts)
        if owner is None:
            unresolved.append(mention)
        else:
            owner.mentions.append(mention)
    alone: list[Cluster] = []
    for mention in unresolved:
        same = next((one for one in alone if alike(one.mentions[0].name, mention.name)), None)
        if same is None:
            alone.append(Cluster([mention]))
        else:
            same.mentions.append(mention)
    for one in found:
        one.mentions.sort(key=lambda mention: mention.start)
    return found + alone


def _join_full(found: list[Cluster], mention: Mention) -> None:
    fitting = [one for one in found if one.is_called(mention.name)]
    exact = [one for one in fitting if mention.name in one.full_names]
    if len(exact or fitting) == 1:
        (exact or fitting)[0].add(mention)
    else:
        found.append(Cluster())
        found[-1].add(mention)


def _owner(mention: Mention, named: Sequence[Cluster], starts: Sequence[int]) -> Cluster | None:
    """Whose family name, else whose given name, a single word is; None where it may be several people's."""
    for part in ("family", "given"):
        fitting = [one for one in named if any(_is_part(mention, full, part) for full in one.full_names)]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            return _last_named(mention, fitting, starts)
    return None


def _is_part(mention: Mention, full: str, part: str) -> bool:
    parsed = parse_name(full)
    words = parsed.family if part == "family" else parsed.given
    said = mention.parsed.parts
    if alike("".join(said), "".join(words)):
        return True
    return len(said) == 1 and len(words) == 2 and part == "family" and alike(said[0], words[-1])


def _last_named(mention: Mention, fitting: Sequence[Cluster], starts: Sequence[int]) -> Cluster | None:
    """The only one of several people of a name who is mentioned in this sentence or shortly before."""
    here = bisect_right(starts, mention.start)
    near = [
        one
        for one in fitting
        if any(
            other.start < mention.start and here - bisect_right(starts, other.start) <= _NEAR
            for other in one.mentions
        )
    ]
    return near[0] if len(near) == 1 else None
