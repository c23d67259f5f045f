"""Copies of one agency text are one witness, reports written apart are several."""

from __future__ import annotations

import frontmatter
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.checking.agreement import agreement, same_story, stories
from assistant.samples import articles_folder
from assistant.types import Article

AGENCY = (
    "Der Stausee bei Wiesenrath ist nach den Regenfällen der vergangenen Woche bis zum Rand gefüllt. Die "
    "Talsperrenverwaltung ließ am Montag mehr Wasser ab als üblich, um Platz für weitere Niederschläge zu schaffen. "
    "Anwohner am Unterlauf wurden gebeten, die Uferwege zu meiden. Ein Sprecher nannte die "
    "Lage angespannt, aber beherrschbar."
)
OWN = (
    "Wer am Elmbach spazieren geht, hört das Rauschen schon von weitem: Seit Montag strömt das Wasser aus den "
    "Schleusen des Stausees. Man brauche Platz, heißt es bei der Talsperrenverwaltung, denn es soll wieder regnen."
)


def article(name: str, text: str) -> Article:
    return Article(name, 1, "", text, "de", f"hash of {text}")


def sample(name: str) -> Article:
    post = frontmatter.load(str(articles_folder() / f"{name}.md"))
    return Article(name, 1, str(post["title"]), post.content, str(post["language"]), f"hash of {name}")


def test_a_copy_with_another_first_sentence_is_the_same_story() -> None:
    copy = article("b", "WIESENRATH. " + AGENCY + " Mehr dazu lesen Sie in unserer Ausgabe von morgen.")
    assert agreement([article("a", AGENCY), copy]) == "single_story"
    assert agreement([article("a", AGENCY), copy, article("c", OWN)]) == "shared"


def test_a_shortened_copy_is_the_same_story() -> None:
    assert same_story(article("a", AGENCY), article("b", AGENCY.split(" Anwohner")[0]))


def test_reports_written_apart_are_independent() -> None:
    assert agreement([sample("faehre-treffen-hafenblatt"), sample("faehre-treffen-kurier")]) == "shared"
    assert agreement([sample("faehre-treffen-hafenblatt"), sample("ferry-meeting-ledger")]) == "shared"


def test_one_article_or_none_is_no_agreement() -> None:
    assert agreement([]) == "single_story"
    assert agreement([article("a", AGENCY)] * 3) == "single_story"


def test_a_text_between_two_others_makes_them_one_story() -> None:
    first, second = AGENCY, OWN
    joined = article("c", first + " " + second)
    assert len(stories([article("a", first), article("b", second)])) == 2
    assert len(stories([article("a", first), article("b", second), joined])) == 1


@settings(deadline=None)
@given(st.lists(st.sampled_from([AGENCY, OWN, AGENCY[:200], OWN + AGENCY]), max_size=5), st.randoms())
def test_the_number_of_stories_does_not_depend_on_the_order(texts: list[str], random: object) -> None:
    articles = [article(f"a{number}", text) for number, text in enumerate(texts)]
    mixed = list(articles)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert len(stories(articles)) == len(stories(mixed))
    assert sorted(item.id for story in stories(mixed) for item in story) == [item.id for item in articles]
