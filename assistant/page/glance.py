"""At a glance: how many independent reports carry a claim or an answer, whether they agree, and how well."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias

from assistant.answering.heading import modality
from assistant.page.markup import Markup, element
from assistant.page.sources import Source
from assistant.page.wording import Wording
from assistant.types import Citation, Claim

Kind: TypeAlias = Literal["disputed", "shared", "single", "unsure", "verified", "partial", "abstained"]
_ORIGINS = 3  # outlets named below a claim; of the others only their number


class Judged(NamedTuple):
    """One thing a reader must know, and of what kind it is."""

    kind: Kind
    text: str


def standing(claim: Claim, sources: Sequence[Source], words: Wording) -> str:
    """What a reader must know of one claim; empty where it is one source's plain statement."""
    articles = _articles(claim, sources)
    parts = []
    if claim.told_by:
        parts.append(claim.told_by)
    elif claim.agreement == "shared":
        parts.append(words("reports_two" if articles == 2 else "reports_several"))
    elif articles > 1 and claim.agreement == "single_story":
        parts.append(words("one_story", count=articles))
    parts += _certainty(claim, words)
    if claim.support == "partial":
        parts.append(words("partial"))
    return " · ".join(parts)


def verdict(claims: Sequence[Claim], sources: Sequence[Source], words: Wording) -> tuple[Judged, ...]:
    """How many independent reports carry the answer, and how well."""
    certainty = _certainty(claims[0], words) if len(claims) == 1 else []
    support: Kind = "partial" if any(claim.support == "partial" for claim in claims) else "verified"
    return (
        _agreement(claims, sources, words),
        *(Judged("unsure", said) for said in certainty),
        Judged(support, words(support)),
    )


def badges(judged: Sequence[Judged]) -> Markup:
    """What is known of an answer as a row of badges; each has its sign and its words, not its colour alone."""
    items = (
        element("li", one.text[:1].upper() + one.text[1:], class_=f"ps-badge ps-is-{one.kind}") for one in judged
    )
    return element("ul", *items, class_="ps-badges")


def origins(claims: Sequence[Claim], sources: Sequence[Source], words: Wording) -> list[str]:
    """The outlets that tell the claims, with the days they published it; of many the first ones and a number."""
    numbers = [number for claim in claims for number in claim.citations]
    cited = {source.citation.number: source.citation for source in sources}
    named = list(dict.fromkeys(origin(cited[number], words) for number in numbers if number in cited))
    more = [words("more", count=len(named) - _ORIGINS)] if len(named) > _ORIGINS else []
    return named[:_ORIGINS] + more


def origin(citation: Citation, words: Wording) -> str:
    """Outlet and day of publication, as far as they are known."""
    return f"{citation.outlet or words('no_outlet')} · {words.date(citation.published)}"


def _agreement(claims: Sequence[Claim], sources: Sequence[Source], words: Wording) -> Judged:
    cited = {number for claim in claims for number in claim.citations}
    articles = {source.citation.article_id for source in sources if source.citation.number in cited}
    shared = any(claim.agreement == "shared" for claim in claims)
    if any(claim.agreement == "disputed" for claim in claims):
        return Judged("disputed", words("disputed"))
    if len(claims) == 1 and claims[0].told_by:
        return Judged("shared" if shared else "single", claims[0].told_by)
    if len(articles) <= 1:
        return Judged("single", words("one_source"))
    if shared:
        return Judged("shared", words("reports_two" if len(articles) == 2 else "reports_several"))
    if len(claims) == 1:
        return Judged("single", words("one_story", count=len(articles)))
    return Judged("single", words.count("from_articles", len(articles)))


def _certainty(claim: Claim, words: Wording) -> list[str]:
    """Whether it happened, and who says so."""
    said = []
    if claim.modality in ("planned", "denied", "alleged"):
        said.append(modality(claim.modality, words.language))
    if claim.attributed_to:
        said.append(words("according_to", who=claim.attributed_to))
    return said


def _articles(claim: Claim, sources: Sequence[Source]) -> int:
    return len({source.citation.article_id for source in sources if source.citation.number in claim.citations})
