"""A scraped page as plain text → title, outlet, and the paragraphs of the article.

What is taken out is what `ingest.noise` recognises; what is in doubt stays. The order matters: boxes that are known
by their heading first, then single lines, then what can only be told by its place above or below the article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from ingest.headline import find_headline, repeats
from ingest.noise import (
    author_of,
    is_noise,
    is_sentence,
    published_of,
    rules,
    ticker_runs,
    without_credit,
    without_slug,
    words,
)

_ENDS = re.compile(r"[.!?…:;][\"'“”«»‹›’)\]]*$")
_TITLE_LENGTH = 90  # characters of a title made from a first sentence
_DUPLICATE = 40  # characters; shorter lines may rightly come twice


@dataclass(frozen=True, slots=True)
class CleanArticle:
    """What is left of a page. `text` holds paragraphs parted by one empty line; empty where nothing was left."""

    title: str
    text: str
    outlet: str | None = None
    author: str | None = None
    published: date | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    block: int  # lines of one block had no empty line between them


def clean(text: str, title: str | None = None) -> CleanArticle:
    """The article in `text`, plain text of a page; `title` where it is known from elsewhere.

    A date of publication only from a line that says so ("Veröffentlicht am 14.09.2024"); every other date may be that
    of a ticker, an update or a footer.
    """
    lines = _joined_if_wrapped(_lines(text))
    author, published = _byline(lines)
    lines = _without_comments(lines)
    lines = _without_tickers(lines)
    lines = _without_link_boxes(lines)
    lines = _without_noise(lines)
    lines = _without_menus(lines)
    outlet = None
    if not title:
        headline = find_headline([line.text for line in lines], _first_sentence(lines))
        title, outlet = headline.title, headline.outlet
        if headline.at is not None:
            del lines[headline.at]
    lines = [line for line in lines if not (repeats(line.text, title) and not line.text.endswith("."))]
    lines = _without_outlet_lines(lines, outlet)
    paragraphs = _paragraphs(_without_duplicates(lines))
    if not paragraphs and title:
        return CleanArticle(_shortened(title), title, outlet, author, published)
    return CleanArticle(
        title or (_shortened(paragraphs[0]) if paragraphs else ""), "\n\n".join(paragraphs), outlet, author, published
    )


def _lines(text: str) -> list[_Line]:
    lines, block, blank = [], 0, False
    for raw in text.split("\n"):
        line = without_slug(" ".join(raw.replace("\t", "   ").split(" ")).strip())
        line = re.sub(r" {3,}", "   ", line)
        if not line:
            blank = True
            continue
        block += blank
        blank = False
        lines.append(_Line(line, block))
    return lines


def _joined_if_wrapped(lines: list[_Line]) -> list[_Line]:
    """Lines of a text wrapped at a fixed width, joined to paragraphs; other lines stay.

    It is wrapped where nearly every line is so full that the first word of the next would not have fitted.
    """
    breaks = [(first, second) for first, second in pairwise(lines) if first.block == second.block]
    width = max((len(line.text) for pair in breaks for line in pair), default=0)
    if len(breaks) < 2 or not 40 <= width <= 130:
        return lines
    full = [len(first.text) + 1 + len(second.text.split()[0]) > width - 2 for first, second in breaks]
    inside = [not _ENDS.search(first.text) for first, _ in breaks]
    if sum(full) < 0.7 * len(breaks) or sum(inside) < 0.4 * len(breaks):
        return lines
    joined: list[_Line] = []
    for line in lines:
        if joined and joined[-1].block == line.block:
            joined[-1] = replace(joined[-1], text=f"{joined[-1].text} {line.text}")
        else:
            joined.append(line)
    return joined


def _byline(lines: Sequence[_Line]) -> tuple[str | None, date | None]:
    """Author and date of publication, where lines name them and do not disagree."""
    parts = [part.strip() for line in lines if len(line.text) <= 200 for part in re.split(r"\s+[|•·]\s+", line.text)]
    authors = [author for part in parts if (author := author_of(part))]
    dates = {day for part in parts if (day := published_of(part))}
    return (authors[0] if authors else None), (dates.pop() if len(dates) == 1 else None)


def _without_comments(lines: list[_Line]) -> list[_Line]:
    """Cuts readers' comments off: below a heading in the lower half, where lines follow that only comments have."""
    for at in range(len(lines) // 2, len(lines)):
        if rules().comment_headings.fullmatch(lines[at].text.strip(" :")):
            marks = sum(bool(rules().comment_marks.fullmatch(line.text)) for line in lines[at + 1 :])
            if marks >= 2:
                return lines[:at]
    return lines


def _without_tickers(lines: list[_Line]) -> list[_Line]:
    gone = {at for first, last in ticker_runs([line.text for line in lines]) for at in range(first, last + 1)}
    return [line for at, line in enumerate(lines) if at not in gone]


def _without_link_boxes(lines: list[_Line]) -> list[_Line]:
    """Takes out headings like "Mehr zum Thema" with the headlines below them."""
    kept: list[_Line] = []
    in_box = False
    for line in lines:
        plain = line.text.strip(" :!…»›>→|")
        if len(plain) <= 80 and not is_sentence(line.text) and rules().link_headings.fullmatch(plain):
            in_box = True
        elif in_box and not is_sentence(line.text) and len(words(line.text)) <= 20 and not line.text.endswith("."):
            continue
        else:
            in_box = False
            kept.append(line)
    return kept


def _without_noise(lines: list[_Line]) -> list[_Line]:
    kept = []
    for line in lines:
        if not is_noise(line.text) and (rest := without_credit(line.text)):
            kept.append(replace(line, text=rest))
    return kept


def _first_sentence(lines: Sequence[_Line]) -> int:
    """The index of the first line of running text; the number of lines where there is none."""
    for at, line in enumerate(lines):
        if at and ((is_sentence(line.text) and not line.text.endswith(("?", "!"))) or len(words(line.text)) > 30):
            return at
    return len(lines)


def _without_menus(lines: list[_Line]) -> list[_Line]:
    """Takes out names of sections and runs of short lines above and below the article; between, only whole menus."""
    sentences = [at for at, line in enumerate(lines) if is_sentence(line.text)]
    if not sentences:
        return lines
    kept, at = [], 0
    while at < len(lines):
        end = at
        while end < len(lines) and _is_short(lines[end].text):
            end += 1
        run = lines[at:end]
        sections = [line for line in run if line.text.lower().strip(" :") in rules().sections]
        outside = end <= sentences[0] or at > sentences[-1]
        menu = len(run) >= 3 and (len(sections) >= 2 or (outside and len(run) >= 4))
        if not menu:
            kept += [line for line in run if not (outside and line in sections)]
        if end < len(lines):
            kept.append(lines[end])
        at = end + 1
    return kept


def _is_short(line: str) -> bool:
    return len(line) <= 30 and len(line.split()) <= 3 and not re.search(r"[.!?…:,;\"“”„»«]$|\d", line)


def _without_outlet_lines(lines: list[_Line], outlet: str | None) -> list[_Line]:
    return [line for line in lines if not outlet or line.text.lower() != outlet.lower()]


def _without_duplicates(lines: Sequence[_Line]) -> list[_Line]:
    seen: set[str] = set()
    kept = []
    for line in lines:
        if len(line.text) < _DUPLICATE or line.text not in seen:
            kept.append(line)
        seen.add(line.text)
    return kept


def _paragraphs(lines: Sequence[_Line]) -> list[str]:
    """One paragraph a line; a line that goes on in small letters without a stop was merely broken."""
    paragraphs: list[str] = []
    block = -1
    for line in lines:
        text = " ".join(line.text.split())
        if (
            line.block == block
            and text[:1].islower()
            and len(paragraphs[-1]) >= 30
            and not _ENDS.search(paragraphs[-1])
        ):
            paragraphs[-1] += f" {text}"
        else:
            paragraphs.append(text)
        block = line.block
    return paragraphs


def _shortened(sentence: str) -> str:
    if len(sentence) <= _TITLE_LENGTH:
        return sentence
    return sentence[:_TITLE_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:–-") + " …"
