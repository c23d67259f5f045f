"""Noun phrases of a clause with their prepositions, cases and attributes, as far as names and frames need them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from assistant.language.events.frames import Lexicon
from assistant.language.events.tokens import Entity, Token
from assistant.language.times import TimeExpression
from assistant.language.words import is_stop_word

Relation: TypeAlias = Literal["genitive", "of", "lead", "apposition", "possessive", "topic"]

CASES = {
    "der": "nom dat gen", "die": "nom acc", "das": "nom acc", "den": "acc dat", "dem": "dat", "des": "gen",
    "ein": "nom acc", "eine": "nom acc", "einen": "acc", "einem": "dat", "einer": "dat gen", "eines": "gen",
}  # fmt: skip
_POSSESSIVES = ("sein", "ihr", "kein", "unser", "mein", "dies", "jed", "jen", "welch", "manch", "all", "beid")
_ENDINGS = {"": "nom acc", "e": "nom acc", "en": "acc dat", "em": "dat", "er": "dat gen nom", "es": "gen nom acc"}
_ANY = frozenset(("nom", "acc", "dat"))
_ADJECTIVE_ENDINGS = ("e", "en", "er", "es", "em")


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


def read_chunks(tokens: Sequence[Token], lexicon: Lexicon, verbs: frozenset[int]) -> list[Chunk]:
    """The phrases of a clause in order, attributes and members among them; `verbs` are the places of verbs."""
    reader = _German if lexicon.language == "de" else _English
    chunks = reader(tokens, lexicon, verbs).read()
    _attach(chunks, tokens, lexicon)
    for chunk in chunks:
        end = _last(chunk).last
        if end < len(tokens) and tokens[end].lower in lexicon.words["source_after"] and not chunk.owner:
            chunk.preposition = tokens[end].lower
    return chunks


class _German:
    """Reads phrases from left to right: preposition, determiner, adjectives, nouns, a name."""

    def __init__(self, tokens: Sequence[Token], lexicon: Lexicon, verbs: frozenset[int]) -> None:
        self.tokens, self.words, self.verbs = tokens, lexicon.words, verbs
        self.lexicon = lexicon

    def read(self) -> list[Chunk]:
        chunks: list[Chunk] = []
        position = 0
        while position < len(self.tokens):
            found = self.chunk(position)
            chunks.extend(found)
            position = max((chunk.last for chunk in found), default=position + 1)
        return chunks

    def chunk(self, first: int) -> list[Chunk]:
        """The phrase that begins at a token, after those inside it ("eine [von X] angeführte Delegation")."""
        chunk = Chunk(first, first)
        inner: list[Chunk] = []
        position = first
        token = self.at(position)
        if token and token.kind == "word" and token.lower in self.words["prepositions"] and self.at(position + 1):
            chunk.preposition = token.lower
            position += 1
        token = self.at(position)
        if token and (cases := cases_of(token.lower)) and token.kind == "word":
            chunk.determiner, chunk.cases = token.lower, frozenset(cases.split())
            position += 1
        elif token and token.kind == "word" and self.is_pronoun(token.lower):
            chunk.pronoun, chunk.last = token.lower, position + 1
            chunk.cases = self.pronoun_cases(token.lower)
            return [chunk]
        position = self.middle(chunk, inner, position)
        position = self.core(chunk, position)
        chunk.last = position
        if not (chunk.nouns or chunk.entities or chunk.times):
            return []
        if chunk.entities and (chunk.determiner == "" or chunk.entities[0].text):
            self.case_of_office(chunk)
        if chunk.head.endswith("in") and chunk.determiner in ("der", "einer"):
            chunk.cases = frozenset(("dat", "gen"))
        elif chunk.determiner == "der" and chunk.entities and chunk.entities[-1].kind == "person":
            chunk.cases = frozenset(("nom",))
        elif chunk.determiner == "den" and chunk.entities and len(chunk.entities) == 1:
            chunk.cases = frozenset(("acc",))
        return [*inner, chunk]

    def middle(self, chunk: Chunk, inner: list[Chunk], position: int) -> int:
        """Adjectives and numbers before the noun, and a phrase before a participle."""
        while (token := self.at(position)) and token.kind == "word" and not token.is_noun:
            if token.lower in self.words["prepositions"] and chunk.determiner:
                nested = self.chunk(position)
                after = self.at(nested[-1].last) if nested else None
                if not after or not self.is_adjective(after) or after.is_noun:
                    return position
                for item in nested:
                    inner.append(item)
                nested[-1].owner, nested[-1].relation = (
                    chunk,
                    "lead" if after.lower in self.words["lead"] else "topic",
                )
                chunk.attributes.append(nested[-1])
                position = nested[-1].last
                continue
            if not self.is_adjective(token) or (position in self.verbs and not chunk.determiner):
                return position
            following = self.at(position + 1)
            if not following or following.kind not in ("word", "entity", "time"):
                return position
            chunk.adjectives.append(token.lower)
            position += 1
        return position

    def core(self, chunk: Chunk, position: int) -> int:
        """Nouns and a name; a place or organisation before a noun is its attribute."""
        while token := self.at(position):
            if token.kind == "time":
                if chunk.nouns or chunk.entities:
                    break
                assert token.time
                chunk.times.append(token.time)
                return position + 1
            if token.kind == "entity":
                assert token.entity
                following = self.at(position + 1)
                genitive = token.entity.kind != "person" and token.text[-1:] in "s’'"
                if (
                    genitive
                    and following
                    and following.is_noun
                    and position + 1 not in self.verbs
                    and not chunk.nouns
                ):
                    attribute = Chunk(position, position + 1, entities=[token.entity])
                    chunk.own(attribute, "possessive")
                    position += 1
                    continue
                genitive = token.entity.kind == "person" and token.text[-1:] in "s’'"
                if genitive and following and following.text in self.lexicon.nouns and not chunk.nouns:
                    chunk.own(Chunk(position, position + 1, entities=[token.entity]), "possessive")
                    position += 1
                    continue
                chunk.entities.append(token.entity)
                return position + 1
            if not token.is_noun or position in self.verbs or token.lower in self.words["prepositions"]:
                break
            if token.lower in self.words["adverbs"] or (position == 0 and self.is_function(token.lower)):
                break
            chunk.nouns.append(token.text)
            position += 1
        return position

    def case_of_office(self, chunk: Chunk) -> None:
        first = chunk.entities[0].text.split()[0].lower() if chunk.entities[0].text else ""
        if first in CASES and not chunk.nouns:
            chunk.determiner, chunk.cases = first, frozenset(CASES[first].split())

    def at(self, position: int) -> Token | None:
        return self.tokens[position] if position < len(self.tokens) else None

    def is_pronoun(self, word: str) -> bool:
        kinds = ("pronouns_subject", "pronouns_object", "pronouns_dative")
        return any(word in self.words[kind] for kind in kinds) or word == "sich"

    def pronoun_cases(self, word: str) -> frozenset[str]:
        if word in self.words["pronouns_object"]:
            return frozenset(("acc",))
        if word in self.words["pronouns_dative"]:
            return frozenset(("dat",))
        if word == "sich":
            return frozenset()
        return frozenset(("nom", "acc")) if word in ("sie", "es", "beide") else frozenset(("nom",))

    def is_adjective(self, token: Token) -> bool:
        word = token.lower
        if word in self.words["adverbs"] or self.is_function(word):
            return False
        return (
            word.endswith(_ADJECTIVE_ENDINGS) or word[0].isdigit() or word.endswith(("zwei", "drei", "vier", "elf"))
        )

    def is_function(self, word: str) -> bool:
        return is_stop_word(word, "de")


class _English(_German):
    """English nouns have no capitals: a phrase runs on until a preposition, a verb, a mark or a function word."""

    def chunk(self, first: int) -> list[Chunk]:
        chunk = Chunk(first, first)
        position = first
        token = self.at(position)
        if token and token.kind == "word" and token.lower in self.words["prepositions"] and self.at(position + 1):
            chunk.preposition = token.lower
            position += 1
        token = self.at(position)
        if token and token.kind == "word" and token.lower in self.words["determiners"]:
            chunk.determiner = token.lower
            position += 1
        elif token and token.kind == "word" and self.is_pronoun(token.lower):
            chunk.pronoun, chunk.last = token.lower, position + 1
            chunk.cases = self.pronoun_cases(token.lower)
            return [chunk]
        while token := self.at(position):
            if token.kind == "time":
                if chunk.nouns or chunk.entities:
                    break
                assert token.time
                chunk.times.append(token.time)
                position += 1
                break
            if token.kind == "entity":
                assert token.entity
                following = self.at(position + 1)
                if following and following.lower == "'s" or following and following.lower == "’s":
                    chunk.own(Chunk(position, position + 2, entities=[token.entity]), "possessive")
                    position += 2
                    continue
                joined = following and following.kind == "word" and token.entity.kind != "person"
                if joined and self.title_follows(position + 1):
                    chunk.own(Chunk(position, position + 1, entities=[token.entity]), "possessive")
                    position += 1
                    continue
                chunk.entities.append(token.entity)
                position += 1
                break
            if token.kind != "word" or position in self.verbs or self.is_function(token.lower):
                break
            if token.lower in self.words["prepositions"] or token.lower in self.words["adverbs"]:
                break
            chunk.nouns.append(token.text)
            position += 1
        chunk.last = position
        return [chunk] if chunk.nouns or chunk.entities or chunk.times else []

    def title_follows(self, position: int) -> bool:
        """Whether nouns and then a person's name follow: "Leeds midfielder Owen Pratt"."""
        while (token := self.at(position)) and token.kind == "word" and position not in self.verbs:
            if self.is_function(token.lower) or token.lower in self.words["prepositions"]:
                return False
            position += 1
        return bool(token and token.entity and token.entity.kind == "person")

    def pronoun_cases(self, word: str) -> frozenset[str]:
        if word in self.words["pronouns_object"]:
            return frozenset(("acc", "dat"))
        return frozenset(("nom",))

    def is_function(self, word: str) -> bool:
        return is_stop_word(word, "en")


