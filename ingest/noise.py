"""Which lines of a scraped page are no part of the article; the patterns are in `data/noise.toml`.

Every rule needs strong evidence: a line that reads like a sentence survives all rules but those that name the very
words of a box ("Melden Sie sich … Newsletter").
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

LONGEST_NOISE = 320  # characters; no box is longer, and patterns need not run over whole paragraphs
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_ENDS = re.compile(r"[.!?…][\"'“”«»‹›’)\]]*$")
_FIGURE = re.compile(r"[-+±−(]?\d[\d.,']*\)?\s?(?:%|°C?|[$€£¥]|EUR|USD|CHF|Punkte|Pkt\.?|pts)?\)?")
_UNIT = re.compile(r"(?:[$€£¥%]|°C?|EUR|USD|CHF|Punkte|Pkt\.?|pts|[▲▼↑↓►+-])")
_SLUG = re.compile(r"[a-zäöüß0-9]{2,}(?:[-_][a-zäöüß0-9]+)+")
_GLUED_SLUG = re.compile(r"^[a-zäöüß0-9]{2,}(?:-[a-zäöüß0-9]{2,})+(?=[A-ZÄÖÜ][a-zäöüß])")
_STUB = re.compile(
    r"\(?[A-ZÄÖÜ]\.\s?(?:[A-ZÄÖÜ]\.\s?)?[A-ZÄÖÜ][\w'’-]+?\s?(?:(?:--|–|—)\s?[A-Z][A-Za-z]{1,7}|/\s?[A-Z]{2,6})\)?"
)
_NAME = r"(?:[A-ZÄÖÜÀ-ÞА-ЯЁ][\w'’.-]*|von|van|der|de|den|al|bin|du|da|di)"
_AUTHOR = re.compile(
    rf"(?:[Vv]on|[Bb]y|VON|BY|(?:Autor(?:in)?|Author|Text|Автор|Written by|Ein \w+ von|Aus \w+ von)\s?:?)\s+"
    rf"(?P<names>[A-ZÄÖÜÀ-ÞА-ЯЁ][\w'’.-]*(?:\s{_NAME}){{1,3}}"
    rf"(?:(?:,| und| and|,? &| и)\s[A-ZÄÖÜÀ-ÞА-ЯЁ][\w'’.-]*(?:\s{_NAME}){{1,3}}){{0,4}})"
    rf"(?P<rest>(?:\s?[,/|(–-]\s?[\w .)/-]{{1,40}})?)"
)
_CRUMB = re.compile(r"\s*[>›→]\s*|\s+[»/|]\s+")
_PART = re.compile(r"\s+[|•·●▪]\s+|\s{2,}")
_PRICE = re.compile(r"\d[.,]\d\d\s?%.*\d[.,]\d\d(?![\d\s]*%)|\d[.,]\d\d(?!\s?%)\b.*\d[.,]\d\d\s?%")
_WEEKDAY = (
    r"(?:(?:Mo|Di|Mi|Do|Fr|Sa|So|Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-zé]*\.?|"
    r"(?:понедельник|вторник|среда|четверг|пятница|суббота|воскресенье)),?\s*(?:den )?"
)
_DATE = (
    r"(?:(?P<y1>\d{4})-(?P<m1>\d\d)-(?P<d1>\d\d)|(?P<d2>\d{1,2})\.\s?(?P<m2>\d{1,2})\.\s?(?P<y2>\d{4}|\d\d)|"
    r"(?P<d3>\d{1,2})\.?\s(?P<n3>[^\W\d_]{3,9})\.?,?\s(?P<y3>\d{4})|"
    r"(?P<n4>[^\W\d_]{3,9})\.?\s(?P<d4>\d{1,2}),?\s(?P<y4>\d{4}))"
)
_TIME = (
    r"(?:[\s,T|-]*(?:um |at |ab )?\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:Uhr|h|a\.?m\.?|p\.?m\.?|AM|PM)?"
    r"[\s,]*(?:[A-Z]{2,4}|[+-]\d\d:?\d\d|Z)?)?"
)


@dataclass(frozen=True, slots=True)
class _Rules:
    lines: frozenset[str]
    sections: frozenset[str]
    no_outlets: frozenset[str]
    no_outlet_words: frozenset[str]
    before_picture: frozenset[str]
    patterns: re.Pattern[str]
    sentences: re.Pattern[str]
    link_headings: re.Pattern[str]
    ticker_headings: re.Pattern[str]
    instruments: re.Pattern[str]
    credit: re.Pattern[str]
    credit_words: frozenset[str]
    dated: re.Pattern[str]
    published: re.Pattern[str]
    comment_marks: re.Pattern[str]
    comment_headings: re.Pattern[str]
    months: dict[str, int]


@cache
def rules() -> _Rules:
    """The patterns of `data/noise.toml`, compiled."""
    data = tomllib.loads((files("ingest") / "data/noise.toml").read_text(encoding="utf-8"))

    def compiled(*patterns: str) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)

    return _Rules(
        lines=frozenset(data["lines"].split("\n")) - {""},
        sections=frozenset(data["sections"].split("\n")) - {""},
        no_outlets=frozenset(data["no_outlets"].split()),
        no_outlet_words=frozenset(data["no_outlet_words"].split()),
        before_picture=frozenset(data["before_picture"].split()),
        patterns=compiled(*data["patterns"]),
        sentences=compiled(*data["sentences"]),
        link_headings=compiled(*data["link_headings"]),
        ticker_headings=compiled(data["ticker_headings"]),
        instruments=compiled(data["instruments"]),
        credit=re.compile(f"(?:{data['credit']})$", re.IGNORECASE),
        credit_words=frozenset(data["credit_words"].split()),
        dated=re.compile(rf"(?:{_WEEKDAY})?{_DATE}{_TIME}\s*", re.IGNORECASE),
        published=re.compile(
            rf"(?:{data['published_labels']})\s*:?\s*(?:{_WEEKDAY})?{_DATE}{_TIME}.{{0,40}}", re.IGNORECASE
        ),
        comment_marks=compiled(data["comment_marks"]),
        comment_headings=compiled(data["comment_headings"]),
        months=_months(data["months"]),
    )


def _months(text: str) -> dict[str, int]:
    months: dict[str, int] = {}
    waiting: list[str] = []
    for word in text.split():
        name, _, number = word.partition("=")
        waiting.append(name)
        if number:
            months.update(dict.fromkeys(waiting, int(number)))
            waiting = []
    return months


def words(line: str) -> list[str]:
    """The words of a line, numbers left out."""
    return _WORD.findall(line)


def is_sentence(line: str) -> bool:
    """Whether a line reads like running text: five words, one of them in small letters, and a final stop."""
    found = re.findall(r"\w+", line)
    return len(found) >= 5 and ends(line) and any(word.islower() and len(word) > 1 for word in found[1:])


def ends(line: str) -> bool:
    """Whether a line ends as a sentence does, quotation marks and brackets aside."""
    return bool(_ENDS.search(line))


def is_noise(line: str) -> bool:
    """Whether a line, taken alone, is no part of an article."""
    line = line.strip("•·|✕ⓘ►▶→*_[] ") or line
    if len(line) > LONGEST_NOISE:
        return False
    if len(re.findall(r"\w", line)) < 2 or not (re.search(r"[^\W\d_]{3}|\d", line) or _ENDS.search(line)):
        return True  # "A- A A+"
    if rules().sentences.fullmatch(line):
        return True
    if is_sentence(line):
        return False
    if _plain(line) in rules().lines or rules().patterns.fullmatch(line) or rules().dated.fullmatch(line):
        return True
    if _SLUG.fullmatch(line) or _STUB.fullmatch(line) or author_of(line) or published_of(line):
        return True
    if _is_breadcrumb(line):
        return True
    parts = [part for part in _PART.split(line) if part]
    if len(parts) > 1 and all(is_noise(part) for part in parts):
        return True
    tokens = line.lower().split()
    return len(tokens) > 1 and all(token in rules().lines for token in tokens)  # "Teilen Merken Drucken"


def _plain(line: str) -> str:
    return line.lower().strip(" .:!…»›>→|+-–—•*")


def _is_breadcrumb(line: str) -> bool:
    if _ENDS.search(line):
        return False
    parts = [part for part in _CRUMB.split(line) if part.strip()]
    if len(parts) < 3 or "«" in line or any(len(words(part)) > 4 for part in parts[:-1]):
        return False
    return bool(re.search(r"[>›→]", line)) or _plain(parts[0]) in rules().sections | {"startseite", "home"}


def author_of(line: str) -> str | None:
    """The names in a line like "Von Max Muster und Eva Beispiel, Berlin"."""
    found = _AUTHOR.fullmatch(line) if len(line) <= 160 else None
    if not found:
        return None
    names = re.split(r",\s*", found["names"])
    named = [name for name in names if not any(word.isupper() and len(word) > 2 for word in name.split()[:1])]
    return ", ".join(named) or None  # without "ARD Tokio"


def published_of(line: str) -> date | None:
    """The date in a line that names itself the date of publication; any other date stays a date of something else."""
    found = rules().published.fullmatch(line) if len(line) <= 160 else None
    if not found:
        return None
    values = found.groupdict()
    for index in "1234":
        if year := values.get(f"y{index}"):
            month = values.get(f"m{index}") or rules().months.get((values.get(f"n{index}") or "").lower(), 0)
            full = int(year) if len(year) == 4 else 2000 + int(year)
            try:
                return date(full, int(month), int(values[f"d{index}"]))
            except ValueError:
                return None
    return None


def without_credit(line: str) -> str:
    """The line without the picture credit at its end; empty where only a caption stood before it."""
    if len(line) > 1000 or not (found := rules().credit.search(line)):
        return line
    owner = found["owner"] or found["right"] or ""
    if any(word.islower() and word not in rules().credit_words for word in words(owner)):
        return line  # "Die Lage im Bild: alles ruhig"
    rest = line[: found.start()].rstrip(" /|–—-([")
    if words(rest)[-1:] and words(rest)[-1].lower() in rules().before_picture:
        return line
    return rest if is_sentence(rest) else ""


def without_slug(line: str) -> str:
    """The line without a style name glued to its front ("rrt-allgemeinesPortugal Colonial")."""
    return _GLUED_SLUG.sub("", line)


def is_ticker_heading(line: str) -> bool:
    """Whether a line may stand over a list of prices."""
    return len(line) <= 60 and bool(rules().ticker_headings.fullmatch(line.strip(" :")))


def ticker_runs(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Runs (first, last) of lines that list prices, rates or weather, names beside or above the figures."""
    kinds = [_ticker_kind(line) for line in lines]
    runs, at = [], 0
    while at < len(lines):
        end = at
        while end < len(lines) and (
            kinds[end] in ("row", "figure")
            or (kinds[end] == "name" and end + 1 < len(lines) and kinds[end + 1] == "figure")
        ):
            end += 1
        if end > at:
            run = lines[at:end]
            headed = at > 0 and is_ticker_heading(lines[at - 1])
            if headed or _is_market(run):
                runs.append((at - headed, end - 1))
        at = max(end, at + 1)
    return runs


def _ticker_kind(line: str) -> str:
    if len(line) > 80 or is_sentence(line):
        return "other"
    tokens = line.split()
    figures = 0
    while tokens and (_FIGURE.fullmatch(tokens[-1]) or _UNIT.fullmatch(tokens[-1])):
        figures += bool(_FIGURE.fullmatch(tokens.pop()))
    if not tokens:
        return "figure" if figures else "other"
    if len(tokens) > 4 or _ENDS.search(line):
        return "other"
    return "row" if figures and re.search(r"[%$€£¥°]|\d[.,]\d", line) else "name"


def _is_market(run: Sequence[str]) -> bool:
    text = " ".join(run)
    names = sum(bool(rules().instruments.fullmatch(re.sub(r"\s*[-+±−(]?\d[\d.,]*.*$", "", line))) for line in run)
    signs = len(re.findall(r"%|°", text))
    money = len(re.findall(r"[$€£¥]|\bUSD\b|\bEUR\b", text))
    if names and signs:
        return True
    if sum(bool(_PRICE.search(line)) for line in run) >= 3:
        return True  # a rate and a price, two decimals each: shares nobody has listed
    return len(run) >= 2 and ((signs >= 2 and money >= 2) or text.count("°") >= 2)
