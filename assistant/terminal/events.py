"""How events and people are shown: as a table, Markdown, CSV or JSON. What articles say stays plain text in each."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from rich.text import Text

from assistant.answering.heading import action, modality
from assistant.language.facts import time_json
from assistant.terminal.output import hanging, plain, show, table
from assistant.types import Article, EventMention, Sentence, TimeSpan

if TYPE_CHECKING:
    from assistant.archive.known import PersonOfArchive
    from assistant.identity.events import EventRecord
    from assistant.identity.people import Decision

Sources = Mapping[str, tuple[Sentence, Article]]
_COLUMNS = ("when", "what", "who", "where", "sources", "disagreement")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|!~])")
_NAMED = 3  # outlets named in a row; of the others only their number


def event_json(record: EventRecord, sources: Sources) -> dict[str, Any]:
    """An event as in the answer's `event`, with what is known of its truth, its sentences and where they disagree."""
    return {
        "action": record.action,
        "participants": list(record.participants),
        "parts": list(record.parts),
        "place": record.place,
        "time": time_json(record.time),
        "modality": record.modality,
        "attributed_to": record.attributed_to,
        "sentences": [_sentence_json(key, *sources[key]) for key in record.sentence_ids if key in sources],
        "disagreements": [
            {"field": other.field, "value": other.value, "sentences": list(other.sentence_ids)}
            for other in record.disagreements
        ],
    }


def event_line(event: EventMention) -> str:
    """An event as one article tells it, in one line: when, what, who and where."""
    what = event.action if event.modality == "happened" else f"{event.action} ({event.modality})"
    who = ", ".join(one.name if one.part == "other" else f"{one.name} ({one.part})" for one in event.participants)
    return " · ".join(part for part in (when(event.time), what, who, event.place) if part)


def person_json(person: PersonOfArchive) -> dict[str, Any]:
    """A person of the archive with all spellings, the commonest first."""
    return {
        "name": person.name,
        "spellings": list(person.names),
        "roles": list(person.roles),
        "articles": person.articles,
    }


def print_events(records: Sequence[EventRecord], sources: Sources, language: str) -> None:
    """One event after the other: when; what, who and where; who tells it; what other articles tell otherwise."""
    listed = hanging()
    for record in records:
        _, what, who, where, told, otherwise = _row(record, sources, language)
        days, phrase = when_told(record.time)
        lines = [plain(" · ".join(part for part in (f"{what}: {who}" if who else what, where) if part))]
        lines.append(plain(" · ".join(part for part in (told, phrase) if part), "dim"))
        if otherwise:
            lines.append(plain(f"≠ {otherwise}", "yellow"))
        listed.add_row(plain(days, "bold"), Text("\n").join(lines))
    show(listed if records else "No events.")


def write_events(
    records: Sequence[EventRecord], sources: Sources, language: str, form: Literal["md", "csv"] | str
) -> None:
    """The list on stdout as a Markdown table, or as CSV that a spreadsheet takes for text."""
    rows = [_row(record, sources, language) for record in records]
    if form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(_CSV)
        writer.writerows([_cell(value) for value in _values(record, sources)] for record in records)
        return
    for line in _markdown(rows):
        sys.stdout.write(line + "\n")


def print_people(found: Sequence[PersonOfArchive], decided: Sequence[Decision]) -> None:
    """One row a person, and below what a reader decided about names."""
    if not found:
        show("No people.")
        return
    people = table("name", "articles", "other spellings", "offices")
    people.columns[1].justify = "right"
    for person in found:
        others = ", ".join(name for name in person.names if name != person.name)
        people.add_row(plain(person.name), str(person.articles), plain(others), plain(", ".join(person.roles)))
    show(people)
    for decision in decided:
        sign = "≠" if decision.kind == "split" else "="
        show(plain(f"{decision.kind}: {decision.name} {sign} {decision.other}", "dim"))


_CSV = (
    "start", "end", "precision", "phrase", "action", "participants", "place", "modality", "attributed_to", "outlets",
    "articles", "sentences", "disagreements",
)  # fmt: skip


def _values(record: EventRecord, sources: Sources) -> tuple[str, ...]:
    time = time_json(record.time) or {}
    times = [str(time.get(name) or "") for name in ("start", "end", "precision", "phrase")]
    told = [sources[key][1] for key in record.sentence_ids if key in sources]
    return (
        *times, record.action, "; ".join(record.participants), record.place or "", record.modality,
        record.attributed_to or "", "; ".join(dict.fromkeys(one.outlet or "" for one in told)),
        "; ".join(dict.fromkeys(one.id for one in told)), "; ".join(record.sentence_ids), _disagreements(record),
    )  # fmt: skip


def _cell(value: str) -> str:
    """A value that no spreadsheet runs as a formula (OWASP, CSV injection)."""
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _row(record: EventRecord, sources: Sources, language: str) -> tuple[str, ...]:
    what = action(record.action, language)
    if (said := modality(record.modality, language)) or record.attributed_to:
        what += f" ({', '.join(part for part in (said, record.attributed_to) if part)})"
    return (
        when(record.time), what, ", ".join(record.participants), record.place or "", _told_by(record, sources),
        _disagreements(record),
    )  # fmt: skip


def when(time: TimeSpan | None) -> str:
    """The days, and the phrase where it says more than the days, or is all there is."""
    return " ".join(part for part in when_told(time) if part)


def when_told(time: TimeSpan | None) -> tuple[str, str]:
    """The days, "—" where none is known, and the phrase in marks where it says more than the days."""
    if time is None:
        return "—", ""
    phrase = f"“{time.phrase}”"
    if time.start is None and time.end is None:
        return "—", phrase
    if time.precision == "day" and time.start == time.end:
        return str(time.start), ""
    return f"{time.start or ''} – {time.end or ''}".strip(), phrase


def _told_by(record: EventRecord, sources: Sources) -> str:
    """How many articles tell it, and the outlets."""
    told = {
        article.id: article.outlet for _, article in (sources[key] for key in record.sentence_ids if key in sources)
    }
    outlets = list(dict.fromkeys(outlet for outlet in told.values() if outlet))
    named = ", ".join(outlets[:_NAMED]) + (f", +{len(outlets) - _NAMED}" if len(outlets) > _NAMED else "")
    return f"{len(told)} · {named}" if named else str(len(told))


def _disagreements(record: EventRecord) -> str:
    return "; ".join(f"{other.field}: {other.value}" for other in record.disagreements)


def _markdown(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(_COLUMNS) + " |"
    yield "|" + " --- |" * len(_COLUMNS)
    for row in rows:
        yield "| " + " | ".join(_MARKDOWN.sub(r"\\\1", plain(value).plain.replace("\n", " ")) for value in row) + " |"


def _sentence_json(key: str, sentence: Sentence, article: Article) -> dict[str, Any]:
    return {
        "sentence_id": key,
        "article_id": article.id,
        "outlet": article.outlet,
        "published": article.published.isoformat() if article.published else None,
        "quote": sentence.text,
    }
