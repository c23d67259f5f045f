"""What goes wrong with a call to the chat model: each fault named, and whether another try may help.

The words for each stand in data/faults.toml, in the language of the question. A server's own words are never
repeated: a 401 text can carry the key.
"""

from __future__ import annotations

import time
import tomllib
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import openai


class Fault(Exception):
    """A try that failed. `key` names it in data/faults.toml, `again` says whether another try may help.

    wait: seconds that the server asks for before the next try. refused: the form of the request was refused, a
    simpler one may pass. free: the server did nothing that it could charge for. streamless: nothing came that a
    stream is made of, so the server may send its reply in one piece.
    """

    def __init__(
        self,
        key: str,
        *,
        status: int = 0,
        again: bool = False,
        wait: float | None = None,
        refused: bool = False,
        free: bool = False,
    ) -> None:
        super().__init__(key)
        self.key, self.status = key, status
        self.again, self.wait, self.refused, self.free = again, wait, refused, free
        self.streamless = False


def told(key: str, language: str, **values: object) -> tuple[str, str]:
    """What happened and the remedy, in `language` (English where it has none), with {values} filled in."""
    happened, remedy = _texts().get(language, _texts()["en"])[key]
    return happened.format(**values), remedy.format(**values)


@cache
def _texts() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("assistant.models").joinpath("data/faults.toml").read_text(encoding="utf-8"))


def fault_of(error: Exception, in_time: bool) -> Fault:
    """What an exception of the client means; raises it again if it is a defect of ours.

    in_time: whether the deadline still lies ahead.
    """
    import openai

    if isinstance(error, openai.APIStatusError):
        return _status_fault(error)
    if isinstance(error, openai.APITimeoutError):
        return Fault("silent", again=True) if in_time else Fault("too_late")
    # In mid-stream the errors of the HTTP library come up as they are: httpx for openai 2, httpx2 for openai 3.
    if isinstance(error, openai.APIConnectionError) or type(error).__module__.startswith("httpx"):
        return Fault("unreachable", again=True)
    if isinstance(error, openai.APIError):
        return Fault("reported", again=True)
    if isinstance(error, ValueError | TypeError | KeyError | AttributeError | IndexError):
        return Fault("no_chat")  # HTML with status 200, JSON of another kind
    raise error


def unfinished(finish: str | None, length: int) -> Fault:
    """The fault of a reply that ended without "stop" after `length` characters."""
    if finish == "length":
        return Fault("cut")
    if finish == "content_filter":
        return Fault("refused_answer")
    return Fault("broke_off" if length else "no_reply", again=True)


def _status_fault(error: openai.APIStatusError) -> Fault:
    status, wait = error.status_code, retry_after(error.response.headers)
    if status in (401, 403):
        return Fault("key", free=True)
    if status == 404:
        return Fault("no_model", free=True)
    if status == 429:
        spent = error.code == "insufficient_quota"
        return Fault("quota", free=True) if spent else Fault("busy", again=True, wait=wait, free=True)
    if status in (408, 409) or status >= 500:
        return Fault("failed", status=status, again=True, wait=wait, free=True)
    return Fault("refused", status=status, refused=status in (400, 422), free=True)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that a Retry-After header asks for (RFC 9110, 10.2.3: seconds or a date); None without a usable one."""
    written = headers.get("retry-after", "").strip()
    try:
        seconds = float(written)
        return max(0.0, seconds) if seconds == seconds else None  # float("nan") is no number of seconds
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(written).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None
