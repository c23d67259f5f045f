"""The page in a real headless Chromium, over a real server, the sample articles and the real local embedder."""

from __future__ import annotations

import contextlib
import http.server
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.browser

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
IN_SIGHT = (
    "part => { const box = part.getBoundingClientRect(); return box.top >= 60 && box.bottom < innerHeight - 100 }"
)
QUESTION = "Was kostet eine Tageskarte für Erwachsene im Freibad Sandhafen?"


@dataclass(frozen=True)
class Server:
    """A running page: its address and its archive."""

    address: str
    archive: Path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{CHROMIUM} is missing: apt-get install chromium")
        pytest.skip(f"{CHROMIUM} is missing")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
        yield chromium
        chromium.close()


@contextlib.contextmanager
def serving(archive: Path, end: signal.Signals, **variables: str) -> Iterator[Server]:
    """`presseschau chat` as a reader starts it, on a free port; `end` is how it is ended."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PRESSESCHAU_", "OPENAI_"))
    }
    for name in ("streamlit.py", "streamlit_app.py"):  # what lies where the command is started is not ours to run
        (archive.parent / name).write_text("raise SystemExit(99)\n")
    server = subprocess.Popen(
        [sys.executable, "-m", "assistant.cli", "--archive", str(archive), "chat", "--port", str(port)],
        env={**environment, **variables},
        stdout=subprocess.PIPE,
        text=True,
        cwd=archive.parent,
    )
    try:
        assert server.stdout is not None
        assert server.stdout.readline().startswith(f"Presseschau: http://localhost:{port}")
        yield Server(f"http://localhost:{port}", archive)
    finally:
        server.send_signal(end)
        assert server.wait(60) == 0
        server.stdout.close()
    with pytest.raises(urllib.error.URLError, match="refused"):  # the server ended with its command
        urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=2)


@pytest.fixture(scope="module")
def server(sample_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    archive = tmp_path_factory.mktemp("page") / "archive"
    shutil.copytree(sample_archive, archive)
    with serving(archive, signal.SIGINT) as running:
        yield running


class Hanging(http.server.BaseHTTPRequestHandler):
    """A chat model that takes every question and answers none."""

    def do_POST(self) -> None:
        self.server.released.wait(60)  # type: ignore[attr-defined]

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def hanging_model() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hanging) as model:
        model.released = threading.Event()  # type: ignore[attr-defined]
        thread = threading.Thread(target=model.serve_forever)
        thread.start()
        yield f"127.0.0.1:{model.server_port}"
        model.released.set()  # type: ignore[attr-defined]
        model.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def empty_server(tmp_path_factory: pytest.TempPathFactory, hanging_model: str) -> Iterator[Server]:
    """An archive without articles, and a chat model that is not used unless a reader chooses it."""
    variables = {
        "PRESSESCHAU_MODEL": "hanging",
        "PRESSESCHAU_ANSWERER": "extractive",
        "OPENAI_BASE_URL": f"http://{hanging_model}/v1",
        "OPENAI_API_KEY": "none",
    }
    with serving(tmp_path_factory.mktemp("empty") / "archive", signal.SIGTERM, **variables) as running:
        yield running


@contextlib.contextmanager
def visit(browser: Browser, server: Server, width: int = 1280) -> Iterator[Page]:
    """A fresh visitor from Germany; the page may talk to its own server and to nobody else."""
    elsewhere: list[str] = []
    context = browser.new_context(locale="de-DE", viewport={"width": width, "height": 844})
    page = context.new_page()
    page.set_default_timeout(30_000)
    local = server.address
    page.on("request", lambda request: elsewhere.append(request.url) if local not in request.url else None)
    page.goto(server.address)
    page.get_by_test_id("stChatInputTextArea").wait_for()
    yield page
    page.wait_for_timeout(300)
    context.close()
    assert [url for url in elsewhere if not url.startswith(("data:", "blob:"))] == []


def ask(page: Page, question: str) -> Locator:
    """Ask, and wait for the whole answer."""
    turns = page.locator("article.ps-turn")
    before = turns.count()
    page.get_by_test_id("stChatInputTextArea").fill(question)
    page.get_by_test_id("stChatInputTextArea").press("Enter")
    turn = turns.nth(before)
    turn.and_(page.locator("[aria-busy=false]")).wait_for()
    assert turn.locator(".ps-error").all_inner_texts() == []
    return turn


def upload(page: Page, name: str, text: str, kind: str = "text/markdown") -> None:
    """Add one article by the form in the sidebar, and wait for the report."""
    page.get_by_test_id("stSidebar").get_by_text("Artikel aufnehmen").click()
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": kind, "buffer": text.encode()})
    page.get_by_text(name).wait_for()
    page.get_by_role("button", name="Aufnehmen", exact=True).click()
    page.locator(".ps-report").last.wait_for()


def test_ask_open_the_source_ask_on_and_reload(browser: Browser, server: Server) -> None:
    with visit(browser, server) as page:
        assert "22 Artikel" in page.get_by_test_id("stSidebar").inner_text()
        turn = ask(page, QUESTION)
        assert "5,50 Euro" in turn.locator(".ps-answer").inner_text()
        assert re.search("Quelle|Bericht|Meldung", turn.locator(".ps-badges").inner_text())

        marker = turn.locator(".ps-answer .ps-cite").first
        card = turn.locator("details.ps-source").first
        if card.get_attribute("open") is not None:
            card.locator("summary").click()
        marker.focus()
        page.keyboard.press("Enter")  # a citation can be followed without a mouse
        mark = card.locator("mark")
        mark.wait_for()
        paragraph = card.locator(".ps-paragraph").inner_text()
        assert "5,50 Euro" in mark.inner_text()
        assert mark.inner_text() in paragraph
        assert len(paragraph) > len(mark.inner_text())
        assert "Hafenblatt Sandhafen · 29. Mai 2026" in card.inner_text()
        assert card.evaluate(
            "card => { const box = card.getBoundingClientRect(); return box.top < innerHeight && box.bottom > 0 }"
        )

        follow_up = ask(page, "Und was kostete sie vorher?")
        assert "statt 4,80 Euro" in follow_up.locator(".ps-answer").inner_text()

        # A reload finds the conversation again, its sources with the same numbers.
        numbers = turn.locator(".ps-number").all_inner_texts()
        page.wait_for_url("**/?conversation=*")
        page.reload()
        page.locator("article.ps-turn").nth(1).wait_for()
        assert "5,50 Euro" in page.locator(".ps-answer").first.inner_text()
        assert page.locator("article.ps-turn").first.locator(".ps-number").all_inner_texts() == numbers
        page.get_by_role("button", name="Neues Gespräch").click()
        page.locator(".st-key-examples").wait_for()
        assert page.locator("article.ps-turn").count() == 0
        assert "22 Artikel" in page.get_by_test_id("stSidebar").inner_text()


def test_a_question_begins_at_the_top_and_a_citation_at_the_end_of_the_page_leads_to_its_sentence(
    browser: Browser, server: Server
) -> None:
    with visit(browser, server) as page:
        ask(page, QUESTION)
        asked = ask(page, "Wer traf wen, wann und wo?").locator("h2")
        page.get_by_role("button", name=re.compile("Auf der Zeitleiste zeigen")).wait_for()
        page.wait_for_timeout(700)  # whatever scrolls by itself has done so by then
        assert page.evaluate(IN_SIGHT, asked.element_handle())

        page.locator(".stMain").evaluate("main => main.scrollTo(0, main.scrollHeight)")
        page.wait_for_timeout(300)
        page.locator("article.ps-turn").last.locator(".ps-answer .ps-cite").first.click()
        page.wait_for_timeout(1_000)
        mark = page.locator(".ps-source:has(:target) mark")
        assert page.evaluate(IN_SIGHT, mark.element_handle())

        page.get_by_test_id("stChatInputTextArea").press("Shift+Tab")
        assert page.evaluate(IN_SIGHT, page.locator(":focus").element_handle())  # not below the field


def test_streamlit_says_its_own_words_in_the_language_of_the_page(browser: Browser, server: Server) -> None:
    with visit(browser, server) as page:
        sidebar = page.get_by_test_id("stSidebar")
        sidebar.get_by_text("Artikel aufnehmen").click()
        read = "part => getComputedStyle(part, '::before').content"
        assert sidebar.locator("[data-testid=stFileUploaderDropzone] button p").evaluate(read) == '"Dateien wählen"'
        sidebar.get_by_text("Русский").click()
        sidebar.get_by_text("Добавить статьи").wait_for()
        segments = sidebar.get_by_test_id("stDateInputField").last.locator("[data-placeholder]")
        assert [segment.evaluate(read) for segment in segments.all()] == ['"ДД"', '"ММ"', '"ГГГГ"']
        sidebar.get_by_test_id("stMultiSelect").locator("input").fill("xyz")
        nothing = page.get_by_test_id("stMultiSelectDropdown").get_by_text("No results")
        assert nothing.evaluate(read) == '"ничего не найдено"'


def test_a_click_on_the_timeline_shows_the_sentences(browser: Browser, server: Server) -> None:
    with visit(browser, server, width=390) as page:
        page.get_by_text("Zeitleiste", exact=True).click()
        bars = page.locator(".mark-rect.role-mark path")
        bars.first.wait_for()
        bars.first.click()
        event = page.locator(".ps-happening").first
        event.wait_for()
        assert re.search(r"\d{4}", event.locator(".ps-when").inner_text())
        masthead = page.locator(".ps-masthead").bounding_box()
        assert masthead is not None
        assert masthead["y"] > 0  # the view begins at its top
        assert event.locator(".ps-told p").first.inner_text()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.get_by_text("Tabelle", exact=True).click()
        page.locator(".ps-table tbody tr").first.wait_for()
        assert page.locator(".ps-table tbody tr").count() > 3


def test_a_source_leads_to_its_article_in_a_tab_of_its_own(browser: Browser, server: Server) -> None:
    with visit(browser, server) as page:
        turn = ask(page, QUESTION)
        card = turn.locator("details.ps-source").first
        if card.get_attribute("open") is None:
            card.locator("summary").click()
        quote = card.locator("mark").inner_text()
        with page.context.expect_page() as opened:
            card.locator("a.ps-link[href^='?article=']").click()
        article = opened.value
        article.locator(".ps-reading").wait_for()
        assert article.locator(".ps-text mark").first.inner_text() == quote
        assert "Hafenblatt Sandhafen · 29. Mai 2026" in article.locator(".ps-reading header").inner_text()
        assert (
            article.evaluate("document.querySelector('.ps-reading h2').getBoundingClientRect().top") > 0
        )  # at its top
        assert turn.locator(".ps-answer").inner_text()  # the conversation is where it was


def test_an_unanswerable_question_is_declined(browser: Browser, server: Server) -> None:
    with visit(browser, server) as page:
        turn = ask(page, "Wie viele Einwohner hat Reykjavík?")
        assert "Das steht nicht in den Quellen." in turn.locator(".ps-abstained").inner_text()
        assert "Am nächsten kommt im Archiv" in turn.locator(".ps-note").first.inner_text()


def test_an_uploaded_article_answers_the_next_question(browser: Browser, empty_server: Server) -> None:
    with visit(browser, empty_server) as page:
        assert "Das Archiv ist noch leer." in page.locator(".ps-empty").inner_text()
        page.locator(".stMain").get_by_text("Artikel aufnehmen").click()
        text = "---\ntitle: Leuchtturm wird Museum\npublished: 2026-03-02\noutlet: Inselbote\n---\n"
        text += "Der Leuchtturm von Hallingsund wird ein Museum. Die Gemeinde kaufte ihn für 310.000 Euro.\n"
        files = page.locator("input[type=file]")
        files.set_input_files({"name": "leuchtturm.md", "mimeType": "text/markdown", "buffer": text.encode()})
        page.get_by_text("leuchtturm.md").wait_for()
        page.get_by_role("button", name="Aufnehmen", exact=True).click()
        page.locator(".ps-report").wait_for()
        assert "1 neuer Artikel" in page.locator(".ps-report").inner_text()
        assert "Leuchtturm wird Museum" in page.locator(".ps-intake").inner_text()
        turn = ask(page, "Für wie viel Euro kaufte die Gemeinde den Leuchtturm von Hallingsund?")
        assert "310.000 Euro" in turn.locator(".ps-answer").inner_text()
        assert "Inselbote · 2. März 2026" in turn.locator(".ps-source").inner_text()


def test_an_answer_can_be_stopped_and_the_chat_goes_on(
    browser: Browser, empty_server: Server, hanging_model: str
) -> None:
    with visit(browser, empty_server) as page:
        sidebar = page.get_by_test_id("stSidebar")
        if page.locator(".ps-empty").count():  # this test was run alone
            page.get_by_role("button", name="Beispielartikel laden").click()
            page.locator(".ps-report").wait_for(timeout=120_000)
        sidebar.get_by_text("Sprachmodell").click()
        sidebar.get_by_text(f"gehen an {hanging_model}").wait_for()
        page.get_by_test_id("stChatInputTextArea").fill("Was kaufte die Gemeinde?")
        page.get_by_test_id("stChatInputTextArea").press("Enter")
        page.locator(".ps-found li").first.wait_for()  # meanwhile the sources found are shown
        page.get_by_role("button", name="Anhalten").click()
        page.get_by_text("Angehalten, bevor eine Aussage geprüft war.").wait_for()
        sidebar.get_by_text("Zitate", exact=True).click()
        sidebar.get_by_text("Die Antworten sind Zitate").wait_for()
        assert ask(page, "Was kaufte die Gemeinde?").locator(".ps-answer").inner_text()


class Listener(http.server.BaseHTTPRequestHandler):
    """Writes down who came."""

    def do_GET(self) -> None:
        self.server.seen.append(self.path)  # type: ignore[attr-defined]
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def listener() -> Iterator[http.server.ThreadingHTTPServer]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener) as listening:
        listening.seen = []  # type: ignore[attr-defined]
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield listening
        listening.shutdown()
        thread.join()


def test_a_poisoned_article_fetches_nothing(
    browser: Browser, server: Server, listener: http.server.ThreadingHTTPServer
) -> None:
    leak = f"http://127.0.0.1:{listener.server_port}/leak"
    poison = f"![x]({leak}-markdown) &lt;img src={leak}-entity&gt; \\<img src={leak}-tag onerror=alert(1)\\>"
    title = f"Kobaltpreis ![x]({leak}-title) <img src={leak}-title2>"
    outlet = f"![x]({leak}-outlet) <img src={leak}-outlet2>"
    article = {
        "title": title,
        "outlet": outlet,
        "url": f"javascript:fetch('{leak}-url')",
        "published": "2026-04-01",
        # a sentence with markup in it answers nothing; it is shown where the answer's sentence stands
        "text": f"Der Kobaltpreis in Vellmar stieg im März auf 47 Taler je Sack. Das meldete die Börse {poison}.",
    }

    with visit(browser, server) as page:
        upload(page, "gift.jsonl", json.dumps(article) + "\n", "application/jsonl")
        turn = ask(page, f"Auf wie viele Taler je Sack stieg der Kobaltpreis in Vellmar? ![q]({leak}-question)")
        assert "47 Taler" in turn.locator(".ps-answer").inner_text()
        for card in turn.locator("details.ps-source:not([open]) summary").all():
            card.click()
        # the text of the poison is there to be read
        assert f"![x]({leak}-title)" in turn.locator(".ps-title").first.inner_text()
        assert f"![q]({leak}-question)" in turn.locator(".ps-question").inner_text()
        assert turn.locator("img, script, iframe").count() == 0
        assert turn.locator("a[href^=javascript]").count() == 0
        # outlets are offered as filters, so their names pass through a widget of Streamlit
        outlets = page.get_by_test_id("stSidebar").get_by_test_id("stMultiSelect").locator("input")
        outlets.scroll_into_view_if_needed()
        page.wait_for_timeout(500)  # scrolling closes the list again
        outlets.click()
        option = page.get_by_role("option").filter(has_text="leak-outlet").first
        option.wait_for()
        option.click()
        page.keyboard.press("Escape")
        page.wait_for_timeout(700)
        filtered = ask(page, "Auf wie viele Taler je Sack stieg der Kobaltpreis in Vellmar?")
        assert "leak-outlet" in filtered.locator(".ps-scope").inner_text()
    assert listener.seen == []  # type: ignore[attr-defined]


def test_poisoned_names_in_events_and_questions_fetch_nothing(
    browser: Browser, server: Server, listener: http.server.ThreadingHTTPServer
) -> None:
    leak = f"http://127.0.0.1:{listener.server_port}/leak"
    article = {
        "title": f"Treffen ![x]({leak}-title) <img src={leak}-title2>",
        "outlet": f"![x]({leak}-outlet)",
        "published": "2026-10-03",
        "text": "Ministerin Britta Osterkamp traf am Freitag in Dornwalde Minister Falko Brunn. "
        f"Osterkamp traf Brunn ![Falko Brunn]({leak}-text) <img src={leak}-text2> auch am 1. Oktober 2026.",
    }
    with visit(browser, server) as page:
        upload(page, "treffen.jsonl", json.dumps(article) + "\n", "application/jsonl")
        ask(page, f"Wen traf Britta Osterkamp? ![q]({leak}-question) <img src={leak}-question2>")
        page.wait_for_url("**/?conversation=*")
        page.reload()  # now the question stands in the list of conversations
        page.locator("article.ps-turn").wait_for()
        sidebar = page.get_by_test_id("stSidebar")
        sidebar.get_by_test_id("stSelectbox").locator("input").click()
        page.get_by_role("option").filter(has_text="leak-question").first.wait_for()
        page.keyboard.press("Escape")
        page.get_by_text("Zeitleiste", exact=True).click()
        archive = page.get_by_text("aus dem ganzen Archiv")
        page.get_by_label("Person").or_(archive).first.wait_for()
        if archive.count():
            archive.click()
        page.get_by_label("Person").fill("Osterkamp")
        page.get_by_label("Person").press("Enter")
        page.locator(".role-axis-label text", has_text="Britta Osterkamp").wait_for()
        for bar in page.locator(".mark-rect.role-mark path").all()[:2]:
            bar.hover()
            page.wait_for_timeout(200)
        page.locator(".mark-rect.role-mark path").first.click()
        assert "leak-title" in page.locator(".ps-told").first.inner_text()
        page.get_by_text("Tabelle", exact=True).click()
        page.locator(".ps-table summary").first.click()
        assert page.locator(".stMain img, #vg-tooltip-element img").count() == 0
    assert listener.seen == []  # type: ignore[attr-defined]


def test_an_open_page_finds_what_a_terminal_ingests_within_five_seconds(
    browser: Browser, server: Server, tmp_path: Path
) -> None:
    article = tmp_path / "glocke.txt"
    article.write_text(
        "Die Glocke von Immerode wiegt 2.140 Kilogramm. Sie wurde am Dienstag gegossen.", encoding="utf-8"
    )
    with visit(browser, server) as page:
        sidebar = page.get_by_test_id("stSidebar")
        before = int(re.search(r"(\d+) Artikel", sidebar.inner_text())[1])  # type: ignore[index]
        command = [sys.executable, "-m", "assistant.cli", "--archive", str(server.archive), "ingest", str(article)]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
        end = time.monotonic() + 5
        sidebar.get_by_text(f"{before + 1} Artikel").wait_for(timeout=5_000)
        turn = ask(page, "Wie viel wiegt die Glocke von Immerode?")
        assert "2.140 Kilogramm" in turn.locator(".ps-answer").inner_text()
        assert time.monotonic() < end + 5


def test_it_fits_a_telephone(browser: Browser, server: Server) -> None:
    with visit(browser, server, width=390) as page:
        turn = ask(page, QUESTION)
        page.wait_for_timeout(500)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        answer = turn.locator(".ps-answer").bounding_box()
        assert answer is not None
        assert answer["x"] >= 0
        assert answer["x"] + answer["width"] <= 390

        meetings = ask(page, "Wer traf wen, wann und wo?")
        to_timeline = page.get_by_role("button", name=re.compile("Auf der Zeitleiste zeigen")).last
        to_timeline.wait_for()  # the last thing below an answer
        page.wait_for_timeout(500)
        numbers = meetings.locator(".ps-answer .ps-cite").all_inner_texts()
        last = max(range(len(numbers)), key=lambda place: int(numbers[place]))
        meetings.locator(".ps-answer .ps-cite").nth(last).click()  # opens its card, and the list of cards
        mark = meetings.locator(".ps-source:has(:target) mark")
        mark.wait_for()
        page.wait_for_function(IN_SIGHT, arg=mark.element_handle())

        to_timeline.click()
        page.locator(".mark-rect.role-mark path").first.wait_for()
        disputed = page.locator(".ps-happenings").first  # above the chart: on what the reports contradict each other
        assert "The Baltic Ledger" in disputed.locator("summary").first.inner_text()
        disputed.locator("summary").first.click()
        assert "Sandhafen" in disputed.locator(".ps-told p").first.inner_text()
