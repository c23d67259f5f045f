"""Names and titles in another language: "Уитмор" for "Whitmore", "Archbishop" for "Erzbischof"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz

from assistant.checking.likeness import Alike, alike_words
from assistant.language.names import spelling_key
from assistant.types import Evidence

_SAME_TITLE = 0.66  # cosine of an office and its translation; two unlike names reach 0.62
_PART_OF_TITLE = 0.45  # of a word that is one compound with another: "Transport Minister"
_SAME_NAME, _LETTERS = 0.5, 60.0  # cosine of a name and its transcription, and per cent of letters in order


def is_translated(word: str, text: str, cited: Sequence[Evidence], language: str) -> bool:
    """Whether a capitalised word of a text in `language` is the translation of a word of one of the sentences."""
    return any(
        _is_translated(word, alike_words(text, found.sentence.text))
        for found in cited
        if found.article.language != language
    )


def _is_translated(word: str, alike: Mapping[str, Alike]) -> bool:
    found = alike.get(word)
    if found is None:
        return False
    if found.cosine >= _SAME_TITLE:
        return True
    joined = (other for other in alike if other != word and alike[other].place == found.place)
    if found.cosine >= _PART_OF_TITLE and any(
        alike[other].cosine >= _SAME_TITLE and len(found.word) >= len(word) + len(other) for other in joined
    ):
        return True
    one, other_key = spelling_key(word), spelling_key(found.word)
    return found.cosine >= _SAME_NAME and bool(one and other_key) and fuzz.ratio(one, other_key) >= _LETTERS
