"""Events of Russian sentences, read by names, their case and prepositions: `data/events_ru.toml`.

The case of a name is told by its ending, else by the office before it, else by its place; a preposition holds for the
names behind it up to a verb, a mark or another name. Sentences without a verb or noun of the frames tell nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.language.events.actors import Actor
from assistant.language.events.meant import Before
from assistant.language.events.places import time_of
from assistant.language.events.records import Told
from assistant.language.events.russian_frames import Form, RussianFrame, RussianFrames, russian_frames
from assistant.language.events.tokens import Entity, Token
from assistant.language.people.offices import is_head, offices
from assistant.language.russian_names import case_of
from assistant.types import Modality


@dataclass(slots=True)
class _Part:
    """A stretch between commas or "и"; `joined` where it shares the subject of the one before."""

    tokens: list[Token]
    joined: bool = False
    filled: dict[str, list[Entity]] = field(default_factory=dict)
    place: str | None = None


def told_in_russian(tokens: Sequence[Token], before: Before) -> list[Told]:
    """The events of one sentence, at most one for each verb or noun; a statement only where it tells nothing else.

    before: whom the last sentence named, for pronouns and "там".
    """
    frames = russian_frames()
    lowers = {token.lower for token in tokens}
    if lowers & frames.words["not_told"] or not (lowers & frames.verbs.keys() or lowers & frames.nouns.keys()):
        return []
    source = _source(tokens, frames)
    found: list[Told] = []
    last: _Part | None = None
    for part in _parts(tokens, frames):
        _fill(part, frames, before)
        _share(part, last, frames)
        found += _by_verbs(part, last, frames, source, before)
        if all(told.action == "statement" for told in found):
            found += _by_nouns(part, frames, source)
        last = part
    return [told for told in found if told.action != "statement"] or ([] if source else found[:1])


def _parts(tokens: Sequence[Token], frames: RussianFrames) -> Iterator[_Part]:
    """The sentence cut at marks, and at "и" where a verb stands on either side."""
    current = _Part([])
    for index, token in enumerate(tokens):
        verb_behind = any(other.lower in frames.verbs for other in tokens[index + 1 :])
        verb_here = any(other.lower in frames.verbs for other in current.tokens)
        joins = token.lower in frames.words["and"] and verb_here and verb_behind
        if token.kind in ("comma", "break") or joins:
            if current.tokens:
                yield current
            current = _Part([], joins)
        else:
            current.tokens.append(token)
    if current.tokens:
        yield current


def _fill(part: _Part, frames: RussianFrames, before: Before) -> None:
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


def _is_subject(part: _Part, index: int, entity: Entity, frames: RussianFrames) -> bool:
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


def _bare(part: _Part, frames: RussianFrames) -> list[Entity]:
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


def _share(part: _Part, last: _Part | None, frames: RussianFrames) -> None:
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


def _by_verbs(
    part: _Part, last: _Part | None, frames: RussianFrames, source: str | None, before: Before
) -> Iterator[Told]:
    lowers = {token.lower for token in part.tokens}
    for index, token in enumerate(part.tokens):
        for form, frame in frames.verbs.get(token.lower, ()):
            if (frame.nouns and not frame.nouns & lowers) or frame.never & lowers:
                continue
            modality = _modality(part, index, form, frames, source)
            told = modality and _tell(part, last, frame, form, modality, source, token.start, before)
            if told:
                yield told
                break


def _modality(part: _Part, index: int, form: Form, frames: RussianFrames, source: str | None) -> Modality | None:
    lowers = {token.lower for token in part.tokens}
    if part.tokens[index - 1].lower in frames.words["negation"] and index:
        return "denied"
    planned = lowers & frames.words["planning"]
    if form == "infinitive" and not planned:
        return None
    if form == "future" or planned:
        return "planned"
    if lowers & frames.words["alleged"]:
        return "alleged"
    return "said" if source else "happened"


def _tell(
    part: _Part,
    last: _Part | None,
    frame: RussianFrame,
    form: Form,
    modality: Modality,
    source: str | None,
    start: int,
    before: Before,
) -> Told | None:
    if frame.action == "statement" and modality != "happened":
        return None
    filled = dict(part.filled)
    if form == "passive":
        told_of = filled.pop("subject", [])
        filled["object"] = told_of
    place = part.place
    if "object" in frame.goal:
        goals = filled.get("place bare", [])
        place = goals[0].name if goals else place
    if place is None and {token.lower for token in part.tokens} & russian_frames().words["there"]:
        place = last.place if last else before.places[0] if len(before.places) == 1 else None
    if not any(_has(option, filled, place) for option in frame.need):
        return None
    taking = [(Actor(entity), role) for slot, role in frame.slots.items() for entity in filled.get(slot, [])]
    taking += [(Actor(entity, "lead"), "lead") for entity in filled.get("lead", [])]
    done_to = "target" in frame.slots.values()
    if not any(actor.entity.kind == "person" for actor, role in taking if not done_to or role == "target"):
        return None
    times = [token.time for token in part.tokens if token.time]
    return Told(frame.action, tuple(taking), place, time_of(times), modality, source, start, form == "passive")


def _has(option: Sequence[str], filled: Mapping[str, Sequence[Entity]], place: str | None) -> bool:
    """Whether all that an alternative asks for is there; "subject subject" asks for two."""
    return all(
        place is not None if slot == "place" else len(filled.get(slot, ())) >= option.count(slot) for slot in option
    )


def _by_nouns(part: _Part, frames: RussianFrames, source: str | None) -> Iterator[Told]:
    lowers = {token.lower for token in part.tokens}
    for index, token in enumerate(part.tokens):
        for frame in frames.nouns.get(token.lower, ()):
            if not frame.with_words <= lowers or frame.never & lowers:
                continue
            filled = {slot: [e for e in part.filled.get(slot, ()) if e.start > token.start] for slot in frame.slots}
            taking = [(Actor(entity), role) for slot, role in frame.slots.items() for entity in filled[slot]]
            places = [
                e.name for goal in ("в", "на") for e in part.filled.get(f"place {goal}", ()) if e.start > token.start
            ]
            place = places[0] if places else None if frame.goal else _said_before(part, index)
            people = [actor for actor, _ in taking if actor.entity.kind == "person"]
            if not people or not any(_has(option, filled, place) for option in frame.need):
                continue
            modality = _of_noun(lowers, frames, source)
            times = [other.time for other in part.tokens if other.time]
            yield Told(frame.action, tuple(taking), place, time_of(times), modality, source, token.start)
            return


def _said_before(part: _Part, index: int) -> str | None:
    """The place named before a noun, unless it is that of whoever denies it: "в Кремле опровергли ..."."""
    verbs = russian_frames().words["denying"]
    return None if any(token.lower in verbs for token in part.tokens[:index]) else part.place


def _of_noun(lowers: set[str], frames: RussianFrames, source: str | None) -> Modality:
    words = frames.words
    if lowers & words["denying"] or lowers & words["cancelled"]:
        return "denied"
    if lowers & words["planning"] or lowers & words["to_come"]:
        return "planned"
    if lowers & words["negation"]:
        return "denied"
    return "alleged" if lowers & words["alleged"] else "said" if source else "happened"


def _source(tokens: Sequence[Token], frames: RussianFrames) -> str | None:
    """Who is named behind "по словам", or beside a verb of speech in a part of its own."""
    for index, token in enumerate(tokens[:-1]):
        following = [other for other in tokens[index + 1 : index + 4] if other.kind in ("word", "entity")]
        spoken = token.lower in frames.words["speech"] and index and tokens[index - 1].kind in ("comma", "quote")
        named = token.lower in frames.words["source"] and index and tokens[index - 1].lower == "по"
        if spoken or named:
            near = [other.entity for other in following[: 2 if named else 1] if other.entity]
            if near:
                return near[0].name
    return None


def left_by_russian(tokens: Sequence[Token], told: Sequence[Told], before: Before) -> Before:
    """What a sentence leaves for the next one: its people and places, its subject, and two who acted together."""
    frames = russian_frames()
    people = [token.entity for token in tokens if token.entity and token.entity.kind == "person"]
    places = list(
        dict.fromkeys(token.entity.name for token in tokens if token.entity and token.entity.kind == "place")
    )
    first = next(iter(_parts(tokens, frames)), _Part([]))
    _fill(first, frames, before)
    subjects = {one.name: one for one in first.filled.get("subject", ()) if one.kind == "person"}
    subject = next(iter(subjects.values())) if len(subjects) == 1 else None
    if subject and all(one.name != subject.name for one in people):
        people.append(subject)
    pairs = [{actor.entity.name: actor.entity for actor, _ in one.participants} for one in told] + [subjects]
    together = [tuple(pair.values()) for pair in pairs if len(pair) == 2]
    both = together[0] if together and all(one.kind == "person" for one in together[0]) else ()
    return Before(people, places, before.published, before.people, both, subject)
