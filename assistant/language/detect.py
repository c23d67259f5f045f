"""Which language a text is in, whole articles and questions of three words alike.

Articles go to py3langid, limited to languages that a European archive plausibly holds. Short texts are decided by
script and function words first: letter statistics take "Wer traf wen?" for almost anything.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = (
    "de", "en", "ru", "uk", "fr", "es", "it", "nl", "pl", "pt", "cs", "sk", "sl", "hr", "sr", "bg", "ro", "hu", "da",
    "sv", "no", "fi", "et", "lv", "lt", "tr", "el", "ar", "fa", "he", "zh", "ja", "ko",
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_SHORT = 200  # letters; from here on py3langid is right on news text, see tests/test_detect.py
_LONG_ENOUGH = 1500  # characters; more text changes nothing and costs time
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_UKRAINIAN = re.compile(r"[іїєґІЇЄҐ]")
_RUSSIAN = re.compile(r"[ыэёъЫЭЁЪ]")
_GERMAN = re.compile(r"[äöüßÄÖÜ]")
_ENGLISH_WAS = re.compile(r"\s*Was (?:[A-Z]|there\b)")  # German puts a verb there: "Was sagte Kim?"
_LATIN_OR_CYRILLIC = re.compile(r"[A-Za-zÀ-ɏЀ-ӿ]")


def detect_language(text: str, default: str = "de") -> str:
    """The ISO 639-1 code of the language of `text`; `default` where nothing tells it (numbers, bare names)."""
    sample = text[:_LONG_ENOUGH]
    letters = sum(map(str.isalpha, sample))
    if not letters:
        return default
    if letters >= _SHORT:
        return _by_statistics(sample)
    if len(_LATIN_OR_CYRILLIC.findall(sample)) < letters / 2:
        return _by_statistics(sample)  # another script: its letters decide
    return _short_text(sample, letters, default)


def _short_text(text: str, letters: int, default: str) -> str:
    words = [word.lower() for word in _WORD.findall(text)]
    scores = {language: float(sum(word in known for word in words)) for language, known in _function_words().items()}
    cyrillic = max(scores.pop("ru"), scores.pop("uk"))
    # A name may stand in the other script: "Who is Шойгу?", "Кто основал McKinsey & Company?"
    if cyrillic or (len(_CYRILLIC.findall(text)) > letters / 2 and not any(scores.values())):
        return "uk" if _UKRAINIAN.search(text) and not _RUSSIAN.search(text) else "ru"
    return _short_latin(text, words, scores, default)


def _short_latin(text: str, words: list[str], scores: dict[str, float], default: str) -> str:
    if _GERMAN.search(text):
        scores["de"] += 0.5  # half a word: names carry umlauts into other languages ("Who is Söder?")
    if _ENGLISH_WAS.match(text):
        scores["en"] += 0.5
    for language in scores.keys() - {"de", "en"}:
        scores[language] -= 1  # one short word of a third language is more likely a name
    best = max(scores.values())
    leaders = [language for language, score in scores.items() if score == best]
    if best > 0 and len(leaders) == 1:
        return leaders[0]
    if best > 0 and default in leaders and len(words) < 4:
        return default
    ranked = [language for language, _ in _identifier().rank(text)]
    if best > 0:
        return min(leaders, key=ranked.index)
    # No function word at all: only a fair number of words outweighs the default.
    return str(ranked[0]) if len(words) >= 8 else default


def _by_statistics(text: str) -> str:
    return str(_identifier().classify(text)[0])


@cache
def _function_words() -> dict[str, frozenset[str]]:
    data = tomllib.loads((files("assistant.language") / "data/function_words.toml").read_text(encoding="utf-8"))
    return {language: frozenset(words.split()) for language, words in data.items()}


@cache
def _identifier() -> Any:
    """py3langid's classifier; loading it takes a quarter of a second, so only when needed, and once."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    return identifier
