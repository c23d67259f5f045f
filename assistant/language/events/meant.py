"""Whom a pronoun or a description means: "er", "she", "die beiden Staatschefs", "der 54-Jährige", "the two"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from assistant.language.events.german_reader import AGED
from assistant.language.events.phrase import Chunk
from assistant.language.events.tokens import Entity, Token
from assistant.language.events.verb_words import auxiliaries
from assistant.language.people.offices import is_head

if TYPE_CHECKING:
    from assistant.language.events.actors import Candidate
    from assistant.language.events.sentence import ReadClause, Sentence

_GENDERS = {"er": "m", "ihn": "m", "ihm": "m", "he": "m", "him": "m", "sie": "f", "she": "f", "her": "f", "it": ""}
_ARTICLES = {"der": "m", "dem": "m", "den": "m", "des": "m", "die": "f", "the": ""}


@dataclass(slots=True, eq=False)
class Before:
    """What the sentence before leaves for pronouns, descriptions, "dort" and "das Treffen".

    `earlier` are the people of the sentence before that one. `together` are two who did something with each other;
    `subject` is who the sentence said something of; `genders` tells "m" or "f" of the names whose office told it;
    `unnamed` is whether the sentence speaks first of somebody without a name, whom a pronoun may mean.
    """

    people: list[Entity] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    published: date | None = None
    earlier: list[Entity] = field(default_factory=list)
    together: tuple[Entity, ...] = ()
    subject: Entity | None = None
    genders: Mapping[str, str] = field(default_factory=dict)
    unnamed: bool = False


def meant(chunk: Chunk, read: ReadClause, sentence: Sentence) -> tuple[Entity, ...]:
    """Whom a phrase without a name means; () where it is no pronoun or description, or may mean several."""
    if chunk.entities or chunk.times:
        return ()
    token = read.clause.tokens[min(chunk.first + bool(chunk.preposition), chunk.last - 1)]
    if _of_two(chunk, read, sentence):
        found = _two(token, chunk.pronoun in ("beide", "both") or _says_two(chunk, sentence), sentence)
    elif chunk.pronoun:
        one = _pronoun(token, read, sentence)
        found = (one,) if one else ()
    elif _is_description(chunk, sentence):
        one = _described(chunk, token, sentence)
        found = (one,) if one else ()
    else:
        return ()
    last = read.clause.tokens[chunk.last - 1]
    return tuple(Entity(token.start, last.end, one.name, one.kind, one.person) for one in found)


def _of_two(chunk: Chunk, read: ReadClause, sentence: Sentence) -> bool:
    """Whether a phrase means several people told of before: "die beiden", "the pair", "sie trafen", "the leaders"."""
    words = sentence.lexicon.words
    if chunk.attributes:
        return False
    if chunk.pronoun:
        both = chunk.pronoun in words["pronouns_plural"]
        return both or (chunk.pronoun == "sie" and _is_plural(read, sentence))
    if _says_two(chunk, sentence):
        return True
    named = chunk.determiner in ("die", "den", "the") and not chunk.adjectives and len(chunk.nouns) == 1
    return named and chunk.head in words["office_plurals"]


def _says_two(chunk: Chunk, sentence: Sentence) -> bool:
    words = sentence.lexicon.words
    pair = {chunk.determiner, *chunk.adjectives, *(noun.lower() for noun in chunk.nouns[:-1])} & words["two"]
    alone = chunk.determiner == "the" and chunk.head.lower() in words["two"] and len(chunk.nouns) == 1
    return alone or bool(pair and chunk.head in words["office_plurals"])  # not "die beiden Rebellenführer"


def _is_plural(read: ReadClause, sentence: Sentence) -> bool:
    """Whether the finite verb of a German clause is a plural."""
    verbs = [read.clause.tokens[place].lower for place in sorted(read.clause.verbs)]
    finite = [verb for verb in verbs if verb in auxiliaries(sentence.lexicon)] or verbs[:1]
    return bool(finite) and all(verb == "sind" or verb.endswith("en") for verb in finite)


def _two(token: Token, surely: bool, sentence: Sentence) -> tuple[Entity, ...]:
    """The only two who can be meant: of this sentence, the last, the last two; without "beide" who met there."""
    before = sentence.before
    here = _distinct(e for e in sentence.named if e.kind == "person" and e.end <= token.start)
    if here:
        return here if len(here) == 2 and surely else ()
    if before.together and (not surely or len(_distinct(before.people)) > 2):
        return before.together
    if not surely:
        return ()
    for people in (before.people, [*before.people, *before.earlier]):
        found = _distinct(people)
        if len(found) > 1:
            return found if len(found) == 2 else ()
    return ()


def _distinct(people: Iterable[Entity]) -> tuple[Entity, ...]:
    return tuple({one.name: one for one in people}.values())


def _is_description(chunk: Chunk, sentence: Sentence) -> bool:
    """Whether a phrase says only how old somebody is, or that it is a politician, a man, a suspect."""
    plain = chunk.determiner in _ARTICLES and len(chunk.nouns) == 1 and not chunk.adjectives and not chunk.attributes
    return plain and bool(AGED.fullmatch(chunk.head) or chunk.head in sentence.lexicon.words["described"])


def _described(chunk: Chunk, token: Token, sentence: Sentence) -> Entity | None:
    gender = _ARTICLES[chunk.determiner] if chunk.cases != frozenset(("dat", "gen")) else ""
    here = _distinct(e for e in sentence.named if e.kind == "person" and e.end <= token.start)
    if here:
        return here[0] if len(here) == 1 else None
    return _from_before(gender, token is sentence.tokens[0] or token is sentence.tokens[1], sentence.before)


def _from_before(gender: str, opens: bool, before: Before) -> Entity | None:
    """The one of the last sentence's people whose gender fits; of several its subject, if this sentence begins so."""
    if before.unnamed:
        return None
    people = [one for one in _distinct(before.people) if before.genders.get(one.name, gender) == gender or not gender]
    if len(people) == 1:
        return people[0]
    fitting = [one for one in people if gender and before.genders.get(one.name) == gender]
    subject = before.subject
    if not opens or subject is None or any(one.name != subject.name for one in fitting):
        return None
    return subject if any(one.name == subject.name for one in people) else None


