"""Answers without a model: the right sentence, quoted as it stands, or silence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answering.choosing import SENTENCES, WORDS
from assistant.answering.evidence import gather
from assistant.answering.extractive import ExtractiveAnswerer
from assistant.answering.named import unknown_names
from assistant.answering.premises import fits_period
from assistant.answering.quoting import LONG, leans_on_context, quote
from assistant.question import understand
from assistant.types import Article, DraftClaim, DraftNote, Evidence, Sentence
from tests.small_store import Store

_PORT = (
    "Verkehrsministerin Hanna Vossberg hat am Donnerstag in Sandhafen den Reeder Karl Lütjens getroffen. "
    "Sie sprachen über eine neue Fähre nach Tarsk. Die Fähre soll 58 Autos tragen [3]. "
    "Der Bau verzögert sich, weil der Werft Stahl fehlt."
)
_BRIDGE = (
    "Die Kronbrücke in Elmsbrück ist seit März gesperrt. Grund sind Risse im Beton. "
    "Die Sperrung kostet 2 Millionen Euro."
)


def _article(name: str, text: str, outlet: str, published: date | None = None, language: str = "de") -> Article:
    return Article(name, 1, name.capitalize(), text, language, "hash", published=published, outlet=outlet)


PORT = _article("hafen", _PORT, "Hafenblatt", date(2025, 6, 13))
COPY = _article("kopie", _PORT, "Kurier", date(2025, 6, 14))
BRIDGE = _article("bruecke", _BRIDGE, "Nordkurier", date(2025, 4, 2))
ARCHIVE = (PORT, COPY, BRIDGE)


def _answer(
    text: str, articles: Sequence[Article] = ARCHIVE, history: Sequence[tuple[str, str]] = ()
) -> tuple[list[DraftClaim], list[DraftNote]]:
    store = Store(articles)
    question = understand(text, history)
    evidence = gather(question, store.passages(), store, store)
    drafts = list(ExtractiveAnswerer().claims(question, evidence))
    return [one for one in drafts if isinstance(one, DraftClaim)], [
        one for one in drafts if isinstance(one, DraftNote)
    ]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Wen hat Hanna Vossberg in Sandhafen getroffen?", "Karl Lütjens"),
        ("Wann traf Hanna Vossberg Karl Lütjens in Sandhafen?", "am Donnerstag"),
        ("Wie viele Autos soll die Fähre tragen?", "58 Autos"),
        ("Warum verzögert sich der Bau der Fähre?", "weil der Werft Stahl fehlt"),
        ("Seit wann ist die Kronbrücke gesperrt?", "seit März"),
        ("Warum ist die Kronbrücke in Elmsbrück gesperrt?", "Risse im Beton"),
    ],
)
def test_the_sentence_that_answers_is_quoted(question: str, wanted: str) -> None:
    claims, _ = _answer(question)
    assert wanted in " ".join(claim.text for claim in claims)
    assert len(claims) <= SENTENCES
    assert sum(len(claim.text.split()) for claim in claims) <= WORDS


def test_what_a_colon_announces_is_quoted_too() -> None:
    pass_office = _article(
        "ausweis",
        "Das Bürgeramt in Elmsbrück öffnet wieder. Für den neuen Ausweis braucht man in Elmsbrück zwei Dinge:\n\n"
        "Ein Lichtbild und eine Geburtsurkunde sind mitzubringen. Das Amt ist gut besucht.",
        "Nordkurier",
    )
    claims, _ = _answer("Welche Dinge braucht man in Elmsbrück für den neuen Ausweis?", (pass_office,))

    assert [claim.text[:8] for claim in claims] == ["Für den ", "Ein Lich"]


def test_a_copied_sentence_is_one_claim_with_both_sources() -> None:
    claims, _ = _answer("Wie viele Autos soll die Fähre tragen?")
    assert claims[0].sentence_ids in {("hafen@1#s3", "kopie@1#s3"), ("kopie@1#s3", "hafen@1#s3")}


@pytest.mark.parametrize(
    "question",
    [
        "Was sagte Emmanuel Macron zur Fähre?",
        "Wann traf Peter Vossberg den Reeder Lütjens?",
        "Wen traf Hanna Vossberg im Januar 2019 in Sandhafen?",
        "Wie alt ist Hanna Vossberg?",
        "In welchem Jahr wurde Karl Lütjens geboren?",
        "Wer gewann die Fußballweltmeisterschaft?",
        "When did Angela Merkel visit Sandhafen?",
        "Сколько лет президенту Макрону?",
    ],
)
def test_what_the_archive_does_not_say_is_not_answered(question: str) -> None:
    claims, notes = _answer(question)
    assert claims == []
    assert [note.kind for note in notes] == ["nearest"]


def test_what_the_sources_leave_open_is_said_and_not_guessed() -> None:
    text = "Die Hafenkommission in Sandhafen tagt ab März. Wer die Hafenkommission leiten wird, blieb offen."
    claims, notes = _answer("Wer leitet die Hafenkommission in Sandhafen?", (_article("hafen", text, "Kurier"),))
    assert claims == []
    assert "blieb offen" in notes[-1].text


def test_a_sentence_that_begins_with_a_pronoun_brings_the_one_before() -> None:
    text = "In Tarsk werden Gletscher mit Vlies abgedeckt. Wäre das gut? Nein. Das kostet pro Hektar 25.000 Euro."
    claims, _ = _answer("Was kostet das Vlies auf Gletschern pro Hektar?", (_article("eis", text, "Kurier"), PORT))
    assert [claim.text.split()[0] for claim in claims] == ["In", "Das"]


def test_a_name_that_no_article_has_is_named() -> None:
    _, notes = _answer("Was sagte Emmanuel Macron zur Fähre?")
    assert "Emmanuel Macron" in notes[0].text


def test_without_evidence_nothing_is_said() -> None:
    assert list(ExtractiveAnswerer().claims(understand("Wer kam?"), ())) == []


def test_brackets_in_a_quotation_cannot_pass_for_a_citation() -> None:
    claims, _ = _answer("Wie viele Autos soll die Fähre tragen?")
    assert "(3)" in claims[0].text
    assert "[3]" not in claims[0].text


def test_a_list_of_meetings_comes_in_order_of_time() -> None:
    later = _article("tarsk", "Hanna Vossberg empfing am Montag in Tarsk Oksana Marenko.", "Kurier", date(2026, 5, 6))
    claims, _ = _answer("Wer traf wen, wann und wo?", (later, PORT, BRIDGE))
    told = [claim.sentence_ids[0].partition("@")[0] for claim in claims]
    assert list(dict.fromkeys(told)) == ["hafen", "tarsk"]
    assert told == sorted(told)
    assert not any("Kronbrücke" in claim.text for claim in claims)


_CLOSED = _article(
    "sperrung", "Die Kronbrücke in Elmsbrück ist gesperrt. Ein Prüfer fand Risse im Beton.", "Bote", date(2025, 3, 4)
)
_PLANNED = _article(
    "neubau", "Die Kronbrücke in Elmsbrück wird neu gebaut. Das kostet 27 Millionen Euro.", "Kurier", date(2026, 9, 1)
)
_CLOSED_AGAIN = _article("kopie", _CLOSED.text, "Kurier", date(2025, 3, 5))


def test_a_summary_is_the_leads_of_the_reports_in_order_of_time_and_each_story_once() -> None:
    claims, _ = _answer("Was ist mit der Kronbrücke passiert?", (_PLANNED, _CLOSED_AGAIN, _CLOSED, PORT))
    assert [claim.text for claim in claims] == [
        "Die Kronbrücke in Elmsbrück ist gesperrt.",
        "Die Kronbrücke in Elmsbrück wird neu gebaut.",
    ]


def test_news_begin_with_the_newest_report() -> None:
    claims, _ = _answer("Was ist neu zur Kronbrücke?", (_CLOSED, _PLANNED, PORT))
    assert claims[0].text == "Die Kronbrücke in Elmsbrück wird neu gebaut."


def test_a_lead_without_the_words_of_the_question_gives_way() -> None:
    claims, _ = _answer("Was geschah mit der Fähre?", (PORT, BRIDGE))
    assert "Fähre" in claims[0].text


def test_what_somebody_said_is_no_sentence_about_them() -> None:
    text = "Ilse Brand ist 47 Jahre alt und Ingenieurin. Ilse Brand leitet das Werk in Tarsk."
    about = _article("chefin", text, "Bote", date(2025, 3, 4))
    claims, _ = _answer("Was sagte Ilse Brand?", (about, PORT))
    assert claims == []
    told = _article("rede", f"{text} „Das Werk bleibt“, sagte Ilse Brand.", "Bote", date(2025, 3, 4))
    claims, _ = _answer("Was sagte Ilse Brand?", (told, PORT))
    assert "Das Werk bleibt" in claims[0].text


def test_a_name_after_another_given_name_is_somebody_else() -> None:
    assert unknown_names(understand("Wann traf Peter Vossberg den Reeder?"), PORT) == ("Peter Vossberg",)
    assert unknown_names(understand("Wann traf Frau Vossberg den Reeder?"), PORT) == ()
    assert unknown_names(understand("When did Hanna Wossberg meet him?"), PORT) == ()


@pytest.mark.parametrize(
    ("place", "unknown"),
    [("Райнхау", ()), ("Ольденхёэ", ()), ("Рендсбурге", ("Рендсбурге",)), ("Ольсберге", ("Ольсберге",))],
)
def test_a_name_is_known_by_its_sound_in_another_script(place: str, unknown: tuple[str, ...]) -> None:
    text = "Das Theater von Reinhau spielt im Sommer auch in Oldenhöhe und im Rundfunk."
    article = Article("bühne", 1, "Theater", text, "de", "")
    assert unknown_names(understand(f"Когда театр играет в {place}?"), article) == unknown


@pytest.mark.parametrize(
    ("question", "text", "published", "fits"),
    [
        ("Wer kam im Juli?", "Mitte Juli kam Kim.", None, True),
        ("Wer kam im Juli?", "Im Juni kam Kim.", date(2024, 7, 3), False),
        ("Wer kam im Juli?", "Am Freitag kam Kim.", date(2024, 7, 6), True),
        ("Wer kam im Juli?", "Am Freitag kam Kim.", date(2024, 9, 14), False),
        ("Wer kam im Juni 2024?", "Am Freitag kam Kim.", date(2024, 7, 1), True),
        ("Wer kam im Juni 2024?", "Im Juni dieses Jahres kam Kim.", date(2024, 9, 14), True),
        ("Wer kam 2024?", "Am Freitag kam Kim.", date(2024, 9, 14), True),
        ("Wer kam 2021?", "Am Freitag kam Kim.", date(2024, 9, 14), False),
        ("Wer kam?", "Im Juni kam Kim.", None, True),
    ],
)
def test_what_is_said_of_another_time_does_not_fit(
    question: str, text: str, published: date | None, fits: bool
) -> None:
    article = _article("a", text, "Kurier", published)
    sentence = Sentence("a@1#s1", "a", 1, 0, 0, len(text), text, 0)
    assert fits_period(understand(question), Evidence(sentence, article, 1.0)) == fits


TAIL = "während die Opposition im Landtag weiter vor den hohen Kosten der Fähre und der langen Bauzeit warnt"
HEAD = (
    "Die Landesregierung von Nordermark hat am Donnerstag in Sandhafen den Vertrag über die neue Fähre "
    "nach Tarsk geschlossen"
)


def test_a_long_sentence_loses_a_harmless_last_clause() -> None:
    assert quote(f"{HEAD}, {TAIL}.", "de") == f"{HEAD} …"


@pytest.mark.parametrize(
    "tail",
    [
        "während die Opposition laut Bericht der Zeitung im Landtag weiter vor den hohen Kosten warnt und klagt",
        "nachdem das Gericht die Klage der Anwohner gegen den neuen Anleger am Kai nicht angenommen hatte",
        "wobei der Vertrag dem Ministerium zufolge erst gilt, wenn auch das Parlament von Kurovien zugestimmt hat",
    ],
)
def test_negation_attribution_and_condition_are_never_cut(tail: str) -> None:
    assert quote(f"{HEAD}, {tail}.", "de") == f"{HEAD}, {tail}."


@pytest.mark.parametrize(
    "text",
    [
        "The transport minister of the German state of Nordermark, Hanna Vossberg, and her Kurovian counterpart, "
        "Andrei Chernyshov, met in Sandhafen on Wednesday and agreed to revive the ferry line to Tarsk, the capital.",
        "Die Landesregierung von Nordermark hat am Donnerstag in Sandhafen, während die Opposition vor dem Zollhaus "
        "gegen die hohen Kosten demonstrierte, den Vertrag über die neue Fähre nach Tarsk in Kurovien geschlossen.",
    ],
)
def test_a_sentence_that_goes_on_after_a_clause_is_not_cut(text: str) -> None:
    assert quote(text, "en" if text.startswith("The") else "de") == text


def test_what_answers_is_never_cut() -> None:
    whole = f"{HEAD}, {TAIL}."
    assert quote(whole, "de", ((len(HEAD) + 10, len(HEAD) + 20),)) == whole


@settings(deadline=None)
@given(st.text(alphabet='abÄß ,;.„“"()[]12345 undwährend', max_size=400), st.sampled_from(["de", "en", "ru", "fr"]))
def test_a_quotation_holds_only_words_of_its_sentence_in_their_order(text: str, language: str) -> None:
    given_words = " ".join(text.replace("[", "(").replace("]", ")").split())
    quoted = " ".join(quote(text, language).replace("[", "(").replace("]", ")").removesuffix(" …").split())
    assert given_words.startswith(quoted)
    if len(text.split()) <= LONG:
        assert quoted == given_words


@pytest.mark.parametrize(
    ("text", "language", "leans"),
    [
        ("Sie sprachen über die Fähre.", "de", True),
        ("„Damit ist alles gesagt“, erklärte er.", "de", True),
        ("Für seine Arbeit erhielt er einen Preis.", "de", True),
        ("Das kostet die Stadt viel Geld.", "de", True),
        ("Das alte Haus steht leer.", "de", False),
        ("Der 37-Jährige hörte nach der Saison auf.", "de", True),
        ("In Tarsk regnet es.", "de", False),
        ("The 51-year-old was detained.", "en", True),
        ("Das Gespräch dauerte lange.", "de", False),
        ("Dies kündigte sie an.", "de", True),
        ("He left at noon.", "en", True),
        ("The ferry left at noon.", "en", False),
        ("Он уехал в полдень.", "ru", True),
    ],
)
def test_sentences_that_lean_on_the_one_before(text: str, language: str, leans: bool) -> None:
    assert leans_on_context(text, language) == leans
