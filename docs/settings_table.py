"""Writes the settings table of the README from the settings themselves: `make docs`.

The table stands between two comment lines; a test holds it against the settings.
"""

from __future__ import annotations

from pathlib import Path

from assistant.settings import PREFIX, Settings

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- settings: written by make docs -->", "<!-- end of settings -->"


def table() -> str:
    """The settings as a Markdown table: variable, default, what it does."""
    lines = ["| Variable | Default | What it does |", "| --- | --- | --- |"]
    for name, field in Settings.model_fields.items():
        variable = name.upper() if name.startswith("openai_") else PREFIX + name.upper()
        default = (
            "the user's data folder" if name == "archive" else f"`{field.default}`" if field.default else "unset"
        )
        lines.append(f"| `{variable}` | {default} | {field.description} |")
    return "\n".join(lines)


def main() -> None:
    """Rewrite the README's table."""
    before, rest = README.read_text(encoding="utf-8").split(BEGIN)
    after = rest.split(END)[1]
    README.write_text(f"{before}{BEGIN}\n\n{table()}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
