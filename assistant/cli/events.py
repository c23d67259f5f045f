"""Commands that list events and people, and decide who is one person."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

import typer
from typer.core import TyperGroup

from assistant.cli.application import Archive, AsJson, app, check_days, day, settings_of
from assistant.types import Action

if TYPE_CHECKING:
    from assistant.archive import Archive as Store
    from assistant.archive.known import PersonOfArchive
    from assistant.settings import Settings

Name = Annotated[str, typer.Argument(metavar="NAME", help="A person's name, in any spelling.")]
_SHOWN = ("de", "en", "ru")  # languages in which events are named


@app.command()
def events(
    person: Annotated[
        str | None, typer.Option("--person", metavar="NAME", help="Only events of this person; any spelling will do.")
    ] = None,
    start: Annotated[
        date | None, typer.Option("--from", parser=day, metavar="DATE", help="Happened on this day or later.")
    ] = None,
    end: Annotated[
        date | None, typer.Option("--to", parser=day, metavar="DATE", help="Happened on this day or earlier.")
    ] = None,
    action: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND", help="Only this kind, as meeting or visit; may be repeated. `all` for all."),
    ] = None,
    form: Annotated[
        Literal["table", "md", "csv", "json"], typer.Option("--format", help="How the list is printed.")
    ] = "table",
    as_json: AsJson = False,
    archive: Archive = None,
) -> None:
    """List who met whom, when and where. Statements are left out unless `--action` asks for them.

    Events of unknown time come last, and only where no day is given. A name that nobody has gives an empty list.
    """
    from assistant.archive import open_catalogue
    from assistant.terminal import events as show
    from assistant.terminal.output import print_json

    check_days(start, end)
    wanted = _actions(action)
    settings = settings_of(archive)
    with open_catalogue(settings) as catalogue:
        if person is not None:
            _say_who(catalogue, person)
        records = catalogue.events(person, start, end, actions=wanted)
        sources = catalogue.sources([sentence for record in records for sentence in record.sentence_ids])
    if as_json or form == "json":
        print_json([show.event_json(record, sources) for record in records])
    elif form == "table":
        show.print_events(records, sources, _language(settings))
    else:
        show.write_events(records, sources, _language(settings), form)


def _actions(given: list[str] | None) -> tuple[str, ...]:
    """The kinds of events to show; all but statements if none are named."""
    known: tuple[str, ...] = get_args(Action)
    if not given:
        return tuple(kind for kind in known if kind != "statement")
    if "all" in given:
        return known
    for kind in given:
        if kind not in known:
            raise typer.BadParameter(f"{kind!r} is no kind of event; there are {', '.join(known)}")
    return tuple(given)


def _say_who(catalogue: Store, name: str) -> tuple[PersonOfArchive, ...]:
    """The people whom a name means; says on stderr if these are several, or nobody."""
    from assistant.terminal.output import print_remark

    found = catalogue.people(name)
    if len(found) > 1:
        listed = ", ".join(person.name for person in found)
        print_remark(f"{name!r} may be {listed}; all of them are listed")
    elif not found and not catalogue.family_names_alone(name):
        near = ", ".join(catalogue.near_names(name))
        print_remark(f"nobody in the archive is called {name!r}" + (f"; there are {near}" if near else ""))
    return found


def _language(settings: Settings) -> str:
    """The reader's language: that of the settings, else of the terminal, else English."""
    locale = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    given = settings.language or locale[:2].lower()
    return given if given in _SHOWN else "en"


class _NameOrCommand(TyperGroup):
    """Takes `people NAME` and `people --json` for `people list …`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] != "--help"):
            args = ["list", *args]
        return super().parse_args(ctx, args)


people = typer.Typer(cls=_NameOrCommand, help="List the people of the archive, and decide who is one person.")
app.add_typer(people, name="people")


@people.command("list")
def list_people(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="Only whom this name may mean.")] = None,
    as_json: AsJson = False,
    archive: Archive = None,
) -> None:
    """List people with spellings and offices; the default.

    `presseschau people` and `presseschau people NAME` do the same.
    """
    from assistant.archive import open_catalogue
    from assistant.terminal import events as show
    from assistant.terminal.output import print_json

    with open_catalogue(settings_of(archive)) as catalogue:
        found = catalogue.people() if name is None else _say_who(catalogue, name)
        decided = catalogue.decisions()
    if as_json:
        print_json([show.person_json(person) for person in found])
    else:
        show.print_people(found, decided if name is None else ())


@people.command()
def split(
    name: Name,
    spelling: Annotated[str, typer.Argument(metavar="SPELLING", help="The spelling that is somebody else.")],
    archive: Archive = None,
) -> None:
    """Say that SPELLING is not NAME but somebody else."""
    from assistant.archive import open_catalogue
    from assistant.terminal.output import print_remark

    with open_catalogue(settings_of(archive)) as catalogue, catalogue.writer() as writer:
        decision = catalogue.to_split(name, spelling)
        writer.decide(decision)
    print_remark(f"{decision.other} is now somebody else than {decision.name}")


@people.command()
def merge(
    name: Name,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Another name of the same person.")],
    archive: Archive = None,
) -> None:
    """Say that NAME and OTHER are one person."""
    from assistant.archive import open_catalogue
    from assistant.terminal.output import print_remark

    with open_catalogue(settings_of(archive)) as catalogue, catalogue.writer() as writer:
        decision = catalogue.to_merge(name, other)
        writer.decide(decision)
    print_remark(f"{decision.name} and {decision.other} are now one person")


@people.command()
def undo(archive: Archive = None) -> None:
    """Take the newest split or merge back."""
    from assistant.archive import open_catalogue
    from assistant.terminal.output import print_remark

    with open_catalogue(settings_of(archive)) as catalogue, catalogue.writer() as writer:
        undone = writer.undo_decision()
    if undone is None:
        print_remark("there is nothing to take back")
    else:
        print_remark(f"taken back: {undone.kind} {undone.name} · {undone.other}")
