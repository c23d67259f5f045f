"""Text → token ids: SentencePiece's unigram model (Kudo 2018, arXiv 1804.10959) over the vocabulary of the weights.

No piece of this vocabulary crosses a word border, so a word's tokens depend on the word alone and are remembered: a
text of known words costs a look-up a word. The `tokenizers` library gives the same ids but takes half a second to
load 250,000 pieces, at every start of `presseschau ask`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

from assistant.models.e5.weights import Vocabulary

_SPACE = "▁"  # SentencePiece's mark of a word's beginning
_WORD = re.compile(f"(?:^(?! )| +|{_SPACE})[^ {_SPACE}]*")
_UNKNOWN_PENALTY = 10.0  # below the worst piece, as SentencePiece has it


class Tokeniser:
    """Token ids of texts, without the two special ones at the ends."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._table = vocabulary.normalisation
        self._pieces = vocabulary.pieces
        self._ids = {piece: number for number, piece in enumerate(vocabulary.pieces)}
        self._scores = vocabulary.scores
        self._unknown = vocabulary.unknown
        self._unknown_score = float(vocabulary.scores.min()) - _UNKNOWN_PENALTY
        self._longest = max(map(len, vocabulary.pieces))
        self._word = lru_cache(maxsize=200_000)(self._best_pieces)

    def __call__(self, text: str) -> list[int]:
        """Ids of the content tokens of `text`, in order."""
        spaced = re.sub(" +", " ", text.translate(self._table))
        marked = (spaced if spaced.startswith(" ") else " " + spaced).replace(" ", _SPACE)
        return [token for word in re.findall(f"{_SPACE}[^{_SPACE}]*", marked) for token in self._word(word)]

    def with_spans(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        """The same ids, and for each the characters of `text` it stands for; a lone word mark stands for none."""
        normal = text.translate(self._table)
        places: Sequence[int] = range(len(text))  # of each normalised character in the text
        if normal != text:
            parts = ((place, self._table.get(ord(letter), letter)) for place, letter in enumerate(text))
            places = list(chain.from_iterable([place] * len(part) for place, part in parts))
        ids: list[int] = []
        spans: list[tuple[int, int]] = []
        for found in _WORD.finditer(normal):
            body = found.group().lstrip(" ").removeprefix(_SPACE)
            at = found.end() - len(body) - 1  # the word mark, which stands for no character
            for token in self._word(_SPACE + body):
                first, at = max(at, found.end() - len(body)), at + self._length(token)
                ids.append(token)
                if at > first:
                    spans.append((places[first], places[at - 1] + 1))
                else:
                    nowhere = places[first - 1] + 1 if first else 0
                    spans.append((nowhere, nowhere))
        return ids, spans

    def _length(self, token: int) -> int:
        return 1 if token == self._unknown else len(self._pieces[token])

    def _best_pieces(self, word: str) -> tuple[int, ...]:
        """The likeliest segmentation of one word (Viterbi); a letter that no piece holds is the unknown token."""
        best = [0.0] + [float("-inf")] * len(word)
        came: list[tuple[int, int]] = [(0, 0)] * (len(word) + 1)  # position → (token, where it begins)
        for start in range(len(word)):
            unknown = best[start] + self._unknown_score
            if unknown > best[start + 1]:
                best[start + 1], came[start + 1] = unknown, (self._unknown, start)
            for end in range(start + 1, min(len(word), start + self._longest) + 1):
                token = self._ids.get(word[start:end])
                if token is not None and token != self._unknown:
                    score = best[start] + float(self._scores[token])
                    if score > best[end]:
                        best[end], came[end] = score, (token, start)
        tokens = []
        position = len(word)
        while position:
            token, position = came[position]
            tokens.append(token)
        return tuple(reversed(tokens))
