"""What a reader sees of an answer in the terminal."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.terminal import print_answer
from assistant.types import Answer, Citation, Claim

TEXT = "Im Hafen verbrannten 64 Strandkörbe."


def _answer(claim: Claim) -> Answer:
    citations = tuple(
        Citation(
            number, name, f"{name}@1#s1", "Feuer", name.title(), None, date(2026, 8, 17), TEXT, 0, len(TEXT), "x"
        )
        for number, name in enumerate(("kurier", "bote", "ledger"), start=1)
    )
    return Answer(
        "Was verbrannte?", "de", "answered", f"{TEXT} [1][2][3]", (claim,), citations, (), (), "extractive",
        {"total": 0.1}, {"prompt": 0, "completion": 0},
    )  # fmt: skip


def test_who_tells_a_claim_stands_below_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    print_answer(_answer(Claim(TEXT, (1, 2, 3), "verified", told_by="3 Medien, 1 Quelle (AFP)")))
    assert "[1][2][3] 3 Medien, 1 Quelle (AFP)" in capsys.readouterr().out


def test_what_may_not_be_shown_is_not_counted(capsys: pytest.CaptureFixture[str]) -> None:
    print_answer(_answer(Claim(TEXT, (1, 2, 3), "unverified", told_by="3 Medien, 1 Quelle (AFP)")))
    assert "Medien" not in capsys.readouterr().out


def test_a_sentence_that_three_outlets_have_is_quoted_once_below_all_three(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_answer(_answer(Claim(TEXT, (1, 2, 3), "verified")))

    shown = capsys.readouterr().out
    assert shown.count(f"“{TEXT}”") == 1
    assert shown.index("Kurier ·") < shown.index("Bote ·") < shown.index("Ledger ·") < shown.index(f"“{TEXT}”")
