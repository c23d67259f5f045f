"""What a sentence says happened, is planned, denied, alleged or said, clause by clause; whether a claim keeps it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.checking.across import aligned_across
from assistant.checking.case import Case, Verdict, Verdicts, lexicon
from assistant.checking.clauses import Clause, carriers, clauses
from assistant.language.words import stems
from assistant.types import Modality

_QUOTED = re.compile(r"[„“”«»]|(?<!\w)\"|\"(?!\w)")
_FORWARD = ("denied", "alleged", "open")  # colour the clauses after their own
_ORDER: tuple[Modality, ...] = ("denied", "alleged", "planned", "said")


@dataclass(frozen=True, slots=True)
class Reading:
    """A clause with its colours: negated, doubly so, undone, denied, alleged, reported, said, planned, open, past."""

    clause: Clause
    colours: frozenset[str]

    def has(self, *names: str) -> bool:
        """Whether the clause has one of these colours."""
        return not self.colours.isdisjoint(names)


@lru_cache(maxsize=1024)
def readings(text: str, language: str) -> tuple[Reading, ...]:
    """The clauses of a sentence with their colours, those that reach over from other clauses among them."""
    found = clauses(text, language)
    own = [_own_colours(clause.text, language) for clause in found]
    colours = [set(names) for names in own]
    for place, names in enumerate(own):
        for name in _FORWARD:
            if name in names:
                for reached in _after(place, found, language):
                    colours[reached].add(name)
        if "negated" in names and "denied" in names:
            for reached in _after(place, found, language):
                colours[reached].add("negated")
        if "planned" in names and place + 1 < len(found) and _depends(found[place + 1].text, language):
            colours[place + 1].add("planned")
        if "reported" in names:
            for reached in _told(place, found, language, framing="framing" in names):
                colours[reached].add("reported")
    if _QUOTED.search(text) and any("said" in names or "reported" in names for names in own):
        for place in range(len(colours)):
            colours[place].add("reported")
    return tuple(Reading(clause, frozenset(names)) for clause, names in zip(found, colours, strict=True))


def _own_colours(text: str, language: str) -> frozenset[str]:
    folded = text.lower()
    names = {name for name, pattern in _cues(language).items() if pattern.search(folded)}
    if "negated" in names and not _cues(language)["negated"].search(_without(folded, language)):
        names.discard("negated")
    if "negated" in names and len(_cues(language)["negated"].findall(_without(folded, language))) % 2 == 0:
        names.add("doubly")
    if "indirect" in names:
        names |= {"reported"}
    if "framing" in names or "reported" in names:
        names |= {"said", "reported"}
    return frozenset(names - {"no_negation", "aside"})


def _without(folded: str, language: str) -> str:
    pattern = _cues(language).get("no_negation")
    return pattern.sub(" ", folded) if pattern else folded


@cache
def _cues(language: str) -> dict[str, re.Pattern[str]]:
    """Each colour's patterns as one."""
    return {
        name: re.compile("|".join(listed[language]))
        for name, listed in lexicon("modality").items()
        if listed.get(language)
    }


def _after(place: int, found: tuple[Clause, ...], language: str) -> Iterator[int]:
    """The clauses after one that its cue still governs; one that opens an aside ends it."""
    aside = _cues(language).get("aside")
    for reached in range(place + 1, len(found)):
        if aside and aside.search(found[reached].text.lower()):
            return
        yield reached


def _told(place: int, found: tuple[Clause, ...], language: str, framing: bool) -> Iterator[int]:
    """The clauses that a verb of saying reports: all where it frames or closes the sentence, else those after it."""
    closing = bool(place) and place == len(found) - 1 and bool(_closing(language).search(found[place].text.lower()))
    if framing or closing:
        yield from range(len(found))
    else:
        yield from _after(place, found, language)


@cache
def _closing(language: str) -> re.Pattern[str]:
    return re.compile(lexicon("modality")["closing"].get(language, ["(?!)"])[0])


@cache
def _dependent(language: str) -> re.Pattern[str]:
    return re.compile(
        {"de": r"\bzu\b|^\W*dass\b|\w{2,}zu\w+en\b", "en": r"^\W*(?:to|that)\b"}.get(language, r"^\W*(?:что|чтобы)\b")
    )


def _depends(text: str, language: str) -> bool:
    return bool(_dependent(language).search(text.lower()))


def aligned(case: Case) -> Iterator[tuple[Reading, tuple[Reading, ...]]]:
    """Each clause of the claim that says something, with the clauses of the sources that carry it."""
    sources = [
        (found, reading) for found in case.cited for reading in readings(found.sentence.text, found.article.language)
    ]
    known = [reading.clause for _, reading in sources]
    for reading in readings(case.text, case.language):
        if case.same_language:
            chosen = carriers(reading.clause, known) or tuple(range(len(known)))[:1] * (len(known) == 1)
        else:
            chosen = aligned_across(reading.clause, case, [(found, one.clause) for found, one in sources])
        if chosen:
            yield reading, tuple(sources[place][1] for place in chosen)


