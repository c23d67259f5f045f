"""The gates that a claim has to pass, cheapest first. Each is a small function; more are added to the list.

A gate gives what speaks against a claim, nothing if it passes. The worst verdict of all gates is the claim's support.
A gate that cannot run counts as not passed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from assistant.checking.across import words_stand_across
from assistant.checking.attribution import attribution
from assistant.checking.case import PASSED, Case, Verdict, Verdicts
from assistant.checking.contraries import contraries_stand
from assistant.checking.figures import amounts_stand, dates_stand, days_stand, numbers_stand
from assistant.checking.happened import event_stands, parts_stand
from assistant.checking.modality import modality_stands
from assistant.checking.naming import names_stand
from assistant.checking.paraphrase import words_stand
from assistant.checking.roles import roles_stand
from assistant.checking.together import figures_belong, pairs_stand, sentences_agree
from assistant.checking.wording import is_quotation
from assistant.errors import PresseschauError
from assistant.types import DraftClaim, Event, Evidence, Modality, Support

Gate: TypeAlias = Callable[[Case], Verdicts]
_RANK: dict[Support, int] = {"verified": 0, "partial": 1, "unverified": 2}
_FAILURES = (
    ArithmeticError, AttributeError, LookupError, OSError, PresseschauError, RuntimeError, TypeError, ValueError,
)  # fmt: skip
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A claim after the gates. `sentence_ids` are those of the evidence; what else the answerer cited is gone."""

    text: str
    sentence_ids: tuple[str, ...]
    support: Support
    reasons: tuple[str, ...] = ()
    event: Event | None = None
    modality: Modality = "said"
    attributed_to: str | None = None


def check(claim: DraftClaim, evidence: Mapping[str, Evidence], language: str) -> CheckedClaim:
    """`claim` held against the sentences it cites.

    evidence: by sentence id, all that the answerer was given. language: of the question, for the reasons.
    """
    ids = tuple(dict.fromkeys(claim.sentence_ids))
    known = tuple(sentence_id for sentence_id in ids if sentence_id in evidence)
    unknown = tuple(sentence_id for sentence_id in ids if sentence_id not in evidence)
    cited = tuple(evidence[sentence_id] for sentence_id in known)
    case = Case(claim.text, cited, unknown, language, event=claim.event)
    verdicts = sources_exist(case)
    if known:
        gates = (event_stands,) if is_quotation(case) else GATES[1:]
        for gate in gates:
            verdicts += _run(gate, case)
            if not case.same_language and any(verdict.support == "unverified" for verdict in verdicts):
                break  # what follows has to read the words with the model
    support: Support = max((verdict.support for verdict in verdicts), key=_RANK.__getitem__, default="verified")
    reasons = tuple(dict.fromkeys(verdict.in_words(language) for verdict in verdicts if verdict.reason))
    modality, who = attribution(case) if known else ("said", None)
    return CheckedClaim(claim.text, known, support, reasons, claim.event, modality, who)


def _run(gate: Gate, case: Case) -> Verdicts:
    try:
        return gate(case)
    except (
        ArithmeticError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
        OSError,
        RuntimeError,
        PresseschauError,
    ):
        _log.exception("the gate %s failed", getattr(gate, "__name__", gate))
        return (Verdict("unverified", "not_checked"),)


def sources_exist(case: Case) -> Verdicts:
    """Every cited id is one of the evidence."""
    if not case.cited:
        return (Verdict("unverified", "no_source"),)
    return (Verdict("partial", "invented_source"),) if case.unknown else PASSED


GATES: tuple[Gate, ...] = (
    sources_exist,
    numbers_stand,
    dates_stand,
    days_stand,
    amounts_stand,
    names_stand,
    contraries_stand,
    modality_stands,
    roles_stand,
    parts_stand,
    event_stands,
    figures_belong,
    pairs_stand,
    sentences_agree,
    words_stand,
    words_stand_across,
)
