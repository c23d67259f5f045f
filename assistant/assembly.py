"""Checked claims → numbered citations → the Answer. The one place where numbers are given to sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.answering import frame
from assistant.answering.heading import heading
from assistant.answering.quoting import in_marks
from assistant.checking.gates import CheckedClaim
from assistant.checking.witnesses.agreement import Sources, Witnesses
from assistant.question import Question
from assistant.types import (
    Answer,
    Citation,
    Claim,
    Difference,
    DraftNote,
    Evidence,
    Note,
    Passage,
    RetrievedArticle,
    Status,
)

_NAMED = 2  # outlets named before a claim


@dataclass
class Assembly:
    """Collects the claims and notes of one answer, in the order they come, and numbers what they cite."""

    question: Question
    evidence: Mapping[str, Evidence]  # by sentence id
    sources: Sources
    claims: list[Claim] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)  # sentence id → citation number
    _later: dict[int, str] = field(default_factory=dict)  # places of claims that give a newer figure → the figure
    _older: set[int] = field(default_factory=set)  # and of those that it is newer than
    _aside: set[int] = field(default_factory=set)  # places of claims that contradict others beside the question

    def __post_init__(self) -> None:
        self.witnesses = Witnesses(self.evidence, self.sources)

    def add(self, checked: CheckedClaim) -> Claim:
        """Take a checked claim in; gives it as it stands in the answer."""
        cited = [self.evidence[sentence_id] for sentence_id in checked.sentence_ids if sentence_id in self.evidence]
        claim = Claim(
            text=checked.text,
            citations=self._number(found.sentence.id for found in cited),
            support=checked.support,
            reasons=checked.reasons,
            agreement=self.witnesses.agreement(cited),
            told_by=self._told_by(cited),
            modality=checked.modality,
            attributed_to=checked.attributed_to,
            event=checked.event,
        )
        self.claims.append(claim)
        return claim

    def cited(self, claim: Claim) -> list[Evidence]:
        """The sentences that a claim cites, in its order."""
        identities = list(self._numbers)
        return [self.evidence[identities[number - 1]] for number in claim.citations]

    def confirm(self, place: int, found: Sequence[Evidence]) -> None:
        """Cite more sentences for the claim at `place` (from 0)."""
        claim = self.claims[place]
        numbers = self._number(one.sentence.id for one in found)
        claim = replace(claim, citations=tuple(dict.fromkeys((*claim.citations, *numbers))))
        cited = self.cited(claim)
        agreement = claim.agreement if claim.conflicts_with else self.witnesses.agreement(cited)
        self.claims[place] = replace(claim, agreement=agreement, told_by=self._told_by(cited))

    def dispute(self, place: int, other: int, differs: Difference, aside: bool = False) -> None:
        """Say of two claims (places from 0) that they contradict each other, and in what.

        aside: not in what is asked, so `place` still answers; another claim made for it stands below the answer.
        """
        if aside and not self.claims[other].conflicts_with:
            self._aside.add(other)
        elif not aside:
            self._aside -= {place, other}
        for one, two in ((place, other), (other, place)):
            claim = self.claims[one]
            found = {two + 1: differs} | dict(zip(claim.conflicts_with, claim.differs_in, strict=True))
            numbers, fields = zip(*sorted(found.items()), strict=True)
            self.claims[one] = replace(claim, agreement="disputed", conflicts_with=numbers, differs_in=fields)

    def update(self, place: int, later: int, figure: str) -> None:
        """Say of a claim (places from 0) that one of a later report gives this figure instead."""
        self._later[later] = figure
        self._older.add(place)

    def note(self, draft: DraftNote) -> None:
        """Take a note in; sentences it points to that are not in the evidence are left out."""
        known = (sentence_id for sentence_id in draft.sentence_ids if sentence_id in self.evidence)
        if draft.kind == "premise":  # what corrects the question comes nearer than the nearest
            self.notes = [note for note in self.notes if note.kind != "nearest"]
        self.notes.append(Note(draft.kind, draft.text, self._number(known)))

    @property
    def shown(self) -> tuple[Claim, ...]:
        """The claims that may stand in the answer's text."""
        return tuple(claim for claim in self.claims if claim.shown)

    def citations(self) -> tuple[Citation, ...]:
        """All citations so far, by number."""
        return tuple(self._citation(sentence_id, number) for sentence_id, number in self._numbers.items())

    def finish(
        self,
        passages: Iterable[Passage],
        answerer: str,
        seconds: dict[str, float],
        tokens: dict[str, int],
    ) -> Answer:
        """The whole answer. Without a claim that may be shown it is an abstention and carries no claims."""
        if not self.shown:
            self.drop_claims()
        language = self.question.language
        return Answer(
            question=self.question.text,
            language=language,
            status=self._status(),
            answer=self._text() or frame.text("not_in_sources", language),
            claims=tuple(self.claims),
            citations=self.citations(),
            notes=tuple(self.notes),
            retrieved=_by_article(passages),
            answerer=answerer,
            seconds=seconds,
            tokens=tokens,
        )

    def _status(self) -> Status:
        if not self.shown:
            return "not_in_sources"
        partly = any(note.kind in ("missing", "incomplete") for note in self.notes)
        return "partly_answered" if partly else "answered"

    def _text(self) -> str:
        """The claims: events in order of time, else those that contradict each other last, each with its source."""
        if any(claim.event for claim in self.shown):
            return "\n".join(self._lines())
        separator = "\n" if self.question.kind == "list" else " "
        places = [place for place, claim in enumerate(self.claims) if claim in self.shown]
        disputed = [place for place in places if self._is_disputed(place)]
        apart = {*self._aside, *self._later, *disputed}
        agreed = [self._dated(place) for place in places if place not in apart]
        lines = [separator.join(agreed)] if agreed else []
        if disputed:
            versions = (self.claims[place] for place in disputed)
            lines.append(frame.text("disputed", self.question.language))
            lines += [f"{self._published(claim)}: {self._marked(claim)}" for claim in versions]
        lines += [self._newer(place) for place in places if place in self._later and place not in disputed]
        return "\n".join([*lines, *(self._otherwise(place, "aside") for place in places if place in self._aside)])

    def _is_disputed(self, place: int) -> bool:
        """Whether a claim is contradicted in what is asked."""
        rivals = {number - 1 for number in self.claims[place].conflicts_with}
        return place not in self._aside and bool(rivals - self._aside)

    def _lines(self) -> Iterator[str]:
        """A line for each event, in their order; what others say of it stands directly below it."""
        shown = [place for place, claim in enumerate(self.claims) if claim in self.shown]
        events = [place for place in shown if self.claims[place].event]
        below = {place: self._contradicted(place, events) for place in shown if place not in events}
        told: list[Claim] = []
        for place in shown:
            claim = self.claims[place]
            if below.get(place) is None and not any(_tells(claim, before) for before in told):
                yield self._line(claim, repeated=any(claim.text == before.text for before in told))
                told.append(claim)
                yield from (self._otherwise(other) for other, event in below.items() if event == place)

    def _contradicted(self, place: int, events: Iterable[int]) -> int | None:
        """The place of the first of the events that a claim contradicts."""
        return next((event for event in events if event + 1 in self.claims[place].conflicts_with), None)

    def _dated(self, place: int) -> str:
        """A claim with its citations; with outlet and date where a later report has another figure."""
        claim = self.claims[place]
        return f"{self._published(claim)}: {self._marked(claim)}" if place in self._older else self._marked(claim)

    def _newer(self, place: int) -> str:
        claim, language = self.claims[place], self.question.language
        about, told = self._published(claim), in_marks(claim.text, language)
        return f"{frame.text('later', language, figure=self._later[place], about=about, text=told)} {_markers(claim)}"

    def _otherwise(self, place: int, wording: str = "otherwise") -> str:
        claim, language = self.claims[place], self.question.language
        told = in_marks(claim.text, language)
        return f"{frame.text(wording, language, about=self._published(claim), text=told)} {_markers(claim)}"

    def _line(self, claim: Claim, repeated: bool) -> str:
        """A claim in a list of events: day, place and people, then the quotation unless a line above has it."""
        language = self.question.language
        if claim.event is None:
            return self._marked(claim)
        stated = heading(claim.event, language, claim.modality)
        if not repeated:
            stated += f": {in_marks(claim.text, language)}"
        if claim.agreement == "disputed":
            stated += f" ({self._published(claim)})"
        return f"{stated} {_markers(claim)}"

    def _marked(self, claim: Claim) -> str:
        return f"{claim.text} {_markers(claim)}"

    def _published(self, claim: Claim) -> str:
        """Who published it and when; of many the first."""
        language = self.question.language
        named = list(dict.fromkeys(frame.published(found.article, language) for found in self.cited(claim)))
        more = [frame.text("more_outlets", language, count=len(named) - _NAMED)] if len(named) > _NAMED else []
        return "; ".join(named[:_NAMED] + more)

    def _told_by(self, cited: Sequence[Evidence]) -> str:
        outlets, witnesses, agencies = self.witnesses.told_by(cited)
        return frame.told_by(outlets, witnesses, agencies, self.question.language) if outlets > 1 else ""

    def drop_claims(self) -> None:
        """Forget the claims, and number anew what the notes still cite."""
        old = {number: sentence_id for sentence_id, number in self._numbers.items()}
        notes, self.claims, self.notes, self._numbers, self._aside = self.notes, [], [], {}, set()
        for note in notes:
            self.note(DraftNote(note.kind, note.text, tuple(old[number] for number in note.citations)))

    def _number(self, sentence_ids: Iterable[str]) -> tuple[int, ...]:
        return tuple(
            dict.fromkeys(
                self._numbers.setdefault(sentence_id, len(self._numbers) + 1) for sentence_id in sentence_ids
            )
        )

    def _citation(self, sentence_id: str, number: int) -> Citation:
        found = self.evidence[sentence_id]
        sentence, article = found.sentence, found.article
        return Citation(
            number=number,
            article_id=article.id,
            sentence_id=sentence.id,
            title=article.title,
            outlet=article.outlet,
            url=article.url,
            published=article.published,
            quote=article.text[sentence.start : sentence.end],
            start=sentence.start,
            end=sentence.end,
            text_hash=article.text_hash,
            answering=found.answering,
        )


def _tells(claim: Claim, before: Claim) -> bool:
    """Whether a claim is one sentence more on an event that a line has told, and that cites it already."""
    same = claim.event and before.event and claim.event.time is None
    return bool(same) and _who(claim) == _who(before) and claim.citations[0] in before.citations


def _who(claim: Claim) -> frozenset[str]:
    return frozenset(claim.event.participants if claim.event else ())


def _markers(claim: Claim) -> str:
    return "".join(f"[{number}]" for number in claim.citations)


def _by_article(passages: Iterable[Passage]) -> tuple[RetrievedArticle, ...]:
    """The retrieved articles, best first, each with the score of its best passage."""
    best: dict[str, float] = {}
    for passage in passages:
        best[passage.article.id] = max(passage.score, best.get(passage.article.id, passage.score))
    ranked = sorted(best.items(), key=lambda item: -item[1])
    return tuple(RetrievedArticle(article_id, round(score, 4)) for article_id, score in ranked)