def _pronoun(token: Token, read: ReadClause, sentence: Sentence) -> Entity | None:
    """Whom "er", "sie" or "he" means, where only one can be meant."""
    if token.lower not in _GENDERS:
        return None
    speaker = _speaker(read, sentence)
    if speaker and all(other.entity is None or other.entity.name != speaker.name for other in read.clause.tokens):
        return speaker
    here = {
        e.name: e
        for e in sentence.named
        if e.kind == "person" and e.end <= token.start and not any(other.entity is e for other in read.clause.tokens)
    }
    if len(here) == 1 and token.lower != "it":
        return next(iter(here.values()))
    above = sentence.subject(sentence.read(read.clause.above)) if read.clause.above is not None else None
    if above and len(above.actors) == 1 and above.actors[0].entity.kind == "person":
        return above.actors[0].entity
    if here or _other_subject(token, sentence):
        return None
    opens = token is sentence.tokens[0] and token.lower in ("er", "sie", "he", "she")
    return _from_before(_GENDERS[token.lower], opens, sentence.before)


def _other_subject(token: Token, sentence: Sentence) -> bool:
    """Whether somebody unnamed whom the pronoun may mean stands before it: "The driver was hurt, and he ..."."""
    language = sentence.lexicon.language
    return any(
        candidate.chunk is not None
        and not candidate.actors
        and is_head(candidate.chunk.head, language)
        and other.clause.tokens[candidate.place].start < token.start
        for other in sentence.clauses
        for candidate in other.found
        if "nom" in candidate.cases
    )


def _speaker(read: ReadClause, sentence: Sentence) -> Entity | None:
    """The one person whose reported speech a clause is, told by its mood and by a verb of speech beside it."""
    if not any(token.lower in sentence.lexicon.words["reported"] for token in read.clause.tokens):
        return None
    for other in sentence.clauses:
        if other is not read and any(verb.frame.action == "statement" for verb in other.verbs):
            subject = sentence.subject(other)
            if subject and len(subject.actors) == 1 and subject.actors[0].entity.kind == "person":
                return subject.actors[0].entity
    return None


def left_by(sentence: Sentence, together: Iterable[Iterable[Entity]]) -> Before:
    """What a sentence leaves for the next one; `together` are the people of each event it tells."""
    people = [entity for entity in sentence.named if entity.kind == "person"]
    places = list(dict.fromkeys(entity.name for entity in sentence.named if entity.kind == "place"))
    subject, genders = None, dict(sentence.before.genders)
    for read in sentence.clauses:
        for candidate in read.found:
            for actor in candidate.actors[:1] if len(candidate.actors) == 1 and candidate.chunk else ():
                told = _gender(candidate.chunk, sentence.lexicon.language) if candidate.chunk else ""
                if told:
                    genders[actor.entity.name] = told
    first = _first(sentence)
    if first and len(first.actors) == 1 and first.actors[0].entity.kind == "person":
        subject = first.actors[0].entity
        if all(one.name != subject.name for one in people):
            people.append(subject)
    joined = [actor.entity for actor in first.actors] if first else []
    pairs = [
        pair
        for pair in map(_distinct, [joined, *together])
        if len(pair) == 2 and all(one.kind == "person" for one in pair)
    ]
    return Before(
        people=people,
        places=places,
        published=sentence.published,
        earlier=sentence.before.people,
        together=pairs[-1] if pairs else (),
        subject=subject,
        genders=genders,
        unnamed=first is not None and not first.actors and _is_somebody(first.chunk, sentence),
    )


def _first(sentence: Sentence) -> Candidate | None:
    """What a sentence speaks of first: the first phrase of its main clause that may be its subject."""
    main = next((read for read in sentence.clauses if read.clause.kind == "main"), None)
    found = main.found if main else []
    return next((candidate for candidate in found if "nom" in candidate.cases and candidate.chunk), None)


def _is_somebody(chunk: Chunk | None, sentence: Sentence) -> bool:
    """Whether a phrase without a name means one person: "der Anwalt von X", "the driver", but not "leaders"."""
    if chunk is None:
        return False
    german = sentence.lexicon.language == "de"
    several = chunk.head in sentence.lexicon.words["office_plurals"] and chunk.determiner in ("die", "")
    several = several if german else chunk.head.endswith("s")
    return not several and (is_head(chunk.head, sentence.lexicon.language) or bool(AGED.fullmatch(chunk.head)))


def _gender(chunk: Chunk, language: str) -> str:
    """Whether a German office in front of a name is a man's or a woman's; "" where none tells it."""
    offices = [noun for noun in chunk.nouns if language == "de" and is_head(noun, language)]
    return "" if not offices else "f" if offices[-1].endswith("in") else "m"
