"""What all readers of one server share: the settings and one Assistant."""

from __future__ import annotations

import contextlib
import re
import threading
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from assistant.errors import PresseschauError
from assistant.settings import Settings, load_settings

if TYPE_CHECKING:
    from assistant.assistant import Assistant

_WARMING = ("Was ist neu?", "Wer traf wen?")  # what is searched, and what is told of events


@dataclass
class _Shared:
    """What is there already; Streamlit's own cache wants a visitor, and this is filled before the first one."""

    lock: threading.RLock = field(default_factory=threading.RLock)
    settings: Settings | None = None
    assistant: Assistant | None = None


_shared = _Shared()


def shared_settings() -> Settings:
    """The settings of this server. Raises SettingsError."""
    with _shared.lock:
        if _shared.settings is None:
            _shared.settings = load_settings()
        return _shared.settings


def shared_assistant() -> Assistant:
    """The one Assistant of this server, made once; who comes meanwhile waits. Raises PresseschauError."""
    with _shared.lock:
        if _shared.assistant is None:
            _shared.assistant = open_assistant(shared_settings())
        return _shared.assistant


def prepare() -> None:
    """Make the Assistant before anybody has come; whatever is wrong, the first visit will say it."""
    with contextlib.suppress(Exception):
        shared_assistant()


def forget() -> None:
    """Let the next call make both anew: another test, another archive."""
    with _shared.lock:
        _shared.settings = _shared.assistant = None


def open_assistant(settings: Settings) -> Assistant:
    """A new Assistant; its libraries are loaded only now, after the page has been drawn."""
    from assistant.assistant import Assistant

    assistant = Assistant(settings)
    if settings.embeddings == "local":  # others would be asked over the network, and paid
        # No daemon, as Streamlit's threads are: native code that is cut off at the end of the process aborts it.
        threading.Thread(target=_warm_up, args=(assistant,), name="warm-up", daemon=False).start()
    return assistant


def _warm_up(assistant: Assistant) -> None:
    """Ask two questions, so that models, indexes and words are loaded while the first reader is still typing."""
    # whatever is wrong, the reader's own question will say it; at the end of the process no search can begin
    with contextlib.suppress(PresseschauError, RuntimeError):
        for question in _WARMING:
            assistant.ask(question, answerer="extractive")


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
