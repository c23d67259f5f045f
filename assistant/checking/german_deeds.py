"""Who does what to whom in a German sentence: by the order of words, the case of determiners and the passive."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.checking.clauses import clauses
from assistant.checking.deeds import Frame, deed, role_words
from assistant.checking.verbs import auxiliaries, determiners, prefixes, verb_key, verb_words
from assistant.language.words import is_stop_word, read_words, word_stems, words

_PARTICIPLE = re.compile(r"\w*ge\w{2,}(?:t|en)|(?:be|er|ver|zer|ent)\w{2,}(?:t|en)|\w+iert")
# A relative clause that `relatives` leaves as it is, since it may be read both ways.
_BOTH_WAYS = re.compile(r"[^,]+,\s(?:[a-zäöü]+\s)?(?:die|das|der|den|dem|denen|deren|dessen)\s[^,]+")
_BEING = frozenset(("ist", "sind", "war", "waren", "sei", "seien"))
_ADJECTIVE = re.compile(r".{2,}(?:e|en|er|es|em)")


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A run of capitalised words. `part`: subject, object or by (the doer of a passive), "" for anything else."""

    stems: frozenset[str]
    part: str
    start: int = 0  # place of its first word


def german_frames(text: str) -> Iterator[Frame]:
    """The deeds of a German sentence, as far as rules tell them."""
    data = role_words("de")
    before: frozenset[str] = frozenset()
    for clause in clauses(text, "de"):
        tokens = words(clause.text)
        relative = tokens[0] in data["relative"] or _BOTH_WAYS.fullmatch(clause.text)
        if relative and (verb_words(tokens[-1:], "de") or tokens[-1] in auxiliaries("de")):
            continue
        passive = any(token.lower() in data["passive"] for token in tokens)
        verbs = _deeds_of(tokens)
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
        for word, name in verbs:
            if passive and (by or any(token.lower() in data["surely_passive"] for token in tokens)):
                yield Frame(word, name, by, first or (before if joined else frozenset()), others - by - first, True)
            elif not (passive and _PARTICIPLE.fullmatch(word)):
                yield Frame(word, name, doer, done_to, others - doer - done_to, bool(objects))
        before = doer


def _has_pronoun(tokens: Sequence[str], phrases: Sequence[_Phrase], data: dict[str, frozenset[str]]) -> bool:
    """Whether a pronoun is the subject: "er" always, "sie" and "es" where no other subject stands before them."""
    first = min((phrase.start for phrase in phrases if phrase.part == "subject"), default=len(tokens))
    return any(
        token.lower() in data["pronouns"] or (token.lower() in data["either"] and place < first)
        for place, token in enumerate(tokens)
    )


def _deeds_of(tokens: Sequence[str]) -> list[tuple[str, str]]:
    """The main verbs of a clause, each with the deed that it names."""
    data = role_words("de")
    last = tokens[-1].lower() if tokens else ""
    found = []
    for token in verb_words(tokens, "de"):
        if token.lower() in data["symmetric"] and last not in prefixes("parting"):
            continue
        if last in _BEING and [token, tokens[-1]] == [*tokens[-2:]] and not _PARTICIPLE.fullmatch(token.lower()):
            continue  # "der 3.100 Jahre alt ist"
        key = verb_key(token, "de")
        if last in prefixes("parting") and token.lower() != last:
            key = last + key
        found.append((token, deed(key, "de")))
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
    return frozenset(read_words("sentence_openers_de.txt")) | role_words("de")["openers"]


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
