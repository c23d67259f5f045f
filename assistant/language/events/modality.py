"""Whether a clause tells what happened, is planned, denied, alleged or said by somebody, or none of these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.language.events.clauses import Clause
from assistant.language.events.frames import FormKind, Lexicon
from assistant.language.events.phrase import Chunk
from assistant.language.events.tokens import Token
from assistant.types import Modality


@dataclass(frozen=True, slots=True)
class Colour:
    """What a clause's words make of its event, and who is named for it; `told` is False for what is no event."""

    modality: Modality
    by: str | None = None
    told: bool = True


_NEAR = 6  # words before an English verb: a negation among them is the verb's own
_NOT_TOLD = Colour("happened", told=False)


@dataclass(frozen=True, slots=True)
class Stand:
    """How a verb stands in its clause: its form and place, whether a time is named, and who may be its source.

    source: named for the sentence ("laut X"). speaker: the subject of the clause above. subject: its own.
    """

    form: FormKind
    place: int
    timed: bool
    passive: bool
    source: str | None
    speaker: str | None
    subject: str | None


def modality_of(clause: Clause, lexicon: Lexicon, stand: Stand) -> Colour | None:
    """How far the event of a verb is told as true; None where it is only asked for, wished, supposed or usual."""
    words = lexicon.words
    here = _with_shared(clause)
    lowers = {token.lower for token in here if token.kind != "time"}  # "in May" is no modal
    before = clause.tokens[stand.place - 1].lower if stand.place else ""
    if before in words["nearly"]:
        return None
    if lowers & words["habit"] or any(token.time and token.time.type == "SET" for token in here):
        return None
    if clause.opener in words["conditional"] or (clause.tokens and clause.tokens[-1].lower == "?"):
        return None
    if _opens_with_condition(clause, lexicon) or _supposed(lowers, lexicon, stand):
        return None
    governed = _governed(clause, lexicon, stand) or _governed_within(clause, lexicon, stand)
    if governed and not governed.told:
        return None
    by = (governed.by if governed else None) or stand.source
    modality = governed.modality if governed else _own(lowers, here, lexicon, stand)
    near = lowers if lexicon.language == "de" else {token.lower for token in clause.tokens[: stand.place][-_NEAR:]}
    if near & words["negation"] or "ohne" in (clause.opener, before) or "without" in (clause.opener, before):
        modality = "denied"
    return Colour(modality, by)


def _own(lowers: set[str], here: Sequence[Token], lexicon: Lexicon, stand: Stand) -> Modality:
    """What the clause itself says, no other governing it."""
    words = lexicon.words
    if lowers & words["hearsay_modals"]:
        to_come = "werden" in lowers and "worden" not in lowers  # "soll ernannt werden"
        perfect = stand.form == "participle" and lowers & words["auxiliaries"]
        return "alleged" if perfect and not to_come else "planned"
    if _is_planned(lowers, words["present_today"], lexicon, stand):
        return "planned"
    if lowers & words["hearsay"] or _phrase(here, lexicon.phrases["hearsay_phrases"]):
        return "alleged"
    reported = lexicon.language == "de" and lowers & words["reported"]
    return "said" if stand.source or stand.form == "subjunctive" or reported else "happened"


def _with_shared(clause: Clause) -> list[Token]:
    """The clause's tokens, and the auxiliary that it shares with the clause before "und"."""
    tokens = list(clause.tokens)
    finite = any(index in clause.verbs and token.lower.endswith("t") for index, token in enumerate(tokens))
    if clause.before and not finite:
        tokens += [clause.before.tokens[index] for index in sorted(clause.before.verbs)][:1]
    return tokens


def _is_planned(lowers: set[str], today: frozenset[str], lexicon: Lexicon, stand: Stand) -> bool:
    words = lexicon.words
    if stand.form == "infinitive" and lowers & words["planned_modals"]:
        return True
    if stand.passive and lexicon.language == "en":
        return bool(lowers & words["planned_modals"])
    if stand.passive:
        present = lowers & {"wird", "werden"} and not lowers & {"worden", "ist", "sind", "wurde", "wurden"}
        return bool(present) and stand.timed and not lowers & today
    would = "would" in lowers and stand.source is not None
    return would or (stand.form == "present" and stand.timed and not lowers & today)


def _supposed(lowers: set[str], lexicon: Lexicon, stand: Stand) -> bool:
    """Whether a modal leaves open that it is so; in reported speech "hätten" and "would" are only its mood."""
    modals = lowers & lexicon.words["drop_modals"]
    if stand.source:
        modals -= {"hätten", "hätte", "wären", "wäre", "would"}
    return bool(modals)


def _opens_with_condition(clause: Clause, lexicon: Lexicon) -> bool:
    """German: "Hätte er ...", "Will sie ...": the verb first, without a conjunction."""
    words = [token for token in clause.tokens if token.kind in ("word", "entity", "time")]
    if not words or lexicon.language != "de" or clause.kind != "main" or clause.before:
        return False
    lists = lexicon.words
    first = lists["drop_modals"] | lists["hearsay_modals"] | frozenset(("will", "wollen", "wird", "werden"))
    return words[0] is clause.tokens[0] and words[0].lower in first


