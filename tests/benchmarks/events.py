"""Events found in the gold sentences: precision, recall and F1, the tuned half and the held-back half apart.

    python -m tests.benchmarks.events [--errors] [--language de|en]

The names and people are the gold's own, so that the frames alone are measured. `--errors` lists what differs in the
tuned half; the held-back half is never listed.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from assistant.types import EventMention
from tests.events_gold import MEASURES, Entry, GoldEvent, Scores, entries, found, score


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


def main() -> None:
    """Prints the figures of both halves."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--language", choices=("de", "en"))
    options = parser.parse_args()
    everything = [entry for entry in entries() if options.language in (None, entry.language)]
    for held_back in (False, True):
        half = [entry for entry in everything if entry.held_back == held_back]
        scores = score((entry, found(entry)) for entry in half)
        print(f"{'held back' if held_back else 'tuned'}: {len(half)} entries")
        print(table(scores))
        if options.errors and not held_back:
            show(scores.wrong)


if __name__ == "__main__":
    main()
