"""The one place where text becomes HTML.

Streamlit renders the labels and bodies of most elements as Markdown and fetches the images in it, so a poisoned
article could leak a question through an image address. All text of articles, models and people is therefore built
into HTML here, escaped, and handed to `st.html`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

# Control characters and bidirectional overrides: they show nothing, and can make text read other than it is stored.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ATTRIBUTE = re.compile(r"[a-z][a-z-]*")


class Markup(str):
    """HTML that may be shown as it is. Only this module makes it; any operation of `str` on it gives text again."""

    __slots__ = ()


def escaped(text: str) -> Markup:
    """The text as HTML that shows exactly this text, within an element or within a quoted attribute."""
    return text if isinstance(text, Markup) else Markup(html.escape(_UNSEEN.sub("", text), quote=True))


def joined(parts: Iterable[str], between: str = "") -> Markup:
    """The parts one after the other, each of them escaped unless it is markup already."""
    return Markup(escaped(between).join(escaped(part) for part in parts))


def element(name: str, /, *children: str, **attributes: str | bool | None) -> Markup:
    """An HTML element. `aria_label` gives the attribute `aria-label`, `class_` `class`; None and False none."""
    opening = [name]
    for key, value in attributes.items():
        attribute = key.rstrip("_").replace("_", "-")
        if not _ATTRIBUTE.fullmatch(attribute):
            raise ValueError(f"no name for an attribute: {key!r}")
        if value is True:
            opening.append(attribute)
        elif value is not None and value is not False:
            opening.append(f'{attribute}="{escaped(str.__str__(value))}"')
    return Markup(f"<{' '.join(opening)}>{joined(children)}</{name}>")


def web_link(url: str | None) -> Markup | None:
    """A link that shows its domain, for addresses of http and https; None for any other address."""
    try:
        parts = urlsplit(url or "")
        domain = parts.hostname
    except ValueError:
        return None
    if not url or parts.scheme.lower() not in ("http", "https") or not domain:
        return None
    return element("a", domain, href=url, target="_blank", rel="noreferrer noopener", class_="ps-link")
