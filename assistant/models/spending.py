"""What calls cost: tokens told or estimated, prices, and the caps that stop a call before it is made."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.settings import Settings

# Tokenizers are files from the network, and every model has its own; so tokens are counted by characters, and rather
# too many than too few. Byte-level tokenizers of 2023 to 2026 take 3.3 to 4.5 bytes of German or English letters for
# a token, about 4.5 bytes of Russian (2.2 letters); digits and marks may be a token each.
LETTER_BYTES = 2.5
MESSAGE_TOKENS = 8  # role and borders of one message
_LETTERS = re.compile(r"[^\W\d_]+")
_SPACE = re.compile(r"\s")


def count_tokens(text: str) -> int:
    """An estimate of the tokens of `text` that errs upwards: letters by bytes, every other character for one."""
    letters = _LETTERS.findall(text)
    others = len(text) - sum(map(len, letters)) - len(_SPACE.findall(text))
    return others + sum(math.ceil(len(word.encode()) / LETTER_BYTES) for word in letters)


def count_message_tokens(messages: Sequence[tuple[str, str]]) -> int:
    """The same for a request: pairs of role and text."""
    return sum(MESSAGE_TOKENS + count_tokens(text) for _, text in messages)


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices of a million tokens, in any one currency."""

    prompt: float
    completion: float

    @classmethod
    def of(cls, settings: Settings) -> Prices:
        """Those of the settings."""
        return cls(settings.prompt_price, settings.completion_price)

    def cost(self, prompt: int, completion: int) -> float:
        """What so many tokens cost."""
        return (prompt * self.prompt + completion * self.completion) / 1e6


class Ledger(Protocol):
    """Where spending is written down, for all processes that use an archive."""

    def reserve(self, model: str, most: float, cap: float | None) -> int:
        """Set `most` aside for a call about to be made, and give the entry's number.

        Raises BudgetError, and sets nothing aside, if the day's sum would go beyond `cap`; also if that cannot be
        known.
        """

    def settle(self, number: int, prompt: int, completion: int, cost: float) -> None:
        """Replace what was set aside by what the call took."""
