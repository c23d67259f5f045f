"""Whether a clause tells what happened, is planned, denied, alleged or said by somebody, or none of these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from assistant.language.events.chunks import Chunk
from assistant.language.events.clauses import Clause
from assistant.language.events.frames import Lexicon
from assistant.language.events.tokens import Token
from assistant.types import Modality

Source: TypeAlias = str | None


@dataclass(frozen=True, slots=True)
class Colour:
    """What a clause's words make of its event, and who is named for it."""

    modality: Modality
    by: Source = None


def modality_of(
    clause: Clause, lexicon: Lexicon, *, form: str, timed: bool, passive: bool, source: Source
) -> Colour | None:
    """How far the event of a verb is told as true; None where it is only asked for, wished, supposed or usual.

    form: the verb's form (present, past, participle, infinitive, subjunctive, gerund). timed: whether the clause
    names a day or the like. source: who is named as the source in the sentence.
    """
    words = lexicon.words
    here = _with_shared(clause)
    lowers = {token.lower for token in here}
    if lowers & words["habit"] or any(token.time and token.time.type == "SET" for token in here):
        return None
    if clause.opener in words["conditional"] or (clause.tokens and clause.tokens[-1].lower == "?"):
        return None
    if _opens_with_condition(clause, lexicon):
        return None
    negated = bool(lowers & words["negation"]) or clause.opener in words["negation"]
    if lowers & words["drop_modals"] and not (lowers & words["passive"] and form == "x"):
        return None
    governed = _governed(clause, lexicon)
    if governed == "drop":
        return None
    by = source
    modality: Modality = "happened"
    if governed:
        modality, by = governed.modality, governed.by or source
    if modality == "happened" and lowers & words["hearsay_modals"]:
        perfect = form == "participle" and lowers & (words["auxiliaries"] | {"worden"})
        modality = "alleged" if perfect else "planned"
    if modality == "happened" and _is_planned(lowers, words, form, timed, passive, here):
        modality = "planned"
    if modality == "happened" and (lowers & words["hearsay"] or _phrase(here, lexicon.phrases["hearsay_phrases"])):
        modality = "alleged"
    if modality == "happened" and (source or form == "subjunctive" or _reported(lowers, words, lexicon)):
        modality = "said"
    if negated:
        return Colour("denied", by)
    return Colour(modality, by)


def _with_shared(clause: Clause) -> list[Token]:
    """The clause's tokens, and the auxiliaries that it shares with the clause before "und"."""
    tokens = list(clause.tokens)
    if clause.before and not any(
        index in clause.verbs and token.lower.endswith("t") for index, token in enumerate(tokens)
    ):
        tokens += [clause.before.tokens[index] for index in clause.before.verbs][:1]
    return tokens


def _is_planned(
    lowers: set[str],
    words: dict[str, frozenset[str]] | object,
    form: str,
    timed: bool,
    passive: bool,
    here: Sequence[Token],
) -> bool:
    lists: dict[str, frozenset[str]] = words  # type: ignore[assignment]
    today = bool(lowers & lists["present_today"])
    if form == "infinitive" and lowers & lists["planned_modals"]:
        return True
    if passive and lowers & {"wird", "werden"} and not lowers & {"worden", "ist", "sind", "wurde", "wurden"}:
        return timed and not today
    return form == "present" and timed and not today


def _opens_with_condition(clause: Clause, lexicon: Lexicon) -> bool:
    """German: "Hätte er ...", "Will sie ...": the verb first, without a conjunction."""
    words = [token for token in clause.tokens if token.kind in ("word", "entity", "time")]
    if not words or lexicon.language != "de" or clause.kind != "main" or clause.before:
        return False
    first = words[0].lower
    return words[0] is clause.tokens[0] and first in (
        lexicon.words["drop_modals"]
        | lexicon.words["hearsay_modals"]
        | frozenset(("will", "wollen", "wird", "werden"))
    )


def _reported(lowers: set[str], words: object, lexicon: Lexicon) -> bool:
    return lexicon.language == "de" and bool(lowers & lexicon.words["reported"])


