"""Who did it to whom: subject and object of a claim's verbs against those of its cited sentences.

Read off the order of words, the case of determiners and the passive, where no event of the sentence says it.
"""

from __future__ import annotations

from functools import lru_cache

from assistant.checking.case import Case, Verdict, Verdicts
from assistant.checking.deeds import Frame
from assistant.checking.german_deeds import german_frames
from assistant.checking.likeness import alike_words
from assistant.checking.ordered_deeds import ordered_frames
from assistant.checking.relatives import unfolded
from assistant.language.names import name_words
from assistant.language.words import stems, word_stems
from assistant.types import Evidence

_ALIKE = 0.4  # cosine from which on a word stands for another


@lru_cache(maxsize=1024)
def frames(text: str, language: str) -> tuple[Frame, ...]:
    """The deeds of a sentence, as far as rules tell them; none in languages that have no rules here."""
    parts = unfolded(text, language)
    if language == "de":
        return tuple(frame for part in parts for frame in german_frames(part))
    if language not in ("en", "ru"):
        return ()
    return tuple(frame for part in parts for frame in ordered_frames(part, language))


def roles_stand(case: Case) -> Verdicts:
    """Whoever does something in the claim does it in a cited sentence too, where that has the same deed."""
    if not case.same_language:
        return _across(case)
    texts = [case.text, *(cited.sentence.text for cited in case.same_language)]
    names = frozenset(stem for text in texts for name in name_words(text) for stem in stems(name, case.language))
    sources = [frame for cited in case.same_language for frame in frames(cited.sentence.text, case.language)]
    there = frozenset(stem for cited in case.same_language for stem in stems(cited.sentence.text, case.language))
    for claimed in frames(case.text, case.language):
        same = [source for source in sources if source.deed == claimed.deed]
        if same and all(_turned(claimed, source, names, there) for source in same):
            return (Verdict("unverified", "roles"),)
    return ()


def _turned(claimed: Frame, source: Frame, names: frozenset[str], there: frozenset[str]) -> bool:
    """Whether somebody of the sources stands in another part than there. Names count before other nouns."""
    for mine, theirs, elsewhere in (
        (claimed.doer, source.doer, source.done_to | source.others),
        (claimed.done_to, source.done_to, source.doer),
    ):
        if not mine or not theirs:
            continue
        named = mine & names & there
        if (named and not named & theirs and (named & elsewhere or theirs & names)) or (
            not named and not mine & theirs and mine & elsewhere and (claimed.marked and source.marked)
        ):
            return True
    return False


def _across(case: Case) -> Verdicts:
    """Across languages, whoever does something in the claim does it in a cited sentence, by the likest verb.

    Where both parts are names, it must be plain who does it in the source.
    """
    names = frozenset(stem for name in name_words(case.text) for stem in stems(name, case.language))
    for claimed in frames(case.text, case.language):
        told = [(_in_source(claimed.doer, case, found), frame) for found, frame in _likest(claimed.verb, case)]
        agreeing = [len(doer & frame.doer) - len(doer & (frame.done_to | frame.others)) for doer, frame in told]
        if not claimed.doer or any(share > 0 for share in agreeing):
            continue
        if any(share < 0 and frame.doer for share, (_, frame) in zip(agreeing, told, strict=True)):
            return (Verdict("unverified", "roles"),)
        if claimed.doer & names and claimed.done_to & names:
            return (Verdict("partial", "roles"),)
    return ()


def _likest(verb: str, case: Case) -> list[tuple[Evidence, Frame]]:
    """The frames of the sentence whose verb is likest to one of the claim."""
    found = [(other, one) for one in case.cited if (other := alike_words(case.text, one.sentence.text).get(verb))]
    if not found:
        return []
    alike, sentence = max(found, key=lambda pair: pair[0].cosine)
    told = frames(sentence.sentence.text, sentence.article.language)
    return [(sentence, frame) for frame in told if frame.verb == alike.word]


def _in_source(stems_of_claim: frozenset[str], case: Case, found: Evidence) -> frozenset[str]:
    """The stems of the words of a source that words of the claim stand for, in its other language."""
    alike = alike_words(case.text, found.sentence.text)
    return frozenset(
        stem
        for word, other in alike.items()
        if other.cosine >= _ALIKE and stems_of_claim & set(word_stems(word, case.language))
        for stem in word_stems(other.word, found.article.language)
    )
