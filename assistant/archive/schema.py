"""The tables of the catalogue.

Rows refer to each other by number; the ids that leave the archive are made of them. The text of a version never
changes; what is said about it (title, date, outlet …) may. A text to embed has one row in `embeddings` however many
chunks and sentences say it, so nothing is embedded twice.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

APPLICATION_ID = 0x50536368  # "PSch" in the header of the SQLite file: this is a catalogue of ours

metadata = MetaData()

# One row: where the archive stands. `collection_*` point to the build of the collection that readers use; it holds
# the versions embedded up to `collection_generation`. Changing them is one transaction: that is the switch.
state = Table(
    "state",
    metadata,
    Column("number", Integer, CheckConstraint("number = 1"), primary_key=True),
    Column("archive", Text, nullable=False),  # random: names this archive's collections on a shared Chroma server
    Column("generation", Integer, nullable=False),
    Column("model_key", Text),
    Column("dimension", Integer),
    Column("collection", Text),  # folder below collections/, or name on the Chroma server
    Column("collection_server", Text),  # address; null when the collection is a folder
    Column("collection_generation", Integer, nullable=False),
    Column("collection_size", Integer, nullable=False),
    Column("collection_checksums", Text),  # JSON: file → CRC-32, checked before a reader opens it
)

articles = Table(
    "articles",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
)

# The newest version that a removed article had. Should it come again, it goes on from there: the id of a sentence or
# chunk never means two texts, neither in a citation already given nor in a collection built before.
removed = Table(
    "removed",
    metadata,
    Column("id", Text, primary_key=True),
    Column("version", Integer, nullable=False),
)

versions = Table(
    "versions",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("article", ForeignKey("articles.number", ondelete="CASCADE"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("current", Boolean, nullable=False),  # the newest: the one that is searched
    Column("embedded_in", Integer),  # generation in which its last vector came; null while only stored
    Column("chunk_count", Integer, nullable=False),
    Column("sentence_count", Integer, nullable=False),
    Column("published", Date),
    Column("outlet", Text),
    Column("language", Text, nullable=False),
    Column("text_hash", Text, nullable=False),
    Column("url", Text),
    Column("author", Text),
    Column("source", Text, nullable=False),
    Column("source_id", Text),
    Column("ingested_at", DateTime, nullable=False),  # UTC
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),  # last: a scan of the others need not read it
    UniqueConstraint("article", "version"),
    Index("versions_url", "url"),
    Index("versions_source", "source", "source_id"),
    Index("versions_source_id", "source_id"),
    Index("versions_text_hash", "text_hash"),
    # What passes a filter, and how many chunks that is, is read from these alone, since rows hold long texts.
    Index("versions_published", "published", "current", "outlet", "embedded_in", "chunk_count"),
    Index("versions_outlet", "outlet", "published", "current", "embedded_in", "chunk_count"),
    Index("versions_waiting", "number", sqlite_where=text("current AND embedded_in IS NULL")),
    Index("versions_embedded", "embedded_in", "current", "chunk_count"),
)

embeddings = Table(
    "embeddings",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("hash", Text, nullable=False, unique=True),  # of the text embedded
    Column("vector", LargeBinary),  # float32, little-endian, unit length; null until it is embedded
    Column("names", Text),  # of a sentence: JSON [[start, end, kind, score], …]; null until it is tagged
    Column("names_key", Text),  # the tagger that found them
)

sentences = Table(
    "sentences",
    metadata,
    Column("version", ForeignKey("versions.number", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("paragraph", Integer, nullable=False),
    Column("embedding", ForeignKey("embeddings.number"), nullable=False),
    Index("sentences_embedding", "embedding"),
    sqlite_with_rowid=False,
)

chunks = Table(
    "chunks",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("version", ForeignKey("versions.number", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("id", Text, nullable=False, unique=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("first_sentence", Integer, nullable=False),
    Column("last_sentence", Integer, nullable=False),
    Column("embedding", ForeignKey("embeddings.number"), nullable=False),
    Index("chunks_version", "version"),
    Index("chunks_embedding", "embedding"),
)

# What the language code found in a current version. `content` holds all of it; the tables below, which go with it,
# hold what is searched.
facts = Table(
    "facts",
    metadata,
    Column("version", ForeignKey("versions.number", ondelete="CASCADE"), primary_key=True),
    Column("key", Text, nullable=False),  # of the language code and the tagger; another key means: read it anew
    Column("events_by", Text, nullable=False),  # "rules", or the chat model that found the events
    Column("content", Text, nullable=False),  # JSON of `assistant.language.facts.Facts`
)

# A person of the whole archive. Nothing here is kept by hand: names and links follow the articles, what a reader
# decided about them stands in `decisions`.
known_people = Table(
    "known_people",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("name", Text, nullable=False),  # of the names below, the commonest full one
    Column("roles", Text, nullable=False),  # JSON: what articles say they are, the newest first
)

known_names = Table(
    "known_names",
    metadata,
    Column("person", ForeignKey("known_people.number", ondelete="CASCADE"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("is_full", Boolean, nullable=False),  # more than a family name
    Column("people", Integer, nullable=False),  # of articles, that are linked to the person under this name
    Index("known_names_name", "name"),
    sqlite_with_rowid=False,
)

# Blocking keys: a name is compared with those alone that share a key with it, however many people there are.
name_keys = Table(
    "name_keys",
    metadata,
    Column("key", Text, primary_key=True),
    Column("person", Integer, primary_key=True),
    Column("name", Text, primary_key=True),
    ForeignKeyConstraint(("person", "name"), ("known_names.person", "known_names.name"), ondelete="CASCADE"),
    Index("name_keys_person", "person", "name"),
    sqlite_with_rowid=False,
)

people = Table(
    "people",
    metadata,
    Column("version", ForeignKey("facts.version", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),  # in the article's people
    Column("known", ForeignKey("known_people.number")),  # null where a family name is all that is said
    Column("name", Text, nullable=False),
    Column("aliases", Text, nullable=False),  # JSON, as the roles
    Column("roles", Text, nullable=False),
    Index("people_known", "known"),
    Index("people_unknown", "name", sqlite_where=text("known IS NULL")),
    sqlite_with_rowid=False,
)

events = Table(
    "events",
    metadata,
    Column("version", ForeignKey("facts.version", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),  # in the article's events
    Column("action", Text, nullable=False),
    Column("start", Date),  # both null: it is not known when
    Column("end", Date),
    Index("events_start", "start", "end", "action"),
    sqlite_with_rowid=False,
)

participants = Table(
    "participants",
    metadata,
    Column("version", Integer, primary_key=True),
    Column("event", Integer, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("person", Integer),  # position in the article's people; null for what is no person
    ForeignKeyConstraint(("version", "event"), ("events.version", "events.position"), ondelete="CASCADE"),
    sqlite_with_rowid=False,
)

# What a reader decided about names, oldest first; the newest may be taken back.
decisions = Table(
    "decisions",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("kind", Text, nullable=False),  # split, merge
    Column("name", Text, nullable=False),
    Column("other", Text, nullable=False),
)

# Which articles share text (see `assistant.archive.stories`): bands of the MinHash of their passages, and who shares
# enough of it with whom, in both directions. Rows of versions that are no longer current are deleted by code.
story_read = Table(
    "story_read",
    metadata,
    Column("version", ForeignKey("versions.number", ondelete="CASCADE"), primary_key=True),
    Column("bands", LargeBinary, nullable=False),  # its keys in `story_bands`, int64, little-endian
)

story_bands = Table(
    "story_bands",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("version", Integer, primary_key=True),
    sqlite_with_rowid=False,
)

story_links = Table(
    "story_links",
    metadata,
    Column("version", Integer, primary_key=True),
    Column("other", Integer, primary_key=True),
    sqlite_with_rowid=False,
)

# Chunks that only repeat an earlier article of their story (see `assistant.archive.copied`); rows go by code.
copied_chunks = Table(
    "copied_chunks",
    metadata,
    Column("chunk", Integer, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("source", Integer, nullable=False),  # the version that says it first
    Index("copied_chunks_version", "version"),
    Index("copied_chunks_source", "source"),
)

# Word search: one row a chunk of a current version, `rowid` is `chunks.number`. Tokens are parted by spaces alone
# (every other character belongs to the token), since the terms come ready-made from `assistant.language`.
_COLUMNS = "title, body, names, tokenize = \"unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Co'\""
WORDS = (
    f"CREATE VIRTUAL TABLE words USING fts5({_COLUMNS})",
    "CREATE VIRTUAL TABLE vocabulary USING fts5vocab(words, 'row')",
)
# The rows of `copied_chunks` once more, never searched: their words are taken off the counts.
COPIED_WORDS = (
    f"CREATE VIRTUAL TABLE copied_words USING fts5({_COLUMNS})",
    "CREATE VIRTUAL TABLE copied_vocabulary USING fts5vocab(copied_words, 'row')",
)
