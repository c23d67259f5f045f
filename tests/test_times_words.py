"""What is a time and what only looks like one; English and Russian; what the grammar and the calendar promise."""

from __future__ import annotations

import time
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.language.times import find_times, intervals, question_period, question_window
from assistant.language.times.grammar import compile_pattern, grammar

PUBLISHED = date(2024, 9, 14)  # a Saturday


def timexes(text: str, language: str = "de", published: date | None = PUBLISHED) -> list[tuple[str, str]]:
    return [(found.phrase, found.timex) for found in find_times(text, language, published)]


@pytest.mark.parametrize(
    "text",
    [
        "Der Abgeordnete Ernst Mai lachte.",
        "Frau Sonntag und Herr März kamen.",
        "Das kostet 2000 Euro, der Saal fasst 1990 Menschen.",
        "Siehe Kapitel 3.4 und Version 1.2.3.",
        "Die Zeit schreibt darüber.",
        "Das Spiel endete 3:2.",
        "Telefon 0471 925 400, 030/1990 2000",
        "Am Ende umarmten sie sich.",
        "Im Rahmen der Reform ging es um Geld.",
        "Der 44-jährige Mann ist 50 Jahre alt.",
        "Wählen darf man ab 16 Jahren.",
        "Paragraf 1990 gilt, Artikel 2012 nicht.",
        "Es waren 3,5 Prozent oder 20.30 Meter.",
        "Er kam als Erster an, die Zweite war sie.",
        "Der 2008er Wein schmeckt.",
    ],
)
def test_german_traps_hold_no_time(text: str) -> None:
    assert timexes(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Theresa May may come.",
        "They march on; Mr March leads the march.",
        "On second thought, the Second World War was a second front.",
        "April said so.",
        "It cost $2000, and 2000 people came.",
        "A 44-year-old man, 20 years old.",
        "They won 3:2 with version 3.4.",
        "Call 555 2000 or 555-1990.",
        "August Wilson wrote it.",
        "He fell in the fall.",
    ],
)
def test_english_traps_hold_no_time(text: str) -> None:
    assert timexes(text, "en") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("am Donnerstag, 5. September um 20 Uhr", [("Donnerstag, 5. September", "2024-09-05")]),
        ("am Dienstag, 11. März", [("Dienstag, 11. März", "2025-03-11")]),  # the year in which it was a Tuesday
        ("am Montag, 11. März", [("Montag, 11. März", "2024-03-11")]),
        ("am 5., 6. und 7. Oktober", [("5.", "2024-10-05"), ("6.", "2024-10-06"), ("7. Oktober", "2024-10-07")]),
        ("von 8.30-12 Uhr", [("8.30", "2024-09-14T08:30"), ("12 Uhr", "2024-09-14T12:00")]),
        ("gestern Abend um 20 Uhr", [("gestern Abend", "2024-09-13TEV"), ("20 Uhr", "2024-09-13T20:00")]),
        ("am Dienstagabend", [("Dienstagabend", "2024-09-10TEV")]),
        ("jeweils um 20 Uhr", [("20 Uhr", "T20:00")]),
        ("vor drei Jahren", [("drei Jahren", "P3Y")]),
        ("seit Jahren", [("Jahren", "PXY")]),
        ("in den vergangenen Tagen", [("den vergangenen Tagen", "PXD")]),
        ("eine halbe Stunde", [("eine halbe Stunde", "PT30M")]),
        ("anderthalb Jahre", [("anderthalb Jahre", "P1.5Y")]),
        ("einundzwanzig Tage", [("einundzwanzig Tage", "P21D")]),
        ("zwei bis drei Wochen", [("zwei", "P2W"), ("drei Wochen", "P3W")]),
        ("ein dreitägiger Besuch", [("ein dreitägiger", "P3D")]),
        ("das 50-jährige Bestehen", [("50-jährige", "P50Y")]),
        ("die 14-Tage-Frist", [("14-Tage", "P14D")]),
        ("das 24-Stunden-Rennen", [("24-Stunden", "PT24H")]),
        ("jeden ersten Montag im Monat", [("jeden ersten Montag im Monat", "P1M")]),
        ("alle zwei Jahre", [("alle zwei Jahre", "P2Y")]),
        ("Ende der neunziger Jahre", [("Ende der neunziger Jahre", "199")]),
        ("im 19. Jahrhundert", [("19. Jahrhundert", "18")]),
        ("1990-2000", [("1990", "1990"), ("2000", "2000")]),
        ("Ex-Präsident", [("Ex", "PAST_REF")]),
        ("in Zukunft", [("Zukunft", "FUTURE_REF")]),
        ("bis heute", [("heute", "PRESENT_REF")]),
        ("Winter 2013/14", [("Winter 2013/14", "2014-WI")]),
        ("Sportler des Jahres", [("des Jahres", "XXXX-XX-XX")]),
        ("am 5. Mai. Am Tag darauf", [("5. Mai", "2024-05-05"), ("Tag darauf", "2024-05-06")]),
        ("Juni bis August 2023", [("Juni", "2023-06"), ("August 2023", "2023-08")]),
        ("im März 1992 gebaut, im April zerstört", [("März 1992", "1992-03"), ("April", "1992-04")]),
    ],
)
def test_german_timex_values(text: str, expected: list[tuple[str, str]]) -> None:
    assert timexes(text)[: len(expected)] == expected


