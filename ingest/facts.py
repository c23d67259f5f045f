"""Reads people, times and events out of what the archive holds unread."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from assistant.archive.records import Read, Unread
from assistant.language.facts import FACTS, Facts, read_article
from assistant.types import NameSpan
from ingest.progress import Clock

if TYPE_CHECKING:
    from assistant.archive.writing import Writer

BATCH = 16  # articles; a stop or a kill loses at most these


class NameTagger(Protocol):
    """The part of an embedder that tells names."""

    @property
    def names_key(self) -> str:
        """The version of the tagger."""
        ...

    def names(self, texts: Sequence[str]) -> tuple[tuple[NameSpan, ...], ...]:
        """The names in each text, offsets into it."""
        ...


def read_facts(writer: Writer, tagger: NameTagger, clock: Clock) -> None:
    """Finds the facts of all that waits, also from a run that was killed, and saves them batch by batch.

    Nothing is embedded; a sentence is tagged only where its vector came without names.
    """
    key = f"{FACTS}/{tagger.names_key}"
    total, waiting = writer.unread(key, tagger.names_key)
    if not total:
        return
    clock.begin("facts", total)
    while batch := list(islice(waiting, BATCH)):
        names = _tagged(batch, writer, tagger)
        writer.save_facts([Read(one.number, facts_of(one, names), key) for one in batch])
        clock.advance(len(batch), batch[-1].article_id)
    clock.finish()


def facts_of(article: Unread, names: dict[str, Sequence[NameSpan]]) -> Facts:
    """What an article says; `names` by the key of the sentence, offsets into it."""
    found = [
        NameSpan(sentence.start + name.start, sentence.start + name.end, name.kind, name.score)
        for sentence in article.sentences
        for name in names[sentence.hash]
    ]
    spans = [(sentence.start, sentence.end) for sentence in article.sentences]
    return read_article(article.text, article.language, article.published, spans, found)


def _tagged(batch: Sequence[Unread], writer: Writer, tagger: NameTagger) -> dict[str, Sequence[NameSpan]]:
    """The names in all sentences of the articles; those that had none are tagged and saved."""
    every = [(article, sentence) for article in batch for sentence in article.sentences]
    known: dict[str, Sequence[NameSpan]] = {s.hash: s.names for _, s in every if s.names is not None}
    missing = {s.hash: article.text[s.start : s.end] for article, s in every if s.hash not in known}
    if missing:
        found = dict(zip(missing, tagger.names(list(missing.values())), strict=True))
        writer.save_names(found, tagger.names_key)
        known.update(found)
    return known
