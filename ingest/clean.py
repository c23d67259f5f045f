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

from ingest.headline import body, find_headline, repeats
from ingest.noise import (
    author_of,
    ends,
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
_MUCH_NOISE = 3  # lines of noise that make a run of lines above or below an article a page's frame
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
    noise: bool = False


def clean(text: str, title: str | None = None) -> CleanArticle:
    """The article in `text`, plain text of a page; `title` where it is known from elsewhere.

    A date of publication only from a line that says so ("Veröffentlicht am 14.09.2024"); every other date may be that
    of a ticker, an update or a footer.
    """
    lines = _joined_if_wrapped(_lines(text))
    author, published = _byline(lines)
    lines = _marked(_without_comments(lines))
    outlet, at = None, None
    if not title:
        headline = find_headline(_texts(lines))
        title, outlet, at = headline.title, headline.outlet, headline.at
    lines = _without_frame(lines, at)
    lines = _without_menus([line for line in lines if not line.noise])
    lines = [line for line in lines if not _says_again(line.text, title, outlet)]
    paragraphs = _paragraphs(_without_duplicates(lines))
    if not paragraphs and title:
        return CleanArticle(_shortened(title), title, outlet, author, published)
    return CleanArticle(
        title or (_shortened(paragraphs[0]) if paragraphs else ""), "\n\n".join(paragraphs), outlet, author, published
    )


def _lines(text: str) -> list[_Line]:
    lines, block, blank = [], 0, False
    for raw in text.split("\n"):
        line = without_slug(re.sub(r" {2,}", "  ", raw.replace("\t", "  ")).strip())
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
    """Cuts readers' comments off: below a heading in the lower half that lines follow which only comments have."""
    for at in range(len(lines) // 2, len(lines)):
        if rules().comment_headings.fullmatch(lines[at].text.strip(" :")):
            below = lines[at + 1 : at + 9]
            if sum(bool(rules().comment_marks.fullmatch(line.text)) for line in below) >= 2:
                return lines[:at]
    return lines


def _marked(lines: Sequence[_Line]) -> list[_Line]:
    """The lines, those that are no part of an article marked, and credits taken off the ends of others."""
    texts = [line.text for line in lines]
    noise = {at for first, last in ticker_runs(texts) for at in range(first, last + 1)} | _link_boxes(texts)
    marked = []
    for at, line in enumerate(lines):
        rest = "" if at in noise or is_noise(line.text) else without_credit(line.text)
        marked.append(replace(line, text=rest or line.text, noise=not rest))
    return marked


def _link_boxes(lines: Sequence[str]) -> set[int]:
    """Headings like "Mehr zum Thema" with the headlines below them."""
    found = set()
    in_box = False
    for at, line in enumerate(lines):
        plain = line.strip(" :!…»›>→|")
        if len(plain) <= 80 and not is_sentence(line) and rules().link_headings.fullmatch(plain):
            in_box = True
        elif is_sentence(line) or len(words(line)) > 20 or line.endswith("."):
            in_box = False
        if in_box:
            found.add(at)
    return found


def _says_something(line: str) -> bool:
    return is_sentence(line) or (ends(line) and len(words(line)) >= 3)


def _texts(lines: Sequence[_Line]) -> list[str]:
    return [("" if line.noise else line.text) for line in lines]


def _without_frame(lines: list[_Line], headline: int | None) -> list[_Line]:
    """Takes out the headline, what stands above it where that is a menu, and what stands below the article.

    Whole sentences stay. Below the running text, lines go from the first noise on, if there is much of it.
    """
    kept = list(lines)
    _, end = body(_texts(lines))
    below = [at for at in range(end, len(lines)) if lines[at].noise]
    if len(below) >= _MUCH_NOISE:
        kept = [line for at, line in enumerate(lines) if at < below[0] or _says_something(line.text)]
    if headline is not None:
        above = lines[:headline]
        if sum(line.noise for line in above) >= _MUCH_NOISE or len(above) > 2 * _MUCH_NOISE:
            above = [line for line in above if _says_something(line.text)]
        above = [line for line in above if not _is_short(line.text)]  # an overline, the name of the outlet
        kept = [*above, *kept[headline + 1 :]]
    return kept


def _without_menus(lines: list[_Line]) -> list[_Line]:
    """Takes out names of sections and runs of short lines above and below the article; between, only whole menus."""
    sentences = [at for at, line in enumerate(lines) if is_sentence(line.text)]
    if not sentences:
        return lines
    kept, at = [], 0
    while at < len(lines):
        end = at
        while end < len(lines) and (_is_short(lines[end].text) or _is_section(lines[end].text)):
            end += 1
        run = lines[at:end]
        sections = [line for line in run if _is_section(line.text)]
        outside = end <= sentences[0] or at > sentences[-1]
        listed = at > 0 and lines[at - 1].text.endswith(":")
        menu = len(run) >= 3 and (len(sections) >= 2 or outside) and not listed
        if not menu:
            kept += [line for line in run if not (outside and line in sections)]
        if end < len(lines):
            kept.append(lines[end])
        at = end + 1
    return kept


def _is_section(line: str) -> bool:
    return line.lower().strip(" :•*–-") in rules().sections


def _is_short(line: str) -> bool:
    """Whether a line is like an entry of a menu: three words at most, no sign of speech, of a list or of a number."""
    return len(line) <= 30 and len(line.split()) <= 3 and not re.search(r"[.!?…:,;\"“”„»«]|\d|^[-–•*]", line)


def _says_again(line: str, title: str, outlet: str | None) -> bool:
    """Whether a line only repeats the headline or names the outlet; a sentence with a full stop stays."""
    if outlet and line.lower() == outlet.lower():
        return True
    return repeats(line, title) and not line.endswith(".")


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
