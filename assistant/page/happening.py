"""Events as the reader sees them: in words, with the sentences that tell them, and all of them in a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.answering.heading import action, modality, when
from assistant.page.markup import Markup, element, joined, web_link
from assistant.page.timeline import Happening, Told
from assistant.page.wording import Wording

_NAMED = 3  # outlets named in a row of the table


def tooltip(one: Happening, words: Wording) -> dict[str, str]:
    """What the chart says of an event, in words: action, when, what, who, where."""
    time = one.time
    day = time.start if time and time.start == time.end else None
    return {
        "action": action(one.action, words.language),
        "when": words.date(day) if day else when(time, words.language) or words("undated"),
        "what": _what(one, words),
        "who": ", ".join(one.participants) or "–",
        "where": one.place or "–",
    }


def _what(one: Happening, words: Wording) -> str:
    said = modality(one.modality, words.language)
    by = words("according_to", who=one.attributed_to) if one.attributed_to else ""
    more = ", ".join(part for part in (said, by) if part)
    named = action(one.action, words.language)
    named = named[:1].upper() + named[1:]
    return f"{named} ({more})" if more else named


def happening_markup(one: Happening, words: Wording) -> Markup:
    """One event: when and where, what and who, then each sentence that tells it with outlet and date."""
    said = tooltip(one, words)
    where = ", ".join(part for part in (said["when"], one.place) if part)
    what = f"{said['what']}: {', '.join(one.participants)}" if one.participants else said["what"]
    return element(
        "article",
        element("p", where, class_="ps-when"),
        element("p", what, class_="ps-what"),
        *(element("p", _otherwise(field, value, words), class_="ps-remark") for field, value in one.otherwise),
        told_markup(one.told, words),
        class_="ps-happening",
    )


def folded_markup(one: Happening, words: Wording) -> Markup:
    """An event in two lines, and what others say of it; its sentences unfold."""
    said = tooltip(one, words)
    where = ", ".join(part for part in (said["when"], one.place) if part)
    who = f": {', '.join(one.participants)}" if one.participants else ""
    lines = [element("span", where, class_="ps-when"), element("span", f"{said['what']}{who}", class_="ps-what")]
    lines += [element("span", _otherwise(field, value, words), class_="ps-remark") for field, value in one.otherwise]
    return element("details", element("summary", *lines), told_markup(one.told, words), class_="ps-happening")


def _otherwise(field: str, value: str, words: Wording) -> str:
    """What other reports say: a day (ISO 8601, or two with a slash), a place, or how sure it is."""
    if field == "day":
        value = " – ".join(words.date(date.fromisoformat(day)) for day in value.split("/"))
    elif field == "modality":
        value = modality(value, words.language) or words(value)
    return words(f"otherwise_{field}", value=value)


def told_markup(told: Sequence[Told], words: Wording) -> Markup:
    """Sentences with outlet, date and title; those of one article together."""
    by_article: dict[tuple[str, str, date | None], list[Told]] = {}
    for one in told:
        by_article.setdefault((one.title, one.outlet or "", one.published), []).append(one)
    return joined(
        element(
            "blockquote",
            *(element("p", one.quote) for one in sentences),
            element("footer", joined(_from(sentences[0], words), " · ")),
            class_="ps-told",
        )
        for sentences in by_article.values()
    )


def _from(one: Told, words: Wording) -> list[str]:
    link = web_link(one.url)
    parts = [one.outlet or words("no_outlet"), words.date(one.published), one.title]
    return parts if link is None else [*parts, link]


def table(happenings: Sequence[Happening], words: Wording) -> Markup:
    """All events in a table, for those who cannot see a chart; the last column opens the sentences."""
    columns = ("when", "what", "who", "where", "told")
    head = element("tr", *(element("th", words(f"column_{name}"), scope="col") for name in columns))
    body = (
        element("tr", *_cells(one, words), class_="ps-is-disputed" if one.disputed else None) for one in happenings
    )
    return element(
        "div",
        element("table", element("thead", head), element("tbody", *body), class_="ps-table"),
        class_="ps-scroll",
        tabindex="0",
    )


def _cells(one: Happening, words: Wording) -> list[Markup]:
    said = tooltip(one, words)
    cells = [element("td", said[name]) for name in ("when", "what", "who", "where")]
    if one.disputed:
        remarks = (element("span", _otherwise(*other, words), class_="ps-judged") for other in one.otherwise)
        cells[1] = element("td", element("strong", said["what"], class_="ps-disputed"), *remarks)
    outlets = list(dict.fromkeys(told.outlet or words("no_outlet") for told in one.told))
    named = ", ".join(outlets[:_NAMED]) + (f" +{len(outlets) - _NAMED}" if len(outlets) > _NAMED else "")
    details = element("details", element("summary", named or "–"), told_markup(one.told, words))
    return [*cells, element("td", details)]
