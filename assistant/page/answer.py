"""A question and its answer as the reader sees them: text with links to source cards, verdict, notes, checks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.page.article import address
from assistant.page.claims import anchor, answer_markup, claim_markup, linked, with_strong
from assistant.page.faults import fault
from assistant.page.glance import Judged, badges, origin, verdict
from assistant.page.markup import Markup, element, escaped, joined, web_link
from assistant.page.sources import Source, cited_version
from assistant.page.wording import Wording
from assistant.page.work import Turn
from assistant.types import Answer, Claim, Filters, Note

_OPEN_AT_ONCE = 450  # characters of paragraphs that stand open at once; more would push the answer out of sight
_CARDS_SHOWN = 3  # more are folded up for the same reason; the link to a card unfolds them
_LONG_QUESTION = 160  # characters; longer ones are no headline
_FOUND_SHOWN = 6  # titles listed while the claims are checked


def turn_markup(turn: Turn, words: Wording) -> Markup:
    """One question with what has come of its answer so far, or with the whole answer."""
    size = "ps-question ps-long" if len(turn.question) > _LONG_QUESTION else "ps-question"
    parts: list[str] = [element("h2", turn.question, class_=size)]
    if turn.filters:
        parts.append(element("p", scope(turn.filters, words), class_="ps-scope"))
    if turn.answer is not None:
        parts += _whole(turn, turn.answer, words)
    else:
        parts += _so_far(turn, words)
    return element("article", *parts, class_="ps-turn", lang=words.language, aria_busy=str(turn.running).lower())


def scope(filters: Filters, words: Wording) -> str:
    """In words, what the search was limited to."""
    parts = list(filters.outlets)
    if filters.start and filters.end:
        parts.append(words("scope_between", start=words.date(filters.start), end=words.date(filters.end)))
    elif filters.start:
        parts.append(words("scope_from", day=words.date(filters.start)))
    elif filters.end:
        parts.append(words("scope_to", day=words.date(filters.end)))
    return " · ".join(parts)


def message(text: str, kind: str = "error") -> Markup:
    """One line that the reader must see."""
    return element("p", text, class_=f"ps-message ps-{kind}", role="alert" if kind == "error" else "status")


def _whole(turn: Turn, answer: Answer, words: Wording) -> list[str]:
    shown = [claim for claim in answer.claims if claim.shown]
    judged = verdict(shown, turn.sources, words) if shown else ()
    abstained = answer.status == "not_in_sources"
    if answer.status == "partly_answered" or (abstained and answer.language != words.language):
        judged = (Judged("abstained", words(answer.status)), *judged)
    parts: list[str] = [badges(judged)] if judged else []
    written = answer_markup(answer, turn, words)
    parts.append(element("div", written, class_="ps-abstained") if abstained else written)
    if turn.changed:
        numbers = ", ".join(str(number) for number in turn.changed)
        parts.append(message(words.count("changed", len(turn.changed), numbers=numbers), "note"))
    parts += [_note(note, answer.language, turn, words) for note in answer.notes]
    parts.append(_cards(turn, words))
    parts.append(_checks(answer.claims, turn, words))
    by_model = answer.answerer != "extractive"
    author = words("by_model", model=answer.answerer.partition(":")[2]) if by_model else words("by_extractive")
    seconds = answer.seconds.get("total")
    colophon = author if seconds is None else f"{author} · {words.seconds(seconds)}"
    if tokens := sum(answer.tokens.values()):
        colophon = f"{colophon} · {words.count('tokens', tokens)}"
    parts.append(element("p", colophon, class_="ps-colophon"))
    if turn.not_kept is not None:
        parts.append(message(words("not_kept", why=fault(turn.not_kept, words))))
    return parts


def _so_far(turn: Turn, words: Wording) -> list[str]:
    parts: list[str] = []
    shown = [claim for claim in turn.claims if claim.shown]
    if shown:
        claims = (claim_markup(claim, None, turn, words) for claim in shown)
        parts.append(element("div", *claims, class_="ps-answer"))
    if turn.outcome == "running":
        parts.append(_progress(turn, words))
    elif turn.outcome == "stopped":
        parts.append(message(words("stopped" if shown else "stopped_early"), "note"))
    else:
        parts.append(message(fault(turn.error, words) if turn.error is not None else words("broken")))
    parts.append(_cards(turn, words))
    return parts


def _progress(turn: Turn, words: Wording) -> Markup:
    found = turn.found
    if found is None:
        return element(
            "p", words("understood" if turn.understood else "working"), class_="ps-progress", role="status"
        )
    line = words.count("found", len(found)) if found else words("found_none")
    titles = [element("li", title) for title in found[:_FOUND_SHOWN]]
    if len(found) > _FOUND_SHOWN:
        titles.append(element("li", words("more", count=len(found) - _FOUND_SHOWN)))
    listed = element("ul", *titles, class_="ps-found") if titles and not turn.claims else ""
    return joined([element("p", line, class_="ps-progress", role="status"), listed])


def _note(note: Note, language: str, turn: Turn, words: Wording) -> Markup:
    markers = "".join(f"[{number}]" for number in note.citations if f"[{number}]" not in note.text)
    return element(
        "p", linked(f"{note.text} {markers}".strip(), turn, words), class_="ps-message ps-note", lang=language
    )


def _cards(turn: Turn, words: Wording) -> Markup:
    if not turn.sources:
        return escaped("")
    length = sum(len(source.before + source.citation.quote + source.after) for source in turn.sources)
    opened = length <= _OPEN_AT_ONCE and turn.answer is not None
    cards = [_card(source, turn, words, opened) for source in turn.sources]
    if len(cards) > _CARDS_SHOWN:
        heading = element("summary", words("sources_many", count=len(cards)), class_="ps-heading")
        return element("details", heading, *cards, class_="ps-sources")
    heading = element("h3", words("sources"), class_="ps-heading")
    return element("section", heading, *cards, class_="ps-sources")


def _card(source: Source, turn: Turn, words: Wording, opened: bool) -> Markup:
    citation = source.citation
    summary = element(
        "summary",
        element("span", str(citation.number), class_="ps-number", aria_label=words("source", number=citation.number)),
        element(
            "span",
            element(
                "span",
                origin(citation, words),
                class_="ps-from",
            ),
            element("span", citation.title, class_="ps-title"),
        ),
    )
    # The target of the link lies inside the card, since browsers open a <details> for a target within it.
    quote = element("mark", with_strong(citation.quote, citation.answering), id=anchor(turn, citation.number))
    body: list[str] = [
        element("p", source.before, quote, source.after, class_="ps-paragraph", lang=source.language),
        *(element("p", words(key), class_="ps-remark") for key in _remarks(source)),
    ]
    links = [link for link in (_reading(source, turn, words), web_link(citation.url)) if link is not None]
    if links:
        body.append(element("p", joined(links, " · "), class_="ps-remark"))
    inner = element("div", *body, class_="ps-body")
    return element("details", summary, inner, class_="ps-source", open=opened)


def _reading(source: Source, turn: Turn, words: Wording) -> Markup | None:
    """The way to the whole article, in a tab of its own, with all its sentences marked that the answer cites."""
    if source.gone:
        return None
    article_id, version = source.citation.article_id, cited_version(source.citation.sentence_id)
    prefix = source.citation.sentence_id.rpartition("#")[0]
    ids = (other.citation.sentence_id.rpartition("#") for other in turn.sources)
    cited = [int(number[1:]) for of, _, number in ids if of == prefix and number[1:].isdecimal()]
    return element(
        "a",
        words("read_article"),
        href=address(article_id, version, cited),
        target="_blank",
        rel="noopener",
        class_="ps-link",
    )


def _remarks(source: Source) -> Iterable[str]:
    if source.gone:
        yield "gone"
    if source.newer:
        yield "newer_version"


def _checks(claims: Sequence[Claim], turn: Turn, words: Wording) -> Markup:
    """The claims one by one with support, agreement and reasons; those left out of the answer last, with why."""
    shown = [(index, claim) for index, claim in enumerate(claims, 1) if claim.support != "unverified"]
    rejected = [(index, claim) for index, claim in enumerate(claims, 1) if claim.support == "unverified"]
    if len(shown) < 2 and not rejected and not any(claim.reasons for claim in claims):
        return escaped("")  # the line of the verdict has said it all
    listed = element("ol", *(_check(index, claim, turn, words) for index, claim in shown))
    parts: list[str] = [element("summary", words("checks")), listed]
    if rejected:
        parts.append(element("p", words("left_out_text"), class_="ps-remark"))
        parts.append(element("ol", *(_check(index, claim, turn, words) for index, claim in rejected)))
    return element("details", *parts, class_="ps-checks")


def _check(index: int, claim: Claim, turn: Turn, words: Wording) -> Markup:
    judged = [one.text for one in verdict([claim], turn.sources, words)]
    remarks = [*([words("unverified")] if claim.support == "unverified" else judged), *claim.reasons]
    if claim.conflicts_with:
        numbers = (words("claim_number", number=number) for number in claim.conflicts_with)
        remarks.append(words("contradicts", claims=", ".join(numbers)))
    text = f"{claim.text} {''.join(f'[{number}]' for number in claim.citations)}"
    return element(
        "li", linked(text, turn, words), element("span", " · ".join(remarks), class_="ps-judged"), value=str(index)
    )
