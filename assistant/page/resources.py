"""What all readers of one server share: the settings and one Assistant."""

from __future__ import annotations

import contextlib
import re
import threading
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import streamlit

from assistant.errors import PresseschauError
from assistant.settings import Settings, load_settings

if TYPE_CHECKING:
    from assistant.assistant import Assistant


@streamlit.cache_resource(show_spinner=False)
def shared_settings() -> Settings:
    """The settings of this server. Raises SettingsError."""
    return load_settings()


@streamlit.cache_resource(show_spinner=False)
def shared_assistant() -> Assistant:
    """The one Assistant of this server, made at the first visit. Raises PresseschauError."""
    return open_assistant(shared_settings())


def open_assistant(settings: Settings) -> Assistant:
    """A new Assistant; its libraries are loaded only now, after the page has been drawn."""
    from assistant.assistant import Assistant

    assistant = Assistant(settings)
    if settings.embeddings == "local":  # others would be asked over the network, and paid
        threading.Thread(target=_warm_up, args=(assistant,), daemon=True, name="warm-up").start()
    return assistant


def _warm_up(assistant: Assistant) -> None:
    """Search once, so that models and indexes are loaded while the first reader is still typing."""
    with contextlib.suppress(PresseschauError):  # whatever is wrong, the reader's own question will say it
        next(
            (event for event in assistant.stream("Presseschau", answerer="extractive") if hasattr(event, "passages")),
            None,
        )


def page_file(name: str) -> str:
    """A text file of this package."""
    return files("assistant.page").joinpath(name).read_text(encoding="utf-8")


def icon() -> str:
    """The path of the page's icon, which needs no network as Streamlit's own icons do."""
    return str(files("assistant.page").joinpath("data/icon.svg"))


@cache
def sample_outlets() -> tuple[str, ...]:
    """The outlets of the sample articles, from their front matter."""
    from assistant.samples import articles_folder

    named = (
        re.search(r"^outlet: *(.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        for path in sorted(articles_folder().iterdir())
    )
    return tuple(sorted({found[1].strip() for found in named if found}))
