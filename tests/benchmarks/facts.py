"""What facts cost: `python -m tests.benchmarks.facts [ARTICLES]`.

Reading: milliseconds an article for people, times and events of the sample articles, their names given. Storing and
linking: milliseconds an article in an archive that grows to ARTICLES (5,000), each with twelve people, a fifth of
whom are new, the others known from ever more articles. Asking: facts of twelve articles, events of one person.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

from assistant.archive import Archive
from assistant.archive.records import Read
from assistant.language.facts import FACTS, Facts, read_article
from assistant.models import embedder
from assistant.samples import articles_folder
from assistant.settings import Settings
from assistant.types import EventMention, NameSpan, Participant, Person, TimeSpan
from ingest.load import find_files, load
from ingest.prepare import Flags, prepare, sentence_spans
from tests.archive_articles import embed, new_article, opened, store

PEOPLE = 12
BATCH = 16
GIVEN = ("Anna", "Bernd", "Clara", "Dieter", "Elena", "Frank", "Gerda", "Hans", "Ines", "Jonas", "Karin", "Lukas")
SYLLABLES = ("ber", "dor", "fel", "gar", "hol", "kan", "lin", "mar", "nel", "ros", "sten", "tal", "wen", "zim")


def people_of_articles(seed: int = 7) -> Iterator[Facts]:
    """Facts of made-up articles: people as a large archive has them, a few in many articles and many in one."""
    chance = random.Random(seed)
    known: list[str] = []
    while True:
        named: dict[str, None] = {}
        while len(named) < PEOPLE:
            if known and chance.random() < 0.8:
                named[known[int(len(known) * chance.random() ** 3)]] = None
            else:
                family = "".join(chance.choices(SYLLABLES, k=3)).capitalize()
                known.append(f"{chance.choice(GIVEN)} {family}")
                named[known[-1]] = None
        persons = tuple(Person(name, roles=("Minister",)) for name in named)
        day = date(2020, 1, 1) + timedelta(days=chance.randrange(2000))
        events = tuple(_meeting(persons, at, day) for at in range(0, PEOPLE, 3))
        yield Facts((), persons, (), events)


def _meeting(persons: tuple[Person, ...], at: int, day: date) -> EventMention:
    time = TimeSpan("am Freitag", day, day, "day")
    who = tuple(Participant(persons[one].name, "other", 0, 1, one) for one in (at, at + 1))
    return EventMention("meeting", who, None, time, "happened", None, (0,))


def reading() -> None:
    """Milliseconds an article of the samples."""
    model = embedder(Settings())
    texts = []
    for path in find_files([articles_folder()]):
        for raw in load(path):  # type: ignore[arg-type]
            article = prepare(raw, Flags())  # type: ignore[arg-type]
            spans = [(span.start, span.end) for span in sentence_spans(article.text, article.language)]
            tagged = model.names([article.text[start:end] for start, end in spans])
            names = [
                NameSpan(start + name.start, start + name.end, name.kind, name.score)
                for (start, _), found in zip(spans, tagged, strict=True)
                for name in found
            ]
            texts.append((article, spans, names))
    best = float("inf")
    for _ in range(3):
        begun = time.process_time()
        for article, spans, names in texts:
            read_article(article.text, article.language, article.published, spans, names)
        best = min(best, time.process_time() - begun)
    sentences = sum(len(spans) for _, spans, _ in texts)
    print(f"read: {1000 * best / len(texts):.1f} ms an article, {1000 * best / sentences:.2f} ms a sentence")


def growing(archive: Archive, total: int) -> None:
    """Milliseconds an article for storing and linking, the first and the last tenth."""
    with archive.writer() as writer:
        for number in range(total):
            store(writer, new_article(f"Bericht {number}.", source=f"/a/{number}.txt"))
        embed(writer)
        _, waiting = writer.unread(f"{FACTS}/bench", "bench")
        made, seconds = people_of_articles(), []
        while batch := list(islice(waiting, BATCH)):
            found = [Read(one.number, next(made), f"{FACTS}/bench") for one in batch]
            begun = time.process_time()
            writer.save_facts(found)
            seconds.append((time.process_time() - begun) / len(batch))
    tenth = max(1, len(seconds) // 10)
    first, last = (1000 * sum(part) / len(part) for part in (seconds[:tenth], seconds[-tenth:]))
    counted = archive.statistics()
    print(f"store and link: {first:.1f} ms an article at first, {last:.1f} ms at {total} articles")
    print(f"{counted.people} people, {counted.events} events, {counted.bytes / 1e6:.0f} MB")


def asking(archive: Archive) -> None:
    """Milliseconds for what a question and a command read."""
    pairs = [(article.id, article.version) for article in archive.articles()[:12]]
    listed = archive.people()
    often = listed[0]
    for name, call in (
        ("facts of 12 articles", lambda: archive.facts(pairs)),
        ("the same again", lambda: archive.facts(pairs)),
        (f"people called {often.name!r}", lambda: archive.people(often.name)),
        (f"events of {often.name!r}, in {often.articles} articles", lambda: archive.events(often.name)),
        ("events of one month", lambda: archive.events(start=date(2022, 5, 1), end=date(2022, 5, 31))),
    ):
        begun = time.process_time()
        call()
        print(f"{name}: {1000 * (time.process_time() - begun):.1f} ms")


def main() -> None:
    """Prints the figures."""
    total = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    reading()
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder) / "archive") as archive:
        growing(archive, total)
        asking(archive)


if __name__ == "__main__":
    main()
