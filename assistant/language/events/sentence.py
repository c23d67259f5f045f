"""One sentence read for events: its clauses, their phrases, and who is named as a source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from assistant.language.events.actors import Candidate, actors_of, assign, candidates
from assistant.language.events.chunks import Chunk, read_chunks
from assistant.language.events.clauses import Clause, split_clauses
from assistant.language.events.frames import Form, FormKind, Frame, Lexicon
from assistant.language.events.tokens import Entity, Token

_FINITE = ("present", "past", "subjunctive")


@dataclass(frozen=True, slots=True, eq=False)
class Verb:
    """A verb of a frame as it stands in a clause."""

    frame: Frame
    place: int
    kind: FormKind
    passive: bool
    infinitive: str


@dataclass(slots=True, eq=False)
class ReadClause:
    """A clause with its phrases and the frames that its verbs may belong to."""

    clause: Clause
    chunks: list[Chunk]
    verbs: list[Verb]
    found: list[Candidate] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Before:
    """What the sentence before leaves for pronouns, "dort" and "das Treffen"."""

    people: list[Entity] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    published: date | None = None


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
        for resolve in (_nobody, self.pronoun):  # pronouns need the subjects of other clauses
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

    def pronoun(self, token: Token, read: ReadClause) -> Entity | None:
        """Whom "er", "sie" or "he" means, where only one can be meant."""
        if token.lower not in ("er", "sie", "ihn", "ihm", "he", "she", "him", "her", "it"):
            return None
        speaker = self._speaker(read)
        if speaker and all(token.entity is None or token.entity.name != speaker.name for token in read.clause.tokens):
            return _as(token, speaker)
        here = {
            e.name: e for e in self.named if e.kind == "person" and e.end <= token.start and not self._beside(e, read)
        }
        if len(here) == 1 and token.lower != "it":
            return _as(token, next(iter(here.values())))
        above = self.subject(self.read(read.clause.above)) if read.clause.above is not None else None
        if above and len(above.actors) == 1 and above.actors[0].entity.kind == "person":
            return _as(token, above.actors[0].entity)
        if here:
            return None
        people = {entity.name: entity for entity in self.before.people}
        if len(people) == 1:
            return _as(token, next(iter(people.values())))
        return None

    def _speaker(self, read: ReadClause) -> Entity | None:
        """The one person whose reported speech a clause is, told by its mood and by a verb of speech beside it."""
        if not any(token.lower in self.lexicon.words["reported"] for token in read.clause.tokens):
            return None
        for other in self.clauses:
            if other is not read and any(verb.frame.action == "statement" for verb in other.verbs):
                subject = self.subject(other)
                if subject and len(subject.actors) == 1 and subject.actors[0].entity.kind == "person":
                    return subject.actors[0].entity
        return None

    def _beside(self, entity: Entity, read: ReadClause) -> bool:
        """Whether a name stands in the pronoun's own clause, where the pronoun would be "sich"."""
        return any(token.entity is entity for token in read.clause.tokens)


def _nobody(token: Token, read: ReadClause) -> Entity | None:
    del token, read
    return None


def _as(token: Token, entity: Entity) -> Entity:
    return Entity(token.start, token.end, entity.name, entity.kind, entity.person)


def _leads(candidate: Candidate, read: ReadClause) -> bool:
    """Whether a candidate behind "und" is its own clause's subject: it stands right before or behind the finite verb."""
    if candidate.chunk is None:
        return True
    clear = candidate.cases == frozenset(("nom",))
    return clear or (candidate.place == 0 and bool(read.clause.verbs) and candidate.chunk.last in read.clause.verbs)


def verbs_at(clause: Clause, place: int, lexicon: Lexicon) -> list[Verb]:
    """The frames that the verb at a place of a clause may belong to, with its tense and voice."""
    word = clause.tokens[place].lower
    forms = lexicon.verbs.get(word, ())
    if not forms:
        return []
    particle = _particle(clause, place, lexicon)
    shared = _auxiliaries(clause, lexicon)
    found: dict[Frame, Verb] = {}
    for form in forms:
        if form.particle != ("" if form.kind not in _FINITE else particle) and not (
            form.kind in _FINITE and not form.particle and not particle
        ):
            continue
        if not _fits(form, clause, place, shared, lexicon):
            continue
        passive = form.kind == "participle" and _is_passive(form.frame, shared, lexicon)
        if form.frame not in found:
            found[form.frame] = Verb(form.frame, place, form.kind, passive, form.infinitive)
    return list(found.values())


