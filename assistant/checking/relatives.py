"""A sentence without its relative clauses, and each of these as a sentence of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.checking.deeds import role_words
from assistant.checking.verbs import auxiliaries, determiners, verb_words
from assistant.language.words import is_stop_word, words

_CLAUSE = {
    "de": re.compile(
        r",\s+(?P<clause>(?:\w+\s)??(?:der|die|das|den|dem|deren|dessen|denen)\s[^,;:()„“”«»\"]+?)(?P<end>,|[.!?]*$)"
    ),
    "en": re.compile(r",\s+(?P<clause>(?:who|which|whom|whose)\s[^,;:()“”\"]+?)(?P<end>,|[.!?]*$)"),
}
_BARE = re.compile(r"(?<=\w)\s+(?P<clause>(?:that|which|who)\s)")  # English alone leaves the comma out
_GOES_ON = re.compile(r"\b(?:and|or|to|has|had|have|is|was|were|are|been|be|will|would|not)\s+$")
_TOKEN = re.compile(r"[\w’'-]+")
_ARTICLES = frozenset(("a", "an", "the", "his", "her", "its", "their"))
_GENITIVE = frozenset(("der", "des"))
_OF = frozenset(("of", "for", "from", "in", "von", "vom", "aus", "im", "für", "auf"))  # begins an attribute
_EVENT = {
    "de": re.compile(
        r"(?:Nach|Vor|Bei|Wegen|Trotz|Während|Infolge|Angesichts) (?:de[mrs]|eine[mrs]|seine[mrs]|ihre[mrs])\b"
        r"(?! (?:Angaben|Ansicht|Auffassung|Darstellung|Meinung|Worten)\b)"
    ),
    "en": re.compile(r"(?:After|Before|During|Following|Despite|Amid) (?:the|a|an|his|her|its|their|\w+['’]s)\b"),
}


@lru_cache(maxsize=2048)
def unfolded(text: str, language: str) -> tuple[str, ...]:
    """The main sentence first, then each relative clause as a sentence; the text alone where there is none.

    German and English: "Alma Reuter opened the ferry" of "the ferry, which Alma Reuter opened, is new", "Den Preis
    Nele Ost erhält" of "der Preis, den Nele Ost erhält". What a clause is about is the noun phrase before it. Where
    that may do it as well as have it done, the clause stays as it is: "die Fähre, die Alma Reuter taufte".
    """
    pattern = _CLAUSE.get(language)
    found: list[str] = []
    position = 0
    while pattern and (match := pattern.search(text, position)):
        about = _noun_phrase(text[: match.start()], language)
        if not about or not _is_clause(match["clause"], language):
            position = match.start() + 1
            continue
        found.append(_sentence(about, match["clause"].strip(), language))
        rest = text[match.end() :] if match["end"] == "," else match["end"]
        text, position = text[: match.start()] + rest, match.start()
    if language == "en" and (split := _without_comma(text)):
        text, clause = split
        found.append(clause)
    return (text, *found)


def _is_clause(stretch: str, language: str) -> bool:
    """Whether a stretch that begins with such a pronoun has a verb; a German relative clause ends with it."""
    tokens = words(stretch)
    if language == "de":
        first = tokens[0] if tokens[0] in role_words("de")["relative"] else ""
        if not first and tokens[0] not in role_words("de")["prepositions"]:
            return False
        return tokens[-1] in auxiliaries("de") or tokens[-1] in verb_words(tokens, "de")[-1:]
    return bool(_verb_places(stretch))


def _sentence(about: str, clause: str, language: str) -> str:
    """A relative clause as a sentence about the noun phrase before it."""
    pronoun, _, rest = clause.partition(" ")
    if language == "de":
        head, _, bare = about.partition(" ")
        bare = bare if bare and head.lower() in determiners() else about
        plain = pronoun in ("der", "den", "dem", "denen") or (
            pronoun in ("die", "das") and not _may_have_subject(rest)
        )
        return f"{pronoun.capitalize()} {bare} {rest}" if plain else f"{about}, {clause}"
    places = _verb_places(rest)
    if pronoun.lower() == "whose" or not places:
        return f"{about}, {clause}"
    if rest[:1].islower() and rest.split()[0] not in _ARTICLES:
        return f"{about} {rest}"
    end = places[0]
    for match in _TOKEN.finditer(rest, places[0]):
        if match.start() not in places:
            break
        end = match.end()
    return f"{rest[:end]} {about}{rest[end:]}"


def _may_have_subject(rest: str) -> bool:
    """Whether a German clause has a noun that neither a case nor a preposition keeps from being its subject."""
    data = role_words("de")
    tokens = words(rest)
    free = True
    for before, token in zip(("", *tokens), tokens, strict=False):
        small = token.lower()
        if small in data["prepositions"] or small in data["oblique"] or small[0].isdigit():
            free = False
        elif token[0].isupper() and small not in data["adverbial"] and small not in data["measures"]:
            if free:
                return True
        elif is_stop_word(token, "de") and not before[:1].isupper():
            free = True  # "der" behind a noun is a genitive
    return False


def _noun_phrase(before: str, language: str) -> str:
    """The noun phrase that a text ends with, its attributes with it: "the council of Wexley"."""
    start = len(before)
    for match in reversed(list(re.finditer(r"[\w’'.-]+|[^\w\s]", before))):
        if not _belongs(match[0], language):
            break
        start = match.start()
    tokens = before[start:].split()
    for place in range(len(tokens) - 1, 0, -1):
        opens = determiners() - _OF if language == "de" else _ARTICLES
        if tokens[place] in opens and tokens[place] not in _GENITIVE and tokens[place - 1].lower() not in _OF:
            tokens = tokens[place:]
            break
    while tokens and (tokens[0].lower() in role_words(language)["prepositions"] or _is_adverbial(tokens[0])):
        del tokens[0]
    found = " ".join(tokens)
    return found if language != "de" or any(token[0].isupper() for token in tokens) else ""


def _is_adverbial(token: str) -> bool:
    return token.lower() in role_words("de")["adverbial"]


def _belongs(token: str, language: str) -> bool:
    """Whether a word may be part of a noun phrase: no verb, no conjunction, no pronoun."""
    small = token.lower()
    if not token[0].isalnum():
        return False
    if token[0].isupper() or token[0].isdigit() or small in determiners() or small in _ARTICLES:
        return True
    if small in role_words(language)["prepositions"]:
        return small in _OF
    known = is_stop_word(small, language) or small in auxiliaries(language)
    return not known and not verb_words(["X", small, "X"], language)


def _without_comma(text: str) -> tuple[str, str] | None:
    """Main sentence and clause of "The farm that the council approved on Thursday is planned by Green"."""
    for match in _BARE.finditer(text):
        about, after = _noun_phrase(text[: match.start()], "en"), text[match.end() :]
        if not about or not text.startswith(about) or re.search(r"[,;:]", after):
            continue
        ends = [place for place in _verb_places(after)[1:] if not _GOES_ON.search(after[:place])]
        if ends:
            told = match["clause"] + after[: ends[0]].strip()
            return f"{about} {after[ends[0] :]}", _sentence(about, told, "en")
    return None


def _verb_places(text: str) -> list[int]:
    """Where the verbs of an English text begin, auxiliaries among them."""
    verbs: Sequence[str] = verb_words(words(text), "en")
    return [
        match.start() for match in _TOKEN.finditer(text) if match[0] in verbs or match[0].lower() in auxiliaries("en")
    ]


def fronted(text: str, language: str) -> tuple[str, str] | None:
    """What happened before, and the rest: "Nach dem Dammbruch in Wellen | mussten 80 Menschen ihre Häuser verlassen".

    None where a clause does not begin so. What it begins with is an event that another sentence may tell.
    """
    begins = _EVENT.get(language)
    if begins is None or not begins.match(text):
        return None
    if language == "en":
        event, comma, rest = text.partition(", ")
        return (event, rest) if comma and not _verb_places(event) else None
    tokens = words(text)
    verbs = {*verb_words(tokens, language), *(token for token in tokens if token in auxiliaries(language))}
    end = next((match.start() for match in _TOKEN.finditer(text) if match[0] in verbs), 0)
    return (text[:end].rstrip(), text[end:]) if end else None
