"""How well claims in another language than their source are told right from wrong: German, English, Russian.

    python -m tests.benchmarks.crossing [--show]

tests/crossing_claims.toml: sources at odd places are those worked on, the others are held back. "Supported" counts as
`verified`. With XQuAD (`../shared/eval/xquad`): its paragraphs' first sentences as claims about the same paragraph in
another language, and about another paragraph of the same article.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.checking.gates import CheckedClaim, check
from assistant.language.sentences import split_sentences
from assistant.types import DraftClaim, Evidence
from tests.benchmarks.wice import TESTS, evidence_of

XQUAD = Path(__file__).parents[3] / "shared" / "eval" / "xquad"
LANGUAGES = ("de", "en", "ru")


@dataclass(frozen=True)
class Pair:
    """A claim in `language`, sentences in another one, and whether these support it (kind "")."""

    claim: str
    language: str
    evidence: dict[str, Evidence]
    kind: str = ""


def own(held: bool) -> Iterator[Pair]:
    """Our own claims: those worked on, or those held back."""
    for source in tomllib.loads((TESTS / "crossing_claims.toml").read_text(encoding="utf-8"))["source"][held::2]:
        found = evidence_of(source["text"], source["language"], source["published"])
        for language, text in source["supported"]:
            yield Pair(text, language, found)
        for kind, language, text in source["contrary"]:
            yield Pair(text, language, found, kind)


def parallel(paragraphs: int = 40) -> Iterator[Pair]:
    """First sentences of XQuAD's paragraphs, against the paragraph in another language, or the one after it."""
    texts = {}
    for language in LANGUAGES:
        data = json.loads((XQUAD / f"xquad.{language}.json").read_text(encoding="utf-8"))["data"]
        texts[language] = [paragraph["context"] for article in data for paragraph in article["paragraphs"]]
    for place in range(0, paragraphs * 3, 3):
        for mine, theirs in (("de", "en"), ("en", "de"), ("ru", "de"), ("de", "ru"), ("en", "ru"), ("ru", "en")):
            text = texts[mine][place]
            start, end = split_sentences(text, mine)[0]
            for kind, other in (("", place), ("neighbour", place + 1)):
                yield Pair(text[start:end], mine, evidence_of(texts[theirs][other], theirs, None), kind)


def run(pair: Pair) -> CheckedClaim:
    """The claim after the gates, cited from all sentences of its source."""
    return check(DraftClaim(pair.claim, tuple(pair.evidence)), pair.evidence, pair.language)


def report(name: str, pairs: Sequence[Pair], show: bool = False) -> dict[str, float]:
    """Prints and gives precision and recall of "supported", and the contraries that pass by kind."""
    table: Counter[tuple[str, str]] = Counter()
    for pair in pairs:
        result = run(pair)
        table[pair.kind, result.support] += 1
        if show and (not pair.kind) != (result.support == "verified"):
            source = " ".join(found.sentence.text for found in pair.evidence.values())
            print(
                f"{pair.kind or 'supported'} → {result.support}: {pair.claim}",
                source[:300],
                result.reasons,
                sep="\n    ",
            )
    right = table["", "verified"]
    said = sum(count for (_, support), count in table.items() if support == "verified")
    true = sum(count for (kind, _), count in table.items() if not kind)
    false = sum(count for (kind, _), count in table.items() if kind)
    figures = {
        "precision": right / said if said else 0.0,
        "recall": right / true,
        "contraries verified": (said - right) / false,
        "contraries unverified": sum(n for (kind, support), n in table.items() if kind and support == "unverified")
        / false,
    }
    print(name, len(pairs), {key: round(value, 3) for key, value in figures.items()})
    print("    passed:", {kind: count for (kind, support), count in table.items() if kind and support == "verified"})
    return figures


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--show", action="store_true", help="print those worked on that are judged wrongly")
    show = parser.parse_args().show
    report("worked on", list(own(held=False)), show)
    report("held back", list(own(held=True)))
    if XQUAD.exists() and not show:
        report("XQuAD", list(parallel()))


if __name__ == "__main__":
    main()
