"""Chunks are runs of whole sentences."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.archive.records import Span
from ingest.chunk import IDEAL, LONGEST, SHORTEST, make_chunks


def spans(paragraphs: list[list[int]]) -> list[Span]:
    """Sentences of the given lengths, one space between sentences, an empty line between paragraphs."""
    found, at = [], 0
    for number, lengths in enumerate(paragraphs):
        for length in lengths:
            found.append(Span(start=at, end=at + length, paragraph=number))
            at += length + 1
        at += 1
    return found


def test_a_passage_of_ordinary_length_is_one_chunk() -> None:
    assert len(make_chunks(spans([[120, 130, 110, 125, 120, 120]]))) == 1


def test_a_chunk_ends_at_the_end_of_a_paragraph_where_one_is_near() -> None:
    chunks = make_chunks(spans([[200, 200, 200], [200, 200, 200], [200, 200, 200]]))
    assert [(chunk.first_sentence, chunk.last_sentence) for chunk in chunks] == [(0, 2), (3, 5), (6, 8)]


def test_a_short_rest_joins_its_neighbour() -> None:
    chunks = make_chunks(spans([[300, 300, 280, 60]]))
    assert [(chunk.first_sentence, chunk.last_sentence) for chunk in chunks] == [(0, 3)]


def test_a_sentence_longer_than_any_chunk_stands_alone() -> None:
    chunks = make_chunks(spans([[200, 3000, 260]]))
    assert [(chunk.first_sentence, chunk.last_sentence) for chunk in chunks] == [(0, 0), (1, 1), (2, 2)]


def test_no_sentence_no_chunk() -> None:
    assert make_chunks([]) == []


@given(st.lists(st.lists(st.integers(1, 2000), min_size=1, max_size=12), max_size=12))
def test_every_sentence_lies_in_exactly_one_chunk(paragraphs: list[list[int]]) -> None:
    sentences = spans(paragraphs)
    chunks = make_chunks(sentences)
    inside = [index for chunk in chunks for index in range(chunk.first_sentence, chunk.last_sentence + 1)]
    assert inside == list(range(len(sentences)))
    for chunk in chunks:
        assert chunk.start == sentences[chunk.first_sentence].start
        assert chunk.end == sentences[chunk.last_sentence].end
        assert chunk.end - chunk.start <= LONGEST or chunk.first_sentence == chunk.last_sentence


@given(st.lists(st.lists(st.integers(20, 240), min_size=1, max_size=8), min_size=1, max_size=12))
def test_chunks_of_ordinary_sentences_are_neither_tiny_nor_huge(paragraphs: list[list[int]]) -> None:
    sentences = spans(paragraphs)
    lengths = [chunk.end - chunk.start for chunk in make_chunks(sentences)]
    assert max(lengths) <= LONGEST
    if sum(lengths) > IDEAL:
        assert min(lengths) >= SHORTEST - 240
