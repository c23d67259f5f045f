"""From sentences, names and times to the events that an article tells."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

from assistant.language.events.following import follow
from assistant.language.events.frames import Lexicon, lexicon
from assistant.language.events.meant import Before, left_by
from assistant.language.events.nouns import told_by_nouns
from assistant.language.events.records import Told
from assistant.language.events.sentence import Sentence
from assistant.language.events.tokens import Token, entities, tokenize
from assistant.language.events.verbs import told_by_verbs
from assistant.language.times import TimeExpression
from assistant.types import EventMention, NameSpan, Participant, Person

_LONGEST = 110  # tokens: a longer "sentence" is a table, a list or captions that ran into one another
_TOGETHER = ("meeting", "reception", "talks", "call", "signing")  # events that people have with one another
_HEADLINE_WORDS = 12  # words at least of a run that is all headlines, of which half begin with a capital


def find_events(
    text: str,
    language: str,
    sentences: Sequence[tuple[int, int]],
    people: Sequence[Person],
    names: Sequence[NameSpan],
    times: Sequence[TimeExpression],
    published: date | None = None,
) -> tuple[EventMention, ...]:
    """The events that the sentences of an article tell, in the order of their telling.

    `sentences` are offsets into `text`, in order; `people` those of the article with their mentions; `names` and
    `times` as their taggers give them; `published` tells what is to come. Languages without frames (all but de, en
    and, with few, ru) have no events. Time grows linearly with the text.
    """
    if language == "ru":
        return _in_russian(text, sentences, people, names, times)
    frames = lexicon(language)
    if frames is None:
        return ()
    named = entities(text, people, names)
    starts = [entity.start for entity in named]
    time_starts = [time.start_char for time in times]
    before = Before(published=published)
    found: list[EventMention] = []
    for index, (start, end) in enumerate(sentences):
        here = named[bisect_left(starts, start) : bisect_left(starts, end)]
        dated = times[bisect_left(time_starts, start) : bisect_left(time_starts, end)]
        tokens = tokenize(text, start, end, here, dated, frames.words["credits"])
        if not tokens or len(tokens) > _LONGEST or _is_page_text(tokens, frames):
            before = Before(published=published)
            continue
        if text[start:end].endswith("?"):  # who asks whether they met does not say that they did
            before = left_by(Sentence(tokens, frames, before), ())
            continue
        sentence = Sentence(tokens, frames, before)
        told = told_by(sentence)
        found += [_mention(one, index) for one in told]
        found += [*follow(sentence, index, found)]
        shared = [one for one in told if one.action in _TOGETHER]
        before = left_by(sentence, ([actor.entity for actor, _ in one.participants] for one in shared))
    return tuple(found)


def _in_russian(
    text: str,
    sentences: Sequence[tuple[int, int]],
    people: Sequence[Person],
    names: Sequence[NameSpan],
    times: Sequence[TimeExpression],
) -> tuple[EventMention, ...]:
    from assistant.language.events.russian import told_in_russian
    from assistant.language.events.russian_clauses import left_by_russian

    named = entities(text, people, names)
    starts = [entity.start for entity in named]
    time_starts = [time.start_char for time in times]
    before = Before()
    found: list[EventMention] = []
    for index, (start, end) in enumerate(sentences):
        here = named[bisect_left(starts, start) : bisect_left(starts, end)]
        dated = times[bisect_left(time_starts, start) : bisect_left(time_starts, end)]
        tokens = tokenize(text, start, end, here, dated)
        if len(tokens) > _LONGEST or text[start:end].endswith("?"):
            before = Before()
            continue
        told = told_in_russian(tokens, before)
        found += [_mention(one, index) for one in told]
        before = left_by_russian(tokens, told, before)
    return tuple(found)


def told_by(sentence: Sentence) -> list[Told]:
    """The events of one sentence; a statement only where it tells nothing else."""
    by_verbs = list(told_by_verbs(sentence))
    found = [*by_verbs, *told_by_nouns(sentence, by_verbs)]
    events = [told for told in found if told.action != "statement"]
    return _distinct(events or found[:1])


def _distinct(found: Sequence[Told]) -> list[Told]:
    """Without what another event of the sentence tells already: same action, and no more people."""
    kept: list[Told] = []
    for told in found:
        names = {actor.entity.name for actor, _ in told.participants}
        if not any(
            other.action == told.action and names <= {actor.entity.name for actor, _ in other.participants}
            for other in kept
        ):
            kept.append(told)
    return kept


def _is_page_text(tokens: Sequence[Token], frames: Lexicon) -> bool:
    """Whether a "sentence" is headlines, buttons or credits of pictures that ran together."""
    words = [token for token in tokens if token.kind == "word" and token.text[0].isalpha()]
    line = " ".join(token.text for token in tokens)
    if any(phrase in line for phrase in frames.phrases["page"]):
        return True
    if frames.language == "de" or len(words) < _HEADLINE_WORDS:
        return False
    return 2 * sum(token.is_noun for token in words) > len(words)


def _mention(told: Told, index: int) -> EventMention:
    participants = tuple(
        Participant(actor.entity.name, part, actor.entity.start, actor.entity.end, actor.entity.person)
        for actor, part in told.participants
    )
    return EventMention(told.action, participants, told.place, told.time, told.modality, told.by, (index,))
