"""Time expressions against the KRAUTS corpus, with HeidelTime's figures beside ours.

    python -m tests.benchmarks.krauts [--errors] [--half first|second]

Matching as the corpus' score.py does it: offsets count characters that are no white space; strict is the same span,
relaxed an overlapping one, and "value" means the same TIMEX3 value too. `--half` takes every other document of the
folders of 100 (rules were written looking at the first half only); `--errors` lists what differs.
"""

from __future__ import annotations

import argparse
import html
import re
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.language.times import find_times

CORPUS = Path(__file__).parents[3] / "shared" / "eval" / "krauts-dev"
MEASURES = ("strict", "strict_value", "relaxed", "relaxed_value")


@dataclass(frozen=True)
class Tagged:
    """A tagged span in characters that are no white space."""

    start: int
    end: int
    value: str
    phrase: str = ""


def read(path: Path) -> tuple[str, date, list[Tagged]]:
    """The text of a .tml file, its date of creation and its TIMEX3 spans."""
    source = path.read_text(encoding="utf-8")
    inner = re.search(r"<TEXT>(.*)</TEXT>", source, re.DOTALL)
    created = re.search(r'<DCT>.*?value="(\d{4})-(\d{2})-(\d{2})', source, re.DOTALL)
    assert inner, path
    assert created, path
    position, spans, stack, pieces = 0, [], [], []
    for token in re.split(r"(<[^>]+>)", inner[1]):
        if token.startswith("<TIMEX3") and not token.endswith("/>"):
            value = re.search(r'\bvalue="([^"]*)"', token)
            stack.append((position, value[1] if value else "", len("".join(pieces))))
        elif token.startswith("</TIMEX3"):
            start, value, begin = stack.pop()
            if position > start:
                spans.append(Tagged(start, position, value, " ".join("".join(pieces)[begin:].split())))
        elif not token.startswith("<"):
            pieces.append(html.unescape(token))
            position += len(re.sub(r"\s", "", pieces[-1]))
    return "".join(pieces), date(int(created[1]), int(created[2]), int(created[3])), spans


def tag(text: str, published: date) -> list[Tagged]:
    """What our tagger finds, in the corpus' offsets."""
    before = [0]
    for character in text:
        before.append(before[-1] + (not character.isspace()))
    times = find_times(text, "de", published)
    return [Tagged(before[t.start_char], before[t.end_char], t.timex, t.phrase) for t in times]


def compare(gold: list[Tagged], system: list[Tagged], count: Counter[str]) -> list[str]:
    """Adds one document to `count` and gives a line for each difference."""
    count["gold"] += len(gold)
    count["system"] += len(system)
    exact = {(item.start, item.end): item.value for item in system}
    used: set[int] = set()
    lines = []
    for item in gold:
        if (item.start, item.end) in exact:
            count["strict"] += 1
            count["strict_value"] += exact[item.start, item.end] == item.value
        near = [
            i for i, other in enumerate(system) if i not in used and other.start < item.end > item.start < other.end
        ]
        if not near:
            lines.append(f"missed  [{item.phrase}] {item.value}")
            continue
        used.add(near[0])
        other = system[near[0]]
        count["relaxed"] += 1
        count["relaxed_value"] += other.value == item.value
        if other.value != item.value or (other.start, other.end) != (item.start, item.end):
            lines.append(f"differs [{item.phrase}] {item.value}   ours [{other.phrase}] {other.value}")
    return lines + [f"spurious [{o.phrase}] {o.value}" for i, o in enumerate(system) if i not in used]


def figures(count: Counter[str]) -> str:
    """F1 of each measure in percent."""
    total = count["gold"] + count["system"]
    return "  ".join(f"{measure} {200 * count[measure] / total if total else 0:5.1f}" for measure in MEASURES)


def growth(text: str, published: date) -> str:
    """Milliseconds for 1, 2, 4 and 8 times about 10,000 characters."""
    base = (text * (10_000 // len(text) + 1))[:10_000]
    times = []
    for factor in (1, 2, 4, 8):
        started = time.process_time()
        find_times(base * factor, "de", published)
        times.append(f"{1000 * (time.process_time() - started):.0f} ms for {10 * factor},000")
    return ", ".join(times) + " characters"


def main() -> None:
    """Prints the table; needs the corpus beside the repository."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--half", choices=("first", "second"))
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    options = parser.parse_args()
    for folder in sorted(path for path in options.corpus.glob("KRAUTS_*") if not path.name.endswith("Heideltime")):
        ours, theirs, seconds, characters = Counter[str](), Counter[str](), 0.0, 0
        documents = sorted(folder.glob("*.tml"))
        if options.half and len(documents) > 60:
            documents = documents[0::2] if options.half == "first" else documents[1::2]
        for path in documents:
            text, published, gold = read(path)
            started = time.perf_counter()
            system = tag(text, published)
            seconds += time.perf_counter() - started
            characters += len(text)
            lines = compare(gold, system, ours)
            other = folder.with_name(folder.name + "_Heideltime") / path.name
            if other.is_file():
                compare(gold, read(other)[2], theirs)
            if options.errors and lines:
                print(f"\n{path.name} {published}", *lines, sep="\n  ")
        print(f"\n{folder.name}: {len(documents)} documents, {ours['gold']} expressions")
        print(f"  ours       {figures(ours)}")
        print(f"  HeidelTime {figures(theirs)}")
        print(f"  {growth(text, published)}")
        print(
            f"  {1000 * seconds / max(1, len(documents)):.1f} ms a document of {characters // max(1, len(documents))}"
        )


if __name__ == "__main__":
    main()
