"""Countries and cities by name, in German, English and Russian."""

import pytest

from assistant.language.places import country_of, is_place, place_name, same_place


@pytest.mark.parametrize(
    "names",
    [
        "Pjöngjang Pyongyang Пхеньян Пхеньяне Пхеньяна Pjöngjangs",
        "Teheran Tehran Тегеран Тегеране",
        "Nordkorea|North Korea|КНДР|DVRK|Северная Корея",
        "Kiew Kyiv Kiev Kyjiw Киев Киеве",
        "USA|Vereinigte Staaten|United States|США",
    ],
)
def test_one_place_in_all_languages(names):
    first, *others = names.split("|") if "|" in names else names.split()
    assert all(same_place(first, other) for other in others)


@pytest.mark.parametrize(
    ("one", "other"), [("Berlin", "Bern"), ("Niger", "Nigeria"), ("Moskau", "Russland"), ("Haus", "Maus")]
)
def test_two_places(one, other):
    assert not same_place(one, other)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("nordkoreanischen", "KP"), ("russischer", "RU"), ("российского", "RU"), ("Russlands", "RU"),
        ("American", "US"),
        ("Moskau", "RU"), ("North Korea", "KP"), ("deutsche", "DE"), ("Haus", None), ("schnell", None), ("", None),
    ],
)  # fmt: skip
def test_the_country_of_a_name_or_adjective(name, code):
    assert country_of(name) == code


def test_a_place_has_a_name_in_each_language():
    assert [place_name("Pyongyang", language) for language in ("de", "en", "ru")] == [
        "Pjöngjang",
        "Pyongyang",
        "Пхеньян",
    ]
    assert place_name("Nowhere", "de") == "Nowhere"


def test_small_words_and_people_are_no_places():
    assert not is_place("paris")
    assert not is_place("Merkel")
    assert is_place("Paris")
