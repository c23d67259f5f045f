"""Sentence splitting: German, English, Russian."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.sentences import split_sentences


def split(marked: str, language: str) -> None:
    """`marked` shows the wanted borders as " | "."""
    wanted = marked.split(" | ")
    text = " ".join(wanted)
    assert [text[start:end] for start, end in split_sentences(text, language)] == wanted


@pytest.mark.parametrize(
    "marked",
    [
        "Am 30. November kam er. | Dann ging er.",
        "Er kam z. B. nach Köln, d. h. an den Rhein. | Dort blieb er u. a. wegen der Bahn.",
        "Er kam z.B. Dienstag nicht. | Sie schon.",
        "Dr. Müller und Prof. Dr. Ing. Weber sprachen. | Es ging um Geld.",
        "Das war im Jahr 2023. | Experten sind sich einig.",
        "Im Jahr 2023. | 15 Menschen starben.",
        "Er lobte die NATO. | Die NATO dankte.",
        "Das kostet 3,5 Mio. Euro. | Die Stadt zahlt.",
        "Die Kosten liegen bei 5 Mrd. | Das ist viel.",
        "Siehe Nr. 5 und Art. 5 GG. | Von dieser Art. | Leute sagten es.",
        "Die U.S. Air Force kam aus den U.S. | Dort blieb sie.",
        "A. Merkel traf Wladimir W. Putin. | J. F. Kennedy war tot.",
        "„Wir kommen.“, sagte er. | »Wir gehen.« | Das war alles.",
        "„Kommt er?“, fragte sie. | „Ja!“ | Sie lachte.",
        "„Kommt er?“ fragte sie. | „Nein!“ Merkel rief ihm nach.",
        "Er sagte: „Wir kommen. | Wir siegen.“ | Dann ging er.",
        'Er sagte: "Wir kommen." | Dann ging er.',
        "Dann ging er ... | Die Tür fiel zu. | Das war … einfach so.",
        "Im 19. Jahrhundert spielte die 3. Liga nicht am 5. Spieltag. | Heute schon.",
        "Im 2./3. Jahrhundert stand hier der sogen. Schwarze Turm. | Er fiel 1540. | 1541 fiel der nächste.",
        "Es geschah am 13. | Die Polizei kam am 14.09. um 5.30 Uhr. | Am 15. 9. 2024 ging sie.",
        "Er wurde 40. | Experten gratulierten zum 40. Geburtstag.",
        "Papst Benedikt XVI. | Er war Deutscher. | Ludwig XIV. war Franzose.",
        "Er kam (vgl. S. 5, 2. Aufl. Berlin 1999) nach Haus. | Sie auch.",
        "Das ist das Ende. | (Er kam. | Er ging.) | Dann war Ruhe.",
        "In der Hauptstr. 5 wohnt er. | In der Nebenstr. wohnt sie.",
        "Ich mag das. | Max. | Der Preis liegt bei max. 50 Euro.",
        "Die Seite spiegel.de ist da. | Version 2.0 auch.",
        "Der Umsatz stieg um 1.234,5 Euro. | 50 Prozent mehr.",
        "Der Chef der Meier & Co. KG ging. | Er war alt.",
        "Die Partei St. Pölten e.V. besteht. | Sie wächst.",
    ],
)
def test_german(marked: str) -> None:
    split(marked, "de")


@pytest.mark.parametrize(
    "marked",
    [
        "Mr. Smith met J. F. Kennedy in the U.S. | The talks ended at 5 p.m. on Friday.",
        '"Where is he?" Shoigu asked. | "Here." | He pointed.',
        '"We are coming," he said. | "We go!" she cried.',
        "Acme Inc. closed. | No. 5 is alive. | He said no. | The end.",
        "It was World War II. | Soldiers came in Sept. 1939. | The sun. | Scientists agree.",
        "He was born on Jan. 5, 1950, in Washington, D.C. | The city was small.",
        "It grew by 3.5 percent. | In 2023. | Ten people died.",
        "Gen. Lee and Lt. Col. Brown left, e.g. by train. | They came back.",
    ],
)
def test_english(marked: str) -> None:
    split(marked, "en")


@pytest.mark.parametrize(
    "marked",
    [
        "С. К. Шойгу прибыл в г. Пхеньян в 2024 г. | Он встретился с Ким Чен Ыном.",
        "Это было 13 сентября 2024 г. в Пхеньяне и др. городах, т. е. везде. | Так сообщили.",
        "«Мы придём», — сказал он. | «Когда?» — спросила она. | Цена — 5 млн. руб. за штуку.",
    ],
)
def test_russian(marked: str) -> None:
    split(marked, "ru")


def test_a_line_break_is_a_space_and_an_empty_line_a_border() -> None:
    text = "Erste Zeile\numbrochen. Zweite\nhier\n \nOhne Punkt\n\n\n- eins\n- zwei"
    sentences = [text[start:end] for start, end in split_sentences(text, "de")]
    assert sentences == ["Erste Zeile\numbrochen.", "Zweite\nhier", "Ohne Punkt", "- eins", "- zwei"]


def test_a_stop_that_lost_its_space() -> None:
    text = "Das war das Ende.Der Rest ist auf spiegel.Online zu lesen."
    sentences = [text[start:end] for start, end in split_sentences(text, "de")]
    assert sentences == ["Das war das Ende.", "Der Rest ist auf spiegel.Online zu lesen."]


@given(
    st.text(st.sampled_from("aBzÄ1 9.…!?\n\t\"'„“”»«()[]–-:,шЯ\u2029\r"), max_size=60) | st.text(max_size=60),
    st.sampled_from(["de", "en", "ru", "fr"]),
)
def test_every_character_lies_in_exactly_one_sentence(text: str, language: str) -> None:
    spans = split_sentences(text, language)
    at = 0
    for start, end in spans:
        assert at <= start < end <= len(text)
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        assert "\n\n" not in text[start:end]
        at = end
    assert not text[at:].strip()
