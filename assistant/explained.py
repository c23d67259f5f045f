"""One stored article with all that is understood of it: what `show` prints and the page shows as its view of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.language.facts import Facts
from assistant.language.instructions import planted
from assistant.types import Article, Sentence


@dataclass(frozen=True, slots=True)
class Explained:
    """An article version with its sentences and its facts; None where no ingest has read it yet.

    planted: indices of the sentences that give orders to an assistant; no answer cites them.
    """

    article: Article
    sentences: tuple[Sentence, ...]
    facts: Facts | None
    planted: tuple[int, ...]


class ArticleStore(Protocol):
    """What this needs of an archive."""

    def article(self, article_id: str, version: int | None = None) -> Article:
        """One article version; ArticleNotFound."""

    def sentences(self, article_id: str, version: int | None = None) -> tuple[Sentence, ...]:
        """Its sentences, in order."""

    def facts(self, pairs: Sequence[tuple[str, int]]) -> Mapping[tuple[str, int], Facts]:
        """(article id, version) → its facts; versions that have none are left out."""


def explained(archive: ArticleStore, article_id: str, version: int | None = None) -> Explained:
    """An article, its newest version unless told otherwise. Raises ArticleNotFound."""
    article = archive.article(article_id, version)
    sentences = archive.sentences(article.id, article.version)
    facts = archive.facts([(article.id, article.version)]).get((article.id, article.version))
    orders = planted([one.text for one in sentences], [one.paragraph for one in sentences])
    return Explained(article, sentences, facts, orders)
