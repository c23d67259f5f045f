"""One sentence read for events: its clauses, their phrases, and who is named as a source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from assistant.language.events.actors import Candidate, actors_of, assign, candidates
from assistant.language.events.chunks import read_chunks
from assistant.language.events.clauses import Clause, split_clauses
from assistant.language.events.forms import Verb, verbs_at
from assistant.language.events.frames import Lexicon
from assistant.language.events.meant import Before, meant
from assistant.language.events.phrase import Chunk
from assistant.language.events.tokens import Entity, Token


@dataclass(slots=True, eq=False)
class ReadClause:
    """A clause with its phrases and the frames that its verbs may belong to."""

    clause: Clause
    chunks: list[Chunk]
    verbs: list[Verb]
    found: list[Candidate] = field(default_factory=list)


class Sentence:
    """The clauses of a sentence, read; `sources` are those named as telling it, by the clause they speak of."""

    def __init__(self, tokens: Sequence[Token], lexicon: Lexicon, before: Before) -> None:
        self.tokens, self.lexicon, self.before = tokens, lexicon, before
        self.published = before.published
        self.named = [token.entity for token in tokens if token.entity]
        self.clauses: list[ReadClause] = []
        for clause in split_clauses(tokens, lexicon):
            verbs = [verb for place in sorted(clause.verbs) for verb in verbs_at(clause, place, lexicon)]
            read = ReadClause(clause, read_chunks(clause.tokens, lexicon, clause.verbs), verbs)
            self.clauses.append(read)
        for resolve in (_nobody, self.meant):  # pronouns need the subjects of other clauses
            for read in self.clauses:
                read.found = candidates(read.clause, read.chunks, lexicon, partial(resolve, read=read))

    def read(self, clause: Clause | None) -> ReadClause | None:
        """What was read of a clause."""
        return next((read for read in self.clauses if read.clause is clause), None)

    def subject(self, read: ReadClause | None, depth: int = 0) -> Candidate | None:
        """Who does what a clause says; of an infinitive or a clause behind "und", the one of the clause before."""
        if read is None or depth > 4:
            return None
        place = min(read.clause.verbs, default=0)
        svo = self.lexicon.language != "de"
        shared = read.clause.kind == "infinitive" or (read.clause.before is not None)
        own = [c for c in read.found if "nom" in c.cases and (not svo or c.place < place or not read.clause.verbs)]
        if own and not (shared and not _leads(own[0], read)):
            named = [candidate for candidate in own if candidate.actors]
            return (named or own)[-1 if svo else 0]
        if read.clause.before:
            return self.subject(self.read(read.clause.before), depth + 1)
        if read.clause.kind == "infinitive":
            return self.subject(self.read(read.clause.above), depth + 1)
        return None

    def meant(self, chunk: Chunk, read: ReadClause) -> tuple[Entity, ...]:
        """Whom a pronoun or a description without a name means, () where that is open."""
        return meant(chunk, read, self)


def _nobody(chunk: Chunk, read: ReadClause) -> tuple[Entity, ...]:
    del chunk, read
    return ()


def _leads(candidate: Candidate, read: ReadClause) -> bool:
    """Whether a candidate behind "und" is its own clause's subject: surely nominative, or right before the verb."""
    if candidate.chunk is None:
        return True
    clear = candidate.cases == frozenset(("nom",))
    return clear or (candidate.place == 0 and bool(read.clause.verbs) and candidate.chunk.last in read.clause.verbs)


def fill(read: ReadClause, verb: Verb, sentence: Sentence) -> dict[str, Candidate]:
    """Subject, object and dative of a verb in its clause; the passive's subject stands as the object it is."""
    lexicon = sentence.lexicon
    svo = lexicon.language != "de"
    if verb.passive:
        dative = "dative" in verb.frame.slots
        slots = ["dative"] if dative else ["subject"]
        chosen = assign(read.found, slots, verb.place, svo)
        if svo and read.found:
            chosen = assign(read.found, ["subject"], verb.place, svo)
        if "subject" not in chosen and not dative and (shared := sentence.subject(read)):
            chosen["subject"] = shared
        taken = {"object": chosen["subject"]} if "subject" in chosen else dict(chosen)
        agents = ("von", "vom", "by", "durch")
        for chunk in read.chunks:
            if svo and chunk.first < verb.place:  # "the letter, obtained by X, was signed by Y"
                continue
            if chunk.preposition in agents and chunk.relation != "member" and _is_agent(chunk):
                actors = actors_of(chunk, lexicon)
                if actors:
                    taken["subject"] = Candidate(chunk.first, frozenset(("dat",)), actors, chunk)
                    break
        return taken
    wanted = [slot for slot in ("subject", "object", "dative") if slot in verb.frame.slots or slot != "dative"]
    subject: Candidate | None = None
    found = read.found
    if read.clause.kind == "infinitive" or verb.kind == "gerund":
        subject = sentence.subject(read)
        wanted = [slot for slot in wanted if slot != "subject"]
        found = [candidate for candidate in found if candidate is not subject]
    elif read.clause.before and not any(_leads(c, read) for c in found if "nom" in c.cases):
        subject = sentence.subject(read)
        if subject:
            wanted = [slot for slot in wanted if slot != "subject"]
    chosen = assign(found, wanted, verb.place, svo)
    if subject:
        chosen["subject"] = subject
    elif "subject" not in chosen and (shared := sentence.subject(read)) and shared not in chosen.values():
        chosen["subject"] = shared
    return chosen


def _is_agent(chunk: Chunk) -> bool:
    top = chunk.owner
    return top is None or not (top.preposition or top.relation)
