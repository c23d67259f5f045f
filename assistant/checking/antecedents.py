"""Whom or what a sentence means by a pronoun, where the sentence before it has only one that can be meant.

"Birgit Lohse wies den Vorwurf zurück. Sie kündigte eine Prüfung an." Where another name, or a noun of that gender,
could be meant as well, nobody is: "Alma Reuter hat die neue Fähre getauft. Sie fährt stündlich."
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

from assistant.checking.case import lexicon
from assistant.checking.deeds import role_words
from assistant.checking.verbs import auxiliaries, verb_words
from assistant.language.names import name_words, spelling_key
from assistant.language.places import is_place
from assistant.language.sentences import split_sentences
from assistant.language.words import is_stop_word, read_words, word_stems, words
from assistant.types import Evidence

_BEFORE = 400  # characters before a sentence that hold the one before it
_ADJECTIVE = re.compile(r"[a-zäöüß]{2,}(?:e|en|er|es|em)")
_AT_PLACES = frozenset(("in", "aus", "nach", "at", "from", "near"))
_ATTRIBUTE = {"de": ("der", "des", "von"), "en": ("of", "in")}  # what begins one, behind a noun
_Kind: TypeAlias = dict[str, Any]  # an entry of data/pronouns.toml


@dataclass(frozen=True, slots=True)
class Meant:
    """The keys of the names that a pronoun brings along, and what a claim must say to take them.

    `phrase`: a thing is meant ("the port of Hallam"), and the claim must call it so. `belonging`: stems of what is
    theirs ("sein Nachfolger Jan Holm"), of which it must have one. Both are empty where a pronoun means somebody.
    """

    keys: frozenset[str]
    phrase: str = ""
    belonging: frozenset[str] = frozenset()

    def lends(self, name: str, claim: str, stems: frozenset[str]) -> bool:
        """Whether a claim with these stems may take a name from the sentence before."""
        if spelling_key(name) not in self.keys or self.phrase not in claim.lower():
            return False
        return not self.belonging or bool(self.belonging & stems)


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A name, or a noun with its determiner: the place of its first word, its words, and its attribute behind it."""

    start: int
    determiner: str
    words: tuple[str, ...]
    attribute: tuple[str, ...]
    names: tuple[str, ...]  # those among its own words


def meant(found: Evidence) -> tuple[Meant, ...]:
    """What the pronouns of a German or English sentence mean, as far as nothing else can be meant."""
    language = found.article.language
    kinds = lexicon("pronouns").get(language)
    before = found.article.text[max(0, found.sentence.start - _BEFORE) : found.sentence.start].strip()
    if not kinds or not before:
        return ()
    start, end = split_sentences(before, language)[-1]
    return tuple(_resolved(words(found.sentence.text), words(before[start:end]), kinds, found))


def _resolved(
    tokens: Sequence[str], before: Sequence[str], kinds: Sequence[_Kind], found: Evidence
) -> Iterator[Meant]:
    language = found.article.language
    for place, token in enumerate(tokens):
        kind = next((one for one in kinds if token.lower() in one["words"].split()), None)
        if kind is None:
            continue
        if _verb_is_plural(tokens, place, language):
            kind = {**kind, "plural": True}
        possessive = kind.get("possessive") and not _is_verb(tokens[place + 1 : place + 2], language)  # "ihr war"
        if _candidates(tokens[:place], kind, language) or (possessive and _has_noun(tokens[:place])):
            return  # what comes after a name may mean that one
        candidates = _candidates(before, kind, language)
        count = 2 if kind.get("plural") else 1
        if len(candidates) != count or (count == 2 and not all(one.names for one in candidates)):
            continue
        if candidates[0].names:
            belonging = _belonging(tokens[place + 1 :], language) if possessive else frozenset()
            yield Meant(_in_full([one.names for one in candidates], found.article.text), "", belonging)
        elif candidates[0].attribute:
            phrase = " ".join((candidates[0].words[-1], *candidates[0].attribute)).lower()
            yield Meant(frozenset(map(spelling_key, candidates[0].attribute)), phrase)


@cache
def _titles() -> frozenset[str]:
    return frozenset(read_words("titles.txt"))


def _candidates(tokens: Sequence[str], kind: _Kind, language: str) -> list[_Phrase]:
    """The phrases that a pronoun of a kind can mean: names, and other nouns behind no preposition."""
    return [
        phrase
        for phrase in _phrases(tokens, language)
        if _can_be(phrase, tokens[phrase.start - 1].lower() if phrase.start else "", kind, language)
    ]


