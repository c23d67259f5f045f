"""Loads the prompts and checks them: one Markdown file each, with a `# System` and a `# User` part.

Variables are written `$name` (string.Template), so that the braces of JSON need no escape. Which variables a prompt
takes is declared here; a file that uses another one, or leaves one out, is refused when it is loaded.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Template

from assistant.errors import PromptError

VARIABLES: dict[str, frozenset[str]] = {
    "answer": frozenset({"example", "evidence", "question", "language"}),
    "condense_question": frozenset({"conversation", "question", "language"}),
    "extract_events": frozenset({"actions", "sentences"}),
    "repair": frozenset({"language"}),
    "verify_claim": frozenset({"evidence", "claim"}),
}
_PARTS = re.compile(r"\A\s*# System\s*\n(?P<system>.*?)^# User\s*\n(?P<user>.*)\Z", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Prompt:
    """A checked prompt: what the model is told to be, and what it is asked."""

    name: str
    system: str
    user: str

    def fill(self, **values: str) -> tuple[str, str]:
        """The system and the user text with the variables filled in; values are not searched for variables again.

        Raises PromptError if the values are not exactly the declared variables.
        """
        declared = VARIABLES[self.name]
        if values.keys() != declared:
            odd = ", ".join(sorted(values.keys() ^ declared))
            raise PromptError(f"the prompt {self.name}.md cannot be filled in", f"check the variables {odd}")
        return Template(self.system).substitute(values), Template(self.user).substitute(values)


@cache
def prompts_hash() -> str:
    """A digest of all prompts: answers made with other prompts are other answers."""
    texts = (f"{name}\0{load_prompt(name).system}\0{load_prompt(name).user}" for name in sorted(VARIABLES))
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


@cache
def load_prompt(name: str) -> Prompt:
    """The prompt `prompts/NAME.md` of the installed package. Raises PromptError if it is missing or broken."""
    try:
        text = files("prompts").joinpath(f"{name}.md").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError, ModuleNotFoundError):
        raise PromptError(f"the prompt {name}.md cannot be read", "install presseschau again") from None
    return parse_prompt(name, text)


def parse_prompt(name: str, text: str) -> Prompt:
    """The prompt in `text`, checked against the variables declared for `name`. Raises PromptError."""
    if name not in VARIABLES:
        raise PromptError(f"unknown prompt {name!r}", f"the prompts are {', '.join(sorted(VARIABLES))}")
    parts = _PARTS.match(text)
    if not parts or not parts["system"].strip() or not parts["user"].strip():
        raise PromptError(f"the prompt {name}.md is broken", "it needs a `# System` part and then a `# User` part")
    templates = Template(parts["system"].strip()), Template(parts["user"].strip())
    if not all(template.is_valid() for template in templates):
        raise PromptError(f"the prompt {name}.md is broken", "write `$$` for a dollar sign")
    used = {variable for template in templates for variable in template.get_identifiers()}
    if used != VARIABLES[name]:
        odd = ", ".join(f"${variable}" for variable in sorted(used ^ VARIABLES[name]))
        problem = "unknown or missing variables"
        raise PromptError(f"the prompt {name}.md is broken", f"{problem}: {odd}")
    return Prompt(name, templates[0].template, templates[1].template)
