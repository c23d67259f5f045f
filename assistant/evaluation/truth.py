"""Which stored articles a question set means: it may name them by archive id, source id, file name or address."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import PurePath

from assistant.evaluation.questions import Question
from assistant.types import Article


class ArticleNames:
    """All the names that the articles of an archive go by. One name may stand for several: dumps repeat their ids."""

    def __init__(self, articles: Iterable[Article]) -> None:
        stored = tuple(articles)
        of_source = Counter(article.source for article in stored)
        names: defaultdict[str, set[str]] = defaultdict(set)
        for article in stored:
            known = {article.id, article.source_id, article.url}
            if of_source[article.source] == 1:  # a dump's own name means no single article
                file = PurePath(article.source)
                known |= {article.source, file.name, file.stem}
            for name in known - {None, ""}:
                names[str(name)].add(article.id)
        self._names: Mapping[str, frozenset[str]] = {name: frozenset(ids) for name, ids in names.items()}

    def wanted(self, question: Question) -> frozenset[str] | None:
        """The ids of the articles that `question` names; None if it names none."""
        if not question.articles:
            return None
        return frozenset[str]().union(*(self._names.get(name, frozenset()) for name in question.articles))

    def unknown(self, questions: Iterable[Question]) -> tuple[str, ...]:
        """The names that stand for no stored article, in the order of the questions, each once."""
        named = dict.fromkeys(name for question in questions for name in question.articles)
        return tuple(name for name in named if name not in self._names)
