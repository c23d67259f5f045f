"""The noun phrases of a clause, each attached to what it belongs to: genitives, "von", lists and appositions."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.language.events.english_reader import EnglishReader
from assistant.language.events.frames import Lexicon
from assistant.language.events.german_reader import GermanReader
from assistant.language.events.phrase import Chunk
from assistant.language.events.tokens import Token


def read_chunks(tokens: Sequence[Token], lexicon: Lexicon, verbs: frozenset[int]) -> list[Chunk]:
    """The phrases of a clause in order, attributes and members among them; `verbs` are the places of verbs."""
    reader = GermanReader if lexicon.language == "de" else EnglishReader
    chunks = reader(tokens, lexicon, verbs).read()
    _attach(chunks, tokens, lexicon)
    for chunk in chunks:
        end = _last(chunk).last
        if end < len(tokens) and tokens[end].lower in lexicon.words["source_after"] and not chunk.owner:
            chunk.preposition = tokens[end].lower
    return chunks


def _attach(chunks: Sequence[Chunk], tokens: Sequence[Token], lexicon: Lexicon) -> None:
    """Genitives, "von", lists and appositions find the phrase that they belong to."""
    top: list[Chunk] = []
    for chunk in chunks:
        if chunk.owner:
            continue
        before = top[-1] if top else None
        gap = list(tokens[_last(before).last : chunk.first]) if before else []
        if before and not _joined(before, chunk, gap, tokens, lexicon):
            before = None
        if not before:
            top.append(chunk)


def _joined(before: Chunk, chunk: Chunk, gap: list[Token], tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether `chunk` was taken into the phrase before it, or into one of that phrase's own."""
    last = _last(before)
    marks = [token.lower for token in gap if token.kind != "quote"]
    if chunk.times or chunk.pronoun:
        return False
    if not marks:
        return _adjacent(last, chunk, lexicon)
    if chunk.preposition and not (
        marks[-1] in lexicon.words["conjunctions"] and chunk.preposition == last.preposition
    ):
        return False
    if all(mark == "," or mark in lexicon.words["conjunctions"] for mark in marks):
        named = last if last.relation == "member" and last.head and not last.entities else before
        if marks == [","] and _apposition(named, chunk, tokens):
            return True
        after = tokens[chunk.last].lower if chunk.last < len(tokens) else ""
        goes_on = after == "," or after in lexicon.words["conjunctions"]
        return (marks != [","] or goes_on) and _coordinated(before, last, chunk, marks)
    return False


def _last(chunk: Chunk) -> Chunk:
    """The phrase that ends where `chunk` with all that belongs to it ends."""
    parts = [*chunk.attributes, *chunk.members]
    parts = [part for part in parts if part.first >= chunk.last]
    return _last(max(parts, key=lambda part: part.last)) if parts else chunk


def _adjacent(last: Chunk, chunk: Chunk, lexicon: Lexicon) -> bool:
    words = lexicon.words
    if chunk.first != last.last:
        return False
    if _is_adjective(last, chunk, lexicon):
        last.entities, last.nouns, last.last = [*chunk.entities], [*chunk.nouns], chunk.last
        chunk.owner, chunk.relation = last, "apposition"
        return True
    if chunk.preposition in ("von", "vom", "of") and last.head and not last.entities:
        lead = last.head in words["lead_nouns"] and last.owner
        (last.owner if lead and last.owner else last).own(chunk, "lead" if lead else "of")
        return True
    if chunk.preposition == "unter" and chunk.head in words["lead_nouns"]:
        last.own(chunk, "lead")
        return True
    genitive = "gen" in chunk.cases and chunk.determiner and not chunk.preposition
    belongs = chunk.determiner in ("des", "eines") or last.head
    if genitive and belongs and not last.entities and lexicon.language == "de":
        last.own(chunk, "lead" if last.head in words["lead_nouns"] else "genitive")
        return True
    return False


def _is_adjective(named: Chunk, chunk: Chunk, lexicon: Lexicon) -> bool:
    """Whether an English name only tells what kind of office follows: "her Kurovian counterpart"."""
    bare = bool(named.entities) and not named.nouns and named.entities[0].kind != "person"
    office = bool(chunk.nouns) and not chunk.determiner and not chunk.preposition
    return lexicon.language == "en" and bool(named.determiner) and bare and office


def _apposition(before: Chunk, chunk: Chunk, tokens: Sequence[Token]) -> bool:
    """ ", Sergej Schoigu," after an office, or ", Witwe des Malers," after a name."""
    after = tokens[chunk.last] if chunk.last < len(tokens) else None
    names_only = chunk.entities and not chunk.nouns and not chunk.determiner
    if names_only and chunk.entities[0].kind == "person" and before.head and not before.entities:
        before.entities.extend(chunk.entities)
        chunk.owner, chunk.relation = before, "apposition"
        before.attributes.append(chunk)
        return True
    if (
        names_only
        and chunk.entities[0].kind == "place"
        and before.preposition
        and before.head
        and not before.entities
    ):
        before.entities.extend(chunk.entities)
        chunk.owner, chunk.relation = before, "apposition"
        before.attributes.append(chunk)
        return True
    persons = any(entity.kind == "person" for entity in before.entities)
    if persons and chunk.nouns and not chunk.entities and (after is None or after.kind != "entity"):
        before.own(chunk, "apposition")
        return True
    return False


def _coordinated(before: Chunk, last: Chunk, chunk: Chunk, marks: list[str]) -> bool:
    """A list: "X, Y und Z"; after a list in an attribute the attribute goes on ("von X und Y")."""
    target = last
    while target.relation == "member" and target.owner:
        target = target.owner
    if target.relation == "apposition" and target.owner:
        if chunk.entities and not chunk.nouns:
            target.owner.entities.extend(chunk.entities)
            target.join(chunk)
            return True
        if chunk.nouns and any(entity.kind == "person" for entity in target.owner.entities):
            target.owner.join(chunk)  # "the president, X, and his counterpart, Y, ..."
            return True
        return False
    if marks == [","] and not (chunk.entities and target.entities):
        return False
    if marks == [","] and target.preposition and chunk.entities[0].kind != target.entities[0].kind:
        return False  # "In Rome, X and Y ..."
    alike = bool(chunk.entities) == bool(target.entities) or bool(chunk.nouns) == bool(target.nouns)
    if target is not before and chunk.determiner and chunk.cases.isdisjoint(target.cases):
        target = before
    if not alike:
        return False
    target.join(chunk)
    return True
