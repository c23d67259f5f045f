"""Who an article speaks of: from name spans to people, with titles, appositions and what stands for a name."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.people import find_people
from assistant.language.sentences import split_sentences
from assistant.types import NameSpan, Person


def people(
    text: str, names: str, language: str = "de", kind: str = "person", score: float = 0.9
) -> dict[str, Person]:
    """The people of a text in which a tagger found these names, parted by bars, wherever they stand."""
    spans: list[NameSpan] = []
    for name in sorted(names.split("|"), key=len, reverse=True):
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            if all(match.end() <= span.start or match.start() >= span.end for span in spans):
                spans.append(NameSpan(match.start(), match.end(), kind, score))
    found = find_people(text, language, split_sentences(text, language), spans)
    assert all(person.mentions == tuple(sorted(person.mentions)) for person in found)
    return {person.name: person for person in found}


def said(text: str, person: Person) -> list[str]:
    return [text[start:end] for start, end in person.mentions]


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Vize-Verteidigungsminister Alexej Lomow reiste ab.", "Alexej Lomow", "Vize-Verteidigungsminister"),
        ("Am Montag sprach Kremlchef Arkadi Below.", "Arkadi Below", "Kremlchef"),
        ("Bundeskanzlerin Hilde Kranz lachte.", "Hilde Kranz", "Bundeskanzlerin"),
        ("Er traf den früheren US-Präsidenten Ted Marlow.", "Ted Marlow", "früheren US-Präsidenten"),
        ("Dort wünschte Kreml-Chef Arkadi Below Glück.", "Arkadi Below", "Kreml-Chef"),
        ("Nordkoreas Machthaber Kim Dae Sik kam.", "Kim Dae Sik", "Nordkoreas Machthaber"),
        (
            "Er empfing den Sekretär des russischen Sicherheitsrates, Pawel Gromow.",
            "Pawel Gromow",
            "Sekretär des russischen Sicherheitsrates",
        ),
        ("Pawel Gromow, der Sekretär des Sicherheitsrates, kam.", "Pawel Gromow", "Sekretär des Sicherheitsrates"),
        ("Hilde Kranz (SPD), Vorsitzende der Kommission, schwieg.", "Hilde Kranz", "Vorsitzende der Kommission"),
        ("Ministerpräsident Dr. Jonas Feld kam.", "Jonas Feld", "Ministerpräsident"),
        ("Kreisbrandmeister Jonas Feld kam.", "Jonas Feld", "Kreisbrandmeister"),
    ],
)
def test_german_titles_and_appositions_are_roles(text, name, role):
    assert people(text, name)[name].roles == (role,)


def test_an_office_of_the_next_or_the_last_sentence_is_not_the_persons():
    text = "Neu ist die Leiterin des Werks in Tarsk. Der Sprecher sagte, Hilde Kranz kommt. Die Sprecherin schwieg."
    assert people(text, "Hilde Kranz")["Hilde Kranz"].roles == ()


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("President Arkadi Belov left.", "Arkadi Belov", "President"),
        ("Then Russian Security Secretary Pavel Gromov spoke.", "Pavel Gromov", "Russian Security Secretary"),
        ("U.S. Secretary of State Ann Dorsey agreed.", "Ann Dorsey", "U.S. Secretary of State"),
        ("North Korean leader Kim Dae Sik smiled.", "Kim Dae Sik", "North Korean leader"),
        ("Ann Dorsey, a former diplomat, agreed.", "Ann Dorsey", "former diplomat"),
        ("Arkadi Belov, Russia's president, left.", "Arkadi Belov", "Russia's president"),
        ("Nobody was hurt, the fire chief, Ann Dorsey, said.", "Ann Dorsey", "fire chief"),
        ("The board met its deputy works manager Ann Dorsey.", "Ann Dorsey", "deputy works manager"),
        ("She was elected in October. Interior minister Ann Dorsey agreed.", "Ann Dorsey", "Interior minister"),
        ("He will be followed by Ann Dorsey, his successor.", "Ann Dorsey", "successor"),
    ],
)  # fmt: skip
def test_english_titles_and_appositions_are_roles(text, name, role):
    assert people(text, name, "en")[name].roles == (role,)


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Президент России Аркадий Белов уехал.", "Аркадий Белов", "Президент России"),
        ("Секретарь Совета безопасности Павел Громов молчал.", "Павел Громов", "Секретарь Совета безопасности"),
    ],
)
def test_russian_offices_before_a_name_are_roles(text, name, role):
    assert people(text, name, "ru")[name].roles == (role,)


@pytest.mark.parametrize("title", ["Frau", "Herr", "Dr.", "Professor"])
def test_words_of_address_are_no_roles_and_no_part_of_the_name(title):
    text = f"Gestern kam {title} Hilde Kranz."
    assert people(text, f"{title} Hilde Kranz") == {
        "Hilde Kranz": Person("Hilde Kranz", (), (), ((len(text) - 12, len(text) - 1),))
    }


def test_a_title_inside_a_span_is_cut_off_and_becomes_the_role():
    found = people("Gestern kam Präsidentin Hilde Kranz.", "Präsidentin Hilde Kranz")
    assert found["Hilde Kranz"].roles == ("Präsidentin",)


def test_a_family_name_belongs_to_the_full_name_before_it_in_any_spelling_and_case():
    text = "Pawel Schurow kam. Später sprach Zhurov. Schurows Delegation blieb."
    found = people(text, "Pawel Schurow|Zhurov|Schurows")
    assert said(text, found["Pawel Schurow"]) == ["Pawel Schurow", "Zhurov", "Schurows"]
    assert found["Pawel Schurow"].aliases == ("Zhurov", "Schurow")


def test_a_family_name_that_the_tagger_missed_is_found():
    text = "Pawel Gromow kam am Freitag. Am Samstag reiste Gromow ab."
    assert said(text, people(text, "Pawel Gromow")["Pawel Gromow"]) == ["Pawel Gromow", "Gromow"]


def test_russian_cases_are_one_person_named_in_the_nominative():
    text = "Он встретил Павла Громова. Павел Громов уехал. С Громовым говорили."
    found = people(text, "Павла Громова|Павел Громов|Громовым", "ru")
    assert list(found) == ["Павел Громов"]
    assert len(found["Павел Громов"].mentions) == 3


def test_namesakes_stay_apart_and_a_doubtful_family_name_is_nobody_elses():
    text = "Hans Kranz und Peter Kranz stritten. Kranz ging."
    found = people(text, "Hans Kranz|Peter Kranz|Kranz")
    assert set(found) == {"Hans Kranz", "Peter Kranz", "Kranz"}


def test_of_namesakes_the_only_one_mentioned_nearby_is_meant():
    text = "Hans Kranz kam früh. Es regnete. Alle warteten. Niemand sprach. Dann kam Peter Kranz. Kranz ging gleich."
    found = people(text, "Hans Kranz|Peter Kranz|Kranz")
    assert said(text, found["Peter Kranz"]) == ["Peter Kranz", "Kranz"]


def test_a_family_name_in_office_is_not_the_relatives():
    text = "First lady Michelle Obama met Melania Trump. President Obama met Donald Trump. Obama spoke."
    found = people(text, "Michelle Obama|Melania Trump|Obama|Donald Trump", "en")
    assert said(text, found["Michelle Obama"]) == ["Michelle Obama"]
    assert said(text, found["Obama"]) == ["Obama", "Obama"]


def test_an_office_alone_is_a_mention_where_the_article_equates_it():
    text = "Der nordkoreanische Machthaber Kim Dae Sik empfing ihn. Der nordkoreanische Machthaber schwieg."
    found = people(text, "Kim Dae Sik")
    assert said(text, found["Kim Dae Sik"]) == ["Kim Dae Sik", "Der nordkoreanische Machthaber"]
    assert found["Kim Dae Sik"].aliases == ("Der nordkoreanische Machthaber",)


def test_an_office_alone_stays_out_where_it_is_anothers_or_may_be():
    text = (
        "Der russische Präsident Arkadi Below traf den Präsidenten Jonas Feld. "
        "Der Präsident schwieg. Der Präsident der Ukraine fehlte."
    )
    found = people(text, "Arkadi Below|Jonas Feld")
    assert [len(person.mentions) for person in found.values()] == [1, 1]


@pytest.mark.parametrize("word", ["Montag", "Regierung", "Nordkorea", "KCNA", "Präsident", "Berlin", "Russe"])
def test_what_is_no_name_is_dropped(word):
    assert people(f"Gestern war {word} hier.", word) == {}


def test_spans_that_the_tagger_cut_are_put_together():
    text = "Am Freitag sprach Kim Jong-un mit Anna-Lena Kranz."
    spans = [NameSpan(18, 26, "person"), NameSpan(39, 49, "person")]
    cut = [NameSpan(18, 21, "person"), NameSpan(22, 26, "person"), NameSpan(34, 38, "person"), spans[1]]
    found = find_people(text, "de", split_sentences(text, "de"), cut)
    assert [person.name for person in found] == ["Kim Jong-un", "Anna-Lena Kranz"]


def test_a_doubtful_span_behind_an_office_is_a_person():
    assert set(people("Der Machthaber Kim Dae Sik kam.", "Kim Dae Sik", kind="organisation", score=0.3)) == {
        "Kim Dae Sik"
    }
    assert people("Die Firma Kim Dae Sik kam.", "Kim Dae Sik", kind="organisation", score=0.9) == {}


def test_a_country_that_ran_into_a_doubtful_span_is_cut_off():
    assert set(people("Dort besuchte Arkadi Below Nordkorea.", "Arkadi Below Nordkorea", score=0.4)) == {
        "Arkadi Below"
    }
    assert set(people("Then Ann Mary Jordan left.", "Ann Mary Jordan", "en")) == {"Ann Mary Jordan"}


def test_a_name_ends_where_the_line_ends():
    text = "Welt\n\nKim Dae Sik kam."
    found = find_people(text, "de", split_sentences(text, "de"), [NameSpan(0, 17, "person")])
    assert [person.name for person in found if person.name != "Welt"] == ["Kim Dae Sik"]


@given(st.text(max_size=80), st.lists(st.tuples(st.integers(0, 80), st.integers(1, 20), st.floats(0, 1)), max_size=6))
def test_any_spans_in_any_text_give_people_with_mentions_inside_it(text, places):
    spans = [
        NameSpan(start, min(start + length, len(text)), "person", score)
        for start, length, score in places
        if start < len(text)
    ]
    for language in ("de", "en", "ru"):
        for person in find_people(text, language, split_sentences(text, language), spans):
            assert person.name
            assert all(0 <= start < end <= len(text) for start, end in person.mentions)
