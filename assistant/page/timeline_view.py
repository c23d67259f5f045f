"""The timeline as the reader sees it: choice of events, chart or table, and the sentences of the event chosen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, cast

import streamlit

from assistant.page import timeline
from assistant.page.answer import message
from assistant.page.chart import INK, chart, legend, selected
from assistant.page.happening import folded_markup, happening_markup, table, tooltip
from assistant.page.markup import element, joined
from assistant.page.timeline import Happening
from assistant.page.wording import Wording
from assistant.page.work import Turn

if TYPE_CHECKING:
    from assistant.assistant import Assistant


def show_timeline(assistant: Assistant, turns: Sequence[Turn], words: Wording) -> None:
    """The events of an answer, the last one that has any or the one the reader came from, or those of the archive."""
    telling = [turn for turn in turns if answer_events(turn)]
    scope = _scope(bool(telling), words)
    if scope == "answer":
        wanted = streamlit.session_state.get("timeline-turn")
        turn = next((turn for turn in telling if turn.number == wanted), telling[-1])
        streamlit.html(element("p", turn.question, class_="ps-scope"))
        _show(answer_events(turn), f"answer-{turn.number}-{words.language}", words)
        return
    person, start, end = _filters(words)
    found, total = _of_archive(assistant, person, start, end)
    _show(found, f"archive-{assistant.generation()}-{person}-{start}-{end}-{words.language}", words)
    if len(found) < total:
        streamlit.html(element("p", words("newest_events", count=len(found), total=total), class_="ps-remark"))


def answer_events(turn: Turn) -> tuple[Happening, ...]:
    """The events that a finished answer tells."""
    return timeline.of_answer(turn.answer, turn.sources) if turn.answer is not None else ()


def _scope(has_answer: bool, words: Wording) -> str:
    if not has_answer:
        return "archive"
    streamlit.session_state.setdefault("timeline-scope", "answer")
    chosen = streamlit.segmented_control(
        words("timeline_of"),
        ("answer", "archive"),
        key="timeline-scope",
        format_func=lambda scope: words(f"timeline_{scope}"),
        label_visibility="collapsed",
        required=True,
    )
    return chosen or "answer"


def _filters(words: Wording) -> tuple[str | None, date | None, date | None]:
    earliest = date(1000, 1, 1)
    who, since, until = streamlit.columns([2, 1, 1])
    person = who.text_input(
        words("person"),
        max_chars=200,
        key="timeline-person",
        placeholder=words("any_spelling"),
        persist_state="session",
    )
    start = since.date_input(
        words("from"),
        value=None,
        min_value=earliest,
        format="DD.MM.YYYY",
        key="timeline-from",
        persist_state="session",
    )
    end = until.date_input(
        words("to"), value=None, min_value=earliest, format="DD.MM.YYYY", key="timeline-to", persist_state="session"
    )
    if start and end and start > end:
        streamlit.html(message(words("wrong_days")))
        start = end = None
    return person.strip() or None, start, end


def _of_archive(
    assistant: Assistant, person: str | None, start: date | None, end: date | None
) -> tuple[tuple[Happening, ...], int]:
    """The events to be shown and how many there are; asked for again only when something has changed."""
    asked = (assistant.generation(), person, start, end)
    known = streamlit.session_state.get("timeline")
    if known is None or known[0] != asked:
        # as in the terminal: what somebody said is no meeting
        records = [one for one in assistant.events(person, start, end) if one.action != "statement"]
        shown = timeline.newest(records)
        sources = assistant.sources([key for record in shown for key in record.sentence_ids])
        known = (asked, timeline.of_archive(shown, sources), len(records))
        streamlit.session_state["timeline"] = known
    return cast("tuple[tuple[Happening, ...], int]", known[1:])


def _show(happenings: Sequence[Happening], key: str, words: Wording) -> None:
    if not happenings:
        streamlit.html(message(words("no_events"), "note"))
        return
    shape = (
        streamlit.segmented_control(
            words("timeline_shape"),
            ("chart", "table"),
            default="chart",
            key="timeline-shape",
            persist_state="session",
            format_func=lambda shape: words(f"shape_{shape}"),
            label_visibility="collapsed",
            required=True,
        )
        or "chart"
    )
    if shape == "table":
        streamlit.html(table(happenings, words))
        return
    disputed = [one for one in happenings if one.disputed]
    if disputed:
        heading = element("h2", words.count("disputed_events", len(disputed)), class_="ps-status ps-disputed")
        folded = joined(folded_markup(one, words) for one in disputed)
        streamlit.html(element("section", heading, folded, class_="ps-happenings"))
    dated = [one for one in happenings if one.dated]
    if dated:
        _chart(dated, key, words)
    undated = [one for one in happenings if not one.dated]
    if undated:
        heading = element("summary", words.count("undated_events", len(undated)), class_="ps-heading")
        listed = (happening_markup(one, words) for one in undated)
        streamlit.html(element("details", heading, *listed, class_="ps-happenings", open=not dated))


def _chart(dated: Sequence[Happening], key: str, words: Wording) -> None:
    others = words("other_people")
    named = timeline.rows(dated, others)
    drawn = chart(
        dated,
        list(timeline.bars(dated, named, others)),
        named,
        {one.number: tooltip(one, words) for one in dated},
        words,
        INK[streamlit.context.theme.type or "light"],
    )
    state = streamlit.altair_chart(
        drawn, width="stretch", on_select="rerun", key=f"chart-{key}", alt=words("chart_alt", count=len(dated))
    )
    streamlit.html(legend(dated, words))
    number = selected(state)
    chosen = next((one for one in dated if one.number == number), None)
    if chosen is None:
        streamlit.html(element("p", words("click_bar"), class_="ps-remark"))
    else:
        streamlit.html(element("section", happening_markup(chosen, words), class_="ps-happenings"))
