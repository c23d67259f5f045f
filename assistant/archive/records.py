"""What goes into the archive and what it tells about itself. Light: imports no database and no Chroma."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias

from assistant.types import NameSpan

if TYPE_CHECKING:
    from assistant.language.facts import Facts

StoredStatus: TypeAlias = Literal["new", "version", "metadata", "unchanged"]
TextKind: TypeAlias = Literal["chunk", "sentence"]
CollectionState: TypeAlias = Literal["empty", "missing", "unreadable", "current", "due"]


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article that ingest hands over: clean NFC text, paragraphs parted by one empty line.

    `source` and `source_id` identify it when it comes again; a file that holds one article needs no `source_id`, its
    path is enough. A field that is None says nothing: it never erases what an earlier ingest knew.
    """

    title: str
    text: str
    language: str
    published: date | None = None
    outlet: str | None = None
    url: str | None = None
    author: str | None = None
    source: str = ""
    source_id: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A sentence before it has an id: character offsets into the article's text, end exclusive; paragraph from 0."""

    start: int
    end: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class ChunkSpan:
    """A chunk before it has an id: offsets as in `Span`, and its first and last sentence (indices, inclusive)."""

    start: int
    end: int
    first_sentence: int
    last_sentence: int


@dataclass(frozen=True, slots=True)
class Stored:
    """What `Writer.store` did: a new article, a new version, other metadata of the same text, or nothing."""

    status: StoredStatus
    article_id: str
    version: int


@dataclass(frozen=True, slots=True)
class Listed:
    """An article as a list names it."""

    id: str
    title: str
    outlet: str | None
    published: date | None


@dataclass(frozen=True, slots=True)
class TextToEmbed:
    """A text that has no vector yet. `hash` is its key in `Writer.save_vectors`."""

    kind: TextKind
    text: str
    hash: str


@dataclass(frozen=True, slots=True)
class Pending:
    """An article version that is stored but not wholly embedded, and the texts that are missing."""

    article_id: str
    version: int
    texts: tuple[TextToEmbed, ...]


@dataclass(frozen=True, slots=True)
class UnreadSentence:
    """A sentence of an article to be read: offsets into its text, the key of its names in `Writer.save_names`.

    `names` are offsets into the sentence; None where it is not yet tagged, or was by another tagger.
    """

    start: int
    end: int
    hash: str
    names: tuple[NameSpan, ...] | None


@dataclass(frozen=True, slots=True)
class Unread:
    """A current, embedded version whose facts are missing or of another key; `number` names it in `Writer`."""

    number: int
    article_id: str
    text: str
    language: str
    published: date | None
    sentences: tuple[UnreadSentence, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """What was found in an `Unread` article. `events_by`: "rules", or the chat model that found the events."""

    number: int
    facts: Facts
    key: str
    events_by: str = "rules"


@dataclass(frozen=True, slots=True)
class CollectionReport:
    """How far the collection follows the catalogue.

    `empty`: there are no vectors yet; `missing`, `unreadable`: exact search serves until the next ingest builds it;
    `current`: in use, with `newer` chunks searched exactly beside it; `due`: in use, rebuilt by the next ingest.
    """

    state: CollectionState
    place: str  # folder or server address; empty when there is none
    built_with: int  # chunks in the collection
    embedded: int  # current chunks that have a vector
    newer: int  # of those, chunks that came after the build: searched exactly
    outdated: int  # chunks in the collection that were removed or superseded since: masked


@dataclass(frozen=True, slots=True)
class Statistics:
    """The archive in numbers, for `doctor` and the page."""

    articles: int
    versions: int
    sentences: int  # of current versions
    chunks: int  # of current versions
    undated: int
    pending: int  # articles stored but not wholly embedded
    unread: int  # articles whose people, times and events are not yet found
    people: int  # told apart in the whole archive
    events: int  # as current articles tell them, one that several tell counted for each
    bytes: int  # of all files in the archive's folder
    outlets: int
    oldest: date | None
    newest: date | None
    model_key: str | None
    schema_version: int
    generation: int
    collection: CollectionReport
