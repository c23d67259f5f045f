"""What a sentence adds to an event told before it: "Die Gespräche ...", "am Ende ihres Treffens"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.language.events.frames import Lexicon
from assistant.language.events.modality import separated
from assistant.language.events.phrase import Chunk
from assistant.language.events.sentence import ReadClause, Sentence
from assistant.types import Action, EventMention, Modality

_CONTACT: tuple[Action, ...] = ("meeting", "reception", "talks", "visit")
_REACH = 3  # sentences: how far back "das Treffen" reaches
_RECENT = 24  # events: none further back is within reach
_JOINED = ("beim", "zum", "zur", "im", "am", "vom")


def follow(sentence: Sentence, index: int, told: list[EventMention]) -> Iterator[EventMention]:
    """Adds the sentence to the event before that its definite noun means, in `told`, and gives what else it tells.

    A signing that the talks led to takes its people, place and time from them.
    """
    lexicon = sentence.lexicon
    for read in sentence.clauses:
        for chunk in read.chunks:
            actions = {
                frame.action
                for frame in lexicon.nouns.get(chunk.head, ()) or lexicon.nouns.get(chunk.head.lower(), ())
            }
            if not actions or not _definite(chunk, lexicon):
                continue
            if actions & {"signing"} and (source := _last(told, index, _CONTACT)) and index in told[source].sentences:
                yield _signing(told[source], index)
            elif _is_off(read, lexicon) and (plan := _last(told, index, _family(actions), ("planned",))) is not None:
                told[plan] = replace(told[plan], modality="denied", sentences=(*told[plan].sentences, index))
            elif (family := _family(actions)) and (place := _last(told, index, family)) is not None:
                if _own(chunk, told, index, family):
                    continue
                earlier = told[place]
                if index not in earlier.sentences:
                    told[place] = replace(earlier, sentences=(*earlier.sentences, index))


def _is_off(read: ReadClause, lexicon: Lexicon) -> bool:
    """Whether a clause says that something does not take place: "Die Reise wurde abgesagt"."""
    lowers = [token.lower for token in read.clause.tokens]
    return bool(set(lowers) & lexicon.words["noun_denied"]) or separated(lowers, lexicon.words["cancelling"])


def _family(actions: set[Action]) -> tuple[Action, ...]:
    if actions & set(_CONTACT):
        return _CONTACT
    return ("call",) if "call" in actions else ()


def _definite(chunk: Chunk, lexicon: Lexicon) -> bool:
    """Whether a noun means something known and names nobody itself."""
    if any(part.entities or part.relation == "possessive" for part in chunk.attributes) or chunk.entities:
        return False
    word = chunk.determiner
    return word in lexicon.words["definite"] or (not word and chunk.preposition in _JOINED)


def _own(chunk: Chunk, told: Sequence[EventMention], index: int, family: tuple[Action, ...]) -> bool:
    """Whether the sentence itself tells an event of the kind, so that the noun is likely that."""
    del chunk
    return any(mention.sentences == (index,) and mention.action in family for mention in told)


def _last(
    told: Sequence[EventMention],
    index: int,
    family: tuple[Action, ...],
    modalities: tuple[Modality, ...] = ("happened", "said"),
) -> int | None:
    """The place of the last event of a family that was told or followed within reach and, unless said, happened."""
    best: tuple[int, int] | None = None
    for place in range(max(0, len(told) - _RECENT), len(told)):
        mention = told[place]
        near = index - max(mention.sentences) <= _REACH
        if mention.action in family and near and mention.modality in modalities:
            best = max(best or (-1, -1), (max(mention.sentences), place))
    return best[1] if best else None


def _signing(talks: EventMention, index: int) -> EventMention:
    participants = tuple(replace(participant, part="agent") for participant in talks.participants)
    return EventMention(
        "signing", participants, talks.place, talks.time, talks.modality, talks.attributed_to, (index,)
    )
