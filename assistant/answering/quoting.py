"""A sentence as it is quoted in an answer: whole or cut at the border of its last clause, never changed in meaning.

Quoted text may hold something like "[3]"; in an answer that would read as a citation, so the brackets become round. A
cut is marked by " …"; both are the only characters of a quotation that its sentence does not have.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from assistant.types import Evidence

LONG = 30  # words; a sentence is cut only when it has more
_SHORTEST_REST = 10  # words that a cut must leave
_FURTHEST = 3  # sentences between a pronoun and what it may stand for
_LEAST_TELLING = 4  # words
_CLOSING = ' “”"»«'
_MARKER = re.compile(r"\[(\d+)\]")
_CUT = " …"
_MARKS = {"de": ("„", "“"), "en": ("“", "”"), "ru": ("«", "»")}


def quote(text: str, language: str, wanted: tuple[tuple[int, int], ...] = ()) -> str:
    """The sentence for an answer; the character ranges `wanted` are never cut off."""
    text = " ".join(text.split()) if "\n" in text else text
    if len(text.split()) > LONG:
        text = _shortened(text, language, max((end for _, end in wanted), default=0))
    return _MARKER.sub(r"(\1)", text)


def in_marks(text: str, language: str) -> str:
    """A text in the quotation marks of a language."""
    opening, closing = _MARKS.get(language, _MARKS["en"])
    return f"{opening}{text}{closing}"


def _shortened(text: str, language: str, least: int) -> str:
    """`text` up to the last border at which a cut is harmless."""
    patterns = _patterns(language)
    for match in patterns["borders"].finditer(text):
        rest, gone = text[: match.start()], text[match.start() :]
        if match.start() < least or len(rest.split()) < _SHORTEST_REST or patterns["kept"].search(gone.lower()):
            continue
        if "," in gone[1:] and not gone.startswith(";"):
            continue  # the sentence may go on after the clause
        if _quotation_open(rest) or rest.count("(") != rest.count(")"):
            continue
        return rest.rstrip(" ,;:–-") + _CUT
    return text


def _quotation_open(text: str) -> bool:
    straight = text.count('"') % 2
    return bool(straight) or text.count("„") > text.count("“") + text.count("”") or text.count("»") != text.count("«")


def leans_on_context(text: str, language: str) -> bool:
    """Whether a sentence begins with a word that stands for something said before ("Er", "Dort", "This")."""
    return bool(_patterns(language)["pronouns"].search(text))


def leaves_open(text: str, language: str, expects: str) -> bool:
    """Whether a sentence says that somebody, a time, a number … is not known ("Wer sie leiten wird, blieb offen")."""
    pattern = _patterns(language).get(f"open_{expects}")
    return pattern is not None and bool(pattern.search(text))


def context(found: Evidence, evidence: Iterable[Evidence]) -> Evidence | None:
    """The sentence before one that leans on it, where it is evidence; None for one that stands alone.

    What says nothing by itself ("Nein.", the questions of an interview) is passed over.
    """
    if not leans_on_context(found.sentence.text, found.article.language):
        return None
    last, article = found.sentence.index, found.article.id
    before = {
        one.sentence.index: one
        for one in evidence
        if one.article.id == article and last - _FURTHEST <= one.sentence.index < last
    }
    telling = (one for _, one in sorted(before.items(), reverse=True) if _tells(one.sentence.text))
    nearest = next(telling, None)
    passed_over = range(nearest.sentence.index + 1, last) if nearest else ()
    return nearest if all(place in before for place in passed_over) else None


def _tells(text: str) -> bool:
    return len(text.split()) >= _LEAST_TELLING and not text.rstrip(_CLOSING).endswith("?")


@cache
def _patterns(language: str) -> dict[str, re.Pattern[str]]:
    data = tomllib.loads(files("assistant.answering").joinpath("data", "trimming.toml").read_text(encoding="utf-8"))
    return {name: re.compile(pattern) for name, pattern in data.get(language, data["en"]).items()}
