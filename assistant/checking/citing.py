"""Small models choose the neighbour of the right sentence: a claim is cited from the sentence that carries it."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.checking.gates import check
from assistant.checking.wording import carried_share
from assistant.types import DraftClaim, Evidence


def cite_anew(claim: DraftClaim, evidence: Mapping[str, Evidence], language: str) -> DraftClaim:
    """`claim` as it is if its own citations carry it, or cited from the one sentence of `evidence` that does.

    A sentence is taken only where the claim passes all gates with it alone; of several, the one that has most of the
    claim's words. If none does, the claim keeps what it cited, and the gates will say what is wrong.
    """
    if check(claim, evidence, language).support == "verified":
        return claim
    carrying = [
        sentence_id
        for sentence_id in evidence
        if check(DraftClaim(claim.text, (sentence_id,)), evidence, language).support == "verified"
    ]
    if not carrying:
        return claim
    best = max(carrying, key=lambda sentence_id: carried_share(claim.text, evidence[sentence_id]))
    return DraftClaim(claim.text, (best,))
