"""Which words of a sentence are verbs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import simplemma

from assistant.language.events.frames import Lexicon
from assistant.language.events.tokens import Token
from assistant.language.people.offices import is_head
from assistant.language.words import is_stop_word


def auxiliaries(lexicon: Lexicon) -> frozenset[str]:
    """Auxiliaries and modals: a clause that has no other verb yet waits for one."""
    words = lexicon.words
    return (
        words["auxiliaries"]
        | words["planned_modals"]
        | words["hearsay_modals"]
        | words["drop_modals"]
        | words["past_modals"]
    )


def is_verb(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    """Whether a token is a verb: of a frame, an auxiliary, a verb that governs, or one that a dictionary knows."""
    token = tokens[index]
    if token.kind != "word":
        return False
    words = lexicon.words
    word = token.lower
    if token.is_noun and index:
        return False
    if word in auxiliaries(lexicon):
        return True
    if word in words["prepositions"] or word in words["adverbs"] or is_stop_word(word, lexicon.language):
        return False
    if lexicon.language != "de":
        if token.is_noun:  # "Talks between X and Y": a sentence does not begin with its verb
            return False
        kinds = ("denying", "refusing", "planning", "wishing", "other_verbs")
        known = word in lexicon.verbs or any(word in words[name] for name in kinds)
        return known and not _is_english_noun(tokens, index, lexicon)
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    before = tokens[index - 1].lower if index else ""
    adjective = following is not None and following.is_noun and word.endswith(("e", "en", "er", "es", "em"))
    if adjective and (before in words["prepositions"] or before.startswith(("de", "di", "ein", "sein", "ihr"))):
        return False
    if word in lexicon.verbs:
        return True
    if any(word in words[name] for name in ("denying", "refusing", "planning")):
        return not adjective
    return not token.is_noun and not adjective and _known_verb(word)


def _is_english_noun(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    """Whether what may be a verb is a noun or an adjective here: "a planned meeting", "X's visit", "signs of"."""
    words = lexicon.words
    before = tokens[index - 1] if index else None
    if before and before.kind == "comma" and is_head(tokens[index].lower, lexicon.language):
        return True  # "X, head of the authority, met Y"
    if before and tokens[index].lower.endswith("ed") and _before_a_title(tokens, index, lexicon):
        return True
    if before is None or before.kind != "word":
        return False
    gerund = tokens[index].lower.endswith("ing")
    if before.lower in words["prepositions"] and before.lower != "to":
        return not gerund
    for place in range(index - 1, max(-1, index - 4), -1):
        token = tokens[place]
        if token.kind != "word" or token.lower in words["prepositions"] or token.lower in auxiliaries(lexicon):
            break
        if token.lower in words["determiners"] or token.lower in ("'s", "’s"):
            return place == index - 1 or gerund or tokens[index].lower in lexicon.nouns
    plural = tokens[index].lower.endswith("s") and not gerund
    return plural and (before.lower in lexicon.verbs or before.lower in words["other_verbs"])


def _before_a_title(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    """Whether a participle stands behind a verb and before an office and a name: "sentenced ousted leader X"."""
    before = tokens[index - 1]
    if before.kind not in ("word", "comma") or not (before.kind == "comma" or before.lower.endswith("ed")):
        return False
    for place in range(index + 1, min(index + 6, len(tokens))):
        token = tokens[place]
        if token.entity and token.entity.kind == "person":
            return place > index + 1
        if token.kind == "word" and (
            token.lower in lexicon.words["determiners"] or token.lower in lexicon.words["prepositions"]
        ):
            return False
        if token.kind not in ("word", "entity"):
            return False
    return False


@lru_cache(maxsize=50_000)
def _known_verb(word: str) -> bool:
    """Whether simplemma's dictionary takes a German word in small letters for a form of a verb."""
    if len(word) < 3 or word[0].isdigit():
        return False
    lemma = str(simplemma.lemmatize(word, lang="de"))
    return lemma.endswith("n") and lemma[0].islower() and (lemma != word or word.endswith(("eln", "ern", "en")))
