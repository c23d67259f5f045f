"""What `presseschau doctor` examines: settings, archive, models, and the host that text would go to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import SecretStr

from assistant.archive import open_archive
from assistant.errors import PresseschauError
from assistant.models import embedder
from assistant.models.chat import host_of
from assistant.settings import PREFIX, Settings


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `remedy` is empty where nothing is missing."""

    name: str
    value: str
    remedy: str = ""


def examine(settings: Settings) -> tuple[Finding, ...]:
    """All findings, settings first. Reads only; a secret shows as set or unset, never as its value."""
    return (*_settings(settings), *_stores(settings), *_chat_model(settings))


def _settings(settings: Settings) -> Iterator[Finding]:
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name)
        shown = "set" if isinstance(value, SecretStr) else "—" if value is None else str(value)
        default = field.get_default(call_default_factory=True)
        own = name.upper() if name.startswith("openai_") else PREFIX + name.upper()
        yield Finding(own, shown if value != default else f"{shown} (default)")


def _stores(settings: Settings) -> Iterator[Finding]:
    try:
        model = embedder(settings)
        yield Finding("embeddings", model.key)
        with open_archive(settings, model_key=model.key, dimension=model.dimension) as archive:
            counts = archive.statistics()
    except PresseschauError as error:
        yield Finding("archive", error.happened, error.remedy or "see above")
        return
    yield Finding(
        "archive",
        f"{counts.articles} articles, {counts.versions} versions, {counts.sentences} sentences, "
        f"{counts.chunks} chunks, {counts.undated} of unknown date, {counts.bytes / 1e6:.1f} MB",
    )
    unread = "run any `presseschau ingest`: it finds them without embedding anything" if counts.unread else ""
    yield Finding(
        "people and events",
        f"{counts.people} people, {counts.events} events told, {counts.unread} articles not yet read for them",
        unread,
    )
    unfinished = "run the same `presseschau ingest` again: it goes on where it stopped" if counts.pending else ""
    yield Finding("not yet embedded", f"{counts.pending} articles", unfinished)
    collection = counts.collection
    broken = "the next ingest builds it; until then search is exact and slower on large archives"
    yield Finding(
        "collection",
        f"{collection.state}: {collection.built_with} of {collection.embedded} vectors, "
        f"{collection.newer} newer ones searched exactly",
        broken if collection.state in ("missing", "unreadable") else "",
    )


def _chat_model(settings: Settings) -> Iterator[Finding]:
    if not settings.model:
        yield Finding("text leaves this machine", "no: answers are quotations")
        return
    try:
        yield Finding("text leaves this machine", f"yes, to {host_of(settings)}, for answers of {settings.model}")
    except PresseschauError as error:
        yield Finding("chat model", error.happened, error.remedy)
