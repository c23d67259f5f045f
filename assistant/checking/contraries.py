"""Words that say the contrary of a source's words: "sank" for "stieg", "gegen" for "für"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from assistant.checking.case import Case, Verdict, Verdicts, lexicon
from assistant.checking.modality import aligned
from assistant.language.words import word_stems, words


def contraries_stand(case: Case) -> Verdicts:
    """No word of the claim is the contrary of a word of the sentence that carries it."""
    if not case.same_language:
        return ()
    language, found = case.language, []
    for claimed, sources in aligned(case):
        if claimed.has("negated"):
            continue
        texts = [source.clause.text for source in sources if not source.has("negated")]
        if len(texts) < len(sources):
            continue
        turned = [next(_turned(claimed.clause.text, text, language), None) for text in texts]
        if turned and all(turned):
            found.append(Verdict("unverified", "contrary", str(turned[0])))
    return tuple(dict.fromkeys(found))


def _turned(claim: str, source: str, language: str) -> Iterator[str]:
    said, there = words(claim.lower()), words(source.lower())
    for one, other in _pairs(language):
        for mine, theirs in ((one, other), (other, one)):
            word = _first(said, mine)
            if word and not _first(said, theirs) and _first(there, theirs) and not _first(there, mine):
                yield word
    for one, other in lexicon("contraries").get(language, {}).get("prepositions", []):
        for mine, theirs in ((one, other), (other, one)):
            if _governed(said, mine, language) & _governed(there, theirs, language):
                yield mine


def _first(tokens: Sequence[str], beginnings: tuple[tuple[str, ...], frozenset[str]]) -> str | None:
    begin, whole = beginnings
    return next((token for token in tokens if token in whole or (begin and token.startswith(begin))), None)


def _governed(tokens: Sequence[str], preposition: str, language: str) -> frozenset[str]:
    """The first content stem after each place of a preposition."""
    found: set[str] = set()
    for place, token in enumerate(tokens):
        if token == preposition:
            after = (stem for word in tokens[place + 1 : place + 5] for stem in word_stems(word, language))
            found.update(list(after)[:1])
    return frozenset(found)


@cache
def _pairs(language: str) -> tuple[tuple[tuple[tuple[str, ...], frozenset[str]], ...], ...]:
    """Each pair as two lists: beginnings of words, and whole words."""
    return tuple(
        tuple(_split(" ".join(side.split())) for side in pair)
        for pair in lexicon("contraries").get(language, {}).get("pairs", [])
    )


def _split(listed: str) -> tuple[tuple[str, ...], frozenset[str]]:
    names = listed.split()
    return tuple(n for n in names if n[0] != "="), frozenset(n[1:] for n in names if n[0] == "=")