def modality_stands(case: Case) -> Verdicts:
    """What is denied, alleged, planned, open or negated in the sources is so in the claim, and nothing else is.

    Where several clauses carry one of the claim equally well, it is enough that it keeps to one of them.
    """
    return colours_stand(case, aligned(case))


def colours_stand(case: Case, carried: Iterable[tuple[Reading, tuple[Reading, ...]]]) -> Verdicts:
    """The same for clauses of the claim that come with those that carry them."""
    pooled = _colours(case.text, case.language) - {"negated", "past"}
    against = _against if case.same_language else _against_across
    found: list[Verdict] = []
    for claimed, sources in carried:
        options = [tuple(against(claimed, source, pooled)) for source in sources]
        found += min(options, key=_weight, default=())
    return tuple(dict.fromkeys(found))


def _weight(verdicts: Iterable[Verdict]) -> int:
    return sum(3 if verdict.support == "unverified" else 1 for verdict in verdicts)


def _colours(text: str, language: str) -> frozenset[str]:
    """All colours of a text together: one attribution, one "soll" serves a whole claim."""
    return frozenset().union(*(reading.colours for reading in readings(text, language)))


def _against_across(claimed: Reading, source: Reading, pooled: frozenset[str]) -> Iterator[Verdict]:
    """The same across languages, where no verb can be held against another: any negation or plan too many counts.

    What undoes a deed ("abgesagt", "against") is a word among others here, and its contrary is looked for elsewhere.
    """
    claimed, source = (Reading(one.clause, one.colours - {"undone"}) for one in (claimed, source))
    yield from _against(claimed, source, pooled - {"undone"})
    if claimed.has("negated") != source.has("negated"):
        yield Verdict("partial", "negation")
    ahead = ("planned", "future", "open")
    # strong German verbs have no ending that shows their past
    not_yet = claimed.has("past") and not source.has("past") and source.clause.language != "de"
    if not_yet or (claimed.has(*ahead) and not source.has(*ahead, "alleged")):
        yield Verdict("partial", "planned")


def _against(claimed: Reading, source: Reading, pooled: frozenset[str]) -> Iterator[Verdict]:
    """What speaks against a clause of the claim; `pooled` are the colours that serve all its clauses."""
    yield from _polarity(claimed, source, pooled)
    framed = pooled & {"said", "reported", "alleged", "denied"}
    ahead = pooled & {"planned", "future", "open", "alleged", "denied"}
    done = claimed.has("past") and not source.has("past")
    if source.has("alleged") and not framed:
        yield Verdict("unverified", "alleged")
    elif source.has("open") and not pooled & {"open", "planned"} and not claimed.has("negated", "undone"):
        yield Verdict("unverified", "open")
    elif source.has("planned") and not ahead:
        yield Verdict("unverified" if done else "partial", "planned")
    elif source.has("future") and not ahead and done:
        yield Verdict("unverified", "planned")
    elif source.has("reported") and not framed:
        yield Verdict("partial", "reported")


def _polarity(claimed: Reading, source: Reading, pooled: frozenset[str]) -> Iterator[Verdict]:
    """One of the two says no where the other does not."""
    contrary = ("negated", "denied", "undone")
    says_no = claimed.has(*contrary) or "denied" in pooled
    if source.has("denied") and "denied" in pooled:
        if source.has("negated") != claimed.has("negated"):
            yield Verdict("unverified", "negation")
    elif source.has("denied") and not says_no:
        yield Verdict("unverified", "denied")
    elif (
        (claimed.has("negated", "denied") and not source.has(*contrary))
        or (source.has("negated") and not says_no)
        or (claimed.clause.verbs & source.clause.verbs and claimed.has("negated") != source.has("negated"))
        or (claimed.clause.verbs & source.clause.verbs and claimed.has("doubly") != source.has("doubly"))
    ):
        yield Verdict("unverified", "negation")
    elif "undone" in pooled and source.has("open", "undone"):
        if claimed.has("undone") and source.has("undone") and claimed.has("negated") != source.has("negated"):
            yield Verdict("unverified", "negation")
    elif claimed.has("undone") != source.has("undone") and not claimed.has("negated") and not source.has("negated"):
        yield Verdict("partial", "negation")


def modality_of(case: Case) -> Modality:
    """How the claim's content stands in its sources: denied, alleged, planned, said or happened."""
    colours: set[str] = set()
    language = case.language
    for found in case.cited:
        asked = frozenset(stems(case.text, language))
        for reading in readings(found.sentence.text, found.article.language):
            if found.article.language != language or reading.clause.stems & asked:
                colours |= reading.colours
    for name in _ORDER:
        if name in colours or (name == "said" and "reported" in colours):
            return name
    return "happened"