def cases_of(word: str) -> str:
    """The cases a German determiner may stand in, "" for what is none."""
    if word in CASES:
        return CASES[word]
    for stem in _POSSESSIVES:
        if word.startswith(stem) and word.removeprefix(stem) in _ENDINGS and word != "alle":
            return _ENDINGS[word.removeprefix(stem)]
    return ""


def _attach(chunks: Sequence[Chunk], tokens: Sequence[Token], lexicon: Lexicon) -> None:
    """Genitives, "von", lists and appositions find the phrase that they belong to."""
    top: list[Chunk] = []
    for chunk in chunks:
        if chunk.owner:
            continue
        before = top[-1] if top else None
        gap = list(tokens[_last(before).last : chunk.first]) if before else []
        if before and not _joined(before, chunk, gap, tokens, lexicon):
            before = None
        if not before:
            top.append(chunk)


def _joined(before: Chunk, chunk: Chunk, gap: list[Token], tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether `chunk` was taken into the phrase before it, or into one of that phrase's own."""
    last = _last(before)
    marks = [token.lower for token in gap if token.kind != "quote"]
    if chunk.times or chunk.pronoun:
        return False
    if not marks:
        return _adjacent(before, last, chunk, lexicon)
    if chunk.preposition and not (
        marks[-1] in lexicon.words["conjunctions"] and chunk.preposition == last.preposition
    ):
        return False
    if all(mark == "," or mark in lexicon.words["conjunctions"] for mark in marks):
        if marks == [","] and _apposition(before, chunk, tokens):
            return True
        after = tokens[chunk.last].lower if chunk.last < len(tokens) else ""
        goes_on = after == "," or after in lexicon.words["conjunctions"]
        return (marks != [","] or goes_on) and _coordinated(before, last, chunk, marks)
    return False


def _last(chunk: Chunk) -> Chunk:
    """The phrase that ends where `chunk` with all that belongs to it ends."""
    parts = [*chunk.attributes, *chunk.members]
    parts = [part for part in parts if part.first >= chunk.last]
    return _last(max(parts, key=lambda part: part.last)) if parts else chunk


def _adjacent(before: Chunk, last: Chunk, chunk: Chunk, lexicon: Lexicon) -> bool:
    words = lexicon.words
    if chunk.first != last.last:
        return False
    if chunk.preposition in ("von", "vom", "of") and last.head and not last.entities:
        lead = last.head in words["lead_nouns"] and last.owner
        (last.owner if lead and last.owner else last).own(chunk, "lead" if lead else "of")
        return True
    if chunk.preposition == "unter" and chunk.head in words["lead_nouns"]:
        last.own(chunk, "lead")
        return True
    genitive = "gen" in chunk.cases and chunk.determiner and not chunk.preposition
    if genitive and (chunk.determiner in ("des", "eines") or last.head) and not last.entities:
        if lexicon.language == "de":
            last.own(chunk, "lead" if last.head in words["lead_nouns"] else "genitive")
            return True
    return False


def _apposition(before: Chunk, chunk: Chunk, tokens: Sequence[Token]) -> bool:
    """ ", Sergej Schoigu," after an office, or ", Witwe des Malers," after a name."""
    after = tokens[chunk.last] if chunk.last < len(tokens) else None
    names_only = chunk.entities and not chunk.nouns and not chunk.determiner
    if names_only and chunk.entities[0].kind == "person" and before.head and not before.entities:
        before.entities.extend(chunk.entities)
        chunk.owner, chunk.relation = before, "apposition"
        before.attributes.append(chunk)
        return True
    persons = any(entity.kind == "person" for entity in before.entities)
    if persons and chunk.nouns and not chunk.entities and (after is None or after.kind != "entity"):
        before.own(chunk, "apposition")
        return True
    return False


def _coordinated(before: Chunk, last: Chunk, chunk: Chunk, marks: list[str]) -> bool:
    """A list: "X, Y und Z"; after a list in an attribute the attribute goes on ("von X und Y")."""
    target = last
    while target.relation == "member" and target.owner:
        target = target.owner
    if target.relation == "apposition" and target.owner:
        if chunk.entities and not chunk.nouns:
            target.owner.entities.extend(chunk.entities)
            target.join(chunk)
            return True
        return False
    if marks == [","] and not (chunk.entities and target.entities):
        return False
    alike = bool(chunk.entities) == bool(target.entities) or bool(chunk.nouns) == bool(target.nouns)
    if target is not before and chunk.determiner and chunk.cases.isdisjoint(target.cases):
        target = before
    if not alike:
        return False
    target.join(chunk)
    return True
