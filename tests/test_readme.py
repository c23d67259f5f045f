"""The README tells the truth: its settings, its commands, its links."""

import re
from pathlib import Path

import pytest

from assistant.cli import app
from docs.settings_table import BEGIN, END, table

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_settings_table_is_that_of_the_settings() -> None:
    assert README.split(BEGIN)[1].split(END)[0].strip() == table(), "run `make docs`"


def test_every_command_named_exists_and_every_command_is_named() -> None:
    commands = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    commands |= {group.name for group in app.registered_groups if group.name}
    named = set(re.findall(r"presseschau ([a-z]+)\b", README)) | {"show", "remove"}
    assert commands == named


@pytest.mark.parametrize("link", re.findall(r"\]\((?!http)([^)#]+)\)", README))
def test_a_linked_file_exists(link: str) -> None:
    assert (ROOT / link).exists()


def test_make_targets_named_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"^make ([a-z]+)", README, re.MULTILINE)) <= targets
