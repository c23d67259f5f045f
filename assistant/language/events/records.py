"""What one sentence tells, before pronouns of "das Treffen" and the like are followed."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.language.events.actors import Actor
from assistant.types import Action, Modality, Part, TimeSpan


@dataclass(frozen=True, slots=True)
class Told:
    """An event as one clause tells it; `start` is the offset of the verb or noun that does."""

    action: Action
    participants: tuple[tuple[Actor, Part], ...]
    place: str | None
    time: TimeSpan | None
    modality: Modality
    by: str | None
    start: int
    passive: bool = False
