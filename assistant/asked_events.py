"""Which happening a question asks about: "Wen hat Kim empfangen?" about receptions with Kim as the host.

Everything about a language stands in `assistant/language/data/asked_events.toml`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, TypeAlias

from assistant.types import Action, Part

Asked: TypeAlias = Literal["subject", "object"]


@dataclass(frozen=True, slots=True)
class AskedEvents:
    """The events that a question is about.

    `named_parts` are the parts that the person named in the question may have, empty for any: in "Wen hat Kim
    empfangen?" the host's. `planned` is whether what is only planned, or called off, is asked about; `whether` is
    set where it is asked if something happened at all, so that a plan or a denial answers too; `listed` where the
    events themselves are ("Welche Treffen"). `words` is what of the question names the action, or adds little to it
    ("zum zweiten Mal"), to be left out when its other words are looked at. `beside` are names that only tell who
    somebody else is ("die Nachfolgerin von Brandt").
    """

    actions: frozenset[Action]
    named_parts: frozenset[Part] = frozenset()
    planned: bool = False
    whether: bool = False
    listed: bool = False
    words: str = ""
    beside: tuple[str, ...] = ()


def asked_events(text: str, language: str) -> AskedEvents | None:
    """What happening a question asks about; None for none, and for a detail that no event record has."""
    data = _data()
    if language not in data or re.search(data["finer"][language], text, re.IGNORECASE):
        return None
    rules = [(rule, match) for rule in data[language] for match in [rule["pattern"].search(text)] if match]
    if not rules:
        return None
    actions = frozenset(action for rule, _ in rules for action in rule["actions"].split())
    patterns = _asked(language)
    said = [match.group() for _, match in rules]
    said += [match.group() for name in ("planned", "little") for match in patterns[name].finditer(text)]
    return AskedEvents(
        actions=actions,
        named_parts=_named_parts(text, language, rules[0][0]),
        planned=bool(patterns["planned"].search(text)),
        whether=bool(patterns["whether"].search(text)),
        listed=bool(patterns["listed"].search(text)),
        words=" ".join(said),
        beside=tuple(match["name"] for match in patterns["beside"].finditer(text)),
    )


def _named_parts(text: str, language: str, rule: dict[str, Any]) -> frozenset[Part]:
    """The part of whoever the question names; empty where it may be any."""
    subject, target = rule.get("subject"), rule.get("object")
    asked = _asked_person(text, language)
    if asked is None or subject is None or target is None:
        return frozenset()
    doing: frozenset[Part] = frozenset({subject, "lead", "other"})
    done_to: frozenset[Part] = frozenset({target, "other"})
    return doing if asked == "object" else done_to


def _asked_person(text: str, language: str) -> Asked | None:
    """Whether those who do it are asked for, or those to whom it is done; None where that cannot be told."""
    patterns = _asked(language)
    if patterns["together"].search(text):
        return None
    if patterns["by"].search(text):
        return "subject"
    objects, subjects = bool(patterns["object"].search(text)), bool(patterns["subject"].search(text))
    if objects and subjects and language != "en":
        return None
    if objects:
        return "object"
    passive = bool(patterns["passive"].search(text))
    if not subjects:
        return "subject" if passive else None  # "Wann wurde Schoigu entlassen?" names the one to whom it was done
    return "object" if passive else "subject"


@cache
def _data() -> dict[str, Any]:
    text = files("assistant.language").joinpath("data", "asked_events.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    for language in data["asked"]:
        for rule in data[language]:
            rule["pattern"] = re.compile(rule["pattern"], re.IGNORECASE)
    return data


@cache
def _asked(language: str) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _data()["asked"][language].items()}
