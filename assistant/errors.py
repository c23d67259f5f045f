"""The one family of errors a reader may see.

Every message is one line: what happened, then what to do about it. `PresseschauError` is what the command line
and the page catch; anything else is a defect.
"""


class PresseschauError(Exception):
    """Base of all errors of this project. `str(error)` is one line with the remedy in it."""

    def __init__(self, happened: str, remedy: str = "") -> None:
        self.happened = happened
        self.remedy = remedy
        super().__init__(f"{happened}: {remedy}" if remedy else happened)


class SettingsError(PresseschauError):
    """A setting is unknown, or its value cannot be used."""


class SourceError(PresseschauError):
    """A source of articles cannot be read; the others of the same run are not affected."""


class ArchiveError(PresseschauError):
    """The archive cannot be opened, read or written."""


class ArchiveBusy(ArchiveError):
    """Another ingest holds the archive's writer lock."""


class ModelKeyMismatch(ArchiveError):
    """The archive was embedded with another model, engine, precision or chunker."""


class ArticleNotFound(ArchiveError):
    """No article (or no such version) has this id."""


class PersonNotFound(ArchiveError):
    """A name means nobody in the archive, or several people."""


class ModelError(PresseschauError):
    """A chat model or an embedding model is missing, unreachable or gave an unusable reply."""


class BudgetError(ModelError):
    """A call to the chat model was not made, since it could cost more than a cap allows."""


class ConversationsError(PresseschauError):
    """The file of conversations cannot be opened, read or written, or holds no such conversation."""


class QuestionError(PresseschauError):
    """A question or a question set cannot be used."""


class PromptError(PresseschauError):
    """A prompt file is missing or does not fit the code that fills it."""
