"""What a record or front matter says of an article, under our names for it or under those that others use."""

from __future__ import annotations

import re
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any

from ingest.decode import mend

# Names in front matter of site generators, in schema.org's records, in feeds, and in the output of usual scrapers.
ALSO = {
    "title": ("headline",),
    "published": (
        "date",
        "datePublished",
        "date_publish",
        "date_published",
        "published_at",
        "publish_date",
        "pubDate",
    ),
    "outlet": ("sitename", "publisher", "site_name"),
    "author": ("authors", "byline"),
    "url": ("link",),
    "language": ("lang", "inLanguage"),
}
_FEED = re.compile(r"(?:\w{3}, )?\d{1,2} \w{3} \d{4} \d\d:")  # RFC 2822: "Sat, 14 Sep 2024 08:00:00 GMT"


def metadata(found: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The fields of a RawArticle in a record or front matter, and a line for each value that cannot be used."""
    values: dict[str, Any] = {}
    wrong = []
    for name in ("title", "outlet", "url", "author"):
        _, value = _given(found, name)
        if name == "author" and isinstance(value, list):
            value = ", ".join(str(item) for item in value if isinstance(item, str | int))
        if value is None or isinstance(value, dict | list):
            continue
        if cleaned := " ".join(mend(str(value)).split()):
            values[name] = cleaned
    called, value = _given(found, "published")
    if value is not None:
        published = parse_date(value)
        if published is None:
            wrong.append(f"{called} {str(value)[:40]!r} is no date (YYYY-MM-DD): stored as undated")
        else:
            values["published"] = published
    called, value = _given(found, "language")
    if value is not None:
        match = re.fullmatch(r"([a-z]{2})(?:[-_][A-Za-z]{2,4})?", str(value).strip().lower())
        if match:
            values["language"] = match[1]
        else:
            wrong.append(f"{called} {str(value)[:40]!r} is no ISO 639-1 code like 'de': the text itself decides")
    return values, wrong


def _given(found: dict[str, Any], name: str) -> tuple[str, Any]:
    """The first of a field's names that has a value, and the value; None where none has."""
    names = (name, *ALSO.get(name, ()))
    return next(((one, found[one]) for one in names if found.get(one) not in (None, "", [])), (name, None))


def parse_date(value: object) -> date | None:
    """The day of a date or time, of "14.09.2024", an ISO 8601 string or a feed's date; None for anything else."""
    if isinstance(value, date):
        return value if type(value) is date else date(value.year, value.month, value.day)
    text = str(value).strip()
    iso = re.match(r"(\d{4})-(\d{2})-(\d{2})(?=$|[T\s])", text)
    german = re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if german:
            return date(int(german[3]), int(german[2]), int(german[1]))
        return parsedate_to_datetime(text).date() if _FEED.match(text) else None
    except ValueError:
        return None
