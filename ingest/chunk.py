"""Chunks: runs of whole sentences, the unit of retrieval."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.archive.records import ChunkSpan, Span

# Characters. A passage of 730 characters stays whole; multilingual-e5-small cuts at 512 tokens, about 1,800
# characters of German, and its vectors say less the more a chunk says.
IDEAL = 900
LONGEST = 1400
SHORTEST = 250


def make_chunks(sentences: Sequence[Span]) -> list[ChunkSpan]:
    """The chunks of an article from its sentences; every sentence lies in exactly one.

    A chunk ends at the border of a paragraph where one is near the ideal length, is longer than `LONGEST` only where
    one sentence is, and a short rest joins its neighbour where that fits.
    """
    if not sentences:
        return []
    runs = _fill(sentences)
    for at in range(len(runs) - 1, 0, -1):
        _join_or_even_out(sentences, runs, at)
    return [
        ChunkSpan(start=sentences[first].start, end=sentences[last].end, first_sentence=first, last_sentence=last)
        for first, last in runs
    ]


def _fill(sentences: Sequence[Span]) -> list[tuple[int, int]]:
    """Runs (first, last) up to the ideal length, cut back to a paragraph's end that is not too far back."""
    runs = []
    first = 0
    while first < len(sentences):
        last = first
        while last + 1 < len(sentences) and sentences[last + 1].end - sentences[first].start <= IDEAL:
            last += 1
        if last + 1 < len(sentences) and sentences[last].paragraph == sentences[last + 1].paragraph:
            for candidate in range(last - 1, first - 1, -1):
                if sentences[candidate].end - sentences[first].start < IDEAL // 2:
                    break
                if sentences[candidate].paragraph != sentences[candidate + 1].paragraph:
                    last = candidate
                    break
        runs.append((first, last))
        first = last + 1
    return runs


def _join_or_even_out(sentences: Sequence[Span], runs: list[tuple[int, int]], at: int) -> None:
    """Joins a short run to the one before it, or moves sentences over from there when both together are too long."""
    first, last = runs[at]
    before = runs[at - 1][0]
    end = sentences[last].end
    if end - sentences[first].start >= SHORTEST:
        return
    if end - sentences[before].start <= LONGEST:
        runs[at - 1 : at + 1] = [(before, last)]
        return
    while first - 1 > before and end - sentences[first].start < SHORTEST:
        if end - sentences[first - 1].start > LONGEST:
            break
        first -= 1
    runs[at - 1 : at + 1] = [(before, first - 1), (first, last)]
