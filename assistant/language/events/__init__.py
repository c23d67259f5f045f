"""Events that an article tells: who met, received, visited, called, appointed, dismissed or accused whom."""

from assistant.language.events.finding import find_events

__all__ = ["find_events"]
