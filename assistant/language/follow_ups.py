"""What a follow-up question leaves unsaid ("und im Juli?", "wann war das?"), from the last question and answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import cast

from assistant.language.asked import asked_for, questions_data
from assistant.language.names import name_words
from assistant.language.words import content_words

# A follow-up that leans on a word such as "das" is short; a longer question means something of its own by it.
_LEANING_WORDS = 5
_NAMES_FROM_ANSWER = 4
_CITATION_MARK = re.compile(r"\[\d+\]")


def resolved(text: str, language: str, history: Sequence[tuple[str, str]]) -> str:
    """`text`, and for a follow-up what it leaves unsaid, taken from the last question and answer."""
    if not history:
        return text
    leaning = _leaning(text, language)
    if not leaning:
        return text
    earlier = resolved(history[-1][0], language, history[:-1])
    period = _follow_up(language)["period"]
    if period.search(text):
        earlier = " ".join(period.sub(" ", earlier).split())
    if asked_for(text, language)[1] is not None:
        earlier = _matter(text, earlier, language)
    answer = _CITATION_MARK.sub("", history[-1][1])
    known = {word.lower() for word in content_words(f"{text} {earlier}", language)}
    added = [name for name in dict.fromkeys(name_words(answer)) if name.lower() not in known]
    if not leaning & {"person", "place", "thing"}:
        added = []
    return " ".join([text, earlier, *added[:_NAMES_FROM_ANSWER]])


def _matter(text: str, earlier: str, language: str) -> str:
    """What a question was about, without what it asked; its nouns alone where the new one has words of its own."""
    about = _follow_up(language)["asks"].sub("", earlier).strip(" ?")
    if language != "de" or not content_words(_follow_up(language)["asks"].sub("", text), language):
        return about
    return " ".join(word for word in about.split() if not word[:1].islower())


def _leaning(text: str, language: str) -> set[str]:
    """What in a question points back: opening, person, place, time, thing, or "bare" for hardly more than "Wann?"."""
    words = content_words(text, language)
    patterns = _follow_up(language)
    found = {name for name in ("opening", "person", "place", "time", "thing") if patterns[name].search(text)}
    if "opening" in found:
        return found
    own_names = name_words(text)
    if own_names or len(words) > _LEANING_WORDS:
        return set()
    if not words:
        found.add("bare")
    return found


@cache
def _follow_up(language: str) -> dict[str, re.Pattern[str]]:
    patterns = cast(dict[str, str], questions_data()["follow_up"][language])
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in patterns.items()}
