"""The claims of an answer: event line, text with links to its sources, who says so; versions beside each other."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.answering.emphasis import emphasised
from assistant.answering.heading import heading
from assistant.answering.quoting import in_marks
from assistant.page.glance import origins, standing
from assistant.page.markup import Markup, element, joined
from assistant.page.wording import Wording
from assistant.page.work import Turn
from assistant.types import Answer, Claim, Event, Modality, Spans

_CITATION = re.compile(r"\[(\d+)\]")


def answer_markup(answer: Answer, turn: Turn, words: Wording) -> Markup:
    """The answer's claims one by one; what contradicts each other stands beside each other, where the first stands.

    A claim that the text leaves out, since another has said it, stands in the list of checks alone. An answer whose
    text is not made of its claims is shown as text.
    """
    shown = answer.told
    lines = [line for line in answer.answer.splitlines() if "[" in line]
    if not shown or not all(any(claim.text in line for claim in shown.values()) for line in lines):
        return text_markup(answer.answer, answer.language, turn, words)
    parts = []
    for group in _matters(shown):
        claim = shown[group[0]]
        if claim.agreement == "disputed":
            parts.append(_versions({number: shown[number] for number in group}, answer.language, turn, words))
        elif len(shown) == 1:  # then badges and cards say the rest
            parts.append(claim_markup(claim, answer.language, turn, words))
        else:
            parts.append(joined([claim_markup(claim, answer.language, turn, words), _foot(claim, turn, words)]))
    return element("div", *parts, class_="ps-answer", lang=answer.language)


def claim_markup(
    claim: Claim,
    language: str | None,
    turn: Turn,
    words: Wording,
    told: tuple[Event, Modality] | None = None,
    marked: bool = False,
) -> Markup:
    """One claim; above a quotation that tells an event stand its day, place and people.

    told: the event that a version tells, where the claim itself has none. marked: whether it stands in quotation
    marks where it tells no event.
    """
    markers = "".join(f"[{number}]" for number in claim.citations)
    cited = [source.citation for source in turn.sources if source.citation.number in claim.citations]
    spoken = language or words.language
    if claim.event is not None:
        told = claim.event, claim.modality
    if told is None:
        text = in_marks(claim.text, spoken) if marked else claim.text
        return element("p", linked(f"{text} {markers}", turn, words, emphasised(text, cited)), class_="ps-claim")
    return element(
        "div",
        element("p", heading(told[0], spoken, told[1]), class_="ps-event"),
        element("p", linked(f"{in_marks(claim.text, spoken)} {markers}", turn, words)),
        class_="ps-claim",
    )


def text_markup(text: str, language: str | None, turn: Turn, words: Wording) -> Markup:
    """Text with its [n] as links to the cards of the sources; each line is a paragraph."""
    lines = [element("p", linked(line, turn, words)) for line in text.splitlines() if line.strip()]
    return element("div", *lines, class_="ps-answer", lang=language)


def linked(text: str, turn: Turn, words: Wording, strong: Spans = ()) -> Markup:
    """One line with its [n] as links, and parts of it strong; a number without a source stays text."""
    known = {source.citation.number for source in turn.sources}
    parts: list[str] = []
    at = 0
    for found in _CITATION.finditer(text):
        if int(found[1]) in known:
            # a marker never begins a line: the space before it does not break
            before = re.sub(r"\s$", "\N{NO-BREAK SPACE}", text[at : found.start()])
            parts += [with_strong(before, strong, at), _marker(int(found[1]), turn, words)]
            at = found.end()
    parts.append(with_strong(text[at:], strong, at))
    return joined(parts)


def with_strong(text: str, strong: Spans, at: int = 0) -> Markup:
    """A text with parts of it strong; `at` is where it begins in what `strong` counts from."""
    parts: list[str] = []
    done = 0
    for start, end in strong:
        if at <= start and end <= at + len(text):
            parts += [text[done : start - at], element("strong", text[start - at : end - at])]
            done = end - at
    return joined([*parts, text[done:]])


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


def _foot(claim: Claim, turn: Turn, words: Wording) -> Markup:
    """Below a claim: the outlets that tell it, how independent they are, and whether it is sure."""
    said = standing(claim, turn.sources, words)
    parts = [element("span", part) for part in origins([claim], turn.sources, words)]
    if said:
        parts.append(element("strong", said))
    return element("p", *parts, class_="ps-standing", lang=words.language)


def _matters(claims: Mapping[int, Claim]) -> list[list[int]]:
    """The claims by matter, in order: those that contradict each other, directly or by way of others, together."""
    groups: list[list[int]] = []
    for number, claim in claims.items():
        against = [group for group in groups if set(group) & set(claim.conflicts_with)]
        if not against:
            groups.append([number])
            continue
        against[0].append(number)
        for group in against[1:]:
            against[0].extend(group)
            groups.remove(group)
    return groups


def _versions(disputed: Mapping[int, Claim], language: str, turn: Turn, words: Wording) -> Markup:
    """One matter on which the sources contradict each other: in what, and each version with who has it."""
    sides: dict[tuple[int, ...], list[int]] = {}
    for number, claim in disputed.items():  # claims that contradict the same ones stand on one side
        sides.setdefault(claim.conflicts_with, []).append(number)
    in_what = {
        differs
        for claim in disputed.values()
        for other, differs in zip(claim.conflicts_with, claim.differs_in, strict=False)  # older answers kept none
        if other in disputed
    }
    key = f"versions_{in_what.pop()}" if len(in_what) == 1 else "versions"
    shown = (_version(numbers, disputed, language, turn, words) for numbers in sides.values())
    return element(
        "section",
        element("h3", words(key), class_="ps-status ps-disputed", lang=words.language),
        element("div", *shown, class_="ps-versions"),
        class_="ps-matter",
    )


def _version(
    numbers: Sequence[int], disputed: Mapping[int, Claim], language: str, turn: Turn, words: Wording
) -> Markup:
    """One version: the outlets that have it, the days they published it, and what they say."""
    claims = [disputed[number] for number in numbers]
    head = [element("p", one, class_="ps-from", lang=words.language) for one in origins(claims, turn.sources, words)]
    quoted = turn.answer is not None and turn.answer.answerer == "extractive"
    body = []
    for number, claim in zip(numbers, claims, strict=True):
        said = standing(claim, turn.sources, words)
        if number in turn.contrast.days:
            named = words.date(turn.contrast.days[number])
            body.append(element("p", named, class_="ps-event", lang=words.language))
        body.append(claim_markup(claim, language, turn, words, turn.contrast.events.get(number), quoted))
        if said:
            body.append(element("p", element("strong", said), class_="ps-standing", lang=words.language))
    return element("div", *head, *body, class_="ps-version")
