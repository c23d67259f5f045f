"""German noun phrases read from left to right: preposition, determiner, adjectives, nouns, a name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.language.events.frames import Lexicon
from assistant.language.events.phrase import Chunk
from assistant.language.events.tokens import Entity, Token
from assistant.language.words import is_stop_word

CASES = {
    "der": "nom dat gen", "die": "nom acc", "das": "nom acc", "den": "acc dat", "dem": "dat", "des": "gen",
    "ein": "nom acc", "eine": "nom acc", "einen": "acc", "einem": "dat", "einer": "dat gen", "eines": "gen",
}  # fmt: skip
_POSSESSIVES = ("sein", "ihr", "kein", "unser", "mein", "dies", "jed", "jen", "welch", "manch", "all", "beid")
_ENDINGS = {"": "nom acc", "e": "nom acc", "en": "acc dat", "em": "dat", "er": "dat gen nom", "es": "gen nom acc"}
_ADJECTIVE_ENDINGS = ("e", "en", "er", "es", "em")
AGED = re.compile(r"\d+[-\u2010\u2011]?(?:Jährige[rmn]?|year[-\u2010\u2011]old)")  # "der 54-Jährige"


def _is_noun(token: Token) -> bool:
    return token.is_noun or bool(AGED.fullmatch(token.text))


def _is_genitive(entity: Entity) -> bool:
    """Whether a person's name has an s that is not its own: "die Ermordung Walther Rathenaus"."""
    return entity.kind == "person" and entity.text.endswith("s") and not entity.name.endswith("s")


