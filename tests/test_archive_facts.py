"""People, times and events in the archive: stored with their version, linked across articles, found again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from assistant.archive import Archive, Writer
from assistant.archive.records import Read
from assistant.errors import PersonNotFound
from assistant.identity.people import Decision
from assistant.language.facts import FACTS, Facts
from assistant.language.times import TimeExpression
from assistant.types import EventMention, Filters, NameSpan, Participant, Person, TimeSpan
from tests.archive_articles import embed, fill, new_article, opened, store

KEY = f"{FACTS}/test"


@pytest.fixture
def archive(tmp_path):
    with opened(tmp_path / "archive") as archive:
        yield archive


def meeting(*people: str, day: date | None = None, roles: Sequence[str] = (), **more: object) -> Facts:
    """The facts of an article in which these people meet on a day; the first of them has the roles."""
    persons = tuple(Person(name, roles=tuple(roles) if at == 0 else ()) for at, name in enumerate(people))
    time = TimeSpan("am Freitag", day, day, "day")
    event = EventMention(
        more.get("action", "meeting"),
        tuple(Participant(name, "other", 0, 1, at) for at, name in enumerate(people)),
        "Sandhafen",
        time,
        "happened",
        None,
        (0,),
    )
    expression = TimeExpression(0, 10, "am Freitag", "DATE", "XXXX-WXX-5", time)
    return Facts((NameSpan(0, 3, "person", 0.5),), persons, (expression,), (event,))


def read(archive: Archive, *found: Facts, **fields: object) -> list[str]:
    """Stores one article for each and saves its facts; their ids."""
    with archive.writer() as writer:
        first = len(archive.articles())
        stored = [
            store(writer, new_article(f"Bericht {first + at} von heute.", source=f"/a/{first + at}.txt", **fields))
            for at in range(len(found))
        ]
        embed(writer)
        save(writer, *found)
    return [one.article_id for one in stored]


def save(writer: Writer, *found: Facts) -> None:
    _, waiting = writer.unread(KEY, "tagger")
    writer.save_facts([Read(one.number, facts, KEY) for one, facts in zip(waiting, found, strict=True)])


def names(archive: Archive, query: str | None = None) -> list[tuple[str, ...]]:
    return [person.names for person in archive.people(query)]


def test_facts_come_back_as_they_were(archive: Archive) -> None:
    facts = meeting("Hanna Vossberg", "Karl Lütjens", day=date(2025, 6, 12))
    (identity,) = read(archive, facts)
    assert archive.facts([(identity, 1), ("nobody", 1), (identity, 2)]) == {(identity, 1): facts}


def test_spellings_of_one_person_are_one_and_a_surname_alone_is_nobody(archive: Archive) -> None:
    read(archive, meeting("Sergej Schoigu"), meeting("Sergei Shoigu"), meeting("Сергей Шойгу"), meeting("Schoigu"))
    (person,) = archive.people("Shoygu")
    assert set(person.names) == {"Sergej Schoigu", "Sergei Shoigu", "Сергей Шойгу"}
    assert person.articles == 3
    assert archive.family_names_alone("Shoigu") == ("Schoigu",)
    assert archive.family_names_alone("Sergej Schoigu") == ()


def test_two_people_of_one_surname_stay_two_and_a_typed_surname_means_both(archive: Archive) -> None:
    read(archive, meeting("Joe Biden"), meeting("Hunter Biden"))
    assert len(archive.people()) == 2
    assert len(archive.people("Biden")) == 2
    assert names(archive, "Hunter Biden") == [("Hunter Biden",)]
    assert archive.people("Obama") == ()
    assert "Joe Biden" in archive.near_names("Jo Bidden")


def test_a_person_is_called_by_the_commonest_full_name(archive: Archive) -> None:
    read(archive, meeting("Vladimir Putin"), meeting("Wladimir Putin"), meeting("Wladimir Putin"))
    (person,) = archive.people()
    assert person.name == "Wladimir Putin"


def test_events_are_found_by_person_time_and_action(archive: Archive) -> None:
    read(
        archive,
        meeting("Sergej Schoigu", "Kim Jong-un", day=date(2024, 9, 13)),
        meeting("Sergei Shoigu", "Ali Achmadian", day=date(2024, 8, 5), action="talks"),
        meeting("Anna Berg", "Kim Jong-un"),
    )
    (kim,) = archive.people("Kim Jong Un")
    (shoigu,) = archive.people("Schoigu")
    told = archive.told_events([shoigu.number])
    assert [one.event.time.start for one in told if one.event.time] == [date(2024, 9, 13), date(2024, 8, 5)]
    assert told[0].people == (shoigu.number, kim.number)
    assert told[1].names[0] == shoigu.name
    assert told[0].sentence_ids == (f"{told[0].article_id}@1#s1",)
    assert len(archive.told_events([kim.number])) == 2
    assert len(archive.told_events()) == 3
    assert len(archive.told_events(limit=1)) == 1
    assert len(archive.told_events(start=date(2024, 9, 1))) == 1
    assert len(archive.told_events(end=date(2024, 8, 31))) == 1
    assert len(archive.told_events(actions=["talks"])) == 1
    assert archive.told_events(filters=Filters(outlets=("Bote",))) == ()


def test_a_surname_alone_finds_those_of_whom_no_more_is_known(archive: Archive) -> None:
    read(archive, meeting("Schoigu", "Kim Jong-un"))
    assert archive.told_events(names=archive.family_names_alone("Shoigu"))[0].people[0] is None
    assert [record.participants for record in archive.events("Schoygu")] == [("Schoigu", "Kim Jong-un")]
    assert archive.events("Sergej Schoigu") == ()


def test_events_within_days_leave_out_those_of_unknown_time(archive: Archive) -> None:
    read(archive, meeting("Anna Berg", "Karl Lütjens", day=date(2025, 6, 12)), meeting("Anna Berg", "Uwe Storm"))
    assert len(archive.events("Anna Berg")) == 2
    assert [record.time.start for record in archive.events(start=date(2025, 6, 12)) if record.time] == [
        date(2025, 6, 12)
    ]
    assert archive.events(start=date(2025, 6, 13)) == ()
    assert len(archive.events("Anna Berg", end=date(2025, 6, 12))) == 1


def test_sources_give_the_sentence_and_its_article(archive: Archive) -> None:
    (identity,) = read(archive, meeting("Anna Berg", "Karl Lütjens"))
    (record,) = archive.events()
    found = archive.sources([*record.sentence_ids, "nobody@1#s1", "nonsense"])
    assert list(found) == [f"{identity}@1#s1"]
    sentence, article = found[f"{identity}@1#s1"]
    assert sentence.text == "Bericht 0 von heute."
    assert article.id == identity


@pytest.mark.parametrize(
    "change", [{"published": date(2024, 9, 14)}, {"language": "en"}], ids=["date of publication", "language"]
)
def test_facts_go_when_what_they_rest_on_changes_and_nothing_is_embedded_again(archive: Archive, change) -> None:
    (identity,) = read(archive, meeting("Anna Berg"))
    with archive.writer() as writer:
        writer.update_metadata(identity, **change)
        assert archive.facts([(identity, 1)]) == {}
        assert archive.people() == archive.told_events() == ()
        assert list(writer.pending()) == []
        count, waiting = writer.unread(KEY, "tagger")
        assert (count, [one.article_id for one in waiting]) == (1, [identity])


def test_facts_of_an_older_version_of_the_language_code_are_not_taken_for_facts(archive: Archive) -> None:
    (identity,) = read(archive, meeting("Anna Berg", "Uwe Storm"))
    with archive.writer() as writer:
        (article,) = writer.unread("facts-0/test", "tagger")[1]
        writer.save_facts([Read(article.number, meeting("Anna Berg", "Uwe Storm"), "facts-0/test")])
    assert archive.facts([(identity, 1)]) == {}
    assert archive.told_events() == ()
    assert archive.statistics().unread == 1


def test_another_title_keeps_the_facts(archive: Archive) -> None:
    (identity,) = read(archive, meeting("Anna Berg"))
    with archive.writer() as writer:
        writer.update_metadata(identity, title="Anders")
        assert writer.unread(KEY, "tagger")[0] == 0


def test_facts_of_another_key_are_read_anew_and_numbers_stay(archive: Archive) -> None:
    read(archive, meeting("Anna Berg"))
    (before,) = archive.people()
    with archive.writer() as writer:
        count, waiting = writer.unread(f"{FACTS}/newer", "tagger")
        assert count == 1
        writer.save_facts([Read(one.number, meeting("Anna Berg", "Uwe Storm"), f"{FACTS}/newer") for one in waiting])
        assert writer.unread(f"{FACTS}/newer", "tagger")[0] == 0
    assert [person.name for person in archive.people()] == ["Anna Berg", "Uwe Storm"]
    assert archive.people("Anna Berg")[0].number == before.number


def test_superseded_and_removed_articles_take_their_people_along(archive: Archive) -> None:
    first, second = read(archive, meeting("Anna Berg", "Uwe Storm"), meeting("Anna Berg"))
    with archive.writer() as writer:
        store(writer, new_article("Ein anderer Text.", source="/a/0.txt"))
    assert names(archive) == [("Anna Berg",)]
    assert archive.facts([(first, 1)]) == {}
    with archive.writer() as writer:
        writer.remove([second])
    assert archive.people() == ()
    assert archive.told_events() == ()
    with archive._database.reading() as connection:
        for table in ("known_names", "name_keys", "people", "events", "participants", "facts"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0, table
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []


def test_names_are_kept_with_the_sentence_and_belong_to_their_tagger(archive: Archive) -> None:
    with archive.writer() as writer:
        store(writer, new_article("Anna Berg kam. Sie ging.", source="/a/x.txt"))
        vectors = {text.hash: [1.0] * 16 for pending in writer.pending() for text in pending.texts}
        hashes = [text.hash for pending in writer.pending() for text in pending.texts if text.kind == "sentence"]
        writer.save_vectors(vectors, {hashes[0]: (NameSpan(0, 9, "person", 0.98765),)}, "tagger")
        (article,) = writer.unread(KEY, "tagger")[1]
        assert [one.names for one in article.sentences] == [(NameSpan(0, 9, "person", 0.988),), None]
        writer.save_names({hashes[1]: ()}, "tagger")
        (article,) = writer.unread(KEY, "tagger")[1]
        assert article.sentences[1].names == ()
        (article,) = writer.unread(KEY, "newer tagger")[1]
        assert [one.names for one in article.sentences] == [None, None]


def test_a_split_is_kept_for_articles_to_come_and_can_be_taken_back(archive: Archive) -> None:
    read(archive, meeting("Sergej Schoigu"), meeting("Sergei Shoigu"))
    with archive.writer() as writer:
        writer.decide(archive.to_split("Sergej Schoigu", "Sergei Shoigu"))
    assert sorted(names(archive)) == [("Sergei Shoigu",), ("Sergej Schoigu",)]
    read(archive, meeting("Sergei Shoigu"), meeting("Sergej Schoigu"))
    assert sorted((person.name, person.articles) for person in archive.people()) == [
        ("Sergei Shoigu", 2),
        ("Sergej Schoigu", 2),
    ]
    with archive.writer() as writer:
        assert writer.undo_decision() == Decision("split", "Sergej Schoigu", "Sergei Shoigu")
        assert writer.undo_decision() is None
    assert [person.articles for person in archive.people()] == [4]


def test_a_merge_joins_names_that_share_nothing_and_survives_reading_anew(archive: Archive) -> None:
    (identity, _) = read(archive, meeting("Jorge Bergoglio"), meeting("Papst Franziskus", roles=["Papst"]))
    before = sorted(names(archive))
    assert len(before) == 2
    with archive.writer() as writer:
        writer.decide(archive.to_merge("Jorge Bergoglio", archive.people("Franziskus")[0].name))
    assert len(archive.people()) == 1
    with archive.writer() as writer:
        writer.update_metadata(identity, published=date(2025, 1, 1))
        save(writer, meeting("Jorge Mario Bergoglio"))
    assert len(archive.people()) == 1, "another spelling of a merged name is merged too"
    with archive.writer() as writer:
        writer.undo_decision()
    assert len(archive.people()) == 2


def test_a_surname_alone_can_be_given_to_somebody(archive: Archive) -> None:
    read(archive, meeting("Wladimir Putin"), meeting("Putin"))
    with archive.writer() as writer:
        writer.decide(archive.to_merge("Wladimir Putin", "Putin"))
    assert [person.articles for person in archive.people()] == [2]
    with archive.writer() as writer:
        writer.undo_decision()
    assert [person.articles for person in archive.people()] == [1]


def test_names_that_decide_nothing_are_one_line(archive: Archive) -> None:
    read(archive, meeting("Joe Biden"), meeting("Hunter Biden"), meeting("Anna Berg"))
    for decide, happened in (
        (lambda: archive.to_merge("Biden", "Anna Berg"), "may be"),
        (lambda: archive.to_merge("Anna Berg", "Nadia Nemo"), "nobody"),
        (lambda: archive.to_merge("Anna Berg", "Anna Berg"), "already"),
        (lambda: archive.to_split("Anna Berg", "Anne Berg"), "not spelt"),
        (lambda: archive.to_split("Anna Berg", "Anna Berg"), "no other spelling"),
    ):
        with pytest.raises(PersonNotFound, match=happened) as error:
            decide()
        assert error.value.remedy
        assert "\n" not in str(error.value)


def test_statistics_count_people_events_and_what_is_unread(archive: Archive) -> None:
    fill(archive, [new_article("Noch ungelesen.", source="/a/u.txt")])
    assert archive.statistics().unread == 1
    with archive.writer() as writer:
        save(writer, meeting("Anna Berg", "Uwe Storm"))
    found = archive.statistics()
    assert (found.unread, found.people, found.events) == (0, 2, 1)
