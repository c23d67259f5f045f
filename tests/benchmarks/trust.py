"""How far answers can be trusted: conflicts shown, copies seen through, false premises not agreed with.

`python -m tests.benchmarks.trust [--half tuning|held_back|further] [--copies]` asks `tests/questions/trust.jsonl` of
the sample articles and those of `tests/questions/trust_articles`; `--half probes` twenty false premises over the same
(`trust_probes.jsonl`); `--half unseen` forty questions over other articles that nobody works on
(`trust_unseen.jsonl`, `trust_unseen_articles`): measure them with `--quiet`; `--half reports` and `reports_held_back`
eighty over articles by somebody who never saw the code (`reports.jsonl`, `reports_articles`), the second half never
but counted. `--copies` puts every article into five more outlets first, which must change nothing. What a question
may `expect`:

answered: the text has a variant of each fact in `must_include`, and `agreement` is that of the claim that has it,
never "disputed" where none is named. disputed: the cited sentences hold both sides of `conflict`, and the claims
point at each other. no_conflict: the facts are there and no claim is disputed. later: the cited sentences hold the
earlier and the later figure of `conflict`, and no claim is disputed. premise: an abstention, or a note that
corrects the question.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from assistant.assistant import Assistant
from assistant.samples import articles_folder
from assistant.settings import Settings
from assistant.types import Answer, Claim
from ingest import ingest

FOLDER = Path(__file__).parents[1] / "questions"
QUESTIONS = FOLDER / "trust.jsonl"
ARTICLES = FOLDER / "trust_articles"
FURTHER = {
    "probes": (FOLDER / "trust_probes.jsonl", "probes", ARTICLES),
    "unseen": (FOLDER / "trust_unseen.jsonl", "unseen", FOLDER / "trust_unseen_articles"),
    "reports": (FOLDER / "reports.jsonl", "worked_on", FOLDER / "reports_articles"),
    "reports_held_back": (FOLDER / "reports.jsonl", "held_back", FOLDER / "reports_articles"),
}  # name → questions, which of them, the articles beside the samples
OUTLETS = ("Morgenpost Elmsbrück", "Tarsker Zeitung", "Küstenbote", "Landfunk", "Nordlicht")


def questions(half: str | None = None) -> list[dict[str, Any]]:
    """The questions of one half; without one those of `trust.jsonl`."""
    file, named, _ = FURTHER.get(half or "", (QUESTIONS, half, ARTICLES))
    asked = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return [question for question in asked if named in (None, question["half"])]


def build(folder: Path, copies: bool = False, articles: Path = ARTICLES) -> Settings:
    """An archive in `folder` of the samples and `articles`, with copies of each in five more outlets if asked."""
    settings = Settings(archive=folder / "archive")
    sources = [articles_folder(), articles]
    report = ingest(sources, settings)
    if copies:
        copied = folder / "copies.jsonl"
        with Assistant(settings) as assistant:
            lines = [
                {"id": f"{article.id}-{number}", "title": article.title, "text": article.text, "outlet": outlet,
                 "published": article.published and article.published.isoformat(), "language": article.language}
                for article in assistant.articles()
                for number, outlet in enumerate(OUTLETS)
            ]  # fmt: skip
        copied.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
        report = ingest([copied], settings)
    assert not report.failures, report.failures
    return settings


def ask(assistant: Assistant, question: dict[str, Any]) -> Answer:
    """The answer to one question of the set."""
    return assistant.ask(question["question"], [tuple(pair) for pair in question.get("history", ())])


def fault(question: dict[str, Any], answer: Answer) -> str:
    """What is wrong with an answer, empty if nothing is."""
    shown = [claim for claim in answer.claims if claim.support != "unverified" and claim.citations]
    if question["expect"] == "premise":
        corrected = any(note.kind == "premise" and note.citations for note in answer.notes)
        return "" if corrected or answer.status == "not_in_sources" else "agrees with a false premise"
    if not shown:
        return "abstains"
    if question["expect"] == "disputed":
        return _undisputed(question, answer, shown)
    if question["expect"] == "later":
        return _not_later(question, answer, shown)
    text = " ".join(claim.text for claim in shown)
    for variants in question["must_include"]:
        if not any(variant in text for variant in variants):
            return "not the answer"
    if question["expect"] == "no_conflict" or "agreement" not in question:
        return "sees a conflict" if any(claim.agreement == "disputed" for claim in shown) else ""
    wanted = question["must_include"][0]
    holding = next(claim for claim in shown if any(variant in claim.text for variant in wanted))
    return "" if holding.agreement == question["agreement"] else f"agreement {holding.agreement}"


def _undisputed(question: dict[str, Any], answer: Answer, shown: list[Claim]) -> str:
    disputed = [claim for claim in shown if claim.agreement == "disputed"]
    if not disputed:
        return "sees no conflict"
    if not all(claim.conflicts_with for claim in disputed):
        return "a disputed claim points nowhere"
    return "" if _both_sides(question, answer, disputed) else "shows one side"


def _not_later(question: dict[str, Any], answer: Answer, shown: list[Claim]) -> str:
    if any(claim.agreement == "disputed" for claim in shown):
        return "sees a conflict"
    return "" if _both_sides(question, answer, shown) else "shows one figure"


def _both_sides(question: dict[str, Any], answer: Answer, claims: list[Claim]) -> bool:
    cited = {number for claim in claims for number in claim.citations}
    quotes = " ".join(citation.quote for citation in answer.citations if citation.number in cited)
    return all(any(variant in quotes for variant in side) for side in question["conflict"])


def _kind(question: dict[str, Any]) -> str:
    """What it expects; a question that cannot be answered apart from one that takes something false for granted."""
    return "near miss" if "near-miss" in question["tags"] else str(question["expect"])


def bare(answer: Answer) -> list[tuple[str, str]]:
    """What must not depend on how often a story was copied: the claims' texts and their agreement."""
    claims = [claim for claim in answer.claims if claim.support != "unverified"]
    return sorted((re.sub(r"\W+", " ", claim.text), claim.agreement) for claim in claims)


