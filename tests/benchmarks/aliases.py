"""How often we know one person behind two spellings, and how often we take two people for one.

    python -m tests.benchmarks.aliases [--errors] [--seed 4] [--pairs 200]

Names are made of two words, each from one of rigour's spelling groups (OpenSanctions; the package `rigour` must be
installed, and `zstandard` to read the groups inside its compiled module: neither is needed to run the project). One
spelling of each word stands for the question, another for the article; only Latin and Cyrillic spellings, since
archives are German, English and Russian. Different people share one word's group: the family name with another given
name, or the given name with another family name. A harder third kind changes at most two letters of that other
word, which is often a spelling that rigour does not list: how many are merged says how far a likeness is trusted.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from assistant.identity.people import person_keys, same_person
from assistant.types import Person

_FRAME = b"\x28\xb5\x2f\xfd"  # where a zstd frame begins (RFC 8878)
_LINE = re.compile(r"^(?P<words>.+) => Q\d+$", re.MULTILINE)
_LATIN = re.compile(r"[a-zß-öø-ÿāăąćčďđēęěğīįıķłļńňņőœřśšşșťțūůűųźżž]{3,}")
_CYRILLIC = re.compile(r"[а-яёіїєґў]{3,}")


@dataclass(frozen=True)
class Pair:
    """Two full names and whether they are one person's."""

    asked: str
    written: str
    same: bool


def rigour_lines() -> Iterator[str]:
    """The lines of words that rigour takes for spellings of one name."""
    try:
        import rigour
        import zstandard
    except ImportError as missing:
        sys.exit(f"{missing.name} is not installed: pip install rigour zstandard, then run this again")
    (module,) = Path(rigour.__file__).parent.glob("_core*.so")
    data = module.read_bytes()
    start = data.find(_FRAME)
    while start >= 0:
        try:
            text = zstandard.ZstdDecompressor().decompressobj().decompress(data[start:]).decode()
        except (zstandard.ZstdError, UnicodeDecodeError):
            text = ""
        if _LINE.match(text):
            yield from (line["words"] for line in _LINE.finditer(text))
            return
        start = data.find(_FRAME, start + 1)
    sys.exit("this version of rigour keeps its names elsewhere: 2.6.1 is known to work")


def groups() -> list[tuple[str, ...]]:
    """Groups of two and more spellings of one word, in Latin and Cyrillic letters."""
    found = []
    for line in rigour_lines():
        words = [word.strip() for word in line.split(",")]
        kept = [word for word in words if _LATIN.fullmatch(word) or _CYRILLIC.fullmatch(word)]
        if len(kept) > 1 and any(_LATIN.fullmatch(word) for word in kept):
            found.append(tuple(kept))
    return found


class Names:
    """The groups, and which of them share a spelling."""

    def __init__(self, seed: int) -> None:
        self.groups = groups()
        self.chance = random.Random(seed)
        self.of: dict[str, set[int]] = defaultdict(set)
        self.near: dict[str, list[str]] = defaultdict(list)
        for number, group in enumerate(self.groups):
            for word in group:
                self.of[word].add(number)
        self.words = sorted(self.of)
        for word in self.words:
            self.near[word[:2]].append(word)

    def two(self, group: tuple[str, ...]) -> tuple[str, str]:
        """Two different spellings of a group."""
        one, other = self.chance.sample(group, 2)
        return one, other

    def another(self, word: str, alike: bool) -> str:
        """A word that shares no group with this one, nor with any word that does; alike: at most two letters away."""
        mine = {other for number in self.of[word] for other in self.groups[number]}
        taken = {number for other in mine for number in self.of[other]}
        pool = [
            other
            for other in (self.near[word[:2]] if alike else self.chance.choices(self.words, k=50))
            if not self.of[other] & taken and (not alike or Levenshtein.distance(word, other) <= 2)
        ]
        return self.chance.choice(pool) if pool else self.another(word, alike=False)

    def same(self) -> Pair:
        """One person, both words spelled in two ways."""
        given, family = (self.two(self.chance.choice(self.groups)) for _ in range(2))
        return Pair(f"{given[0]} {family[0]}".title(), f"{given[1]} {family[1]}".title(), same=True)

    def different(self, place: int, alike: bool) -> Pair:
        """Two people with one word in common, alike: with two other words of almost the same letters."""
        shared = self.two(self.chance.choice(self.groups))
        word = self.chance.choice(self.chance.choice(self.groups))
        other = self.another(word, alike)
        names = (f"{word} {shared[0]}", f"{other} {shared[1]}")
        if place % 2:
            names = (f"{shared[0]} {word}", f"{shared[1]} {other}")
        return Pair(names[0].title(), names[1].title(), same=False)


def main() -> None:
    """Prints how many pairs are matched and how many are wrongly merged."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--pairs", type=int, default=200)
    options = parser.parse_args()
    names = Names(options.seed)
    count = options.pairs
    kinds = {
        "one person, matched": [names.same() for _ in range(count)],
        "two people, merged": [names.different(place, alike=False) for place in range(count // 2)],
        "two people with names almost alike, merged": [
            names.different(place, alike=True) for place in range(count // 2)
        ],
    }
    without_key = 0
    for kind, pairs in kinds.items():
        said = 0
        for pair in pairs:
            one = same_person(Person(pair.asked), Person(pair.written))
            said += one
            without_key += one and not set(person_keys(pair.asked)) & set(person_keys(pair.written))
            if options.errors and one != pair.same:
                print("merged " if one else "missed ", pair.asked, "|", pair.written)
        print(f"{kind}: {said} of {len(pairs)}")
    print(f"one person by rule, but without a common key to look it up: {without_key}")


if __name__ == "__main__":
    main()
