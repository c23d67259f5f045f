"""Stories: copies and partial copies of one text find each other at ingest, and let go again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import frontmatter
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from assistant.archive import Archive
from assistant.archive.schema import story_bands, story_links, story_read
from assistant.identity import stories
from assistant.identity.stories import band_keys, same_story
from assistant.language.words import stems
from assistant.repeated import FOLLOWING, grouped
from assistant.samples import articles_folder
from assistant.types import Article, Chunk
from tests.archive_articles import new_article, opened, store

OUTLETS = ("Anzeiger", "Bote", "Kurier", "Blatt", "Post")


def sample(name: str) -> str:
    return str(frontmatter.load(str(articles_folder() / f"{name}.md")).content)


AGENCY = sample("hochwasser-tagesbote")
OWN = sample("hochwasser-kurier")
OTHER = sample("freibad-preise")
(SPECIAL,) = stems("Sonderausgabe", "de")


@pytest.fixture
def archive(tmp_path: Path):
    with opened(tmp_path / "archive") as archive:
        yield archive


def put(archive: Archive, **texts: str) -> None:
    """Stores one article a name, each in an outlet of its own, and compares them."""
    with archive.writer() as writer:
        for name, text in texts.items():
            store(writer, new_article(text, source=f"/a/{name}.txt", outlet=name))
        writer.read_stories()


def told(archive: Archive, *names: str) -> list[int]:
    """The story of the newest version of each, numbered anew from 0 in their order."""
    pairs = [(name, archive.article(name).version) for name in names]
    found = archive.stories(pairs)
    order = list(dict.fromkeys(found[pair] for pair in pairs))
    return [order.index(found[pair]) for pair in pairs]


def rows(archive: Archive) -> int:
    with archive._database.reading() as connection:
        return sum(len(connection.execute(select(table)).all()) for table in (story_read, story_bands, story_links))


def test_copies_are_one_story_and_reports_written_apart_are_others(archive: Archive) -> None:
    put(archive, agency=AGENCY, copy="Elmsbrück. " + AGENCY, own=OWN, other=OTHER)
    assert told(archive, "agency", "copy", "own", "other") == [0, 0, 1, 2]


def test_a_few_paragraphs_below_a_lead_of_its_own_are_enough(archive: Archive) -> None:
    taken = "\n\n".join(AGENCY.split("\n\n")[:3])
    put(archive, agency=AGENCY, longer=OWN + "\n\n" + taken, other=OTHER)
    assert told(archive, "agency", "longer", "other") == [0, 0, 1]


def test_a_copy_without_paragraphs_is_found(archive: Archive) -> None:
    put(archive, agency=AGENCY, flat=" ".join(OTHER.split()[:60]) + " " + " ".join(AGENCY.split()))
    assert told(archive, "agency", "flat") == [0, 0]


def test_a_removed_article_leaves_its_story_and_lets_those_go_that_it_held(archive: Archive) -> None:
    put(archive, first=AGENCY, second=OWN, both=AGENCY + "\n\n" + OWN)
    assert told(archive, "first", "second", "both") == [0, 0, 0]
    with archive.writer() as writer:
        writer.remove(["both"])
    assert told(archive, "first", "second") == [0, 1]
    with archive.writer() as writer:
        writer.remove(["first", "second"])
    assert rows(archive) == 0


def test_a_changed_article_leaves_its_story(archive: Archive) -> None:
    put(archive, first=AGENCY, second=AGENCY)
    put(archive, second=OTHER)
    assert told(archive, "first", "second") == [0, 1]
    assert archive.stories([("second", 1)]) == {("second", 1): 0}, "of an old version nothing is known"


def test_what_was_not_compared_has_no_story_and_is_compared_by_the_next_run(archive: Archive) -> None:
    with archive.writer() as writer:
        store(writer, new_article(AGENCY, source="/a/first.txt", outlet="A"))
        store(writer, new_article(AGENCY, source="/a/second.txt", outlet="B"))
    assert archive.stories([("first", 1), ("second", 1), ("nobody", 1)]) == {("first", 1): 0, ("second", 1): 0}
    with archive.writer() as writer:
        assert writer.read_stories() == 2
        assert writer.read_stories() == 0
    assert told(archive, "first", "second") == [0, 0]


def test_a_killed_run_keeps_what_was_committed(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.archive.writing._STORIES", 2)

    class Killed(Exception):
        pass

    def kill(done: int, total: int) -> None:
        raise Killed

    with archive.writer() as writer:
        for outlet in OUTLETS:
            store(writer, new_article(AGENCY, source=f"/a/{outlet.lower()}.txt", outlet=outlet))
        with pytest.raises(Killed):
            writer.read_stories(kill)
        assert writer.read_stories() == 3
    assert told(archive, *map(str.lower, OUTLETS)) == [0] * 5


def test_a_paragraph_that_stands_everywhere_neither_joins_nor_costs(archive: Archive) -> None:
    footer = " ".join(f"Hinweis {number} steht unter jedem Text dieser Zeitung." for number in range(6))
    bodies = [
        " ".join(f"Bericht {number} nennt Ort{number}a{line} und Ort{number}b{line}." for line in range(30))
        for number in range(80)
    ]
    put(archive, **{f"a{number}": f"{body}\n\n{footer}" for number, body in enumerate(bodies)})
    assert len(set(told(archive, *(f"a{number}" for number in range(80))))) == 80
    with archive._database.reading() as connection:
        keys = connection.execute(select(story_bands.c.key)).scalars().all()
    assert max(keys.count(key) for key in set(keys)) <= 64


@given(st.integers(0, 5), st.integers(1, 5))
@settings(max_examples=15)
def test_whoever_takes_two_paragraphs_shares_a_band(first: int, count: int) -> None:
    paragraphs = AGENCY.split("\n\n")
    taken = paragraphs[first : first + max(2, count)]
    if sum(len(paragraph.split()) for paragraph in taken) < 60:
        return
    assert set(band_keys(AGENCY)) & set(band_keys(OWN + "\n\n" + "\n\n".join(taken)))


def test_sharing_is_the_same_both_ways_and_short_texts_are_compared_as_a_whole() -> None:
    assert same_story(AGENCY, OWN + AGENCY)
    assert same_story(OWN + AGENCY, AGENCY)
    assert not same_story(AGENCY, OWN)
    assert same_story("Der Rat tagt heute.", "Der Rat tagt heute.")
    assert not same_story("Der Rat tagt heute.", "Der Rat tagt morgen.")
    assert stories.shingles("") == stories.shingles(" ")


def test_the_first_article_waits_for_the_second(archive: Archive) -> None:
    put(archive, alone=AGENCY)
    alone = ("alone", archive.article("alone").version)
    assert archive.stories([alone]) == {alone: 0}
    put(archive, copied=AGENCY)
    copied = ("copied", archive.article("copied").version)
    assert archive.stories([alone, copied]) == {alone: 1, copied: 1}


def counted(archive: Archive) -> tuple[int, dict[str, int]]:
    return archive.chunk_count(), archive.document_frequencies(["elmbach", SPECIAL])


def test_words_of_copies_are_counted_once(archive: Archive) -> None:
    put(archive, other=OTHER, agency=AGENCY)
    before = counted(archive)
    put(archive, **{outlet.lower(): AGENCY for outlet in OUTLETS}, longer=OTHER + "\n\nSonderausgabe der Zeitung.")
    chunks, frequencies = counted(archive)
    assert chunks - before[0] <= 2, "only the passage that ends in a sentence of its own is new"
    assert frequencies["elmbach"] == before[1]["elmbach"]
    assert frequencies[SPECIAL] == 1, "what stands in a copy alone is still found"
    assert archive.lexical_search([SPECIAL], [], 5)


def test_what_was_copied_is_counted_when_the_first_to_say_it_goes(archive: Archive) -> None:
    put(archive, other=OTHER, agency=AGENCY, second=AGENCY, third=AGENCY)
    before = counted(archive)
    with archive.writer() as writer:
        writer.update_metadata("second", title="Sonderausgabe")
        writer.remove(["agency"])
    chunks, frequencies = counted(archive)
    assert (chunks, frequencies["elmbach"]) == (before[0], before[1]["elmbach"])
    assert frequencies[SPECIAL] > 0
    put(archive, second=OWN)
    assert counted(archive)[0] > before[0]
    with archive.writer() as writer:
        writer.remove(["other", "second", "third"])
    with archive._database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM copied_chunks").scalar_one() == 0
        assert connection.exec_driver_sql("SELECT count(*) FROM copied_words").scalar_one() == 0


def test_passages_that_repeat_an_earlier_article_stand_behind_it() -> None:
    def passage(name: str, text: str, day: int) -> tuple[Chunk, Article]:
        article = Article(name, 1, "", text, "de", "", published=date(2026, 2, day))
        return Chunk(f"{name}@1#c1", name, 1, 0, 0, len(text), text, 0, 0), article

    said = "Der Elmbach trat am Dienstag über die Ufer. Hunderte Menschen mussten ihre Wohnungen verlassen."
    more = f"{said} Es regnet."
    found = grouped(
        [
            passage("late", said, 12),
            passage("first", said, 10),
            passage("more", more, 11),
            passage("own", "Es regnet.", 9),
            *(passage(f"z{number}", said, 13) for number in range(5)),
        ]
    )
    assert {name.split("@")[0] for name, first in found.first.items() if first == name} == {"first", "own"}
    following = [article.id for _, article in found.others["first@1#c1"]]
    assert len(following) == FOLLOWING
    assert following[0] == "more", "what has a sentence of its own is not lost"
