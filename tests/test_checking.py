"""The first gates: honest claims pass, broken ones are caught, whatever is not in the cited sentences."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import frontmatter
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answering.quoting import quote
from assistant.checking import gates
from assistant.checking.case import Case, lexicon
from assistant.checking.citing import cite_anew
from assistant.checking.gates import CheckedClaim, check
from assistant.errors import QuestionError
from assistant.language.detect import detect_language
from assistant.language.sentences import split_sentences
from assistant.samples import articles_folder
from assistant.types import (
    Action,
    Article,
    DraftClaim,
    Event,
    EventMention,
    Evidence,
    Modality,
    Part,
    Participant,
    Person,
    Sentence,
    TimeSpan,
)
from tests.benchmarks.mutations import measure

PAIRS = tomllib.loads((Path(__file__).parent / "checking_claims.toml").read_text(encoding="utf-8"))["claim"]
NAMES = ("Hanna Vossberg", "Georg Rademann", "Reinhard Kolbe", "Wladimir Putin", "Klaus Petersen", "Maria Lorenz")
SURNAMES = "Vossberg|Tschernyschow|Chernyshov|Marenko|Kolbe|Thomsen|Lohse|Rademann|Ohlendorf|Dravec|Seifert|Petersen"


def evidence_of(text: str, language: str, name: str = "a", published: date | None = None) -> dict[str, Evidence]:
    article = Article(name, 1, "", text, language, f"hash of {name}", published, "Küstenblatt")
    spans = split_sentences(text, language)
    sentences = [
        Sentence(f"{name}@1#s{index + 1}", name, 1, index, start, end, text[start:end], 0)
        for index, (start, end) in enumerate(spans)
    ]
    return {sentence.id: Evidence(sentence, article, 1.0) for sentence in sentences}


@cache
def sample(name: str) -> dict[str, Evidence]:
    post = frontmatter.load(str(articles_folder() / f"{name}.md"))
    return evidence_of(post.content, str(post["language"]), name)


def cited(pair: dict[str, object]) -> tuple[str, ...]:
    beginnings = tuple(str(beginning) for beginning in pair["cites"])  # type: ignore[attr-defined]
    found = [key for key, item in sample(str(pair["article"])).items() if item.sentence.text.startswith(beginnings)]
    assert len(found) == len(beginnings), pair
    return tuple(found)


def checked(pair: dict[str, object], text: str, ids: tuple[str, ...]) -> CheckedClaim:
    evidence = sample(str(pair["article"]))
    return check(DraftClaim(text, ids), evidence, next(iter(evidence.values())).article.language)


def one(sentence: str, claim: str, language: str = "de", source: str = "de") -> CheckedClaim:
    evidence = evidence_of(sentence, source)
    return check(DraftClaim(claim, tuple(evidence)[-1:]), evidence, language)


def test_honest_paraphrases_are_shown_and_nearly_all_verified() -> None:
    results = [checked(pair, pair["text"], cited(pair)) for pair in PAIRS]
    assert [result.text for result in results if result.support == "unverified"] == []
    verified = sum(result.support == "verified" for result in results)
    assert verified >= 0.9 * len(PAIRS)


def test_a_claim_cited_from_another_sentence_of_the_article_is_never_verified() -> None:
    shown = total = 0
    for pair in PAIRS:
        for other in sample(pair["article"]):
            if other not in cited(pair):
                support = checked(pair, pair["text"], (other,)).support
                assert support != "verified", (pair["text"], other)
                shown += support == "partial"
                total += 1
    assert shown <= 0.02 * total


def test_a_changed_number_is_always_caught() -> None:
    for pair in PAIRS:
        for match in re.finditer(r"\d+", pair["text"]):
            for number in (int(match[0]) + 1, int(match[0]) + 20, int(match[0]) * 10 + 1):
                text = pair["text"][: match.start()] + str(number) + pair["text"][match.end() :]
                assert checked(pair, text, cited(pair)).support == "unverified", text


def test_a_changed_name_is_always_caught() -> None:
    for pair in PAIRS:
        source = " ".join(sample(pair["article"])[key].sentence.text for key in cited(pair))
        for text, name in changed_names(pair["text"]):
            if name.split()[-1] not in source:
                assert checked(pair, text, cited(pair)).support != "verified", text


def changed_names(text: str) -> Iterator[tuple[str, str]]:
    for match in re.finditer(rf"(?:[A-ZÄÖÜ]\w+ )?(?:{SURNAMES})", text):
        for name in NAMES:
            if name.split()[-1] not in match[0]:
                for form in (name, name.split()[-1]):
                    yield text[: match.start()] + form + text[match.end() :], name
        if " " in match[0]:
            yield text[: match.start()] + "Martin " + match[0].split()[1] + text[match.end() :], "Martin Niemand"


@pytest.mark.parametrize(
    "name", ["halmbrecht-dementi", "hochwasser-kurier", "chernyshov-dismissed", "ferry-meeting-ledger"]
)
def test_a_sentence_word_for_word_is_verified(name: str) -> None:
    for key, item in sample(name).items():
        for language in ("de", "en", "ru"):
            result = check(DraftClaim(item.sentence.text, (key,)), sample(name), language)
            assert (result.text, result.sentence_ids, result.support) == (item.sentence.text, (key,), "verified")


def test_a_clause_of_a_sentence_word_for_word_is_verified() -> None:
    source = "Nach dem Treffen, das drei Stunden dauerte, sagte Kim: „Wir bauen die Brücke“, und reiste ab."
    for claim in (
        "Nach dem Treffen, das drei Stunden dauerte",
        "„Wir bauen die Brücke“",
        "… sagte Kim: „Wir bauen die Brücke“ …",
    ):
        assert one(source, claim).support == "verified"


def test_what_the_quoting_answerer_writes_is_verified() -> None:
    source = (
        "Der Rat hat nach Angaben seiner Sprecherin [3] am Freitag in Kiel über den Ausbau des Hafens beraten, der "
        "seit Jahren gefordert wird und den nun auch das Land mit einem Zuschuss von 45 Millionen Euro fördern will, "
        "während die Anwohner auf einer Versammlung im Rathaus ihre Bedenken gegen den Lärm vortrugen."
    )
    quoted = quote(source, "de")
    assert "(3)" in quoted
    assert quoted.endswith(" …")
    assert one(source, quoted).support == "verified"


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("Putin empfing Schoigu in Moskau.", "Schoigu war bei Putin in Moskau, Putin empfing ihn."),
        ("Die Erklärung Putins wurde in Moskau verlesen.", "Putins Erklärung verlas man in Moskau."),
        ("Der Besuch Moskaus durch Kim endete am 13. September.", "Kims Besuch in Moskau endete am 13.9."),
        ("Zwei Menschen wurden verletzt.", "2 Menschen wurden verletzt."),
        ("Zum zweiten Mal tagte der Rat.", "Der Rat tagte zum 2. Mal."),
        ("Ein Mensch wurde verletzt.", "1 Mensch wurde verletzt."),
        (
            "Der Umsatz stieg um 12 Prozent auf 1,2 Millionen Euro.",
            "Der Umsatz stieg um zwölf Prozent auf 1.200.000 Euro.",
        ),
        ("Am 13. September 2024 tagte der Rat.", "Der Rat tagte im September 2024."),
        ("Am 13. September 2024 tagte der Rat.", "Der Rat tagte 2024."),
        ("Der Sekretär Sergej Schoigu traf Kim Jong-un.", "Sergei Shoigu traf Kim Jong Un."),
        (
            "Das Verteidigungsministerium lehnte die Anträge ab.",
            "Abgelehnt wurden die Anträge vom Verteidigungsministerium.",
        ),
    ],
)
def test_other_forms_of_the_same_thing_pass(source: str, claim: str) -> None:
    result = one(source, claim)
    assert (result.support, result.reasons) == ("verified", ())


@pytest.mark.parametrize(
    ("source", "claim", "told"),
    [
        ("Der Rat tagte am 13. September.", "Der Rat tagte am 14. September.", "09-14"),
        ("Der Rat tagte im September.", "Der Rat tagte am 14. September.", "09-14"),
        ("Der Rat tagte im Juni.", "Der Rat tagte im Juli.", "07"),
        ("Der Rat tagte 2024.", "Der Rat tagte 2023.", "2023"),
        ("Der Rat tagte am Freitag.", "Der Rat tagte am Samstagabend.", "Samstagabend"),
        ("Der Rat tagte gestern.", "Der Rat tagte heute.", "heute"),
        ("Der Umsatz stieg um 5 Euro.", "Der Umsatz stieg um 5 Millionen Euro.", "5000000"),
        ("Die Brücke ist gesperrt.", "Kraniche ziehen nach Süden.", "nichts"),
        ("Putin lobte Schoigu.", "Putin entließ Schoigu.", "nichts"),
        ("Putin empfing Schoigu.", "Trump empfing Schoigu.", "Trump"),
        ("Putin empfing Schoigu.", "Putin empfing Sergej Schoigu in Nowosibirsk.", "Nowosibirsk"),
    ],
)
def test_what_the_source_does_not_say_is_unverified_with_a_reason(source: str, claim: str, told: str) -> None:
    result = one(source, claim)
    assert result.support == "unverified"
    assert told in " ".join(result.reasons)


def test_a_percent_that_is_none_is_partial() -> None:
    assert one("Der Umsatz stieg um 5 Euro.", "Der Umsatz stieg um 5 Prozent.").support == "partial"


def test_another_word_for_the_same_thing_is_partial() -> None:
    assert one("Kim hat Schoigu empfangen.", "Kim traf Schoigu.").support == "partial"
    assert one("Kim received Shoigu.", "Kim met Shoigu.", "en", "en").support == "partial"


def test_honest_claims_are_cited_anew_from_their_own_sentence() -> None:
    found_again = total = 0
    for pair in PAIRS:
        evidence = sample(pair["article"])
        language = next(iter(evidence.values())).article.language
        if checked(pair, pair["text"], cited(pair)).support != "verified":
            continue
        order = list(evidence)
        for wrong in (order[order.index(cited(pair)[0]) - 1], order[0]):
            if wrong not in cited(pair):
                again = cite_anew(DraftClaim(pair["text"], (wrong,)), evidence, language)
                found_again += again.sentence_ids == cited(pair)
                total += 1
    assert found_again == total


def test_what_no_sentence_says_keeps_its_citation() -> None:
    evidence = evidence_of("Putin empfing Schoigu. Danach reiste Schoigu ab.", "de")
    claim = DraftClaim("Putin entließ Schoigu am Montag.", ("a@1#s2",))
    assert cite_anew(claim, evidence, "de") == claim


def test_ids_that_do_not_exist_are_dropped_and_told() -> None:
    evidence = evidence_of("Putin empfing Schoigu.", "de")
    nothing = check(DraftClaim("Putin empfing Schoigu.", ("a@1#s7", "S1")), evidence, "de")
    assert (nothing.support, nothing.sentence_ids) == ("unverified", ())
    some = check(DraftClaim("Putin empfing Schoigu.", ("a@1#s7", "a@1#s1")), evidence, "de")
    assert (some.support, some.sentence_ids) == ("partial", ("a@1#s1",))
    assert some.reasons


def test_the_family_name_stands_for_the_full_name_of_the_same_article_alone() -> None:
    both = "Sergej Schoigu reiste nach Teheran. Dort sprach Schoigu über den Handel."
    claim = "Sergej Schoigu sprach dort über den Handel."
    assert one(both, claim).support == "verified"
    assert one("Dort sprach Schoigu über den Handel.", claim).support == "unverified"
    assert one(both, "Iwan Schoigu sprach dort über den Handel.").support == "unverified"


def test_of_two_people_with_one_family_name_neither_is_taken_for_granted() -> None:
    text = "Jonas Kolbe leitet die Feuerwehr. Reinhard Kolbe leitet das Werk. Am Abend sprach Kolbe im Rathaus."
    assert one(text, "Jonas Kolbe sprach am Abend im Rathaus.").support == "partial"


def test_a_pronoun_makes_the_name_before_it_partial() -> None:
    text = "Birgit Lohse wies den Vorwurf zurück. Sie kündigte eine Prüfung des Dammes an."
    assert one(text, "Birgit Lohse kündigte eine Prüfung des Dammes an.").support == "partial"
    assert one(text, "Georg Rademann kündigte eine Prüfung des Dammes an.").support == "unverified"


def test_the_year_comes_from_the_date_of_publication() -> None:
    claim = DraftClaim("Der Rat tagte am 13. September 2024 in Kiel.", ("a@1#s1",))
    text = "Der Rat tagte am 13. September in Kiel."
    assert check(claim, evidence_of(text, "de", published=date(2024, 9, 14)), "de").support == "verified"
    assert check(claim, evidence_of(text, "de"), "de").support == "unverified"


@pytest.mark.parametrize(
    ("claim", "support"),
    [
        ("Der Rat tagte am 13. September 2024 in Kiel.", "verified"),
        ("Der Rat tagte am 13.9. in Kiel.", "verified"),
        ("Der Rat tagte im September 2024 in Kiel.", "verified"),
        ("Der Rat tagte am 12. September 2024 in Kiel.", "unverified"),
        ("Der Rat tagte am 13. September 2023 in Kiel.", "unverified"),
    ],
)
def test_a_relative_day_is_the_date_it_means(claim: str, support: str) -> None:
    evidence = evidence_of("Der Rat tagte am Freitag in Kiel.", "de", published=date(2024, 9, 14))
    assert check(DraftClaim(claim, ("a@1#s1",)), evidence, "de").support == support


def test_a_date_put_together_of_two_is_told() -> None:
    assert one("Seit dem Streik 2019 ist der 6. Oktober frei.", "Am 6. Oktober 2019 war frei.").support == "partial"
    assert one("Am 6. Oktober 2018 war frei, 2019 nicht.", "Am 6. Oktober 2019 war frei.").support == "unverified"


@pytest.mark.parametrize(
    ("claim", "language", "support"),
    [
        ("Shoigu visited Pyongyang on Friday.", "en", "partial"),
        ("Шойгу был в Пхеньяне в пятницу.", "ru", "verified"),
        ("Шойгу не был в Пхеньяне в пятницу.", "ru", "unverified"),
        ("Shoigu visited Pyongyang on Thursday.", "en", "unverified"),
        ("Shoigu visited Moscow on Friday.", "en", "unverified"),
        ("Trump visited Pyongyang on Friday.", "en", "unverified"),
        ("Шойгу был в Пхеньяне 12 мая.", "ru", "unverified"),
    ],
)
def test_across_languages_names_numbers_dates_and_words_are_checked(claim: str, language: str, support: str) -> None:
    source = "Eine von Schoigu angeführte Delegation war am Freitag in Pjöngjang."
    assert one(source, claim, language).support == support


@pytest.mark.parametrize(
    ("language", "told"), [("de", "Satz"), ("en", "sentence"), ("ru", "предложении"), ("fr", "sentence")]
)
def test_reasons_are_in_the_language_of_the_question(language: str, told: str) -> None:
    evidence = evidence_of("Der Rat tagte am Freitag mit 12 Leuten.", "de")
    (reason,) = check(DraftClaim("Der Rat tagte am Freitag mit 13 Leuten.", ("a@1#s1",)), evidence, language).reasons
    assert told in reason
    assert "13" in reason


def test_every_reason_exists_in_every_language() -> None:
    reasons = lexicon("reasons")
    assert reasons["de"].keys() == reasons["en"].keys() == reasons["ru"].keys()
    for texts in reasons.values():
        for text in texts.values():
            assert text.format(what="X")


@pytest.mark.parametrize("error", [ValueError, AttributeError, RuntimeError, OSError, QuestionError])
def test_a_gate_that_cannot_run_counts_as_not_passed(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(case: Case) -> gates.Verdicts:
        raise error("no lexicon", "look there")

    monkeypatch.setattr(gates, "GATES", (*gates.GATES, broken))
    evidence = evidence_of("Putin empfing am Freitag Schoigu.", "de")
    assert check(DraftClaim("Am Freitag empfing Putin Schoigu.", ("a@1#s1",)), evidence, "de").support == "unverified"
    assert "broken" in caplog.text


@settings(deadline=None)
@given(st.text(max_size=120), st.lists(st.sampled_from(["a@1#s1", "a@1#s2", "b@1#s1", ""]), max_size=4))
def test_any_claim_gets_a_verdict_and_cites_only_evidence(text: str, ids: list[str]) -> None:
    evidence = evidence_of("Putin empfing am 13. September Schoigu. Er lobte die 12 Gäste.", "de")
    result = check(DraftClaim(text, tuple(ids)), evidence, "de")
    assert set(result.sentence_ids) <= set(evidence)
    assert bool(result.reasons) == (result.support != "verified")
    if not result.sentence_ids:
        assert result.support == "unverified"


def test_the_same_said_in_another_order_or_voice_is_verified() -> None:
    lines = (Path(__file__).parent / "reordered_claims.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split(" | ") for line in lines if not line.startswith("#")]
    found = [
        (source, claim)
        for first, second in pairs
        for source, claim in ((first, second), (second, first))
        if one(source, claim, *[detect_language(source, "de")] * 2).support != "verified"
    ]
    assert found == []


def test_answers_broken_on_purpose_are_caught() -> None:
    shares = measure(160)
    for half, share in shares.items():
        assert share["caught"] >= 0.95, half
        assert share["caught id"] == share["caught number"] == 1.0, half
    assert sum(share["false alarms"] for share in shares.values()) / len(shares) <= 0.02


VISIT = "Am Freitag empfing Hanna Vossberg in Tarsk Oksana Marenko. Sie kündigte eine Prüfung des Dammes an."
PEOPLE = (
    Person("Hanna Vossberg", ("Vossberg", "die Ministerin"), mentions=((19, 33),)),
    Person("Oksana Marenko", mentions=((43, 57),)),
)


def read(claim: str, meant: int = 0, event: Event | None = None) -> list[CheckedClaim]:
    """The claim held against each sentence of VISIT, as an archive hands them out."""
    told = EventMention(
        "reception", (part("Hanna Vossberg", "host", 19, 0), part("Oksana Marenko", "visitor", 43, 1)),
        "Tarsk", TimeSpan("Am Freitag", None, None, "day"), "happened", None, (0,),
    )  # fmt: skip
    said = EventMention(
        "statement", (part(PEOPLE[meant].name, "agent", VISIT.index("Sie"), meant),), None, None, "said", None, (1,)
    )
    evidence = {
        key: replace(found, people=PEOPLE, events=(said,) if found.sentence.index else (told,))
        for key, found in evidence_of(VISIT, "de").items()
    }
    return [check(DraftClaim(claim, (key,), event), evidence, "de") for key in evidence]


def part(name: str, kind: Part, start: int, person: int) -> Participant:
    return Participant(name, kind, start, start + 3, person)


def test_a_name_stands_where_an_event_says_whom_the_pronoun_means() -> None:
    claim = "Hanna Vossberg kündigte eine Prüfung des Dammes an."
    assert read(claim, meant=0)[1].support == "verified"
    assert read(claim, meant=1)[1].support == "partial"


def test_host_and_visitor_may_not_change_places() -> None:
    assert read("Oksana Marenko war am Freitag in Tarsk zu Gast bei Hanna Vossberg.")[0].support != "unverified"
    turned = read("Oksana Marenko empfing am Freitag Hanna Vossberg.")[0]
    assert "Rollen" in " ".join(turned.reasons)


def test_an_event_is_no_more_than_its_sentences_say() -> None:
    quoted = VISIT.split(". ")[0] + "."
    whole = Event(
        "reception", ("Hanna Vossberg", "Oksana Marenko"), "Tarsk", TimeSpan("Am Freitag", None, None, "day")
    )
    assert read(quoted, event=whole)[0].support == "verified"
    for event, missing in (
        (replace(whole, participants=("Hanna Vossberg", "Reinhard Kolbe")), "Kolbe"),
        (replace(whole, place="Teheran"), "Teheran"),
        (replace(whole, time=TimeSpan("am 3. Mai", date(2025, 5, 3), date(2025, 5, 3), "day")), "3. Mai"),
    ):
        result = read(quoted, event=event)[0]
        assert (result.support, missing in " ".join(result.reasons)) == ("partial", True)


@pytest.mark.parametrize(("second", "modality"), [("happened", "happened"), ("planned", "planned")])
def test_events_of_one_kind_decide_what_a_sentence_tells(second: Modality, modality: Modality) -> None:
    """Words such as "pending" colour a sentence beside what its events are; events of two kinds leave it to them."""
    quoted = "Ada Brandt met Ole Stein on Tuesday and signed the agreement that had been pending since autumn."
    kinds: tuple[tuple[Action, Modality], ...] = (("meeting", "happened"), ("signing", second))
    events = tuple(EventMention(action, (), None, None, kind, None, (0,)) for action, kind in kinds)
    evidence = {key: replace(found, events=events) for key, found in evidence_of(quoted, "en").items()}
    assert check(DraftClaim(quoted, tuple(evidence)), evidence, "en").modality == modality


def test_names_of_settled_spelling_are_two_however_they_sound() -> None:
    assert one("Germaine Busch kam nach Kiel.", "Bush kam nach Kiel.").support == "unverified"
    assert one("Schoigu kam nach Kiel.", "Shoigu kam nach Kiel.").support == "verified"


@pytest.mark.parametrize(
    ("source", "claim", "language"),
    [
        ("An diesem Ort, am Kai 4, durchschnitt er das Band.", "Am Kai 1 durchschnitt er das Band.", "de"),
        ("He had asked as early as July.", "He had asked as early as August.", "en"),
        ("Festgenommen wurde niemand.", "Es gab Festnahmen.", "de"),
        ("Er warnte vor Kosten ohne Grenze.", "Er warnte nicht vor Kosten ohne Grenze.", "de"),
        ("Der Rat hat den Chef abberufen.", "Der Chef berief den Rat ab.", "de"),
    ],
)
def test_what_passed_once_is_caught(source: str, claim: str, language: str) -> None:
    assert one(source, claim, language, language).support == "unverified"


def test_a_heading_or_dateline_lends_its_names_to_the_sentences_cited_with_it() -> None:
    evidence = evidence_of("Reading FC, 12 July 2019\n\nThe club has signed a new striker.", "en")
    claim = DraftClaim("On 12 July, Reading signed a new striker.", tuple(evidence))
    assert check(claim, evidence, "en").support == "verified"
    told = evidence_of("Reading lost again. On 12 July 2019 the club has signed a new striker.", "en")
    assert check(DraftClaim(claim.text, tuple(told)), told, "en").support == "unverified"


@pytest.mark.parametrize(
    ("source", "claim", "language", "support"),
    [
        ("Der Konzern streicht 300 Stellen.", "Der Konzern streicht 300 Arbeitsplätze.", "de", "verified"),
        ("Die Bank senkte den Zins auf 3 Prozent.", "Die Bank hob den Zins auf 3 Prozent an.", "de", "unverified"),
        (
            "Die Firma verbuchte einen Verlust von 17 Euro nach einem Gewinn von 22 Euro im Vorjahr.",
            "Die Firma verbuchte einen Gewinn von 17 Euro.",
            "de",
            "partial",
        ),
        ("Die Gewerkschaft fordert 8 Prozent, die Firma bietet 3.", "Die Firma bietet 8 Prozent.", "de", "partial"),
        ("In 14 von 20 Seen wurde Blei gefunden.", "In allen 20 Seen wurde Blei gefunden.", "de", "partial"),
        (
            "The ministry confirmed 87 cases, up from 31.",
            "The ministry confirmed 31 cases, up from 87.",
            "en",
            "partial",
        ),
        ("Hale replaced Ortiz as mayor.", "Ortiz replaced Hale as mayor.", "en", "unverified"),
    ],
)
def test_what_belongs_together_stays_together(source: str, claim: str, language: str, support: str) -> None:
    assert one(source, claim, language, language).support == support


def test_who_does_it_stands_in_the_sentence_that_tells_it() -> None:
    evidence = evidence_of("Anna Bley leitet die Klinik in Lohr. Ines Rau verkaufte im Mai ihre Praxis.", "de")
    claim = DraftClaim("Anna Bley verkaufte im Mai ihre Praxis.", tuple(evidence))
    assert check(claim, evidence, "de").support != "verified"
