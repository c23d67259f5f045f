"""`presseschau events` and `presseschau people` as a user has them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run

DAILY = (
    "Ministerin Hanna Vossberg hat am Freitag in Sandhafen den Reeder Sergej Karpow empfangen. "
    "„Wir reden weiter“, sagte Vossberg. Im Juli will sie nach Tarsk reisen."
)
LEDGER = "The minister Hanna Vossberg met the shipowner Sergei Karpov in Sandhafen on Friday, June 13."


@pytest.fixture
def archive(run: Run, write_article: Callable[..., Path]) -> Path:
    """Two outlets tell of one meeting, one of them with a name that a spreadsheet would run."""
    daily = write_article("daily.md", DAILY, title="Treffen", published="2025-06-14", outlet="=Anzeiger|*")
    write_article("ledger.md", LEDGER, title="Talks", published="2025-06-14", outlet="Ledger", language="en")
    assert run("ingest", daily.parent)[0] == 0
    return daily


def test_a_meeting_is_listed_once_with_who_where_when_and_who_tells_it(run: Run, archive: Path) -> None:
    (event,) = json.loads(run("events", "--person", "Karpow", "--json")[1])
    assert event["participants"] == ["Hanna Vossberg", "Sergei Karpov"]
    assert event["place"] == "Sandhafen"
    assert (event["time"]["start"], event["time"]["end"]) == ("2025-06-13", "2025-06-13")
    assert event["modality"] == "happened"
    assert {one["outlet"] for one in event["sentences"]} == {"=Anzeiger|*", "Ledger"}
    assert all(one["quote"] in DAILY + LEDGER for one in event["sentences"])
    assert all(one["sentence_id"].startswith(one["article_id"]) for one in event["sentences"])


@pytest.mark.parametrize("name", ["Sergei Karpov", "Сергей Карпов", "Karpov", "karpow"])
def test_any_spelling_finds_the_person(run: Run, archive: Path, name: str) -> None:
    code, out, err = run("events", "--person", name, "--json")
    assert (code, len(json.loads(out)), err) == (0, 1, "")


def test_days_are_those_of_the_event_and_statements_come_when_asked_for(run: Run, archive: Path) -> None:
    def actions(*words: str) -> list[str]:
        return [event["action"] for event in json.loads(run("events", "--json", *words)[1])]

    assert "statement" not in actions()
    assert actions("--from", "2025-06-13", "--to", "2025-06-13") != []
    assert actions("--from", "2025-06-14", "--to", "2025-06-20") == []
    assert set(actions("--action", "statement")) == {"statement"}
    assert "statement" in actions("--action", "all")


def test_nobody_of_that_name_is_an_empty_list_and_a_line_with_near_names(run: Run, archive: Path) -> None:
    code, out, err = run("events", "--person", "Nadia Nemo", "--json")
    assert (code, json.loads(out)) == (0, [])
    assert err.startswith("presseschau: nobody in the archive is called 'Nadia Nemo'")
    assert err.count("\n") == 1


def test_a_name_that_means_several_says_which(
    run: Run,
    archive: Path,
    write_article: Callable[..., Path],
) -> None:
    run("ingest", write_article("c.md", "Der Arzt Peter Vossberg traf in Lohe die Ärztin Ulla Brandt.", title="Arzt"))
    code, out, err = run("events", "--person", "Vossberg", "--json")
    assert code == 0
    assert len(json.loads(out)) >= 2
    assert "Hanna Vossberg" in err
    assert "Peter Vossberg" in err


def test_the_table_speaks_the_readers_language(
    run: Run,
    archive: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert "2025-06-13" in run("events")[1]
    monkeypatch.setenv("PRESSESCHAU_LANGUAGE", "de")
    out = run("events")[1]
    assert "Treffen" in out
    assert "2 · " in out


def test_markdown_and_csv_are_safe_to_open(run: Run, archive: Path) -> None:
    lines = run("events", "--format", "md")[1].splitlines()
    assert lines[0].startswith("| when | what |")
    assert all(line.replace("\\|", "").count("|") == 7 for line in lines)
    assert r"=Anzeiger\|\*" in "\n".join(lines)
    rows = list(csv.DictReader(io.StringIO(run("events", "--format", "csv")[1])))
    assert "2025-06-13" in {row["start"] for row in rows}
    assert all(value[:1] not in "=+-@" or not value for row in rows for value in row.values())
    assert run("events", "--format", "json")[1] == run("events", "--json")[1]


@pytest.mark.parametrize(
    "words", [("--action", "orgy"), ("--from", "2025-02-01", "--to", "2025-01-01"), ("--format", "x")]
)
def test_wrong_usage_is_exit_code_2(run: Run, words: tuple[str, ...]) -> None:
    assert run("events", *words)[:2] == (2, "")


def test_people_are_listed_split_merged_and_put_back(run: Run, archive: Path) -> None:
    def listed(*words: str) -> dict[str, int]:
        return {one["name"]: one["articles"] for one in json.loads(run("people", *words, "--json")[1])}

    assert listed() == {"Hanna Vossberg": 2, "Sergei Karpov": 2}
    (karpow,) = json.loads(run("people", "Karpow", "--json")[1])
    assert set(karpow["spellings"]) == {"Sergej Karpow", "Sergei Karpov"}
    assert "Sergej Karpow" in run("people")[1]

    assert run("people", "split", "Sergej Karpow", "Sergei Karpov")[0] == 0
    assert listed() == {"Hanna Vossberg": 2, "Sergei Karpov": 1, "Sergej Karpow": 1}
    assert "split: Sergej Karpow ≠ Sergei Karpov" in run("people")[1]
    assert run("people", "undo")[0] == 0
    assert listed() == {"Hanna Vossberg": 2, "Sergei Karpov": 2}
    assert run("people", "merge", "Hanna Vossberg", "Karpow")[0] == 0
    assert listed() == {"Hanna Vossberg": 2}
    assert "taken back" in run("people", "undo")[2]
    assert "nothing" in run("people", "undo")[2]


def test_a_name_that_decides_nothing_is_one_line_and_exit_code_1(run: Run, archive: Path) -> None:
    for words in (("split", "Nadia Nemo", "Nemo"), ("merge", "Hanna Vossberg", "Nadia Nemo")):
        code, out, err = run("people", *words)
        assert (code, out, err.count("\n")) == (1, "", 1)


def test_show_and_explain_tell_people_and_events(run: Run, archive: Path) -> None:
    shown = json.loads(run("show", "daily", "--json")[1])
    explained = json.loads(run("explain", archive, "--json")[1])
    for told in (shown, explained):
        assert [person["name"] for person in told["people"]][:2] == ["Hanna Vossberg", "Sergej Karpow"]
        start, end = told["people"][0]["mentions"][0]
        assert told["text"][start:end] == "Hanna Vossberg"
        first = told["events"][0]
        assert first["participants"] == ["Hanna Vossberg", "Sergej Karpow"]
        assert first["sentences"] == [told["sentences"][0]["id"]]
        assert [time["phrase"] for time in told["times"]][:1] == [told["times"][0]["phrase"]]
    assert "Sergej Karpow" in run("explain", archive)[1]
    assert "Sergej Karpow" in run("show", "daily")[1]


def test_the_articles_of_the_issue(run: Run, shared: Path, tmp_path: Path) -> None:
    """Kim and Schoigu on Friday, told by both articles; with no date of publication the phrases stay."""
    if not (shared / "articles").is_dir():
        pytest.skip("no ../shared/articles beside this checkout")
    assert run("ingest", shared / "articles", "--published", "2024-09-14")[0] == 0
    told = json.loads(run("events", "--json")[1])
    dated = {
        (event["action"], frozenset(event["participants"]), event["time"]["start"]): event
        for event in told
        if event["time"] and event["time"]["start"]
    }
    (meeting,) = (
        event for (_, who, start), event in dated.items() if start == "2024-09-13" and "Sergej Schoigu" in who
    )
    assert len({one["article_id"] for one in meeting["sentences"]}) == 2
    assert meeting["place"] == "Pjöngjang"
    starts = sorted(start for _, _, start in dated)
    assert {"2024-05-01", "2024-06-01", "2024-07-11", "2024-08-01", "2024-09-13"} <= set(starts)
    assert dated["dismissal", frozenset({"Sergej Schoigu"}), "2024-05-01"]
    assert any(who == {"Kim Jong Un", "Alexei Kriworuchko"} for _, who, start in dated if start == "2024-07-11")

    other = tmp_path / "undated"
    assert run("--archive", other, "ingest", shared / "articles")[0] == 0
    undated = json.loads(run("--archive", other, "events", "--json")[1])
    assert all(event["time"] is None or event["time"]["start"] is None for event in undated)
    phrases = {event["time"]["phrase"] for event in undated if event["time"]}
    assert {"am Freitag", "im Mai", "Mitte Juli", "Anfang August"} <= phrases
