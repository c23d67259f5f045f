"""Text → the words that a name is made of, with their places, as the annotated corpora cut them.

A hyphenated word is one ("Jong-un", "SPD-Chef"), so is an abbreviation with its full stop ("St.", "U.S.", "J."); the
English possessive is a word of its own and never part of a name; a German genitive s belongs to its word.
"""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

_LETTERS = r"[^\W\d_][\u0300-\u036f]*"
_WORD = re.compile(
    rf"""
      (?:{_LETTERS}\.){{2,}}                                       # U.S.  z.B.  J.R.R.
    | (?:St|Dr|Prof|Mr|Mrs|Ms|Jr|Sr|Inc|Corp|Ltd|Co|Bros|No|Nr)\.(?=\s)
    | (?-i:[A-ZÄÖÜ])\.(?=\s*[A-ZÄÖÜ])                              # J. Smith
    | \d+(?:[.,:]\d+)*%?
    | ['’](?:s|S|ll|re|ve|d|m|t)\b
    | (?:[ODLdl]['’])?[\w\u0300-\u036f]+                            # O'Neill  d'Estaing
      (?:(?:[-‐‑&]|\.(?=[a-z]{{2,3}}\b))[\w\u0300-\u036f]+ | ['’](?=[A-ZА-Я])[\w\u0300-\u036f]+)*
    | \S
    """,
    re.VERBOSE,
)
_ENDS = frozenset(".!?:…")
_MARKS = frozenset(".,;:!?()\"'„“”»«‚‘’")

SHAPES = 9


def find_words(text: str) -> list[tuple[int, int]]:
    """Where the words of `text` stand, punctuation marks among them, in order."""
    return [found.span() for found in _WORD.finditer(text)]


def shapes(text: str, words: list[tuple[int, int]]) -> npt.NDArray[np.float32]:
    """What the letters of each word look like, zeros and ones, shape (words, SHAPES)."""
    rows = np.zeros((len(words), SHAPES), np.float32)
    forms = [text[start:end] for start, end in words]
    opening = True  # at the beginning of a sentence
    for row, form in zip(rows, forms, strict=True):
        capital = form[0].isupper()
        row[:] = (
            capital,
            len(form) > 1 and form.isupper(),
            form.islower(),
            any(letter.isdigit() for letter in form),
            len(form) > 1 and "-" in form,
            form[0] in _MARKS,
            capital and any(letter.isupper() for letter in form[1:]),
            opening,
            capital and opening,
        )
        opening = form in _ENDS or (opening and form[0] in _MARKS)
    return rows
