"""What reports tell otherwise of an event stands below it, each version with its outlet and date."""

from __future__ import annotations

import re
from datetime import date

import numpy as np
import numpy.typing as npt

from assistant.answering.events import event_claims
from assistant.assembly import Assembly
from assistant.checking.gates import check
from assistant.comparison import compare
from assistant.identity.events import Disagreement, EventRecord
from assistant.question import understand
from assistant.types import Answer, Article, Evidence, Sentence, TimeSpan

KURIER = "Hanna Vossberg traf Andrej Tschernyschow am Donnerstag in Sandhafen."
BOTE = "Am Mittwoch traf Hanna Vossberg in Sandhafen Andrej Tschernyschow."
LATER = "Im Mai 2026 traf Hanna Vossberg in Tarsk Oksana Marenko."
TEXTS = {"kurier": KURIER, "bote": BOTE, "ledger": LATER}


def _evidence() -> dict[str, Evidence]:
    found = {}
    for name, text in TEXTS.items():
        article = Article(name, 1, "Titel", text, "de", name, date(2025, 6, 13), name.title())
        sentence = Sentence(f"{name}@1#s1", name, 1, 0, 0, len(text), text, 0)
        found[sentence.id] = Evidence(sentence, article, 1.0)
    return found


EVIDENCE = _evidence()


class Apart:
    """An archive in which every article is a story of its own."""

    def stories(self, pairs: object) -> dict[tuple[str, int], int]:
        return {(name, 1): number for number, name in enumerate(TEXTS, start=1)}

    def sentence_vectors(self, sentence_ids: object) -> dict[str, npt.NDArray[np.float32]]:
        return {}


def _record(other: Disagreement) -> EventRecord:
    thursday = TimeSpan("am Donnerstag", date(2025, 6, 12), date(2025, 6, 12), "day")
    who = ("Hanna Vossberg", "Andrej Tschernyschow")
    told = ("kurier@1#s1", "bote@1#s1")
    return EventRecord(
        "meeting", who, ("lead", "other"), "Sandhafen", thursday, "happened", None, told, ("kurier", "bote"), (other,)
    )


def _later() -> EventRecord:
    may = TimeSpan("im Mai 2026", date(2026, 5, 1), date(2026, 5, 31), "month")
    who = ("Hanna Vossberg", "Oksana Marenko")
    return EventRecord(
        "meeting", who, ("lead", "other"), "Tarsk", may, "happened", None, ("ledger@1#s1",), ("ledger",)
    )


def _answer(other: Disagreement) -> Answer:
    question = understand("Wer traf wen, wann und wo?")
    records = (_record(other), _later())
    assembly = Assembly(question, EVIDENCE, Apart())
    for draft in event_claims(question, records, EVIDENCE):
        assembly.add(check(draft, EVIDENCE, "de"))
    compare(assembly, records)
    return assembly.finish((), "extractive", {"total": 0.1}, {"prompt": 0, "completion": 0})


def test_another_day_stands_right_below_the_event_with_outlet_and_date() -> None:
    answer = _answer(Disagreement("day", "2025-06-11", ("bote@1#s1",)))

    first, other, second = answer.answer.splitlines()
    assert first.startswith("12. Juni 2025, Sandhafen – Hanna Vossberg, Andrej Tschernyschow (Treffen)")
    assert "(Kurier, 13.6.2025)" in first
    assert other.startswith(f"Dagegen Bote, 13.6.2025: „{BOTE}“")
    assert second.startswith("Mai 2026, Tarsk")
    assert [(claim.agreement, claim.conflicts_with, claim.differs_in) for claim in answer.claims] == [
        ("disputed", (3,), ("day",)), ("single_story", (), ()), ("disputed", (1,), ("day",)),
    ]  # fmt: skip


def test_the_dissenting_sentence_is_cited_for_its_own_version_alone() -> None:
    answer = _answer(Disagreement("day", "2025-06-11", ("bote@1#s1",)))

    cited = [{answer.citations[number - 1].article_id for number in claim.citations} for claim in answer.claims]
    assert cited == [{"kurier"}, {"ledger"}, {"bote"}]


def test_a_plan_that_came_true_contradicts_nobody() -> None:
    answer = _answer(Disagreement("modality", "alleged", ("bote@1#s1",)))

    assert all(claim.agreement != "disputed" for claim in answer.claims)
    assert len(answer.answer.splitlines()) == 2
    assert not re.search("Dagegen", answer.answer)


def test_a_denial_is_shown() -> None:
    answer = _answer(Disagreement("modality", "denied", ("bote@1#s1",)))
    assert "Dagegen Bote" in answer.answer