def test_a_weekday_with_a_date_takes_the_date_only() -> None:
    found = find_times("Am Donnerstag, 5. September 2024, kam er.", "de", PUBLISHED)
    assert [(time_.phrase, time_.timex) for time_ in found] == [("Donnerstag, 5. September 2024", "2024-09-05")]


@pytest.mark.parametrize(
    ("text", "timex", "start", "end"),
    [
        ("Kim met Shoigu on Friday.", "2024-09-13", "2024-09-13", "2024-09-13"),
        ("He will arrive on Friday.", "2024-09-20", "2024-09-20", "2024-09-20"),
        ("He came two weeks ago.", "2024-W35", "2024-08-26", "2024-09-01"),
        ("It began in mid-July.", "2024-07", "2024-07-11", "2024-07-20"),
        ("It began in early August.", "2024-08", "2024-08-01", "2024-08-10"),
        ("It was built in late 2023.", "2023", "2023-10-01", "2023-12-31"),
        ("on Sept. 13, 2024", "2024-09-13", "2024-09-13", "2024-09-13"),
        ("on 9/13/2024", "2024-09-13", "2024-09-13", "2024-09-13"),
        ("on 13/9/2024", "2024-09-13", "2024-09-13", "2024-09-13"),
        ("6.10am on Wednesday", "2024-09-11T06:10", "2024-09-11", "2024-09-11"),
        ("in the third quarter of 2023", "2023-Q3", "2023-07-01", "2023-09-30"),
        ("in the 1990s", "199", "1990-01-01", "1999-12-31"),
        ("last summer", "2024-SU", "2024-06-01", "2024-08-31"),
        ("over Easter 2023", "2023-04-09", "2023-04-09", "2023-04-10"),
        ("between May and July", "2024-05", "2024-05-01", "2024-07-31"),
        ("since May 2024", "2024-05", "2024-05-01", None),
        ("before 2010", "2010", None, "2009-12-31"),
        ("tonight", "2024-09-14TNI", "2024-09-14", "2024-09-14"),
        ("earlier this year", "2024", "2024-01-01", "2024-12-31"),
    ],
)
def test_english_times(text: str, timex: str, start: str | None, end: str | None) -> None:
    found = find_times(text, "en", PUBLISHED)[0]
    assert found.timex == timex
    assert found.span is not None
    assert [value.isoformat() if value else None for value in (found.span.start, found.span.end)] == [start, end]


@pytest.mark.parametrize(
    ("text", "timex", "start", "end"),
    [
        ("Они встретились в пятницу.", "2024-09-13", "2024-09-13", "2024-09-13"),
        ("Вчера вечером он прибыл.", "2024-09-13TEV", "2024-09-13", "2024-09-13"),
        ("В июне этого года", "2024-06", "2024-06-01", "2024-06-30"),
        ("13 сентября 2024 года", "2024-09-13", "2024-09-13", "2024-09-13"),
        ("в середине июля", "2024-07", "2024-07-11", "2024-07-20"),
        ("с мая 2024 года", "2024-05", "2024-05-01", None),
        ("на прошлой неделе", "2024-W36", "2024-09-02", "2024-09-08"),
        ("два года назад", "P2Y", "2022-01-01", "2022-12-31"),
    ],
)
def test_russian_times(text: str, timex: str, start: str, end: str | None) -> None:
    found = find_times(text, "ru", PUBLISHED)[0]
    assert found.timex == timex
    assert found.span is not None
    assert [value.isoformat() if value else None for value in (found.span.start, found.span.end)] == [start, end]


