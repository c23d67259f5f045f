"""Which agency supplied a text, and who is only quoted."""

from __future__ import annotations

import pytest

from assistant.identity.agencies import agencies


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Berlin (dpa) - Der Minister reist ab.", ("dpa",)),
        ("Seoul (AFP/dpa) – Der Minister reist ab.", ("AFP", "dpa")),
        ("WASHINGTON (Reuters) - The minister leaves.", ("Reuters",)),
        ("(AP) — The minister leaves.", ("AP",)),
        ("MOSCOW, September 13. /TASS/. The minister leaves.", ("TASS",)),
        ("PYONGYANG, Sept. 13 (KCNA) -- The minister leaves.", ("KCNA",)),
        ("Der Minister reist ab.\n\ndpa/reh", ("dpa",)),
        ("Der Minister reist ab.\n\ndpa-infocom, dpa:240913-99-123456/3", ("dpa",)),
        ("Der Minister reist ab. (mit dpa)", ("dpa",)),
        ("Der Minister reist ab. (Quelle: epd)", ("epd",)),
        ("Mit Material von AFP und dpa", ("AFP", "dpa")),
        ("The minister leaves.\n\n(Reporting by Reuters; editing by A. B.)", ("Reuters",)),
    ],
)
def test_who_supplied_a_text(text: str, expected: tuple[str, ...]) -> None:
    assert agencies(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Der Minister reist ab, wie die Agentur TASS meldet.",
        "Laut KCNA war es ein Erfolg. Das berichtet auch Yonhap.",
        "Pjöngjang. Die Staatsagentur KCNA berichtete (ohne Bild) davon.",
        "According to Reuters, the minister leaves.",
        "Wiesenrath (CDU) – Der Abgeordnete spricht.",
        "Er sagte ap und pa und sid.",
        "",
    ],
)
def test_who_is_quoted_or_looks_alike_is_no_supplier(text: str) -> None:
    assert agencies(text) == ()


def test_a_code_that_nobody_knows_counts_where_the_author_is_that_code() -> None:
    assert agencies("Wiesenrath (npa) – Regen.", "npa") == ("npa",)
    assert agencies("Wiesenrath (npa) – Regen.", "Lena Harkort") == ()
    assert agencies("Regen.", "dpa/AFP") == ("dpa", "AFP")
