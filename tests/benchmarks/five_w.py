"""How often we find the "when" and the "who" of an English article as its annotators did.

    python -m tests.benchmarks.five_w [--events]

Giveme5W1H's gold gives each article's "who" as phrases and its "when" as phrases with a parsed date. Figures: the
share of gold "when" phrases whose words hold a time expression of ours with the gold date; the share of articles
whose first dated expression is the gold date (a baseline for the main event), and whose main event carries it; the
share of articles, and of gold "who" phrases, that a participant of the main event overlaps. The main event is the
first told in title or text, statements and what is denied last. Names are the local tagger's. `--events` prints the
events found, to judge them by eye.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from assistant.language.facts import Facts, read_article
from assistant.language.sentences import split_sentences
from assistant.language.times import TimeExpression
from assistant.models import embedder
from assistant.settings import Settings
from assistant.types import EventMention
from tests.benchmarks.events import line_of, tagged

GOLD = Path(__file__).parents[3] / "shared" / "eval" / "giveme5w1h-dev" / "gold"


@dataclass
class Tally:
    """Right of all by measure."""

    right: Counter[str] = field(default_factory=Counter)
    every: Counter[str] = field(default_factory=Counter)

    def add(self, measure: str, right: bool) -> None:
        """Counts one case."""
        self.right[measure] += right
        self.every[measure] += 1


def covers(found: TimeExpression, day: date) -> bool:
    """Whether the interval is that very day."""
    return found.span is not None and found.span.start == day == found.span.end


def phrase_right(text: str, phrase: str, day: date, times: Sequence[TimeExpression]) -> bool:
    """Whether an expression within some occurrence of the phrase means the day."""
    start = text.find(phrase)
    while start >= 0:
        end = start + len(phrase)
        if any(found.start_char < end and found.end_char > start and covers(found, day) for found in times):
            return True
        start = text.find(phrase, start + 1)
    return False


def main_event(events: Sequence[EventMention]) -> EventMention | None:
    """The first event told; statements and what is denied last."""
    ranked = sorted(
        events,
        key=lambda event: (event.action == "statement", event.modality == "denied", event.sentences),
    )
    return ranked[0] if ranked else None


def when(article: dict[str, Any], text: str, published: date, facts: Facts, tally: Tally) -> None:
    """Counts the dates of one article."""
    gold = [entry for entry in article["fiveWoneH"]["when"]["annotated"] if entry.get("parsed")]
    if not gold:
        return
    days = {date.fromisoformat(entry["parsed"]) for entry in gold}
    dated = [found for found in facts.times if found.span and found.span.precision == "day"]
    first = dated[0].span.start if dated and dated[0].span else published
    tally.add("first day of the text is the gold date", first in days)
    tally.add("gold date among our dates", any(covers(found, day) for found in facts.times for day in days))
    event = main_event(facts.events)
    told = event.time if event else None
    tally.add(
        "date of the main event, else of publication, is the gold date", (told.start if told else published) in days
    )
    if told and told.start:
        held = any(told.start <= day <= (told.end or told.start) for day in days)
        tally.add("gold date within the main event's interval, where it has one", held)
    for entry in gold:
        phrase = (entry.get("text") or "").strip()
        if phrase and phrase in text:
            right = phrase_right(text, phrase, date.fromisoformat(entry["parsed"]), facts.times)
            tally.add("date of the gold phrase right", right)


def who(article: dict[str, Any], facts: Facts, tally: Tally) -> None:
    """Counts the gold phrases that share a word with a participant of the main event."""
    phrases = [entry["text"] for entry in article["fiveWoneH"]["who"]["annotated"] if entry.get("text")]
    event = main_event(facts.events)
    if not phrases:
        return
    names = (
        {word.lower() for participant in event.participants for word in participant.name.split()} if event else set()
    )
    hits = [
        bool(names & {word.strip(".,'’\"").removesuffix("'s").lower() for word in phrase.split()})
        for phrase in phrases
    ]
    tally.add("who: an article's phrase overlapped", any(hits))
    if event:
        tally.add("who: the same, where an event was found", any(hits))
    for hit in hits:
        tally.add("who: gold phrases overlapped", hit)


def main() -> None:
    """Prints the shares and the time; needs the data beside the repository."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", action="store_true")
    parser.add_argument("--gold", type=Path, default=GOLD)
    options = parser.parse_args()
    tagger = embedder(Settings())
    tally, seconds, characters, articles = Tally(), 0.0, 0, 0
    for path in sorted(options.gold.glob("*.json")):
        article: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        written = str(article.get("date_publish"))
        if not written[:4].isdigit():
            continue
        published = date.fromisoformat(written[:10])
        text = f"{article.get('title') or ''}\n\n{article['text']}"
        spans = split_sentences(text, "en")
        names = tagged(text, spans, tagger)
        started = time.process_time()
        facts = read_article(text, "en", published, spans, names)
        seconds += time.process_time() - started
        characters += len(text)
        articles += 1
        when(article, text, published, facts, tally)
        who(article, facts, tally)
        if options.events:
            print(f"\n# {article.get('title')}")
            for event in facts.events:
                start, end = spans[event.sentences[0]]
                print("  ", line_of(event), "<<", " ".join(text[start:end].split())[:260])
    print(f"{articles} articles with a date of publication")
    for measure, every in tally.every.items():
        print(f"  {measure:62} {tally.right[measure]:3}/{every:3} = {tally.right[measure] / every:.3f}")
    milliseconds, length = 1000 * seconds / max(1, articles), characters // max(1, articles)
    print(f"  people, times and events: {milliseconds:.1f} ms an article of {length} characters")


if __name__ == "__main__":
    main()
