"""Replies of all shapes are read piece by piece; claims come out clean, and as soon as they are whole."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answering.reply import ReplyClaim, ReplyParser, plain

ONE, TWO = ReplyClaim("Eins.", ("S1",)), ReplyClaim("Zwei.", ("S2", "S3"))


def read(text: str, size: int = 5) -> tuple[list[ReplyClaim], bool]:
    parser = ReplyParser()
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    return [claim for piece in pieces for claim in parser.feed(piece)], parser.usable


@pytest.mark.parametrize(
    "text",
    [
        '{"claims": [{"ids": ["S1"], "text": "Eins."}, {"ids": ["S2", "S3"], "text": "Zwei."}]}',
        '```json\n{"claims": [{"ids": ["S1"], "text": "Eins."}, {"ids": ["S2", "S3"], "text": "Zwei."},]}\n```',
        'Gern {wie oft}: {"claims": [{"ids":["S1"],"text":"Eins."},{"ids":["S2","S3"],"text":"Zwei."}]} Ja.',
        '[{"ids": ["S1"], "text": "Eins."}, {"ids": ["S2", "S3"], "text": "Zwei."}]',
        '{"ids": ["S1"], "text": "Eins."}\n{"ids": ["S2", "S3"], "text": "Zwei."}\n',
        '{"claims": [{"id": "S1", "claim": "Eins."}, {"sources": "S2, S3", "statement": "Zwei."}, {"ids": ["S4"],',
        '{"claims": [{"ids": [1], "text": "Eins.",}, {"ids": "[S2][S3]", "text": "Zwei."}]}',
        '<think>{"ids": ["S9"], "text": "Hm."}</think>{"claims": [{"ids": ["S1"], "text": "Eins."},'
        ' {"ids": ["S2", "S3"], "text": "Zwei."}]}',
    ],
)
def test_whole_claims_are_found_whatever_stands_around_them(text: str) -> None:
    for size in (1, 3, 1000):
        assert read(text, size) == ([ONE, TWO], True)


@pytest.mark.parametrize("text", ['{"claims": []}', "[]", '```\n{"claims": [ ]}\n```', 'Leider nein: {"claims":[]}'])
def test_nothing_found_is_a_reply(text: str) -> None:
    assert read(text) == ([], True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Kim traf Schoigu.",
        '{"claims": [{"ids": ["S1"], "te',
        "{'claims': 'x'}",
        '{"answer": 5}',
        "}{][",
        '{"text": ""}',
    ],
)
def test_what_holds_no_claim_is_not_usable(text: str) -> None:
    assert read(text) == ([], False)


def test_braces_and_quotes_inside_the_text_do_not_confuse() -> None:
    text = json.dumps({"claims": [{"ids": ["S1"], "text": 'Er sagte: "{nein}" \\ }'}]})
    assert read(text, 1) == ([ReplyClaim('Er sagte: "{nein}" \\ }', ("S1",))], True)


def test_ids_that_are_no_aliases_stay_to_be_refused() -> None:
    (claim,), _ = read('{"claims": [{"ids": ["ferry@1#s3", "S1"], "text": "Eins."}]}')
    assert claim.aliases == ("ferry@1#s3", "S1")


def test_a_claim_as_long_as_an_article_is_none() -> None:
    assert read(json.dumps({"ids": ["S1"], "text": "Wort " * 400}), 500) == ([], False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**Kim** traf _Schoigu_ [S1].", "Kim traf Schoigu."),
        ("Kim traf Schoigu [1][2] (S3).", "Kim traf Schoigu."),
        ("![x](http://evil.example/?q=1) Kim [traf](https://evil.example) ihn", "Kim traf ihn"),
        ("Kim <img src=x onerror=alert(1)>traf <b>ihn</b><!-- nie -->", "Kim traf ihn"),
        ("Siehe www.evil.example und http://evil.example/a?b=c jetzt", "Siehe und jetzt"),
        ("# Titel", "Titel"),
        ("- Kim traf Schoigu.", "Kim traf Schoigu."),
        ("S1: Kim traf Schoigu.", "Kim traf Schoigu."),
        ("1. Kim traf Schoigu.", "Kim traf Schoigu."),
        ("Kim\u200b traf\u202e\n\nSchoigu\U000e0041", "Kim traf Schoigu"),
        (
            "Mitarbeiter*innen und Leser_innen trafen 2 * 3 Gäste.",
            "Mitarbeiter*innen und Leser_innen trafen 2 * 3 Gäste.",
        ),
        ("13. September, 5 < 6, „Sieg [der Vernunft]“ (2024)", "13. September, 5 < 6, „Sieg [der Vernunft]“ (2024)"),
        ("`code`", "code"),
    ],
)
def test_claims_lose_all_markup(text: str, expected: str) -> None:
    assert plain(text) == expected


@settings(deadline=None)
@given(st.text(max_size=300), st.integers(min_value=1, max_value=50))
def test_any_text_is_read_the_same_in_any_pieces(text: str, size: int) -> None:
    assert read(text, size) == read(text, 1000)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_cleaned_text_has_no_way_to_reach_out(text: str) -> None:
    cleaned = plain(text + " ![a](http://x.example/b) <script src='http://x.example'></script>")
    assert "://" not in cleaned.replace(text, "")
    assert "<script" not in cleaned
    assert "\n" not in cleaned


def test_deep_nesting_and_long_digits_do_not_take_long() -> None:
    assert read("{" * 5000 + "}" * 5000, 10_000) == ([], False)
    assert read('{"ids": ["' + "1" * 5000 + 'x"], "text": "Eins."}', 10_000)[0][0].text == "Eins."
