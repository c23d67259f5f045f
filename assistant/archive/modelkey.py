"""The model key: vectors of two models, engines, precisions or chunkers never meet in one archive."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, update

from assistant.archive.reading import archive_state
from assistant.archive.schema import state
from assistant.errors import ModelKeyMismatch


@dataclass(frozen=True, slots=True)
class ModelKey:
    """Key and dimension of the model that a process embeds with."""

    key: str
    dimension: int

    def fits(self, connection: Connection) -> bool:
        """Whether the archive has vectors of this model, or none."""
        now = archive_state(connection)
        return now.model_key is None or (now.model_key == self.key and now.dimension == self.dimension)

    def check(self, connection: Connection) -> None:
        """Raises ModelKeyMismatch if the archive has vectors of another model."""
        now = archive_state(connection)
        if now.model_key is not None and (now.model_key, now.dimension) != (self.key, self.dimension):
            raise ModelKeyMismatch(
                f"the archive was embedded with {now.model_key!r}, the settings name {self.key!r}",
                "set PRESSESCHAU_EMBEDDINGS back, name another folder with --archive, or embed it all again with "
                "`presseschau ingest --force SOURCE`",
            )

    def claim(self, connection: Connection) -> None:
        """Makes this the archive's model with its first vectors; ModelKeyMismatch if it has another's."""
        self.check(connection)
        connection.execute(update(state).values(model_key=self.key, dimension=self.dimension))
