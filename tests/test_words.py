"""Words, stems and stop words."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.words import content_words, is_stop_word, stems, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kim Jong-un traf „Schoigu“.", ["Kim", "Jong-un", "traf", "Schoigu"]),
        ("am 13.9.2024 um 1.234,5 und 12 %", ["am", "13", "9", "2024", "um", "1.234,5", "und", "12"]),
        ("O’Neill doesn't", ["O’Neill", "doesn't"]),
        ("Шойгу прибыл", ["Шойгу", "прибыл"]),
        (" … — ", []),
    ],
)
def test_words_stand_as_in_the_text(text, found):
    assert words(text) == found


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("de", "Zusammenarbeit mit den Präsidenten", "der Zusammenarbeit des Präsidenten"),
        ("de", "verstärkte", "verstaerkte"),
        ("de", "Straße", "Strasse"),
        ("de", "Kim Jong-un", "Kim Jong Un Jongun"),
        ("de", "1.234", "1234"),
        ("en", "1,234 meetings", "1234 meeting"),
        ("en", "Putin's ministers", "Putin minister"),
        ("ru", "встреча министров", "встречи министра"),
        ("ru", "Хрущёв", "Хрущев"),
    ],
)
def test_forms_of_a_word_meet(language, one, other):
    assert set(stems(one, language)) == set(stems(other, language))


def test_a_hyphenated_word_gives_the_whole_and_its_parts():
    assert stems("US-Präsident", "de") == ["usprasident", "us", "prasident"]


def test_composed_and_decomposed_letters_are_the_same_word():
    assert stems("Pjöngjang", "de") == stems("Pjo\u0308ngjang", "de")


@pytest.mark.parametrize(
    ("language", "question"),
    [("de", "Wer hat wen, wann und wo?"), ("en", "Who did what, and when?"), ("ru", "Кто и что, когда и где?")],
)
def test_question_words_are_no_search_terms(language, question):
    assert stems(question, language) == []


def test_stop_words_are_those_of_the_language():
    assert is_stop_word("Die", "de")
    assert not is_stop_word("die", "en")
    assert not is_stop_word("the", "fr")
    assert content_words("Wer traf Kim in Moskau?", "de") == ["traf", "Kim", "Moskau"]


def test_an_unknown_language_is_only_lower_cased():
    assert stems("Réunion des Ministres", "fr") == ["réunion", "des", "ministres"]


def test_threads_do_not_disturb_one_another():
    texts = [f"Verhandlungen{number} der Ministerpräsidenten{number}" for number in range(300)]
    alone = [stems(text, "de") for text in texts]
    results: dict[int, list[list[str]]] = {}
    # new words, so that every thread has to stem
    fresh = [text.replace("Verhandlungen", "Beratungen") for text in texts]
    threads = [
        threading.Thread(target=lambda number=number: results.update({number: [stems(t, "de") for t in fresh]}))
        for number in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(result == results[0] for result in results.values())
    assert [one[-1:] for one in results[0]] == [one[-1:] for one in alone]


@given(st.text(max_size=200), st.sampled_from(["de", "en", "ru", "fr"]))
def test_stems_are_lower_case_words_of_the_text(text, language):
    for stem in stems(text, language):
        assert stem
        assert not stem.isspace()
        assert stem == stem.lower()
