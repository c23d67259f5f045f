"""The same event told by several sentences and articles, and the two sample articles that show it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.identity.events import EventRecord, ToldEvent, merge_events
from assistant.language.events import find_events
from assistant.language.times import find_times
from assistant.types import Action, EventMention, Modality, NameSpan, Part, Participant, Person, TimeSpan
from ingest.load import RawArticle, load
from ingest.prepare import Flags, prepare, sentence_spans

SHARED = Path(__file__).parents[2] / "shared" / "articles"
FRIDAY = date(2024, 9, 13)
ALL = ("Ilva Norden", "Marek Sollo", "Dunja Maric")


def told(
    article: str,
    action: Action,
    names: Sequence[str],
    day: date | None = None,
    place: str | None = None,
    modality: Modality = "happened",
    parts: Sequence[Part] = (),
    published: date | None = FRIDAY + timedelta(days=1),
    number: int = 0,
) -> ToldEvent:
    chosen = parts or ["other"] * len(names)
    participants = tuple(
        Participant(name, part, 0, len(name), place)
        for place, (name, part) in enumerate(zip(names, chosen, strict=True))
    )
    time = TimeSpan("am Freitag", day, day, "day") if day else None
    mention = EventMention(action, participants, place, time, modality, None, (number,))
    numbers = tuple(ALL.index(name) + 1 if name in ALL else None for name in names)
    return ToldEvent(mention, article, 1, (f"{article}@1#s{number}",), None, published, numbers, tuple(names))


def test_a_reception_and_talks_of_the_same_people_are_one_meeting_with_all_sentences() -> None:
    (record,) = merge_events(
        [
            told("a", "reception", ALL[:2], FRIDAY, parts=("host", "visitor")),
            told("b", "talks", ALL[:2], place="Pjöngjang", published=FRIDAY),
        ]
    )
    assert record.action == "meeting"
    assert dict(zip(record.participants, record.parts, strict=True)) == {ALL[0]: "host", ALL[1]: "visitor"}
    assert (record.place, record.time and record.time.start) == ("Pjöngjang", FRIDAY)
    assert record.sentence_ids == ("b@1#s0", "a@1#s0")
    assert record.articles == ("b", "a")


def test_a_town_tells_more_than_its_country() -> None:
    (record,) = merge_events(
        [told("a", "meeting", ALL[:2], FRIDAY, "Nordkorea"), told("b", "meeting", ALL[:2], FRIDAY, "Pyongyang")]
    )
    assert record.place == "Pyongyang"
    assert not record.disagreements


def test_disagreement_on_the_day_or_the_place_is_kept_and_not_averaged() -> None:
    (record,) = merge_events(
        [
            told("a", "meeting", ALL[:2], FRIDAY, "Oslo"),
            told("b", "meeting", ALL[:2], FRIDAY + timedelta(days=1), "Oslo"),
            told("c", "meeting", ALL[:2], FRIDAY, "Riga"),
        ]
    )
    assert record.time is not None
    assert record.time.start == FRIDAY
    assert {(one.field, one.value) for one in record.disagreements} == {("day", "2024-09-14"), ("place", "Riga")}


def test_another_person_named_as_doing_it_the_same_day_is_a_disagreement() -> None:
    parts: tuple[Part, ...] = ("agent", "target")
    first = told("a", "dismissal", [ALL[0], ALL[2]], FRIDAY, parts=parts)
    second = told("b", "dismissal", [ALL[1], ALL[2]], FRIDAY, parts=parts, published=FRIDAY + timedelta(days=2))
    (record,) = merge_events([second, first])
    assert record.participants == (ALL[0], ALL[2])
    assert record.sentence_ids == ("a@1#s0", "b@1#s0")
    (against,) = record.disagreements
    assert (against.field, against.value, against.sentence_ids) == ("participants", ALL[1], ("b@1#s0",))


def test_two_hosts_of_one_visitor_are_two_receptions() -> None:
    parts: tuple[Part, ...] = ("host", "visitor")
    told_twice = [
        told("a", "reception", [ALL[0], ALL[2]], FRIDAY, "Oslo", parts=parts),
        told("b", "reception", [ALL[1], ALL[2]], FRIDAY, "Oslo", parts=parts),
    ]
    assert [record.disagreements for record in merge_events(told_twice)] == [(), ()]


def test_denial_and_report_are_one_event_that_is_disputed() -> None:
    (record,) = merge_events(
        [told("a", "meeting", ALL[:2], FRIDAY), told("b", "meeting", ALL[:2], FRIDAY, modality="denied")]
    )
    assert record.modality == "happened"
    assert [(one.field, one.value, one.sentence_ids) for one in record.disagreements] == [
        ("modality", "denied", ("b@1#s0",))
    ]


@pytest.mark.parametrize(
    "other",
    [
        told("b", "meeting", (ALL[0], ALL[2]), FRIDAY, "Oslo"),
        told("b", "meeting", ALL[:2], FRIDAY - timedelta(days=30), "Oslo"),
        told("b", "signing", ALL[:2], FRIDAY, "Oslo"),
        told("b", "visit", ALL[:1], FRIDAY - timedelta(days=40), "Teheran"),
        told("a", "visit", ALL[:1], None, "Teheran", number=3),
    ],
)
def test_other_people_days_actions_and_places_are_other_events(other: ToldEvent) -> None:
    assert len(merge_events([told("a", "meeting", ALL[:2], FRIDAY, "Oslo"), other])) == 2


def test_who_tells_less_joins_the_one_event_it_can_mean_and_none_of_two() -> None:
    visit = told("a", "visit", ALL[:1], FRIDAY, "Oslo", number=3)
    first = told("a", "meeting", ALL[:2], FRIDAY, "Oslo")
    second = told("a", "meeting", (ALL[0], ALL[2]), FRIDAY, "Oslo", number=2)
    assert len(merge_events([visit, first])) == 1
    assert len(merge_events([visit, first, second])) == 3


EVENTS = st.builds(
    told,
    st.sampled_from(["a", "b", "c"]),
    st.sampled_from(["meeting", "visit", "reception", "talks", "signing", "dismissal"]),
    st.sampled_from([ALL[:1], ALL[:2], ALL[1:], ALL, ("Norwegen", "Estland")]),
    st.sampled_from([None, FRIDAY, FRIDAY + timedelta(days=1), FRIDAY - timedelta(days=60)]),
    st.sampled_from([None, "Oslo", "Norwegen", "Riga"]),
    st.sampled_from(["happened", "planned", "denied", "said"]),
    number=st.integers(0, 9),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(EVENTS, max_size=8), st.randoms(use_true_random=False))
def test_nothing_told_is_lost_and_the_order_of_telling_does_not_matter(
    events: list[ToldEvent], random: object
) -> None:
    records = merge_events(events)
    assert {number for record in records for number in record.sentence_ids} == {
        number for event in events for number in event.sentence_ids
    }
    assert {name for record in records for name in record.participants} == {
        n for event in events for n in event.names
    }
    random.shuffle(events)  # type: ignore[attr-defined]
    assert merge_events(events) == records
    dated = [record.time.start for record in records if record.time]
    assert dated == sorted(dated)


PEOPLE = {
    "Kim Jong-un": ("Kim Jong-un", "Kim Jong Un", "Der nordkoreanische Machthaber", "Kim"),
    "Sergej Schoigu": ("Sergej Schoigu", "Schoigu", "Shoigu"),
    "Wladimir Putin": ("Wladimir Putin", "Putin"),
    "Alexei Kriworuchko": ("Alexei Kriworuchko",),
}
PLACES = ("Nordkorea", "Pjöngjang", "Moskau", "Teheran", "Ukraine", "Russland", "USA", "Südkorea", "Kiew")


def sample_records(published: date | None) -> tuple[EventRecord, ...]:
    """The records of the two sample articles, with the names that a perfect tagger would give."""
    everything: list[ToldEvent] = []
    for path in sorted(SHARED.glob("*.txt")):
        raw = next(load(path))
        assert isinstance(raw, RawArticle)
        article = prepare(raw, Flags(published))
        text = article.text
        names = [NameSpan(*m.span(), "place") for place in PLACES for m in re.finditer(rf"\b{place}s?\b", text)]
        names += [NameSpan(*m.span(), "organisation") for m in re.finditer("KCNA", text)]
        people: list[Person] = []
        for name, forms in PEOPLE.items():
            pattern = "|".join(sorted(forms, key=len, reverse=True))
            people.append(Person(name, mentions=tuple(m.span() for m in re.finditer(rf"\b(?:{pattern})\b", text))))
        spans = [(span.start, span.end) for span in sentence_spans(text, article.language)]
        names.sort(key=lambda name: name.start)
        times = find_times(text, article.language, published)
        for event in find_events(text, article.language, spans, people, names, times, published):
            numbers = tuple(None if who.person is None else who.person + 1 for who in event.participants)
            sentences = tuple(f"{path.stem[:3]}@1#s{index + 1}" for index in event.sentences)
            said = tuple(who.name for who in event.participants)
            everything.append(ToldEvent(event, path.stem[:3], 1, sentences, None, published, numbers, said))
    return merge_events(everything)


@pytest.mark.skipif(not SHARED.exists(), reason="the sample articles stand beside the repository")
def test_the_two_articles_give_each_event_once_with_all_its_sentences() -> None:
    records = sample_records(date(2024, 9, 14))

    def only(action: str, name: str, month: int) -> EventRecord:
        (found,) = [r for r in records if r.action == action and name in r.participants and r.time and r.time.start
                    and r.time.start.month == month]  # fmt: skip
        return found

    meeting = only("meeting", "Sergej Schoigu", 9)
    assert set(meeting.participants) == {"Kim Jong-un", "Sergej Schoigu"}
    assert meeting.place == "Pjöngjang"
    assert meeting.time == TimeSpan("am Freitag", date(2024, 9, 13), date(2024, 9, 13), "day")
    assert {"000@1#s2", "000@1#s9", "000@1#s12", "001@1#s2"} <= set(meeting.sentence_ids)
    visit = only("visit", "Wladimir Putin", 6)
    assert visit.place == "Nordkorea"
    signing = only("signing", "Wladimir Putin", 6)
    assert set(signing.participants) == {"Wladimir Putin", "Nordkorea", "Russland"}
    assert {"000@1#s6", "001@1#s7"} <= set(signing.sentence_ids)
    reception = only("reception", "Alexei Kriworuchko", 7)
    assert reception.time is not None
    assert (reception.time.start, reception.time.end) == (date(2024, 7, 11), date(2024, 7, 20))
    assert dict(zip(reception.participants, reception.parts, strict=True))["Alexei Kriworuchko"] == "lead"
    talks = only("talks", "Sergej Schoigu", 8)
    assert (talks.place, talks.time and talks.time.end) == ("Teheran", date(2024, 8, 10))
    assert only("dismissal", "Sergej Schoigu", 5).time


@pytest.mark.skipif(not SHARED.exists(), reason="the sample articles stand beside the repository")
def test_without_a_date_of_publication_the_same_events_keep_their_phrases_and_have_no_dates() -> None:
    dated, undated = sample_records(date(2024, 9, 14)), sample_records(None)
    assert {(r.action, r.participants, r.place) for r in undated} == {
        (r.action, r.participants, r.place) for r in dated
    }
    assert all(r.time is None or (r.time.start is None and r.time.end is None and r.time.phrase) for r in undated)
    assert {r.time.phrase for r in undated if r.time} == {r.time.phrase for r in dated if r.time}
