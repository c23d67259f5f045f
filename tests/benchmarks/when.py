"""How often we date the main event of an English article as its annotators did.

    python -m tests.benchmarks.when [--errors]

Giveme5W1H's gold gives each article's "when" as one or two phrases with a parsed date. Two figures: the share of
gold phrases whose words hold a time expression of ours with the gold date (the tagger alone), and the share of
articles whose first dated expression of the text is the gold date (a baseline for the date of the main event).
"""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

from assistant.language.times import TimeExpression, find_times

GOLD = Path(__file__).parents[3] / "shared" / "eval" / "giveme5w1h-dev" / "gold"


def covers(time: TimeExpression, day: date) -> bool:
    """Whether the interval is that very day."""
    return time.span is not None and time.span.start == day == time.span.end


def phrase_right(text: str, phrase: str, day: date, times: tuple[TimeExpression, ...]) -> bool:
    """Whether an expression within some occurrence of the phrase means the day."""
    start = text.find(phrase)
    while start >= 0:
        end = start + len(phrase)
        if any(time.start_char < end and time.end_char > start and covers(time, day) for time in times):
            return True
        start = text.find(phrase, start + 1)
    return False


def main() -> None:
    """Prints the two shares; needs the data beside the repository."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--gold", type=Path, default=GOLD)
    options = parser.parse_args()
    phrases = right = articles = first_right = any_right = 0
    for path in sorted(options.gold.glob("*.json")):
        article: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        written = str(article.get("date_publish"))
        if not written[:4].isdigit():
            continue
        published = date.fromisoformat(written[:10])
        text = f"{article.get('title', '')}\n\n{article['text']}"
        times = find_times(text, "en", published)
        gold = [entry for entry in article["fiveWoneH"]["when"]["annotated"] if entry.get("parsed")]
        if not gold:
            continue
        articles += 1
        days = {date.fromisoformat(entry["parsed"]) for entry in gold}
        dated = [time for time in times if time.span and time.span.precision == "day"]
        first = dated[0].span.start if dated and dated[0].span else published
        first_right += first in days
        any_right += any(covers(time, day) for time in times for day in days)
        for entry in gold:
            if not entry.get("text") or entry["text"].strip() not in text:
                continue
            phrases += 1
            good = phrase_right(text, entry["text"].strip(), date.fromisoformat(entry["parsed"]), times)
            right += good
            if options.errors and not good:
                ours = [(t.phrase, t.timex) for t in times if t.phrase in entry["text"] or entry["text"] in t.phrase]
                print(f"{published} [{entry['text']}] {entry['parsed']}  ours {ours[:4]}")
    print(f"{articles} articles with a publication date, {phrases} gold phrases that stand in the text")
    print(f"  date of the gold phrase right       {right}/{phrases} = {right / max(1, phrases):.3f}")
    print(f"  gold date among our dates           {any_right}/{articles} = {any_right / max(1, articles):.3f}")
    print(f"  first day of the text is gold date  {first_right}/{articles} = {first_right / max(1, articles):.3f}")


if __name__ == "__main__":
    main()
