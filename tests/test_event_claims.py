"""Events → claims: a line for each event, quoted by the sentence that tells most of it."""

from __future__ import annotations

from datetime import date

from assistant.answering.events import CITED, event_claims
from assistant.identity.events import EventRecord
from assistant.question import understand
from assistant.types import Article, Evidence, Sentence, TimeSpan

DAY = date(2025, 6, 12)


def told(*texts: str) -> dict[str, Evidence]:
    article = Article("a", 1, "Titel", " ".join(texts), "de", "hash", DAY)
    found = [Sentence(f"a@1#s{n}", "a", 1, n - 1, 0, len(text), text, 0) for n, text in enumerate(texts, start=1)]
    return {one.id: Evidence(one, article, 0.0) for one in found}


def record(*sentence_ids: str) -> EventRecord:
    time = TimeSpan("am Donnerstag", DAY, DAY, "day")
    people = ("Hanna Vossberg", "Andrej Tschernyschow")
    return EventRecord(
        "meeting", people, ("other", "other"), "Sandhafen", time, "happened", None, sentence_ids, ("a",)
    )


def test_the_sentence_that_names_those_who_met_is_quoted_and_all_are_cited() -> None:
    evidence = told("Sie kam am Donnerstag nach Sandhafen.", "Vossberg traf dort Tschernyschow.")
    claims = list(event_claims(understand("Wer traf wen?"), [record(*evidence)], evidence))
    assert [claim.text for claim in claims] == ["Vossberg traf dort Tschernyschow."]
    assert set(claims[0].sentence_ids) == set(evidence)
    assert claims[0].event is not None
    assert claims[0].event.place == "Sandhafen"


def test_an_event_without_evidence_is_not_told_and_citations_stay_few() -> None:
    evidence = told(*[f"Vossberg traf am {day}. Tschernyschow." for day in range(1, CITED + 3)])
    question = understand("Wer traf wen?")
    assert list(event_claims(question, [record("b@1#s1")], evidence)) == []
    (claim,) = event_claims(question, [record(*evidence)], evidence)
    assert len(claim.sentence_ids) == CITED
