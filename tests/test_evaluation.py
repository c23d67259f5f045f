"""Question sets, runs and reports, with an assistant that answers from a script."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import ModelError, PresseschauError, QuestionError
from assistant.evaluation import Progress, evaluate, read_questions
from assistant.settings import Settings
from assistant.types import Answer, Article, Citation, Claim, Filters, RetrievedArticle

HOSTILE = '</td><script>alert(1)</script><img src="https://example.org/x.png">"\'&amp; ![x](https://example.org/y)'


def article(article_id: str, **changes: Any) -> Article:
    fields = {"title": "Titel", "text": "Kim traf Schoigu.", "language": "de", "text_hash": f"hash of {article_id}"}
    return Article(id=article_id, version=1, **(fields | {"source": f"{article_id}.txt"} | changes))


def answer(
    question: str, text: str | None = "Kim", article_id: str = "treffen", outlet: str | None = "Welt"
) -> Answer:
    """An answer with one claim and its citation, or an abstention for None."""
    quote = f"{text} traf Schoigu."
    citation = Citation(
        1, article_id, f"{article_id}@1#s1", "Titel", outlet, None, None, quote, 0, len(quote), "hash"
    )
    return Answer(
        question=question,
        language="de",
        status="not_in_sources" if text is None else "answered",
        answer="Das steht nicht in den Quellen." if text is None else f"{text} traf Schoigu. [1]",
        claims=() if text is None else (Claim(f"{text} traf Schoigu.", (1,), "verified"),),
        citations=() if text is None else (citation,),
        notes=(),
        retrieved=(RetrievedArticle(article_id, 0.8),),
        answerer="extractive",
        seconds={"retrieve": 0.02, "answer": 0.01, "total": 0.03},
        tokens={"prompt": 0, "completion": 0},
    )


class ScriptedAssistant:
    """Answers by a function, and remembers what it was asked."""

    def __init__(self, script: Callable[[str], Answer] = answer, articles: Sequence[Article] = ()) -> None:
        self.settings = Settings()
        self.script = script
        self.asked: list[tuple[str, Sequence[tuple[str, str]], str | None]] = []
        self._articles = tuple(articles) or (article("treffen"),)

    def ask(
        self,
        question: str,
        history: Sequence[tuple[str, str]] = (),
        filters: Filters | None = None,
        answerer: str | None = None,
    ) -> Answer:
        self.asked.append((question, history, answerer))
        return self.script(question)

    def articles(self) -> tuple[Article, ...]:
        return self._articles


@pytest.fixture
def question_set(tmp_path: Path) -> Callable[..., Path]:
    """Writes a question set; a string is written as it is."""

    def write(*lines: dict[str, Any] | str) -> Path:
        path = tmp_path / "questions.jsonl"
        texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
        path.write_text("\n".join(texts) + "\n", encoding="utf-8")
        return path

    return write


THREE = (
    {"id": "a", "question": "Wer traf Schoigu?", "answers": ["Kim"], "articles": ["treffen.txt"], "tags": ["who"]},
    {"id": "b", "question": "Wer traf Lawrow?", "answerable": False, "tags": ["who", "none"]},
    {"id": "c", "question": "Who met Shoigu?", "answers": ["Putin"], "language": "en", "articles": ["anderes"]},
)


def lines_of(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "answers.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('{"id": "b", "question": "Wer?"', "line 3: broken JSON"),
        ('["b", "Wer?"]', "line 3: the line cannot be used"),
        ('{"question": "Wer?"}', "line 3: the key 'id' is missing"),
        ('{"id": "b"}', "line 3: the key 'question' is missing"),
        ('{"id": "b", "question": "  "}', "line 3: question cannot be used"),
        ('{"id": "a", "question": "Wer?"}', "line 3: the id 'a' is taken by line 1"),
        ('{"id": "b", "question": "Wer?", "answer": ["Kim"]}', "unknown key 'answer': did you mean 'answers'?"),
        ('{"id": "b", "question": "Wer?", "answers": "Kim"}', "line 3: answers cannot be used"),
        ('{"id": "b", "question": "Wer?", "must_include": ["Kim"]}', "line 3: must_include.0 cannot be used"),
        ('{"id": "b", "question": "Wer?", "answerable": "yes"}', "line 3: answerable cannot be used"),
        ('{"id": "b", "question": "Wer?", "dates": ["gestern"]}', "line 3: dates.0 cannot be used"),
        ('{"id": "b", "question": "Wer?", "history": [["nur eine Frage"]]}', "line 3: history.0.1"),
    ],
)
def test_a_bad_line_is_named(question_set: Callable[..., Path], line: str, complaint: str) -> None:
    path = question_set({"id": "a", "question": "Wer?"}, "", line)
    with pytest.raises(QuestionError) as caught:
        read_questions(path)
    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value)


def test_bad_files_are_refused_in_one_line(tmp_path: Path) -> None:
    latin = tmp_path / "latin.jsonl"
    latin.write_bytes('{"id": "a", "question": "Wer spricht für Köln?"}'.encode("latin-1"))
    empty = tmp_path / "empty.jsonl"
    empty.touch()
    for path, complaint in [(latin, "not UTF-8"), (empty, "no question"), (tmp_path / "none.jsonl", "cannot read")]:
        with pytest.raises(QuestionError, match=complaint) as caught:
            read_questions(path)
        assert "\n" not in str(caught.value)


def test_a_question_keeps_all_it_carries(question_set: Callable[..., Path]) -> None:
    (question,) = read_questions(
        question_set(
            {
                "id": 7,
                "question": "Und wo?",
                "must_include": [["Pjöngjang", "Pyongyang"]],
                "must_not_include": ["Moskau", ["Peking", "Beijing"]],
                "dates": ["2024-09-13", "2028-05"],
                "history": [["Wer traf wen?", "Kim traf Schoigu."]],
            }
        )
    )
    assert question.id == "7"
    assert question.must_not_include == ("Moskau", "Peking", "Beijing")
    assert question.history == (("Wer traf wen?", "Kim traf Schoigu."),)
    assert question.has_answer is True


def test_a_run_writes_answers_and_both_reports(question_set: Callable[..., Path], tmp_path: Path) -> None:
    assistant = ScriptedAssistant(lambda text: answer(text, None if "Lawrow" in text else "Kim"))
    seen: list[Progress] = []
    report = evaluate(question_set(*THREE), tmp_path / "out", assistant, on_progress=seen.append)
    assert report.verdicts == {"right": 1, "wrong": 1, "abstained": 1, "unscored": 0}
    assert [(state.done, state.total) for state in seen] == [(0, 3), (1, 3), (2, 3), (3, 3)]
    first = lines_of(tmp_path / "out")[0]
    assert first["id"] == "a"
    assert first["answer"] == "Kim traf Schoigu. [1]"
    assert first["scores"]["containment"] == 1
    assert first["scores"]["verdict"] == "right"
    assert first["scores"]["facts"] is None
    content = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert content["overall"]["containment"]["value"] == 0.5
    assert content["overall"]["containment"]["n"] == 2
    assert content["overall"]["facts"] == {"value": None, "low": None, "high": None, "n": 0, "unit": "share"}
    assert content["by_tag"]["none"]["abstention_recall"]["value"] == 1
    assert set(content["by_language"]) == {"de", "en"}
    assert content["failures"] == [
        {"id": "c", "reasons": ["no accepted answer in the text", "named article not among the first 10"]}
    ]
    assert content["warnings"] == ["1 named articles are not in the archive and count as not found: anderes"]
    assert "Wer traf Schoigu" not in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "Who met Shoigu?" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_history_and_answerer_reach_the_assistant(question_set: Callable[..., Path], tmp_path: Path) -> None:
    assistant = ScriptedAssistant()
    path = question_set({"id": "a", "question": "Und wo?", "history": [["Wer?", "Kim."]]})
    evaluate(path, tmp_path / "out", assistant, answerer="model")
    assert assistant.asked == [("Und wo?", (("Wer?", "Kim."),), "model")]


def test_a_stopped_run_goes_on_where_it_was(question_set: Callable[..., Path], tmp_path: Path) -> None:
    def stop_at_second(text: str) -> Answer:
        if "Lawrow" in text:
            raise KeyboardInterrupt
        return answer(text)

    path, out = question_set(*THREE), tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        evaluate(path, out, ScriptedAssistant(stop_at_second))
    assert [line["id"] for line in lines_of(out)] == ["a"]
    assert not (out / "report.json").exists()
    with (out / "answers.jsonl").open("ab") as stream:
        stream.write('{"id": "b", "question": "Wer traf Kö'.encode()[:-1])  # killed within a letter
    resumed = ScriptedAssistant()
    evaluate(path, out, resumed)
    assert [text for text, _, _ in resumed.asked] == ["Wer traf Lawrow?", "Who met Shoigu?"]
    assert [line["id"] for line in lines_of(out)] == ["a", "b", "c"]


def test_a_limited_run_can_be_continued_and_loses_nothing(question_set: Callable[..., Path], tmp_path: Path) -> None:
    path, out = question_set(*THREE), tmp_path / "out"
    assert len(evaluate(path, out, ScriptedAssistant(), limit=2).outcomes) == 2
    assert len(evaluate(path, out, ScriptedAssistant()).outcomes) == 3
    again = ScriptedAssistant()
    assert len(evaluate(path, out, again, limit=1).outcomes) == 1
    assert again.asked == []
    assert len(lines_of(out)) == 3


def test_an_error_of_the_assistant_keeps_the_answers_so_far(
    question_set: Callable[..., Path], tmp_path: Path
) -> None:
    def unreachable(text: str) -> Answer:
        if "Lawrow" in text:
            raise ModelError("the server is down", "start it")
        return answer(text)

    with pytest.raises(ModelError):
        evaluate(question_set(*THREE), tmp_path / "out", ScriptedAssistant(unreachable))
    assert [line["id"] for line in lines_of(tmp_path / "out")] == ["a"]


def test_a_question_the_assistant_refuses_is_named(question_set: Callable[..., Path], tmp_path: Path) -> None:
    def refuse(text: str) -> Answer:
        raise QuestionError("the question is too long", "shorten it")

    with pytest.raises(QuestionError, match="question 'a': the question is too long: shorten it"):
        evaluate(question_set(*THREE), tmp_path / "out", ScriptedAssistant(refuse))


def test_answers_of_another_making_are_not_mixed_in(question_set: Callable[..., Path], tmp_path: Path) -> None:
    path, out = question_set(*THREE), tmp_path / "out"

    def stop_at_second(text: str) -> Answer:
        if "Lawrow" in text:
            raise KeyboardInterrupt
        return answer(text)

    with pytest.raises(KeyboardInterrupt):
        evaluate(path, out, ScriptedAssistant(stop_at_second))
    before = (out / "answers.jsonl").read_bytes()
    grown = ScriptedAssistant(articles=[article("treffen"), article("neu")])
    with pytest.raises(PresseschauError, match=r"changed since: archive\): name another folder"):
        evaluate(path, out, grown)
    other = ScriptedAssistant()
    other.settings = Settings(model="other", answerer="model")
    with pytest.raises(PresseschauError, match="answerer"):
        evaluate(path, out, other)
    question_set(*THREE[:2])
    with pytest.raises(PresseschauError, match="question set"):
        evaluate(path, out, ScriptedAssistant())
    assert (out / "answers.jsonl").read_bytes() == before


def test_a_finished_run_makes_room_for_another(question_set: Callable[..., Path], tmp_path: Path) -> None:
    path, out = question_set(*THREE), tmp_path / "out"
    for size in range(1, 4):
        assistant = ScriptedAssistant(articles=[article(f"a{number}") for number in range(size)])
        evaluate(path, out, assistant)
        assert len(assistant.asked) == 3
    assert {path.name for path in out.glob("earlier-*")} == {"earlier-1", "earlier-2"}
    assert len(lines_of(out / "earlier-1")) == 3
    assert (out / "earlier-2" / "report.html").exists()


def test_a_report_is_there_only_when_the_run_is_finished(question_set: Callable[..., Path], tmp_path: Path) -> None:
    path, out = question_set(*THREE), tmp_path / "out"
    evaluate(path, out, ScriptedAssistant(), limit=1)

    def stop(text: str) -> Answer:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        evaluate(path, out, ScriptedAssistant(stop))
    assert not (out / "report.json").exists()
    assert len(lines_of(out)) == 1


def test_a_folder_that_cannot_be_written_is_one_line(question_set: Callable[..., Path], tmp_path: Path) -> None:
    in_the_way = tmp_path / "out"
    in_the_way.write_text("a file", encoding="utf-8")
    assistant = ScriptedAssistant()
    with pytest.raises(PresseschauError, match="cannot write") as caught:
        evaluate(question_set(*THREE), in_the_way, assistant)
    assert "\n" not in str(caught.value)
    assert assistant.asked == []


def test_a_full_disk_ends_the_run_in_one_line(
    question_set: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(PresseschauError, match=r"answers\.jsonl \(No space left on device\)"):
        evaluate(question_set(*THREE), tmp_path / "out", ScriptedAssistant())


@pytest.mark.parametrize("name", ["treffen-3f2c1d", "treffen", "welt.txt", "welt", "https://example.org/treffen"])
def test_an_article_goes_by_any_of_its_names(question_set: Callable[..., Path], tmp_path: Path, name: str) -> None:
    stored = article(
        "treffen-3f2c1d", source_id="treffen", source="artikel/welt.txt", url="https://example.org/treffen"
    )
    assistant = ScriptedAssistant(
        lambda text: answer(text, article_id="treffen-3f2c1d"), [stored, article("anderes")]
    )
    path = question_set({"id": "a", "question": "Wer?", "articles": [name]})
    assert evaluate(path, tmp_path / "out", assistant).overall["hit@1"].value == 1


def test_the_name_of_a_dump_means_no_single_article(question_set: Callable[..., Path], tmp_path: Path) -> None:
    stored = [article(name, source="dump.jsonl") for name in ("treffen", "anderes")]
    path = question_set({"id": "a", "question": "Wer?", "articles": ["dump.jsonl"]})
    report = evaluate(path, tmp_path / "out", ScriptedAssistant(articles=stored))
    assert report.overall["hit@1"].value == 0
    assert report.warnings


class Tags(HTMLParser):
    """The elements of a page, and the text between them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_hostile_text_stays_text(question_set: Callable[..., Path], tmp_path: Path) -> None:
    path = question_set(
        {
            "id": HOSTILE,
            "question": HOSTILE,
            "answers": [HOSTILE + " Kim"],
            "must_include": [[HOSTILE + " Putin"]],
            "must_not_include": ["alert"],
            "articles": [HOSTILE],
            "language": HOSTILE,
            "tags": [HOSTILE],
        }
    )
    path = path.rename(path.with_name("<b onload=x>.jsonl"))
    stored = article("treffen", outlet=HOSTILE)
    assistant = ScriptedAssistant(lambda text: answer(text, HOSTILE, HOSTILE, HOSTILE), [stored])
    evaluate(path, tmp_path / "out", assistant)
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    tags = Tags()
    tags.feed(page)
    assert not {tag for tag, _ in tags.found} & {"script", "img", "iframe", "link", "object", "a", "b", "form"}
    attributes = [name for _, held in tags.found for name in held]
    assert not [
        name for name in attributes if name.startswith("on") or name in ("src", "href", "srcset", "xlink:href")
    ]
    assert (
        tags.text.count("<script>alert(1)</script>") >= 8
    )  # question, id, expected twice, forbidden, got, quote, tag
    assert not re.search(r"url\(|@import", page)
    assert "default-src 'none'" in page


def test_a_report_without_failures_or_answers_is_whole(question_set: Callable[..., Path], tmp_path: Path) -> None:
    abstaining = ScriptedAssistant(lambda text: answer(text, None))
    report = evaluate(question_set({"id": "a", "question": "Wer?"}), tmp_path / "out", abstaining)
    assert report.curve == ()
    assert report.verdicts["unscored"] == 1
    assert "<p>None.</p>" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_the_curve_ends_at_the_assistants_own_coverage(question_set: Callable[..., Path], tmp_path: Path) -> None:
    assistant = ScriptedAssistant(lambda text: answer(text, None if "Lawrow" in text else "Kim"))
    curve = evaluate(question_set(*THREE), tmp_path / "out", assistant).curve
    assert curve[-1] == (pytest.approx(2 / 3), pytest.approx(1 / 2))
