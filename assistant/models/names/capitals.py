"""Headlines in capitals, written as other text is, so that the encoder knows their words.

"ANGELA MERKEL TRIFFT WLADIMIR PUTIN" is one name to the tagger, "Angela Merkel Trifft Wladimir Putin" two and a verb.
"""

from __future__ import annotations

import re

_CAPITALS = r"[^\W\d_a-zß-öø-ÿа-я]+"
_RUN = re.compile(rf"\b{_CAPITALS}\b(?:[^\w\n]+\b{_CAPITALS}\b){{2,}}")  # three words or more
_LONG = re.compile(r"[^\W\d_]{5,}")  # shorter ones may be abbreviations: NATO, SPD, CDU


def calm(text: str) -> str:
    """`text`, of the same length, with the long words of runs in capitals written with a capital letter alone."""
    return _RUN.sub(lambda run: _LONG.sub(_capitalised, run.group()) if _shouted(run.group()) else run.group(), text)


def _shouted(run: str) -> bool:
    return run.isupper() and len(_LONG.findall(run)) >= 2


def _capitalised(word: re.Match[str]) -> str:
    letters = word.group()
    lower = letters[1:].lower()
    return letters[0] + lower if len(lower) == len(letters) - 1 else letters
