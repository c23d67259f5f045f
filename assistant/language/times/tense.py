"""Whether a sentence speaks of what was or of what will be, as far as its verbs tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from assistant.language.times.tokens import Token

Tense: TypeAlias = Literal["past", "future", "unknown"]
_SENTENCE_ENDS = frozenset({"stop", "paragraph", "colon"})
_VERBS = frozenset({"past_verb", "perfect_verb", "future_verb"})
_LEAD = 3  # tokens: the longest row of prepositions
_REACH = 60  # tokens looked at on either side: a longer sentence is a list, and the work stays linear


def tense_at(tokens: Sequence[Token], first: int, last: int) -> tuple[Tense, bool]:
    """The tense around the tokens `first` to `last`, and whether their own clause tells it, not only the sentence.

    Prepositions have a say: "seit" looks back, "für" ahead, "bis", "ab" and "vor" ahead unless the clause is past.
    """
    left, right = _bounds(tokens, first, last, clause=False)
    clause_left, clause_right = _bounds(tokens, first, last, clause=True)
    near = _votes(tokens[clause_left:clause_right]) or _last_word(tokens[clause_left:first])
    lead = _lead_categories(tokens, first)
    if "ever_since" in lead:
        return "past", True
    if "planned_for" in lead:
        return ("unknown" if near == "past" else "future"), True
    if near:
        return near, True
    if lead & {"until", "onward", "before"}:
        return "future", False
    return _votes(tokens[left:right]) or "unknown", False


def _last_word(before: Sequence[Token]) -> Tense | None:
    """Of a past and a future verb before the time the later ("said he would come on Friday"); None without both."""
    future = max((index for index, token in enumerate(before) if "future_modal" in token.values), default=-1)
    past = max((index for index, token in enumerate(before) if "past_verb" in token.values), default=-1)
    if future < 0 or past < 0:
        return None
    return "future" if future > past else "past"


def _lead_categories(tokens: Sequence[Token], first: int) -> set[str]:
    """The categories of the prepositions before the token `first`: "bis zum", "seit dem"."""
    found: set[str] = set()
    for token in reversed(tokens[max(0, first - _LEAD) : first]):
        if not ("preposition" in token.values or "determiner" in token.values):
            break
        found.update(token.values)
    return found


def _bounds(tokens: Sequence[Token], first: int, last: int, clause: bool) -> tuple[int, int]:
    left, right = first, last
    while left > max(0, first - _REACH) and not _is_border(tokens, left - 1, clause):
        left -= 1
    while right < min(len(tokens), last + _REACH) and not _is_border(tokens, right, clause):
        right += 1
    return left, right


def _is_border(tokens: Sequence[Token], index: int, clause: bool) -> bool:
    """Whether a sentence ends here, or a clause: at a comma, or where "und" joins a second verb."""
    values = tokens[index].values
    if not _SENTENCE_ENDS.isdisjoint(values) or (clause and "comma" in values):
        return True
    follows = tokens[index + 1].values if index + 1 < len(tokens) else {}
    return clause and "and" in values and not _VERBS.isdisjoint(follows)


def _votes(tokens: Sequence[Token]) -> Tense | None:
    future = any("future_verb" in token.values for token in tokens)
    past = any("past_verb" in token.values for token in tokens)
    if not past and any("perfect_verb" in token.values for token in tokens):
        past = any("participle" in token.values for token in tokens)
    if past and not future:
        return "past"
    if future and not past:
        return "future"
    return None
