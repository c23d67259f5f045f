"""The word search: BM25 over SQLite's FTS5 (Robertson and Zaragoza 2009), one row a chunk of a current version."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, bindparam, text

from assistant.archive.copied import copied_frequencies
from assistant.archive.reading import archive_state, batches
from assistant.types import Filters, Hit

# A word in the title says more of what a chunk is about than one in its body. Columns: title, body, names.
WEIGHTS = (2.0, 1.0, 1.0)
# Rows that one search may visit for its words. BM25 computes a score for each, about 1 µs, and the commonest words
# say least; so the rarest words are taken until the rows are used up. See docs/decisions/0002-archive.md for figures.
MOST_ROWS = 20_000
_KEEP = 2  # the rarest words that are searched however common they are

_MOST_KEPT = 100_000  # terms whose counts are kept

# Everything is scored before anything is joined. What passes a filter is listed once, from indices alone; the plus
# keeps SQLite from asking the word index for each row of that list.
_SEARCH = f"""
    SELECT chunks.id, found.score FROM (
        SELECT words.rowid AS number, -bm25(words, {", ".join(map(str, WEIGHTS))}) AS score
        FROM words WHERE words MATCH :query {{passing}} ORDER BY score DESC, words.rowid LIMIT :limit
    ) AS found JOIN chunks ON chunks.number = found.number ORDER BY found.score DESC, found.number
"""  # noqa: S608 - only constants of ours
_PASSING = """AND +words.rowid IN (
    SELECT chunks.number FROM versions JOIN chunks ON chunks.version = versions.number
    WHERE versions.current = 1 {conditions}
)"""
_FREQUENCY = text("SELECT term, doc FROM vocabulary WHERE term IN :terms").bindparams(
    bindparam("terms", expanding=True)
)
_ADD = text("INSERT INTO words (rowid, title, body, names) VALUES (:number, :title, :body, :names)")
_DROP = text("DELETE FROM words WHERE rowid = :number")


def add_words(connection: Connection, language: str, title: str, chunk_texts: Sequence[tuple[int, str]]) -> None:
    """Makes chunks (number, text) findable by the words of their title and text and by the names in them."""
    from assistant.language.names import name_words, spelling_key
    from assistant.language.words import stems

    rows = []
    title_stems = " ".join(stems(title, language))
    for number, body in chunk_texts:
        names = {spelling_key(word) for word in [*name_words(title), *name_words(body)]}
        joined = " ".join(sorted(names - {""}))
        rows.append(
            {"number": number, "title": title_stems, "body": " ".join(stems(body, language)), "names": joined}
        )
    if rows:
        connection.execute(_ADD, rows)


def drop_words(connection: Connection, chunk_numbers: Iterable[int]) -> None:
    """Takes chunks out of the word search."""
    rows = [{"number": number} for number in chunk_numbers]
    if rows:
        connection.execute(_DROP, rows)


class Frequencies:
    """In how many current chunks each term stands; counting a common one takes milliseconds, so counts are kept.

    Chunks that only repeat another article count for nothing, but a term that stands somewhere stands once at least.
    """

    def __init__(self) -> None:
        self._generation = -1
        self._counts: dict[str, int] = {}

    def of(self, connection: Connection, terms: Iterable[str]) -> dict[str, int]:
        """Term → number of chunks whose title, body or names hold it; 0 for a term that none holds."""
        generation = archive_state(connection).generation
        if generation != self._generation or len(self._counts) > _MOST_KEPT:
            self._generation, self._counts = generation, {}
        counts = self._counts  # another thread may start a new one meanwhile
        asked = list(dict.fromkeys(terms))
        for batch in batches([term for term in asked if term not in counts]):
            found = dict.fromkeys(batch, 0)
            repeated = copied_frequencies(connection, batch)
            for term, count in connection.execute(_FREQUENCY, {"terms": list(batch)}):
                found[term] = max(1, count - repeated.get(term, 0))
            counts.update(found)
        return {term: counts[term] for term in asked}


def rarest(frequencies: dict[str, int], most_rows: int = MOST_ROWS) -> list[str]:
    """The terms to search for: rarest first until `most_rows` are used up, never fewer than two."""
    known = sorted((count, term) for term, count in frequencies.items() if count)
    chosen: list[str] = []
    rows = 0
    for count, term in known:
        rows += count
        if rows > most_rows and len(chosen) >= _KEEP:
            break
        chosen.append(term)
    return chosen


def search_words(
    connection: Connection,
    frequencies: Frequencies,
    terms: Sequence[str],
    keys: Sequence[str],
    limit: int,
    filters: Filters,
) -> tuple[Hit, ...]:
    """The best chunks by BM25, best first, larger is better; `terms` in title and body, `keys` in names, OR-ed."""
    # A term and a key may be written alike, so they are counted apart.
    clauses = [
        f"{columns} : ({' OR '.join(_quoted(word) for word in found)})"
        for columns, asked in (("{title body}", terms), ("{names}", keys))
        if (found := rarest(frequencies.of(connection, [word for word in asked if word.split()])))
    ]
    if not clauses or limit < 1:
        return ()
    conditions, values = _conditions(filters)
    statement = text(_SEARCH.format(passing=_PASSING.format(conditions=conditions) if filters else ""))
    if filters.outlets:
        statement = statement.bindparams(bindparam("outlets", expanding=True))
    rows = connection.execute(statement, {"query": " OR ".join(clauses), "limit": limit, **values})
    return tuple(Hit(identity, score) for identity, score in rows)


def _conditions(filters: Filters) -> tuple[str, dict[str, object]]:
    conditions = ""
    values: dict[str, object] = {}
    if filters.start is not None:
        conditions += " AND versions.published >= :start"
        values["start"] = filters.start.isoformat()
    if filters.end is not None:
        conditions += " AND versions.published <= :end"
        values["end"] = filters.end.isoformat()
    if filters.outlets:
        conditions += " AND versions.outlet IN :outlets"
        values["outlets"] = list(filters.outlets)
    return conditions, values


def _quoted(word: str) -> str:
    """A word as an FTS5 string: whatever stands in it, it is no operator."""
    return '"' + word.replace("\x00", "").replace('"', '""') + '"'
