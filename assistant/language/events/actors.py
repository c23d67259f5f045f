"""Who stands behind a phrase: names in it, the members of a delegation, and what a relative pronoun means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from assistant.language.events.clauses import Clause
from assistant.language.events.frames import Lexicon
from assistant.language.events.phrase import Chunk
from assistant.language.events.tokens import Entity
from assistant.types import Part

Resolve: TypeAlias = Callable[[Chunk], tuple[Entity, ...]]

_OPENERS = {
    "der": "nom", "die": "nom acc", "das": "nom acc", "den": "acc", "dem": "dat", "denen": "dat", "deren": "",
    "dessen": "", "welcher": "nom", "welche": "nom acc", "welches": "nom acc", "welchen": "acc", "welchem": "dat",
    "who": "nom", "which": "nom", "that": "nom", "whom": "acc",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who may take part; `part` where the phrase itself tells it ("unter Leitung von X")."""

    entity: Entity
    part: Part | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A phrase without preposition that may be subject, object or dative; `place` is its position in the clause."""

    place: int
    cases: frozenset[str]
    actors: tuple[Actor, ...]
    chunk: Chunk | None = None
    plural: bool = False


def actors_of(chunk: Chunk, lexicon: Lexicon) -> tuple[Actor, ...]:
    """Those whom a phrase with its list names as acting; empty where it speaks of a thing."""
    found: list[Actor] = []
    for part in chunk.all():
        found.extend(_own(part, lexicon))
    return tuple(dict.fromkeys(found))


def _own(chunk: Chunk, lexicon: Lexicon) -> list[Actor]:
    words = lexicon.words
    group = _is_group(chunk, words["group"])
    persons = [entity for entity in chunk.entities if entity.kind == "person"]
    if persons:
        return [Actor(entity) for entity in persons]
    found: list[Actor] = []
    if not chunk.nouns or group:
        found += [Actor(entity) for entity in chunk.entities]
    if group:
        delegation = _is_group(chunk, words["delegation"])
        for attribute in chunk.attributes:
            lead = attribute.relation == "lead"
            for actor in _attributed(attribute, lexicon):
                if lead and actor.entity.kind == "person":
                    found.append(Actor(actor.entity, "lead"))
                elif actor.entity.kind == "organisation" or (
                    not delegation and actor.entity.kind == "place" and not found
                ):
                    found.append(actor)
    return found


def _attributed(chunk: Chunk, lexicon: Lexicon) -> list[Actor]:
    """The names in an attribute and in its own attributes ("unter Leitung [von X]", "der Firma X")."""
    found = [Actor(entity) for part in chunk.all() for entity in part.entities]
    for part in chunk.all():
        for attribute in part.attributes:
            if attribute.relation != "apposition":
                found += _attributed(attribute, lexicon)
    return found


def _is_group(chunk: Chunk, words: frozenset[str]) -> bool:
    heads = {chunk.head, chunk.head.lower(), *chunk.nouns}
    return bool(heads & words)


def is_plural(chunk: Chunk, actors: Sequence[Actor]) -> bool:
    """Whether a phrase means several: a list, or the heads or members of an organisation ("die Minister der G7")."""
    if len(actors) > 1:
        return True
    return (
        bool(actors)
        and bool(chunk.nouns)
        and chunk.determiner in ("die", "the", "")
        and any(attribute.relation in ("genitive", "of", "possessive") for attribute in chunk.attributes)
    )


def candidates(clause: Clause, chunks: Sequence[Chunk], lexicon: Lexicon, resolve: Resolve) -> list[Candidate]:
    """What may fill the subject, object and dative of a clause, in order."""
    found: list[Candidate] = []
    if clause.kind == "relative" and (cases := _OPENERS.get(clause.opener)):
        entity = clause.antecedent.entity if clause.antecedent else None
        found.append(Candidate(-1, frozenset(cases.split()), (Actor(entity),) if entity else ()))
    for chunk in chunks:
        if chunk.owner or chunk.preposition or (chunk.times and not chunk.nouns) or chunk.pronoun == "sich":
            continue
        if chunk.first == 0 and clause.opener and chunk.pronoun == clause.opener:
            continue
        if chunk.pronoun:
            actors = tuple(Actor(entity) for entity in resolve(chunk))
            actors += tuple(actor for member in chunk.members for actor in actors_of(member, lexicon))
        else:
            actors = actors_of(chunk, lexicon) or tuple(Actor(entity) for entity in resolve(chunk))
        found.append(Candidate(chunk.first, chunk.cases, actors, chunk, is_plural(chunk, actors)))
    return found


def assign(found: Sequence[Candidate], slots: Sequence[str], verb: int, svo: bool) -> dict[str, Candidate]:
    """Which candidate fills which of subject, object and dative.

    Cases must agree; then as many as possible are filled, somebody acts rather than something, and the subject comes
    first. In English the order alone decides: the nearest before the verb, the first behind it.
    """
    if svo:
        before = [candidate for candidate in found if candidate.place < verb]
        after = [candidate for candidate in found if candidate.place > verb]
        chosen = {}
        if before and "subject" in slots:
            chosen["subject"] = _nearest(before)
        if after and "object" in slots:
            chosen["object"] = after[0]
        return chosen
    best: tuple[float, dict[str, Candidate]] = (-1.0, {})
    for option in _options(list(found)[:5], list(slots)):
        score = _score(option)
        if score > best[0]:
            best = (score, option)
    return best[1]


def _nearest(before: Sequence[Candidate]) -> Candidate:
    named = [candidate for candidate in before if candidate.actors]
    return named[-1] if named and named[-1].place >= 0 and before[-1].actors else before[-1]


def _options(found: list[Candidate], slots: list[str]) -> list[dict[str, Candidate]]:
    if not slots:
        return [{}]
    case = {"subject": "nom", "object": "acc", "dative": "dat"}[slots[0]]
    options = []
    for candidate in [None, *found]:
        if candidate is not None and case not in candidate.cases:
            continue
        rest = [other for other in found if other is not candidate]
        for option in _options(rest, slots[1:]):
            options.append({slots[0]: candidate, **option} if candidate else option)
    return options


def _score(option: dict[str, Candidate]) -> float:
    score = 10.0 * len(option)
    subject = option.get("subject")
    if subject:
        score += 4.0 + (3.0 if subject.actors else 0.0)
        others = [candidate.place for slot, candidate in option.items() if slot != "subject"]
        score += sum(1.0 for place in others if subject.place < place)
    for slot, candidate in option.items():
        if slot != "subject":
            score += 3.0 if candidate.actors else 0.0
            score += 0.5 if candidate.cases == frozenset(("dat",)) and slot == "dative" else 0.0
            score += 2.0 if candidate.cases == frozenset(("acc",)) else 0.0  # "Kurze Zeit später ernannte ihn X"
    dative, object_ = option.get("dative"), option.get("object")
    if dative and object_ and dative.place < object_.place:
        score += 0.5
    return score
