"""Labels for a select box: Streamlit knows its options by their labels alone, so that two must never be the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping


def distinct(labels: Mapping[str, str]) -> dict[str, str]:
    """By key, the labels; those that stand there before get a number: "Titel", "Titel (2)"."""
    taken: set[str] = set()
    seen: Counter[str] = Counter()
    told = {}
    for key, label in labels.items():
        chosen = label
        while chosen in taken:
            seen[label] += 1
            chosen = f"{label} ({seen[label] + 1})"
        taken.add(chosen)
        told[key] = chosen
    return told
