"""Which sentences answer: the best, those that add a part or say who is meant, the items of a list, the reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.answering.copies import distinct
from assistant.answering.kinds import SINGLE, STRONG, candidates
from assistant.answering.quoting import context
from assistant.language.numbers import numbers
from assistant.question import Question
from assistant.types import Evidence

SENTENCES = 3
WORDS = 60
LISTED = 8  # sentences of a list
_LIST_BEHIND = 2.2  # how far behind the best score a sentence of a list may be
_REPORT_BEHIND = 4.0  # the same for comparisons
OFF_TOPIC = 0.3  # how much of what the best article knows of the question's words one on the topic may lack
_REASON_BEHIND = 6.0  # the same for a sentence whose reason is given, in it or after it
_RIVAL_BEHIND = 1.0  # the same for another figure that is shown beside the best
_NEARLY = 2.0  # the same for a second sentence that may be the one: the best is the right one for three in five only
PART_BEHIND = 2.5  # the same for a second sentence that adds a part


def chosen(question: Question, evidence: Sequence[Evidence], around: Sequence[Evidence]) -> list[Evidence]:
    """The sentences to quote, in the order to read them; of `evidence`, or of `around` what makes them clear.

    evidence: what may answer, best first. around: all that was found.
    """
    different = distinct(evidence)
    if question.kind == "list":
        return _listed(question, different)
    if question.kind == "summary":
        return _leads(question, evidence)
    if question.kind == "comparison":
        return _reports(different)
    if question.kind == "current":
        return _current(different)
    return _readable(_clear(_facts(question, different), around))


def _facts(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    best = evidence[0]
    if question.expects == "reason":
        best = next(
            (found for found in _behind(evidence, _REASON_BEHIND)[:3] if _reasoned(question, found, evidence)), best
        )
    taken = [best]
    if question.expects == "number":
        taken = _figures(evidence)
    for part in question.parts or ((question.expects,) if question.expects else ()):
        if any(_answers(question, part, found) for found in taken):
            continue
        more = _neighbour_with(question, part, best, evidence) or _other_with(question, part, taken, evidence)
        if more is not None:
            taken.append(more)
    if len(taken) == 1:
        taken += _announced(taken[0], evidence) or _runner_up(question, taken[0], evidence)
    return taken


def _clear(taken: Sequence[Evidence], around: Sequence[Evidence]) -> list[Evidence]:
    """The first sentence and as many others as fit; one that leans on the one before ("Er sagte …") brings it."""
    kept: list[Evidence] = []
    for found in taken:
        before = context(found, around)
        missing = [found] if before is None or before in taken or before in kept else [found, before]
        if len(_within_budget([*kept, *missing])) == len(kept) + len(missing):
            kept += missing
        elif not kept:
            kept.append(found)
    return kept


def _announced(best: Evidence, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The sentence after one that ends with a colon: what it announces."""
    after = _beside(best, evidence, 1) if best.sentence.text.rstrip().endswith(":") else None
    return [after] if after is not None else []


