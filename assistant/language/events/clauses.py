"""Sentences cut into clauses: main clauses, subordinate and relative ones, infinitives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from assistant.language.events.frames import Lexicon
from assistant.language.events.tokens import Token
from assistant.language.events.verb_words import auxiliaries, is_verb

ClauseKind: TypeAlias = Literal["main", "subordinate", "relative", "infinitive"]


@dataclass(slots=True, eq=False)
class Clause:
    """The tokens of a clause, not always one run; `opener` is the conjunction or relative pronoun it begins with.

    `above` is the clause that governs it, `before` the one it shares its subject and auxiliary with ("und").
    """

    tokens: list[Token]
    kind: ClauseKind = "main"
    opener: str = ""
    above: Clause | None = None
    before: Clause | None = None
    after: Clause | None = None
    verbs: frozenset[int] = field(default_factory=frozenset)
    antecedent: Token | None = None

    def has(self, *words: str) -> bool:
        """Whether one of the words, in lower case, stands in the clause."""
        return any(token.lower in words for token in self.tokens)


def split_clauses(tokens: Sequence[Token], lexicon: Lexicon) -> list[Clause]:
    """The clauses of a sentence in order of their beginnings."""
    verbs = {id(token) for index, token in enumerate(tokens) if is_verb(tokens, index, lexicon)}
    clauses: list[Clause] = []
    main: Clause | None = None
    current: Clause | None = None
    for segment in _segments(tokens):
        has_verb = any(id(token) in verbs for token in segment)
        kind, opener = _kind(segment, lexicon, has_verb, verbs)
        hard = segment[0].kind == "break"
        if kind != "main" and (has_verb or opener):
            above = current if current and current.kind != "main" and not hard else main
            antecedent = _antecedent(tokens, segment) if kind == "relative" else None
            current = Clause(list(segment), kind, opener, above or main, antecedent=antecedent)
            clauses.append(current)
            continue
        open_below = current is not None and current.kind != "main" and not _closed(current, verbs)
        if current and open_below and not hard:
            current.tokens.extend(segment)
        elif (
            main
            and not hard
            and (not has_verb or _waits(main, segment, verbs, lexicon) or _ends_before_and(segment, verbs, lexicon))
        ):
            main.tokens.extend(segment)
            current = main
        else:
            current = Clause(list(segment), above=main if main and not hard else None)
            main = current
            clauses.append(current)
    if lexicon.language == "en":
        clauses = [part for clause in clauses for part in _cut(clause, verbs, lexicon)]
    return [part for clause in clauses for part in _parts(clause, verbs, lexicon)]


def _cut(clause: Clause, verbs: set[int], lexicon: Lexicon) -> list[Clause]:
    """An English clause cut where another begins without a comma: "said he met ...", "the school that she visits"."""
    words = lexicon.words
    for index in range(1, len(clause.tokens) - 1):
        token, before = clause.tokens[index], clause.tokens[index - 1]
        rest = clause.tokens[index:]
        opens = token.kind == "word" and token.lower in words["subordinators"] | words["relatives"]
        spoken = id(before) in verbs and _only_speaks(before, lexicon)
        subject = token.kind == "entity" or token.lower in words["pronouns_subject"] | words["determiners"]
        has_verb = any(id(other) in verbs for other in rest[1:])
        if all(other.kind == "comma" for other in clause.tokens[:index]):
            continue
        if not has_verb or (not any(id(other) in verbs for other in clause.tokens[:index]) and not opens):
            continue
        if opens and (token.lower not in ("after", "before", "since", "as") or _finite_follows(rest, verbs)):
            told = any(_speaks(other, lexicon) for other in clause.tokens[:index]) and token.lower == "that"
            relative = token.lower in words["relatives"] and not spoken and not told
            kind: ClauseKind = "relative" if relative else "subordinate"
            cut = Clause(rest, kind, token.lower, clause)
            cut.antecedent = before if relative and before.kind == "entity" else None
        elif spoken and subject:
            cut = Clause(rest, "subordinate", "that", clause)
        else:
            continue
        clause.tokens = clause.tokens[:index]
        return [clause, *_cut(cut, verbs, lexicon)]
    return [clause]


def _speaks(token: Token, lexicon: Lexicon) -> bool:
    return any(form.frame.action == "statement" for form in lexicon.verbs.get(token.lower, ()))


def _only_speaks(token: Token, lexicon: Lexicon) -> bool:
    """Whether a verb is one of speaking and nothing else: "dismissed the minister" tells whom."""
    forms = lexicon.verbs.get(token.lower, ())
    return bool(forms) and all(form.frame.action == "statement" for form in forms)


def _finite_follows(rest: Sequence[Token], verbs: set[int]) -> bool:
    """Whether a clause follows and no noun or gerund ("after she met" against "after meeting", "after a defeat")."""
    subject = rest[1].kind == "entity" or rest[1].lower in (
        "he",
        "she",
        "they",
        "it",
        "the",
        "a",
        "his",
        "her",
        "their",
    )
    return subject and any(id(token) in verbs and not token.lower.endswith("ing") for token in rest[2:])


def _segments(tokens: Sequence[Token]) -> list[list[Token]]:
    """Runs between commas and harder marks; each begins with its mark."""
    segments: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind in ("comma", "break") and segments[-1]:
            segments.append([])
        segments[-1].append(token)
    return [segment for segment in segments if any(token.kind in ("word", "entity", "time") for token in segment)]


def _words(segment: Sequence[Token]) -> list[Token]:
    return [token for token in segment if token.kind in ("word", "entity", "time")]


def _kind(segment: Sequence[Token], lexicon: Lexicon, has_verb: bool, verbs: set[int]) -> tuple[ClauseKind, str]:
    words = _words(segment)
    first = words[0].lower
    second = words[1].lower if len(words) > 1 else ""
    marked = segment[0].kind == "comma"
    if first in ("und", "aber", "and", "but") and second in lexicon.words["subordinators"]:
        first, second = second, ""
    if first in lexicon.words["subordinators"] and (has_verb or lexicon.language == "de"):
        prepositional = first in ("während", "statt", "ohne", "um", "seit") and not _is_zu(words, verbs)
        if not prepositional and not (first in ("als", "wie") and not has_verb):
            return ("infinitive" if _is_zu(words, verbs) else "subordinate"), first
    helping = [token for token in words if token.lower in auxiliaries(lexicon)]
    ends_in_verb = id(words[-1]) in verbs and (not helping or words[-1] in helping)
    relative = first if first in lexicon.words["relatives"] else ""
    if not relative and first in lexicon.words["prepositions"] and second in lexicon.words["relatives"]:
        relative = second if lexicon.language == "en" or (words[2:] and not words[2].is_noun) else ""
    if marked and relative and has_verb and (ends_in_verb or lexicon.language == "en"):
        return "relative", first
    if marked and _is_zu(words, verbs) and lexicon.language == "de":
        return "infinitive", ""
    return "main", ""


def _is_zu(words: Sequence[Token], verbs: set[int]) -> bool:
    """Whether a German segment ends in an infinitive with "zu"."""
    if words[-1].lower == "haben" and len(words) > 2 and words[-2].lower == "zu":
        return True
    if words[-1].lower in ("sein", "werden", "können") and len(words) > 2 and words[-2].lower == "zu":
        return True
    zu = len(words) > 1 and words[-2].lower == "zu" and words[-1].lower.endswith("n")
    return zu or ("zu" in words[-1].lower[2:-4] and words[-1].lower.endswith("en") and id(words[-1]) in verbs)


def _closed(clause: Clause, verbs: set[int]) -> bool:
    """Whether a subordinate clause has its verb: at the end in German."""
    words = _words(clause.tokens)
    return bool(words) and any(id(token) in verbs for token in words)


def _waits(main: Clause, segment: Sequence[Token], verbs: set[int], lexicon: Lexicon) -> bool:
    """Whether a main clause still lacks a verb that the segment may bring ("hat den Minister, X, | empfangen")."""
    own = [token for token in main.tokens if id(token) in verbs]
    if not own:
        return True
    last = _words(segment)[-1]
    complete = any(token.lower not in auxiliaries(lexicon) for token in own)
    if lexicon.language != "de" or id(last) not in verbs or complete:
        return False
    forms = lexicon.verbs.get(last.lower, ())
    unfinite = last.lower.startswith("ge") or any(form.kind in ("participle", "infinitive") for form in forms)
    return unfinite and not any(token.lower in auxiliaries(lexicon) and token is not last for token in segment)


def _ends_before_and(segment: Sequence[Token], verbs: set[int], lexicon: Lexicon) -> bool:
    """Whether a clause ends in a segment, before its "and": "met the envoy, X, | in Rome and signed"."""
    words = _words(segment)
    joined = next((at for at, word in enumerate(words) if word.lower in lexicon.words["breaks"]), 0)
    opens = words[0].kind == "time" or words[0].lower in lexicon.words["prepositions"]
    return bool(joined) and opens and not any(id(word) in verbs for word in words[:joined])


def _antecedent(tokens: Sequence[Token], segment: Sequence[Token]) -> Token | None:
    """What a relative clause says something of: the name right before it."""
    position = next(index for index, token in enumerate(tokens) if token is segment[0])
    before = [token for token in tokens[:position] if token.kind in ("word", "entity", "time")]
    return before[-1] if before and before[-1].kind == "entity" else None


def _parts(clause: Clause, verbs: set[int], lexicon: Lexicon) -> list[Clause]:
    """A clause cut at "und" where each side has a verb of its own."""
    clause.verbs = frozenset(index for index, token in enumerate(clause.tokens) if id(token) in verbs)
    for index, token in enumerate(clause.tokens):
        if token.lower not in lexicon.words["breaks"] or token.kind != "word" or token.quoted:
            continue
        left = [clause.tokens[place] for place in sorted(clause.verbs) if place < index]
        right = [clause.tokens[place] for place in sorted(clause.verbs) if place > index]
        if not left or not right or all(verb.lower in auxiliaries(lexicon) for verb in left):
            continue
        first = Clause(clause.tokens[:index], clause.kind, clause.opener, clause.above, clause.before)
        first.antecedent = clause.antecedent
        first.verbs = frozenset(place for place in clause.verbs if place < index)
        rest = Clause(clause.tokens[index + 1 :], clause.kind, clause.opener, clause.above, first)
        rest.antecedent, first.after = clause.antecedent, rest
        return [first, *_parts(rest, verbs, lexicon)]
    return [clause]
