"""Names across spellings, cases and scripts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.names import name_words, same_name, spelling_key

SPELLINGS = """
Schoigu Shoigu Shoygu Шойгу Schoigus Shoigu's
Kriworuchko Kriworutschko Krivoruchko Криворучко
Selenskyj Zelensky Zelenskyy Selenski Zelenskiy Зеленский Зеленского Зеленским Зеленскому Selenskyjs Zelensky's
Putin Путин Poutine Путиным Путина Путину Putins Putin's
Tschernyschow Chernyshov Чернышов Чернышовым Tschernyschows
Jewgeni Evgeny Yevgeny Jewgenij Евгений Евгением
Pjöngjang Pyongyang Пхеньян Пхеньяне Пхеньяна
Chruschtschow Khrushchev Хрущёв Хрущева Chruschtschows
Gorbatschow Gorbachev Горбачёв Gorbatschows
Solowjow Solovyov Solovyev Соловьёв
Michail Mikhail Михаил Михаилом
Sergej Sergei Sergey Сергей Сергея
Lawrow Lavrov Лавров Лавровым
Sacharowa Zakharova Захарова Захаровой
Nawalny Navalny Nawalnyj Навальный Навального
Dostojewski Dostoevsky Dostoyevsky Достоевский
Alexander Aleksandr Александр
Trump Трамп Трампом Trumps
Kim Ким Кимом Кима Kims
Deutschland Germany Германия Германии Deutschlands
Moskau Moscow Москва Москвы Москве Moskaus
"""
DIFFERENT = """
Putin Peskow Poroschenko Prigoschin Schoigu Lawrow Medwedew Merkel Merz Scholz Steinmeier Kim Xi Li Trump Biden
Macron Selenskyj Lukaschenko Erdogan Nawalny Berlin Bern Wien Paris Prag Rom Moskau Minsk Kiew Köln
"""


@pytest.mark.parametrize("line", SPELLINGS.split("\n")[1:-1], ids=lambda line: line.split()[0])
def test_spellings_and_cases_share_a_key(line):
    assert len({spelling_key(word) for word in line.split()}) == 1, {
        word: spelling_key(word) for word in line.split()
    }


def test_different_names_have_different_keys():
    names = DIFFERENT.split()
    assert len({spelling_key(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kim Jong-un", "Kim Jong Un"),
        ("Kim Jong-un", "Kims"),
        ("Kim Jong-un", "Ким Чен Ын"),
        ("Sergej Schoigu", "Сергеем Шойгу"),
        ("Sergej Schoigu", "Shoigu"),
        ("Sergej Schoigu", "Sergei Kuschugetowitsch Shoigu"),
        ("S. Schoigu", "Sergej Schoigu"),
        ("Präsident Putin", "Wladimir Putins"),
        ("Ursula von der Leyen", "von der Leyen"),
        ("Wolodymyr Selenskyj", "Zelensky"),
        ("Pjöngjang", "Pyongyang"),
    ],
)
def test_same_name(one, other):
    assert same_name(one, other)
    assert same_name(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kim Jong-un", "Kim Jong-il"),
        ("Kim Jong-un", "Kim Yo-jong"),
        ("Hans Müller", "Peter Müller"),
        ("Martin Weber", "Martina Weber"),
        ("Sergej Lawrow", "Sergej Schoigu"),
        ("Sergej", "Sergej Schoigu"),
        ("Mark", "Markus"),
        ("Nigeria", "Niger"),
        ("Xi Jinping", "Li Qiang"),
        ("", "Putin"),
    ],
)
def test_not_the_same_name(one, other):
    assert not same_name(one, other)
    assert not same_name(other, one)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Wer traf wen, wann und wo?", []),
        ("Wann traf Kim Jong-un den Sekretär Sergej Schoigu in Pjöngjang?", "Kim Jong-un Sergej Schoigu Pjöngjang"),
        ("Kim betont verstärkte Zusammenarbeit mit Moskau", "Kim Moskau"),
        ("Was sagte Präsident Selenskyj zur Ukraine-Konferenz und zur Merkel-Regierung?", "Selenskyj Ukraine Merkel"),
        ("Wie viele Tote gab es bei dem Erdbeben in der Türkei?", "Türkei"),
        ("Worüber sprach Außenministerin Baerbock am Montag mit der Nato?", "Baerbock Nato"),
        ("Was sagte Einstein über Steinbrück in Darmstadt?", "Einstein Steinbrück Darmstadt"),
        ("Who did Kim meet in Pyongyang on Friday?", "Kim Pyongyang"),
        ("What is Putin's plan?", "Putin"),
        ("Кого Ким Чен Ын принял в Пхеньяне?", "Ким Чен Ын Пхеньяне"),
    ],
)
def test_name_words(text, names):
    assert name_words(text) == (names.split() if isinstance(names, str) else names)


@given(st.text(max_size=60))
def test_a_key_is_lower_case_latin_and_stays_itself(text):
    key = spelling_key(text)
    assert key == "" or (key.isascii() and key.isalpha() and key.islower())


@given(st.sampled_from(SPELLINGS.split()), st.sampled_from(SPELLINGS.split()))
def test_same_name_does_not_depend_on_the_order(one, other):
    assert same_name(one, other) == same_name(other, one)
