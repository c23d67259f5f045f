"""Events found in the gold sentences: precision, recall and F1, the tuned half and the held-back half apart.

    python -m tests.benchmarks.events [--errors] [--language de|en] [--tagger]
    python -m tests.benchmarks.events --speed

The names and people are the gold's own, so that the frames alone are measured; with `--tagger` they are those of the
local tagger, as at ingest. `--errors` lists what differs in the tuned half; the held-back half is never listed. Three
files are scored apart: sentences by another hand, written for no rule, Russian ones, and passages of two sentences,
of which the names alone are the gold's.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from assistant.language.events import find_events
from assistant.language.sentences import split_sentences
from assistant.language.times import find_times
from assistant.models import embedder
from assistant.models.embeddings import Embedder
from assistant.settings import Settings
from assistant.types import EventMention, NameSpan
from tests.events_gold import (
    MEASURES,
    PUBLISHED,
    RUSSIAN,
    SECOND,
    THIRD,
    Entry,
    GoldEvent,
    Scores,
    entries,
    found,
    found_in_article,
    score,
)


def line_of(event: GoldEvent | EventMention) -> str:
    """An event on one line, to compare by eye."""
    if isinstance(event, GoldEvent):
        who = "; ".join(f"{part} {name}" for part, name in event.participants)
        when = f"{event.start}..{event.end}" if event.start else "-"
        return f"{event.action} | {who} | {event.place} | {when} | {event.modality} | {event.by}"
    who = "; ".join(f"{participant.part} {participant.name}" for participant in event.participants)
    when = f"{event.time.start}..{event.time.end}" if event.time else "-"
    return f"{event.action} | {who} | {event.place} | {when} | {event.modality} | {event.attributed_to}"


def table(scores: Scores) -> str:
    """The figures of all measures, one a line."""
    lines = [f"  {'':13} precision recall    F1   (right/found/gold)"]
    for name in MEASURES:
        counts = f"({scores.right[name]}/{scores.found[name]}/{scores.gold[name]})"
        lines.append(
            f"  {name:13} {scores.precision(name):9.3f} {scores.recall(name):6.3f} {scores.f1(name):5.3f}   {counts}"
        )
    return "\n".join(lines)


def show(wrong: Sequence[tuple[Entry, Sequence[EventMention]]]) -> None:
    """Prints what differs."""
    for entry, mentions in wrong:
        print(f"\n{entry.text}")
        for gold in entry.events:
            print("   gold ", line_of(gold))
        for mention in mentions:
            print("   ours ", line_of(mention))


def found_with(tagger: Embedder, entry: Entry) -> tuple[EventMention, ...]:
    """What ingest would find; names that share their last word with a name of the gold are taken for it."""
    spans = split_sentences(entry.text, entry.language)
    return found_in_article(entry, tagged(entry.text, spans, tagger))


def tagged(text: str, spans: Sequence[tuple[int, int]], tagger: Embedder) -> list[NameSpan]:
    """The local tagger's names, with offsets into the text."""
    return [
        NameSpan(start + name.start, start + name.end, name.kind, name.score)
        for (start, _), names in zip(spans, tagger.names([text[start:end] for start, end in spans]), strict=True)
        for name in names
    ]


def speed() -> None:
    """Prints the processor time of `find_events` on texts of growing length, made of the German gold sentences."""
    texts = [entry for entry in entries() if entry.language == "de"]
    find_all = [found(entry) for entry in texts]  # loads the lists
    assert find_all
    for size in (20, 80, 320, 1280):
        text, names, people = "", [], []
        for number in range(size):
            entry = texts[number % len(texts)]
            shift = len(text)
            names += [replace(name, start=name.start + shift, end=name.end + shift) for name in entry.names]
            people += [
                replace(one, mentions=tuple((start + shift, end + shift) for start, end in one.mentions))
                for one in entry.people
            ]
            text += entry.text + " "
        spans = split_sentences(text, "de")
        times = find_times(text, "de", PUBLISHED)
        started = time.process_time()
        events = find_events(text, "de", spans, people, names, times, PUBLISHED)
        seconds = time.process_time() - started
        each = 1000 * seconds / len(spans)
        print(f"  {len(spans):5} sentences: {1000 * seconds:7.1f} ms, {each:.2f} ms a sentence, {len(events)} events")


def main() -> None:
    """Prints the figures of both halves."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--language", choices=("de", "en", "ru"))
    parser.add_argument("--tagger", action="store_true")
    parser.add_argument("--speed", action="store_true")
    options = parser.parse_args()
    if options.speed:
        speed()
        return
    find = partial(found_with, embedder(Settings())) if options.tagger else found
    everything = [entry for entry in entries() if options.language in (None, entry.language)]
    for held_back in (False, True):
        half = [entry for entry in everything if entry.held_back == held_back]
        scores = score((entry, find(entry)) for entry in half)
        print(f"{'held back' if held_back else 'tuned'}: {len(half)} entries")
        print(table(scores))
        if options.errors and not held_back:
            show(scores.wrong)
    for title, file in (("second file, by another hand", SECOND), ("Russian", RUSSIAN)):
        for language in ("de", "en", "ru"):
            apart = [entry for entry in entries(file) if entry.language == language]
            if apart and options.language in (None, language):
                print(f"{title}, {language}: {len(apart)} entries")
                print(table(score((entry, find(entry)) for entry in apart)))
    third = [entry for entry in entries(THIRD) if options.language in (None, entry.language)]
    read = find if options.tagger else lambda entry: found_in_article(entry, entry.names)
    for held_back in (False, True):
        for language in ("de", "en", "ru"):
            half = [entry for entry in third if entry.held_back == held_back and entry.language == language]
            if half:
                scores = score((entry, read(entry)) for entry in half)
                print(
                    f"third file, passages, {language}, {'held back' if held_back else 'tuned'}: {len(half)} entries"
                )
                print(table(scores))
                if options.errors and not held_back:
                    show(scores.wrong)


if __name__ == "__main__":
    main()
