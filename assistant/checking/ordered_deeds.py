"""Who does what to whom in an English or Russian sentence: by the order of words and the passive."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.checking.deeds import Frame, deed, deeds, role_words
from assistant.checking.verbs import verb_key, verb_words
from assistant.language.words import word_stems, words

_ENDING = re.compile(r"\w{3,}(?:ed|ing)")
_PRESENT = re.compile(r"\w{3,}[^s]s")


def ordered_frames(text: str, language: str) -> Iterator[Frame]:
    """The deeds of a sentence, as far as the order of its words tells them."""
    data = role_words(language)
    tokens = words(text)
    places = _verbs(tokens, language)
    before: frozenset[str] = frozenset()
    for number, place in enumerate(places):
        end = places[number + 1] if number + 1 < len(places) else len(tokens)
        rest = [token.lower() for token in tokens[place + 1 : end]]
        if not number:
            before = _subject(tokens[:place], language)
        if tokens[place - 1].lower() in data["relative"]:
            before = _last_name(tokens[: place - 1], language)
        elif number and tokens[place - 1].lower() not in data["joining"]:
            before = frozenset()  # whose deed this is, the order of words alone does not tell
        named = deed(verb_key(tokens[place], language), language)
        ahead = {token.lower() for token in tokens[max(0, place - 3) : place]}
        if ahead & data["passive"] or rest[:1] == ["by"]:
            by = rest.index("by") if "by" in rest else None
            doer = _side(tokens[place + 2 + by : end], language) if by is not None else frozenset()
            yield Frame(tokens[place], named, doer, before)
        else:
            found = _side(tokens[place + 1 : end], language)
            after = frozenset(stem for token in tokens[place + 1 : end] for stem in word_stems(token, language))
            yield Frame(tokens[place], named, before, found, after - found - before)


def _verbs(tokens: Sequence[str], language: str) -> list[int]:
    """Places of the verbs; an English one in the present by the name, pronoun or adverb before it."""
    data = role_words(language)
    if language == "ru":
        listed = verb_words(tokens, "ru")
        return [place for place, token in enumerate(tokens) if token in listed and token not in data["symmetric"]]
    return [place for place in range(len(tokens)) if _is_english_verb(tokens, place, data)]


def _is_english_verb(tokens: Sequence[str], place: int, data: dict[str, frozenset[str]]) -> bool:
    token, word = tokens[place], tokens[place].lower()
    if word in data["symmetric"] or token[0].isupper():
        return False
    if word in deeds("en") or verb_key(word, "en") in deeds("en"):
        return True
    if _ENDING.fullmatch(word):
        # "replacing X" tells whom, "a meeting" tells nothing
        return word.endswith("ed") or (place + 1 < len(tokens) and tokens[place + 1][0].isupper())
    ahead = tokens[place - 1] if place else ""
    joined = ahead.endswith("ly") or ahead.lower() in data["subjects"] or (ahead[:1].isupper() and "'" not in ahead)
    return joined and bool(_PRESENT.fullmatch(word)) and "’" not in ahead


def _subject(tokens: Sequence[str], language: str) -> frozenset[str]:
    """Stems of the subject before a verb; where a preposition opens the stretch, of its last capitalised words."""
    if not tokens or tokens[0].lower() not in role_words(language)["prepositions"]:
        return _side(tokens, language)
    return frozenset() if tokens[0][0].islower() else _last_name(tokens[1:], language)


def _last_name(tokens: Sequence[str], language: str) -> frozenset[str]:
    """Stems of the capitalised words that a stretch ends with."""
    place = len(tokens)
    while place and tokens[place - 1][0].isupper():
        place -= 1
    return frozenset(stem for token in tokens[place:] for stem in word_stems(token, language))


def _side(tokens: Sequence[str], language: str) -> frozenset[str]:
    """Stems of the words of one side of a verb, up to its first preposition after a name or noun."""
    found: set[str] = set()
    for token in tokens:
        if token.lower() in role_words(language)["prepositions"]:
            if found:
                break
            continue
        found.update(word_stems(token, language))
    return frozenset(found)