def _can_be(phrase: _Phrase, before: str, kind: _Kind, language: str) -> bool:
    """Whether a pronoun of a kind can mean a phrase with this word before it."""
    fits = not phrase.determiner or phrase.determiner in kind["rivals"].split()
    titled = any(word.lower() in _titles() for word in phrase.words)
    thing, place = bool(kind.get("thing")), bool(kind.get("place"))
    if phrase.names:
        at_place = before in _AT_PLACES or is_place(" ".join(phrase.names))
        return at_place if place else not at_place and (fits or bool(kind.get("plural"))) and not (titled and thing)
    if place or kind.get("possessive") or not fits or (kind.get("person") and not titled):
        return False
    return thing or before not in role_words(language)["prepositions"]


def _phrases(tokens: Sequence[str], language: str) -> list[_Phrase]:
    """The names and the nouns with a determiner of a sentence, each with the attribute behind it."""
    determiners = frozenset(" ".join(kind["rivals"] for kind in lexicon("pronouns")[language]).split())
    opener = re.compile(lexicon("pointers")["openers"][language])
    names = set(name_words(" ".join(tokens)))
    found: list[_Phrase] = []
    place = 0
    while place < len(tokens):
        determiner = tokens[place].lower() if tokens[place].lower() in determiners else ""
        begins = place + bool(determiner)
        end = begins
        while end < len(tokens) and _goes_on(tokens, begins, end, language, bool(determiner), names):
            end += 1
        own = tuple(tokens[begins:end])
        if not own or (place == 0 and not determiner and len(own) == 1 and opener.fullmatch(own[0].lower())):
            place += 1
            continue
        last = _attribute_end(tokens, end, language)
        found.append(_Phrase(place, determiner, own, tuple(tokens[end:last]), tuple(w for w in own if w in names)))
        place = last
    return found


def _goes_on(tokens: Sequence[str], start: int, place: int, language: str, determined: bool, names: set[str]) -> bool:
    """Whether a word belongs to the phrase that begins at `start`."""
    token = tokens[place]
    if not determined:
        if place > start and is_place(tokens[place - 1]):
            return False
        title = token.lower() in _titles() or _is_named(tokens, place, names)
        return token in names or (token[0].isupper() and title)
    if token[0].isupper():
        return True
    if language == "de":
        return (place == start or tokens[place - 1][0].islower()) and bool(_ADJECTIVE.fullmatch(token))
    known = is_stop_word(token, language) or token in role_words(language)["prepositions"]
    return not known and not token.endswith("ed") and place - start < 4


def _is_named(tokens: Sequence[str], place: int, names: set[str]) -> bool:
    """Whether a noun stands right before a name and so tells what it is: "Verkehrsministerin Hanna Vossberg"."""
    return place + 1 < len(tokens) and tokens[place + 1] in names and not is_stop_word(tokens[place], "de")


def _is_verb(following: Sequence[str], language: str) -> bool:
    return any(token in auxiliaries(language) or verb_words([token], language) for token in following)


def _has_noun(tokens: Sequence[str]) -> bool:
    return any(token[0].isupper() for token in tokens[1:]) or (len(tokens) > 1 and tokens[0][0].isdigit())


def _attribute_end(tokens: Sequence[str], place: int, language: str) -> int:
    """Where the attribute ends that may stand behind a noun: "der Stadt Worms", "of Hallam"."""
    if place >= len(tokens) or tokens[place] not in _ATTRIBUTE[language]:
        return place
    end = place + 1
    while end < len(tokens) and (tokens[end][0].isupper() or tokens[end] in ("the", "der", "dem")):
        end += 1
    return end if end > place + 1 else place


def _in_full(named: Sequence[Sequence[str]], text: str) -> frozenset[str]:
    """The keys of names, and of the other names that stand before them elsewhere in the article."""
    keys = {spelling_key(word) for run in named for word in run}
    last = {spelling_key(run[-1]) for run in named}
    names = set(name_words(text))
    run: list[str] = []
    for token in words(text):
        run = [*run, spelling_key(token)] if token in names else []
        if run and run[-1] in last:
            keys.update(run)
    return frozenset(keys - {""})


def _verb_is_plural(tokens: Sequence[str], place: int, language: str) -> bool:
    """Whether the verb beside German "sie" is in the plural; English pronouns show it themselves."""
    if language != "de" or tokens[place].lower() != "sie":
        return False
    beside = [*tokens[place + 1 : place + 2], *tokens[max(0, place - 1) : place]]
    verbs = [token.lower() for token in beside if token[0].islower()]
    return any(verb.endswith("n") and (verb in auxiliaries("de") or not is_stop_word(verb, "de")) for verb in verbs)


def _belonging(after: Sequence[str], language: str) -> frozenset[str]:
    """The stems of what stands behind a possessive pronoun: "sein neuer Nachfolger Jan Holm"."""
    found: set[str] = set()
    for place, token in enumerate(after):
        if token[0].islower() and ((found and place > 2) or is_stop_word(token, language)):
            break
        if language == "de" and token[0].islower() and (found or not _ADJECTIVE.fullmatch(token)):
            break
        if language != "de" or token[0].isupper():
            found.update(word_stems(token, language))
    return frozenset(found)
