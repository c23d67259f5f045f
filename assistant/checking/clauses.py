"""A sentence in its clauses, and which clauses of the sources carry a clause of the claim."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.checking.verbs import auxiliaries, has_verb, prefixes, verb_key, verb_keys, verb_words
from assistant.language.names import name_words
from assistant.language.words import stems, words

_BORDER = re.compile(
    r"(?<!\d)[,;:](?=\s)|(?<=\d)[,;:](?=\s+[^\d\s])|[()„“”«»]|(?<!\w)\"|\"(?!\w)|\s[-\u2013\u2014]\s"
    r"|\s(?=(?:und|aber|sondern|doch|and|but|whereas|while|because|although|though|unless|whether|и|но|а|потому)\s)"
)
_OPENING = {"de": ("und", "aber", "doch"), "en": ("and", "but"), "ru": ("и", "но", "а")}
_NAME = 0.4  # weight of a name: people stand in many clauses of a sentence
_EQUAL, _VERB = 0.85, 0.5  # of the best clause's weight: what counts as equal, and as enough beside the same verb
_LETTERS = 6  # German compounds and inflections share at least so many


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch between clause borders that has a verb. `keys` are those of all its content words, see `verbs`."""

    text: str
    stems: frozenset[str]
    keys: frozenset[str]
    verbs: frozenset[str]  # keys of its main verbs
    names: frozenset[str]  # stems of its names
    language: str

    @property
    def said(self) -> frozenset[str]:
        """The stems that are neither names nor numbers."""
        return frozenset(stem for stem in self.stems - self.names if not stem[0].isdigit())


@lru_cache(maxsize=2048)
def clauses(text: str, language: str) -> tuple[Clause, ...]:
    """The clauses of a sentence in order; a stretch without a verb belongs to the clause before it, else after it."""
    stretches: list[str] = []
    waiting = ""
    start = 0
    for border, after in [*(match.span() for match in _BORDER.finditer(text)), (len(text), len(text))]:
        mark = text[border : border + 1] if text[border : border + 1] in ",;:" else ""
        stretch = text[start:border].strip()
        start = after
        if not stretch:
            continue
        tokens = words(stretch)
        if stretches and _continues(stretches[-1], tokens, language):
            stretches[-1] += " " + stretch + mark
        elif has_verb(tokens, language):
            stretches.append(f"{waiting} {stretch}".strip() + mark)
            waiting = ""
        elif stretches and not _opens_again(stretch, language):
            stretches[-1] += " " + stretch + mark
        else:
            waiting = f"{waiting} {stretch}".strip() + mark
    if waiting and stretches:
        stretches[-1] += " " + waiting
    elif waiting:
        stretches.append(waiting)
    return tuple(_clause(stretch.rstrip(",;: "), language) for stretch in stretches)


def _continues(before: str, tokens: Sequence[str], language: str) -> bool:
    """Whether a stretch after "und" ends what was begun: "werden Rotoren | und Getriebe gebaut"."""
    if not tokens or tokens[0].lower() not in _OPENING.get(language, ()) or before[-1:] in ",;:":
        return False
    begun = words(before)
    finite = any(token.lower() in auxiliaries(language) for token in tokens)
    return not verb_words(begun, language) and has_verb(begun, language) and not finite


def _opens_again(stretch: str, language: str) -> bool:
    """Whether a stretch without a verb begins a clause of its own: "and Milan Dravec, the president, said"."""
    return stretch.split()[0].lower() in _OPENING.get(language, ())


def _clause(text: str, language: str) -> Clause:
    names = frozenset(stem for name in name_words(text) for stem in stems(name, language))
    tokens = words(text)
    last = tokens[-1].lower() if tokens else ""
    verbs = {verb_key(word, language) for word in verb_words(tokens, language)}
    if language == "de" and last in prefixes("parting"):
        verbs |= {last + verb for verb in verbs}
    said = frozenset(stems(text, language))
    return Clause(text, said, verb_keys(tokens, language), frozenset(verbs), names, language)


def shared(clause: Clause, other: Clause) -> float:
    """How much of `clause` another clause has: one for each word of its content, less for a name, more for a verb."""
    there = sum(_NAME if stem in clause.names else 1.0 for stem in clause.stems if has_stem(stem, other.stems))
    return there + 0.5 * len(clause.keys & other.keys) + 1.5 * len(clause.verbs & other.verbs)


def carriers(clause: Clause, sources: Sequence[Clause]) -> tuple[int, ...]:
    """Places of the clauses that carry a clause of the claim: those with its verb, else those with most of it."""
    weights = [shared(clause, source) for source in sources]
    best = max(weights, default=0.0)
    if not best:
        return ()
    same = [place for place, source in enumerate(sources) if clause.verbs & source.verbs]
    if same and max(weights[place] for place in same) >= _VERB * best:
        best = max(weights[place] for place in same)
        return tuple(place for place in same if weights[place] >= _VERB * best)
    return tuple(place for place, weight in enumerate(weights) if weight >= max(1.0, _EQUAL * best))


def has_stem(stem: str, there: frozenset[str]) -> bool:
    """Whether a stem stands among others, or a word with its beginning does."""
    if stem in there:
        return True
    beginning = stem[:_LETTERS]
    return len(beginning) == _LETTERS and any(one.startswith(beginning) for one in there)
