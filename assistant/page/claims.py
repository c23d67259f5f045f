"""The claims of an answer: event line, text with links to its sources, and at a glance who says so and how surely."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.page.markup import Markup, element, joined
from assistant.page.sources import Source
from assistant.page.wording import Wording
from assistant.page.work import Turn
from assistant.types import Answer, Citation, Claim

_CITATION = re.compile(r"\[(\d+)\]")


def answer_markup(answer: Answer, turn: Turn, words: Wording) -> Markup:
    """The answer's claims one by one; those that contradict each other last, beside each other.

    A claim that the text leaves out, since another has said it, stands in the list of checks alone. An answer whose
    text is not made of its claims is shown as text.
    """
    shown = [claim for claim in shown_claims(answer.claims) if claim.text in answer.answer]
    if not all(any(claim.text in line for claim in shown) for line in answer.answer.splitlines() if "[" in line):
        shown = []
    if not shown:
        return text_markup(answer.answer, answer.language, turn, words)
    agreed = [claim for claim in shown if claim.agreement != "disputed"]
    alone = len(shown) == 1  # then the line below the answer says it all
    parts = [claim_markup(claim, answer.language, turn, words, told=not alone) for claim in agreed]
    disputed = [claim for claim in shown if claim.agreement == "disputed"]
    if disputed:
        parts.append(element("p", words("versions"), class_="ps-status ps-disputed"))
        sides = (_side(claims, answer.language, turn, words) for claims in _sides(disputed))
        parts.append(element("div", *sides, class_="ps-versions"))
    return element("div", *parts, class_="ps-answer", lang=answer.language)


def shown_claims(claims: Iterable[Claim]) -> list[Claim]:
    """Those that may stand in an answer."""
    return [claim for claim in claims if claim.support != "unverified" and claim.citations]


def claim_markup(claim: Claim, language: str | None, turn: Turn, words: Wording, told: bool = True) -> Markup:
    """One claim; above a quotation that tells an event stand its day, place and people, below who says so."""
    markers = "".join(f"[{number}]" for number in claim.citations)
    text = claim.text
    head: list[str] = []
    if claim.event is not None:
        from assistant.answering.heading import heading
        from assistant.answering.quoting import in_marks

        spoken = language or words.language
        head.append(element("p", heading(claim.event, spoken, claim.modality), class_="ps-event"))
        text = in_marks(claim.text, spoken)
    body = element("p", linked(f"{text} {markers}", turn, words))
    said = standing(claim, turn.sources, words) if told else ""
    foot = [element("p", said, class_="ps-standing", lang=words.language)] if said else []
    return element("div", *head, body, *foot, class_="ps-claim")


def standing(claim: Claim, sources: Sequence[Source], words: Wording) -> str:
    """What a reader must know of one claim at a glance; empty where it is one source's plain statement."""
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


def verdict(claims: Sequence[Claim], sources: Sequence[Source], words: Wording) -> str:
    """At a glance: how many independent reports carry the answer, and how well."""
    cited = {number for claim in claims for number in claim.citations}
    articles = {source.citation.article_id for source in sources if source.citation.number in cited}
    certainty: list[str] = []
    if len(claims) == 1:
        certainty = _certainty(claims[0], words)
    if any(claim.agreement == "disputed" for claim in claims):
        agreement = words("disputed")
    elif len(claims) == 1 and claims[0].told_by:
        agreement = claims[0].told_by
    elif len(articles) <= 1:
        agreement = words("one_source")
    elif any(claim.agreement == "shared" for claim in claims):
        agreement = words("reports_two" if len(articles) == 2 else "reports_several")
    elif len(claims) == 1:
        agreement = words("one_story", count=len(articles))
    else:
        agreement = words.count("from_articles", len(articles))
    support = "partial" if any(claim.support == "partial" for claim in claims) else "verified"
    return " · ".join([agreement, *certainty, words(support)])


def text_markup(text: str, language: str | None, turn: Turn, words: Wording) -> Markup:
    """Text with its [n] as links to the cards of the sources; each line is a paragraph."""
    lines = [element("p", linked(line, turn, words)) for line in text.splitlines() if line.strip()]
    return element("div", *lines, class_="ps-answer", lang=language)


def linked(text: str, turn: Turn, words: Wording) -> Markup:
    """One line with its [n] as links; a number without a source stays text."""
    known = {source.citation.number for source in turn.sources}
    parts: list[str] = []
    at = 0
    for found in _CITATION.finditer(text):
        if int(found[1]) in known:
            # a marker never begins a line: the space before it does not break
            parts += [
                re.sub(r"\s$", "\N{NO-BREAK SPACE}", text[at : found.start()]),
                _marker(int(found[1]), turn, words),
            ]
            at = found.end()
    parts.append(text[at:])
    return joined(parts)


def anchor(turn: Turn, number: int) -> str:
    """The id of a source card on the page."""
    return f"q{turn.number}-s{number}"


def _marker(number: int, turn: Turn, words: Wording) -> Markup:
    return element(
        "a",
        str(number),
        class_="ps-cite",
        href=f"#{anchor(turn, number)}",
        aria_label=words("source", number=number),
    )


def _certainty(claim: Claim, words: Wording) -> list[str]:
    """Whether it happened, and who says so."""
    said = []
    if claim.modality in ("planned", "denied", "alleged"):
        said.append(words(claim.modality))
    if claim.attributed_to:
        said.append(words("according_to", who=claim.attributed_to))
    return said


def _articles(claim: Claim, sources: Sequence[Source]) -> int:
    return len({source.citation.article_id for source in sources if source.citation.number in claim.citations})


def _sides(disputed: Sequence[Claim]) -> list[list[Claim]]:
    """Claims that contradict the same ones stand on one side."""
    sides: dict[tuple[int, ...], list[Claim]] = {}
    for claim in disputed:
        sides.setdefault(claim.conflicts_with, []).append(claim)
    return list(sides.values())


def _side(claims: Sequence[Claim], language: str, turn: Turn, words: Wording) -> Markup:
    """One version with the outlets that have it and the days they published it."""
    numbers = {number for claim in claims for number in claim.citations}
    cited = [source.citation for source in turn.sources if source.citation.number in numbers]
    origins = list(dict.fromkeys(_origin(citation, words) for citation in cited))
    head = [element("p", origin, class_="ps-from", lang=words.language) for origin in origins]
    return element(
        "div", *head, *(claim_markup(claim, language, turn, words) for claim in claims), class_="ps-version"
    )


def _origin(citation: Citation, words: Wording) -> str:
    return f"{citation.outlet or words('no_outlet')} · {words.date(citation.published)}"
