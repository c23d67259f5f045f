"""Answers questions about an archive of news articles, with the sentence behind every statement.

The public API, loaded on first use so that `import assistant` costs nothing:

    from assistant import Assistant, Settings

    with Assistant(Settings()) as assistant:
        print(assistant.ask("Wer traf wen, wann und wo?").answer)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.settings import Settings
    from assistant.types import Answer, Filters

__all__ = ["Answer", "Assistant", "Filters", "Settings"]

_HOMES = {
    "Answer": "assistant.types",
    "Assistant": "assistant.assistant",
    "Filters": "assistant.types",
    "Settings": "assistant.settings",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
