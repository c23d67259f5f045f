"""What a model states is mended, kept to the question and judged; old answers tell what has changed since."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date

import pytest

from assistant.checking.changed import ChangedCitation, changed
from assistant.checking.gates import check
from assistant.checking.judge import says_supported
from assistant.checking.relevance import ANSWERS, answers
from assistant.checking.review import review
from assistant.errors import ArticleNotFound
from assistant.question import understand
from assistant.types import Article, Citation, DraftClaim, Evidence
from tests.test_checking import evidence_of

TEXT = (
    "Der Stadtrat von Pelm hat am Dienstag den Bau des Parkhauses abgelehnt. "
    "Bürgermeisterin Ute Sandrock sagte, der Bau hätte 4 Millionen Euro gekostet. "
    "Das Rathaus wird im Mai gestrichen."
)
QUESTION = "Was hat der Stadtrat von Pelm abgelehnt?"


def reviewed(
    text: str, *ids: str, asked: str = QUESTION, judged: bool | None = None
) -> tuple[str, str, tuple[str, ...]]:
    evidence = evidence_of(TEXT, "de", published=date(2025, 3, 6))
    judge = None if judged is None else lambda claim, cited: judged
    result = review(DraftClaim(text, ids), evidence, understand(asked), judge)
    return result.support, result.text, result.sentence_ids


def test_a_claim_is_cited_from_the_sentence_that_carries_it() -> None:
    claim = "Den Bau des Parkhauses lehnte der Stadtrat von Pelm ab."
    assert reviewed(claim, "a@1#s3") == ("verified", claim, ("a@1#s1",))


def test_the_part_that_nothing_supports_is_cut_off() -> None:
    claim = (
        "Der Stadtrat von Pelm lehnte am Dienstag den Bau des Parkhauses ab, weil die Händler dagegen geklagt hatten."
    )
    support, text, _ = reviewed(claim, "a@1#s1")
    assert support == "verified"
    assert text == "Der Stadtrat von Pelm lehnte am Dienstag den Bau des Parkhauses ab."


def test_who_says_it_is_named_where_the_claim_does_not() -> None:
    support, text, _ = reviewed(
        "Der Bau hat 4 Millionen Euro gekostet.", "a@1#s2", asked="Was hätte der Bau des Parkhauses in Pelm gekostet?"
    )
    assert "Sandrock" in text or support != "verified"


def test_a_citation_that_adds_nothing_is_dropped_and_a_copy_stays() -> None:
    claim = "Den Bau des Parkhauses lehnte der Stadtrat von Pelm ab."
    assert reviewed(claim, "a@1#s1", "a@1#s3")[2] == ("a@1#s1",)
    copy = evidence_of(TEXT, "de", "b", date(2025, 3, 6))
    evidence = evidence_of(TEXT, "de", published=date(2025, 3, 6)) | copy
    result = review(DraftClaim(claim, ("a@1#s1", "b@1#s1")), evidence, understand(QUESTION))
    assert result.sentence_ids == ("a@1#s1", "b@1#s1")


def test_of_many_citations_those_that_are_needed_stay() -> None:
    claim = (
        "Den Bau des Parkhauses lehnte der Stadtrat von Pelm ab, und Ute Sandrock sagte, der Bau hätte "
        "4 Millionen Euro gekostet."
    )
    ids = ("a@1#s1", "a@1#s2", "a@1#s3")
    assert reviewed(claim, *ids)[2] == ids[:2]
    assert reviewed(claim, *reversed(ids))[2] == ("a@1#s2", "a@1#s1")


def test_a_true_claim_that_answers_another_question_is_not_shown() -> None:
    claim = "Das Rathaus wird im Mai gestrichen."
    assert reviewed(claim, "a@1#s3")[0] == "unverified"
    assert reviewed(claim, "a@1#s3", asked="Wann wird das Rathaus in Pelm gestrichen?")[0] == "verified"


def test_how_many_is_not_answered_without_a_number() -> None:
    (first, *_) = evidence_of(TEXT, "de").values()
    asked = understand("Wie viele Parkhäuser hat der Stadtrat von Pelm abgelehnt?")
    assert answers(asked, first.sentence.text, (first,)) < ANSWERS


def test_a_judge_may_lower_support_and_never_raise_it() -> None:
    claim = "Den Bau des Parkhauses lehnte der Stadtrat von Pelm ab."
    assert reviewed(claim, "a@1#s1", judged=False)[0] == "unverified"
    assert reviewed(claim, "a@1#s1", judged=True)[0] == "verified"
    assert reviewed("Der Stadtrat von Pelm hat 9 Parkhäuser abgelehnt.", "a@1#s1", judged=True)[0] == "unverified"


@pytest.mark.parametrize(
    ("reply", "verdict"),
    [
        ('{"supported": true}', True),
        ('```json\n{"supported": true}\n```', True),
        ('{"supported": false}', False),
        ('{"supported": "true"}', False),
        ('{"supported": true} {"supported": false}', False),
        ("yes", False),
        ("", False),
    ],
)
def test_a_judge_that_cannot_be_read_says_no(reply: str, verdict: bool) -> None:
    assert says_supported(reply) is verdict


@pytest.mark.parametrize(
    ("source", "claim", "modality", "who"),
    [
        ("Kolbe soll 250.000 Euro gezahlt haben.", "Kolbe soll 250.000 Euro gezahlt haben.", "alleged", None),
        (
            "Laut Polizei wurden zwei Menschen verletzt.",
            "Laut Polizei wurden zwei Menschen verletzt.",
            "said",
            "Polizei",
        ),
        ("Norvia dementierte den Verkauf.", "Norvia dementierte den Verkauf.", "denied", "Norvia"),
        ("Die Brücke wurde gesperrt.", "Die Brücke wurde gesperrt.", "happened", None),
        ("Die Schule soll 2029 öffnen.", "Die Schule soll 2029 öffnen.", "planned", None),
    ],
)
def test_claims_say_how_certain_they_are_and_who_says_so(
    source: str, claim: str, modality: str, who: str | None
) -> None:
    result = check(DraftClaim(claim, ("a@1#s1",)), evidence_of(source, "de"), "de")
    assert (result.modality, result.attributed_to) == (modality, who)


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("Kolbe soll einem Gutachter Geld gezahlt haben.", "Kolbe hat einem Gutachter Geld gezahlt."),
        ("Norvia dementierte, das Werk verkauft zu haben.", "Norvia hat das Werk verkauft."),
        ("Tolk wirft Rode vor, Geld veruntreut zu haben.", "Rode hat Geld veruntreut."),
        ("Die Schule soll im Mai eröffnet werden.", "Die Schule wurde im Mai eröffnet."),
        ("Laut Anwalt hat Oster das Geld genommen.", "Oster hat das Geld genommen."),
        ("Der Rat stimmte gegen den Bau.", "Der Rat stimmte für den Bau."),
        ("Kim entließ Schoigu.", "Schoigu entließ Kim."),
        ("Kim wurde von Schoigu entlassen.", "Kim entließ Schoigu."),
        ("Der Preis stieg auf 5 Euro.", "Der Preis sank auf 5 Euro."),
        ("Die Brücke ist nicht gesperrt.", "Die Brücke ist gesperrt."),
        ("Die Brücke ist gesperrt.", "Die Brücke ist nicht gesperrt."),
    ],
)
def test_no_plain_fact_is_made_of_what_is_denied_alleged_planned_or_the_contrary(source: str, claim: str) -> None:
    assert check(DraftClaim(claim, ("a@1#s1",)), evidence_of(source, "de"), "de").support != "verified"


class Store:
    """An archive of a few article versions."""

    def __init__(self, *articles: Article) -> None:
        self.articles = articles

    def article(self, article_id: str, version: int | None = None) -> Article:
        found = [one for one in self.articles if one.id == article_id and version in (None, one.version)]
        if not found:
            raise ArticleNotFound("no such article", "list them")
        return found[-1]


def cited() -> tuple[Article, Citation]:
    found: Evidence = next(iter(evidence_of(TEXT, "de").values()))
    article, sentence = found.article, found.sentence
    quoted = Citation(
        1, "a", sentence.id, "", None, None, None, sentence.text, sentence.start, sentence.end, article.text_hash
    )
    return article, quoted


def test_an_old_answer_tells_which_of_its_articles_have_changed() -> None:
    article, citation = cited()
    newer = replace(article, version=2, text="Neu.", text_hash="other")
    assert changed((citation,), Store(article)) == ()
    assert changed({"citations": [asdict(citation)]}, Store(article)) == ()
    assert changed((citation,), Store(article, newer)) == (ChangedCitation(1, "a", "edited"),)
    assert changed((citation,), Store(newer)) == (ChangedCitation(1, "a", "edited"),)
    assert changed((citation,), Store()) == (ChangedCitation(1, "a", "removed"),)
    altered = replace(article, text=TEXT.upper())
    assert changed((citation,), Store(altered)) == (ChangedCitation(1, "a", "altered"),)
