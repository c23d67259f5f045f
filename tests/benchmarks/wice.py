"""How well the gates tell what a source supports: English claims of WiCE, German and English pairs of our own.

    python -m tests.benchmarks.wice [--show | --roc]

WiCE (Kamoi et al. 2023, arXiv 2303.01432): claims of Wikipedia against sentences of cited pages, from
`../shared/eval/wice-dev`, where it is. Each claim is held against the sentences that its annotators marked, and where
they marked none, against the chunk that they saw. German: `tests/claim_pairs.toml`, half of it held back. German and
English in the manner of a chat model: `tests/news_claims.toml`, written before looking at any rule, half of it held
back since. Claims put together from several sentences, rightly and wrongly: `tests/joined_claims.toml`, likewise.

`--roc` moves the share of a claim's words that its sources must have (`wording.ENOUGH`) and shows what that verifies.
"""

from __future__ import annotations

import argparse
import gzip
import json
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from unittest.mock import patch

from assistant.checking import paraphrase, wording
from assistant.checking.gates import CheckedClaim, check
from assistant.language.sentences import split_sentences
from assistant.types import Article, DraftClaim, Evidence, Sentence

TESTS = Path(__file__).parents[1]
WICE = Path(__file__).parents[3] / "shared" / "eval" / "wice-dev" / "oracle_claim.dev.jsonl.gz"
SHARES = (0.0, 0.3, 0.5, 0.6, 0.66, 0.75, 0.85, 1.0)


@dataclass(frozen=True)
class Pair:
    """A claim, the text it is said to come from, and whether that supports it."""

    claim: str
    evidence: dict[str, Evidence]
    label: str  # supported, partially, not_supported
    kind: str = ""
    cited: tuple[str, ...] = ()  # all sentences where empty


def evidence_of(text: str, language: str, published: date | None, parts: Sequence[str] = ()) -> dict[str, Evidence]:
    """The sentences of a text, or those given, by id."""
    spans = split_sentences(text, language)
    if parts:
        spans, start = [], 0
        for part in parts:
            start = text.index(part, start)
            spans.append((start, start + len(part)))
            start += len(part)
    name = f"a{abs(hash(text)) % 10**9}"
    article = Article(name, 1, "", text, language, name, published)
    return {
        f"{name}@1#s{index + 1}": Evidence(
            Sentence(f"{name}@1#s{index + 1}", name, 1, index, start, end, text[start:end], 0), article, 1.0
        )
        for index, (start, end) in enumerate(spans)
    }


def german(held: bool) -> Iterator[Pair]:
    """The German pairs: those worked on, or those held back."""
    sources = tomllib.loads((TESTS / "claim_pairs.toml").read_text(encoding="utf-8"))["source"]
    for source in sources[held::2]:
        found = evidence_of(source["text"], "de", source.get("published"))
        for label in ("supported", "partially"):
            for text in source[label]:
                yield Pair(text, found, label)
        for kind, text in source["not_supported"]:
            yield Pair(text, found, "not_supported", kind)


def news(held: bool) -> Iterator[Pair]:
    """The claims in the manner of a chat model: those worked on after the first measuring, or those held back."""
    yield from _own("news_claims.toml", held)


def joined(held: bool) -> Iterator[Pair]:
    """The claims put together from several sentences, rightly or wrongly: those worked on, or those held back."""
    yield from _own("joined_claims.toml", held)


def _own(name: str, held: bool) -> Iterator[Pair]:
    for source in tomllib.loads((TESTS / name).read_text(encoding="utf-8"))["source"][held::2]:
        found = evidence_of(source["text"], source["language"], source["published"])
        for text in source["supported"]:
            yield Pair(text, found, "supported")
        for kind, text in source["contrary"]:
            yield Pair(text, found, "not_supported", kind)


def english() -> Iterator[Pair]:
    """The pairs of WiCE, against the marked sentences."""
    with gzip.open(WICE, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            chunk = [part.strip() for part in row["evidence"]]
            places = {place: number for number, place in enumerate(row["meta"].get("chunk_idx", []))}
            marked = [places[one] for one in row["meta"].get("oracle_idx", []) if one in places]
            found = evidence_of("\n\n".join(chunk), "en", None, chunk)
            keys = list(found)
            cited = tuple(keys[one] for one in marked if chunk[one]) or tuple(keys)
            label = row["label"].replace("partially_supported", "partially")
            yield Pair(row["claim"], found, label, cited=cited)


def run(pair: Pair) -> CheckedClaim:
    """The claim after the gates, cited from all the sentences of its source."""
    return check(DraftClaim(pair.claim, pair.cited or tuple(pair.evidence)), pair.evidence, _language(pair))


def _language(pair: Pair) -> str:
    return next(iter(pair.evidence.values())).article.language


def report(name: str, pairs: Sequence[Pair], show: bool = False) -> dict[str, float]:
    """Prints and gives precision and recall of "supported", with and without the claims that are partial."""
    table: Counter[tuple[str, str]] = Counter()
    for pair in pairs:
        result = run(pair)
        table[pair.label, result.support] += 1
        wrong = (pair.label == "supported") != (result.support == "verified")
        if show and wrong:
            source = " ".join(found.sentence.text for found in pair.evidence.values())
            print(
                f"{pair.label} {pair.kind} → {result.support}: {pair.claim}\n    {source[:400]}\n    {result.reasons}"
            )
    right = table["supported", "verified"]
    said = sum(count for (_, support), count in table.items() if support == "verified")
    true = sum(count for (label, _), count in table.items() if label == "supported")
    none = sum(count for (label, _), count in table.items() if label == "not_supported")
    figures = {
        "precision": right / said if said else 0.0,
        "recall": right / true if true else 0.0,
        "unsupported verified": table["not_supported", "verified"] / none if none else 0.0,
    }
    print(name, len(pairs), {key: round(value, 3) for key, value in figures.items()})
    for label in ("supported", "partially", "not_supported"):
        print("   ", label, {support: table[label, support] for support in ("verified", "partial", "unverified")})
    return figures


def roc(name: str, pairs: Sequence[Pair]) -> None:
    """Prints which share of the supported claims and of the others is verified, by the share of words needed."""
    print(name, len(pairs), "words needed: supported verified / others verified")
    for least in SHARES:
        with patch.object(wording, "ENOUGH", least), patch.object(paraphrase, "ENOUGH", least):
            verified = [(pair.label == "supported", run(pair).support == "verified") for pair in pairs]
        right = sum(both for true, both in verified if true) / sum(true for true, _ in verified)
        wrong = sum(both for true, both in verified if not true) / sum(not true for true, _ in verified)
        print(f"    {least:.2f}: {right:.3f} / {wrong:.3f}", flush=True)


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument(
        "--show", action="store_true", help="print the German pairs worked on that are judged wrongly"
    )
    parser.add_argument("--roc", action="store_true", help="print the curve over the share of words needed")
    arguments = parser.parse_args()
    if arguments.roc:
        roc("German, worked on", list(german(held=False)))
        roc("German, held back", list(german(held=True)))
        roc("news", [*news(held=False), *news(held=True)])
        if WICE.exists():
            roc("WiCE dev", list(english()))
        return
    show = arguments.show
    report("German, worked on", list(german(held=False)), show)
    report("German, held back", list(german(held=True)))
    report("news, worked on", list(news(held=False)), show)
    report("news, held back", list(news(held=True)))
    report("joined, worked on", list(joined(held=False)), show)
    report("joined, held back", list(joined(held=True)))
    if WICE.exists() and not show:
        report("WiCE dev", list(english()))


if __name__ == "__main__":
    main()
