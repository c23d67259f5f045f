"""Measures: worked examples by hand, and what must hold of every one of them."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.evaluation.estimate import estimate
from assistant.evaluation.matching import contains_answer, same_quote, states, token_f1, tokens, without_markers
from assistant.evaluation.metrics import METRICS
from assistant.evaluation.metrics.risk import risks, verdict
from assistant.evaluation.outcome import Outcome
from assistant.evaluation.questions import Question

BY_NAME = {metric.name: metric for metric in METRICS}
SHARES = [metric for metric in METRICS if metric.unit == "share"]


def make(
    answer: str | None = "Kim traf Schoigu in Pjöngjang.",
    *,
    wanted: Sequence[str] | None = None,
    retrieved: Sequence[str] = (),
    quotes: Sequence[str] = (),
    confidence: float | None = None,
    total: float | None = None,
    **truth: Any,
) -> Outcome:
    """An outcome; `answer=None` is an abstention."""
    return Outcome(
        question=Question.model_validate_json(json.dumps({"id": "q1", "question": "Wer traf wen?", **truth})),
        wanted=None if wanted is None else frozenset(wanted),
        language="de",
        abstained=answer is None,
        text=answer or "Das steht nicht in den Quellen.",
        sources=(),
        quotes=tuple(quotes),
        retrieved=tuple(retrieved),
        confidence=confidence,
        seconds={} if total is None else {"total": total},
    )


def value(name: str, *outcomes: Outcome) -> float | None:
    return estimate(BY_NAME[name], outcomes).value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Der Präsident, die NATO!", "präsident nato"),
        ("The U.S. president", "us president"),
        ("1.234,5 Euro", "1234.5 euro"),
        ("1,234.5 euros", "1234.5 euros"),
        ("2,3 Prozent", "2.3 prozent"),
        ("am 30. November 2023.", "am 30 november 2023"),
        ("Ещё  один", "еще один"),
        ("Kim Jong-un", "kim jong un"),
        ("„Straße“", "strasse"),
        ("…", ""),
    ],
)
def test_tokens_leave_out_case_punctuation_and_articles(text: str, expected: str) -> None:
    assert " ".join(tokens(text)) == expected


@pytest.mark.parametrize(
    ("text", "answers", "expected"),
    [
        ("Er traf Kim Jong-un am Freitag.", ["kim jong un"], True),
        ("Es waren 13 Tote.", ["3"], False),
        ("Kimmel sprach.", ["Kim"], False),
        ("Es geschah in Köln.", ["Koln"], False),
        ("Die Reise kostete 2,3 Millionen.", ["2.3 Millionen"], True),
        ("Irgendwas", ["der"], False),
        ("Irgendwas", ["Nichts", "irgendwas"], True),
    ],
)
def test_an_answer_is_contained_as_whole_words(text: str, answers: list[str], expected: bool) -> None:
    assert contains_answer(text, answers) is expected


@pytest.mark.parametrize(
    ("text", "variants", "expected"),
    [
        ("in Pjoengjang", ["Pjöngjang"], True),
        ("in Pjongjang", ["Pjöngjang"], True),
        ("Kim Jong Un", ["Kim Jong-un"], True),
        ("die Sanktionen", ["Sanktion"], True),
        ("Kims Reise", ["Kim"], True),
        ("Kimmel", ["Kim"], False),
        ("am 30. Mai", ["3"], False),
        ("der Bauer", ["Bar"], False),
        ("des Raketenstarts", ["Rakete"], False),
        ("am 13. September", ["September 13", "13. September"], True),
    ],
)
def test_a_fact_is_stated_whatever_its_spelling(text: str, variants: list[str], expected: bool) -> None:
    assert states(text, variants) is expected


def test_token_f1_by_hand() -> None:
    # "kim traf schoigu" against "schoigu": precision 1/3, recall 1, F1 = 2 * 1 / (3 + 1)
    assert token_f1("Kim traf Schoigu.", ["Schoigu"]) == pytest.approx(0.5)
    assert token_f1("Kim traf Schoigu.", ["Putin", "Kim traf Schoigu"]) == 1
    assert token_f1("", ["Kim"]) == 0


def test_quotes_match_trimmed_or_with_small_differences() -> None:
    passage = "Kim Jong-un hat am Freitag den russischen Politiker Sergej Schoigu in Pjöngjang empfangen."
    assert same_quote("„Kim Jong-un hat am Freitag den russischen Politiker“", passage)
    assert same_quote(passage.replace("Schoigu", "Shoigu"), passage)
    assert not same_quote("Kim Jong-un reiste am Freitag nach Moskau.", passage)
    assert not same_quote("", passage)


def test_markers_are_no_words() -> None:
    assert without_markers("Kim traf Schoigu [1], sagte er [2][13].") == "Kim traf Schoigu, sagte er."


def test_retrieval_by_hand() -> None:
    first = make(wanted=["a"], retrieved=["a", "b"])
    third = make(wanted=["c", "d"], retrieved=["a", "b", "d", "c"])
    never = make(wanted=[], retrieved=["a"])
    unnamed = make(retrieved=["a"])
    outcomes = (first, third, never, unnamed)
    assert value("hit@1", *outcomes) == pytest.approx(1 / 3)
    assert value("hit@5", *outcomes) == pytest.approx(2 / 3)
    assert value("mrr", *outcomes) == pytest.approx((1 + 1 / 3 + 0) / 3)
    assert estimate(BY_NAME["mrr"], outcomes).n == 3


def test_facts_are_counted_over_all_questions() -> None:
    both = make(must_include=[["Kim"], ["Schoigu", "Shoigu"]])
    one_of_three = make(must_include=[["Kim"], ["Putin"], ["Moskau"]])
    assert value("facts", both, one_of_three) == pytest.approx(3 / 5)
    assert BY_NAME["facts"].score(one_of_three) == pytest.approx(1 / 3)
    assert value("facts", make(None, must_include=[["Quellen"]])) == 0


def test_citations_by_hand() -> None:
    evidence = ["Kim traf Schoigu.", "Er blieb zwei Tage."]
    cited = make(evidence=evidence, quotes=["Kim traf Schoigu.", "Das Wetter war gut.", "Es regnete nicht."])
    silent = make(None, evidence=["Er reiste ab."])
    assert value("citation_precision", cited, silent) == pytest.approx(1 / 3)
    assert value("citation_recall", cited, silent) == pytest.approx(1 / 3)
    assert estimate(BY_NAME["citation_precision"], [cited, silent]).n == 1


def test_abstention_by_hand() -> None:
    outcomes = [
        make(None, answerable=False),
        make(None, answerable=False),
        make("Ja.", answerable=False),
        make(None, answers=["Kim"]),
        make("Kim.", answers=["Kim"]),
        make(None),  # nothing known: unscored
    ]
    assert value("abstention_precision", *outcomes) == pytest.approx(2 / 3)
    assert value("abstention_recall", *outcomes) == pytest.approx(2 / 3)
    assert value("abstention_f1", *outcomes) == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (make("Kim.", answers=["Kim"]), "right"),
        (make("Putin.", answers=["Kim"]), "wrong"),
        (make("Kim.", answers=["Kim"], must_include=[["Freitag"]]), "wrong"),
        (make("Kim am Freitag.", answers=["Kim"], must_include=[["Freitag"]]), "right"),
        (make("Kim.", answers=["Kim"], must_not_include=["Kim"]), "wrong"),
        (make("Kim.", answerable=False), "wrong"),
        (make("Kim.", answerable=False, answers=["Kim"]), "wrong"),
        (make(None, answerable=False), "abstained"),
        (make(None, answers=["Quellen"]), "abstained"),
        (make("Kim."), None),
        (make(None), None),
        (make("Kim.", answerable=True), None),
    ],
)
def test_verdicts(outcome: Outcome, expected: str | None) -> None:
    assert verdict(outcome) == expected


def test_right_minus_wrong_by_hand() -> None:
    right, wrong = make("Kim.", answers=["Kim"]), make("Putin.", answers=["Kim"])
    abstained, unscored = make(None, answers=["Kim"]), make("Kim.")
    assert value("right_minus_wrong", right, right, right, wrong, abstained, unscored) == pytest.approx(100 * 2 / 5)
    assert value("coverage", right, wrong, abstained) == pytest.approx(2 / 3)
    assert value("risk", right, wrong, wrong, abstained) == pytest.approx(2 / 3)


def test_risk_coverage_by_hand() -> None:
    # by confidence: right, wrong, right, wrong → risks 0, 1/2, 1/3, 1/2
    outcomes = [
        make("Kim." if right else "Putin.", answers=["Kim"], confidence=confidence)
        for right, confidence in [(False, 0.1), (True, 0.9), (False, 0.6), (True, 0.4)]
    ]
    assert value("aurc", *outcomes) == pytest.approx((0 + 1 / 2 + 1 / 3 + 1 / 2) / 4)


def test_equal_confidence_gives_the_mean_risk_in_any_order() -> None:
    pairs = np.array([[0.5, 1.0], [0.5, 0.0], [0.5, 0.0], [0.5, 0.0]])
    assert risks(pairs) == pytest.approx([0.25] * 4)


def test_latency_percentiles_are_in_seconds() -> None:
    outcomes = [make(total=second) for second in (1.0, 2.0, 3.0, 4.0, 5.0)] + [make()]
    found = estimate(BY_NAME["seconds_total_p50"], outcomes)
    assert (found.value, found.n) == (3.0, 5)
    assert value("seconds_total_p95", *outcomes) == pytest.approx(4.8)


def test_nothing_to_judge_is_no_number() -> None:
    for metric in METRICS:
        found = estimate(metric, [])
        assert (found.value, found.low, found.high, found.n) == (None, None, None, 0)


def test_the_interval_is_the_same_every_time_and_narrows_with_n() -> None:
    few = [make(wanted=["a"], retrieved=["a" if rank % 2 else "b"]) for rank in range(10)]
    first, again, many = (estimate(BY_NAME["hit@1"], outcomes) for outcomes in (few, few, few * 30))
    assert first == again
    assert first.low is not None
    assert first.high is not None
    assert many.low is not None
    assert many.high is not None
    # normal approximation of a share of 0.5 over 10 questions: 0.5 ± 1.96 * sqrt(0.25 / 10) = 0.19 to 0.81
    assert (first.low, first.high) == pytest.approx((0.19, 0.81), abs=0.06)
    assert many.high - many.low < (first.high - first.low) / 4


WORDS = st.lists(st.sampled_from(["Kim", "Putin", "traf", "Freitag", "der", "2,3", "Köln"]), max_size=6).map(" ".join)
SOME = st.lists(WORDS.filter(bool), max_size=3)
OUTCOMES = st.builds(
    make,
    st.none() | WORDS,
    wanted=st.none() | st.lists(st.sampled_from("abcd")),
    retrieved=st.lists(st.sampled_from("abcdef"), unique=True),
    quotes=SOME,
    confidence=st.none() | st.floats(0, 1),
    total=st.none() | st.floats(0, 10),
    answers=SOME,
    evidence=SOME,
    must_include=st.lists(st.lists(WORDS.filter(bool), min_size=1, max_size=2), max_size=3),
    must_not_include=SOME,
    answerable=st.sampled_from([None, True, False]),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(OUTCOMES, max_size=8))
def test_every_value_lies_within_its_bounds_and_its_interval_is_in_order(outcomes: list[Outcome]) -> None:
    for metric in METRICS:
        found = estimate(metric, outcomes)
        assert 0 <= found.n <= len(outcomes)
        if found.value is None:
            assert found.n == 0 or metric.name == "abstention_f1"  # no abstention and nothing to abstain from
            continue
        assert found.low is not None
        assert found.high is not None
        assert found.low <= found.high
        lowest, highest = {"share": (0, 1), "points": (-100, 100)}.get(metric.unit, (0, float("inf")))
        assert lowest - 1e-9 <= found.low <= found.high <= highest + 1e-9
        assert lowest - 1e-9 <= found.value <= highest + 1e-9


@settings(max_examples=25, deadline=None)
@given(st.lists(OUTCOMES, min_size=1, max_size=8), st.randoms())
def test_the_order_of_questions_changes_no_value(outcomes: list[Outcome], random: Any) -> None:
    shuffled = outcomes.copy()
    random.shuffle(shuffled)
    for metric in METRICS:
        before, after = estimate(metric, outcomes), estimate(metric, shuffled)
        assert before.n == after.n
        assert before.value == pytest.approx(after.value)


@given(st.sampled_from(["Kim Jong-un", "am 13. September 2024", "2,3 Millionen", "Сергей Шойгу"]), WORDS, WORDS)
def test_a_perfect_answer_is_perfect_under_every_share(answer: str, before: str, after: str) -> None:
    perfect = make(
        answer,
        answers=[answer],
        must_include=[[answer]],
        must_not_include=["Rückzug"],
        evidence=[f"{before} {answer} {after}"],
        quotes=[answer],
        wanted=["a"],
        retrieved=["a"],
    )
    refused = make(None, answerable=False)
    for metric in SHARES:
        expected = 0.0 if metric.better == "lower" else 1.0
        outcomes = [perfect] if metric.name == "coverage" else [perfect, refused]
        assert estimate(metric, outcomes).value == expected, metric.name
    assert verdict(perfect) == "right"


@given(OUTCOMES)
def test_a_wrong_turn_is_never_better_than_the_perfect_one(outcome: Outcome) -> None:
    abstaining = dataclasses.replace(outcome, abstained=True)
    assert BY_NAME["containment"].score(abstaining) in (None, 0.0)
    assert BY_NAME["facts"].score(abstaining) in (None, 0.0)
    assert verdict(abstaining) in (None, "abstained")
