"""Which words are verbs, and one key for the forms of each: "entließ" and "entlassen", "lehnte … ab", "abgelehnt"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files

from assistant.checking.case import lexicon
from assistant.language.numbers import numbers
from assistant.language.words import is_stop_word, word_stems

_WEAK = re.compile(r"(?P<root>.{3,}?)(?:test|teten|tete|tet|ten|te|end|est|et|en|st|t|e|n|ung|ungen)")
_ADJECTIVE = re.compile(r".{2,}(?:e|en|er|es|em)")
_SHORTEST = 3  # letters of what a prefix is taken off


def verb_keys(words: Sequence[str], language: str) -> frozenset[str]:
    """The keys of all content words of one clause, its last word joined to the verb it has parted from."""
    said = [word for word in words if not is_stop_word(word, language)]
    keys = {verb_key(word, language) for word in said}
    last = words[-1].lower() if words else ""
    if language == "de" and last in prefixes("parting"):
        keys |= {last + verb_key(word, language) for word in said if word[:1].islower()}
    return frozenset(keys - {""})


def verb_words(tokens: Sequence[str], language: str) -> list[str]:
    """The words of a clause that may be its main verbs, as they stand: no auxiliaries, no adjectives before nouns."""
    if language not in ("de", "en", "ru"):
        return []
    return [token for place, token in enumerate(tokens) if _is_verb(tokens, place, language)]


def has_verb(tokens: Sequence[str], language: str) -> bool:
    """Whether a stretch of text has a verb, auxiliaries among them."""
    return any(token.lower() in auxiliaries(language) for token in tokens) or bool(verb_words(tokens, language))


def _is_verb(tokens: Sequence[str], place: int, language: str) -> bool:
    token = tokens[place]
    if (token[0].isupper() and place) or not token[0].isalpha() or token.lower() in auxiliaries(language):
        return False
    word = token.lower()
    if language == "de":
        return _is_german_verb(tokens, place, word)
    if language == "en":
        return word in _irregular() or word in _told_verbs() or bool(_ending("en").fullmatch(word))
    return bool(_ending(language).fullmatch(word)) and not is_stop_word(word, language)


def _is_german_verb(tokens: Sequence[str], place: int, word: str) -> bool:
    strong = _german(word.replace("ß", "ss")) in _strong_names()
    if tokens[place][0].isupper() or numbers(word, "de") or (is_stop_word(word, "de") and word not in _strong()):
        return False
    if not strong and not _ending("de").fullmatch(word):
        return False
    return not (_ADJECTIVE.fullmatch(word) and _before_noun(tokens, place))


def _before_noun(tokens: Sequence[str], place: int) -> bool:
    """Whether a word stands between a determiner, number or preposition and a noun, other adjectives aside."""
    after = place + 1
    while after < len(tokens) and tokens[after][0].islower() and _ADJECTIVE.fullmatch(tokens[after]):
        if tokens[after] in determiners():
            return False
        after += 1
    if after >= len(tokens) or not tokens[after][0].isupper():
        return False
    before = place - 1
    while before >= 0 and tokens[before][0].islower() and tokens[before] not in determiners():
        if not _ADJECTIVE.fullmatch(tokens[before]):
            break
        before -= 1
    if before < 0:
        return tokens[place][0].isupper()
    if tokens[before].lower() in _joining():
        return not tokens[place].endswith(("te", "ten"))
    return tokens[before].lower() in determiners() or tokens[before][0].isdigit()


@lru_cache(maxsize=50_000)
def verb_key(word: str, language: str) -> str:
    """A key that the forms of a verb share, prefix included; for other words the stem, or something close to it.

    Rules of our own; German strong verbs from data/strong_verbs.txt. Different words may share a key.
    """
    folded = word.lower()
    if language == "de":
        return _german(folded.replace("ß", "ss"))
    if language == "en" and folded in _irregular():
        folded = _irregular()[folded]
    stems = word_stems(folded, language)
    return stems[0] if stems else folded


@lru_cache(maxsize=50_000)
def _german(word: str) -> str:
    if word in _strong():
        return _strong()[word]
    for prefix in _all_prefixes():
        rest = word.removeprefix(prefix)
        if rest == word or len(rest) < _SHORTEST:
            continue
        for inner in (rest, rest.removeprefix("ge"), rest.removeprefix("zu")):
            if inner in _strong():
                return prefix + _strong()[inner]
        if (
            prefix in prefixes("parting")
            and rest.startswith(tuple(prefixes("joined")))
            and _german(rest) in _strong_names()
        ):
            return prefix + _german(rest)  # "abberufen" is "berief … ab"
        if prefix in prefixes("parting") and rest.startswith(("ge", "zu")) and (weak := _WEAK.fullmatch(rest[2:])):
            return prefix + weak["root"]
    bare = word.removeprefix("ge")
    if bare != word and bare in _strong():
        return _strong()[bare]
    weak = _WEAK.fullmatch(bare if len(bare) > _SHORTEST else word)
    return weak["root"] if weak else word


def auxiliaries(language: str) -> frozenset[str]:
    """The auxiliaries and modal verbs of a language."""
    return _listed("auxiliaries", language)


def determiners() -> frozenset[str]:
    """German words before which what follows is a noun or its adjective."""
    return _listed("determiners", "de")


def _joining() -> frozenset[str]:
    return _listed("joining", "de")


def prefixes(name: str) -> frozenset[str]:
    """The German prefixes that part from their verb, or those that do not ("parting", "joined")."""
    return _listed("prefixes", name)


@cache
def _listed(table: str, name: str) -> frozenset[str]:
    return frozenset(lexicon("verbs")[table].get(name, "").split())


@cache
def _ending(language: str) -> re.Pattern[str]:
    return re.compile(lexicon("verbs")["endings"][language])


@cache
def _all_prefixes() -> tuple[str, ...]:
    return tuple(sorted(prefixes("parting") | prefixes("joined"), key=len, reverse=True))


@cache
def _strong() -> dict[str, str]:
    """Form → the name of its verb, of German verbs that change their stem."""
    text = files("assistant.checking").joinpath("data/strong_verbs.txt").read_text(encoding="utf-8")
    forms: dict[str, str] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            listed = line.replace("ß", "ss").split()
            forms.update(dict.fromkeys(listed, listed[0]))
    return forms


@cache
def _strong_names() -> frozenset[str]:
    names = frozenset(_strong().values())
    return names | {prefix + name for prefix in _all_prefixes() for name in names}


@cache
def _irregular() -> dict[str, str]:
    return {form: line.split()[0] for line in lexicon("verbs")["english"]["forms"] for form in line.split()}


@cache
def _told_verbs() -> frozenset[str]:
    """Present forms of common verbs, which no ending tells from nouns."""
    return frozenset(lexicon("verbs")["english"]["present"].split())
