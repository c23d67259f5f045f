"""Where people are named: the names the tagger found, without what is none, and family names that come again."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cache

from assistant.language.alike import is_given_name
from assistant.language.names import is_common_noun
from assistant.language.people.offices import is_head, offices
from assistant.language.people.spans import Mention, follows_office, named_people
from assistant.language.places import country_of, is_place
from assistant.language.spelling import GENITIVE, POSSESSIVE
from assistant.language.words import is_stop_word, read_words
from assistant.types import NameSpan

_NEXT_NOUN = re.compile(r"\s+(?:[a-zäöüß]+(?:e|en|er|es|em)\s+)?([A-ZÄÖÜ][a-zäöüß]+)")
_NEXT_NAME = re.compile(r"\s+[A-ZÄÖÜА-ЯЁ][a-zäöüßа-яё-]+")
_BEFORE = re.compile(r"([^\W\d_]+)\s+$")
# "Die Ermordung Walther Rathenaus": behind what somebody did or suffered a name is a genitive.
_ACT_BEFORE = re.compile(r"(?:ung|[Tt]od(?:es)?|[Bb]esuchs?|[Rr]ücktritts?|[Rr]eise|nahme|[Ww]ahl|[Aa]ussagen?)\s+$")
_ALONE = 0.5  # a single word that the tagger is less sure of, and that no full name repeats, is dropped
_UNSURE = 0.35  # a longer name that the tagger is less sure of is dropped
_SURE = 0.7  # what it takes where the last word is also an ordinary noun ("Vogel", "Feld")


def find_mentions(text: str, language: str, names: Sequence[NameSpan]) -> list[Mention]:
    """All mentions of people, in order, none overlapping: those the tagger gives and family names that come again."""
    people, others = named_people(text, language, names)
    said = {word for one in people for word in one.name.split()}
    plain = [_without_genitive(text, language, one, said) for one in _apart(people)]
    full = [one for one in plain if one.parsed.full and _is_full_name(text, language, one)]
    words = {word for one in full for word in one.name.split()}
    kept = full + [
        one for one in plain if not one.parsed.full and (one.name in words or _is_single_name(text, language, one))
    ]
    taken = [(one.start, one.end) for one in kept] + [(one.start, one.end) for one in others if one.score >= _ALONE]
    return _apart([*kept, *_said_again(text, language, full, taken)])


def _apart(mentions: Iterable[Mention]) -> list[Mention]:
    """The mentions in order, of overlapping ones the longest."""
    chosen: list[Mention] = []
    for one in sorted(mentions, key=lambda one: (one.start, one.start - one.end)):
        if chosen and one.start < chosen[-1].end:
            if one.end - one.start > chosen[-1].end - chosen[-1].start:
                chosen[-1] = one
        else:
            chosen.append(one)
    return chosen


def _without_genitive(text: str, language: str, mention: Mention, said: AbstractSet[str]) -> Mention:
    """The mention with its name in the plain form: "Putins Besuch" → Putin, "Biden's" → Biden."""
    name = POSSESSIVE.sub("", mention.name)
    if name == mention.name and language == "de" and (bare := GENITIVE.sub("", name)) != name and len(bare) > 2:
        noun = _NEXT_NOUN.match(text, mention.end)
        of_act = " " in name and _ACT_BEFORE.search(text, max(0, mention.start - 40), mention.start)
        if bare.split()[-1] in said or (noun and is_common_noun(noun[1])) or of_act:
            name = bare
    return mention if name == mention.name else Mention(mention.start, mention.end, name, mention.score)


def _is_full_name(text: str, language: str, mention: Mention) -> bool:
    """Whether a name of several words can be a person's: no institution, no place, no date, no heading."""
    words = mention.name.split()
    if any(letter.isdigit() or letter in "@_%&" for letter in mention.name):
        return False
    if any(word.lower() in _calendar() or (is_stop_word(word, language) and word[0].isupper()) for word in words):
        return False
    if all(is_place(word) or bool(country_of(word)) for word in words) or is_place(mention.name):
        return False
    sure = mention.score >= _SURE and country_of(words[0]) != country_of(words[-1])
    if country_of(words[0]) and not is_given_name(words[0]) and not sure:  # "Nancy Faeser" is somebody
        return False
    if is_given_name(words[0]) or follows_office(text, language, mention.start):
        return True
    noun = language == "de" and is_common_noun(words[-1])
    return mention.score >= (_SURE if noun else _UNSURE)


def _is_single_name(text: str, language: str, mention: Mention) -> bool:
    """Whether one word can be a person's name that no full name in the article explains."""
    name = mention.name
    lower = name.lower()
    if mention.score < _ALONE or len(lower.rstrip(".")) < 2 or not name.replace("-", "").replace("'", "").isalpha():
        return False
    if lower in _calendar() or is_stop_word(name, language) or (name.isupper() and len(name) < 6):
        return False
    if is_place(name) or country_of(name) or is_head(name, language) or lower in offices(language).address:
        return False
    return language != "de" or not is_common_noun(name) or follows_office(text, language, mention.start)


@cache
def _calendar() -> frozenset[str]:
    return frozenset(read_words("calendar_words.txt"))


def _said_again(
    text: str, language: str, full: Sequence[Mention], taken: Sequence[tuple[int, int]]
) -> Iterator[Mention]:
    """Family names of full names where they stand alone and the tagger missed them."""
    families = {one.name.split()[0 if one.parsed.family_first else -1].rstrip(".") for one in full}
    covered = sorted(taken)
    starts = [start for start, _ in covered]
    for family in sorted(families):
        if len(family) < 3 or not family[0].isupper() or is_place(family):
            continue
        if language == "de" and is_common_noun(family):
            continue
        for match in re.finditer(rf"(?<![\w-]){re.escape(family)}(?:'s|’s|s)?(?![\w-])", text):
            place = bisect_left(starts, match.end())
            if place and covered[place - 1][1] > match.start():
                continue
            before = _BEFORE.search(text, max(0, match.start() - 20), match.start())
            if before and before[1].lower() in _articles():
                continue
            if _NEXT_NAME.match(text, match.end()) and (language != "de" or full_name_follows(text, match.start())):
                continue
            yield Mention(match.start(), match.end(), family, 1.0)


def full_name_follows(text: str, start: int) -> bool:
    """Whether a word begins a name of three parts ("Kim Jong Un"), which the tagger did not find."""
    return bool(re.compile(r"[A-Z][a-z]+ [A-Z][a-z]+[ -][A-Z]?[a-z]+(?!\w)").match(text, start))


@cache
def _articles() -> frozenset[str]:
    return frozenset(read_words("articles_de.txt")) | {"the", "a", "an"}
