"""What a page declares about its article: JSON-LD (schema.org), Open Graph and other meta tags, `<time>`, `lang`.

Declared means declared: a date in running text, a ticker or a footer is no date of publication, nor is that of an
update. Where two declarations disagree, JSON-LD of the article counts, then the meta tags, then `<time>`.
"""

from __future__ import annotations

import html as html_entities
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from lxml.html import HtmlElement

from ingest.headline import split_outlet

_ARTICLE = re.compile(r"(?:\w*Article|\w*Posting|\w*BlogPost|Report|ClaimReview|Review|Recipe)$")
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published", "datepublished",
    "date_published", "publishdate", "publish_date", "publish-date", "published_time", "pubdate", "date.published",
    "sailthru.date", "parsely-pub-date", "cxenseparse:recs:publishtime", "dc.date.issued", "dcterms.issued",
    "dcterms.created", "dc.date.created", "rnews:datepublished", "bt:pubdate", "article.published",
    "originalpublicationdate", "article_date_original", "vr:published_time", "publication_date",
    "cxenseparse:publishtime", "date",
)  # fmt: skip
_NO_UPDATE = "[not(contains(@class, 'pdat') or contains(@class, 'odif'))]/@datetime"
_TIMES = (
    "//*[contains(@itemprop, 'datePublished')]/@datetime | //*[contains(@itemprop, 'datePublished')]/@content",
    f"(//h1)[1]/ancestor::article[1]//time{_NO_UPDATE}",
    f"//article//header//time[count(ancestor::article) = 1]{_NO_UPDATE}",
)
_AFTER_TITLE = re.compile(r"\s*(?:[|–—•·-]|::)\s")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class PageData:
    """Declared metadata; None or empty where the page is silent. `body` is the text that JSON-LD holds, if any."""

    title: str
    published: date | None
    outlet: str | None
    url: str | None
    author: str | None
    language: str | None
    body: str


def read_page_data(tree: HtmlElement) -> PageData:
    """The declarations of a parsed page."""
    article = next(_articles(tree), {})
    meta = _meta(tree)
    canonical = tree.xpath("string(//link[@rel='canonical']/@href)")
    language = re.match(r"[A-Za-z]{2}(?![A-Za-z])", tree.get("lang") or tree.xpath("string(//html/@lang)"))

    return PageData(
        title=_title(article, meta, tree),
        published=_published(article, meta, tree),
        outlet=_name(article.get("publisher")) or _plain(meta.get("og:site_name")) or None,
        url=next((url for url in (canonical, meta.get("og:url")) if url and url.startswith("http")), None),
        author=_name(article.get("author")) or _author(meta),
        language=language[0].lower() if language else None,
        body=_plain_body(article.get("articleBody")),
    )


def _articles(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """JSON-LD objects that describe an article, in the order of the page."""
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            data = json.loads(str(script), strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _objects(data)


def _objects(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 4:
        return
    if isinstance(data, list):
        for item in data:
            yield from _objects(item, depth + 1)
    elif isinstance(data, dict):
        kinds = data.get("@type", "")
        if any(
            isinstance(kind, str) and _ARTICLE.match(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])
        ):
            yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "subjectOf"):
            yield from _objects(data.get(key), depth + 1)


def _meta(tree: HtmlElement) -> dict[str, str]:
    """The first content of each meta tag, by name in small letters."""
    found: dict[str, str] = {}
    for tag in tree.xpath("//meta[@content]"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop") or ""
        if name and tag.get("content").strip():
            found.setdefault(name.lower(), tag.get("content").strip())
    return found


def _title(article: dict[str, Any], meta: dict[str, str], tree: HtmlElement) -> str:
    """The declared headline; without what follows it there where the page's own headline shows it shorter."""
    shown = [" ".join(heading.text_content().split()) for heading in tree.xpath("//h1")]
    declared = _plain(article.get("headline")) or _plain(meta.get("og:title")) or _plain(meta.get("twitter:title"))
    if not declared:
        return shown[0] if len(shown) == 1 else ""
    for heading in shown:
        if len(heading) >= 12 and _AFTER_TITLE.match(declared.removeprefix(heading)):
            return heading
    return split_outlet(declared, shown)[0]


def _published(article: dict[str, Any], meta: dict[str, str], tree: HtmlElement) -> date | None:
    declared = [article.get("datePublished"), article.get("dateCreated"), *(meta.get(name) for name in _PUBLISHED)]
    for value in declared:
        if day := _day(value):
            return day
    # Marked as such, else the times of the article around the headline, else in an article's own header: not those of
    # teasers, tickers and updates. Only where they agree.
    for path in _TIMES:
        if days := {day for value in tree.xpath(path) if (day := _day(value))}:
            return days.pop() if len(days) == 1 else None
    return None


def _day(value: Any) -> date | None:
    found = _ISO.match(value.strip()) if isinstance(value, str) else None
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _name(value: Any) -> str | None:
    """The names in a person, organisation, string or list of them."""
    items = value if isinstance(value, list) else [value]
    names = []
    for item in items:
        name = _plain(item.get("name") if isinstance(item, dict) else item)
        if name and not name.startswith("http"):
            names.append(name)
    return ", ".join(dict.fromkeys(names)) or None


def _author(meta: dict[str, str]) -> str | None:
    name = _plain(meta.get("author") or meta.get("article:author"))
    return name if name and not name.startswith("http") else None


def _plain(value: Any) -> str:
    return " ".join(html_entities.unescape(value).split()) if isinstance(value, str) else ""


def _plain_body(value: Any) -> str:
    if not isinstance(value, str):
        return ""
    return html_entities.unescape(re.sub(r"<[^>]+>", " ", value)).strip()
