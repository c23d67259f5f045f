"""The timeline as an Altair chart: time across, a row a person, bars as wide as the day is known, colour by action.

All names are data of the chart, never part of its specification: Vega draws them as text. docs/decisions/0055-page.md
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from assistant.answering.heading import action
from assistant.page.markup import Markup, element
from assistant.page.timeline import Bar, Happening, span
from assistant.page.wording import Wording

if TYPE_CHECKING:
    import altair

SELECTION = "chosen"
_ROW_HEIGHT = 30  # pixels
_NAME_WIDTH = 130  # pixels; longer names are cut, the tooltip has them whole
_COLOURS: Mapping[str, str] = {
    "meeting": "#b54a4a", "visit": "#c9822f", "call": "#7d6bb0", "talks": "#c96a5b", "reception": "#b5527a",
    "signing": "#2f7f79", "statement": "#8a8378", "appointment": "#3f7fb5", "dismissal": "#3f6f96",
    "resignation": "#5f93a8", "election": "#4e8f4a", "accusation": "#8c6d1f", "arrest": "#8d6b52", "death": "#757575",
}  # fmt: skip  # middle tones: they stand out from the light and from the dark ground
_OTHER = "#8a8378"
INK: Mapping[str, str] = {"light": "#5c5852", "dark": "#b3ada4"}  # of names and days, by theme
_UNSURE = 0.45  # opacity of what was planned, denied or only alleged


def chart(
    happenings: Sequence[Happening],
    bars: Sequence[Bar],
    rows: Sequence[str],
    told: Mapping[int, Mapping[str, str]],
    words: Wording,
    ink: str,
) -> altair.Chart:
    """The chart; a click on a bar selects its event's number under SELECTION.

    told: event's number → what its tooltip says: the values of `what`, `when`, `who` and `where`. ink: colour of
    names and days, since Streamlit's own grey is too faint on a light ground.
    """
    import altair

    actions = {one.number: one.action for one in happenings}
    unsure = {one.number for one in happenings if one.modality in ("planned", "denied", "alleged")}
    shown = list(dict.fromkeys(actions[bar.happening] for bar in bars))
    labels = {action: told[number]["action"] for number, action in actions.items()}
    places = {row: place for place, row in enumerate(rows)}
    values = [
        {
            "event": bar.happening,
            "row": bar.row,
            "place": places[bar.row],
            "start": _midnight(bar.start),
            "end": _midnight(bar.end + timedelta(days=1)),
            "opacity": _UNSURE if bar.happening in unsure else 1.0,
            **told[bar.happening],
        }
        for bar in bars
    ]
    first, last = span(happenings)
    margin = max(timedelta(days=3), (last - first) / 25)
    colour = altair.Scale(
        domain=[labels[action] for action in shown], range=[_COLOURS.get(action, _OTHER) for action in shown]
    )
    tooltip = [
        altair.Tooltip(f"{name}:N", title=words(f"column_{name}")) for name in ("when", "what", "who", "where")
    ]
    selection = altair.selection_point(name=SELECTION, fields=["event"], on="click", clear="dblclick")
    drawn = altair.Chart(altair.InlineData(values=values), height=altair.Step(_ROW_HEIGHT)).mark_bar(
        height=14, cornerRadius=3, strokeWidth=5, strokeJoin="round", clip=True, cursor="pointer"
    )
    encoded: altair.Chart = drawn.encode(
        x=altair.X(
            "start:T",
            title=None,
            scale=altair.Scale(domain=[_point(first - margin), _point(last + margin)]),
            axis=altair.Axis(
                format=_date_format(last - first), labelOverlap="greedy", tickCount=5, orient="top", labelColor=ink
            ),
        ),
        x2="end:T",
        y=altair.Y(
            "row:N",
            title=None,
            sort=altair.EncodingSortField("place", op="min"),
            axis=altair.Axis(labelLimit=_NAME_WIDTH, domain=False, grid=True, labelColor=ink),
        ),
        color=altair.Color("action:N", scale=colour, legend=None),
        stroke=altair.Stroke("action:N", scale=colour, legend=None),
        opacity=altair.condition(selection, altair.Opacity("opacity:Q", scale=None, legend=None), altair.value(0.25)),
        tooltip=tooltip,
    )
    return encoded.add_params(selection)


def legend(happenings: Sequence[Happening], words: Wording) -> Markup:
    """The colours of the kinds of events; beside the chart, whose own legend would be cut off on a small screen."""
    shown = dict.fromkeys(one.action for one in happenings)
    items = (
        element("li", element("span", style=f"background:{_COLOURS.get(kind, _OTHER)}"), action(kind, words.language))
        for kind in shown
    )
    return element("ul", *items, class_="ps-legend")


def selected(state: Any) -> int | None:
    """The number of the event that was clicked on, from what Streamlit gives back; None where there is none."""
    chosen = state.get("selection", {}).get(SELECTION) if state else None
    if not chosen:
        return None
    number = chosen[0].get("event")
    return int(number) if isinstance(number, int | float) else None


def _midnight(day: date) -> str:
    """The day's beginning where the reader is: a date alone would be read as one in Greenwich."""
    return f"{day.isoformat()}T00:00:00"


def _point(day: date) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "date": day.day}


def _date_format(length: timedelta) -> str:
    """Numbers alone, which every language reads: the day in a chart of weeks, the month in one of years."""
    return "%d.%m.%y" if length <= timedelta(days=120) else "%m/%Y" if length <= timedelta(days=365 * 8) else "%Y"
