"""Small models choose the neighbour of the right sentence: a claim is cited from the sentence that carries it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.checking.case import Case
from assistant.checking.gates import check
from assistant.checking.likeness import prepare
from assistant.checking.wording import carried_share
from assistant.types import DraftClaim, Evidence


def cite_anew(claim: DraftClaim, evidence: Mapping[str, Evidence], language: str) -> DraftClaim:
    """`claim` as it is if its own citations carry it, or cited from the one sentence of `evidence` that does.

    A sentence is taken only where the claim passes all gates with it alone; those in the claim's own language come
    first, and of several the one that has most of the claim's words. If none does, the claim keeps what it cited, and
    the gates will say what is wrong.
    """
    if check(claim, evidence, language).support == "verified":
        return claim
    own = {found.sentence.id for found in Case(claim.text, tuple(evidence.values()), (), language).same_language}
    carrying = _carrying(claim, [name for name in evidence if name in own], evidence, language)
    if not carrying:
        others = [name for name in evidence if name not in own]
        prepare((claim.text, *(evidence[name].sentence.text for name in others)))
        carrying = _carrying(claim, others, evidence, language)
    if not carrying:
        return claim
    best = max(carrying, key=lambda sentence_id: carried_share(claim.text, evidence[sentence_id]))
    return DraftClaim(claim.text, (best,))


def _carrying(
    claim: DraftClaim, sentence_ids: Sequence[str], evidence: Mapping[str, Evidence], language: str
) -> list[str]:
    """Those of the sentences that carry the claim alone."""
    return [
        sentence_id
        for sentence_id in sentence_ids
        if check(DraftClaim(claim.text, (sentence_id,)), evidence, language).support == "verified"
    ]
