"""What always holds of an answer, whatever an answerer said, over generated claims and notes."""

from __future__ import annotations

import json
import re
from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assistant.assembly import Assembly
from assistant.checking.gates import CheckedClaim
from assistant.question import understand
from assistant.types import Answer, Article, DraftNote, Evidence, Passage, Sentence

TEXT = "Der Rat tagt. Die Ministerin reist ab. Niemand fragt nach [7]. Es regnet."
SENTENCES = re.findall(r"[^.]+\.", TEXT)


def _evidence() -> dict[str, Evidence]:
    found = {}
    for name in ("rat", "reise"):
        article = Article(name, 1, "Titel", TEXT, "de", "hash", date(2026, 3, 1), "Küstenblatt")
        start = 0
        for index, text in enumerate(SENTENCES):
            start = TEXT.index(text.strip(), start)
            end = start + len(text.strip())
            sentence = Sentence(f"{name}@1#s{index + 1}", name, 1, index, start, end, text.strip(), 0)
            found[sentence.id] = Evidence(sentence, article, 1.0)
    return found


class NoArchive:
    """Knows no story and no vector: every article stands alone."""

    def stories(self, pairs: object) -> dict[tuple[str, int], int]:
        return {}

    def sentence_vectors(self, sentence_ids: object) -> dict[str, np.ndarray]:
        return {}


EVIDENCE = _evidence()
IDS = st.lists(st.sampled_from([*EVIDENCE, "invented@1#s1"]), max_size=4).map(tuple)
CLAIMS = st.builds(
    CheckedClaim,
    text=st.text(st.characters(categories=("L", "Zs")), max_size=30),
    sentence_ids=IDS,
    support=st.sampled_from(["verified", "partial", "unverified"]),
    reasons=st.just(()),
)
NOTES = st.builds(
    DraftNote, kind=st.sampled_from(["nearest", "missing", "fallback"]), text=st.just("…"), sentence_ids=IDS
)


def _answer(parts: list[CheckedClaim | DraftNote], question: str = "Wer tagt?") -> Answer:
    assembly = Assembly(understand(question), EVIDENCE, NoArchive())
    for part in parts:
        if isinstance(part, DraftNote):
            assembly.note(part)
        else:
            assembly.add(part)
    return assembly.finish((), "extractive", {"total": 0.1}, {"prompt": 0, "completion": 0})


@given(st.lists(CLAIMS | NOTES, max_size=6))
def test_every_marker_has_a_citation_and_every_citation_is_used(parts: list[CheckedClaim | DraftNote]) -> None:
    answer = _answer(parts)

    numbers = {citation.number for citation in answer.citations}
    used = {number for owner in (*answer.claims, *answer.notes) for number in owner.citations}
    marked = {int(number) for number in re.findall(r"\[(\d+)\]", answer.answer)}
    assert numbers == used == set(range(1, len(numbers) + 1))
    assert marked <= numbers


@given(st.lists(CLAIMS | NOTES, max_size=6))
def test_a_quote_is_the_stored_text_between_its_offsets(parts: list[CheckedClaim | DraftNote]) -> None:
    for citation in _answer(parts).citations:
        stored = EVIDENCE[citation.sentence_id].article.text
        assert citation.quote == stored[citation.start : citation.end]


@given(st.lists(CLAIMS | NOTES, max_size=6))
def test_an_unverified_claim_is_never_in_the_answer(parts: list[CheckedClaim | DraftNote]) -> None:
    answer = _answer(parts)
    shown = [claim for claim in answer.claims if claim.support != "unverified" and claim.citations]
    assert answer.answer.count("]") >= len(shown)
    if answer.status == "not_in_sources":
        assert not answer.claims
        assert "Quellen" in answer.answer
    else:
        assert shown


@given(st.lists(CLAIMS | NOTES, max_size=4))
def test_the_answer_is_json(parts: list[CheckedClaim | DraftNote]) -> None:
    fields = json.loads(json.dumps(_answer(parts).to_json()))
    assert set(fields) == {
        "question", "language", "status", "answer", "claims", "citations", "notes", "retrieved", "answerer",
        "seconds", "tokens",
    }  # fmt: skip


def test_one_sentence_in_two_articles_is_one_claim_with_two_sources() -> None:
    answer = _answer([CheckedClaim("Der Rat tagt.", ("rat@1#s1", "reise@1#s1"), "verified")])

    assert answer.answer == "Der Rat tagt. [1][2]"
    assert [citation.article_id for citation in answer.citations] == ["rat", "reise"]
    assert answer.claims[0].agreement == "single_story"  # the two articles are copies of each other


def test_what_is_missing_makes_an_answer_partial() -> None:
    parts = [CheckedClaim("Der Rat tagt.", ("rat@1#s1",), "verified"), DraftNote("missing", "Wann: unbekannt.")]
    assert _answer(parts).status == "partly_answered"


def test_a_list_stands_on_lines_of_its_own() -> None:
    parts = [CheckedClaim(text, (f"rat@1#s{index}",), "verified") for index, text in ((1, "Eins."), (2, "Zwei."))]
    assert _answer(parts, "Welche Treffen gab es?").answer == "Eins. [1]\nZwei. [2]"


def test_retrieved_articles_are_listed_once_with_their_best_score() -> None:
    from assistant.types import Chunk

    article = EVIDENCE["rat@1#s1"].article
    other = EVIDENCE["reise@1#s1"].article
    chunk = Chunk("rat@1#c1", "rat", 1, 0, 0, 13, TEXT[:13], 0, 0)
    passages = [Passage(chunk, other, 0.4), Passage(chunk, article, 0.9), Passage(chunk, other, 0.7)]
    assembly = Assembly(understand("Wer tagt?"), EVIDENCE, NoArchive())
    answer = assembly.finish(passages, "extractive", {}, {})
    assert [(found.article_id, found.score) for found in answer.retrieved] == [("rat", 0.9), ("reise", 0.7)]


def _disputed(aside: bool) -> Answer:
    assembly = Assembly(understand("Wer tagt?"), EVIDENCE, NoArchive())
    for sentence_id, text in (("rat@1#s1", "Der Rat tagt."), ("reise@1#s2", "Die Ministerin reist ab.")):
        assembly.add(CheckedClaim(text, (sentence_id,), "verified", ()))
    assembly.dispute(0, 1, "number", aside)
    return assembly.finish((), "extractive", {"total": 0.1}, {"prompt": 0, "completion": 0})


def test_versions_of_what_is_asked_stand_beside_each_other() -> None:
    assert _disputed(aside=False).answer.splitlines() == [
        "Die Quellen widersprechen sich:",
        "Küstenblatt, 1.3.2026: Der Rat tagt. [1]",
        "Küstenblatt, 1.3.2026: Die Ministerin reist ab. [2]",
    ]


def test_what_differs_beside_the_question_stands_below_the_answer() -> None:
    answer = _disputed(aside=True)
    assert answer.answer.splitlines() == [
        "Der Rat tagt. [1]",
        "In einem anderen Punkt dagegen Küstenblatt, 1.3.2026: „Die Ministerin reist ab.“ [2]",
    ]
    assert [claim.agreement for claim in answer.claims] == ["disputed", "disputed"]
