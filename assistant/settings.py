"""Every setting once: its name, its default and why.

A setting `name` is read from the environment as `PRESSESCHAU_NAME`, then from a `.env` file in the working folder;
OpenAI's own two variables keep their own names. A `PRESSESCHAU_` variable that names no setting is an error, since a
misspelt setting that is silently ignored is worse than none.
"""

from __future__ import annotations

import difflib
import os
from pathlib import Path
from typing import Annotated, Any, Literal

from dotenv import dotenv_values
from platformdirs import user_data_path
from pydantic import AliasChoices, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from assistant.errors import SettingsError

PREFIX = "PRESSESCHAU_"
DOTENV = ".env"


class Settings(BaseSettings):
    """All settings, frozen; vary one with `settings.model_copy(update={...})`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=DOTENV,
        env_file_encoding="utf-8",
        extra="ignore",
        frozen=True,
        populate_by_name=True,
    )

    archive: Annotated[Path, NoDecode] = Field(
        default_factory=lambda: user_data_path("presseschau", appauthor=False) / "archive",
        description="Folder of the archive. One archive for every working folder unless named otherwise.",
    )
    embeddings: str = Field(
        default="local",
        description="`local` (no key, no network), `openai:MODEL`, or `sentence-transformers:MODEL`.",
    )
    model: str | None = Field(
        default=None,
        description="Chat model that writes answers. Unset: answers are quotations, nothing leaves the machine.",
    )
    answerer: Literal["extractive", "model"] | None = Field(
        default=None, description="`extractive` or `model`. Unset: `model` where a chat model is named."
    )
    openai_api_key: SecretStr | None = Field(
        default=None,
        validation_alias=AliasChoices("openai_api_key", "OPENAI_API_KEY"),
        description="Key of the OpenAI-compatible server. Alone it switches nothing on.",
    )
    openai_base_url: str | None = Field(
        default=None,
        validation_alias=AliasChoices("openai_base_url", "OPENAI_BASE_URL"),
        description="Address of an OpenAI-compatible server (Ollama, vLLM, llama.cpp). Unset: OpenAI's own.",
    )
    chroma_url: str | None = Field(
        default=None,
        description="Address of a Chroma server. Unset: the collection lives in the archive's folder.",
    )
    deadline: float = Field(
        default=60.0, gt=0, description="Seconds a chat model may take for one answer, retries included."
    )
    retries: int = Field(default=2, ge=0, le=10, description="Times a failed call to the chat model is tried again.")
    context_tokens: int = Field(
        default=8192,
        ge=2048,
        description="Tokens that the chat model's window holds, reply included. The evidence is cut to fit.",
    )
    prompt_price: float = Field(default=0.0, ge=0, description="Price of a million tokens sent to the chat model.")
    completion_price: float = Field(default=0.0, ge=0, description="Price of a million tokens that it writes.")
    question_cap: float | None = Field(
        default=None,
        ge=0,
        description="Most that the chat model may cost for one question, in the prices' currency. Then quotations.",
    )
    day_cap: float | None = Field(
        default=None,
        ge=0,
        description="Most that it may cost in one day (UTC) over all who use the archive. Then quotations.",
    )
    cache: bool = Field(
        default=True, description="Whether the chat model's answer to the same question is given again from memory."
    )
    passages: int = Field(
        default=12,
        ge=1,
        le=100,
        description="Chunks that retrieval hands on. More finds more and costs time.",
    )
    rerank: bool = Field(
        default=True,
        description="Whether the best passages are read together with the question. Better answers for some 50 ms.",
    )
    verify: bool = Field(
        default=False,
        description="Ask the chat model once more whether the sources carry each claim. It may only lower support.",
    )
    language: Literal["de", "en", "ru"] | None = Field(
        default=None, description="Language of the page: `de`, `en` or `ru`. Unset: the browser's."
    )

    @property
    def wants_model(self) -> bool:
        """Whether answers come from a chat model unless a call says otherwise."""
        return self.answerer == "model" or (self.answerer is None and self.model is not None)


def load_settings(**overrides: Any) -> Settings:
    """The settings of this process; `overrides` (None means not given) win over the environment.

    Raises SettingsError in one line: an unknown `PRESSESCHAU_` variable, or a value that does not fit, never
    repeating the value of a secret.
    """
    _refuse_unknown()
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = str(first["loc"][0]) if first["loc"] else "?"
        variable = name if name.isupper() else PREFIX + name.upper()
        raise SettingsError(f"the setting {variable} cannot be used", _sentence(first["msg"])) from None


def _refuse_unknown() -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    given = set(os.environ) | set(dotenv_values(DOTENV) if Path(DOTENV).is_file() else {})
    for name in sorted(given):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            close = difflib.get_close_matches(name.upper(), sorted(known), n=1)
            hint = f"did you mean {close[0]}?" if close else "`presseschau doctor` lists the settings"
            raise SettingsError(f"unknown setting {name}", hint)


def _sentence(message: str) -> str:
    return message[:1].lower() + message[1:].replace("\n", " ")
