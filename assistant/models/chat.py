"""The chat model by name, over OpenAI or any server that speaks as it does; and which host text goes to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.errors import SettingsError
from assistant.settings import Settings

if TYPE_CHECKING:
    import openai
    from langchain_openai import ChatOpenAI

OPENAI = "https://api.openai.com/v1"
REPLY_TOKENS = 2_000  # of one reply; a few claims take 300, the rest is for models that reason before they write


def host_of(settings: Settings) -> str | None:
    """The host that text goes to when a chat model answers, with its port if one is named; None without a model."""
    if not settings.model:
        return None
    address = urlsplit(settings.openai_base_url or OPENAI)
    return f"{address.hostname}:{address.port}" if address.port else address.hostname


def check_settings(settings: Settings) -> None:
    """Raise SettingsError, in one line, if the settings name no chat model that could be called."""
    if not settings.model:
        raise SettingsError("no chat model is named", "set PRESSESCHAU_MODEL, or use --answerer extractive")
    if not settings.openai_api_key and not settings.openai_base_url:
        remedy = "set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own"
        raise SettingsError(f"the chat model {settings.model!r} has no server", remedy)
    try:
        address = urlsplit(settings.openai_base_url or OPENAI)
        usable = address.scheme in ("http", "https") and address.hostname is not None and address.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise SettingsError("OPENAI_BASE_URL is no address", "it looks like http://localhost:11434/v1")
    capped = settings.question_cap is not None or settings.day_cap is not None
    if capped and not settings.prompt_price + settings.completion_price:
        remedy = "set PRESSESCHAU_PROMPT_PRICE and PRESSESCHAU_COMPLETION_PRICE, per million tokens"
        raise SettingsError("a cap on costs needs prices", remedy)


def chat_model(
    settings: Settings,
    *,
    seconds: float | None = None,
    http_client: openai.DefaultHttpxClient | None = None,
    form: RequestForm | None = None,
) -> ChatOpenAI:
    """The chat model of the settings as a LangChain model, temperature 0, no retries of its own.

    seconds: the longest wait for one piece of the reply; the settings' deadline if not given.
    form: what the request asks for beside the messages.

    Raises SettingsError if no model is named or it has neither key nor address.
    """
    check_settings(settings)
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    form = form or RequestForm()
    body: dict[str, Any] = {}
    if (
        form.schema is not None and not form.simple
    ):  # in `extra_body`: as `response_format` LangChain would buffer and parse it
        layout = {"name": "claims", "strict": True, "schema": form.schema}
        body["response_format"] = {"type": "json_schema", "json_schema": layout}
    own = host_of(settings) == urlsplit(OPENAI).hostname
    if not own:  # other servers know the older name of this limit
        body["max_tokens"] = form.reply_tokens
    return ChatOpenAI(
        model=str(settings.model),
        api_key=settings.openai_api_key or SecretStr("none"),
        base_url=settings.openai_base_url or OPENAI,
        temperature=0.0 if form.temperature else None,
        max_completion_tokens=form.reply_tokens if own else None,
        timeout=settings.deadline if seconds is None else seconds,
        max_retries=0,
        stream_usage=form.streamed and not form.simple,
        use_responses_api=False,
        http_client=http_client,
        extra_body=body or None,
    )


@dataclass(frozen=True, slots=True)
class RequestForm:
    """What a request asks for beside the messages; servers that refuse one of these are asked again without.

    simple: neither schema nor a count of tokens is asked for. reply_tokens: the longest reply.
    """

    schema: dict[str, Any] | None = None
    simple: bool = False
    temperature: bool = True
    streamed: bool = True
    reply_tokens: int = REPLY_TOKENS

    def simpler(self) -> RequestForm | None:
        """The next form to try after a 400: without schema and usage first, then without temperature."""
        if not self.simple:
            return replace(self, simple=True)
        return replace(self, temperature=False) if self.temperature else None

    def unstreamed(self) -> RequestForm | None:
        """The form for a server that sends its reply in one piece whatever is asked for."""
        return replace(self, streamed=False) if self.streamed else None