def main() -> None:
    """Asks, and prints what went wrong and how much went right."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--half", choices=("tuning", "held_back", "further", *FURTHER))
    parser.add_argument("--copies", action="store_true")
    parser.add_argument("--quiet", action="store_true", help="figures alone")
    parser.add_argument("--show", action="store_true", help="every answer")
    given = parser.parse_args()
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    changed = needless = 0
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        articles = FURTHER[given.half][2] if given.half in FURTHER else ARTICLES
        quiet = given.quiet or given.half == "reports_held_back"
        plain = Assistant(build(Path(one), articles=articles))
        copied = Assistant(build(Path(other), copies=True, articles=articles)) if given.copies else None
        for question in questions(given.half):
            answer = ask(plain, question)
            wrong = fault(question, answer)
            asked[_kind(question)] += 1
            right[_kind(question)] += not wrong
            needless += question["expect"] != "disputed" and any(claim.conflicts_with for claim in answer.claims)
            if (given.show or wrong) and not quiet:
                print(f"{question['id']}: {wrong or 'right'}\n    {question['question']}\n    {answer.answer}")
                for claim in answer.claims:
                    print(f"      {claim.agreement} {claim.citations} {claim.conflicts_with} {claim.told_by}")
                for note in answer.notes:
                    print(f"      ({note.kind}) {note.text}")
            if copied is not None:
                same = bare(answer) == bare(ask(copied, question))
                changed += not same
                if not same and not quiet:
                    print(f"{question['id']}: changed by copies\n    {bare(ask(copied, question))}")
        for assistant in filter(None, (plain, copied)):
            assistant.close()
    for expect, count in asked.items():
        print(f"{expect:12} {right[expect]} of {count}")
    print(f"all          {right.total()} of {asked.total()}")
    print(f"conflicts where none is asked for: {needless}")
    if given.copies:
        print(f"changed by five copies of every article: {changed}")


if __name__ == "__main__":
    main()
