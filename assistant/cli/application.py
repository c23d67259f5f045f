"""The command's frame: its options before any command, and those that several commands share."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

if TYPE_CHECKING:
    from assistant.settings import Settings
    from assistant.types import Filters

app = typer.Typer(
    name="presseschau",
    help="Ask an archive of news articles, and see the sentence behind every statement.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def day(text: str) -> date:
    """A day as 2024-09-14 or 14.9.2024."""
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise typer.BadParameter(f"{text!r} is no day; write it as 2024-09-14")


Archive = Annotated[Path | None, typer.Option("--archive", metavar="FOLDER", help="Folder of the archive.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]
From = Annotated[
    date | None, typer.Option("--from", parser=day, metavar="DATE", help="Published on this day or later.")
]
To = Annotated[
    date | None, typer.Option("--to", parser=day, metavar="DATE", help="Published on this day or earlier.")
]
Published = Annotated[
    date | None, typer.Option("--published", parser=day, metavar="DATE", help="Date of publication.")
]
Outlets = Annotated[
    list[str] | None, typer.Option("--outlet", metavar="NAME", help="Only this outlet; may be repeated.")
]
AnswererName = Annotated[
    Literal["extractive", "model"] | None,
    typer.Option("--answerer", help="Quotations only, or the chat model named in the settings."),
]

_given: dict[str, Any] = {}  # options given before the command


@app.callback()
def _before_all(archive: Archive = None) -> None:
    """Ask an archive of news articles, and see the sentence behind every statement."""
    _given["archive"] = archive


def settings_of(archive: Path | None) -> Settings:
    """The settings, with the archive named before or after the command."""
    from assistant.settings import load_settings

    return load_settings(archive=archive or _given.get("archive"))


@contextmanager
def collector_paused() -> Iterator[None]:
    """Imports make objects that stay; looking for garbage among them takes a sixth of the start of `ask`."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def filters_of(start: date | None, end: date | None, outlets: list[str] | None) -> Filters:
    """What a search is limited to; a usage error where the days are the wrong way round."""
    from assistant.types import Filters

    check_days(start, end)
    return Filters(start, end, tuple(outlets or ()))


def check_days(start: date | None, end: date | None) -> None:
    """A usage error where `--from` is later than `--to`."""
    if start and end and start > end:
        raise typer.BadParameter(f"--from {start} is later than --to {end}")
