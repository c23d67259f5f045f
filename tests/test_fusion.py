"""Fusion of meaning and words."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.fusion import Signals, fuse, inverse_frequencies, spread, weight_share


def signals(dense, words=0.0, names=0.0, same=True, sentence=None):
    count = len(dense)
    return Signals(
        dense=np.array(dense),
        sentence=np.array(sentence if sentence is not None else dense),
        words=np.broadcast_to(np.array(words, dtype=float), (count,)),
        names=np.broadcast_to(np.array(names, dtype=float), (count,)),
        same_language=np.broadcast_to(np.array(same), (count,)),
    )


def best(found):
    return int(np.argmax(fuse(found)))


def test_words_decide_where_meaning_hardly_does():
    assert best(signals([0.85, 0.84], words=[0.1, 0.9])) == 1


def test_meaning_decides_where_words_hardly_do():
    assert best(signals([0.80, 0.88], words=[0.5, 0.4])) == 1


def test_a_good_sentence_lifts_its_passage():
    assert best(signals([0.85, 0.85], sentence=[0.85, 0.90])) == 1


def test_words_of_another_language_do_not_count_but_names_do():
    assert best(signals([0.80, 0.79], words=[0.0, 2.0], same=False)) == 0
    assert best(signals([0.80, 0.795], names=[0.0, 1.0], same=False)) == 1


def test_a_passage_of_another_language_is_not_behind_for_its_language_alone():
    assert best(signals([0.80, 0.77], same=[True, False])) == 1


@given(st.lists(st.floats(0.5, 1.0), min_size=1, max_size=8), st.floats(0.5, 1.0))
def test_other_passages_in_the_list_change_no_score(others, own):
    alone = fuse(signals([own]))[0]
    assert fuse(signals([own, *others]))[0] == pytest.approx(alone)


def test_weight_share_of_all_words_is_about_one_and_of_none_zero():
    counts = np.array([[1.0, 1.0], [1.0, 0.0], [0.0, 0.0]])
    share = weight_share(counts, np.array([100.0, 100.0, 100.0]), np.array([2.0, 1.0]))
    assert share == pytest.approx([1.0, 2 / 3, 0.0])


def test_missing_words_lower_the_share():
    counts, lengths, weights = np.ones((1, 1)), np.array([10.0]), np.array([2.0])
    assert weight_share(counts, lengths, weights, missing=8.0)[0] == pytest.approx(0.2)


def test_a_question_without_words_has_no_share():
    assert weight_share(np.zeros((3, 0)), np.ones(3), np.zeros(0)).tolist() == [0, 0, 0]


@given(st.integers(0, 50), st.integers(1, 50))
def test_rare_terms_weigh_more_and_none_less_than_nothing(frequency, total):
    weight, rarer = inverse_frequencies(np.array([frequency, max(0, frequency - 1)], dtype=float), total)
    assert rarer >= weight > 0


def test_two_articles_still_tell_a_word_that_only_one_has():
    one, both = inverse_frequencies(np.array([1.0, 2.0]), 2)
    assert one > 2 * both


def test_a_model_that_spreads_widely_is_told_from_e5():
    narrow = np.linspace(0.80, 0.84, 50)
    assert spread(narrow) == pytest.approx(1.0, abs=0.1)
    assert spread(np.linspace(0.2, 0.6, 50)) > 5
    assert spread(narrow[:3]) == 5.0
