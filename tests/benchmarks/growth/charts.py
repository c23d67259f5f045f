"""Curves over the size of the archive, as one PNG."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import altair as alt

_PANELS = (
    ("Question to answer, ms", 1000.0, ("ask p50", "ask p95")),
    ("Filtered question, p50, ms", 1000.0, ("ask in one outlet p50", "ask in one year p50", "ask in 30 days p50")),
    ("One more article, s", 1.0, ("single article", "single article without embedding")),
    ("Rebuild of the collection, s", 1.0, ("rebuild",)),
    ("Memory of a process that asks, GB", 1e-9, ("memory",)),
    ("Disk, GB", 1e-9, ("disk",)),
    ("presseschau ask, s", 1.0, ("start", "start, processor time")),
)
_COLUMNS = 2


def draw(results: Sequence[dict[str, float]], path: Path) -> None:
    """One panel for each of `_PANELS`; the number of chunks runs along a logarithmic axis."""
    panels = [_panel(results, *panel) for panel in _PANELS]
    rows = [
        alt.hconcat(*panels[start : start + _COLUMNS], spacing=30).resolve_scale(color="independent")
        for start in range(0, len(panels), _COLUMNS)
    ]
    chart = alt.vconcat(*rows).resolve_scale(color="independent").configure_view(strokeWidth=0)
    chart.save(str(path), scale_factor=2)


def _panel(results: Sequence[dict[str, float]], title: str, factor: float, names: Sequence[str]) -> alt.LayerChart:
    values = [
        {"chunks": found["chunks"], "value": found[name] * factor, "what": name}
        for found in results
        for name in names
    ]
    base = alt.Chart(alt.Data(values=values), title=title, width=320, height=170).encode(
        x=alt.X("chunks:Q", scale=alt.Scale(type="log"), axis=alt.Axis(format="~s", tickCount=4)),
        y=alt.Y("value:Q", title=None, scale=alt.Scale(zero=True)),
        color=alt.Color("what:N", title=None, sort=list(names), legend=alt.Legend(orient="bottom", labelLimit=250)),
    )
    return base.mark_line() + base.mark_point(filled=True, size=40)
