"""How anything is printed: plain text, no colour and no blanks at the end of a line where nobody watches."""

from __future__ import annotations

import json
import sys
from typing import Any

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text


def show(*shown: RenderableType) -> None:
    """Print on stdout, each below the other, wrapped at the width of the terminal (80 columns for a pipe)."""
    console = Console(highlight=False, soft_wrap=False)
    if console.is_terminal:
        for one in shown:
            console.print(one)
        return
    with console.capture() as captured:
        for one in shown:
            console.print(one)
    sys.stdout.writelines(f"{line.rstrip()}\n" for line in captured.get().splitlines())


def plain(value: str, style: str = "") -> Text:
    """`value` as text that cannot steer a terminal: control characters but line feed and tab are taken out."""
    return Text("".join(sign for sign in value if sign in "\n\t" or sign.isprintable()), style=style)


def table(*columns: str) -> Table:
    """An empty table without lines, its columns as wide as they need to be."""
    made = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        made.add_column(column, overflow="fold")
    return made


def hanging() -> Table:
    """An empty table of two columns without heads: a short one, and a long one that wraps within its own width."""
    made = Table.grid(padding=(0, 1, 0, 0))
    made.add_column(no_wrap=True)
    made.add_column(overflow="fold")
    return made


def print_json(value: Any) -> None:
    """JSON alone on stdout, readable as it is in German and Russian."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def print_remark(text: str) -> None:
    """One line about what is shown, or was done, on stderr."""
    errors().print(plain(f"presseschau: {text}"), soft_wrap=True)


def errors() -> Console:
    """The console of stderr."""
    return Console(stderr=True, highlight=False)
