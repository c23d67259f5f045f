"""Parts of the page: the view of an article, what versions differ in, error lines, options of a box."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.archive.database import _REMEDIES
from assistant.chain import Done
from assistant.errors import ModelError
from assistant.explained import Explained
from assistant.language.facts import Facts
from assistant.page import resources
from assistant.page.answer import turn_markup
from assistant.page.article import address, article_markup, numbers_of
from assistant.page.choices import distinct
from assistant.page.contrast import contrast
from assistant.page.faults import fault, translated
from assistant.page.wording import wording
from assistant.page.work import Turn
from assistant.settings import Settings
from assistant.types import (
    Answer,
    Claim,
    EventMention,
    Participant,
    Person,
    Sentence,
)
from ingest.decode import _BINARY
from tests.page_stand_ins import (
    ARTICLE,
    CLAIM,
    GERMAN,
    HOSTILE,
    ORDER,
    QUOTE,
    Elements,
    ScriptedAssistant,
    answer,
    answered,
    citation,
    finished,
    placeholders,
    read,
)


class TestArticle:
    def test_the_text_stands_whole_with_the_cited_sentences_marked(self) -> None:
        html = article_markup(read(), {2, 9}, 1, GERMAN)
        seen = Elements(html)
        assert "<mark>Sie sprachen lange.</mark>" in html
        assert html.count("<mark>") == 1
        assert f"{QUOTE} Sie sprachen lange." in seen.text
        assert "Der Bote · 14. Februar 2026" in seen.text
        assert 'href="#sentence-2"' in html  # the way to it stands above
        assert 'id="sentence-2"' in html

    def test_people_and_events_stand_beside_it_in_the_words_of_answers(self) -> None:
        _, _, beside = article_markup(read(), (), 1, GERMAN).partition("<aside")
        seen = Elements(f"<aside{beside}").text
        assert "Ada BrandtMinisterinauch: Brandt" in seen
        assert "13. Februar 2026 – Ada Brandt, Ole Stein (Treffen, geplant) laut dpa 1" in seen

    def test_a_planted_order_is_flagged_where_it_stands_and_above(self) -> None:
        html = article_markup(read(), (), 1, GERMAN)
        assert GERMAN.count("planted", 1) in html
        flagged = html.partition('class="ps-planted"')[2].partition("</p>")[0]
        assert GERMAN("planted_flag") in flagged
        assert ORDER in flagged
        assert GERMAN("planted_flag") not in article_markup(read(planted=()), (), 1, GERMAN)

    def test_an_old_version_says_so_and_an_unread_article_too(self) -> None:
        html = article_markup(read(facts=None), (), 4, GERMAN)
        assert GERMAN("old_version", version=1, newest=4) in html
        assert GERMAN("not_read_yet") in html

    def test_hostile_text_stays_text(self) -> None:
        article = replace(ARTICLE, text=HOSTILE, title=HOSTILE, outlet=HOSTILE, author=HOSTILE, url=HOSTILE)
        sentence = Sentence("treffen@1#s1", "treffen", 1, 0, 0, len(HOSTILE), HOSTILE, 0)
        person = Person(HOSTILE, (HOSTILE,), (HOSTILE,))
        event = EventMention("meeting", (Participant(HOSTILE, "other", 0, 1),), HOSTILE, None, "said", HOSTILE, (0,))
        hostile = Explained(article, (sentence,), Facts((), (person,), (), (event,)), (0,))
        seen = Elements(article_markup(hostile, {1}, 1, GERMAN))
        ours = {"article", "header", "p", "h2", "h3", "a", "div", "span", "mark", "aside", "ul", "li", "strong"}
        assert set(seen.names) <= ours
        assert {value for name, value in seen.attributes if name == "href"} == {"#sentence-1"}
        assert seen.text.count("![x]") >= 8

    @given(st.text(min_size=1), st.integers(1, 9), st.sets(st.integers(1, 300), max_size=5))
    def test_an_address_is_read_as_it_was_written(self, identity: str, version: int, sentences: set[int]) -> None:
        from urllib.parse import parse_qs

        asked = parse_qs(address(identity, version, sentences).removeprefix("?"), keep_blank_values=True)
        assert (asked["article"], asked["version"]) == ([identity], [str(version)])
        assert numbers_of(asked.get("sentences", [""])[0]) == sentences

    def test_a_source_leads_to_its_article_with_all_its_cited_sentences(self) -> None:
        second = citation(2, quote="Das Treffen dauerte zwei Stunden.")
        whole = answer(f"{QUOTE} [1]", CLAIM, citations=(citation(), second))
        html = turn_markup(answered(Done(whole)), GERMAN)
        assert 'href="?article=treffen&amp;version=1&amp;sentences=1%2C2" target="_blank"' in html


class TestContrast:
    def sides(self) -> tuple[ScriptedAssistant, Answer]:
        """Two reports of one meeting that name other days."""
        texts = (
            "Brandt und Stein trafen sich am Donnerstag in Elmsbrück.",
            "Brandt und Stein trafen sich am Mittwoch in Elmsbrück.",
        )
        articles, claims, citations = [], [], []
        assistant = ScriptedAssistant(articles=())
        for n, text in enumerate(texts, 1):
            article = replace(ARTICLE, id=f"a{n}", outlet=f"Blatt {n}", text=text, published=date(2026, 2, 14))
            sentence = Sentence(f"a{n}@1#s1", f"a{n}", 1, 0, 0, len(text), text, 0)
            assistant.stored[article.id] = article
            assistant.reads[article.id] = Explained(article, (sentence,), Facts(), ())
            articles.append(article)
            claims.append(Claim(text, (n,), "verified", (), "disputed", (3 - n,), ("day",)))
            citations.append(replace(citation(n, article, text), sentence_id=sentence.id))
        whole = answer("\n".join(f"{c.text} [{c.citations[0]}]" for c in claims), *claims, citations=tuple(citations))
        return assistant, whole

    def test_it_is_said_in_what_the_versions_differ_and_which_day_each_names(self) -> None:
        assistant, whole = self.sides()
        assistant.script = (Done(whole),)
        html = turn_markup(finished(Turn(1, "Wann?", assistant)), GERMAN)  # type: ignore[arg-type]
        assert GERMAN("versions_day") in html
        first, second = html.split('class="ps-version"')[1:]
        assert "12. Februar 2026" in first
        assert "11. Februar 2026" in second.partition("ps-sources")[0]

    def test_an_older_answer_that_does_not_say_in_what_they_differ_says_that_they_do(self) -> None:
        assistant, whole = self.sides()
        assistant.script = (Done(replace(whole, claims=tuple(replace(one, differs_in=()) for one in whole.claims))),)
        html = turn_markup(finished(Turn(1, "Wann?", assistant)), GERMAN)  # type: ignore[arg-type]
        assert GERMAN("versions") in html
        assert GERMAN("versions_day") not in html

    def test_articles_that_wait_to_be_read_anew_name_their_days_all_the_same(self) -> None:
        assistant, whole = self.sides()
        assistant.reads = {key: replace(one, facts=None) for key, one in assistant.reads.items()}
        assert set(contrast(whole, assistant).days) == {1, 2}  # type: ignore[arg-type]

    def test_where_an_article_is_gone_its_version_stands_without_its_day(self) -> None:
        assistant, whole = self.sides()
        del assistant.stored["a2"]
        assert set(contrast(whole, assistant).days) == {1}  # type: ignore[arg-type]

    def test_an_answer_without_dispute_asks_nothing(self) -> None:
        assert contrast(answer(QUOTE, CLAIM), None).days == {}  # type: ignore[arg-type]


class TestFaults:
    def test_every_error_line_that_can_reach_the_page_is_known_in_every_language(self) -> None:
        unknown = [line for line in error_lines() for language in ("de", "ru") if translated(line, language) is None]
        assert unknown == []

    def test_what_a_file_is_instead_of_text_is_said_in_every_language(self) -> None:
        named = [translated(f"this is {kind}, not text", "ru") or "" for kind in _BINARY.values()]
        assert [told for told in named if re.search(r"\b(an?|image|archive|document)\b", told)] == []
        assert translated("this is a PDF, not text", "de") == "das ist eine PDF-Datei, kein Text"
        broken = "line 1: it is no valid JSON (expecting value): not stored"
        assert translated(broken, "de") == "Zeile 1: kein gültiges JSON: nicht gespeichert"
        assert (
            translated("a file without an ending cannot be read", "de") == "eine Datei ohne Endung ist nicht lesbar"
        )

    @pytest.mark.parametrize(
        ("line", "german"),
        [
            ('line 3: it has no "text": not stored', "Zeile 3: „text“ fehlt: nicht gespeichert"),
            (
                "cannot be read (permission denied): check its permissions",
                "nicht lesbar (kein Zugriff): die Zugriffsrechte prüfen",
            ),
            ("the archive /a: b {c} is a file", "das Archiv /a: b {c} ist eine Datei"),
            ("the embeddings server host:1 cannot be reached", "der Einbettungsserver host:1 ist nicht erreichbar"),
        ],
    )
    def test_values_are_put_into_the_line(self, line: str, german: str) -> None:
        assert translated(line, "de") == german

    def test_an_unknown_remedy_is_left_out_and_an_unknown_line_told_in_general(self) -> None:
        assert fault(ModelError("the file is empty", "sing a song"), GERMAN) == "die Datei ist leer"
        assert fault("sing a song", GERMAN) == GERMAN("fault")
        assert fault(ModelError("sing", "a song"), wording("en")) == "sing: a song"

    def test_all_lines_have_the_same_values_in_all_languages(self) -> None:
        import tomllib

        path = Path(resources.__file__).parent / "data/errors.toml"
        for english, *others in tomllib.loads(path.read_text(encoding="utf-8"))["lines"]:
            assert all(placeholders(other) <= placeholders(english) for other in others), english


def error_lines() -> list[str]:
    """What the code says of errors in places whose errors reach the page, each value a word; read from the code."""
    import ast

    root = Path(resources.__file__).parents[2]
    places = (
        "assistant/archive",
        "assistant/conversations",
        "assistant/models",
        "assistant/page/intake.py",
        "ingest",
    )
    files = [file for place in places for file in (sorted((root / place).rglob("*.py")) or [root / place])]
    lines: list[str] = []
    for file in files:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        constants = {
            node.targets[0].id: node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ERRORS:
                lines += [line for one in node.args if (line := written(one, constants)) and line != "value (value)"]
    remedies = [f"{happened} (value)" for happened, _ in _REMEDIES.values()]
    return [*lines, *remedies, *(remedy for _, remedy in _REMEDIES.values())]


ERRORS = {
    "ArchiveError", "ArchiveBusy", "ArticleNotFound", "CollectionError", "ConversationsError", "Failure",
    "ModelError", "ModelKeyMismatch", "PresseschauError", "SettingsError", "SourceError",
}  # fmt: skip


def written(node: Any, constants: Any) -> str:
    """The text of an argument with "value" for each value in it; empty where it is no text."""
    import ast

    if isinstance(node, ast.Name):
        node = constants.get(node.id)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = (
            part.value if isinstance(part, ast.Constant) else written(part.value, constants) or "value"
            for part in node.values
            if isinstance(part, ast.Constant | ast.FormattedValue)
        )
        return "".join(str(part) for part in parts)
    return ""


class TestChoices:
    @given(st.lists(st.sampled_from(["a", "a (2)", "b", "a (2) (2)"]), max_size=8))
    def test_no_two_options_of_a_box_read_the_same(self, titles: list[str]) -> None:
        told = distinct({str(place): title for place, title in enumerate(titles)})
        assert len(set(told.values())) == len(titles)
        assert all(label.startswith(title) for label, title in zip(told.values(), titles, strict=True))


def test_the_process_waits_for_warming_up_that_a_daemon_began(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    daemons: list[bool] = []
    done = threading.Event()

    def warm_up(assistant: object) -> None:
        daemons.append(threading.current_thread().daemon)
        done.set()

    monkeypatch.setattr("assistant.assistant.Assistant", lambda settings: object())
    monkeypatch.setattr(resources, "_warm_up", warm_up)
    threading.Thread(target=resources.open_assistant, args=(Settings(),), daemon=True).start()
    assert done.wait(10)
    assert daemons == [False]