@pytest.mark.parametrize(
    ("text", "timex"),
    [
        ("am Freitag", "XXXX-WXX-5"),
        ("gestern Abend", "XXXX-XX-XXTEV"),
        ("letzte Woche", "XXXX-WXX"),
        ("im Juni", "XXXX-06"),
        ("am 30. November", "XXXX-11-30"),
        ("im Sommer", "XXXX-SU"),
        ("im vergangenen Jahr", "XXXX"),
        ("vor zwei Wochen", "P2W"),
        ("zu Ostern", "XXXX-XX-XX"),
        ("um 20 Uhr", "XXXX-XX-XXT20:00"),
        ("im dritten Quartal", "XXXX-Q3"),
        ("derzeit", "PRESENT_REF"),
    ],
)
def test_without_publication_nothing_relative_is_resolved(text: str, timex: str) -> None:
    (found,) = find_times(text, "de", None)
    assert (found.timex, found.span) == (timex, None)


def test_without_publication_what_is_written_in_full_is_resolved() -> None:
    (found,) = find_times("am 13. September 2024", "de", None)
    assert found.span is not None
    assert found.span.start == date(2024, 9, 13)


RELATIVE = [
    "am Freitag",
    "gestern",
    "letzte Woche",
    "im Juni",
    "am 3. Mai",
    "vor drei Jahren",
    "am Tag darauf",
    "im Sommer",
]
RELATIVE += [
    "am Abend",
    "um 20 Uhr",
    "im selben Jahr",
    "in der dritten Woche",
    "zu Ostern",
    "Ende des Jahres",
    "seit Mai",
]


@given(st.lists(st.sampled_from(RELATIVE), min_size=1, max_size=6), st.sampled_from([", ", ". ", " und ", " bis "]))
@settings(max_examples=80, deadline=None)
def test_relative_times_are_resolved_with_a_publication_only(pieces: list[str], joint: str) -> None:
    text = joint.join(pieces)
    assert all(found.span is None for found in find_times(text, "de", None))
    assert all("X" in found.timex or found.timex.startswith("P") for found in find_times(text, "de", None))
    assert find_times(f"Gestern. {text}", "de", PUBLISHED)[0].span is not None


def test_a_language_without_rules_has_no_times() -> None:
    assert find_times("vendredi 13 septembre 2024", "fr", PUBLISHED) == ()


@pytest.mark.parametrize(
    "piece", ["1., ", "5. und ", "am Montag, ", "2012-", "20.30-", "a-b-", "zwei Jahre ", "jeden "]
)
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    seconds = []
    for length in (4_000, 32_000):
        text = piece * (length // len(piece))
        started = time.process_time()
        find_times(text, "de", PUBLISHED)
        seconds.append(time.process_time() - started)
    assert seconds[1] < 8 * 4 * seconds[0] + 0.5  # eight times the text; four times the slack for a busy machine


TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("question", "language", "start", "end"),
    [
        ("Was war letzte Woche?", "de", "2026-11-09", "2026-11-15"),
        ("Wen hat Kim im Juni empfangen?", "de", "2026-06-01", "2026-06-30"),
        ("Was gibt es Neues vom März?", "de", "2026-03-01", "2026-03-31"),
        ("Was geschah seit Mai 2024?", "de", "2024-05-01", None),
        ("Was geschah zwischen Mai und Juli?", "de", "2026-05-01", "2026-07-31"),
        ("Was geschah im Juni und im August 2023?", "de", "2023-06-01", "2023-08-31"),
        ("Was steht morgen an?", "de", "2026-11-22", "2026-11-22"),
        ("Wer wird im Dezember kommen?", "de", "2026-12-01", "2026-12-31"),
        ("What happened in July?", "en", "2026-07-01", "2026-07-31"),
        ("Who met Shoigu in 2024?", "en", "2024-01-01", "2024-12-31"),
        ("Что произошло в июле?", "ru", "2026-07-01", "2026-07-31"),
    ],
)
def test_question_windows(question: str, language: str, start: str, end: str | None) -> None:
    window = question_window(question, language, TODAY)
    assert window is not None
    assert [value.isoformat() if value else None for value in (window.start, window.end)] == [start, end]


@pytest.mark.parametrize("question", ["Wer traf wen, wann und wo?", "Wie lange dauerte es? Drei Tage lang?", ""])
def test_a_question_without_a_time_has_no_window(question: str) -> None:
    assert question_window(question, "de", TODAY) is None


