"""A select box for things with an id. Streamlit knows options by their labels alone: two must never be the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

import streamlit

from assistant.page.wording import Wording


def choose(
    label: str, titles: Mapping[str, str], current: str | None, words: Wording, key: str, chosen: Callable[[], None]
) -> None:
    """A box with these titles, by id; `chosen` is called when one is chosen, its id under `key`.

    A select box, since its options are text; the label of a button would be Markdown.
    """
    labels = distinct(titles)
    streamlit.session_state[key] = current if current in labels else None
    streamlit.selectbox(
        label,
        list(labels),
        index=None,
        key=key,
        format_func=labels.__getitem__,
        placeholder=words("choose_conversation"),
        on_change=chosen,
    )


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
