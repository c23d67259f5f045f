"""Who did it to whom: subject and object of a claim's verbs against those of its cited sentences.

Read off the order of words, the case of determiners and the passive, where no event of the sentence says it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.checking.case import Case, Verdict, Verdicts, lexicon
from assistant.checking.clauses import clauses
from assistant.checking.verbs import determiners, prefixes, verb_key, verb_words
from assistant.language.names import name_words
from assistant.language.words import is_stop_word, read_words, stems, word_stems, words

_PARTICIPLE = re.compile(r"\w*ge\w{2,}(?:t|en)|(?:be|er|ver|zer|ent)\w{2,}(?:t|en)|\w+iert")
_ADJECTIVE = re.compile(r".{2,}(?:e|en|er|es|em)")
_ENGLISH_VERB = re.compile(r"\w{3,}ed$")


@dataclass(frozen=True, slots=True)
class Frame:
    """One deed in one clause: stems of who does it, of whom it is done to, and of all others that it names."""

    deed: str
    doer: frozenset[str]
    done_to: frozenset[str]
    others: frozenset[str] = frozenset()
    marked: bool = True  # whether a case or the passive shows it, not the order of words alone


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A run of capitalised words. `part`: subject, object or by (the doer of a passive), "" for anything else."""

    stems: frozenset[str]
    part: str
    start: int = 0  # place of its first word


@lru_cache(maxsize=1024)
def frames(text: str, language: str) -> tuple[Frame, ...]:
    """The deeds of a sentence, as far as rules tell them; none in languages that have no rules here."""
    if language == "de":
        return tuple(_german(text))
    if language == "en":
        return tuple(_english(text))
    return ()


def roles_stand(case: Case) -> Verdicts:
    """Whoever does something in the claim does it in a cited sentence too, where that has the same deed."""
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


def _german(text: str) -> Iterator[Frame]:
    data = _data("de")
    before: frozenset[str] = frozenset()
    for clause in clauses(text, "de"):
        tokens = words(clause.text)
        if tokens[0] in data["relative"] and verb_words(tokens[-1:], "de"):
            continue
        passive = any(token.lower() in data["passive"] for token in tokens)
        verbs = _german_deeds(tokens)
        phrases = _phrases(tokens, data)
        pronoun = _has_pronoun(tokens, phrases, data)
        if pronoun:
            phrases = [_Phrase(one.stems, "object" if one.part == "subject" else one.part) for one in phrases]
        subjects = [phrase.stems for phrase in phrases if phrase.part == "subject"]
        objects = [phrase.stems for phrase in phrases if phrase.part == "object"]
        if (
            len(tokens) > 1
            and tokens[0].lower() in ("und", "oder", "aber")
            and any(tokens[1] == word for word, _ in verbs)
        ):
            objects, subjects = subjects + objects, []
        first, rest = frozenset().union(*subjects[:1]), frozenset().union(*subjects[1:])
        joined = bool(tokens) and tokens[0].lower() in ("und", "oder", "aber")
        doer = first or (before if joined and not pronoun else frozenset())
        done_to = rest.union(*objects)
        by = frozenset().union(*(phrase.stems for phrase in phrases if phrase.part == "by"))
        others = frozenset().union(*(phrase.stems for phrase in phrases))
        for word, deed in verbs:
            if passive and (by or any(token.lower() in data["surely_passive"] for token in tokens)):
                yield Frame(deed, by, first or (before if joined else frozenset()), others - by - first, True)
            elif not (passive and _PARTICIPLE.fullmatch(word)):
                yield Frame(deed, doer, done_to, others - doer - done_to, bool(objects))
        before = doer


def _has_pronoun(tokens: Sequence[str], phrases: Sequence[_Phrase], data: dict[str, frozenset[str]]) -> bool:
    """Whether a pronoun is the subject: "er" always, "sie" and "es" where no other subject stands before them."""
    first = min((phrase.start for phrase in phrases if phrase.part == "subject"), default=len(tokens))
    return any(
        token.lower() in data["pronouns"] or (token.lower() in data["either"] and place < first)
        for place, token in enumerate(tokens)
    )


def _german_deeds(tokens: Sequence[str]) -> list[tuple[str, str]]:
    """The main verbs of a clause, each with the deed that it names."""
    data = _data("de")
    last = tokens[-1].lower() if tokens else ""
    found = []
    for token in verb_words(tokens, "de"):
        if token.lower() in data["symmetric"]:
            continue
        key = verb_key(token, "de")
        if last in prefixes("parting") and token.lower() != last:
            key = last + key
        found.append((token, _deed(key, "de")))
    return found


def _phrases(tokens: Sequence[str], data: dict[str, frozenset[str]]) -> list[_Phrase]:
    """The runs of capitalised words of a German clause, each with its part."""
    phrases: list[_Phrase] = []
    position = last = 0
    while position < len(tokens):
        if not _is_noun(tokens, position):
            position += 1
            continue
        end = position + 1
        adverbial = _is_adverbial(tokens[position], data)
        while not adverbial and end < len(tokens) and _is_noun(tokens, end) and not _is_adverbial(tokens[end], data):
            end += 1
        run = tokens[position:end]
        found = frozenset(stem for token in run for stem in word_stems(token, "de"))
        measured = bool(phrases) and position == last and tokens[last - 1].lower() in data["measures"]
        part = "" if adverbial or measured else _part(tokens, position, data)
        if part == "by" and phrases and phrases[-1].part == "by" and position - last == 1:
            part = ""  # "vom Aufsichtsrat von Halmbrecht"
        if _joined(tokens, position, last) and phrases:
            phrases[-1] = _Phrase(phrases[-1].stems | found, phrases[-1].part, phrases[-1].start)
        else:
            phrases.append(_Phrase(found, part, position))
        position = last = end
    return phrases


