"""What the forms of verbs are in their clause: of which frame, in which tense and voice."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.language.events.clauses import Clause
from assistant.language.events.frames import Form, FormKind, Frame, Lexicon

_FINITE = ("present", "past", "subjunctive")


@dataclass(frozen=True, slots=True, eq=False)
class Verb:
    """A verb of a frame as it stands in a clause."""

    frame: Frame
    place: int
    kind: FormKind
    passive: bool
    infinitive: str


def verbs_at(clause: Clause, place: int, lexicon: Lexicon) -> list[Verb]:
    """The frames that the verb at a place of a clause may belong to, with its tense and voice."""
    word = clause.tokens[place].lower
    forms = lexicon.verbs.get(word, ())
    if not forms:
        return []
    particle = _particle(clause, place, lexicon)
    shared = _auxiliaries(clause, lexicon)
    found: dict[Frame, Verb] = {}
    for form in forms:
        stands_apart = form.kind in _FINITE or lexicon.language == "en"
        if form.particle != (particle if stands_apart else ""):
            continue
        if not _fits(form, clause, place, shared, lexicon):
            continue
        passive = form.kind == "participle" and _is_passive(form.frame, shared, lexicon)
        if form.frame not in found:
            found[form.frame] = Verb(form.frame, place, form.kind, passive, form.infinitive)
    return list(found.values())


def _is_passive(frame: Frame, auxiliaries: frozenset[str], lexicon: Lexicon) -> bool:
    """With "werden", or with "sein" where the verb has an object ("ist ernannt")."""
    if auxiliaries & lexicon.words["passive"]:
        return True
    state = auxiliaries & lexicon.words["state"] and not auxiliaries & lexicon.words["perfect"]
    return bool(state) and "object" in frame.slots


def _particle(clause: Clause, place: int, lexicon: Lexicon) -> str:
    """The separated prefix at the end of a German main clause."""
    if lexicon.language == "en":
        after = [token.lower for token in clause.tokens[place + 1 : place + 2]]
        return after[0] if after and after[0] in lexicon.particles else ""
    words = [token for token in clause.tokens if token.kind == "word"]
    last = clause.tokens[-1] if clause.tokens[-1].kind != "break" else words[-1] if words else clause.tokens[-1]
    ends = [token for token in clause.tokens if token.kind in ("word", "entity", "time")][-1]
    prefixes = lexicon.particles | lexicon.words["particles"]
    if ends.lower in prefixes and ends is not clause.tokens[place]:
        return ends.lower
    for index, token in enumerate(clause.tokens[:-1]):  # "... vor, Beweise ..." or before a list of reasons
        if index > place and token.lower in prefixes and clause.tokens[index + 1].kind in ("comma", "break"):
            return token.lower
    del last
    return ""


def _auxiliaries(clause: Clause, lexicon: Lexicon) -> frozenset[str]:
    words = lexicon.words
    known = (
        words["auxiliaries"]
        | words["planned_modals"]
        | words["hearsay_modals"]
        | words["drop_modals"]
        | words["past_modals"]
    )
    here = frozenset(token.lower for token in clause.tokens if token.lower in known)
    if clause.before and not here - {"worden"}:
        here |= _auxiliaries(clause.before, lexicon)
    if clause.after and clause.after.has("worden") and not _finite_auxiliary(clause.after, lexicon):
        here |= {"worden"}
    return here


def _finite_auxiliary(clause: Clause, lexicon: Lexicon) -> bool:
    return any(token.lower in lexicon.words["auxiliaries"] - {"worden"} for token in clause.tokens)


def _fits(form: Form, clause: Clause, place: int, auxiliaries: frozenset[str], lexicon: Lexicon) -> bool:
    """Whether a form can be what it is, given the auxiliaries around it."""
    words = lexicon.words
    perfect = auxiliaries & words["auxiliaries"]
    modal = auxiliaries & (
        words["planned_modals"] | words["hearsay_modals"] | words["drop_modals"] | words["past_modals"]
    )
    before = clause.tokens[place - 1].lower if place else ""
    if lexicon.language == "en":
        return _fits_english(form, clause, place, lexicon)
    if form.kind == "participle":
        return bool(perfect) or clause.kind == "infinitive"
    if form.kind == "infinitive":
        joined_zu = "zu" in clause.tokens[place].lower and clause.tokens[place].lower != form.infinitive
        return bool(modal and not perfect - words["planned_modals"]) or before == "zu" or joined_zu
    if clause.kind == "infinitive" or before == "zu":
        return False
    if form.infinitive == "sein" and _is_auxiliary(clause, place, lexicon):
        return False
    if form.frame.phrases or form.infinitive in ("sein",):
        return True
    if clause.before and perfect and _ends(clause, place) and _may_be_participle(clause, place, lexicon):
        return False  # "hatte das Haus besucht und mit X verhandelt"
    return not any(token.lower in auxiliaries for token in clause.tokens)


def _is_auxiliary(clause: Clause, place: int, lexicon: Lexicon) -> bool:
    """Whether a form of "sein" only helps another verb: "ist zu einem Besuch eingetroffen"."""
    return any(
        other != place and clause.tokens[other].lower != "gewesen" and _may_be_participle(clause, other, lexicon)
        for other in clause.verbs
    )


def _may_be_participle(clause: Clause, place: int, lexicon: Lexicon) -> bool:
    return any(form.kind == "participle" for form in lexicon.verbs.get(clause.tokens[place].lower, ()))


def _ends(clause: Clause, place: int) -> bool:
    """Whether nothing but marks follows in the clause."""
    return all(token.kind not in ("word", "entity", "time") for token in clause.tokens[place + 1 :])


def _fits_english(form: Form, clause: Clause, place: int, lexicon: Lexicon) -> bool:
    words = lexicon.words
    last = ""
    for token in reversed(clause.tokens[max(0, place - 4) : place]):
        if token.kind == "quote":
            continue
        if token.lower not in words["adverbs"] and token.lower not in words["negation"]:
            last = token.lower if token.kind == "word" else ""
            break
    be = words["passive"]
    if form.kind == "participle":
        return last in be or last in words["perfect"]
    if form.kind == "gerund":
        return True
    if form.kind == "infinitive":
        modal = (
            words["planned_modals"] | words["drop_modals"] | words["past_modals"] | {"to", "not", "do", "did", "does"}
        )
        return last in modal
    return last not in be and last not in words["perfect"] and last != "to"
