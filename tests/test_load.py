"""Sources: files, folders, globs, encodings, front matter, JSON lines; and what cannot be read."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import SourceError
from ingest.decode import decode, mend
from ingest.fields import parse_date
from ingest.load import LIMIT, RawArticle, find_files, load
from ingest.records import Failure

TEXT = "Größe „zählt“ – sagte Jürgen Weiß für 5 Euro."


def articles(path: Path) -> list[RawArticle]:
    found = list(load(path))
    assert not [failure for failure in found if isinstance(failure, Failure)]
    return [article for article in found if isinstance(article, RawArticle)]


def failure(path: Path) -> str:
    [found] = load(path)
    assert isinstance(found, Failure)
    assert found.source == path.as_posix()
    assert "\n" not in found.message
    return found.message


class TestDecode:
    @pytest.mark.parametrize(
        "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
    )
    def test_encodings(self, encoding: str) -> None:
        assert decode(TEXT.encode(encoding)) == TEXT

    @pytest.mark.parametrize(
        "text", ["Grüße aus Köln", "ü", "Straße\nFuß", "Être à Genève, déjà vu", "2 m² für 3 Ärzte"]
    )
    def test_latin_1(self, text: str) -> None:
        assert decode(text.encode("latin-1")) == text

    @pytest.mark.parametrize("encoding", ["cp1251", "koi8-r"])
    def test_cyrillic_single_byte_encodings(self, encoding: str) -> None:
        text = "Министры двух стран встретились в пятницу в Северске и обсудили новый мост."
        assert decode(text.encode(encoding)) == text

    def test_one_line_in_latin_1_among_utf_8(self) -> None:
        data = "Größe\nÜbung\n".encode() + "Maß".encode("latin-1")
        assert decode(data) == "Größe\nÜbung\nMaß"

    def test_the_charset_a_page_declares(self) -> None:
        page = '<html><head><meta charset="iso-8859-2"></head><body>Łódź</body></html>'
        assert "Łódź" in decode(page.encode("iso-8859-2"), html=True)

    @pytest.mark.parametrize(
        "data", [b"%PDF-1.7 abc", b"PK\x03\x04abc", bytes(range(256)) * 4, b"\x00\x01\x02\x03" * 9]
    )
    def test_binary_data_is_refused(self, data: bytes) -> None:
        with pytest.raises(SourceError):
            decode(data)

    @given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"]), min_size=1, max_size=80))
    def test_utf_8_always_comes_out_as_it_went_in(self, text: str) -> None:
        if text.strip() and not text.startswith(("%PDF", "GIF8", "{\\rtf", "SQLite format", "\ufeff", "PK")):
            assert decode(text.encode()) == text

    @given(st.binary(min_size=1, max_size=200))
    def test_any_bytes_are_text_or_refused(self, data: bytes) -> None:
        with suppress(SourceError):
            assert isinstance(decode(data), str)


class TestMend:
    def test_mojibake_is_mended_and_quotation_marks_stay(self) -> None:
        assert mend("verstÃ¤rkte â€žGrÃ¼ÃŸeâ€œ &amp; »Gruß«") == "verstärkte „Grüße“ & »Gruß«"
        assert mend(TEXT) == TEXT

    def test_what_cannot_be_seen_is_gone(self) -> None:
        hidden = "Kin\u00addergar\u200bten \u202eist\u2066 zu\U000e0041\U000e007f\ufe0f\ufeff"
        assert mend(hidden) == "Kindergarten ist zu"

    def test_nfc_and_plain_spaces(self) -> None:
        assert mend("Mu\u0308ller\u00a0und\u202fMaier\r\nda") == "Müller und Maier\nda"

    @given(st.text(max_size=60))
    def test_what_is_mended_can_be_stored(self, text: str) -> None:
        mended = mend(text)
        mended.encode("utf-8")
        assert not set(mended) & set("\u00ad\u200b\u200e\u202e\u2066\ufeff\ufe0f\x00\r")


class TestFindFiles:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        for name in (
            "b.txt",
            "a.md",
            "sub/c.html",
            "sub/d.jsonl",
            ".hidden.txt",
            ".git/e.txt",
            "photo.jpg",
            "x[1].txt",
        ):
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_text("Text", encoding="utf-8")
        return tmp_path

    def test_a_folder_sorted_and_without_what_is_hidden(self, folder: Path) -> None:
        names = [path.name for path in find_files([folder]) if isinstance(path, Path)]
        assert names == ["a.md", "b.txt", "x[1].txt", "c.html", "d.jsonl"]

    def test_a_glob_and_a_name_that_looks_like_one(self, folder: Path) -> None:
        assert [path.name for path in find_files([f"{folder}/*.txt"]) if isinstance(path, Path)] == [
            "b.txt",
            "x[1].txt",
        ]
        assert [path.name for path in find_files([f"{folder}/**/*.html"]) if isinstance(path, Path)] == ["c.html"]
        assert [path.name for path in find_files([f"{folder}/x[1].txt"]) if isinstance(path, Path)] == ["x[1].txt"]

    def test_each_file_once(self, folder: Path) -> None:
        assert len(list(find_files([folder, folder / "sub", f"{folder}/*.txt"]))) == 5

    def test_what_is_not_there(self, folder: Path) -> None:
        found = list(find_files([folder / "none", f"{folder}/*.rst", folder / "photo.jpg"]))
        assert [failure.message.split(":")[0] for failure in found if isinstance(failure, Failure)] == [
            "there is no such file or folder",
            "no file matches",
            "a file .jpg cannot be read",
        ]

    def test_an_empty_folder(self, tmp_path: Path) -> None:
        [found] = find_files([tmp_path])
        assert isinstance(found, Failure)
        assert "holds no articles" in found.message


class TestTextFiles:
    def test_front_matter(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_text(
            "---\ntitle: 'Rat: Ja'\npublished: 2024-09-14\noutlet: Elbbote\nurl: https://e.example/1\n"
            "author: [Ina Roth, Uwe Holm]\nlanguage: de\nid: 7\ntext: nicht dies\n---\nDer Rat hat Ja gesagt.\n",
            encoding="utf-8",
        )
        [article] = articles(path)
        assert article.text.strip() == "Der Rat hat Ja gesagt."
        assert (article.title, article.published, article.outlet) == ("Rat: Ja", date(2024, 9, 14), "Elbbote")
        assert (article.url, article.author, article.source_id) == ("https://e.example/1", "Ina Roth, Uwe Holm", "7")
        assert article.source == path.as_posix()

    def test_front_matter_under_the_names_that_others_use(self, tmp_path: Path) -> None:
        path = tmp_path / "a.md"
        path.write_text(
            "---\nheadline: Rat sagt Ja\ndate: 2024-09-14 08:00:00+02:00\nsitename: Elbbote\nauthors: [Ina Roth]\n"
            "lang: de\nlink: https://e.example/1\n---\nDer Rat hat Ja gesagt.\n",
            encoding="utf-8",
        )
        [article] = articles(path)
        assert (article.title, article.published, article.outlet) == ("Rat sagt Ja", date(2024, 9, 14), "Elbbote")
        assert (article.author, article.language, article.url) == ("Ina Roth", "de", "https://e.example/1")

    def test_our_own_names_go_before_others(self, tmp_path: Path) -> None:
        path = tmp_path / "a.md"
        path.write_text("---\ndate: 2020-01-01\npublished: 2024-09-14\n---\nDer Rat.\n", encoding="utf-8")
        assert articles(path)[0].published == date(2024, 9, 14)

    def test_a_date_of_another_name_that_is_none_is_reported_under_that_name(self, tmp_path: Path) -> None:
        path = tmp_path / "a.md"
        path.write_text("---\ndate: gestern\n---\nDer Rat.\n", encoding="utf-8")
        wrong, article = load(path)
        assert isinstance(wrong, Failure)
        assert wrong.message.startswith("date 'gestern' is no date")
        assert isinstance(article, RawArticle)
        assert article.published is None

    def test_dashes_that_are_no_front_matter(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_text("---\nEin Satz.\n---\nNoch einer.", encoding="utf-8")
        assert articles(path)[0].text == "---\nEin Satz.\n---\nNoch einer."

    def test_broken_front_matter_costs_only_itself(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_text("---\ntitle: [x\n---\nDer Rat hat Ja gesagt.", encoding="utf-8")
        wrong, article = load(path)
        assert isinstance(wrong, Failure)
        assert "YAML" in wrong.message
        assert isinstance(article, RawArticle)
        assert article.text == "Der Rat hat Ja gesagt."

    def test_a_latin_1_file(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_bytes("Große Übung in Köln".encode("latin-1"))
        assert articles(path)[0].text == "Große Übung in Köln"

    def test_an_empty_file(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        for content in (b"", b" \n\t\n", b"\xef\xbb\xbf"):
            path.write_bytes(content)
            assert "empty" in failure(path)

    def test_a_binary_file_named_txt(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_bytes(bytes(range(256)) * 10)
        assert "binary" in failure(path)

    def test_a_text_of_50_megabytes(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        with path.open("wb") as file:
            file.truncate(50_000_000)
        assert "50 MB" in failure(path)
        assert ".jsonl" in failure(path)

    def test_an_unreadable_file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "a.txt"
        path.write_text("Text", encoding="utf-8")

        def refuse(self: Path) -> bytes:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "read_bytes", refuse)
        assert failure(path) == "cannot be read (permission denied): check its permissions"


class TestJsonLines:
    def write(self, path: Path, *lines: object) -> Path:
        text = "\n".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
        path.write_text(text, encoding="utf-8")
        return path

    def test_the_keys_of_the_contract(self, tmp_path: Path) -> None:
        record = {"id": "x1", "title": "T", "text": "Der Rat.", "published": "2024-09-14T08:00:00Z", "outlet": "E"}
        [article] = articles(
            self.write(tmp_path / "d.jsonl", record | {"language": "de-AT", "url": "https://e.example"})
        )
        assert (article.source_id, article.title, article.text) == ("x1", "T", "Der Rat.")
        assert (article.published, article.outlet, article.language) == (date(2024, 9, 14), "E", "de")

    def test_a_broken_line_costs_itself_alone_and_is_named(self, tmp_path: Path) -> None:
        good = [{"id": number, "title": "T", "text": f"Satz {number}."} for number in range(4)]
        path = self.write(tmp_path / "d.jsonl", good[0], good[1], '{"id": 9, "text": "abc', good[2], good[3])
        found = list(load(path))
        assert [article.source_id for article in found if isinstance(article, RawArticle)] == ["0", "1", "2", "3"]
        [wrong] = [item for item in found if isinstance(item, Failure)]
        assert wrong.message.startswith("line 3: ")

    @pytest.mark.parametrize("line", ["[1, 2]", '{"title": "T"}', '{"text": 5}', '{"text": "  "}', '"Text"'])
    def test_lines_that_are_no_articles(self, tmp_path: Path, line: str) -> None:
        assert failure(self.write(tmp_path / "d.jsonl", line)).startswith("line 1: ")

    def test_a_date_that_is_none_leaves_the_article_undated_and_is_reported(self, tmp_path: Path) -> None:
        wrong, article = load(self.write(tmp_path / "d.jsonl", {"text": "Der Rat.", "published": "gestern"}))
        assert isinstance(wrong, Failure)
        assert "'gestern'" in wrong.message
        assert isinstance(article, RawArticle)
        assert article.published is None

    def test_the_last_line_with_an_id_is_the_newest_version(self, tmp_path: Path) -> None:
        lines = [{"id": "a", "text": "Alt."}, {"id": "b", "text": "Anders."}, {"id": "a", "text": "Neu."}]
        found = articles(self.write(tmp_path / "d.jsonl", *lines))
        assert [(article.source_id, article.text, article.superseded) for article in found] == [
            ("a", "Alt.", True),
            ("b", "Anders.", False),
            ("a", "Neu.", False),
        ]

    def test_a_line_too_long_for_an_article(self, tmp_path: Path) -> None:
        path = tmp_path / "d.jsonl"
        with path.open("wb") as file:
            file.write(b'{"text": "' + b"a" * LIMIT + b'"}\n{"text": "Der Rat."}\n')
        wrong, article = load(path)
        assert isinstance(wrong, Failure)
        assert "line 1: it is too long" in wrong.message
        assert isinstance(article, RawArticle)

    def test_it_streams(self, tmp_path: Path) -> None:
        path = tmp_path / "d.jsonl"
        line = json.dumps({"text": "Der Rat hat getagt. " * 50}) + "\n"
        path.write_text(line * 12_000, encoding="utf-8")
        assert path.stat().st_size > LIMIT
        assert sum(isinstance(article, RawArticle) for article in load(path)) == 12_000

    def test_an_empty_file(self, tmp_path: Path) -> None:
        assert "empty" in failure(self.write(tmp_path / "d.jsonl", ""))


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2024-09-14", date(2024, 9, 14)),
        ("2024-09-14 08:00", date(2024, 9, 14)),
        ("14.09.2024", date(2024, 9, 14)),
        ("Sat, 14 Sep 2024 23:30:00 -0500", date(2024, 9, 14)),
        (date(2024, 9, 14), date(2024, 9, 14)),
        ("2024-13-40", None),
        ("2024", None),
        ("Sat, 31 Feb 2024 08:00:00 GMT", None),
        ("14 Sep", None),
        ("14/09/2024", None),
        (20240914, None),
    ],
)
def test_dates(value: object, day: date | None) -> None:
    assert parse_date(value) == day
