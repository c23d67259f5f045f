"""English noun phrases read from left to right."""

from __future__ import annotations

from assistant.language.events.german_reader import GermanReader
from assistant.language.events.phrase import Chunk
from assistant.language.events.tokens import Token
from assistant.language.words import is_stop_word


class EnglishReader(GermanReader):
    """English nouns have no capitals: a phrase runs on until a preposition, a verb, a mark or a function word."""

    def _chunk(self, first: int) -> list[Chunk]:
        chunk = Chunk(first, first)
        position = self._preposition(chunk)
        token = self._at(position)
        if token and token.kind == "word" and token.lower in self.words["determiners"]:
            chunk.determiner = token.lower
            position += 1
        elif token and token.kind == "word" and self._is_pronoun(token.lower) and self._stands_alone(token, position):
            chunk.pronoun, chunk.last = token.lower, position + 1
            chunk.cases = self._pronoun_cases(token.lower)
            return [chunk]
        while token := self._at(position):
            if token.time:
                if chunk.nouns or chunk.entities:
                    break
                chunk.times.append(token.time)
                position += 1
                break
            if token.entity:
                following = self._at(position + 1)
                if following and following.lower in ("'s", "’s"):
                    chunk.own(Chunk(position, position + 2, entities=[token.entity]), "possessive")
                    position += 2
                    continue
                joined = following and following.kind == "word" and token.entity.kind != "person"
                if joined and self._title_follows(position + 1):
                    chunk.own(Chunk(position, position + 1, entities=[token.entity]), "possessive")
                    position += 1
                    continue
                chunk.entities.append(token.entity)
                position += 1
                break
            if token.kind != "word" or position in self.verbs or self._is_function(token.lower):
                break
            if token.lower in self.words["prepositions"] or token.lower in self.words["adverbs"]:
                break
            chunk.nouns.append(token.text)
            position += 1
        chunk.last = position
        return [chunk] if chunk.nouns or chunk.entities or chunk.times else []

    def _stands_alone(self, token: Token, position: int) -> bool:
        """Whether "both" is a pronoun: before a verb, not in "both of Leeds" or "both men"."""
        return token.lower != "both" or position + 1 in self.verbs or self._at(position + 1) is None

    def _title_follows(self, position: int) -> bool:
        """Whether nouns and then a person's name follow: "Leeds midfielder Owen Pratt"."""
        while (token := self._at(position)) and token.kind == "word" and position not in self.verbs:
            if self._is_function(token.lower) or token.lower in self.words["prepositions"]:
                return False
            position += 1
        return bool(token and token.entity and token.entity.kind == "person")

    def _pronoun_cases(self, word: str) -> frozenset[str]:
        if word in self.words["pronouns_object"]:
            return frozenset(("acc", "dat"))
        return frozenset(("nom",))

    def _is_function(self, word: str) -> bool:
        return is_stop_word(word, "en")