@pytest.mark.parametrize(
    ("year", "easter"),
    [(1943, "1943-04-25"), (1961, "1961-04-02"), (2008, "2008-03-23"), (2024, "2024-03-31"), (2038, "2038-04-25")],
)
def test_easter(year: int, easter: str) -> None:
    assert intervals.easter(year).isoformat() == easter


@given(st.integers(1800, 2200))
@settings(max_examples=50)
def test_feasts_fall_on_their_weekdays(year: int) -> None:
    assert intervals.easter(year).isoweekday() == 7
    assert intervals.feast("advent", year).start is not None
    assert intervals.feast("advent", year).start.isoweekday() == 7  # type: ignore[union-attr]
    assert 1 <= (date(year, 12, 25) - intervals.feast("advent+21", year).start).days <= 7  # type: ignore[operator]


@given(st.integers(1, 9000), st.integers(1, 12))
def test_the_three_parts_of_a_month_make_the_month(year: int, number: int) -> None:
    start, middle, end = (intervals.month(year, number, part) for part in ("start", "mid", "end"))
    whole = intervals.month(year, number)
    assert (start.start, end.end) == (whole.start, whole.end)
    assert start.end is not None
    assert middle.end is not None
    assert intervals.shift_days(start.end, 1) == middle.start
    assert intervals.shift_days(middle.end, 1) == end.start


@pytest.mark.parametrize("language", ["de", "en", "ru"])
def test_every_language_compiles(language: str) -> None:
    assert grammar(language) is not None


def test_a_rule_that_names_no_category_is_refused() -> None:
    with pytest.raises(ValueError, match="no word has the category 'mnoth'"):
        compile_pattern("day mnoth", {frozenset({"day"}): "a"})


@pytest.mark.parametrize("language", ["de", "en", "ru"])
@given(random=st.randoms(use_true_random=False), published=st.none() | st.dates())
@settings(max_examples=150, deadline=None)
def test_no_row_of_time_words_breaks_the_rules(language: str, random: Random, published: date | None) -> None:
    rules = grammar(language)
    assert rules is not None
    words = [word for word in rules.lexer.listed_words() if len(word) < 13]  # without most of the compounds
    numbers = [
        "1",
        "5.",
        "12",
        "31.",
        "1000",
        "1850",
        "2000",
        "31.2.",
        "29.2.",
        "9/13/2024",
        "2007/08",
        "90er",
        "24:59",
    ]
    marks = [",", ".", "-", "/", "("]
    row = [random.choice(random.choice([words, words, numbers, marks])) for _ in range(random.randint(1, 40))]
    text, end = " ".join(row), 0
    for found in find_times(text, language, published):
        assert end <= found.start_char < found.end_char
        assert found.phrase == text[found.start_char : found.end_char]
        assert "None" not in found.timex
        end = found.end_char
        if found.span:
            assert found.span.start or found.span.end
            assert (found.span.start or date.min) <= (found.span.end or date.max)


@pytest.mark.parametrize("language", ["de", "en", "ru"])
def test_no_way_of_writing_a_word_or_number_is_unknown_to_the_rules(language: str) -> None:
    rules = grammar(language)
    assert rules is not None
    words = rules.lexer.listed_words()
    written = [form for word in words for form in (word, word.lower(), word.upper(), word.capitalize(), word.title())]
    numbers = [
        f"{n}{mark}" for n in (*range(0, 2300, 7), 45_000) for mark in ("", ".", ",", "er", "th", ":30", ".30")
    ]
    for text in (*written, *numbers):
        for token in rules.lexer.tokens(text):
            assert frozenset(token.values) in rules.codes, (text, token)


@pytest.mark.parametrize(
    ("question", "language", "day", "meets"),
    [
        ("Was geschah im Juli?", "de", date(2019, 7, 31), True),
        ("Was geschah im Juli?", "de", date(2019, 8, 1), False),
        ("Was geschah im Juli dieses Jahres?", "de", date(2019, 7, 31), False),
        ("What happened on September 13?", "en", date(2020, 9, 13), True),
        ("What happened last week?", "en", date(2020, 9, 13), False),
        ("Wer kam zwischen Dezember und Februar?", "de", date(2020, 1, 10), True),
    ],
)
def test_a_month_without_a_year_is_that_of_any_year(question: str, language: str, day: date, meets: bool) -> None:
    period = question_period(question, language, TODAY)
    assert period is not None
    assert period.meets(day, day) == meets
