"""An answer in the terminal: its text, who tells what, and the sentences behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.text import Text

from assistant.answering.emphasis import emphasised
from assistant.terminal.output import hanging, plain, show
from assistant.types import Answer, Citation

_STATUS_STYLE = {"answered": "", "partly_answered": "yellow", "not_in_sources": "yellow"}


def print_answer(answer: Answer) -> None:
    """The answer, who tells what, then its numbered sources: outlet, date, title and the sentence, each once."""
    show("", _with_strong(plain(answer.answer, _STATUS_STYLE[answer.status]), answer.citations))
    for note in answer.notes:
        markers = "".join(f"[{number}]" for number in note.citations if f"[{number}]" not in note.text)
        show(plain(f"{note.text} {markers}".rstrip(), "dim"))
    for claim in answer.told.values():
        if claim.told_by:
            markers = "".join(f"[{number}]" for number in claim.citations)
            show(plain(f"{markers} {claim.told_by}", "dim"))
    sources = hanging()
    for quoted, citations in _by_quote(answer.citations).items():
        for citation in citations:
            sources.add_row(Text(f"[{citation.number}]", "bold"), plain(_source_line(citation)))
        sources.add_row("", _with_strong(plain(f"“{quoted}”", "italic"), citations))
    if answer.citations:
        show("", sources)
    show("", plain(f"{answer.answerer} · {answer.seconds['total']:.2f} s", "dim"))


def _with_strong(text: Text, citations: Iterable[Citation]) -> Text:
    """The text with the words that answer in bold."""
    for start, end in emphasised(text.plain, citations):
        text.stylize("bold", start, end)
    return text


def _by_quote(citations: Sequence[Citation]) -> dict[str, list[Citation]]:
    """The citations by what they quote: a story that ten outlets copied is read once."""
    quoted: dict[str, list[Citation]] = {}
    for citation in citations:
        quoted.setdefault(citation.quote, []).append(citation)
    return quoted


def _source_line(citation: Citation) -> str:
    published = citation.published.isoformat() if citation.published else "—"
    return " · ".join(part for part in (citation.outlet, published, citation.title) if part)
