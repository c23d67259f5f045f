"""The public face: one object that asks, lists and shows. Command line, page and evaluation go no deeper."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Literal

from assistant.answering import Answerer
from assistant.answering.extractive import ExtractiveAnswerer
from assistant.archive import open_archive
from assistant.chain import Asked, Done, Event, build_chain
from assistant.errors import SettingsError
from assistant.explained import Explained, explained
from assistant.models import embedder
from assistant.models.crossencoder.encoder import cross_encoder
from assistant.retrieval import HybridRetriever
from assistant.settings import Settings, load_settings
from assistant.types import Answer, Article, Filters, Sentence

if TYPE_CHECKING:
    from assistant.archive import Listed, Statistics
    from assistant.archive.known import PersonOfArchive
    from assistant.checking.review import Judge
    from assistant.conversations import Conversations
    from assistant.identity.events import EventRecord


class Assistant:
    """Answers questions about one archive. Safe to share between threads; use it in a `with` block or `close()` it.

    today: gives the day of a question, by which "letzte Woche" is understood. Raises SettingsError, ArchiveError or
    ModelError, each with a remedy in its one line.
    """

    def __init__(self, settings: Settings | None = None, today: Callable[[], date] = date.today) -> None:
        self.settings = settings or load_settings()
        self._today = today
        self._embedder = embedder(self.settings)
        self._archive = open_archive(self.settings, model_key=self._embedder.key, dimension=self._embedder.dimension)
        self._chain = build_chain(
            self._archive,
            self._embedder,
            HybridRetriever(archive=self._archive, embedder=self._embedder),
            self._answerers(),
            self.settings.passages,
            self._judge(),
            cross_encoder() if self.settings.rerank else None,
        )

    def _judge(self) -> Judge | None:
        if not (self.settings.verify and self.settings.model):
            return None
        from assistant.checking.judge import ModelJudge
        from assistant.models.calls import ChatCall

        return ModelJudge(lambda: ChatCall(self.settings, ledger=self.conversations))

    def _answerers(self) -> dict[str, Answerer]:
        answerers: dict[str, Answerer] = {"extractive": ExtractiveAnswerer()}
        if self.settings.model:
            from assistant.answering.chat import ChatAnswerer

            answerers["model"] = ChatAnswerer(self.settings, ledger=self.conversations)
        return answerers

    @cached_property
    def conversations(self) -> Conversations:
        """Conversations, feedback, answers given before and spending, in a file beside the archive."""
        from assistant.conversations import FILE, Conversations

        return Conversations(self.settings.archive / FILE)

    def stream(
        self,
        question: str,
        history: Sequence[tuple[str, str]] = (),
        filters: Filters | None = None,
        answerer: Literal["extractive", "model"] | None = None,
    ) -> Iterator[Event]:
        """The events of one answer as they happen: Understood, Retrieved, ClaimChecked …, Done.

        history: earlier (question, answer) pairs of this conversation, oldest first. A chat model's whole answer is
        kept, and given again (ClaimChecked …, Done) to the same question on the same day and archive.
        """
        chosen = answerer or ("model" if self.settings.wants_model else "extractive")
        if chosen == "model" and not self.settings.model:
            raise SettingsError("no chat model is named", "set PRESSESCHAU_MODEL, or use --answerer extractive")
        earlier = tuple((asked, told) for asked, told in history)
        asked = Asked(question, earlier, filters or Filters(), chosen, self._today())
        if chosen == "model" and self.settings.cache:
            from assistant.cached import remembered

            return remembered(self._chain, asked, self.settings, self.conversations, self._archive.generation)
        return self._chain.stream(asked)

    def ask(
        self,
        question: str,
        history: Sequence[tuple[str, str]] = (),
        filters: Filters | None = None,
        answerer: Literal["extractive", "model"] | None = None,
    ) -> Answer:
        """The whole answer; see `stream` for the parameters."""
        answers = [
            event.answer for event in self.stream(question, history, filters, answerer) if isinstance(event, Done)
        ]
        return answers[-1]

    def articles(self, filters: Filters | None = None) -> tuple[Article, ...]:
        """The newest version of every article, newest publication first, undated ones last."""
        return self._archive.articles(filters or Filters())

    def listed(self, search: str = "", limit: int = 200) -> tuple[Listed, ...]:
        """The newest articles by title, outlet and day, at most `limit`; with `search` those that have its words."""
        return self._archive.listed(search, limit)

    def article(self, article_id: str, version: int | None = None) -> Article:
        """One article; an old version on request. Raises ArticleNotFound."""
        return self._archive.article(article_id, version)

    def sentences(self, article_id: str, version: int | None = None) -> tuple[Sentence, ...]:
        """The sentences of one article version, in order."""
        return self._archive.sentences(article_id, version)

    def explained(self, article_id: str, version: int | None = None) -> Explained:
        """One article with its sentences, people, times and events. Raises ArticleNotFound."""
        return explained(self._archive, article_id, version)

    def events(
        self,
        person: str | None = None,
        start: date | None = None,
        end: date | None = None,
        filters: Filters | None = None,
    ) -> tuple[EventRecord, ...]:
        """Who met whom, when and where: each event once, in order of time, those of unknown time last.

        person: a name in any spelling. start, end: when it happened, both inclusive; then events of unknown time are
        left out. filters: of the articles that tell it.
        """
        return self._archive.events(person, start, end, filters or Filters())

    def people(self, query: str | None = None) -> tuple[PersonOfArchive, ...]:
        """The people of the archive, those in most articles first; with `query` those whom the name may mean."""
        return self._archive.people(query)

    def sources(self, sentence_ids: Sequence[str]) -> dict[str, tuple[Sentence, Article]]:
        """Sentence id → the sentence and its article, as for those of an event; unknown ids are left out."""
        return self._archive.sources(sentence_ids)

    def outlets(self) -> tuple[str, ...]:
        """The outlets in the archive, by name."""
        return self._archive.outlets()

    def statistics(self) -> Statistics:
        """How much is in the archive, and in what state."""
        return self._archive.statistics()

    def generation(self) -> int:
        """A number that grows with every change of the archive."""
        return self._archive.generation()

    def close(self) -> None:
        """Give files and threads back."""
        self._archive.close()
        if "conversations" in self.__dict__:
            self.conversations.close()

    def __enter__(self) -> Assistant:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