class GermanReader:
    """Reads phrases from left to right: preposition, determiner, adjectives, nouns, a name."""

    def __init__(self, tokens: Sequence[Token], lexicon: Lexicon, verbs: frozenset[int]) -> None:
        self.tokens, self.words, self.verbs = tokens, lexicon.words, verbs
        self.lexicon = lexicon

    def read(self) -> list[Chunk]:
        """The phrases in order, each before the one that it stands in."""
        chunks: list[Chunk] = []
        position = 0
        while position < len(self.tokens):
            found = self._chunk(position)
            chunks.extend(found)
            position = max((chunk.last for chunk in found), default=position + 1)
        return chunks

    def _preposition(self, chunk: Chunk) -> int:
        """Takes in the preposition that a phrase begins with, if it does; the position after it."""
        token = self._at(chunk.first)
        if token and token.kind == "word" and token.lower in self.words["prepositions"] and self._at(chunk.first + 1):
            chunk.preposition = token.lower
            return chunk.first + 1
        return chunk.first

    def _chunk(self, first: int) -> list[Chunk]:
        """The phrase that begins at a token, after those inside it ("eine [von X] angeführte Delegation")."""
        chunk = Chunk(first, first)
        inner: list[Chunk] = []
        position = self._preposition(chunk)
        token = self._at(position)
        if alone := self._stands_for_two(position):
            chunk.pronoun, chunk.last = "beide", position + alone
            return [chunk]
        if token and (cases := cases_of(token.lower)) and token.kind == "word":
            chunk.determiner, chunk.cases = token.lower, frozenset(cases.split())
            position += 1
        elif token and token.kind == "word" and self._is_pronoun(token.lower):
            chunk.pronoun, chunk.last = token.lower, position + 1
            chunk.cases = self._pronoun_cases(token.lower)
            return [chunk]
        position = self._middle(chunk, inner, position)
        position = self._core(chunk, position)
        chunk.last = position
        if not (chunk.nouns or chunk.entities or chunk.times):
            return []
        if chunk.entities and (chunk.determiner == "" or chunk.entities[0].text):
            self._case_of_office(chunk)
        if chunk.head.endswith("in") and chunk.determiner in ("der", "einer"):
            chunk.cases = frozenset(("dat", "gen"))
        elif chunk.determiner == "der" and chunk.entities and chunk.entities[-1].kind == "person":
            chunk.cases = frozenset(("nom",))
        elif chunk.determiner == "den" and chunk.entities and len(chunk.entities) == 1:
            chunk.cases = frozenset(("acc",))
        return [*inner, chunk]

    def _stands_for_two(self, position: int) -> int:
        """How many words "beide" or "die beiden" takes where it stands alone, for two who were named before."""
        token, following = self._at(position), self._at(position + 1)
        if not token or token.lower not in ("beide", "beiden", "die", "den", "der"):
            return 0
        length = 1 if token.lower.startswith("beide") else 2
        if length == 2 and (following is None or following.lower != "beiden"):
            return 0
        behind, next_one = self._at(position + length), self._at(position + length + 1)
        adjective = behind and next_one and behind.kind == "word" and self._is_adjective(behind) and next_one.is_noun
        noun = behind and (behind.is_noun or behind.entity)
        return 0 if noun or (adjective and position + length not in self.verbs) else length

    def _middle(self, chunk: Chunk, inner: list[Chunk], position: int) -> int:
        """Adjectives and numbers before the noun, and a phrase before a participle."""
        while (token := self._at(position)) and token.kind == "word" and not token.is_noun:
            if token.lower in self.words["prepositions"] and chunk.determiner:
                nested = self._chunk(position)
                after = self._at(nested[-1].last) if nested else None
                if not after or not self._is_adjective(after) or after.is_noun:
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
            if AGED.fullmatch(token.text):
                return position
            if not self._is_adjective(token) or (position in self.verbs and not chunk.determiner):
                return position
            following = self._at(position + 1)
            if not following or following.kind not in ("word", "entity", "time"):
                return position
            chunk.adjectives.append(token.lower)
            position += 1
        return position

    def _core(self, chunk: Chunk, position: int) -> int:
        """Nouns and a name; a place or organisation before a noun is its attribute."""
        while token := self._at(position):
            if token.time:
                if chunk.nouns or chunk.entities:
                    break
                chunk.times.append(token.time)
                return position + 1
            if token.entity:
                following = self._at(position + 1)
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
                sure = genitive and not token.entity.name.endswith(("s", "’", "'"))
                noun = following and (
                    following.text in self.lexicon.nouns
                    or (sure and following.is_noun and position + 1 not in self.verbs)
                )
                if genitive and noun and not chunk.nouns:
                    chunk.own(Chunk(position, position + 1, entities=[token.entity]), "possessive")
                    position += 1
                    continue
                if chunk.nouns and _is_genitive(token.entity) and chunk.head in self.lexicon.nouns:
                    chunk.own(Chunk(position, position + 1, entities=[token.entity]), "genitive")
                    return position + 1
                chunk.entities.append(token.entity)
                return position + (2 if self._quoted_name(position - 1) else 1)
            if chunk.nouns and token.kind == "quote" and self._quoted_name(position):
                position += 1
                continue
            if not _is_noun(token) or position in self.verbs or token.lower in self.words["prepositions"]:
                break
            if token.lower in self.words["adverbs"] or (position == 0 and self._is_function(token.lower)):
                break
            chunk.nouns.append(token.text)
            position += 1
        return position

    def _quoted_name(self, position: int) -> bool:
        """Whether a quotation mark, a name and a quotation mark stand here: the title of what the noun before is."""
        marks = self._at(position), self._at(position + 2)
        named = self._at(position + 1)
        return bool(named and named.entity and all(mark and mark.kind == "quote" for mark in marks))

    def _case_of_office(self, chunk: Chunk) -> None:
        first = chunk.entities[0].text.split()[0].lower() if chunk.entities[0].text else ""
        if first in CASES and not chunk.nouns:
            chunk.determiner, chunk.cases = first, frozenset(CASES[first].split())

    def _at(self, position: int) -> Token | None:
        return self.tokens[position] if position < len(self.tokens) else None

    def _is_pronoun(self, word: str) -> bool:
        kinds = ("pronouns_subject", "pronouns_object", "pronouns_dative")
        return any(word in self.words[kind] for kind in kinds) or word == "sich"

    def _pronoun_cases(self, word: str) -> frozenset[str]:
        if word in self.words["pronouns_object"]:
            return frozenset(("acc",))
        if word in self.words["pronouns_dative"]:
            return frozenset(("dat",))
        if word == "sich":
            return frozenset()
        return frozenset(("nom", "acc")) if word in ("sie", "es", "beide") else frozenset(("nom",))

    def _is_adjective(self, token: Token) -> bool:
        word = token.lower
        if word in self.words["adverbs"] or self._is_function(word):
            return False
        return (
            word.endswith(_ADJECTIVE_ENDINGS) or word[0].isdigit() or word.endswith(("zwei", "drei", "vier", "elf"))
        )

    def _is_function(self, word: str) -> bool:
        return is_stop_word(word, "de")


def cases_of(word: str) -> str:
    """The cases a German determiner may stand in, "" for what is none."""
    if word in CASES:
        return CASES[word]
    for stem in _POSSESSIVES:
        if word.startswith(stem) and word.removeprefix(stem) in _ENDINGS and word != "alle":
            return _ENDINGS[word.removeprefix(stem)]
    return ""
