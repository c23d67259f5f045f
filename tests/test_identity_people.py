"""One person across articles: spellings, initials, order of names, decisions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.identity.people import Decision, KnownPerson, choose, means, person_keys, same_person
from assistant.types import Person

SAME = """
Sergej Schoigu | Sergei Shoigu | Sergey Shoygu | Сергей Шойгу | Сергея Шойгу | Шойгу Сергей Кужугетович
Kim Jong-un | Kim Jong Un | Ким Чен Ын | Jong-un Kim
Wolodymyr Selenskyj | Volodymyr Zelensky | Volodymyr Zelenskyy | Владимир Зеленский | Володимир Зеленський
Xi Jinping | Си Цзиньпин
Muammar Gaddafi | Moammar Gadhafi | Muammar al-Gaddafi | Муаммар Каддафи
Wladimir Putin | Vladimir Putin | Vladimir Vladimirovich Putin | W. Putin | Владимиром Путиным
Viktor Orbán | Orbán Viktor
Alexander Lukaschenko | Aljaksandr Lukaschenka | Александр Лукашенко
Joe Biden | Joseph Biden | Joseph R. Biden
Mohammed bin Salman | Mohammad bin Salman
Benjamin Netanjahu | Binyamin Netanyahu
George W. Bush | George Bush
Ursula von der Leyen | Урсула фон дер Ляйен
"""
DIFFERENT = """
George H. W. Bush | George W. Bush
George Bush | Georg Busch
Ted Marlow | Ted Marlow Jr.
Peter Kranz | Hans Kranz
Kim Jong-un | Kim Jong-il
Kim Jong-un | Kim Yo-jong
Martin Weber | Martina Weber
Stefan Meyer | Stefan Meier
Wladimir Putin | Putin
Li Peng | Peng Li
Hans Peter | Hans Peter Kranz
Johannes Paul I. | Johannes Paul II.
Michel Lomow | Michael Lomow
"""


def lines(text):
    return [line.split(" | ") for line in text.strip().splitlines()]


@pytest.mark.parametrize("names", lines(SAME), ids=lambda names: names[0])
def test_spellings_of_one_person(names):
    for name in names[1:]:
        assert same_person(Person(names[0]), Person(name)), name
        assert same_person(Person(name), Person(names[0])), name
        assert set(person_keys(name)) & set(person_keys(names[0])), name


@pytest.mark.parametrize(("one", "other"), lines(DIFFERENT))
def test_two_people(one, other):
    assert not same_person(Person(one), Person(other))
    assert not same_person(Person(other), Person(one))


def test_a_family_name_alone_is_somebody_only_in_the_same_office():
    full = Person("Arkadi Below", roles=("Kremlchef",))
    assert same_person(Person("Below", roles=("Kremlchef",)), full)
    assert not same_person(Person("Below", roles=("Präsident",)), Person("Arkadi Below", roles=("Präsident",)))
    assert not same_person(Person("Below"), Person("Below"))


BELOW = KnownPerson(1, "Arkadi Below", ("Arkady Belov",), ("Kremlchef",))
SENIOR = KnownPerson(2, "Ted H. W. Marlow")
JUNIOR = KnownPerson(3, "Ted W. Marlow")


def test_a_new_spelling_is_the_known_person():
    assert choose(Person("Аркадий Белов"), (BELOW, SENIOR, JUNIOR)) == 1
    assert choose(Person("Ted W. Marlow"), (BELOW, SENIOR, JUNIOR)) == 3
    assert choose(Person("Boris Below"), (BELOW, SENIOR, JUNIOR)) is None


def test_a_name_that_may_be_two_known_peoples_is_neithers():
    assert choose(Person("Ted Marlow"), (SENIOR, JUNIOR)) is None


def test_no_chain_of_merges():
    grown = KnownPerson(4, "Ted Marlow", ("Ted Marlow", "Ted W. Marlow"))
    assert choose(Person("Ted H. W. Marlow"), (grown,)) is None


def test_decisions_win_over_the_rules_and_their_loss_undoes_them():
    split = Decision("split", "Arkady Belov", "Arkadi Below")
    merge = Decision("merge", "Onkel Arkadi", "Arkadi Below")
    assert choose(Person("Arkady Belov"), (BELOW,), (split,)) is None
    assert choose(Person("Arkady Belov"), (BELOW,), ()) == 1
    assert choose(Person("Onkel Arkadi"), (BELOW,), (merge,)) == 1
    assert choose(Person("Onkel Arkadi"), (BELOW,), ()) is None


def test_whom_a_typed_name_may_mean():
    known = (BELOW, SENIOR, JUNIOR, KnownPerson(5, "Kim Dae-sik", ("Kim",)), KnownPerson(6, "Kim"))
    assert means("Белов", known) == (1,)
    assert means("Kremlchef", known) == (1,)
    assert means("Marlow", known) == (2, 3)
    assert means("Ted W. Marlow", known) == (3,)
    assert means("Kim", known) == (5, 6)
    assert means("Präsident Below", known) == (1,)
    assert means("Nobody Else", known) == ()
    assert means("", known) == ()


@given(st.text(max_size=30), st.text(max_size=30))
def test_the_order_does_not_matter(one, other):
    assert same_person(Person(one), Person(other)) == same_person(Person(other), Person(one))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("Фоссберг", (1,)),
        ("Фоссбергом", (1,)),
        ("Х. Фоссберг", (1,)),
        ("Ким Чен Ыном", (2,)),
        ("Фосс", (3,)),
        ("Фогель", ()),
    ],
)
def test_a_typed_name_of_another_script_means_whoever_sounds_most_like_it(query: str, found: tuple[int, ...]) -> None:
    known = [KnownPerson(1, "Hanna Vossberg"), KnownPerson(2, "Kim Jong-un"), KnownPerson(3, "Peter Voss")]
    assert means(query, known) == found