@cache
def _openers() -> frozenset[str]:
    return frozenset(read_words("sentence_openers_de.txt")) | _data("de")["openers"]


def _is_adverbial(token: str, data: dict[str, frozenset[str]]) -> bool:
    """Whether a noun tells when or how much: "Ende", "Dienstagabend", "Euro"."""
    return token.lower() in data["adverbial"] or token.lower().startswith(tuple(data["weekdays"]))


def _joined(tokens: Sequence[str], position: int, last: int) -> bool:
    """Whether nothing but "und" and small words stand between a phrase and the one before it."""
    between = tokens[last:position]
    return (
        bool(between)
        and between[0] in ("und", "oder", "sowie")
        and all(word[0].islower() and (word in determiners() or _ADJECTIVE.fullmatch(word)) for word in between[1:])
    )


def _is_noun(tokens: Sequence[str], position: int) -> bool:
    token = tokens[position]
    small = token.lower()
    if not token[0].isupper() or is_stop_word(token, "de") or small in determiners():
        return False
    return position > 0 or small not in _openers()


def _part(tokens: Sequence[str], position: int, data: dict[str, frozenset[str]]) -> str:
    """What a phrase is, by the determiner or preposition before it, adjectives and numbers between."""
    place = position - 1
    while place >= 0 and _is_attribute(tokens[place]):
        place -= 1
    word = tokens[place].lower() if place >= 0 else ""
    ahead = tokens[place - 1] if place >= 1 else ""
    if word in data["by"] or (word in determiners() and ahead.lower() in data["by"]):
        return "by"
    if word in data["prepositions"] or (word in determiners() and ahead.lower() in data["prepositions"]):
        return ""
    if word in data["oblique"]:
        return "" if word in data["genitive"] and ahead[:1].isupper() else "object"
    if word == "der" and ahead and ahead[0].isupper():
        return ""
    if word == "der" and place and is_stop_word(ahead, "de") is False and ahead[0].islower():
        return "subject" if place <= 1 else "object"
    return "subject"


def _is_attribute(token: str) -> bool:
    """Whether a word is a number or looks like an adjective."""
    if token[0].isdigit():
        return True
    small = token[0].islower() and token not in determiners() and not is_stop_word(token, "de")
    return small and bool(_ADJECTIVE.fullmatch(token))


def _english(text: str) -> Iterator[Frame]:
    data = _data("en")
    tokens = words(text)
    places = [place for place, token in enumerate(tokens) if _is_english_verb(token, data)]
    before: frozenset[str] = frozenset()
    for number, place in enumerate(places):
        end = places[number + 1] if number + 1 < len(places) else len(tokens)
        rest = [token.lower() for token in tokens[place + 1 : end]]
        if not number:
            before = _english_subject(tokens[:place], data)
        if tokens[place - 1].lower() in data["relative"]:
            before = _last_name(tokens[: place - 1])
        elif number and tokens[place - 1].lower() not in ("and", "or", "but"):
            before = frozenset()  # whose deed this is, the order of words alone does not tell
        deed = _deed(verb_key(tokens[place], "en"), "en")
        ahead = {token.lower() for token in tokens[max(0, place - 3) : place]}
        if ahead & data["passive"] or rest[:1] == ["by"]:
            by = rest.index("by") if "by" in rest else None
            doer = _english_side(tokens[place + 2 + by : end], data) if by is not None else frozenset()
            yield Frame(deed, doer, before)
        else:
            yield Frame(deed, before, _english_side(tokens[place + 1 : end], data))


def _english_subject(tokens: Sequence[str], data: dict[str, frozenset[str]]) -> frozenset[str]:
    """Stems of the subject before a verb; where a preposition opens the stretch, of its last capitalised words."""
    if not tokens or tokens[0].lower() not in data["prepositions"]:
        return _english_side(tokens, data)
    return frozenset() if tokens[0][0].islower() else _last_name(tokens[1:])


def _last_name(tokens: Sequence[str]) -> frozenset[str]:
    """Stems of the capitalised words that a stretch ends with."""
    place = len(tokens)
    while place and tokens[place - 1][0].isupper():
        place -= 1
    return frozenset(stem for token in tokens[place:] for stem in word_stems(token, "en"))


def _is_english_verb(token: str, data: dict[str, frozenset[str]]) -> bool:
    word = token.lower()
    if word in data["symmetric"] or token[0].isupper():
        return False
    return word in _deeds("en") or bool(_ENGLISH_VERB.search(word)) or verb_key(word, "en") in _deeds("en")


def _english_side(tokens: Sequence[str], data: dict[str, frozenset[str]]) -> frozenset[str]:
    """Stems of the words of one side of a verb, up to its first preposition after a name or noun."""
    found: set[str] = set()
    for token in tokens:
        if token.lower() in data["prepositions"]:
            if found:
                break
            continue
        found.update(word_stems(token, "en"))
    return frozenset(found)


def _deed(key: str, language: str) -> str:
    return _deeds(language).get(key, key)


@cache
def _deeds(language: str) -> dict[str, str]:
    """Verb key → the first verb of its line among the deeds."""
    found: dict[str, str] = {}
    for line in lexicon("roles")["deeds"].get(language, []):
        listed = [verb_key(word, language) for word in line.split()]
        found.update({key: listed[0] for key in listed if key not in found})
    return found


@cache
def _data(language: str) -> dict[str, frozenset[str]]:
    return {name: frozenset(text.split()) for name, text in lexicon("roles")[language].items()}
