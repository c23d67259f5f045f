"""Whether the words around a verb leave it the event of its frame: "traf die Entscheidung" is no meeting."""

from __future__ import annotations

from assistant.language.events.forms import Verb
from assistant.language.events.frames import Lexicon
from assistant.language.events.sentence import ReadClause, Sentence


def is_allowed(sentence: Sentence, read: ReadClause, verb: Verb) -> bool:
    """Whether nothing in the clause makes another thing of the verb, and what must stand beside it does."""
    frame, clause = verb.frame, read.clause
    lexicon = sentence.lexicon
    if verb.passive and lexicon.language == "en" and frame.action == "resignation":
        return False  # "Mr X was resigned and not hopeful"
    if frame.action == "statement" and _is_silent(read, verb, lexicon):
        return False
    texts = {token.text for token in clause.tokens}
    lowers = {token.lower for token in clause.tokens}
    heads = {noun for chunk in read.chunks for noun in chunk.nouns}
    if frame.never & (texts | heads) or (frame.nouns and not frame.nouns & (texts | lowers)):
        return False
    if frame.action in ("meeting", "talks") and lexicon.words["sport"] & (texts | lowers):
        return False
    prepositions = {chunk.preposition for chunk in read.chunks if not chunk.owner and chunk.preposition}
    if frame.not_with & (prepositions | lowers):
        return False
    if (
        frame.with_words
        and not (frame.with_words & (prepositions | lowers))
        and not ("passive" in frame.with_words and verb.passive)
    ):
        return False
    reflexive = bool(lowers & lexicon.words["reflexive"])
    if frame.reflexive is not None and frame.reflexive != reflexive:
        return False
    if frame.phrases:
        line = " ".join(token.lower for token in clause.tokens)
        if not any(phrase.lower() in line for phrase in frame.phrases):
            return False
    return not frame.bare or _is_bare(read, verb, lexicon)


def _is_silent(read: ReadClause, verb: Verb, lexicon: Lexicon) -> bool:
    """Whether somebody did not speak: "äußerte sich nicht", "did not say"."""
    tokens = read.clause.tokens
    near = tokens if lexicon.language == "de" else tokens[max(0, verb.place - 3) : verb.place]
    return any(token.lower in lexicon.words["negation"] and not token.quoted for token in near)


def _is_bare(read: ReadClause, verb: Verb, lexicon: Lexicon) -> bool:
    """Whether a form of "sein" has only a subject, a time and a place beside it, and so says where somebody was."""
    if len(read.clause.verbs) > 1 or not any(token.time for token in read.clause.tokens):
        return False
    bare = [chunk for chunk in read.chunks if not chunk.owner and not chunk.preposition and not chunk.times]
    others = [
        chunk
        for chunk in read.chunks
        if not chunk.owner
        and chunk.preposition
        and chunk.preposition not in lexicon.words["source_prepositions"]
        and not chunk.times
        and not any(e.kind == "place" for e in chunk.entities)
    ]
    covered = {index for chunk in read.chunks for index in range(chunk.first, chunk.last)}
    loose = [
        token
        for index, token in enumerate(read.clause.tokens)
        if index not in covered and index != verb.place and token.kind == "word"
    ]
    return len(bare) == 1 and not others and not [token for token in loose if token.lower not in ("zufolge", "auch")]
