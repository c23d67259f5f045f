"""An HTML page → title, text and metadata of its article; the extraction is trafilatura's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from assistant.errors import SourceError
from ingest.page_data import PageData, read_page_data

TAGS = re.compile(r"</(?:p|div|li|h[1-6]|a|em|strong|span|blockquote|figure)>|<br ?/?>", re.IGNORECASE)
_INLINE = frozenset(
    ["a", "abbr", "b", "em", "font", "i", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "u"]
)
_FEWEST_WORDS = 8  # less is what is left of menus, no article


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says about its article. `text` has one line a paragraph; `published` is declared, never guessed."""

    title: str
    text: str
    published: date | None
    outlet: str | None
    url: str | None
    author: str | None
    language: str | None


def text_of_fragment(text: str) -> str:
    """The text of a dump's article that still holds tags ("<p>Der Rat …</p>"), one line a paragraph."""
    from lxml import html as lxml_html

    tree = lxml_html.fragment_fromstring(text, create_parent="div")
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element.tag in ("script", "style"):
            if element.getparent() is not None:
                element.drop_tree()
        elif element.tag not in _INLINE:
            element.text = "\n\n" + (element.text or "")
            element.tail = "\n\n" + (element.tail or "")
    return str(tree.text_content()).strip()


def read_html(html: str) -> Page:
    """The article of a page. SourceError where the page holds no text of an article."""
    from lxml.etree import LxmlError
    from trafilatura import bare_extraction
    from trafilatura.settings import Document
    from trafilatura.utils import load_html

    try:
        tree = load_html(html)
    except (LxmlError, ValueError):
        tree = None
    if tree is None:
        raise SourceError("the file is no HTML page", "save the page again, or give its text as .txt")
    data = read_page_data(tree)
    document = bare_extraction(
        tree,
        favor_precision=True,
        include_comments=False,
        include_tables=False,
        with_metadata=True,
        # Its date is not used, and its search through the whole page would take most of the time.
        date_extraction_params={"extensive_search": False},
    )
    found = document.as_dict() if isinstance(document, Document) else {}
    text = (found.get("text") or "").strip() or data.body
    if len(text.split()) < _FEWEST_WORDS:
        raise SourceError("no article text was found in the page", "give its text as .txt or .jsonl")
    return _page(text, found, data)


def _page(text: str, found: dict[str, str | None], data: PageData) -> Page:
    language = data.language or (found.get("language") or "")[:2].lower()
    return Page(
        title=data.title or found.get("title") or "",
        text=text,
        published=data.published,
        outlet=data.outlet or found.get("sitename"),
        url=data.url or found.get("url"),
        author=data.author or found.get("author"),
        language=language or None,
    )