def _governed(clause: Clause, lexicon: Lexicon, stand: Stand) -> Colour | None:
    """What the clause above makes of an infinitive or of reported speech."""
    above = clause.above
    if above is None or not above.tokens:
        return None
    words = lexicon.words
    lowers = {token.lower for token in above.tokens}
    demanded = clause.opener == "that" and above.tokens[-1].lower in words["wishing"] | words["denying"]
    if clause.kind == "relative" and not demanded:
        return None
    if clause.kind == "main" and not clause.has(*words["reported"]):
        return None
    if clause.kind == "subordinate" and clause.opener not in ("dass", "daß", "that"):
        return None
    if clause.opener == "um" and lowers & (words["planned_modals"] | words["hearsay_modals"]):
        return Colour("planned")
    if clause.opener in ("um", "ohne", "anstatt", "statt"):
        return None
    if lowers & words["wishing"]:
        return _NOT_TOLD
    if lowers & words["denying"]:
        return Colour("denied", stand.speaker)
    if lowers & words["refusing"]:
        return Colour("denied")
    if lowers & words["planning"] and clause.kind == "infinitive":
        return Colour("planned")
    return None


def _governed_within(clause: Clause, lexicon: Lexicon, stand: Stand) -> Colour | None:
    """English: what a verb of the same clause makes of an infinitive or a gerund ("refused to sign")."""
    before = [token.lower for token in clause.tokens[: stand.place]]
    bare = any(form.kind == "infinitive" for form in lexicon.verbs.get(clause.tokens[stand.place].lower, ()))
    if lexicon.language == "en" and bare and set(before) & lexicon.words["wishing"]:  # "demanded he resign"
        return _NOT_TOLD
    if lexicon.language != "en" or not (stand.form in ("infinitive", "gerund") or before[-1:] == ["be"]):
        return None
    words = lexicon.words
    lowers = set(before)
    if lowers & words["wishing"]:
        return _NOT_TOLD
    if lowers & words["denying"] or separated(before, words["cancelling"]):
        return Colour("denied", stand.subject)
    if lowers & words["refusing"]:
        return Colour("denied")
    to_be = before[-1:] == ["to"] and bool(set(before[-3:-1]) & words["passive"])  # "is to meet"
    if stand.form != "gerund" and (lowers & words["planning"] or to_be):
        return Colour("planned")
    return None


def _phrase(tokens: Sequence[Token], phrases: Sequence[str]) -> bool:
    line = " ".join(token.lower for token in tokens)
    return any(phrase in line for phrase in phrases)


def noun_modality(
    clause: Clause, chunk: Chunk, lexicon: Lexicon, source: str | None, subject: str | None
) -> Colour | None:
    """How far the event of a noun is told as true, by its adjectives and, unless said in passing, by the verb.

    None where it is only asked for or supposed. subject: who is the subject of the clause, if not the noun itself.
    """
    words = lexicon.words
    around = {word.lower() for word in (*chunk.adjectives, *chunk.nouns[:-1])}
    if around & words["hearsay"]:
        return Colour("alleged", source)
    if around & words["noun_denied"]:
        return Colour("denied", source)
    if chunk.preposition in words["rumours"]:  # "dementierte Berichte über ein Treffen"
        if clause.has(*words["denying"]):
            return Colour("denied", subject or source)
        if chunk.determiner in words["indefinite"]:
            return None
    if not _adjunct(chunk):
        return _of_verb(clause, chunk, around, lexicon, source, subject)
    if around & words["noun_planned"]:
        return Colour("planned", source)
    return Colour("said", source) if source else Colour("happened")


def _of_verb(
    clause: Clause, chunk: Chunk, around: set[str], lexicon: Lexicon, source: str | None, subject: str | None
) -> Colour | None:
    """How the verb of the clause colours a noun that is its subject or object."""
    words = lexicon.words
    lowers = [token.lower for token in clause.tokens]
    here = set(lowers)
    if clause.opener in words["conditional"]:
        return None
    if here & words["noun_denied"]:
        return Colour("denied", source)
    if separated(lowers, words["cancelling"]):
        return Colour("denied", subject or source)
    if _phrase(clause.tokens, lexicon.phrases["noun_denied_phrases"]):
        return Colour("planned", source)
    modals = here & words["drop_modals"] - ({"hätten", "hätte", "would"} if source else set())
    if here & words["wishing"] or modals:
        return None
    if here & words["negation"] or chunk.determiner in words["negation"]:
        return Colour("denied", source)
    if here & words["denying"]:
        return Colour("denied", subject or source)
    plans = words["noun_planned"] | words["planning"] | words["planned_modals"] | words["hearsay_modals"]
    if around & words["noun_planned"] or here & plans:
        return Colour("planned", source)
    return Colour("said", source) if source else Colour("happened")


def _adjunct(chunk: Chunk) -> bool:
    """Whether a noun is said in passing ("Nach dem Treffen ..."), so that what the verb says does not touch it."""
    top = chunk
    while top.owner:
        top = top.owner
    return top is not chunk or bool(top.preposition and top.preposition not in ("um", "auf", "zu", "for", "to"))


def separated(lowers: Sequence[str], patterns: frozenset[str]) -> bool:
    """Whether a verb is among words in order; a particle behind "_" must follow it ("lehnte_ab", "ruled_out")."""
    for pattern in patterns:
        verb, _, particle = pattern.partition("_")
        if verb in lowers and (not particle or particle in lowers[lowers.index(verb) + 1 :]):
            return True
    return False
