"""Words that say the contrary of a source's words: "sank" for "stieg", "gegen" for "für"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assistant.checking.case import Case, Verdict, Verdicts, lexicon
from assistant.checking.clauses import Clause
from assistant.checking.likeness import Alike, alike_words
from assistant.checking.modality import aligned
from assistant.checking.opposites import is_shared, opposites
from assistant.checking.verbs import prefixes, verb_words
from assistant.language.words import is_stop_word, word_stems, words
from assistant.types import Evidence


def contraries_stand(case: Case) -> Verdicts:
    """No word of the claim is the contrary of a word of the sentence that carries it."""
    found = [] if case.same_language else list(_across(case))
    for claimed, sources in aligned(case):
        if claimed.has("negated") or any(source.has("negated") for source in sources):
            continue
        turned = [next(_turned(claimed.clause, source.clause), None) for source in sources]
        if turned and all(turned):
            found.append(Verdict("unverified", "contrary", str(turned[0])))
    return tuple(dict.fromkeys(found))


def _turned(claimed: Clause, source: Clause) -> Iterator[str]:
    said, there = _words(claimed), _words(source)
    yield from opposites(said, claimed.language, there, source.language)
    if claimed.language != source.language:
        return
    for one, other in lexicon("contraries")["prepositions"].get(claimed.language, []):
        for mine, theirs in ((one, other), (other, one)):
            if _governed(said, mine, claimed.language) & _governed(there, theirs, claimed.language):
                yield mine


def _across(case: Case) -> Iterator[Verdict]:
    """Words whose likest in the sources of other languages is their contrary, or that have no likeness there.

    "fewer" for "mehr"; and "mehr" where no word of the source says more.
    """
    there = [(word.lower(), found.article.language) for found in case.cited for word in words(found.sentence.text)]
    for word in words(case.text):
        likest = max(
            (
                (alike.cosine, alike.word.lower(), found.article.language)
                for found in case.cited
                if (alike := alike_words(case.text, found.sentence.text).get(word))
            ),
            default=None,
        )
        turned = likest and any(opposites([word.lower()], case.language, [likest[1]], likest[2]))
        small = is_stop_word(word, case.language) and not is_shared(word.lower(), case.language, there)
        if turned or small:
            yield Verdict("partial", "contrary", word)
    yield from (
        Verdict("unverified", "contrary", word) for found in case.cited for word in _turned_across(case, found)
    )


def _turned_across(case: Case, found: Evidence) -> Iterator[str]:
    """Prepositions of the claim whose contrary stands before the same thing in a source of another language."""
    listed = lexicon("contraries")["across"]
    alike = alike_words(case.text, found.sentence.text)
    tokens, there = words(case.text), words(found.sentence.text)
    for mine, theirs in (("for", "against"), ("against", "for")):
        for place, token in enumerate(tokens[:-1]):
            if token.lower() != listed[mine].get(case.language):
                continue
            thing = next((alike[word] for word in tokens[place + 1 :] if _is_thing(word, case.language, alike)), None)
            before = there[max(0, thing.place - 3) : thing.place] if thing else []
            if listed[theirs].get(found.article.language) in [word.lower() for word in before]:
                yield token


def _is_thing(word: str, language: str, alike: Mapping[str, Alike]) -> bool:
    return word in alike and not is_stop_word(word, language)


def _words(clause: Clause) -> list[str]:
    """The words of a clause in small letters, a parted verb also in one: "hob … an" has "anhob"."""
    found = words(clause.text.lower())
    if clause.language == "de" and found and found[-1] in prefixes("parting"):
        found += [found[-1] + verb.lower() for verb in verb_words(words(clause.text), "de")]
    return found


def _governed(tokens: Sequence[str], preposition: str, language: str) -> frozenset[str]:
    """The first content stem after each place of a preposition."""
    found: set[str] = set()
    for place, token in enumerate(tokens):
        if token == preposition:
            after = (stem for word in tokens[place + 1 : place + 5] for stem in word_stems(word, language))
            found.update(list(after)[:1])
    return frozenset(found)
