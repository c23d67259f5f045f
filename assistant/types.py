"""The records that travel through both flows. All are frozen; none knows a database, a model or a page.

Offsets count characters (code points) into the stored text of one article version, end exclusive.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

CHUNKER = "chunks-1"  # part of an archive's model key: raise it when chunks are cut or embedded in another way

Precision: TypeAlias = Literal[
    "day", "week", "part_of_month", "month", "season", "quarter", "half_year", "year", "part_of_year", "decade",
    "century", "open",
]  # fmt: skip
NameKind: TypeAlias = Literal["person", "place", "organisation"]
Action: TypeAlias = Literal[
    "meeting", "visit", "call", "talks", "reception", "signing", "statement", "appointment", "dismissal",
    "resignation", "election", "accusation", "arrest", "death",
]  # fmt: skip
Part: TypeAlias = Literal["host", "visitor", "lead", "agent", "target", "other"]
Support: TypeAlias = Literal["verified", "partial", "unverified"]
Agreement: TypeAlias = Literal["shared", "single_story", "disputed"]
# In what two versions of a matter differ; "modality": whether it happened at all.
Difference: TypeAlias = Literal["number", "day", "hour", "place", "actor", "quotation", "reason", "modality"]
Modality: TypeAlias = Literal["happened", "planned", "denied", "alleged", "said"]
Status: TypeAlias = Literal["answered", "partly_answered", "not_in_sources"]
NoteKind: TypeAlias = Literal["fallback", "incomplete", "missing", "nearest", "premise", "budget", "undated"]
Spans: TypeAlias = tuple[tuple[int, int], ...]  # parts of a text, in order, none in another


@dataclass(frozen=True, slots=True)
class Article:
    """One version of one article as it is stored: `text` is clean, NFC, paragraphs parted by one empty line."""

    id: str
    version: int
    title: str
    text: str
    language: str
    text_hash: str
    published: date | None = None
    outlet: str | None = None
    url: str | None = None
    author: str | None = None
    source: str = ""  # the file it came from, for people: a name or path, never a secret
    source_id: str | None = None  # the id it carried in that file, if any
    ingested_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """The unit of evidence. `text == article.text[start:end]`; `paragraph` counts from 0."""

    id: str  # "article_id@version#s12", counted from 1
    article_id: str
    version: int
    index: int  # 0-based position in the article
    start: int
    end: int
    text: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of whole sentences, the unit of retrieval. `text == article.text[start:end]`."""

    id: str  # "article_id@version#c3", counted from 1
    article_id: str
    version: int
    index: int
    start: int
    end: int
    text: str
    first_sentence: int  # index of its first sentence
    last_sentence: int  # index of its last sentence, inclusive


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is limited to; empty means everything. Dates are of publication, both ends inclusive."""

    start: date | None = None
    end: date | None = None
    outlets: tuple[str, ...] = ()

    @property
    def dated(self) -> bool:
        """Whether articles of unknown date of publication fall outside these filters."""
        return self.start is not None or self.end is not None

    def __bool__(self) -> bool:
        return self.dated or bool(self.outlets)


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk that a search found. `score`: cosine similarity or BM25, larger is better."""

    chunk_id: str
    score: float


