"""The sidebar: language, archive, filters, who answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

import streamlit

from assistant.page.answer import message
from assistant.page.choices import choose
from assistant.page.intake import KINDS, LIMIT, Upload
from assistant.page.markup import element, joined
from assistant.page.wording import LANGUAGES, PageLanguage, Wording, browser_language, wording
from assistant.settings import Settings
from assistant.types import Filters

if TYPE_CHECKING:
    from assistant.archive import Statistics
    from assistant.conversations import Conversation, Conversations, Spent

_OF_STREAMLIT = ("upload", "nothing", "day", "month", "year")  # what its fields say in English whatever the language


@dataclass(frozen=True, slots=True)
class UploadRequest:
    """Files a reader wants in the archive, with what the files may not say themselves."""

    uploads: tuple[Upload, ...]
    published: date | None
    outlet: str | None


def choose_language(settings: Settings) -> Wording:
    """The words of the page: the reader's choice, else the setting, else the browser's language."""
    first: PageLanguage = settings.language or browser_language(streamlit.context.locale)
    current: PageLanguage = streamlit.session_state.get("language") or first
    chosen = streamlit.sidebar.segmented_control(
        wording(current)("switch_language"),
        LANGUAGES,
        default=first,
        key="language",
        format_func=lambda language: wording(language)("language_name"),
        label_visibility="collapsed",
        required=True,
    )
    return wording(chosen or current)


def relabel(words: Wording) -> None:
    """Say in the page's language what Streamlit's own fields say in English; `style.css` puts it in their place."""
    said = "".join(f'--ps-says-{name}: "{words(f"field_{name}")}"; ' for name in _OF_STREAMLIT)
    streamlit.html(f"<style>:root {{ {said}}}</style>")


def show_archive(statistics: Statistics, words: Wording) -> None:
    """How much there is to ask about."""
    lines = [words.count("outlets", statistics.outlets)] if statistics.articles else [words("archive_empty")]
    if statistics.undated:
        lines.append(words.count("undated_articles", statistics.undated))
    if statistics.pending:
        lines.append(words.count("pending", statistics.pending))
    title = element("strong", words.count("articles", statistics.articles))
    streamlit.html(element("p", title, " · ".join(lines), class_="ps-side"))


def upload_form(words: Wording) -> UploadRequest | None:
    """The form for new articles; what was asked for, in the one run in which it was sent."""
    with streamlit.form("upload", clear_on_submit=True, border=False):
        files = streamlit.file_uploader(
            words("files"), type=list(KINDS), accept_multiple_files=True, max_upload_size=LIMIT, key="files"
        )
        published = streamlit.date_input(
            words("published"), value=None, min_value=date(1600, 1, 1), format="DD.MM.YYYY"
        )
        outlet = streamlit.text_input(words("outlet"), max_chars=200)
        sent = streamlit.form_submit_button(words("take_in"), type="primary")
    if not sent:
        return None
    if not files:
        streamlit.html(message(words("no_files")))
        return None
    uploads = tuple(Upload(file.name, file.getvalue()) for file in files)
    return UploadRequest(uploads, published if isinstance(published, date) else None, outlet.strip() or None)


def choose_filters(outlets: Sequence[str], words: Wording) -> Filters:
    """What the next question is limited to."""
    streamlit.html(element("p", element("strong", words("narrow")), class_="ps-side"))
    earliest = date(1600, 1, 1)
    start = streamlit.date_input(words("from"), value=None, min_value=earliest, format="DD.MM.YYYY", key="from")
    end = streamlit.date_input(words("to"), value=None, min_value=earliest, format="DD.MM.YYYY", key="to")
    chosen = streamlit.multiselect(
        words("outlet_filter"), list(outlets), key="outlets", placeholder=words("all_outlets")
    )
    start = start if isinstance(start, date) else None
    end = end if isinstance(end, date) else None
    if start and end and start > end:
        streamlit.html(message(words("wrong_order")))
        start = end = None
    return Filters(start, end, tuple(chosen))


def choose_answerer(
    settings: Settings, conversations: Conversations, words: Wording
) -> Literal["extractive", "model"] | None:
    """Who answers, and where text goes for it. None: the only one there is."""
    streamlit.html(element("p", element("strong", words("answers")), class_="ps-side"))
    chosen: Literal["extractive", "model"] = "extractive"
    if settings.model:
        options: tuple[Literal["extractive", "model"], ...] = ("model", "extractive")
        chosen = (
            streamlit.segmented_control(
                words("answers"),
                options,
                default="model" if settings.wants_model else "extractive",
                key="answerer",
                format_func=words,
                label_visibility="collapsed",
                required=True,
            )
            or "extractive"
        )
    lines = _where_text_goes(settings, chosen, words)
    if settings.model:
        lines.append(spending(conversations.spent(), settings, words))
    streamlit.html(element("p", joined(lines, " "), class_="ps-side"))
    return chosen if settings.model else None


def spending(spent: Spent, settings: Settings, words: Wording) -> str:
    """What the chat model has taken today; its cost where prices are set, in their currency."""
    tokens = words.number(spent.prompt + spent.completion)
    if not (settings.prompt_price or settings.completion_price):
        return words("spent", calls=spent.calls, tokens=tokens)
    cost = words.number(spent.cost, digits=2)
    if settings.day_cap is None:
        return words("spent_cost", calls=spent.calls, tokens=tokens, cost=cost)
    cap = words.number(settings.day_cap, digits=2)
    return words("spent_cap", calls=spent.calls, tokens=tokens, cost=cost, cap=cap)


def choose_conversation(
    listed: Sequence[Conversation], current: str | None, words: Wording, key: str, chosen: Callable[[], None]
) -> None:
    """The earlier conversations, the last one first; `chosen` is called when one is chosen, its id under `key`."""
    choose(words("earlier"), {one.id: _title(one, words) for one in listed}, current, words, key, chosen)


def _title(one: Conversation, words: Wording) -> str:
    changed = date.fromisoformat(one.changed[:10])
    return f"{words('short_day', day=changed.day, month=changed.month)} {one.title}"


def _where_text_goes(settings: Settings, answerer: str, words: Wording) -> list[str]:
    from assistant.models.chat import host_of

    embeds_elsewhere = settings.embeddings.startswith("openai:")
    if answerer == "model":
        lines = [words("model_line", model=settings.model, host=host_of(settings))]
    else:
        lines = [words("extractive_sends" if embeds_elsewhere else "extractive_line")]
    if embeds_elsewhere:
        # embedding models are called at the same address as chat models
        embedder = settings.model_copy(update={"model": settings.embeddings})
        lines.append(words("embeddings_line", host=host_of(embedder)))
    return lines
