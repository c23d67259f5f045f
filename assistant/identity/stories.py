"""One story across articles: which of them share an agency's text, also where an outlet takes a part of it.

Broder 1997, "On the resemblance and containment of documents": texts are sets of word shingles. Likely pairs are
found by MinHash and bands of it (datasketch; Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", ch. 3), not
of the whole article but of passages of some fifty words: an outlet that puts a lead of its own before five paragraphs
of an agency keeps the passages, while the resemblance of the whole is low. Passages begin and end where the words say
so (content-defined, as in Muthitacharoen et al. 2001), so that a lead or a lost paragraph shifts nothing. What shares
a band is then compared exactly.
"""

from __future__ import annotations

import re
import zlib
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from assistant.language.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

SHINGLE = 5  # words; Broder takes 4 to 10
# Two articles tell one story if so much of the shorter one's shingles stand in the other: outlets shorten agency copy
# and set their own sentences around it, so containment counts, not resemblance. Reports of one event written apart
# share names and quotations alone. On the sample articles copies share 0.77 and more, all others 0.012 at most.
SAME_STORY = 0.4
SAME_PASSAGES = 100  # shingles in common that make one story whatever the length: some three paragraphs word for word
_FEWEST = 8  # shingles; shorter texts are compared as a whole

# Of two passages that share the part s of their shingles a band agrees with chance s³, one of eight with
# 1 - (1 - s³)⁸: 0.99 for 0.8, 0.86 for 0.6, and an article copies several. More bands cost space, fewer rows find
# what is alike by chance.
BANDS, ROWS = 8, 3
_LEAST_WORDS, _MOST_WORDS = 15, 90  # of a passage
_ENDS = 3  # one sentence in so many ends a passage
_SENTENCE = re.compile(r"(?<=[.!?…])[\"“”»«’']*\s+")


def same_story(first: str, second: str) -> bool:
    """Whether two texts share so much that one source stands behind both."""
    one, other = sorted((shingles(first), shingles(second)), key=len)
    if len(one) < _FEWEST:
        return one <= other
    common = len(one & other)
    return common >= SAME_PASSAGES or common >= SAME_STORY * len(one)


@lru_cache(maxsize=512)
def shingles(text: str) -> frozenset[int]:
    """The runs of five words of a text, as 32-bit numbers; the whole text where it is shorter."""
    return _shingles([word.lower() for word in words(text)])


def band_keys(text: str) -> tuple[int, ...]:
    """Signed 64-bit numbers: texts that share passages have, very likely, some of them in common.

    Loads datasketch, which takes two seconds for SciPy: for ingest, not for an answer.
    """
    from datasketch import MinHash

    sets = [sorted(_shingles(passage)) for passage in _passages(text)]
    # The scheme is named, since its default has changed between versions and the keys are kept.
    options: dict[str, Any] = {"num_perm": BANDS * ROWS, "hashfunc": int, "scheme": "affine32"}
    found: dict[int, None] = {}
    for signature in MinHash.generator(sets, **options):
        values = signature.hashvalues.reshape(BANDS, ROWS)
        for band, row in enumerate(values):
            digest = blake2b(row.tobytes() + bytes([band]), digest_size=8).digest()
            found[int.from_bytes(digest, "little", signed=True)] = None
    return tuple(found)


def _shingles(found: Sequence[str]) -> frozenset[int]:
    runs = range(max(1, len(found) - SHINGLE + 1))
    return frozenset(zlib.crc32(" ".join(found[start : start + SHINGLE]).encode()) for start in runs)


def _passages(text: str) -> list[list[str]]:
    """The text's words in passages that a change elsewhere in the text leaves as they are."""
    passages: list[list[str]] = [[]]
    for sentence in _SENTENCE.split(text):
        found = [word.lower() for word in words(sentence)]
        passages[-1] += found
        ends = zlib.crc32(" ".join(found[-4:]).encode()) % _ENDS == 0
        if len(passages[-1]) >= _MOST_WORDS or (ends and len(passages[-1]) >= _LEAST_WORDS):
            passages.append([])
    if len(passages) > 1 and len(passages[-1]) < _LEAST_WORDS:
        rest = passages.pop()
        passages[-1] += rest
    return passages
