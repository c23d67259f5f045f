"""A chat model as the last judge of a claim: it may lower support, never raise it. Off unless a setting says so."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelError
from assistant.prompts import load_prompt
from assistant.types import Evidence

if TYPE_CHECKING:
    from assistant.models.calls import ChatCall

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"supported": {"type": "boolean"}},
    "required": ["supported"],
    "additionalProperties": False,
}
_OBJECT = re.compile(r"\{[^{}]*\}")
_MARKS = str.maketrans({"<": "\u2039", ">": "\u203a", "`": "'"})  # nothing in a sentence may pass for a mark of ours
_log = logging.getLogger(__name__)


class ModelJudge:
    """Asks the model, claim by claim, each in a call of its own. What fails or cannot be read is "not supported"."""

    def __init__(self, new_call: Callable[[], ChatCall]) -> None:
        self._new_call = new_call

    def __call__(self, claim: str, cited: tuple[Evidence, ...]) -> bool:
        """Whether the model says that the sentences support the claim."""
        sentences = "\n".join(_data(found.sentence.text) for found in cited)
        system, user = load_prompt("verify_claim").fill(evidence=sentences, claim=_data(claim))
        try:
            reply = "".join(self._new_call().stream([("system", system), ("user", user)], SCHEMA))
        except ModelError as error:
            _log.warning("the judge could not be asked: %s", error)
            return False
        return says_supported(reply)


def says_supported(reply: str) -> bool:
    """Whether a reply holds one JSON object with "supported" true; anything else is a no."""
    found = _OBJECT.findall(reply)
    if len(found) != 1:
        return False
    try:
        value = json.loads(found[0])
    except ValueError:
        return False
    return isinstance(value, dict) and value.get("supported") is True


def _data(text: str) -> str:
    return " ".join(text.translate(_MARKS).split())
