"""Chat models and embeddings by name. Importing this is cheap; a model's library loads when it is first used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.models.chat import chat_model
    from assistant.models.embeddings import Embedder, embedder

__all__ = ["Embedder", "chat_model", "embedder"]


def __getattr__(name: str) -> Any:
    if name in {"Embedder", "embedder"}:
        from assistant.models import embeddings

        return getattr(embeddings, name)
    if name == "chat_model":
        from assistant.models.chat import chat_model

        return chat_model
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