def _is_passive(frame: Frame, auxiliaries: frozenset[str], lexicon: Lexicon) -> bool:
    """With "werden", or with "sein" where the verb has an object ("ist ernannt")."""
    if auxiliaries & lexicon.words["passive"]:
        return True
    state = auxiliaries & lexicon.words["state"] and not auxiliaries & lexicon.words["perfect"]
    return bool(state) and "object" in frame.slots


def _particle(clause: Clause, place: int, lexicon: Lexicon) -> str:
    """The separated prefix at the end of a German main clause."""
    if lexicon.language == "en":
        after = [token.lower for token in clause.tokens[place + 1 : place + 2]]
        return after[0] if after and after[0] in lexicon.particles else ""
    words = [token for token in clause.tokens if token.kind == "word"]
    last = clause.tokens[-1] if clause.tokens[-1].kind != "break" else words[-1] if words else clause.tokens[-1]
    ends = [token for token in clause.tokens if token.kind in ("word", "entity", "time")][-1]
    prefixes = lexicon.particles | lexicon.words["particles"]
    if ends.lower in prefixes and ends is not clause.tokens[place]:
        return ends.lower
    for index, token in enumerate(clause.tokens[:-1]):  # "... vor, Beweise ..." or before a list of reasons
        if index > place and token.lower in prefixes and clause.tokens[index + 1].kind in ("comma", "break"):
            return token.lower
    del last
    return ""


def _auxiliaries(clause: Clause, lexicon: Lexicon) -> frozenset[str]:
    words = lexicon.words
    known = (
        words["auxiliaries"]
        | words["planned_modals"]
        | words["hearsay_modals"]
        | words["drop_modals"]
        | words["past_modals"]
    )
    here = frozenset(token.lower for token in clause.tokens if token.lower in known)
    if clause.before and not here - {"worden"}:
        here |= _auxiliaries(clause.before, lexicon)
    if clause.after and clause.after.has("worden") and not _finite_auxiliary(clause.after, lexicon):
        here |= {"worden"}
    return here


def _finite_auxiliary(clause: Clause, lexicon: Lexicon) -> bool:
    return any(token.lower in lexicon.words["auxiliaries"] - {"worden"} for token in clause.tokens)


def _fits(form: Form, clause: Clause, place: int, auxiliaries: frozenset[str], lexicon: Lexicon) -> bool:
    """Whether a form can be what it is, given the auxiliaries around it."""
    words = lexicon.words
    perfect = auxiliaries & words["auxiliaries"]
    modal = auxiliaries & (
        words["planned_modals"] | words["hearsay_modals"] | words["drop_modals"] | words["past_modals"]
    )
    before = clause.tokens[place - 1].lower if place else ""
    if lexicon.language == "en":
        return _fits_english(form, clause, place, lexicon)
    if form.kind == "participle":
        return bool(perfect) or clause.kind == "infinitive"
    if form.kind == "infinitive":
        joined_zu = "zu" in clause.tokens[place].lower and clause.tokens[place].lower != form.infinitive
        return bool(modal and not perfect - words["planned_modals"]) or before == "zu" or joined_zu
    if clause.kind == "infinitive" or before == "zu":
        return False
    if form.frame.phrases or form.infinitive in ("sein",):
        return True
    return not any(token.lower in auxiliaries for token in clause.tokens)


def _fits_english(form: Form, clause: Clause, place: int, lexicon: Lexicon) -> bool:
    words = lexicon.words
    before = [token.lower for token in clause.tokens[max(0, place - 4) : place] if token.kind == "word"]
    before = [word for word in before if word not in words["adverbs"] and word not in words["negation"]]
    last = before[-1] if before else ""
    be = words["passive"]
    if form.kind == "participle":
        return last in be or last in words["perfect"]
    if form.kind == "gerund":
        return True
    if form.kind == "infinitive":
        modal = (
            words["planned_modals"] | words["drop_modals"] | words["past_modals"] | {"to", "not", "do", "did", "does"}
        )
        return last in modal
    return last not in be and last not in words["perfect"] and last != "to"


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