@dataclass(frozen=True, slots=True)
class Passage:
    """A retrieved chunk with its article. `score` is the fused one, larger is better, comparable in one list only."""

    chunk: Chunk
    article: Article
    score: float
    dense: float | None = None  # cosine similarity, if the dense search found it
    lexical: float | None = None  # BM25, if the word search found it


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A time expression and its resolved interval; `end` is inclusive and None when open."""

    phrase: str
    start: date | None
    end: date | None
    precision: Precision


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what, with whom, where and when."""

    action: str
    participants: tuple[str, ...]
    place: str | None
    time: TimeSpan | None


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A name in a text: `text[start:end]`. `score` is how sure the tagger is, 0 to 1."""

    start: int
    end: int
    kind: NameKind
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Person:
    """One person in one article: the fullest form of the name, the other forms, and what the article says they are.

    `aliases` are the other forms as written, an office that the article equates with the person among them ("der
    nordkoreanische Machthaber"). `roles` are titles and offices as written. `mentions` are offsets into the text, in
    order; pronouns are not among them.
    """

    name: str
    aliases: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    mentions: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Participant:
    """Who takes part in an event. `name` is the person's fullest form in the article, or an organisation or country.

    `person` is the place in the article's people, None for what is no person. `start` and `end` are the offsets of
    the words that name it, also where they are a pronoun or an office.
    """

    name: str
    part: Part
    start: int
    end: int
    person: int | None = None


@dataclass(frozen=True, slots=True)
class EventMention:
    """An event as one run of sentences of one article tells it; `sentences` are indices into the article.

    `attributed_to` is who is quoted or named as the source of an alleged, denied or reported event.
    """

    action: Action
    participants: tuple[Participant, ...]
    place: str | None
    time: TimeSpan | None
    modality: Modality
    attributed_to: str | None
    sentences: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence handed to the answerer, with the scores that put it there."""

    sentence: Sentence
    article: Article
    score: float
    signals: dict[str, float] = field(default_factory=dict)
    people: tuple[Person, ...] = ()  # of the article
    times: tuple[TimeSpan, ...] = ()  # in the sentence, resolved where the article's date allows it
    events: tuple[EventMention, ...] = ()  # of the article that this sentence tells, or helps to tell
    answering: Spans = ()  # the words of the sentence that answer, where it was read together with the question


@dataclass(frozen=True, slots=True)
class DraftClaim:
    """What an answerer states, before any check: one statement and the ids of the sentences said to carry it.

    `modality` is what all tellings of its event together make of it, where that is more than its quotation says.
    """

    text: str
    sentence_ids: tuple[str, ...]
    event: Event | None = None
    modality: Modality | None = None


@dataclass(frozen=True, slots=True)
class DraftNote:
    """What an answerer wants said beside its claims, with the ids of the sentences it points to."""

    kind: NoteKind
    text: str
    sentence_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One checked statement of the answer. `citations` are numbers into `Answer.citations`."""

    text: str
    citations: tuple[int, ...]
    support: Support
    reasons: tuple[str, ...] = ()
    agreement: Agreement = "single_story"
    conflicts_with: tuple[int, ...] = ()  # places of other claims in `Answer.claims`, from 1
    differs_in: tuple[Difference, ...] = ()  # from each of them
    modality: Modality = "said"
    attributed_to: str | None = None
    event: Event | None = None
    told_by: str = ""  # for a reader, where several outlets tell it: "3 Medien, 1 Quelle (AFP)"

    @property
    def shown(self) -> bool:
        """Whether it may stand in an answer: carried by what it cites, at least in part."""
        return self.support != "unverified" and bool(self.citations)


@dataclass(frozen=True, slots=True)
class Citation:
    """Claim → sentence. `quote` is the stored text of the article version from `start` to `end`."""

    number: int
    article_id: str
    sentence_id: str
    title: str
    outlet: str | None
    url: str | None
    published: date | None
    quote: str
    start: int
    end: int
    text_hash: str
    answering: Spans = ()  # the words of `quote` that answer, where that is known


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader should know about the answer; `citations` are numbers into `Answer.citations`."""

    kind: NoteKind
    text: str
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RetrievedArticle:
    """An article that retrieval brought up, best first."""

    article_id: str
    score: float


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer; `to_json()` is the contract of `ask --json` and of `answers.jsonl`."""

    question: str
    language: str
    status: Status
    answer: str
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    notes: tuple[Note, ...]
    retrieved: tuple[RetrievedArticle, ...]
    answerer: str
    seconds: dict[str, float]
    tokens: dict[str, int]

    @property
    def told(self) -> dict[int, Claim]:
        """The claims that the answer's text tells, by number; it leaves out one that repeats another."""
        return {
            number: claim for number, claim in enumerate(self.claims, 1) if claim.shown and claim.text in self.answer
        }

    def to_json(self) -> dict[str, Any]:
        """The answer as JSON-ready values: dates as ISO 8601 strings, tuples as lists."""
        return _plain(asdict(self))  # type: ignore[no-any-return]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value
