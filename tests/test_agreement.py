"""Who stands behind a claim: copies are one witness, so is one outlet twice; what confirms it is found and cited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.checking.witnesses.agreement import Witnesses
from assistant.types import Article, Evidence, Sentence


class FakeSources:
    """Stories by article id; all sentences are alike."""

    def __init__(self, stories: dict[str, int]) -> None:
        self._stories = stories

    def stories(self, pairs: Sequence[tuple[str, int]]) -> dict[tuple[str, int], int]:
        return {pair: self._stories[pair[0]] for pair in pairs if pair[0] in self._stories}

    def sentence_vectors(self, sentence_ids: Sequence[str]) -> dict[str, np.ndarray]:
        return {identity: np.array([1.0, 0.0], np.float32) for identity in sentence_ids}


def told(
    name: str, text: str, *, outlet: str | None = "", published: date = date(2026, 3, 2), rest: str = ""
) -> Evidence:
    """A sentence that opens an article of its own."""
    body = f"{text} {rest}".strip()
    named = name if outlet == "" else outlet
    article = Article(name, 1, "", body, "de", f"hash of {body}", published, named)
    return Evidence(Sentence(f"{name}@1#s1", name, 1, 0, 0, len(text), text, 0), article, 1.0)


def witnesses(*found: Evidence, stories: dict[str, int] | None = None) -> Witnesses:
    numbered = {one.article.id: place + 1 for place, one in enumerate(found)}
    return Witnesses({one.sentence.id: one for one in found}, FakeSources(stories or numbered))


ONE = told("a", "Der Rat von Elmsbrück hat 31 Linden gefällt.")
TWO = told("b", "31 Linden ließ der Rat von Elmsbrück fällen.")


def test_two_stories_in_two_outlets_are_shared() -> None:
    assert witnesses(ONE, TWO).agreement([ONE, TWO]) == "shared"


def test_copies_of_one_story_are_one_witness() -> None:
    both = witnesses(ONE, TWO, stories={"a": 7, "b": 7})
    assert both.agreement([ONE, TWO]) == "single_story"
    assert both.told_by([ONE, TWO])[:2] == (2, 1)


def test_an_article_that_was_not_compared_yet_is_nobodys_witness() -> None:
    assert witnesses(ONE, TWO, stories={"a": 1, "b": 0}).agreement([ONE, TWO]) == "single_story"
    assert witnesses(ONE, TWO, stories={"a": 1}).agreement([ONE, TWO]) == "single_story"


def test_one_outlet_twice_is_one_witness_and_unknown_outlets_are_not_one() -> None:
    again = told("c", "Gefällt wurden 31 Linden.", outlet="a")
    assert witnesses(ONE, again).agreement([ONE, again]) == "single_story"
    unknown = [told(name, f"Satz {name}.", outlet=None) for name in "xy"]
    assert witnesses(*unknown).agreement(unknown) == "shared"


def test_a_sentence_word_for_word_is_a_copy_in_whatever_article_it_stands() -> None:
    copied = told("c", "DER RAT VON ELMSBRÜCK hat 31 Linden gefällt.", rest="Der Rest ist eigener Text.")
    assert witnesses(ONE, copied).agreement([ONE, copied]) == "single_story"


def test_who_says_the_same_in_other_words_confirms() -> None:
    other = told("c", "Die Linden von Elmsbrück sollen den Rat 90 Euro gekostet haben.")
    all_three = witnesses(ONE, TWO, other)
    assert all_three.confirming([ONE], 5) == [TWO]
    assert all_three.confirming([ONE, TWO], 5) == []


@pytest.mark.parametrize(
    "other",
    [
        "30 Linden ließ der Rat von Elmsbrück fällen.",  # another figure
        "31 Linden ließ der Rat von Elmsbrück nicht fällen.",  # the contrary
        "31 Hunde gehören dem Bürgermeister von Tannmoor.",  # the figure alone
        "Der Rat von Elmsbrück tagt.",  # the name alone
    ],
)
def test_what_says_something_else_does_not(other: str) -> None:
    assert witnesses(ONE, told("b", other)).confirming([ONE], 5) == []


def test_the_agency_is_named() -> None:
    agency = told("c", "Der Rat von Elmsbrück hat 31 Linden gefällt.", rest="Mehr nicht.\n\ndpa/reh")
    assert witnesses(ONE, agency, stories={"a": 1, "c": 1}).told_by([ONE, agency]) == (2, 1, ("dpa",))


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 3)), min_size=1, max_size=6), st.randoms())
def test_groups_part_the_cited_whatever_their_order(cited: list[tuple[str, int]], random: object) -> None:
    found = [
        told(f"{outlet}{place}", f"Satz {place} in {outlet}.", outlet=outlet)
        for place, (outlet, _) in enumerate(cited)
    ]
    stories = {one.article.id: story for one, (_, story) in zip(found, cited, strict=True)}
    groups = witnesses(*found, stories=stories).groups(found)
    mixed = list(found)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert sorted(one.sentence.id for group in groups for one in group) == sorted(one.sentence.id for one in found)
    assert len(witnesses(*found, stories=stories).groups(mixed)) == len(groups)


def test_half_of_what_is_said_is_no_confirmation_unless_it_is_the_half_asked_for() -> None:
    both = told("a", "Die Klinik in Tannmoor hat 140 Betten und 310 Beschäftigte.")
    half = told("b", "Bisher hat die Klinik in Tannmoor 140 Betten.")
    assert witnesses(both, half).confirming([both], 5) == []
    assert witnesses(both, half).confirming([both], 5, frozenset({"bett"})) == [half]
    assert witnesses(both, half).confirming([both], 5, frozenset({"beschaftigt", "beschäftigt"})) == []
    assert witnesses(both, half).confirming([half], 5) == [both]
