"""Who is named as the source of what a clause tells: "laut X", "X sagte, ...", "wie X meldete"."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.language.events.clauses import Clause
from assistant.language.events.frames import Lexicon
from assistant.language.events.phrase import Chunk
from assistant.language.events.sentence import ReadClause, Sentence


def source_of(sentence: Sentence, read: ReadClause) -> str | None:
    """The name, or the word, of the source of a clause; None where the text itself tells it."""
    return _by_phrase(sentence) or _by_speech(sentence, read)


def _by_phrase(sentence: Sentence) -> str | None:
    """ "laut X", "nach Angaben von X", "X zufolge", "according to X" anywhere in the sentence."""
    words = sentence.lexicon.words
    for read in sentence.clauses:
        for chunk in read.chunks:
            following = read.clause.tokens[chunk.last : chunk.last + 1]
            behind = bool(following) and following[0].lower in words["source_after"]
            while behind and chunk.owner and not chunk.entities:
                chunk = chunk.owner
            alone = chunk.preposition in words["source_prepositions"]
            heads = chunk.preposition in words["source_with"] and chunk.head.lower() in words["source_nouns"]
            if (alone or heads or behind) and (name := _name(chunk)):
                return name
    return None


def _name(chunk: Chunk) -> str | None:
    """The first name in a phrase and its attributes, else its noun."""
    names = [entity.name for part in _within(chunk) for entity in part.entities]
    if names:
        return names[0]
    if any(part.determiner.startswith(("sein", "ihr", "his", "her", "their")) for part in _within(chunk)):
        return None
    heads = [part.head for part in _within(chunk) if part.head]
    return heads[-1] if heads else None


def _within(chunk: Chunk) -> Iterator[Chunk]:
    yield chunk
    for attribute in chunk.attributes:
        yield from _within(attribute)


def _by_speech(sentence: Sentence, read: ReadClause) -> str | None:
    """The subject of a verb of speech that governs the clause or stands beside it."""
    clause = read.clause
    for other in sentence.clauses:
        if (
            other is read
            or other.clause is clause.before
            or not any(v.frame.action == "statement" for v in other.verbs)
        ):
            continue
        as_told = other.clause.opener in ("wie", "as")
        governs = clause.above is other.clause and _reports(clause.kind, clause.opener)
        if governs and clause.kind == "main" and _goes_on(clause, sentence.lexicon):
            continue
        follows = other.clause.above is clause and other.clause.kind == "main"
        follows = follows or (
            clause.above is not None
            and other.clause.above is clause.above
            and other.clause.kind == "main"
            and _reports(clause.kind, clause.opener)
        )
        if not (as_told or governs or follows):
            continue
        subject = sentence.subject(other)
        if subject and subject.actors:
            return subject.actors[0].entity.name
        if subject and subject.chunk and subject.chunk.head:
            return subject.chunk.head
    return None


def _goes_on(clause: Clause, lexicon: Lexicon) -> bool:
    """Whether a main clause adds to the one of speech before it: "X said so, and Y accused Z"."""
    first = next(token for token in clause.tokens if token.kind != "comma")
    return first.lower in lexicon.words["breaks"] and not clause.has(*lexicon.words["reported"])


def _reports(kind: str, opener: str) -> bool:
    return kind == "main" or (kind == "subordinate" and opener in ("dass", "daß", "that"))
