"""Russian sentences cut into clauses, and the names of each by case and preposition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.language.events.meant import Before
from assistant.language.events.records import Told
from assistant.language.events.russian_frames import RussianFrames, russian_frames
from assistant.language.events.tokens import Entity, Token
from assistant.language.people.offices import is_head, offices
from assistant.language.russian_names import case_of


@dataclass(slots=True)
class Clause:
    """A stretch between commas or "и"; `joined` where it shares the subject of the one before."""

    tokens: list[Token]
    joined: bool = False
    filled: dict[str, list[Entity]] = field(default_factory=dict)
    place: str | None = None


def clauses(tokens: Sequence[Token], frames: RussianFrames) -> Iterator[Clause]:
    """The sentence cut at marks, and at "и" where a verb stands on either side."""
    current = Clause([])
    for index, token in enumerate(tokens):
        verb_behind = any(other.lower in frames.verbs for other in tokens[index + 1 :])
        verb_here = any(other.lower in frames.verbs for other in current.tokens)
        joins = token.lower in frames.words["and"] and verb_here and verb_behind
        if token.kind in ("comma", "break") or joins:
            if current.tokens:
                yield current
            current = Clause([], joins)
        else:
            current.tokens.append(token)
    if current.tokens:
        yield current


def fill(part: Clause, frames: RussianFrames, before: Before) -> None:
    """The names of a part by nominative ("subject"), other case ("object") or preposition."""
    words = frames.words
    last = ""
    for index, token in enumerate(part.tokens):
        for one in _meant(token, words, before):
            part.filled.setdefault("object" if token.lower in words["described_object"] else "subject", []).append(
                one
            )
        entity = token.entity
        if entity is None:
            continue
        slot = _slot(part.tokens, index, words)
        if index and part.tokens[index - 1].lower in words["and"] and last:
            slot = last
        if entity.kind == "place":
            slot = f"place {slot}" if not _of_office(part.tokens, index, words) else "place of"
            if slot in ("place в", "place на") and part.place is None:
                part.place = entity.name
        elif slot == "bare":
            nominative = entity.kind != "person" or _is_subject(part, index, entity, frames)
            slot = "subject" if nominative else "object"
        if entity.kind == "person":
            last = slot
        part.filled.setdefault(slot, []).append(entity)


def _meant(token: Token, words: Mapping[str, frozenset[str]], before: Before) -> Sequence[Entity]:
    """Whom a pronoun or a description without a name means; nobody where that is open."""
    if token.kind != "word":
        return ()
    people = {one.name: one for one in before.people}
    if token.lower in words["plural"]:
        two = before.together or (tuple(people.values()) if len(people) == 2 and token.lower == "оба" else ())
        return [replace(one, start=token.start, end=token.end) for one in two]
    if token.lower in words["pronouns"] | words["described_object"]:
        one = next(iter(people.values())) if len(people) == 1 else before.subject
        return [replace(one, start=token.start, end=token.end)] if one else ()
    return ()


def _is_subject(part: Clause, index: int, entity: Entity, frames: RussianFrames) -> bool:
    """Whether a person's name is a nominative: by its endings, else the office before it, else its place."""
    case = case_of(entity.text or entity.name)
    if case:
        return case == "nominative"
    for place in range(index - 1, max(-1, index - 6), -1):
        token = part.tokens[place]
        if token.lower in frames.verbs or token.kind == "time" or (token.entity and token.entity.kind == "person"):
            break
        if is_head(token.lower, "ru"):
            return token.lower.split("-")[-1] in offices("ru").heads or token.lower in offices("ru").heads
    others = [case_of(e.text) for e in _bare(part, frames) if e is not entity]
    if "subject" in part.filled or "nominative" in others or len(entity.text) > len(entity.name):
        return False
    if "other" in others:
        return True
    verbs = [place for place, token in enumerate(part.tokens) if token.lower in frames.verbs]
    womans = any(part.tokens[place].lower.endswith(("ла", "лась")) for place in verbs)
    return not verbs or index < verbs[0] if not womans or entity.text == entity.name else False


def _bare(part: Clause, frames: RussianFrames) -> list[Entity]:
    """The people of a part who stand behind no preposition or noun."""
    return [
        token.entity
        for index, token in enumerate(part.tokens)
        if token.entity and token.entity.kind == "person" and _slot(part.tokens, index, frames.words) == "bare"
    ]


def _of_office(tokens: Sequence[Token], index: int, words: Mapping[str, frozenset[str]]) -> bool:
    """Whether a place only tells what office somebody holds: "госсекретарь США X", "послом в Индии"."""
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    located = index > 0 and tokens[index - 1].lower in words["prepositions"]
    if not located and following and following.entity and following.entity.kind == "person":
        return True
    behind = index - 2 if located else index - 1
    return behind >= 0 and (is_head(tokens[behind].lower, "ru") or tokens[behind].lower in words["offices"])


def _slot(tokens: Sequence[Token], index: int, words: Mapping[str, frozenset[str]]) -> str:
    """The preposition that a name stands behind, "of" right behind a noun of a frame, else "bare"."""
    frames = russian_frames()
    for place in range(index - 1, -1, -1):
        token = tokens[place]
        if token.time or (token.entity and token.entity.kind == "person") or token.lower in frames.verbs:
            return "bare"
        if token.lower in words["prepositions"]:
            if token.lower == "с" and place and tokens[place - 1].lower == "главе":
                return "lead"
            return {"со": "с", "во": "в"}.get(token.lower, token.lower)
        if token.lower in frames.nouns:
            return "of"
        if token.entity and place and tokens[place - 1].lower in words["prepositions"]:
            return "bare"  # "принял в Кремле главу Минфина X"
    return "bare"


def share_subject(part: Clause, last: Clause | None, frames: RussianFrames) -> None:
    """The subject that a part takes from the one before: behind "и", "который" or a remark between commas."""
    if last is None or "subject" in part.filled or "subject" not in last.filled:
        return
    first = part.tokens[0].lower
    people = [token.entity for token in last.tokens if token.entity and token.entity.kind == "person"]
    waits = not any(token.lower in frames.verbs for token in last.tokens) and first not in frames.words["openers"]
    if first in frames.words["relatives"] and people:
        part.filled["subject"] = people[-1:]
    elif part.joined or waits:
        part.filled["subject"] = last.filled["subject"]


def left_by_russian(tokens: Sequence[Token], told: Sequence[Told], before: Before) -> Before:
    """What a sentence leaves for the next one: its people and places, its subject, and two who acted together."""
    frames = russian_frames()
    people = [token.entity for token in tokens if token.entity and token.entity.kind == "person"]
    places = list(
        dict.fromkeys(token.entity.name for token in tokens if token.entity and token.entity.kind == "place")
    )
    first = next(iter(clauses(tokens, frames)), Clause([]))
    fill(first, frames, before)
    subjects = {one.name: one for one in first.filled.get("subject", ()) if one.kind == "person"}
    subject = next(iter(subjects.values())) if len(subjects) == 1 else None
    if subject and all(one.name != subject.name for one in people):
        people.append(subject)
    pairs = [{actor.entity.name: actor.entity for actor, _ in one.participants} for one in told] + [subjects]
    together = [tuple(pair.values()) for pair in pairs if len(pair) == 2]
    both = together[0] if together and all(one.kind == "person" for one in together[0]) else ()
    return Before(people, places, before.published, before.people, both, subject)
