"""Reads people, times and events out of what the archive holds unread."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from assistant.archive.records import Read, Unread
from assistant.errors import ModelError
from assistant.language.facts import FACTS, Facts, read_article
from assistant.settings import Settings
from assistant.types import NameSpan
from ingest.progress import Clock

if TYPE_CHECKING:
    from assistant.archive.writing import Writer
    from assistant.models.spending import Ledger

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


def ask_model(
    writer: Writer, tagger: NameTagger, clock: Clock, settings: Settings, ledger: Ledger | None, only: Collection[str]
) -> str:
    """Lets the chat model find the events of articles (ids), after the rules have; what went wrong, in one line.

    Where it fails the events of the rules stay, and the next such ingest asks again. Those that it has found already
    are not asked for again.
    """
    from assistant.models.calls import ChatCall
    from ingest.model_events import model_events

    key, name = f"{FACTS}/{tagger.names_key}", str(settings.model)
    total, waiting = writer.unread(key, tagger.names_key, name, only)
    if not total:
        return ""
    clock.begin("events", total)
    unreadable, failed = 0, ""
    for done, article in enumerate(waiting):
        facts = facts_of(article, _tagged([article], writer, tagger))
        try:
            events = model_events(article, facts, settings, ChatCall(settings, ledger=ledger))
        except ModelError as error:
            failed = f"{total - done} articles keep the events that the rules found: {error}"
            break
        if events is None:
            unreadable += 1
        else:
            writer.save_facts([Read(article.number, replace(facts, events=events), key, name)])
        clock.advance(1, article.article_id)
    clock.finish()
    if unreadable and not failed:
        failed = f"{unreadable} articles keep the events that the rules found: the model's reply could not be read"
    return failed


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
