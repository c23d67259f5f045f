"""Numbers and absolute dates come out in one notation, whatever the language wrote."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.language.numbers import absolute_dates, numbers

GERMAN_MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
    "Dezember",
)  # fmt: skip
ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("1.234,5 Tonnen", "de", {"1234.5"}),
        ("1,234.5 tons", "en", {"1234.5"}),
        ("1 234,5 тонны", "ru", {"1234.5"}),
        ("26 195 Punkte", "de", {"26195"}),
        ("12 000 Menschen", "de", {"12000"}),
        ("1.234 Menschen", "de", {"1234"}),
        ("1,234 people", "en", {"1234"}),
        ("3.5 Prozent", "de", {"3.5%"}),
        ("1,2 Millionen Euro", "de", {"1200000"}),
        ("1.2 million euros", "en", {"1200000"}),
        ("1,2 млн евро", "ru", {"1200000"}),
        ("zwei Millionen", "de", {"2000000"}),
        ("rund eine Million Euro", "de", {"1000000"}),
        ("Eine halbe Milliarde, eine Frau, ein Tag", "de", {"500000000"}),
        ("anderthalb Millionen Tonnen", "de", {"1500000"}),
        ("half a million people and a hundred dogs in a day", "en", {"500000", "100"}),
        ("one billion in one year", "en", {"1000000000"}),
        ("около одного миллиона, полтора миллиарда, один человек", "ru", {"1000000", "1500000000"}),
        ("eine Billion und 2 Billionen", "de", {"1000000000000", "2000000000000"}),
        ("2 billion", "en", {"2000000000"}),
        ("3 Mrd. Euro", "de", {"3000000000"}),
        ("12 % und 12,5% und zwölf Prozent", "de", {"12%", "12.5%"}),
        ("12 per cent, 7 percent", "en", {"12%", "7%"}),
        ("um 3 Prozentpunkte", "de", {"3pp"}),
        ("by 3 percentage points", "en", {"3pp"}),
        ("12 процентов", "ru", {"12%"}),
        ("EUR/USD -0.06%", "de", {"-0.06%"}),
        ("minus 5 Grad", "de", {"-5"}),
        ("2020\u20132024 und 3-5", "de", {"2020", "2024", "3", "5"}),
        ("zweiundzwanzig, dreihundert, zwölftausend, einundzwanzig", "de", {"22", "300", "12000", "21"}),
        ("dreihundertfünfundzwanzigtausend und tausendeinhundert", "de", {"325000", "1100"}),
        ("twenty-two soldiers and ninety-one others", "en", {"22", "91"}),
        ("eine zwölfköpfige Delegation, dreimal, vierzigjährig, einmal", "de", {"12", "3", "40"}),
        ("a twelve-member team of six", "en", {"12", "6"}),
        ("der Hundert und das Bundesland", "de", {"100"}),
        ("zum zweiten Mal, die 2. Sitzung", "de", {"2"}),
        ("for the third time", "en", {"3"}),
        ("в третий раз, двенадцать", "ru", {"3", "12"}),
        ("der 16-jährige, 20.000er, 1990er", "de", {"16", "20000", "1990"}),
        ("G7, Covid-19 und COP28", "de", {"19"}),
        ("um 15.30 Uhr, um 15 Uhr", "de", {"15:30", "15:0"}),
        ("at 3:30 pm and 3 p.m.", "en", {"15:30", "15:0"}),
        ("gewann 3:1", "de", {"3:1"}),
        ("im Jahr 2024.", "de", {"2024"}),
        ("am 13. September 2024 kamen 13 Menschen", "de", {"13"}),
        ("ein Mann und one man", "de", set()),
        ("", "de", set()),
    ],
)
def test_numbers(text: str, language: str, expected: set[str]) -> None:
    assert numbers(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("am 13. September 2024", "de", {"2024-09-13"}),
        ("on 13 September 2024", "en", {"2024-09-13"}),
        ("on September 13, 2024, they met", "en", {"2024-09-13"}),
        ("on September 13th", "en", {"--09-13"}),
        ("13 сентября 2024 года", "ru", {"2024-09-13"}),
        ("2024-09-13", "de", {"2024-09-13"}),
        ("am 13.09.2024", "de", {"2024-09-13"}),
        ("am 13.9. in Pjöngjang", "de", {"--09-13"}),
        ("am 13. 9. 24", "de", {"2024-09-13"}),
        ("09/13/2024", "en", {"2024-09-13"}),
        ("vom 13. bis 15. September", "de", {"--09-13", "--09-15"}),
        ("am 13. und 14. September 2024", "de", {"2024-09-13", "2024-09-14"}),
        ("September 13-15, 2024", "en", {"2024-09-13", "2024-09-15"}),
        ("im Juni dieses Jahres", "de", {"--06"}),
        ("im Juni 2024", "de", {"2024-06"}),
        ("seit 2000", "de", {"2000"}),
        ("Theresa May said he may come", "en", set()),
        ("in May and on 3 May", "en", {"--05", "--05-03"}),
        ("they march on", "en", set()),
        ("Jan Müller", "de", set()),
        ("Anfang August", "de", {"--08"}),
        ("в июне", "ru", {"--06"}),
        ("am 45. September", "de", set()),
        ("1,5 Prozent und 13.45 Uhr", "de", set()),
        ("26195.18 Punkte", "de", set()),
    ],
)
def test_absolute_dates(text: str, language: str, expected: set[str]) -> None:
    assert absolute_dates(text, language) == expected


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=10**12), st.integers(min_value=0, max_value=99))
def test_german_and_english_notation_mean_the_same(whole: int, cents: int) -> None:
    english = f"{whole:,}.{cents:02}"
    german = english.translate(str.maketrans(",.", ".,"))
    assert numbers(f"{german} Euro", "de") == numbers(f"{english} euros", "en")
    assert len(numbers(f"{german} Euro", "de")) == 1


@settings(deadline=None)
@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_a_date_is_the_same_in_every_form(day: date) -> None:
    german = f"am {day.day}. {GERMAN_MONTHS[day.month - 1]} {day.year} in Kiel"
    expected = {day.isoformat()}
    assert absolute_dates(german, "de") == expected
    assert absolute_dates(f"on {ENGLISH_MONTHS[day.month - 1]} {day.day}, {day.year} in Kiel", "en") == expected
    assert absolute_dates(f"({day.day}.{day.month}.{day.year})", "de") == expected
    assert numbers(german, "de") == frozenset()


@settings(deadline=None)
@given(st.text(max_size=200), st.sampled_from(["de", "en", "ru", "fr"]))
def test_any_text_is_read(text: str, language: str) -> None:
    for number in numbers(text, language):
        assert number
        assert number[-1] in "0123456789%p"
    for iso in absolute_dates(text, language):
        assert 2 < len(iso) <= 10
