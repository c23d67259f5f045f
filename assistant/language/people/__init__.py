"""Who a text speaks of: name spans → people, their spellings, roles and mentions: docs/decisions/0051-people.md."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.language.people.clusters import Cluster, cluster
from assistant.language.people.mentions import find_mentions
from assistant.language.people.offices import is_head, offices, words_before
from assistant.language.people.offices_alone import office_mentions
from assistant.language.people.roles import roles_of
from assistant.language.people.spans import Mention
from assistant.language.russian_names import nominative
from assistant.types import NameSpan, Person

__all__ = ["find_people"]


def find_people(
    text: str, language: str, sentences: Sequence[tuple[int, int]], names: Sequence[NameSpan]
) -> tuple[Person, ...]:
    """The people of one article, in the order of their first mention.

    `sentences` are offsets into `text`, as `split_sentences` gives them; `names` the name spans of a tagger, places
    and organisations among them. A family name alone belongs to the full name in the same article, or is a person of
    its own where it may be several's. Languages other than German, English and Russian get the English rules.
    """
    mentions = find_mentions(text, language, names)
    found = cluster(mentions, sentences, *_introduced(text, language, mentions))
    starts = {mention.start for mention in mentions}
    roles = [roles_of(text, language, one.mentions, mentions, starts, sentences) for one in found]
    offices = office_mentions(text, language, roles, mentions)
    people = [_person(one, own, alone, language) for one, own, alone in zip(found, roles, offices, strict=True)]
    return tuple(sorted(people, key=lambda person: person.mentions))


def _introduced(text: str, language: str, mentions: Sequence[Mention]) -> tuple[frozenset[int], frozenset[int]]:
    """Where the mentions begin that an office, and that a word of kinship stands right before."""
    in_office, relatives = set(), set()
    for mention in mentions:
        before = words_before(text, mention.start, 1)
        if not before or text[before[-1].end() : mention.start].strip():
            continue
        word = before[-1][0].lower()
        if word in offices(language).kin:
            relatives.add(mention.start)
        elif is_head(word, language):
            in_office.add(mention.start)
    return frozenset(in_office), frozenset(relatives)


def _person(found: Cluster, roles: Sequence[str], offices: Sequence[tuple[int, int, str]], language: str) -> Person:
    name = (nominative(found.name) if language == "ru" else None) or found.name
    written = [mention.name for mention in found.mentions] + [phrase for *_, phrase in offices]
    spans = [(mention.start, mention.end) for mention in found.mentions] + [(start, end) for start, end, _ in offices]
    return Person(
        name=name,
        aliases=tuple(alias for alias in dict.fromkeys(written) if alias != name),
        roles=tuple(roles),
        mentions=tuple(sorted(spans)),
    )