def _runner_up(question: Question, best: Evidence, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The next best sentence of the same article, where it is nearly as good and has the kind asked for as much."""
    kind = f"kind_{question.expects}"
    rivals = (
        found
        for found in _behind(evidence, _NEARLY)
        if found is not best
        and found.article.id == best.article.id
        and found.signals.get(kind, 0.0) >= min(best.signals.get(kind, 0.0), SINGLE)
    )
    return list(rivals)[:1]


def _reasoned(question: Question, found: Evidence, evidence: Sequence[Evidence]) -> bool:
    return holds("reason", found) or _neighbour_with(question, "reason", found, evidence) is not None


def _figures(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The sentences of different articles that answer as well as the best with another figure, newest first."""
    best = evidence[0]
    rivals: dict[str, Evidence] = {best.article.id: best}
    for found in _behind(evidence, _RIVAL_BEHIND):
        as_good = found.signals["kind_number"] >= best.signals["kind_number"] and found.signals["near"] > 0
        other = all(_figures_of(found).isdisjoint(_figures_of(one)) for one in rivals.values())
        if as_good and other:
            rivals.setdefault(found.article.id, found)
    return _newest_first(list(rivals.values()))[:2]


def _figures_of(found: Evidence) -> frozenset[str]:
    return numbers(found.sentence.text, found.article.language)


def _current(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The two best sentences of the newest report that answers."""
    near = _behind(evidence, PART_BEHIND)
    newest = _newest_first(near)[0].article.id
    return _readable(_within_budget([found for found in evidence if found.article.id == newest][:2]))


def _neighbour_with(question: Question, part: str, best: Evidence, evidence: Sequence[Evidence]) -> Evidence | None:
    """The sentence after the best one, or before it, if it holds the part asked for that the best one lacks."""
    steps = (1, 2) if part == "reason" else (-1, 1, -2)
    beside = (_beside(best, evidence, step) for step in steps)
    return next((found for found in beside if found is not None and _answers(question, part, found)), None)


def _other_with(
    question: Question, part: str, chosen: Sequence[Evidence], evidence: Sequence[Evidence]
) -> Evidence | None:
    near = (found for found in _behind(evidence, PART_BEHIND) if found not in chosen)
    return next((found for found in near if _answers(question, part, found)), None)


def _listed(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    near = [found for found in _behind(evidence, _LIST_BEHIND) if _asked_for(question, found)]
    return _by_time((near or list(evidence[:1]))[:LISTED])


def _asked_for(question: Question, found: Evidence) -> bool:
    """Whether a sentence of a list names what is listed and is about the thing asked for."""
    lacking = question.expects and found.signals.get(f"lacks_{question.expects}", 0.0)
    return not lacking and (found.signals["words"] > 0 or found.signals["cross"] > 0)


def _reports(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The best sentence of each outlet, the newest first."""
    first: dict[str, Evidence] = {}
    for found in _behind(evidence, _REPORT_BEHIND):
        if found.signals["words"] >= evidence[0].signals["words"] / 2 or found.signals["cross"]:
            first.setdefault(found.article.outlet or found.article.id, found)
    return _newest_first(_within_budget(list(first.values()), 2 * WORDS))


def _leads(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """What sums up the articles on the topic, those that fit best or, where news are asked for, the newest."""
    covered = max(found.signals["words_passage"] for found in evidence)
    first: dict[str, Evidence] = {}
    for found in evidence:
        if found.signals["words_passage"] >= (1.0 - OFF_TOPIC) * covered:
            first.setdefault(found.article.id, _lead(found, evidence))
    leads = distinct(list(first.values()))
    return _within_budget(_newest_first(leads)) if question.latest else _by_time(_within_budget(leads))


def _lead(found: Evidence, evidence: Sequence[Evidence]) -> Evidence:
    """The first sentence of its article, which sums a report up, unless it is a question or less to the point."""
    opening = (one for one in evidence if one.article.id == found.article.id and one.sentence.index == 0)
    to_the_point = (one for one in opening if one.signals["words"] >= found.signals["words"])
    return next((one for one in to_the_point if not one.signals["asks"]), found)


def _behind(evidence: Sequence[Evidence], distance: float) -> list[Evidence]:
    """The sentences that are at most `distance` behind the best, questions left out."""
    best = max(found.score for found in evidence)
    return [found for found in evidence if found.score >= best - distance and not found.signals["asks"]] or [
        evidence[0]
    ]


def _within_budget(chosen: Sequence[Evidence], most: int = WORDS) -> list[Evidence]:
    """The first sentence, and those after it that keep to three sentences and `most` words."""
    kept: list[Evidence] = []
    words = 0
    for found in chosen[:SENTENCES]:
        words += len(found.sentence.text.split())
        if kept and words > most:
            break
        kept.append(found)
    return kept


def _readable(chosen: Sequence[Evidence]) -> list[Evidence]:
    """Sentences of one article in its order, articles in the order of their best sentence."""
    order = list(dict.fromkeys(found.article.id for found in chosen))
    return sorted(chosen, key=lambda found: (order.index(found.article.id), found.sentence.index))


def _newest_first(chosen: Sequence[Evidence]) -> list[Evidence]:
    return sorted(chosen, key=lambda found: found.article.published or date.min, reverse=True)


def _by_time(chosen: Sequence[Evidence]) -> list[Evidence]:
    return sorted(
        chosen,
        key=lambda found: (found.article.published or date.max, found.article.id, found.sentence.index),
    )


def _beside(found: Evidence, evidence: Sequence[Evidence], step: int) -> Evidence | None:
    """The sentence so many places after `found` (before, if negative) in the same article, if it is evidence."""
    place = (found.article.id, found.sentence.index + step)
    return next((other for other in evidence if (other.article.id, other.sentence.index) == place), None)


def holds(part: str, found: Evidence) -> bool:
    """Whether a sentence holds a kind of thing (person, time, reason …), more than weakly."""
    strengths = (one.strength for one in candidates(part, found.sentence.text, found.article.language))
    return any(strength >= SINGLE for strength in strengths)


def _answers(question: Question, part: str, found: Evidence) -> bool:
    """Whether a sentence holds a part that is asked for, other than by words of the question itself."""
    if part == question.expects and part not in ("reason", "statement", "thing"):
        least = STRONG if part == "person" and question.kind != "quotation" else SINGLE
        return found.signals[f"kind_{part}"] >= least
    return holds(part, found)