def _governed(clause: Clause, lexicon: Lexicon) -> Colour | str | None:
    """What the clause above makes of an infinitive or of reported speech."""
    above = clause.above
    if above is None:
        return None
    lowers = {token.lower for token in above.tokens}
    words = lexicon.words
    dependent = clause.kind in ("infinitive", "subordinate") or (
        clause.kind == "main" and _is_reported(clause, lexicon)
    )
    if clause.kind == "relative" or not dependent:
        return None
    if clause.kind == "subordinate" and clause.opener not in ("dass", "daß", "that", "ob", "whether"):
        return None
    if clause.opener in ("um", "ohne", "nachdem", "als", "without", "anstatt", "statt"):
        if clause.opener == "um" and lowers & (words["planned_modals"] | words["hearsay_modals"]):
            return Colour("planned")
        return None
    if lowers & words["wishing"]:
        return "drop"
    if lowers & words["denying"]:
        return Colour("denied", "?")
    if lowers & words["refusing"]:
        return Colour("denied")
    if lowers & words["planning"] and clause.kind == "infinitive":
        return Colour("planned")
    return None


def _is_reported(clause: Clause, lexicon: Lexicon) -> bool:
    return any(token.lower in lexicon.words["reported"] for token in clause.tokens)


def _phrase(tokens: Sequence[Token], phrases: Sequence[str]) -> bool:
    line = " ".join(token.lower for token in tokens)
    return any(phrase in line for phrase in phrases)


def noun_modality(
    clause: Clause, chunk: Chunk, chunks: Sequence[Chunk], lexicon: Lexicon, source: Source, subject: Source
) -> Colour | None:
    """How far the event of a noun is told as true, by its adjectives and, where it is no adjunct, by the verb."""
    words = lexicon.words
    lowers = {token.lower for token in clause.tokens}
    if clause.opener in words["conditional"] and not _adjunct(chunk, lexicon):
        return None
    around = set(chunk.adjectives)
    if around & words["hearsay"]:
        return Colour("alleged", source)
    governed = not _adjunct(chunk, lexicon)
    cancelled = lowers & words["noun_denied"] or _separated(clause, words["cancelling"])
    if governed and (cancelled or around & words["noun_denied"]):
        named = subject if not lowers & words["noun_denied"] else None
        return Colour("denied", named or source)
    if governed and _phrase(clause.tokens, lexicon.phrases["noun_denied_phrases"]):
        return Colour("planned", source)
    if governed and lowers & words["wishing"]:
        return None
    if governed and lowers & words["drop_modals"]:
        return None
    if governed and (lowers & words["negation"] or chunk.determiner in words["negation"]):
        return Colour("denied", source)
    if governed and lowers & words["denying"]:
        return Colour("denied", subject or source)
    if around & words["noun_planned"] or (
        governed
        and (lowers & (words["noun_planned"] | words["planning"] | words["planned_modals"] | words["hearsay_modals"]))
    ):
        return Colour("planned", source)
    return Colour("said", source) if source else Colour("happened")


def _adjunct(chunk: Chunk, lexicon: Lexicon) -> bool:
    """Whether a noun is said in passing ("Nach dem Treffen ..."): what the verb says does not touch it."""
    top = chunk
    while top.owner:
        top = top.owner
    return (
        bool(top.preposition)
        and top.preposition not in ("um", "auf", "zu", "for", "to", "gegen", "über")
        or (top.preposition in ("gegen", "über"))
        or top is not chunk
    )


def _separated(clause: Clause, patterns: frozenset[str]) -> bool:
    """Whether a verb stands in the clause; a prefix behind "_" must stand at its end ("lehnte_ab")."""
    lowers = [token.lower for token in clause.tokens if token.kind == "word"]
    for pattern in patterns:
        verb, _, prefix = pattern.partition("_")
        if verb in lowers and (not prefix or prefix in lowers[lowers.index(verb) + 1 :]):
            return True
    return False
