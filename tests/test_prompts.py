"""Prompts are checked when they are loaded: their parts, and the variables that the code fills in."""

from __future__ import annotations

import pytest

from assistant.errors import PromptError
from assistant.prompts import VARIABLES, load_prompt, parse_prompt

GOOD = "# System\n\nYou answer.\n\n# User\n\n$example\n$evidence\n$question ${language}\n"


@pytest.mark.parametrize("name", sorted(VARIABLES))
def test_every_declared_prompt_loads_and_fills(name: str) -> None:
    values = {variable: f"<{variable}>" for variable in VARIABLES[name]}
    system, user = load_prompt(name).fill(**values)
    assert all(f"<{variable}>" in system + user for variable in values)
    assert ('{"claims": []}' in user) == (name in ("answer", "repair"))


def test_values_are_data_and_not_searched_for_variables() -> None:
    _, user = parse_prompt("answer", GOOD).fill(
        example="S1", evidence="costs $question $5", question="Was?", language="German"
    )
    assert user == "S1\ncosts $question $5\nWas? German"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("You answer. $evidence $question $language", "# System"),
        ("# System\n\n\n# User\n$evidence $question $language", "# System"),
        ("# System\nYou answer.\n", "# User"),
        (GOOD.replace("$question", ""), "$question"),
        (GOOD + "$today", "$today"),
        (GOOD + "it costs $ 5", "$$"),
    ],
)
def test_a_broken_prompt_is_one_line(text: str, told: str) -> None:
    with pytest.raises(PromptError) as caught:
        parse_prompt("answer", text)
    assert "answer.md" in str(caught.value)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_unknown_prompt_names_those_there_are() -> None:
    with pytest.raises(PromptError, match=r"cannot be read"):
        load_prompt("../pyproject")
    with pytest.raises(PromptError, match=r"answer, condense_question, extract_events, repair"):
        parse_prompt("poem", GOOD)


def test_values_must_be_the_declared_ones() -> None:
    with pytest.raises(PromptError, match=r"example, language, question"):
        parse_prompt("answer", GOOD).fill(evidence="x")
