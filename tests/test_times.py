"""Time expressions: tables of German and English examples, and what must always hold."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.language.times import TimeExpression, find_times, question_window

PUBLISHED = date(2024, 9, 14)  # a Saturday


def only(text: str, language: str = "de", published: date | None = PUBLISHED) -> TimeExpression:
    times = find_times(text, language, published)
    assert len(times) == 1, times
    return times[0]


def interval(text: str, language: str = "de") -> tuple[str, str | None, str | None, str]:
    span = find_times(text, language, PUBLISHED)[0].span
    assert span is not None
    ends = [value.isoformat() if value else None for value in (span.start, span.end)]
    return (span.phrase, ends[0], ends[1], span.precision)


@pytest.mark.parametrize(
    ("text", "phrase", "start", "end", "precision"),
    [
        ("Am Freitag traf Kim Schoigu.", "Am Freitag", "2024-09-13", "2024-09-13", "day"),
        ("Am Samstag traf Kim Schoigu.", "Am Samstag", "2024-09-14", "2024-09-14", "day"),
        ("Kim wird am Freitag Putin treffen.", "am Freitag", "2024-09-20", "2024-09-20", "day"),
        ("Am Samstag wird sie in Rom empfangen.", "Am Samstag", "2024-09-14", "2024-09-14", "day"),
        ("Das Treffen am kommenden Montag", "am kommenden Montag", "2024-09-16", "2024-09-16", "day"),
        ("Er kam gestern.", "gestern", "2024-09-13", "2024-09-13", "day"),
        ("Er kam vor zwei Wochen.", "vor zwei Wochen", "2024-08-26", "2024-09-01", "week"),
        ("Er kam vor drei Tagen.", "vor drei Tagen", "2024-09-11", "2024-09-11", "day"),
        ("Mitte Juli empfing Kim ihn.", "Mitte Juli", "2024-07-11", "2024-07-20", "part_of_month"),
        ("Anfang August hatte er gesprochen.", "Anfang August", "2024-08-01", "2024-08-10", "part_of_month"),
        ("Ende Februar 2024 kam er.", "Ende Februar 2024", "2024-02-21", "2024-02-29", "part_of_month"),
        ("Ende 2023 kam er.", "Ende 2023", "2023-10-01", "2023-12-31", "part_of_year"),
        ("Im Juni dieses Jahres kam Putin.", "Im Juni dieses Jahres", "2024-06-01", "2024-06-30", "month"),
        ("zum ersten Mal seit 2000", "seit 2000", "2000-01-01", None, "open"),
        ("zwischen Mai und Juli", "zwischen Mai und Juli", "2024-05-01", "2024-07-31", "month"),
        ("am 30. November", "am 30. November", "2024-11-30", "2024-11-30", "day"),
        ("am 13.9. trafen sie sich", "am 13.9.", "2024-09-13", "2024-09-13", "day"),
        ("Der Gemeinderat tagte am Dienstagabend.", "am Dienstagabend", "2024-09-10", "2024-09-10", "day"),
        ("Zu Ostern war er dort.", "Zu Ostern", "2024-03-31", "2024-04-01", "day"),
        ("in der vergangenen Woche", "in der vergangenen Woche", "2024-09-02", "2024-09-08", "week"),
        ("im Sommer 2023", "im Sommer 2023", "2023-06-01", "2023-08-31", "season"),
        ("im dritten Quartal 2023", "im dritten Quartal 2023", "2023-07-01", "2023-09-30", "quarter"),
        ("im ersten Halbjahr", "im ersten Halbjahr", "2024-01-01", "2024-06-30", "half_year"),
        ("in den neunziger Jahren", "in den neunziger Jahren", "1990-01-01", "1999-12-31", "decade"),
        ("im 19. Jahrhundert", "im 19. Jahrhundert", "1801-01-01", "1900-12-31", "century"),
        ("im vergangenen Jahr", "im vergangenen Jahr", "2023-01-01", "2023-12-31", "year"),
        ("von Donnerstag bis Dienstag", "von Donnerstag bis Dienstag", "2024-09-12", "2024-09-17", "day"),
        ("am zweiten Samstag im Mai 2024", "am zweiten Samstag im Mai 2024", "2024-05-11", "2024-05-11", "day"),
        ("Das Urteil dürfte am Dienstag fallen.", "am Dienstag", "2024-09-17", "2024-09-17", "day"),
        ("Im Oktober wurde gewählt.", "Im Oktober", "2023-10-01", "2023-10-31", "month"),
        ("Er hat für November einen Besuch angekündigt.", "für November", "2024-11-01", "2024-11-30", "month"),
        ("Seit August fliegt er Angriffe.", "Seit August", "2024-08-01", None, "open"),
        ("Sie rechnen bis zum Wochenende mit Regen.", "bis zum Wochenende", None, "2024-09-15", "open"),
        ("in der 37. Kalenderwoche", "in der 37. Kalenderwoche", "2024-09-09", "2024-09-15", "week"),
        ("am dritten Oktober", "am dritten Oktober", "2024-10-03", "2024-10-03", "day"),
        ("am ersten Advent 2024", "am ersten Advent 2024", "2024-12-01", "2024-12-01", "day"),
        ("am zweiten Weihnachtstag 2023", "am zweiten Weihnachtstag 2023", "2023-12-26", "2023-12-26", "day"),
        ("am Tag der Deutschen Einheit", "am Tag der Deutschen Einheit", "2024-10-03", "2024-10-03", "day"),
        ("Es trat am 4. Dezember in Kraft.", "am 4. Dezember", "2023-12-04", "2023-12-04", "day"),
        ("Das Rennen wurde vom 20. September verlegt.", "vom 20. September", "2024-09-20", "2024-09-20", "day"),
        ("im Laufe der Woche", "der Woche", "2024-09-09", "2024-09-15", "week"),
        ("nach 2015", "nach 2015", "2016-01-01", None, "open"),
        ("Am 24. Dezember soll es beginnen.", "Am 24. Dezember", "2024-12-24", "2024-12-24", "day"),
        ("Anfang der Woche kam er.", "Anfang der Woche", "2024-09-09", "2024-09-10", "week"),
        ("am vergangenen Wochenende", "am vergangenen Wochenende", "2024-09-07", "2024-09-08", "day"),
        ("in den letzten zwei Wochen", "in den letzten zwei Wochen", "2024-08-31", "2024-09-14", "week"),
    ],
)
def test_german_intervals(text: str, phrase: str, start: str | None, end: str | None, precision: str) -> None:
    assert interval(text) == (phrase, start, end, precision)


def test_a_verb_after_und_opens_a_clause_with_its_own_tense() -> None:
    times = find_times("Er wurde am Freitag verhaftet und soll am Montag vor Gericht.", "de", PUBLISHED)
    assert [time.timex for time in times] == ["2024-09-13", "2024-09-16"]


@pytest.mark.parametrize(
    ("text", "language", "timex"),
    [
        ("Er soll am Freitag Geld gestohlen haben.", "de", "2024-09-13"),
        ("Er soll am Freitag kommen.", "de", "2024-09-20"),
        ("He said he would meet Putin on Friday.", "en", "2024-09-20"),
        ("He said on Friday that he would meet Putin.", "en", "2024-09-13"),
        ("It was called off due to rain on Friday.", "en", "2024-09-13"),
    ],
)
def test_of_two_verbs_the_nearer_one_tells(text: str, language: str, timex: str) -> None:
    assert only(text, language).timex == timex


@pytest.mark.parametrize(
    ("text", "kind", "timex"),
    [
        ("Er blieb drei Tage lang.", "DURATION", "P3D"),
        ("Sie tagen jeden Montag.", "SET", "XXXX-WXX-1"),
        ("Das geschieht täglich.", "SET", "P1D"),
        ("Er ist derzeit in Wien.", "DATE", "PRESENT_REF"),
        ("Er war damals in Wien.", "DATE", "PAST_REF"),
        ("Er kommt bald.", "DATE", "FUTURE_REF"),
    ],
)
def test_durations_sets_and_references_have_no_interval(text: str, kind: str, timex: str) -> None:
    time = only(text)
    assert (time.type, time.timex, time.span) == (kind, timex, None)


def test_without_a_date_of_publication_phrase_and_type_stay() -> None:
    time = only("Am Freitag traf Kim Schoigu.", published=None)
    assert (time.phrase, time.type, time.timex, time.span) == ("Freitag", "DATE", "XXXX-WXX-5", None)


@given(st.text(max_size=200), st.sampled_from(["de", "en", "ru"]), st.none() | st.dates())
@settings(max_examples=60, deadline=None)
def test_spans_are_valid_for_any_text(text: str, language: str, published: date | None) -> None:
    end = 0
    for time in find_times(text, language, published):
        assert end <= time.start_char < time.end_char <= len(text)
        assert time.phrase == text[time.start_char : time.end_char]
        end = time.end_char
        if time.span and time.span.start and time.span.end:
            assert time.span.start <= time.span.end


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2050, 1, 1)))
@settings(max_examples=30, deadline=None)
def test_a_week_later_friday_is_a_week_later(published: date) -> None:
    first, second = (only("Am Freitag kam er.", published=day) for day in (published, published + timedelta(days=7)))
    assert first.span is not None
    assert second.span is not None
    assert first.span.start is not None
    assert second.span.start == first.span.start + timedelta(days=7)


def test_the_window_of_a_question() -> None:
    window = question_window("Wer traf letzte Woche Putin?", "de", PUBLISHED)
    assert window is not None
    assert (window.start, window.end) == (date(2024, 9, 2), date(2024, 9, 8))
    assert question_window("Wer traf Putin?", "de", PUBLISHED) is None
