"""Answers over the sample articles, broken on purpose: how many the gates catch, how often they raise a false alarm.

    python -m tests.benchmarks.mutations [--show KIND]

400 answers of two claims each, three quarters of the claims in other words than their source (tests/paraphrases.toml
and tests/checking_claims.toml), the others verbatim. In each answer one claim is broken: an invented id, another
sentence cited, two sentences stitched together, a number, a date or a name changed, the contrary said, who did what
to whom turned round. Caught: the broken claim is not verified; blocked: it is unverified and never shown. A false
alarm is an unbroken claim that is not verified. Reported apart for the claims worked on and those held back.
"""

from __future__ import annotations

import argparse
import random
import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import frontmatter

from assistant.checking.gates import CheckedClaim, check
from assistant.language.sentences import split_sentences
from assistant.samples import articles_folder
from assistant.types import Article, DraftClaim, Evidence, Sentence

TESTS = Path(__file__).parents[1]
ANSWERS = 400
SEED = 20261122
KINDS = ("id", "sentence", "stitched", "number", "date", "name", "negation", "role")
_NUMBER = re.compile(r"(?<![\w.,:])\d+(?:[.,]\d+)*")
_WEEKDAYS = {
    "de": ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
_MONTHS = {
    "de": ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November"],
    "en": ["January", "February", "March", "April", "June", "July", "August", "September", "October", "November"],
}
_PEOPLE = re.compile(
    r"(?:Hanna |Andrej |Andrei |Oksana |Milan |Reinhard |Ines |Birgit |Falk |Georg |Jonas |Tarek |Wenke |Judith )?"
    r"(?:Vossberg|Tschernyschow|Chernyshov|Marenko|Dravec|Kolbe|Adamek|Lohse|Ohlendorf|Rademann|Simonis|Brodersen"
    r"|Bernauer|Quandt|Thomsen|Seifert|Petersen|Eickhoff|Salin|Lindqvist|Wegener|Gorenko)\b"
)


@dataclass(frozen=True)
class Base:
    """An honest claim: its article, the id it cites, and, where there are any, its contrary and its turned roles."""

    article: str
    cites: tuple[str, ...]
    text: str
    verbatim: bool = False
    negated: str | None = None
    roles: str | None = None


@cache
def evidence(name: str) -> dict[str, Evidence]:
    """All sentences of a sample article by id."""
    post = frontmatter.load(str(articles_folder() / f"{name}.md"))
    language, text = str(post["language"]), post.content
    published = date.fromisoformat(str(post["published"]))
    article = Article(name, 1, str(post["title"]), text, language, f"hash of {name}", published, str(post["outlet"]))
    return {
        f"{name}@1#s{index + 1}": Evidence(
            Sentence(f"{name}@1#s{index + 1}", name, 1, index, start, end, text[start:end], 0), article, 1.0
        )
        for index, (start, end) in enumerate(split_sentences(text, language))
    }


def language_of(name: str) -> str:
    """The language of a sample article."""
    return next(iter(evidence(name).values())).article.language


def bases() -> tuple[list[Base], list[Base]]:
    """The honest claims: those that the gates were worked on with, and those held back."""
    listed = _read("paraphrases.toml")
    return listed[::2] + _read("checking_claims.toml"), listed[1::2]


def _read(name: str) -> list[Base]:
    found = []
    for entry in tomllib.loads((TESTS / name).read_text(encoding="utf-8"))["claim"]:
        starts = (entry["cites"],) if isinstance(entry["cites"], str) else tuple(entry["cites"])
        ids = tuple(key for key, item in evidence(entry["article"]).items() if item.sentence.text.startswith(starts))
        found.append(Base(entry["article"], ids, entry["text"], False, entry.get("negated"), entry.get("roles")))
    return found


def verbatim(rng: random.Random, near: Base) -> Base:
    """A sentence of an article as it stands."""
    key = rng.choice([key for key, item in evidence(near.article).items() if len(item.sentence.text) > 40])
    return Base(near.article, (key,), evidence(near.article)[key].sentence.text, verbatim=True)


Break = Callable[[Base, random.Random, list[Base]], "DraftClaim | None"]


def _id(base: Base, rng: random.Random, _: list[Base]) -> DraftClaim:
    made_up = rng.choice(
        [f"{base.article}@1#s{rng.randint(60, 99)}", f"{base.article}@2#s1", "S3", "tagesschau@1#s4"]
    )
    return DraftClaim(base.text, rng.choice([(made_up,), (*base.cites, made_up)]))


def _sentence(base: Base, rng: random.Random, _: list[Base]) -> DraftClaim:
    others = [key for key in evidence(base.article) if key not in base.cites]
    order = list(evidence(base.article))
    at = order.index(base.cites[0])
    near = [order[place] for place in (at - 1, at + 1) if 0 <= place < len(order) and order[place] in others]
    return DraftClaim(base.text, (rng.choice(near if near and rng.random() < 0.5 else others),))


def _stitched(base: Base, rng: random.Random, pool: list[Base]) -> DraftClaim | None:
    """The claim with another behind it, cited from its own sentence; or with another one's person, citing both."""
    others = [one for one in pool if one.article == base.article and not set(one.cites) & set(base.cites)]
    rng.shuffle(others)
    for other in others:
        mine, theirs = _PEOPLE.search(base.text), _PEOPLE.search(other.text)
        if (
            mine
            and theirs
            and mine[0].split()[-1] != theirs[0].split()[-1]
            and theirs[0].split()[-1] not in base.text
        ):
            cited = " ".join(evidence(base.article)[key].sentence.text for key in base.cites)
            if theirs[0].split()[-1] not in cited:
                text = base.text[: mine.start()] + theirs[0] + base.text[mine.end() :]
                return DraftClaim(text, (*base.cites, *other.cites))
    if not others:
        return None
    joint = ", und " if language_of(base.article) == "de" else ", and "
    return DraftClaim(base.text.rstrip(".") + joint + others[0].text, base.cites)


def _number(base: Base, rng: random.Random, _: list[Base]) -> DraftClaim | None:
    matches = [match for match in _NUMBER.finditer(base.text) if not _in_date(base.text, match)]
    if not matches:
        return None
    match = rng.choice(matches)
    digits = match[0]
    changed = rng.choice([_other_digit(digits, rng), "1" + digits])
    return _replaced(base, match, changed)


def _other_digit(digits: str, rng: random.Random) -> str:
    place = rng.choice([place for place, sign in enumerate(digits) if sign.isdigit()])
    wrong = rng.choice([sign for sign in "123456789" if sign != digits[place]])
    return digits[:place] + wrong + digits[place + 1 :]


def _in_date(text: str, match: re.Match[str]) -> bool:
    after, before = text[match.end() : match.end() + 14], text[: match.start()]
    months = "|".join(_MONTHS["de"] + _MONTHS["en"] + ["May", "Dezember", "December"])
    return bool(
        re.match(rf"\.?\s*(?:{months})|\.\d", after)
        or re.search(rf"(?:{months}) $|\d\.$", before)
        or re.fullmatch(r"(?:19|20)\d\d", match[0])
    )


def _date(base: Base, rng: random.Random, _: list[Base]) -> DraftClaim | None:
    language = language_of(base.article)
    options = []
    for names in (_WEEKDAYS[language], _MONTHS[language]):
        for match in re.finditer("|".join(rf"\b{name}" for name in names), base.text):
            options.append((match, rng.choice([name for name in names if name != match[0]])))
    for match in _NUMBER.finditer(base.text):
        if _in_date(base.text, match) and match[0].isdigit():
            day = int(match[0])
            options.append((match, str(day + 1 if day > 31 else day % 28 + 1)))
    return _replaced(base, *rng.choice(options)) if options else None


def _name(base: Base, rng: random.Random, _: list[Base]) -> DraftClaim | None:
    matches = list(_PEOPLE.finditer(base.text))
    if not matches:
        return None
    match = rng.choice(matches)
    cited = " ".join(evidence(base.article)[key].sentence.text for key in base.cites)
    people = {found[0] for item in evidence(base.article).values() for found in _PEOPLE.finditer(item.sentence.text)}
    people |= {"Sabine Kortner", "Viktor Salin", "Thomsen", "Paula Lindner", "Igor Belan"}
    others = sorted(name for name in people if name.split()[-1] not in cited and name.split()[-1] not in base.text)
    if " " in match[0] and rng.random() < 0.25:
        return _replaced(base, match, rng.choice(["Martin", "Elena"]) + " " + match[0].split()[1])
    return _replaced(base, match, rng.choice(others))


def _replaced(base: Base, match: re.Match[str], text: str) -> DraftClaim:
    return DraftClaim(base.text[: match.start()] + text + base.text[match.end() :], base.cites)


def _negation(base: Base, _: random.Random, __: list[Base]) -> DraftClaim | None:
    return DraftClaim(base.negated, base.cites) if base.negated else None


def _role(base: Base, _: random.Random, __: list[Base]) -> DraftClaim | None:
    return DraftClaim(base.roles, base.cites) if base.roles else None


BREAKS: Mapping[str, Break] = dict(
    zip(KINDS, (_id, _sentence, _stitched, _number, _date, _name, _negation, _role), strict=True)
)


@dataclass(frozen=True)
class Trial:
    """One answer: its unbroken claims, and the one that was broken."""

    kind: str
    held: bool
    honest: tuple[Base, ...]
    broken: DraftClaim
    base: Base


def trials(count: int = ANSWERS) -> list[Trial]:
    """The broken answers, half of them of claims held back; the same ones at each run."""
    rng = random.Random(SEED)
    made: list[Trial] = []
    for number in range(count):
        held = number % 2 == 1
        pool = bases()[held]
        kind = KINDS[number // 2 % len(KINDS)]
        while True:
            base = rng.choice(pool)
            if kind in ("id", "sentence", "number", "date", "name") and rng.random() < 0.25:
                base = verbatim(rng, base)
            broken = BREAKS[kind](base, rng, pool)
            if broken is not None and (broken.text, broken.sentence_ids) != (base.text, base.cites):
                break
        other = rng.choice(pool)
        other = verbatim(rng, other) if rng.random() < 0.25 else other
        made.append(Trial(kind, held, (base, other), broken, base))
    return made


def run(claim: DraftClaim, article: str) -> CheckedClaim:
    """The claim after the gates."""
    return check(claim, evidence(article), language_of(article))


def measure(count: int = ANSWERS) -> dict[str, dict[str, float]]:
    """Shares by half ("work", "held"): of each kind and of all caught and blocked, and of false alarms."""
    results: dict[str, dict[str, float]] = {}
    for half, held in (("work", False), ("held", True)):
        chosen = [trial for trial in trials(count) if trial.held == held]
        caught: dict[str, list[int]] = defaultdict(list)
        blocked: dict[str, list[int]] = defaultdict(list)
        alarms: list[bool] = []
        for trial in chosen:
            support = run(trial.broken, trial.base.article).support
            caught[trial.kind].append(support != "verified")
            blocked[trial.kind].append(support == "unverified")
            alarms += [
                run(DraftClaim(base.text, base.cites), base.article).support != "verified" for base in trial.honest
            ]
        share = {f"caught {kind}": sum(found) / len(found) for kind, found in caught.items()}
        share |= {f"blocked {kind}": sum(found) / len(found) for kind, found in blocked.items()}
        share["caught"] = sum(map(sum, caught.values())) / len(chosen)
        share["blocked"] = sum(map(sum, blocked.values())) / len(chosen)
        share["false alarms"] = sum(alarms) / len(alarms)
        results[half] = share
    return results


def _show(kind: str) -> None:
    for held, pool in enumerate(bases()):
        if kind in ("alarms", "held"):
            if (kind == "held") != bool(held):
                continue
            for base in pool:
                result = run(DraftClaim(base.text, base.cites), base.article)
                if result.support != "verified":
                    cited = [evidence(base.article)[key].sentence.text for key in base.cites]
                    print(result.support, "|", base.text, "|", result.reasons, "|", cited)
    for trial in trials():
        if trial.kind == kind and not trial.held:
            result = run(trial.broken, trial.base.article)
            if result.support != "unverified":
                cited = [evidence(trial.base.article)[key].sentence.text for key in result.sentence_ids]
                print(result.support, "|", trial.broken.text, "|", result.reasons, "|", cited)


def main() -> None:
    """Prints the table, or with --show what of a kind was not blocked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--show", help="a kind, or alarms")
    chosen = parser.parse_args().show
    if chosen:
        _show(chosen)
        return
    results = measure()
    made = trials()
    claims = [base for trial in made for base in trial.honest]
    paraphrased = sum(not base.verbatim for base in claims) / len(claims)
    print(f"{len(made)} answers, {paraphrased:.0%} of the claims paraphrased")
    print(f"{'':22}{'work':>8}{'held':>8}")
    for name in results["work"]:
        print(f"{name:22}" + "".join(f"{results[half].get(name, float('nan')):8.3f}" for half in ("work", "held")))


if __name__ == "__main__":
    main()
