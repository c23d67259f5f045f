"""The report's pictures as inline SVG: no script, no image file, nothing fetched."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np

from assistant.evaluation.estimate import duration

WIDTH, HEIGHT = 560, 260
LEFT, RIGHT, TOP, BOTTOM = 52, 14, 14, 44
BINS = 24


def risk_coverage(curve: Sequence[tuple[float, float]]) -> str:
    """Risk over coverage, both 0 to 1, from points in order of coverage."""
    highest = max(0.1, *(risk for _, risk in curve))
    points = " ".join(f"{_x(coverage):.1f},{_y(risk / highest):.1f}" for coverage, risk in curve)
    last = curve[-1]
    marks = [
        f'<polyline class="line" points="{points}"/>',
        f'<circle class="dot" cx="{_x(last[0]):.1f}" cy="{_y(last[1] / highest):.1f}" r="4">'
        f"<title>{last[0]:.0%} answered, {last[1]:.0%} of them wrong</title></circle>",
    ]
    horizontal = [(_x(share), f"{share:.0%}") for share in (0, 0.25, 0.5, 0.75, 1)]
    vertical = [(_y(share), f"{share * highest:.0%}") for share in (0, 0.5, 1)]
    return _chart(
        "Risk over coverage", marks, horizontal, vertical, "share of questions answered", "wrong among them"
    )


def latencies(seconds: Sequence[float], percentiles: Sequence[tuple[str, float]]) -> str:
    """How many answers took how long, with lines at the given (label, seconds)."""
    counts, edges = np.histogram(seconds, bins=BINS, range=(0, max(seconds) or 1))
    longest, most = float(edges[-1]), int(counts.max())
    marks = []
    for count, start, end in zip(counts, edges[:-1], edges[1:], strict=True):
        label = f"{duration(float(start))} to {duration(float(end))}: {count}"
        left, right, top = _x(float(start) / longest), _x(float(end) / longest), _y(int(count) / most)
        marks.append(
            f'<rect class="bar" x="{left + 0.5:.1f}" y="{top:.1f}" width="{max(1, right - left - 1):.1f}" '
            f'height="{_y(0) - top:.1f}"><title>{label}</title></rect>'
        )
    for label, value in percentiles:
        at = _x(value / longest)
        side, away = ("end", -5) if at > WIDTH * 0.8 else ("start", 5)
        marks.append(f'<line class="mark" x1="{at:.1f}" x2="{at:.1f}" y1="{TOP}" y2="{_y(0)}"/>')
        text = f"{label} {duration(value)}"
        height = TOP + 12 + 16 * (label != percentiles[0][0])
        marks.append(f'<text x="{at + away:.1f}" y="{height}" text-anchor="{side}">{escape(text)}</text>')
    horizontal = [(_x(share), duration(share * longest)) for share in (0, 0.5, 1)]
    vertical = [(_y(share), f"{share * most:.0f}") for share in ((0, 1) if most % 2 else (0, 0.5, 1))]
    return _chart("Latency", marks, horizontal, vertical, "time to the whole answer", "answers")


def interval(value: float, low: float, high: float) -> str:
    """A share with its interval on a line from 0 to 1."""
    start, end, at = (4 + 112 * min(1.0, max(0.0, share)) for share in (low, high, value))
    return (
        '<svg class="interval" viewBox="0 0 120 14" aria-hidden="true">'
        '<line class="track" x1="4" x2="116" y1="7" y2="7"/>'
        f'<line class="range" x1="{start:.1f}" x2="{max(end, start + 0.5):.1f}" y1="7" y2="7"/>'
        f'<circle class="dot" cx="{at:.1f}" cy="7" r="3.5"/></svg>'
    )


def _x(share: float) -> float:
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _y(share: float) -> float:
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def _chart(
    title: str,
    marks: Sequence[str],
    horizontal: Sequence[tuple[float, str]],
    vertical: Sequence[tuple[float, str]],
    below: str,
    beside: str,
) -> str:
    """Axes, ticks and labels around `marks`; ticks are (position, label)."""
    parts = [f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">']
    for at, label in vertical:
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{at:.1f}" y2="{at:.1f}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{escape(label)}</text>')
    for position, (at, label) in enumerate(horizontal):
        anchor = "end" if position == len(horizontal) - 1 else "middle"
        parts.append(f'<text x="{at:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="{anchor}">{escape(label)}</text>')
    middle = (TOP + HEIGHT - BOTTOM) / 2
    parts.append(
        f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 6}" text-anchor="middle">{escape(below)}</text>'
    )
    parts.append(f'<text transform="translate(12 {middle}) rotate(-90)" text-anchor="middle">{escape(beside)}</text>')
    return "".join([*parts, *marks, "</svg>"])
