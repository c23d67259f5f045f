"""The page: what it builds is inert, what it shows is complete, and nothing a reader does loses an answer."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Assistant
from assistant.answering.heading import modality
from assistant.chain import ClaimChecked, Done
from assistant.errors import ModelError, PresseschauError
from assistant.identity.events import Disagreement
from assistant.page import resources, serve, timeline
from assistant.page.answer import scope, turn_markup
from assistant.page.chart import _COLOURS, INK, chart, legend, selected
from assistant.page.glance import verdict
from assistant.page.happening import folded_markup, happening_markup, table, tooltip
from assistant.page.intake import LIMIT, Intake, Upload
from assistant.page.intake_view import intake_markup
from assistant.page.markup import Markup, element, escaped, joined, web_link
from assistant.page.sources import Source, cited_version, context_around
from assistant.page.wording import LANGUAGES, PageLanguage, browser_language, wording
from assistant.page.work import Turn
from assistant.settings import Settings
from assistant.types import (
    Claim,
    Difference,
    Filters,
    Modality,
    Note,
    TimeSpan,
)
from ingest.records import Failure, IngestReport, Progress, Stage
from tests.page_stand_ins import (
    ARTICLE,
    CLAIM,
    GERMAN,
    HOSTILE,
    QUOTE,
    TOLD,
    Elements,
    ScriptedAssistant,
    answer,
    answered,
    citation,
    contrast_ratio,
    page,
    placeholders,
    read,
    record,
    retrieved,
    shown,
    understood,
    until,
)


class TestMarkup:
    @given(st.text())
    def test_any_text_stays_text(self, text: str) -> None:
        seen = Elements(element("p", text, title=text))
        assert seen.names == ["p"]
        assert [name for name, _ in seen.attributes] == ["title"]
        assert seen.text == Elements(escaped(text)).text
        assert "<" not in escaped(text)
        assert '"' not in escaped(text)
        assert "'" not in escaped(text)

    @given(st.lists(st.text(alphabet=st.sampled_from("<>&\"'/=! ab\n[1](") | st.characters())))
    def test_joining_escapes_what_is_not_markup(self, texts: list[str]) -> None:
        assert Elements(joined(texts, " ")).names == []

    @given(st.text(alphabet=st.characters(exclude_categories=("Cc", "Cf", "Cs"))))
    def test_visible_text_is_shown_whole(self, text: str) -> None:
        assert Elements(element("p", text)).text == text

    def test_markup_joined_to_text_is_text_again(self) -> None:
        assert not isinstance(element("b", "x") + "<i>", Markup)

    def test_bidirectional_overrides_do_not_reach_the_page(self) -> None:
        assert escaped("a\u202ecod\u2066.exe\x00") == "acod.exe"

    def test_an_attribute_name_of_ours_is_checked(self) -> None:
        with pytest.raises(ValueError, match="no name"):
            element("p", **{'x="': "y"})

    @pytest.mark.parametrize(
        "url",
        [
            "javascript:alert(1)",
            "data:text/html,x",
            "//bote.example",
            "http://",
            "ftp://a.example",
            "",
            None,
            "http://[x",
        ],
    )
    def test_other_addresses_are_no_links(self, url: str | None) -> None:
        assert web_link(url) is None

    def test_a_link_shows_its_domain_and_tells_nothing(self) -> None:
        link = web_link('https://user@bote.example:8/a"b?c=<d>')
        assert link is not None
        seen = Elements(link)
        assert seen.text == "bote.example"
        assert dict(seen.attributes)["href"] == 'https://user@bote.example:8/a"b?c=<d>'
        assert "noreferrer" in (dict(seen.attributes)["rel"] or "")

    def test_a_whole_answer_of_hostile_text_stays_text(self) -> None:
        article = replace(
            ARTICLE, title=HOSTILE, outlet=HOSTILE, url=HOSTILE, text=HOSTILE + "\n\n" + QUOTE + HOSTILE
        )
        claim = Claim(HOSTILE, (1,), "partial", (HOSTILE,), "disputed", (1,))
        rejected = Claim(HOSTILE, (), "unverified", (HOSTILE,))
        whole = answer(
            f"{HOSTILE} [1] [99]",
            claim,
            rejected,
            citations=(citation(article=article),),
            notes=(Note("nearest", HOSTILE, (1,)),),
            answerer=f"openai:{HOSTILE}",
            language='de" onload="x',
        )
        turn = answered(retrieved(article), Done(whole), articles=(article,), question=HOSTILE)
        seen = Elements(turn_markup(turn, GERMAN))
        ours = {
            "article", "h2", "h3", "p", "div", "a", "section", "details", "summary", "span", "mark", "ol", "ul", "li",
            "strong",
        }  # fmt: skip
        assert set(seen.names) <= ours
        assert {name for name, _ in seen.attributes} <= {
            "class", "aria-busy", "aria-label", "lang", "href", "id", "open", "value", "target", "rel",
        }  # fmt: skip
        links = [value for name, value in seen.attributes if name == "href"]
        assert sorted(set(links)) == ["#q1-s1", "?article=treffen&version=1&sentences=1"]
        assert seen.text.count("![x]") >= 8


class TestSources:
    @given(st.lists(st.text(alphabet="ab. ", min_size=1), min_size=1, max_size=5), st.data())
    def test_the_context_is_the_stored_paragraph(self, paragraphs: list[str], data: st.DataObject) -> None:
        which = data.draw(st.integers(0, len(paragraphs) - 1))
        start = data.draw(st.integers(0, len(paragraphs[which]) - 1))
        end = data.draw(st.integers(start + 1, len(paragraphs[which])))
        offset = sum(len(paragraph) + 2 for paragraph in paragraphs[:which])
        text = "\n\n".join(paragraphs)
        before, after = context_around(text, offset + start, offset + end)
        alone = end - start == len(paragraphs[which])  # then the paragraphs beside it come too
        shown = paragraphs[max(0, which - 1) : which + 2] if alone else [paragraphs[which]]
        assert before + text[offset + start : offset + end] + after == "\n\n".join(shown)

    def test_a_version_is_read_from_a_sentence_id(self) -> None:
        assert cited_version("a@b@12#s3") == 12
        assert cited_version("nonsense") is None

    def test_a_card_shows_outlet_date_title_and_the_sentence_marked_in_its_paragraph(self) -> None:
        turn = answered(Done(answer(f"{QUOTE} [1]", CLAIM)))
        html = turn_markup(turn, GERMAN)
        assert "Der Bote · 14. Februar 2026" in html
        assert "Brandt trifft Stein" in html
        assert f">{QUOTE}</mark> Das Treffen dauerte zwei Stunden.</p>" in html
        assert "Es war das dritte" not in html
        assert 'href="#q1-s1"' in html
        assert 'id="q1-s1"' in html
        assert ">bote.example</a>" in html

    def test_an_undated_article_says_so(self) -> None:
        article = replace(ARTICLE, published=None, outlet=None)
        whole = answer(f"{QUOTE} [1]", CLAIM, citations=(citation(article=article),))
        assert "ohne Medium · ohne Datum" in turn_markup(answered(Done(whole), articles=(article,)), GERMAN)

    def test_a_removed_article_leaves_its_quotation(self) -> None:
        html = turn_markup(answered(Done(answer(f"{QUOTE} [1]", CLAIM)), articles=()), GERMAN)
        assert f">{QUOTE}</mark>" in html
        assert GERMAN("gone") in html


class TestAnswer:
    def test_a_marker_without_a_source_stays_text(self) -> None:
        html = turn_markup(answered(Done(answer("Etwas [1] und [7].", CLAIM))), GERMAN)
        assert html.count('class="ps-cite"') == 1
        assert "[7]" in html

    @pytest.mark.parametrize(
        ("claims", "articles", "said"),
        [
            ([CLAIM], 1, "1 Quelle · belegt"),
            ([replace(CLAIM, citations=(1, 2), agreement="shared")], 2, "2 unabhängige Berichte · belegt"),
            ([replace(CLAIM, citations=(1, 2), agreement="single_story")], 2, "1 Meldung in 2 Artikeln · belegt"),
            ([replace(CLAIM, citations=(1, 2, 3), agreement="shared")], 3, "mehrere unabhängige Berichte · belegt"),
            ([CLAIM, replace(CLAIM, citations=(2,))], 2, "aus 2 Artikeln · belegt"),
            (
                [CLAIM, replace(CLAIM, citations=(2,), agreement="disputed")],
                2,
                "Berichte widersprechen sich · belegt",
            ),
            ([replace(CLAIM, support="partial")], 1, "1 Quelle · teilweise belegt"),
        ],
    )
    def test_agreement_and_support_at_a_glance(self, claims: list[Claim], articles: int, said: str) -> None:
        sources = [Source(citation(n, replace(ARTICLE, id=f"a{n}")), "", "", "de") for n in range(1, articles + 1)]
        assert " · ".join(one.text for one in verdict(claims, sources, GERMAN)) == said

    def test_an_unverified_claim_is_seen_with_its_reason_but_not_in_the_answer(self) -> None:
        rejected = Claim("Es kostete 40 Euro.", (), "unverified", ("„40“ steht nicht darin",))
        html = turn_markup(answered(Done(answer(f"{QUOTE} [1]", CLAIM, rejected))), GERMAN)
        text, _, checks = html.partition('class="ps-checks"')
        assert "40 Euro" not in text
        assert "40 Euro" in checks
        assert "„40“ steht nicht darin" in checks

    def test_abstention_and_notes_are_shown(self) -> None:
        whole = answer("Dazu steht nichts.", status="not_in_sources", notes=(Note("nearest", "Am nächsten:", (1,)),))
        html = turn_markup(answered(Done(whole)), GERMAN)
        assert "ps-abstained" in html
        assert GERMAN("not_in_sources") not in html  # the answer has said it in the page's language
        assert "Am nächsten:" in html
        assert 'href="#q1-s1"' in html

    @pytest.mark.parametrize(("number", "folded"), [(3, False), (4, True)])
    def test_many_sources_are_folded_up_below_the_answer(self, number: int, folded: bool) -> None:
        citations = tuple(citation(n) for n in range(1, number + 1))
        claims = [replace(CLAIM, citations=(n,)) for n in range(1, number + 1)]
        turn = answered(Done(answer("Etwas [1].", *claims, citations=citations)))
        html = turn_markup(turn, GERMAN)
        assert ('<details class="ps-sources">' in html) is folded
        assert html.count('ps-source"') == number

    def test_filters_are_named_with_the_question(self) -> None:
        assert scope(Filters(date(2026, 1, 1), None, ("A", "B")), GERMAN) == "A · B · ab 1. Januar 2026"


class TestClaims:
    def test_the_words_that_answer_stand_out_in_the_answer_and_in_its_source(self) -> None:
        start = QUOTE.index("Ole Stein")
        cited = replace(citation(), answering=((start, start + 9),))
        html = turn_markup(answered(Done(answer(f"{QUOTE} [1]", CLAIM, citations=(cited,)))), GERMAN)
        text, _, card = html.partition('class="ps-sources"')
        assert "traf am Freitag <strong>Ole Stein</strong>." in text
        assert "traf am Freitag <strong>Ole Stein</strong>.</mark>" in card

    def test_an_event_stands_above_its_quotation_and_who_says_it_below(self) -> None:
        other = replace(CLAIM, text="Es war das dritte.", citations=(1,), attributed_to="Stein", modality="planned")
        text = f"Kopf: „{QUOTE}“ [1]\nEs war das dritte. [1]"
        seen = Elements(turn_markup(answered(Done(answer(text, TOLD, other))), GERMAN)).text
        assert "13. Februar 2026, Elmsbrück – Ada Brandt, Ole Stein (Treffen)„" in seen
        assert "geplant · laut Stein" in seen

    def test_versions_that_contradict_each_other_stand_beside_each_other_with_outlet_and_day(self) -> None:
        later = replace(ARTICLE, id="anders", outlet="Die Post", published=date(2026, 2, 15))
        one = replace(CLAIM, agreement="disputed", conflicts_with=(2,), told_by="2 Medien, 1 Quelle (dpa)")
        two = Claim("Das Treffen dauerte zwei Stunden.", (2,), "verified", (), "disputed", (1,))
        citations = (citation(), citation(2, later, "Das Treffen dauerte zwei Stunden."))
        whole = answer(f"{QUOTE} [1]\n{two.text} [2]", one, two, citations=citations)
        html = turn_markup(answered(Done(whole), articles=(ARTICLE, later)), GERMAN)
        assert "ps-is-disputed" in html.partition('class="ps-answer"')[0]  # said above the answer
        first, second = html.split('class="ps-version"')[1:]
        assert "Der Bote · 14. Februar 2026" in first
        assert "2 Medien, 1 Quelle (dpa)" in first
        assert "Die Post · 15. Februar 2026" in second.partition("ps-sources")[0]
        assert f"„{QUOTE}“" in first  # both are quotations, and both look like it
        assert f"„{two.text}“" in second.partition("ps-sources")[0]
        assert f">{GERMAN('verified').capitalize()}<" in html  # a badge begins with a capital
        assert GERMAN("versions") in html

    def test_below_each_of_several_claims_stand_its_outlets_and_days(self) -> None:
        other = replace(CLAIM, text="Es war das dritte.", told_by="2 Medien, 1 Quelle (dpa)")
        html = turn_markup(answered(Done(answer(f"{QUOTE} [1] Es war das dritte. [1]", CLAIM, other))), GERMAN)
        first, second = html.partition('class="ps-sources"')[0].split('class="ps-standing"')[1:]
        assert "Der Bote · 14. Februar 2026" in first
        assert "<strong>" not in first  # one source's plain statement needs no further word
        assert "<strong>2 Medien, 1 Quelle (dpa)</strong>" in second

    def test_two_matters_in_dispute_stand_apart_where_their_first_claims_stand(self) -> None:
        texts = ("Es waren 14.", "Ein Satz dazwischen.", "Es waren zwölf.", "Es war Mittwoch.", "Es war Donnerstag.")
        against = {1: (3,), 3: (1,), 4: (5,), 5: (4,)}
        claims = [
            Claim(text, (1,), "verified", (), "disputed" if n in against else "single_story", against.get(n, ()))
            for n, text in enumerate(texts, 1)
        ]
        html = turn_markup(answered(Done(answer("\n".join(f"{text} [1]" for text in texts), *claims))), GERMAN)
        shown = html.partition('class="ps-sources"')[0]
        order = sorted(range(5), key=lambda place: shown.index(texts[place]))
        assert order == [0, 2, 1, 3, 4]
        assert shown.count('class="ps-matter"') == 2
        assert shown.count('class="ps-version"') == 4

    def test_a_changed_article_is_flagged_at_an_old_answer(self) -> None:
        turn = Turn(1, "Wer?", ScriptedAssistant(articles=(replace(ARTICLE, text_hash="other"),)))  # type: ignore[arg-type]
        turn.recall(answer(f"{QUOTE} [1]", CLAIM), ("c", 1))
        assert GERMAN.count("changed", 1, numbers="1") in turn_markup(turn, GERMAN)


def happening(number: int = 1, **changes: Any) -> timeline.Happening:
    (made,) = timeline.of_archive([record()], {"treffen@1#s1": ScriptedAssistant().sources(["x"])["x"]})
    return replace(made, number=number, **changes)


names = st.lists(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜ"), max_size=3).map(tuple)
days = st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1))


class TestTimeline:
    @given(st.lists(st.tuples(names, days, days), min_size=1, max_size=40))
    def test_every_dated_event_has_a_bar_in_a_row_that_is_shown(self, drawn: Any) -> None:
        events = [
            happening(number, participants=who, time=TimeSpan("", start, end, "open"))
            for number, (who, start, end) in enumerate(drawn, 1)
        ]
        named = timeline.rows(events, "weitere")
        bars = list(timeline.bars(events, named, "weitere"))
        assert {bar.happening for bar in bars} == {one.number for one in events if one.dated}
        assert {bar.row for bar in bars} == set(named)
        assert all(bar.start <= bar.end for bar in bars)
        assert len(named) <= timeline.MOST_ROWS + 1

    def test_an_answer_tells_its_events_in_order_of_time(self) -> None:
        assert TOLD.event is not None
        early = replace(TOLD.event, time=TimeSpan("im Januar", date(2026, 1, 1), date(2026, 1, 31), "month"))
        undated = replace(TOLD.event, time=TimeSpan("gestern", None, None, "day"))
        left_out = replace(TOLD, text="Brandt traf Stein.")  # the answer's text has it no second time
        unsure = replace(TOLD, support="unverified")
        claims = (replace(TOLD, event=undated), TOLD, replace(TOLD, event=early), unsure, left_out)
        turn = answered(Done(answer(QUOTE, *claims)))
        assert turn.answer is not None
        events = timeline.of_answer(turn.answer, turn.sources)
        assert [one.time.phrase for one in events if one.time] == ["im Januar", "am Freitag", "gestern"]
        assert [one.disputed for one in events] == [False] * 3
        assert [one.number for one in events] == [1, 2, 3]
        assert [one.dated for one in events] == [True, True, False]
        assert events[0].told[0].quote == QUOTE

    def test_events_on_which_reports_contradict_each_other_come_first(self) -> None:
        source = {"treffen@1#s1": ScriptedAssistant().sources(["x"])["x"]}
        early = TimeSpan("", date(2020, 1, 1), date(2020, 1, 1), "day")
        kept = Disagreement("modality", "planned", ("treffen@1#s1",))  # a plan and its fulfilment
        other = Disagreement("day", "2026-02-12", ("treffen@1#s1",))
        records = [record(time=early, disagreements=(kept,)), record(disagreements=(other,)), record(time=None)]
        first, second, third = timeline.of_archive(records, source)
        assert (first.disputed, second.disputed, third.disputed) == (True, False, False)
        assert (first.number, second.number) == (1, 2)
        assert first.time == records[1].time
        seen = Elements(folded_markup(first, GERMAN))
        assert GERMAN("otherwise_day", value="12. Februar 2026") in seen.text.partition("Dieser")[0]

    def test_an_answers_disputed_event_says_what_stands_against_it(self) -> None:
        rival = Claim("Sie trafen sich am Donnerstag.", (1,), "verified", (), "disputed", (1,))
        claims = (replace(TOLD, agreement="disputed", conflicts_with=(2,)), rival)
        turn = answered(Done(answer(QUOTE, *claims)))
        assert turn.answer is not None
        (event,) = timeline.of_answer(turn.answer, turn.sources)
        assert event.disputed
        assert event.otherwise == (("report", "Sie trafen sich am Donnerstag. (Der Bote)"),)

    @pytest.mark.parametrize("ground", ["#fffefb", "#171614"])
    def test_every_colour_of_the_chart_stands_out_from_both_grounds(self, ground: str) -> None:
        assert {action: colour for action, colour in _COLOURS.items() if contrast_ratio(colour, ground) < 3} == {}

    def test_names_and_days_of_the_chart_can_be_read_on_both_grounds(self) -> None:
        assert contrast_ratio(INK["light"], "#fffefb") >= 4.5  # WCAG 2, AA
        assert contrast_ratio(INK["dark"], "#171614") >= 4.5

    def test_each_kind_of_event_has_its_colour_told_once(self) -> None:
        events = [happening(1), happening(2), happening(3, action="visit")]
        assert Elements(legend(events, GERMAN)).text == "TreffenBesuch"

    def test_of_many_events_the_newest_are_shown(self) -> None:
        many = [record(n, time=TimeSpan("", date(2020, 1, 1), date(2020, 1, 1), "day")) for n in range(300)]
        shown = timeline.newest([*many, record(301, time=None)])
        assert len(shown) == timeline.MOST_EVENTS + 1
        assert shown[0] == many[100]

    def test_names_are_data_of_the_chart_and_no_part_of_its_specification(self) -> None:
        event = happening(participants=(HOSTILE, "Ole Stein"), place=HOSTILE, modality="planned")
        named = timeline.rows([event], "weitere")
        bars = list(timeline.bars([event], named, "weitere"))
        drawn = chart([event], bars, named, {1: tooltip(event, GERMAN)}, GERMAN, INK["light"]).to_dict()
        (values,) = drawn.pop("datasets").values()
        assert [value["row"] for value in values] == [HOSTILE, "Ole Stein"]
        assert values[0]["start"] == "2026-02-13T00:00:00"
        assert values[0]["end"] == "2026-02-14T00:00:00"  # as wide as the day
        assert values[0]["opacity"] < 1
        assert "img" not in repr(drawn)
        assert drawn["encoding"].keys().isdisjoint({"href", "url"})

    def test_a_click_gives_the_events_number(self) -> None:
        assert selected({"selection": {"chosen": [{"event": 3}]}}) == 3
        assert selected({"selection": {"chosen": []}}) is None
        assert selected(None) is None

    def test_an_event_shows_its_sentences_and_what_others_say(self) -> None:
        event = happening(otherwise=(("day", "2026-02-12"), ("modality", "denied"), ("place", HOSTILE)))
        seen = Elements(happening_markup(event, GERMAN))
        assert "13. Februar 2026, Elmsbrück" in seen.text
        assert "Treffen: Ada Brandt, Ole Stein" in seen.text
        assert QUOTE in seen.text
        assert "Der Bote · 14. Februar 2026 · Brandt trifft Stein" in seen.text
        assert GERMAN("otherwise_day", value="12. Februar 2026") in seen.text
        assert GERMAN("otherwise_modality", value="abgesagt oder bestritten") in seen.text
        assert set(seen.names) <= {"article", "p", "blockquote", "footer", "a"}

    def test_the_table_holds_hostile_names_as_text(self) -> None:
        told = timeline.Told(HOSTILE, HOSTILE, None, HOSTILE, HOSTILE)
        seen = Elements(table([happening(participants=(HOSTILE,), place=HOSTILE, told=(told,))], GERMAN))
        ours = {"div", "table", "thead", "tbody", "tr", "th", "td", "details", "summary", "blockquote", "p", "footer"}
        assert set(seen.names) <= ours
        assert seen.text.count("![x]") == 6


class TestTurn:
    def test_progress_tells_what_was_found_and_what_was_checked(self) -> None:
        source = ScriptedAssistant(understood(), retrieved(ARTICLE), None, ClaimChecked(CLAIM, (citation(),)))
        turn = Turn(1, "Wer?", source)  # type: ignore[arg-type]
        assert GERMAN("working") in turn_markup(turn, GERMAN)
        turn.start()
        until(lambda: turn.found is not None)
        assert "1 Artikel gefunden" in turn_markup(turn, GERMAN)
        assert ARTICLE.title in turn_markup(turn, GERMAN)
        source.gate.set()
        assert turn.wait(10)
        assert f"{QUOTE}\N{NO-BREAK SPACE}<a" in turn_markup(turn, GERMAN)

    def test_a_stopped_answer_keeps_what_was_checked_and_says_it_is_incomplete(self) -> None:
        source = ScriptedAssistant(ClaimChecked(CLAIM, (citation(),)), None, Done(answer("Alles. [1]", CLAIM)))
        turn = Turn(1, "Wer?", source)  # type: ignore[arg-type]
        turn.start()
        until(lambda: turn.claims)
        turn.stop()
        source.gate.set()
        html = turn_markup(turn, GERMAN)
        assert QUOTE in html
        assert GERMAN("stopped") in html
        assert turn.outcome == "stopped"

    def test_an_error_is_one_line_and_keeps_what_was_checked(self) -> None:
        error = ModelError("the embedding model gave 3 values for 4 texts", "try another model")
        turn = answered(ClaimChecked(CLAIM, (citation(),)), error)
        assert "ein anderes Modell versuchen" in turn_markup(turn, GERMAN)
        html = turn_markup(turn, wording("en"))
        assert "the embedding model gave 3 values for 4 texts: try another model" in html
        assert QUOTE in html

    def test_a_defect_is_one_line_too(self) -> None:
        html = turn_markup(answered(RuntimeError("secret detail")), GERMAN)
        assert GERMAN("broken") in html
        assert "secret" not in html


class TestIntake:
    def intake(self, tmp_path: Path, *uploads: Upload) -> Intake:
        return Intake(uploads, Settings(archive=tmp_path), ScriptedAssistant())  # type: ignore[arg-type]

    def test_an_upload_reaches_ingest_by_its_name_and_is_gone_afterwards(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seen: list[Any] = []

        def ingest(sources: list[Path], settings: Settings, **options: Any) -> IngestReport:
            seen.append(([(path.name, path.read_bytes()) for path in sources], options["outlet"]))
            return IngestReport(
                (ARTICLE.id,),
                (),
                (),
                2,
                (Failure("/a/b/c.jsonl", 'line 3: it has no "text": not stored'),),
                3,
                1,
                0.1,
                0.1,
            )

        monkeypatch.setattr("ingest.pipeline.ingest", ingest)
        upload = Upload("..\\../böse name.txt", b"Text")
        intake = Intake([upload], Settings(archive=tmp_path), ScriptedAssistant(), outlet="Bote")  # type: ignore[arg-type]
        intake.start()
        assert intake.wait(10)
        assert seen == [([("böse name.txt", b"Text")], "Bote")]
        assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
        html = intake_markup(intake, GERMAN)
        assert "1 neuer Artikel · 2 unverändert · 1 fehlgeschlagen" in html
        assert ARTICLE.title in html
        assert ">c.jsonl: Zeile 3: „text“ fehlt: nicht gespeichert<" in html

    def test_a_large_file_is_refused_in_one_line(self, tmp_path: Path) -> None:
        intake = self.intake(tmp_path, Upload("gross.jsonl", bytes(LIMIT * 1_000_000 + 1)))
        intake.start()
        assert intake.wait(10)
        assert f"gross.jsonl: größer als {LIMIT} MB" in intake_markup(intake, GERMAN)

    def test_an_error_of_ingest_is_one_line(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def ingest(*_: Any, **__: Any) -> IngestReport:
            raise PresseschauError("another presseschau is upgrading the archive", "wait until it is done")

        monkeypatch.setattr("ingest.pipeline.ingest", ingest)
        intake = self.intake(tmp_path, Upload("a.txt", b"x"))
        intake.start()
        assert intake.wait(10)
        assert (
            "ein anderer presseschau-Befehl aktualisiert gerade das Archiv: warten, bis es fertig ist"
            in intake_markup(intake, GERMAN)
        )

    def test_it_stops_at_the_next_progress(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        begun, stopped = threading.Event(), threading.Event()

        def ingest(*_: Any, on_progress: Callable[[Progress], None], **__: Any) -> IngestReport:
            on_progress(Progress("embed", 3, 10, 5.0, 2.0))
            begun.set()
            assert stopped.wait(10)
            on_progress(Progress("embed", 4, 10, 5.0, 2.0))
            raise AssertionError("it went on")

        monkeypatch.setattr("ingest.pipeline.ingest", ingest)
        intake = self.intake(tmp_path, Upload("a.txt", b"x"))
        intake.start()
        assert begun.wait(10)
        assert "einbetten · 3 von 10 · noch etwa 2 s" in intake_markup(intake, GERMAN)
        intake.stop()
        stopped.set()
        assert GERMAN("intake_stopped") in intake_markup(intake, GERMAN)


class TestWording:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_all_languages_say_the_same_things(self, language: PageLanguage) -> None:
        german, other = GERMAN.phrases, wording(language).phrases
        assert german.keys() == {key for key in other if not key.endswith("_few")}
        for key, phrase in other.items():
            same = german[key.replace("_few", "_other")]
            assert type(phrase) is type(same)
            if isinstance(phrase, str):
                assert placeholders(phrase) == placeholders(same), key

    def test_a_russian_number_has_three_forms(self) -> None:
        russian = wording("ru")
        assert {key[:-6] for key in russian.phrases if key.endswith("_other")} == {
            key[:-4] for key in russian.phrases if key.endswith("_few")
        }
        said = [russian.count("articles", n) for n in (1, 3, 5, 11, 12, 21, 104, 111)]
        assert [told.split()[1] for told in said] == [
            "статья", "статьи", "статей", "статей", "статей", "статья", "статьи", "статей",
        ]  # fmt: skip

    def test_every_stage_of_an_intake_truth_and_disagreement_has_its_words(self) -> None:
        keys = [f"stage_{stage}" for stage in get_args(Stage)]
        keys += [f"otherwise_{name}" for name in ("day", "place", "participants", "modality")]
        keys += [f"versions_{name}" for name in get_args(Difference)]
        assert [key for key in keys if key not in GERMAN.phrases] == []
        for language in LANGUAGES:
            words = wording(language)
            assert all(modality(name, language) or name in words.phrases for name in get_args(Modality))

    @pytest.mark.parametrize(
        ("locale", "language"),
        [("de-AT", "de"), ("DE", "de"), ("en-GB", "en"), ("fr", "en"), ("ru-RU", "ru"), (None, "de")],
    )
    def test_the_browsers_language(self, locale: str | None, language: str) -> None:
        assert browser_language(locale) == language

    def test_numbers_and_dates_as_they_are_written(self) -> None:
        assert GERMAN.count("articles", 1234) == "1.234 Artikel"
        assert wording("en").count("articles", 1) == "1 article"
        assert wording("en").date(date(2024, 9, 13)) == "13 September 2024"
        assert GERMAN.seconds(1.25) == "1,2 s"


def test_every_example_for_the_sample_articles_is_answered(sample_archive: Path) -> None:
    with Assistant(Settings(archive=sample_archive)) as assistant:
        assert set(resources.sample_outlets()) <= set(assistant.outlets())
        for language in LANGUAGES:
            for question in wording(language).list("sample_examples"):
                assert assistant.ask(question).status != "not_in_sources", question


class TestServe:
    def test_a_taken_port_is_one_line_with_a_remedy(self) -> None:
        import socket

        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            with pytest.raises(PresseschauError, match=f"port {port} is taken: .*--port {port + 1}"):
                serve.serve(port, Settings())

    def test_the_server_is_local_and_silent(self) -> None:
        command = serve.command(8765)
        for flag in (
            "--server.address=localhost",
            "--browser.gatherUsageStats=false",
            "--client.showErrorDetails=none",
            "--server.enableXsrfProtection=true",
            "--server.enableCORS=true",
            f"--server.maxUploadSize={LIMIT}",
            "--server.headless=true",
            "--server.port=8765",
        ):
            assert flag in command


class TestPage:
    def test_a_question_its_answer_and_a_follow_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assistant = ScriptedAssistant(understood(), retrieved(ARTICLE), Done(answer(f"{QUOTE} [1]", CLAIM)))
        with page(monkeypatch, assistant) as app:
            app.run()
            app.chat_input[0].set_value("Wer traf wen?").run()
            assert f">{QUOTE}</mark>" in shown(app)
            app.chat_input[0].set_value("Und wann?").run()
            assert shown(app).count(f">{QUOTE}</mark>") == 2
        assert assistant.asked[0][:2] == ("Wer traf wen?", ())
        assert assistant.asked[1][:2] == ("Und wann?", (("Wer traf wen?", f"{QUOTE} [1]"),))

    def test_an_example_is_asked_by_a_click(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assistant = ScriptedAssistant(Done(answer(f"{QUOTE} [1]", CLAIM)))
        with page(monkeypatch, assistant) as app:
            app.run()
            example = next(button for button in app.button if button.label == GERMAN.list("examples")[0])
            example.click().run()
            assert f">{QUOTE}</mark>" in shown(app)
        assert assistant.asked[0][0] == GERMAN.list("examples")[0]

    def test_an_empty_archive_invites(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with page(monkeypatch, ScriptedAssistant(articles=())) as app:
            app.run()
            assert GERMAN("empty_title") in shown(app)
            assert any(button.label == GERMAN("load_samples") for button in app.button)

    def test_articles_that_another_process_added_are_counted_at_the_next_run(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assistant = ScriptedAssistant()
        with page(monkeypatch, assistant) as app:
            app.run()
            assert "1 Artikel" in shown(app)
            assistant.stored["neu"] = replace(ARTICLE, id="neu")
            assistant.changes += 1
            app.run()
            assert "2 Artikel" in shown(app)

    def test_filters_go_with_the_question(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assistant = ScriptedAssistant(Done(answer(f"{QUOTE} [1]", CLAIM)))
        with page(monkeypatch, assistant) as app:
            app.run()
            app.date_input(key="from").set_value(date(2026, 1, 1))
            app.multiselect(key="outlets").set_value(["Der Bote"])
            app.chat_input[0].set_value("Wer?").run()
            assert "Der Bote · ab 1. Januar 2026" in shown(app)
            app.date_input(key="to").set_value(date(2025, 1, 1)).run()
            assert GERMAN("wrong_order") in Elements(shown(app)).text
        assert assistant.asked[0][2] == Filters(date(2026, 1, 1), None, ("Der Bote",))

    def test_the_language_switch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with page(monkeypatch, ScriptedAssistant()) as app:
            app.run()
            assert GERMAN("subtitle") in shown(app)
            app.segmented_control(key="language").set_value("en").run()
            assert wording("en")("subtitle") in shown(app)

    def test_the_page_names_the_host_that_text_goes_to(self, monkeypatch: pytest.MonkeyPatch) -> None:
        settings = {"model": "some-model", "openai_base_url": "http://models.example:8080/v1"}
        assistant = ScriptedAssistant(Done(answer(f"{QUOTE} [1]", CLAIM)))
        with page(monkeypatch, assistant, **settings) as app:
            app.run()
            assert "some-model schreibt die Antworten" in shown(app)
            assert "models.example:8080" in shown(app)
            app.segmented_control(key="answerer").set_value("extractive").run()
            assert GERMAN("extractive_line") in shown(app)
            app.chat_input[0].set_value("Wer?").run()
        assert assistant.asked[0][3] == "extractive"

    def test_an_archive_that_cannot_be_opened_is_one_line(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with page(monkeypatch, PresseschauError("the archive /a is a file", "name a folder with --archive")) as app:
            app.run()
            assert "das Archiv /a ist eine Datei: mit --archive einen Ordner nennen" in shown(app)

    def test_after_an_error_the_chat_goes_on(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assistant = ScriptedAssistant(ModelError("an error nobody has foreseen", "ask again"))
        with page(monkeypatch, assistant) as app:
            app.run()
            app.chat_input[0].set_value("Wer?").run()
            assert GERMAN("fault") in shown(app)  # never a line in another language
            assert "foreseen" not in shown(app)
            assistant.script = (Done(answer(f"{QUOTE} [1]", CLAIM)),)
            app.chat_input[0].set_value("Noch einmal?").run()
            assert f">{QUOTE}</mark>" in shown(app)

    def test_a_new_conversation_forgets_the_old_one(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assistant = ScriptedAssistant(Done(answer(f"{QUOTE} [1]", CLAIM)))
        with page(monkeypatch, assistant) as app:
            app.run()
            app.chat_input[0].set_value("Wer?").run()
            next(button for button in app.button if button.label == GERMAN("new_conversation")).click().run()
            assert QUOTE not in shown(app)
            app.chat_input[0].set_value("Wann?").run()
        assert assistant.asked[1][1] == ()

    def test_a_reload_finds_the_conversation_and_asks_on_in_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assistant = ScriptedAssistant(Done(answer(f"{QUOTE} [1]", CLAIM, question="Wer?")))
        with page(monkeypatch, assistant) as app:
            app.run()
            app.chat_input[0].set_value("Wer?").run()
            identity = assistant.conversations.recent()[0].id
            assert identity in app.query_params["conversation"]
            app.feedback(key=f"thumbs-{identity}-1").set_value(1).run()
        with page(monkeypatch, assistant) as app:
            app.query_params["conversation"] = identity
            app.run()
            assert f">{QUOTE}</mark>" in shown(app)
            assert app.feedback(key=f"thumbs-{identity}-1").value == 1
            app.chat_input[0].set_value("Und wann?").run()
        assert assistant.asked[1][1] == (("Wer?", f"{QUOTE} [1]"),)
        assert len(assistant.conversations.load(identity)) == 2
        assert [one.verdict for one in assistant.conversations.feedback()] == ["good"]

    def test_an_earlier_conversation_is_opened_and_deleted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assistant = ScriptedAssistant()
        identity, _ = assistant.conversations.add(answer(f"{QUOTE} [1]", CLAIM, question=HOSTILE))
        with page(monkeypatch, assistant) as app:
            app.run()
            assert QUOTE not in shown(app)
            app.selectbox(key="earlier-conversation").set_value(identity).run()
            assert f">{QUOTE}</mark>" in shown(app)
            app.button(key="delete-conversation").click().run()
            assert QUOTE not in shown(app)
            assert "conversation" not in app.query_params
        assert assistant.conversations.recent() == ()

    def test_a_link_to_a_deleted_conversation_begins_a_new_one(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with page(monkeypatch, ScriptedAssistant()) as app:
            app.query_params["conversation"] = "gone"
            app.run()
            assert GERMAN("examples_title") in shown(app)
            assert "conversation" not in app.query_params

    def test_an_answer_that_cannot_be_kept_is_shown_and_says_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assistant = ScriptedAssistant(Done(answer(f"{QUOTE} [1]", CLAIM)))

        def full(*_: Any) -> Any:
            raise PresseschauError("the disk is full (/a)", "check the disk and run the command again")

        monkeypatch.setattr(assistant.conversations, "add", full)
        with page(monkeypatch, assistant) as app:
            app.run()
            app.chat_input[0].set_value("Wer?").run()
            assert f">{QUOTE}</mark>" in shown(app)
            assert "der Datenträger ist voll (/a): den Datenträger prüfen und es noch einmal versuchen" in shown(app)

    def test_an_article_is_chosen_or_named_by_the_address(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assistant = ScriptedAssistant()
        assistant.stored["zweiter"] = replace(ARTICLE, id="zweiter")  # of the same title, outlet and day
        assistant.reads = {"treffen": read()}
        with page(monkeypatch, assistant) as app:
            app.query_params["article"] = "treffen"
            app.query_params["sentences"] = "2"
            app.run()
            assert "<mark>Sie sprachen lange.</mark>" in shown(app)
            assert len(set(app.selectbox(key="article-choice").options)) == 2
            app.selectbox(key="article-choice").set_value("zweiter").run()
            assert GERMAN("not_read_yet") in shown(app)
            assert "zweiter" in app.query_params["article"]
            assert "sentences" not in app.query_params
            app.segmented_control(key="view").set_value("ask").run()
            assert "article" not in app.query_params
            app.segmented_control(key="view").set_value("articles").run()
            assert GERMAN("choose_article_hint") in shown(app)

    def test_an_article_that_is_gone_is_one_line_in_the_pages_language(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with page(monkeypatch, ScriptedAssistant()) as app:
            app.query_params["article"] = "fort"
            app.run()
            assert "es gibt keinen Artikel &#x27;fort&#x27;" in shown(app)

    def test_two_conversations_that_began_alike_are_two(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assistant = ScriptedAssistant()
        first, _ = assistant.conversations.add(answer(f"{QUOTE} [1]", CLAIM, question="Wer?"))
        assistant.conversations.add(answer("Etwas anderes. [1]", CLAIM, question="Wer?"))
        with page(monkeypatch, assistant) as app:
            app.run()
            assert len(set(app.selectbox(key="earlier-conversation").options)) == 2
            app.selectbox(key="earlier-conversation").set_value(first).run()
            assert f">{QUOTE}</mark>" in shown(app)

    def test_the_timeline_of_the_archive_by_person_and_as_a_table(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assistant = ScriptedAssistant()
        other = Disagreement("place", "Tarsk", ("treffen@1#s2",))
        assistant.records = (record(disagreements=(other,)), record(2, time=None, participants=(HOSTILE,)))
        with page(monkeypatch, assistant) as app:
            app.run()
            app.segmented_control(key="view").set_value("timeline").run()
            assert GERMAN("click_bar") in shown(app)
            assert GERMAN.count("undated_events", 1) in shown(app)
            app.text_input(key="timeline-person").set_value("Brandt").run()
            app.segmented_control(key="timeline-shape").set_value("table").run()
            seen = Elements(shown(app))
            assert "13. Februar 2026" in seen.text
            assert QUOTE in seen.text
            assert "img" not in seen.names
        assert assistant.persons == [None, "Brandt"]

    def test_the_events_of_an_answer_are_one_click_away(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assistant = ScriptedAssistant(Done(answer(f"Kopf: „{QUOTE}“ [1]", TOLD)))
        with page(monkeypatch, assistant) as app:
            app.run()
            app.chat_input[0].set_value("Wer traf wen?").run()
            label = GERMAN.count("events_of_answer", 1)
            next(button for button in app.button if button.label == label).click().run()
            assert "Wer traf wen?" in shown(app)
            assert GERMAN("click_bar") in shown(app)
            app.chat_input[0].set_value("Und wann?").run()  # a question leads back to the answers
            assert GERMAN("click_bar") not in shown(app)
            assert shown(app).count(f">{QUOTE}</mark>") == 2

    def test_what_the_model_has_taken_today_is_shown(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assistant = ScriptedAssistant()
        settings = {"model": "m", "openai_base_url": "http://models.example/v1", "prompt_price": 1.0, "day_cap": 2.0}
        assistant.conversations.settle(assistant.conversations.reserve("m", 0.5, None), 1000, 200, 0.25)
        with page(monkeypatch, assistant, **settings) as app:
            app.run()
            assert "Heute: 1 Aufrufe, 1.200 Token, Kosten 0,25 von höchstens 2,00." in shown(app)


class TestResources:
    def test_the_assistant_is_made_before_the_first_visit_and_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        made: list[Settings] = []

        def opened(settings: Settings) -> object:
            made.append(settings)
            return object()

        monkeypatch.setattr(resources, "open_assistant", opened)
        monkeypatch.setattr(resources, "load_settings", Settings)
        resources.forget()
        try:
            resources.prepare()
            assert len(made) == 1
            visitors = [threading.Thread(target=resources.shared_assistant) for _ in range(4)]
            for visitor in visitors:
                visitor.start()
            for visitor in visitors:
                visitor.join()
            assert len(made) == 1
        finally:
            resources.forget()

    def test_what_fails_before_the_first_visit_is_said_at_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fails(_: Settings) -> object:
            raise PresseschauError("the archive /a is a file", "name a folder with --archive")

        monkeypatch.setattr(resources, "open_assistant", fails)
        resources.forget()
        resources.prepare()
        with pytest.raises(PresseschauError, match="is a file"):
            resources.shared_assistant()
        resources.forget()
