"""The headline of a scraped page, and the outlet that pages put beside it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.noise import is_sentence, rules, words

_SEPARATOR = re.compile(r"\s+(?:[—–|•·»«-]|::)\s+|\s*\|\s*")
_DOMAIN = re.compile(r"(?:www\.)?[\w-]+\.(?:de|com|net|org|at|ch|eu|info|news|tv|co\.uk|ru|online)", re.IGNORECASE)
_KICKER = re.compile(r"^[^:]{2,60}:\s+")
_CUT = re.compile(r"\s*(?:…|\.\.\.)$")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "å": "aa"})
_NEAR = 10  # lines; a sentence so near below the running text belongs to it
_GAP = 10  # words of running text that a line of anything else outweighs
LONGEST = 220  # characters of a headline


@dataclass(frozen=True, slots=True)
class Headline:
    """`title` without the outlet's name; `at` is the index of the line it was taken from, None if no line is one."""

    title: str
    outlet: str | None
    at: int | None


def fold(text: str) -> str:
    """One form for all spellings of a line: small letters, "ä" as "ae", no accents, no punctuation."""
    return _folded(text.lower().translate(_UMLAUTS))


def same(first: str, second: str) -> bool:
    """Whether two lines are one headline: equal but for case, punctuation and umlauts ("verstaerkte")."""
    if not first or not second or abs(len(first) - len(second)) > max(12, len(first) // 4):
        return False
    return fold(first) == fold(second) != "" or _folded(first.lower()) == _folded(second.lower()) != ""


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return " ".join(re.findall(r"\w+", "".join(sign for sign in decomposed if not unicodedata.combining(sign))))


def _forms(line: str) -> tuple[str, str]:
    return fold(line), _folded(line.lower())


def repeats(line: str, title: str) -> bool:
    """Whether a line only says the headline again: with an outlet beside it, without its kicker, or cut off."""
    if len(line) > LONGEST + 80 or not title:
        return False
    bare = _KICKER.sub("", title)
    forms = [title] if len(words(bare)) < 4 else [title, bare]
    if any(same(variant, form) for variant, _ in _variants(line) for form in forms):
        return True
    start = _CUT.sub("", line)
    return start != line and len(start) >= 20 and any(fold(form).startswith(fold(start)) for form in forms)


def find_headline(lines: Sequence[str]) -> Headline:
    """The headline among the lines of a page; lines known for noise are given as empty ones.

    It stands above the running text, it is repeated, it comes first, its words come again in the text: what holds of
    most of these is the headline.
    """
    begin, end = body(lines)
    short = [line for line in lines if 0 < len(line) <= LONGEST + 80]
    folds = Counter(form for line in short for form in set(_forms(line)))
    stems = {word[:5].lower() for line in lines[begin:end] for word in words(line)}
    first = next((at for at, line in enumerate(lines) if line), 0)
    best, best_score = None, 0.0
    for at in range(min(begin + 1, len(lines))):
        if not _may_be_headline(lines[at]) or (at == begin and at != first):
            continue
        score = _score(lines[at], folds, stems) + 2.5 * (at == first) - 0.1 * max(0, begin - at - 15)
        if best is None or score > best_score:
            best, best_score = at, score
    if best is None:
        return Headline("", None, None)
    others = _without(short, lines[best])
    title, outlet = split_outlet(lines[best], others)
    return Headline(_best_spelling(title, others), outlet, best)


def _score(line: str, folds: Counter[str], stems: set[str]) -> float:
    found = words(line)
    score = 1.5 * (4 <= len(found) <= 22) - 2.0 * line.endswith((":", ";", ","))
    content = [word for word in found if len(word) > 3]
    score += 3.0 * sum(word[:5].lower() in stems for word in content) / max(len(content), 3)
    if len(found) >= 3:
        own = set(_forms(line))
        score += 3.0 * any(folds[form] > (form in own) for variant, _ in _variants(line) for form in _forms(variant))
    return score


def body(lines: Sequence[str]) -> tuple[int, int]:
    """Where the running text begins and ends (exclusive): the run of lines with the most words in sentences.

    The maximum subsequence of Pasternack and Roth (Extracting article text from the web, WWW 2009) over lines.
    """
    best, best_at = 0, (len(lines), len(lines))
    total, begin = 0, 0
    for at, line in enumerate(lines):
        if total <= 0:
            total, begin = 0, at
        total += len(words(line)) if is_sentence(line) else -_GAP
        if total > best:
            best, best_at = total, (begin, at + 1)
    begin, end = best_at
    for at in range(end, len(lines)):
        if at >= end + _NEAR:
            break
        if is_sentence(lines[at]):
            end = at + 1
    return begin, end


def split_outlet(title: str, others: Sequence[str]) -> tuple[str, str | None]:
    """A headline without the outlet beside it, and the outlet, where there is evidence that it is one.

    Evidence: another line is the headline without it; the whole headline is repeated with it; a bar parts it; it is a
    domain.
    """
    outlet = None
    while (borders := list(_SEPARATOR.finditer(title))) and rules().dated.fullmatch(title[borders[-1].end() :]):
        title = title[: borders[-1].start()]
    repeated = any(same(title, other) for other in others)
    while found := _outer_part(title, others, repeated=repeated):
        title, part = found
        if outlet is None or outlet.lower() in rules().sections:
            outlet = part
    return title, outlet


def _outer_part(title: str, others: Sequence[str], *, repeated: bool) -> tuple[str, str] | None:
    for rest, affix in _variants(title):
        if not affix or len(words(rest)) < 2 or not is_outlet(affix):
            continue
        strong = any(same(rest, other) for other in others)
        barred = re.search(rf"{re.escape(rest)}\s*\|\s*{re.escape(affix)}$", title) is not None
        named = repeated and len(words(rest)) >= 3 and title.startswith(rest)
        if strong or barred or named or _DOMAIN.fullmatch(affix):
            return rest, affix
    return None


def _variants(line: str) -> Iterator[tuple[str, str]]:
    """A line whole, then without its last part, then without its first part, each with the part that was left out."""
    yield line, ""
    borders = list(_SEPARATOR.finditer(line))
    if borders:
        yield line[: borders[-1].start()].strip(), line[borders[-1].end() :].strip()
        yield line[borders[0].end() :].strip(), line[: borders[0].start()].strip()


def is_outlet(part: str) -> bool:
    """Whether a part of a headline may be the name of an outlet: up to four words, all like a name."""
    found = part.split()
    if not 1 <= len(found) <= 4 or len(part) > 40 or re.search(r"[.!?:,;]$|[„“”\"»«]", part):
        return False
    if found[0].lower() in rules().no_outlets or part.isdigit():
        return False
    small = [word for word in found if word[0].islower() and not _DOMAIN.fullmatch(word)]
    if len(found) == 1 and small:
        return (
            re.fullmatch(r"[a-z]{2,12}(?:heute|schau|online|24)|taz|t-online|n-tv|watson|heise", found[0]) is not None
        )
    if found[0] in ("der", "die", "das", "the") and len(found) > 1:
        return is_outlet(" ".join(found[1:]))
    lowered = {word.lower() for word in found}
    return len(small) <= (len(found) > 2) and not lowered & rules().no_outlet_words


def _may_be_headline(line: str) -> bool:
    if len(line) > LONGEST or len(line) < 4:
        return False
    return not is_sentence(line) or (line.endswith(("?", "!")) and not re.search(r"[.!?] ", line))


def _without(lines: Sequence[str], line: str) -> list[str]:
    found = list(lines)
    found.remove(line)
    return found


def _best_spelling(title: str, others: Sequence[str]) -> str:
    """The spelling with umlauts where another line has it."""
    spellings = [title, *(variant for other in others for variant, _ in _variants(other) if same(variant, title))]
    return max(spellings, key=lambda spelling: sum(not sign.isascii() for sign in spelling))
