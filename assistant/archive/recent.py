"""What was read last from the catalogue, so that one question reads nothing twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Recent(Generic[Value]):
    """Values by key, of one generation of the catalogue; safe for many threads. Values must not be changed."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._generation = -1
        self._kept: dict[str, Value] = {}

    def of(
        self, generation: int, keys: Iterable[str], read: Callable[[Sequence[str]], dict[str, Value]]
    ) -> dict[str, Value]:
        """The values of the keys, in their order; `read` gives those not kept, and may leave unknown keys out."""
        if generation != self._generation or len(self._kept) > self._most:
            self._generation, self._kept = generation, {}
        kept = self._kept  # another thread may start a new one meanwhile
        asked = list(dict.fromkeys(keys))
        missing = [key for key in asked if key not in kept]
        if missing:
            kept.update(read(missing))
        return {key: kept[key] for key in asked if key in kept}
