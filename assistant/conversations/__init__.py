"""What readers leave behind: conversations, feedback, answers given before, and what the chat model has cost.

A SQLite file of its own beside the archive, so that asking never waits for an ingest. Many threads and processes may
use it at once (WAL; every write is one short transaction). It holds no setting and no key.
"""

from assistant.conversations.records import Conversation, Feedback, Spent, Turn, Verdict
from assistant.conversations.store import FILE, Conversations

__all__ = ["FILE", "Conversation", "Conversations", "Feedback", "Spent", "Turn", "Verdict"]
