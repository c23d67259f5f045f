"""The tables of the file of conversations."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Integer, MetaData, String, Table, Text

SCHEMA = 1  # raise it with a migration when a table changes

metadata = MetaData()
conversations = Table(
    "conversations",
    metadata,
    Column("id", String, primary_key=True),
    Column("title", Text, nullable=False),
    Column("changed", String, nullable=False, index=True),
)
turns = Table(
    "turns",
    metadata,
    Column("conversation", ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("asked", String, nullable=False),
    Column("answer", Text, nullable=False),
)
feedback = Table(
    "feedback",
    metadata,
    Column("conversation", ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("turn", Integer, primary_key=True),
    Column("verdict", String, nullable=False),
    Column("comment", Text, nullable=False),
    Column("given", String, nullable=False),
)
answers = Table(
    "answers",
    metadata,
    Column("key", String, primary_key=True),
    Column("made", String, nullable=False, index=True),
    Column("answer", Text, nullable=False),
)
spending = Table(
    "spending",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("day", String, nullable=False, index=True),
    Column("model", String, nullable=False),
    Column("prompt", Integer, nullable=False, default=0),
    Column("completion", Integer, nullable=False, default=0),
    Column("cost", Float, nullable=False),
)
