"""HTML pages: title, text, and only declared metadata."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.errors import SourceError
from ingest.html import read_html
from ingest.load import RawArticle
from ingest.prepare import Flags, prepare

BODY = """
<p>Die Verkehrsministerin hat am Freitag den Bürgermeister von Sandau besucht. Es ging um die Fähre, die seit Mai
stillsteht, und um das Geld, das ihre Reparatur kosten wird.</p>
<p>„Wir brauchen die Fähre“, sagte der Bürgermeister. Die Ministerin versprach Geld, nannte aber keine Summe. Sie will
im Oktober wiederkommen.</p>
<p>Die Fähre verbindet seit 1911 die beiden Ufer. Ohne sie fahren die Pendler jeden Tag einen Umweg von 30 Kilometern
über die Brücke bei Lohe.</p>
"""


def page(
    head: str = "", body: str = BODY, *, before: str = "", after: str = "", attributes: str = 'lang="de-DE"'
) -> str:
    return f"""<!DOCTYPE html><html {attributes}><head><meta charset="utf-8">
    <title>Ministerin besucht Sandau - Elbbote</title>{head}</head>
    <body><header><nav><a href="/">Start</a> <a href="/p">Politik</a></nav></header>{before}
    <main><article><h1>Ministerin besucht Sandau</h1>{body}</article></main>
    <footer><p>Stand der Seite: 3.3.2020</p>{after}</footer></body></html>"""


def test_json_ld_says_it_all() -> None:
    head = """<link rel="canonical" href="https://elbbote.example/a1">
    <script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "x", "datePublished": "2001-01-01"},
    {"@type": "NewsArticle", "headline": "Ministerin besucht Sandau", "datePublished": "2024-09-14T18:05:00+02:00",
     "dateModified": "2024-09-16T08:00:00+02:00", "author": [{"@type": "Person", "name": "Paula Kern"}],
     "publisher": {"@type": "Organization", "name": "Elbbote"}}]}</script>"""
    found = read_html(page(head))
    assert found.title == "Ministerin besucht Sandau"
    assert (found.published, found.outlet, found.author) == (date(2024, 9, 14), "Elbbote", "Paula Kern")
    assert (found.url, found.language) == ("https://elbbote.example/a1", "de")
    assert "Die Verkehrsministerin hat am Freitag den Bürgermeister von Sandau besucht." in found.text
    assert "Stand der Seite" not in found.text
    assert "Politik" not in found.text


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2024-09-14T18:05:00+02:00">',
        '<meta name="date" content="2024-09-14">',
        '<meta itemprop="datePublished" content="2024-09-14">',
    ],
)
def test_meta_tags_declare_the_date(head: str) -> None:
    assert read_html(page(head)).published == date(2024, 9, 14)


def test_a_time_of_the_article_declares_the_date() -> None:
    body = '<time datetime="2024-09-14T10:00">gestern</time>' + BODY
    assert read_html(page(body=body)).published == date(2024, 9, 14)


@pytest.mark.parametrize(
    "unsaid",
    [
        page(after="<p>Kurse vom 14.09.2024, 18:05 Uhr</p><p>© 2024</p>"),
        page('<meta property="article:modified_time" content="2024-09-16">'),
        page(before='<div class="ticker"><time datetime="2024-09-16">16. September</time> DAX 18.000</div>'),
        page('<link rel="canonical" href="https://e.example/2024/09/14/sandau">'),
        page(body=BODY + "<p>Der Vertrag gilt vom 1. Mai 2023 bis zum 30. Juni 2025.</p>"),
        page('<script type="application/ld+json">{"@type": "VideoObject", "uploadDate": "2024-01-01"}</script>'),
        page(body='<time datetime="2024-09-14">x</time><time datetime="2024-09-15">y</time>' + BODY),
    ],
)
def test_a_date_that_nothing_declares_stays_unknown(unsaid: str) -> None:
    assert read_html(unsaid).published is None


def test_the_outlet_behind_the_headline_goes() -> None:
    title = '<meta property="og:title" content="Ministerin besucht Sandau | Elbbote">'
    found = read_html(page(title + '<meta property="og:site_name" content="Elbbote">'))
    assert (found.title, found.outlet) == ("Ministerin besucht Sandau", "Elbbote")


@pytest.mark.parametrize(
    "empty", ["<html><body></body></html>", "<html><body><nav><a href='/'>Start</a></nav></body></html>"]
)
def test_a_page_without_an_article_is_refused(empty: str) -> None:
    with pytest.raises(SourceError):
        read_html(empty)


def test_broken_markup_and_broken_json_ld_do_no_harm() -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", </script>'
    assert "Verkehrsministerin" in read_html(page(head) + "</div></p><b>").text


def test_a_page_goes_through_the_same_cleaning_and_scripts_are_no_text() -> None:
    body = BODY + "<script>alert('x')</script><p>Lesen Sie auch: Warum die Fähre stillsteht</p>"
    article = prepare(RawArticle(source="a.html", kind="html", text=page(body=body)), Flags())
    assert "alert" not in article.text
    assert "Lesen Sie auch" not in article.text
    assert article.title not in article.text
    assert article.text.count("\n\n") == 2
    assert article.language == "de"


def test_flags_fill_what_is_missing_and_force_overrides() -> None:
    raw = RawArticle(source="a.html", kind="html", text=page('<meta property="og:site_name" content="Elbbote">'))
    day = date(2024, 9, 14)
    filled = prepare(raw, Flags(published=day, outlet="Anderer", language="en"))
    assert (filled.published, filled.outlet, filled.language) == (day, "Elbbote", "de")
    forced = prepare(raw, Flags(published=day, outlet="Anderer", language="en", force=True))
    assert (forced.published, forced.outlet, forced.language) == (day, "Anderer", "en")


def test_a_dump_that_still_holds_tags() -> None:
    text = (
        "<p>Der Rat hat <b>Ja</b> gesagt.</p><p>Das war am Montag.<br/>Die Kosten: 5 &lt; 6.</p><script>x()</script>"
    )
    article = prepare(RawArticle(source="d.jsonl", kind="json", text=text, title="Rat sagt Ja"), Flags())
    assert article.text == "Der Rat hat Ja gesagt.\n\nDas war am Montag.\n\nDie Kosten: 5 < 6."
