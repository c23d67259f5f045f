"""Where a clause says that something was: its phrases of place, and the day or time it names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.language.events.frames import Lexicon
from assistant.language.events.phrase import Chunk
from assistant.language.events.tokens import Token
from assistant.language.times import TimeExpression
from assistant.types import Precision, TimeSpan

_SIZES: dict[str, int] = {"day": 0, "part_of_month": 2, "week": 1, "month": 3, "season": 4, "quarter": 4}
_TOWARDS = frozenset(("nach", "zu", "to", "into"))  # where somebody goes, not where he is
_EARLIER = frozenset(("vor", "nach", "seit", "before", "after", "since", "following"))
_REFERENCES = ("PAST_REF", "PRESENT_REF", "FUTURE_REF")


def place_of(chunks: Sequence[Chunk], lexicon: Lexicon, goal: frozenset[str] = frozenset()) -> str | None:
    """The place a clause names for its event: with a preposition of place, the goal of a journey first."""
    usual = lexicon.words["place_prepositions"] - (frozenset() if goal else _TOWARDS)
    for wanted in ([goal - {"object", "dative"}] if goal else []) + [usual]:
        for chunk in chunks:
            if found := _place_in(chunk, wanted, chunks, lexicon):
                return found
    return None


def _place_in(chunk: Chunk, wanted: Iterable[str], chunks: Sequence[Chunk], lexicon: Lexicon) -> str | None:
    if chunk.preposition not in wanted or (chunk.owner and chunk.relation != "member"):
        return None
    if _about_a_topic(chunk, chunks, lexicon):
        return None
    parts = [chunk]
    if not any(entity.kind == "person" for entity in chunk.entities):
        parts += [
            attribute for attribute in chunk.attributes if attribute.relation in ("of", "genitive", "possessive")
        ]
    for part in parts:
        for entity in part.entities:
            if entity.kind == "place":
                return entity.name
    return None


def in_an_apposition(chunk: Chunk, tokens: Sequence[Token]) -> bool:
    """Whether a phrase right behind a comma tells of somebody rather than where it was ("X, in Peking Vierter,")."""
    return bool(chunk.first) and tokens[chunk.first - 1].kind == "comma"


def _about_a_topic(chunk: Chunk, chunks: Sequence[Chunk], lexicon: Lexicon) -> bool:
    """Whether a phrase belongs to the one before it, which says what about ("über die Lage in Freiburg")."""
    before = next((other for other in chunks if other.last == chunk.first), None)
    while before and before.owner:
        before = before.owner
    if before is None:
        return False
    if before.head in lexicon.nouns or before.head in lexicon.words["occasions"]:
        return before.preposition in _EARLIER  # "wenige Monate vor dem Besuch in X"
    return bool(before.nouns) and before.preposition in lexicon.words["topic"]


def time_of(times: Sequence[TimeExpression]) -> TimeSpan | None:
    """The most exact of the times of a clause, the first of them; without a date of publication its phrase alone."""
    dated = [time for time in times if time.span and time.span.precision != "open" and time.type in ("DATE", "TIME")]
    if dated:
        best = min(dated, key=lambda time: _SIZES.get(time.span.precision if time.span else "year", 5))
        return best.span
    for time in times:
        if time.span is None and time.type in ("DATE", "TIME") and time.timex not in _REFERENCES:
            return TimeSpan(time.phrase, None, None, precision_of(time.timex))
    return None


def precision_of(timex: str) -> Precision:
    """How exact an unresolved TIMEX3 value is."""
    if "W" in timex and timex.count("-") < 2:
        return "week"
    parts = timex.split("T")[0].split("-")
    if len(parts) > 2:
        return "day"
    if len(parts) == 2:
        return "quarter" if parts[1].startswith("Q") else "month" if parts[1][:1].isdigit() else "season"
    return "year"
