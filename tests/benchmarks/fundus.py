"""The pages of `shared/eval/fundus-dev` with what their publishers' parsers found in them. Not a benchmark itself."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[3] / "shared" / "eval" / "fundus-dev" / "de"


@dataclass(frozen=True)
class GoldPage:
    """A page and its gold."""

    name: str
    html: bytes
    title: str
    paragraphs: tuple[str, ...]  # summary, paragraphs and subheadings
    prose: tuple[str, ...]  # summary and paragraphs
    published: str  # ISO date


def pages() -> Iterator[GoldPage]:
    for path in sorted(FOLDER.glob("*.html.gz")):
        html = gzip.decompress(path.read_bytes())
        golds = json.loads((FOLDER / f"{path.name.split('_')[0]}.json").read_text(encoding="utf-8"))
        text = html.decode("utf-8", "replace")
        # Several versions of the layout: the one whose words stand in the page is its gold.
        yield max((_gold(path.name, html, gold) for gold in golds.values()), key=lambda page: _overlap(page, text))


def _gold(name: str, html: bytes, gold: dict[str, Any]) -> GoldPage:
    body = gold["body"] or {"summary": [], "sections": []}
    prose = [*body["summary"], *(text for section in body["sections"] for text in section["paragraphs"])]
    everything = [*body["summary"]]
    for section in body["sections"]:
        everything += [*section["headline"], *section["paragraphs"]]
    return GoldPage(
        name, html, gold["title"] or "", tuple(everything), tuple(prose), str(gold["publishing_date"] or "")[:10]
    )


def _overlap(page: GoldPage, html: str) -> int:
    return sum(paragraph[:40] in html for paragraph in page.prose) + (page.title in html)


def tokens(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def f1(found: str, gold: str) -> tuple[float, float, float]:
    """Token precision, recall and F1."""
    first, second = Counter(tokens(found)), Counter(tokens(gold))
    common = sum((first & second).values())
    precision = common / max(sum(first.values()), 1)
    recall = common / max(sum(second.values()), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)
