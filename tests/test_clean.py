"""Cleaning of scraped plain text: the frame is gone, every sentence is there."""
# ruff: noqa: E501 - a line of a scrape is as long as it is

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.sentences import split_sentences
from ingest.clean import clean
from ingest.decode import decode, mend

SHARED = Path(__file__).parents[2] / "shared" / "articles"


@dataclass(frozen=True)
class Scrape:
    """A page as a scraper leaves it, and what should be left of it."""

    name: str
    raw: str
    title: str
    paragraphs: list[str]
    outlet: str | None = None
    author: str | None = None
    published: date | None = None


SCRAPES = [
    Scrape(
        "title tag, breadcrumb, byline, share bar",
        """Ministerin trifft Bürgermeister in Sandau | Elbbote

Startseite > Politik > Regional

Ministerin trifft Bürgermeister in Sandau

Von Paula Kern

Stand: 14.09.2024, 10:12 Uhr
Lesedauer: 3 Min.
Artikel anhören
Teilen
Merken
Drucken

Die Verkehrsministerin hat am Freitag den Bürgermeister von Sandau besucht. Es ging um die Fähre, die seit Mai stillsteht.

Anzeige

Fähre fährt erst 2025 wieder

„Wir brauchen die Fähre“, sagte der Bürgermeister. Die Ministerin versprach Geld, nannte aber keine Summe.

Lesen Sie auch: Warum die Fähre seit Monaten stillsteht

Im Oktober wollen sich beide wieder treffen. Foto: Karl Lang/dpa

(dpa/EB)

Mehr zum Thema
Fährmann sucht Nachfolger
Hochwasser an der Elbe: Was jetzt droht

© 2024 Elbbote. Alle Rechte vorbehalten.
Impressum
Datenschutz""",
        "Ministerin trifft Bürgermeister in Sandau",
        [
            "Die Verkehrsministerin hat am Freitag den Bürgermeister von Sandau besucht. Es ging um die Fähre, die seit Mai "
            "stillsteht.",
            "Fähre fährt erst 2025 wieder",
            "„Wir brauchen die Fähre“, sagte der Bürgermeister. Die Ministerin versprach Geld, nannte aber keine Summe.",
            "Im Oktober wollen sich beide wieder treffen.",
        ],
        outlet="Elbbote",
        author="Paula Kern",
    ),
    Scrape(
        "agency signature, caption, newsletter box, publication date",
        """Streit um Windpark: Landrat spricht mit Anwohnern
Veröffentlicht am 03.02.2024 um 17:30 Uhr
Landrat Uwe Holm vor dem Kreishaus / Foto: Jana Petersen - NORDPRESS

Landrat Uwe Holm hat sich am Samstag mit Gegnern des Windparks getroffen. Rund 200 Menschen kamen in die Turnhalle.

Melden Sie sich jetzt für unseren kostenlosen Newsletter an und verpassen Sie nichts mehr.

Der Kreis will die Pläne bis Ende März prüfen. Danach entscheidet der Kreistag.

12 Kommentare
dpa-infocom, dpa:240203-99-851234/3""",
        "Streit um Windpark: Landrat spricht mit Anwohnern",
        [
            "Landrat Uwe Holm hat sich am Samstag mit Gegnern des Windparks getroffen. Rund 200 Menschen kamen in die "
            "Turnhalle.",
            "Der Kreis will die Pläne bis Ende März prüfen. Danach entscheidet der Kreistag.",
        ],
        published=date(2024, 2, 3),
    ),
    Scrape(
        "upright ticker, headline transliterated, style name glued to the outlet",
        """news-wirtschaftGazette Rivière - Möbelhändler schließt größte Filiale

Märkte
DAX
18.301,20
-0,45 %
Dow Jones
38.989,83
+0,23 %
EUR/USD
1,0850
-0,02 %

Moebelhaendler schliesst groesste Filiale

Der Möbelhändler Brandt schließt seine größte Filiale in Kaltental. 140 Beschäftigte verlieren ihre Arbeit.

Die Gewerkschaft fordert Gespräche. "Das kommt ohne jede Warnung", sagte ihr Sprecher.

R.Dupont--GR""",
        "Möbelhändler schließt größte Filiale",
        [
            "Der Möbelhändler Brandt schließt seine größte Filiale in Kaltental. 140 Beschäftigte verlieren ihre Arbeit.",
            'Die Gewerkschaft fordert Gespräche. "Das kommt ohne jede Warnung", sagte ihr Sprecher.',
        ],
        outlet="Gazette Rivière",
    ),
    Scrape(
        "cookie banner, menu, unpunctuated subtitle",
        """Zum Inhalt springen
Menü
Politik
Wirtschaft
Sport
Kultur
Suche
Wir verwenden Cookies, um Ihnen das beste Erlebnis auf unserer Seite zu bieten.
Alle akzeptieren

Abrüstung
Unterhändler einigen sich auf neuen Zeitplan
Beide Seiten wollen bis zum Frühjahr alle Stellungen an der Grenze geräumt haben
14. September 2024, 18:05 Uhr

Die Unterhändler beider Staaten haben sich in Genf auf einen Zeitplan geeinigt. Das teilte die Vermittlerin am Samstagabend mit.

Nach dem Plan ziehen die Truppen zuerst aus dem Norden ab. Wann der Süden folgt, ist offen.

Facebook
X
WhatsApp
E-Mail
Zur Startseite""",
        "Unterhändler einigen sich auf neuen Zeitplan",
        [
            "Beide Seiten wollen bis zum Frühjahr alle Stellungen an der Grenze geräumt haben",
            "Die Unterhändler beider Staaten haben sich in Genf auf einen Zeitplan geeinigt. Das teilte die Vermittlerin am "
            "Samstagabend mit.",
            "Nach dem Plan ziehen die Truppen zuerst aus dem Norden ab. Wann der Süden folgt, ist offen.",
        ],
    ),
    Scrape(
        "readers' comments and related links",
        """Gericht kippt Mietendeckel in Neustadt - Der Tagesspiegler

Gericht kippt Mietendeckel in Neustadt

Das Oberverwaltungsgericht hat den Mietendeckel der Stadt Neustadt aufgehoben. Die Richter sehen keine Zuständigkeit der Stadt.

Die Stadt prüft eine Beschwerde. Bis dahin gelten die alten Mieten nicht mehr.

Das könnte Sie auch interessieren:
Wohnen in Neustadt wird teurer
Neubau am Güterbahnhof verzögert sich

3 Kommentare
Mieter_72 schrieb am 3. Mai 2024:
Das war doch klar, die haben noch nie für uns entschieden.
Antworten
Hausfreund vor 2 Stunden
Endlich ein vernünftiges Urteil in dieser Sache.
Antworten
Melden""",
        "Gericht kippt Mietendeckel in Neustadt",
        [
            "Das Oberverwaltungsgericht hat den Mietendeckel der Stadt Neustadt aufgehoben. Die Richter sehen keine "
            "Zuständigkeit der Stadt.",
            "Die Stadt prüft eine Beschwerde. Bis dahin gelten die alten Mieten nicht mehr.",
        ],
        outlet="Der Tagesspiegler",
    ),
    Scrape(
        "results stay, the box of league links goes",
        """Sport
Fußball
Landesliga
Dreispitz gewinnt das Derby

FC Dreispitz hat das Derby gegen den SV Marl mit 3:1 gewonnen. Alle Tore fielen nach der Pause.

Die weiteren Ergebnisse:
TuS Holm - SC Werder 2:2
VfB Lohe - Eintracht Sand 0:4

Am Sonntag spielt Dreispitz in Holm. Anpfiff ist um 15.30 Uhr.

Meistgelesen
Trainer hört auf
Stadion bekommt neuen Rasen""",
        "Dreispitz gewinnt das Derby",
        [
            "FC Dreispitz hat das Derby gegen den SV Marl mit 3:1 gewonnen. Alle Tore fielen nach der Pause.",
            "Die weiteren Ergebnisse:",
            "TuS Holm - SC Werder 2:2",
            "VfB Lohe - Eintracht Sand 0:4",
            "Am Sonntag spielt Dreispitz in Holm. Anpfiff ist um 15.30 Uhr.",
        ],
    ),
    Scrape(
        "short sentences, questions and a quotation stay",
        """Was ist los in Kiesbach?

Textgröße:
A
A
A

Kiesbach ist leer. Warum? Niemand weiß es.

"Ich gehe nicht."

Das sagt Erna Vogt, 91. Sie lebt allein am Markt!

Bild: dpa

Tags: Kiesbach, Landflucht, Demografie""",
        "Was ist los in Kiesbach?",
        [
            "Kiesbach ist leer. Warum? Niemand weiß es.",
            '"Ich gehe nicht."',
            "Das sagt Erna Vogt, 91. Sie lebt allein am Markt!",
        ],
    ),
    Scrape(
        "weather, one-line byline, video player, audio",
        """Talbach: Brücke nach Unfall gesperrt
Wetter
Talbach 12°C
Oberau 9°C
Von Anna Lind und Jo Stark | Stand: 02.05.2024 | Lesedauer: 2 Minuten
Video: Die Brücke aus der Luft
0:00 / 1:42

Die Brücke über die Tal ist nach einem Unfall gesperrt. Ein Lastwagen hatte am Donnerstag einen Pfeiler gerammt.

Ein Gutachter untersucht den Schaden noch am Freitag. Die Umleitung führt über Oberau.

Folgen Sie uns auf Instagram!
#Talbach #Brücke""",
        "Talbach: Brücke nach Unfall gesperrt",
        [
            "Die Brücke über die Tal ist nach einem Unfall gesperrt. Ein Lastwagen hatte am Donnerstag einen Pfeiler gerammt.",
            "Ein Gutachter untersucht den Schaden noch am Freitag. Die Umleitung führt über Oberau.",
        ],
        author="Anna Lind und Jo Stark",
    ),
    Scrape(
        "hard wrapped",
        """Erster Zug seit zwanzig Jahren in Heidekamp

Nach zwanzig Jahren hat am Montag wieder ein Zug in Heidekamp
gehalten. Der Bahnhof war 2004 geschlossen worden, weil zu wenige
Menschen ein- und ausstiegen. Bürgermeisterin Ina Roth kaufte die
erste Fahrkarte.

Künftig fährt jede Stunde ein Zug nach Lohe. Die Bahn rechnet mit
300 Fahrgästen am Tag. Im Winter kommt ein zweiter Bahnsteig, sagte
ein Sprecher der Bahn.""",
        "Erster Zug seit zwanzig Jahren in Heidekamp",
        [
            "Nach zwanzig Jahren hat am Montag wieder ein Zug in Heidekamp gehalten. Der Bahnhof war 2004 geschlossen worden, "
            "weil zu wenige Menschen ein- und ausstiegen. Bürgermeisterin Ina Roth kaufte die erste Fahrkarte.",
            "Künftig fährt jede Stunde ein Zug nach Lohe. Die Bahn rechnet mit 300 Fahrgästen am Tag. Im Winter kommt ein "
            "zweiter Bahnsteig, sagte ein Sprecher der Bahn.",
        ],
    ),
    Scrape(
        "English: title tag, byline, share, newsletter, related, copyright",
        """Harbour workers end strike after six weeks - The Northern Ledger

Skip to main content
Home
News
Sport
Business

Harbour workers end strike after six weeks

By Martha Quill and Tom Reeve
Published 12 March 2024
4 min read
Share
Save

Workers at Port Ellery have ended a six-week strike. They accepted a pay rise of 4.5 percent late on Monday.

Advertisement - Continue reading below

"It is not all we wanted, but it is enough," said union leader Ada Cole.

Sign up for our daily newsletter and get the top stories in your inbox.

Ships are expected to leave on Wednesday. The port lost about £12m, its owner said.

Read more: Why the port matters to the north
Related articles
Port Ellery: a history in pictures
Unions plan new talks

© 2024 The Northern Ledger. All rights reserved.""",
        "Harbour workers end strike after six weeks",
        [
            "Workers at Port Ellery have ended a six-week strike. They accepted a pay rise of 4.5 percent late on Monday.",
            '"It is not all we wanted, but it is enough," said union leader Ada Cole.',
            "Ships are expected to leave on Wednesday. The port lost about £12m, its owner said.",
        ],
        outlet="The Northern Ledger",
        author="Martha Quill and Tom Reeve",
        published=date(2024, 3, 12),
    ),
    Scrape(
        "English: stock ticker in lines, photo credit, cookie notice, most read",
        """Mayor meets bridge builders in Oldford

Markets
FTSE 100 8,245.37 +0.31%
S&P 500 5,626.02 +0.54%
GBP/USD 1.3125 $ -0.08%

Mayor Lena Holt at the site (Photo: Sam Dray/AP)

Mayor Lena Holt met the builders of the new bridge on Thursday. The bridge will open in June, two months late.

The delay will cost the town nothing, she said. Engineers blamed the wet winter.

By continuing to use this site you agree to our use of cookies.

Most read
Cat rescued from crane
Town hall to get new roof""",
        "Mayor meets bridge builders in Oldford",
        [
            "Mayor Lena Holt met the builders of the new bridge on Thursday. The bridge will open in June, two months late.",
            "The delay will cost the town nothing, she said. Engineers blamed the wet winter.",
        ],
    ),
    Scrape(
        "English: dateline, correction and list stay",
        """Three towns to share one fire station

OLDFORD (AP) — Three towns will share one fire station from January, officials said on Friday.

The towns are:
- Oldford
- Mill Bay
- Crane

It will save $2 million a year. Volunteers in Crane object.

Correction: An earlier version of this story gave the wrong sum.

Subscribe now
Comments""",
        "Three towns to share one fire station",
        [
            "OLDFORD (AP) — Three towns will share one fire station from January, officials said on Friday.",
            "The towns are:",
            "- Oldford",
            "- Mill Bay",
            "- Crane",
            "It will save $2 million a year. Volunteers in Crane object.",
            "Correction: An earlier version of this story gave the wrong sum.",
        ],
    ),
    Scrape(
        "Russian",
        """Министры встретились в Северске — Вестник

Главная
Политика

Министры встретились в Северске

Министры двух стран встретились в пятницу в Северске. Они обсудили новый мост.

Читайте также: Кто построит мост

Строительство начнётся весной. Об этом сообщила пресс-служба.

Фото: ТАСС
Поделиться""",
        "Министры встретились в Северске",
        [
            "Министры двух стран встретились в пятницу в Северске. Они обсудили новый мост.",
            "Строительство начнётся весной. Об этом сообщила пресс-служба.",
        ],
        outlet="Вестник",
    ),
    Scrape(
        "unknown shares, mixed-case author stub, style name alone on a line",
        """The Harbour Mail - Talks on ferry line resume in Tarn

RBXQF 100% 59.84 $
CMQC 0.13% 24.55 $
NGQ -1.02% 62.83 $
Talks on ferry line resume in Tarn
Talks on ferry line resume in Tarn / Photo: STR - NPA

Talks on ferry line resume in Tarn

Delegates met again in Tarn on Tuesday to discuss the ferry line. They had broken off in May.

Text size:

Neither side gave details. "We are closer than in May", one delegate said.

(O.Fern--ThHM)

hm-world-news""",
        "Talks on ferry line resume in Tarn",
        [
            "Delegates met again in Tarn on Tuesday to discuss the ferry line. They had broken off in May.",
            'Neither side gave details. "We are closer than in May", one delegate said.',
        ],
        outlet="The Harbour Mail",
    ),
    Scrape(
        "boxes in one line each",
        """Uhr im Keller gefunden | Tagesbote

Uhr im Keller gefunden
Schrift: klein | mittel | groß
Teilen  Merken  Drucken
Textgröße: A- A A+
Foto: Die Uhr am Montag. / Museum Lohe

Im Keller des Museums ist eine alte Uhr aufgetaucht. Sie stammt aus dem Jahr 1738.

Teilen auf: Netzwerk A | Netzwerk B | E-Mail

Wahl im Museumsverein:
Roth 55,3 %
Holm 44,7 %

Das könnte Sie auch interessieren: Zehn Ausflüge für Regentage

Der Eintritt kostet 5 Euro.

Cookie-Einstellungen | Impressum | Datenschutz
Über den Autor: R. Mahlke schreibt über Museen und Geschichte.""",
        "Uhr im Keller gefunden",
        [
            "Im Keller des Museums ist eine alte Uhr aufgetaucht. Sie stammt aus dem Jahr 1738.",
            "Wahl im Museumsverein:",
            "Roth 55,3 %",
            "Holm 44,7 %",
            "Der Eintritt kostet 5 Euro.",
        ],
        outlet="Tagesbote",
    ),
    Scrape(
        "overline, outlet above, byline with agency, tags without a label",
        """NORDWELT ONLINE
Politik > Ausland

Nahost
Ministerin wirbt in Kairo für eine Feuerpause
Außerdem spricht sie mit Ägypten über Gaslieferungen im Winter

Ein Bericht von Mara Lind, NPA Kairo

14.09.2024, 13.37 Uhr
Artikel zum Hören • 4 Min

Die Ministerin hat in Kairo für eine Feuerpause geworben. »Wir sind bereit«, sagte sie.

[Lesen Sie auch: Die Lage in Kairo]

Am Abend reist sie weiter nach Amman.

Über dieses Thema berichtete die Nordwelt am 14. September 2024 um 09:00 Uhr.
*Dieser Text wurde mit Hilfe von KI erstellt.*

Zur Ausgabe
Artikel 12 / 58
Kairo
Gaza
Feuerpause""",
        "Ministerin wirbt in Kairo für eine Feuerpause",
        [
            "Außerdem spricht sie mit Ägypten über Gaslieferungen im Winter",
            "Die Ministerin hat in Kairo für eine Feuerpause geworben. »Wir sind bereit«, sagte sie.",
            "Am Abend reist sie weiter nach Amman.",
        ],
        author="Mara Lind",
    ),
    Scrape(
        "agency report",
        """UPDATE 1-Minister trifft Reeder in Tarn

TARN, 14. Sep (NPA) - Der Minister hat am Samstag Reeder in Tarn getroffen. Das teilte sein Haus mit.

Die Gewinner des Tages:
Hansen
Petersen
Lund

(Geschrieben von Hans Huber, redigiert von Petra Klein.)""",
        "UPDATE 1-Minister trifft Reeder in Tarn",
        [
            "TARN, 14. Sep (NPA) - Der Minister hat am Samstag Reeder in Tarn getroffen. Das teilte sein Haus mit.",
            "Die Gewinner des Tages:",
            "Hansen",
            "Petersen",
            "Lund",
        ],
    ),
    Scrape(
        "clean text is left alone",
        """Neues Kino öffnet in Lohe

In Lohe hat am Freitag ein Kino eröffnet. Es hat 80 Plätze.

Mehr dazu sagte die Betreiberin nicht. Ihr Foto hängt im Foyer: Es zeigt sie als Kind.

Der Newsletter des Kinos erscheint jeden Montag. Die Stadt teilte den Beitrag.""",
        "Neues Kino öffnet in Lohe",
        [
            "In Lohe hat am Freitag ein Kino eröffnet. Es hat 80 Plätze.",
            "Mehr dazu sagte die Betreiberin nicht. Ihr Foto hängt im Foyer: Es zeigt sie als Kind.",
            "Der Newsletter des Kinos erscheint jeden Montag. Die Stadt teilte den Beitrag.",
        ],
    ),
]


@pytest.mark.parametrize("scrape", SCRAPES, ids=lambda scrape: scrape.name)
def test_scrapes(scrape: Scrape) -> None:
    cleaned = clean(scrape.raw)
    assert cleaned.text.split("\n\n") == scrape.paragraphs
    assert cleaned.title == scrape.title
    assert (cleaned.outlet, cleaned.author, cleaned.published) == (scrape.outlet, scrape.author, scrape.published)


@pytest.mark.parametrize("scrape", SCRAPES, ids=lambda scrape: scrape.name)
def test_a_title_known_from_elsewhere_is_kept_and_not_repeated_in_the_text(scrape: Scrape) -> None:
    cleaned = clean(scrape.raw, scrape.title)
    assert cleaned.title == scrape.title
    for paragraph in scrape.paragraphs:
        assert paragraph in cleaned.text
    assert scrape.title not in cleaned.text.split("\n\n")


@pytest.mark.parametrize("scrape", SCRAPES, ids=lambda scrape: scrape.name)
def test_cleaning_again_changes_nothing(scrape: Scrape) -> None:
    cleaned = clean(scrape.raw)
    assert clean(cleaned.text, cleaned.title).text == cleaned.text


@pytest.mark.parametrize(
    "sentence",
    [
        "Die Lage im Bild: Alles ruhig, sagte der Sprecher am Montag.",
        "Das Foto zeigt den Präsidenten am Freitag in Pjöngjang.",
        "Anzeige erstattete am Ende nur die Nachbarin aus dem zweiten Stock.",
        "Der DAX verlor am Montag 0,45 Prozent auf 18.301 Punkte.",
        "Von Max Muster stammt der Entwurf, den der Rat am Abend annahm.",
        "Stand der Verhandlungen am 14.09.2024 war eine Einigung in allen Punkten.",
        "Abonnenten des Theaters zahlen künftig weniger als bisher.",
        "Wir verwenden nur Milch aus der Region, sagte die Bäckerin.",
        "Cookies und Kekse gehören für ihn zusammen wie Tee und Milch.",
        "Kommentare wollte der Minister nicht abgeben, als er das Haus verließ.",
        "Follow the money, said the judge, and left the room.",
        "Read the letter again, she told the court on Monday.",
        "Share prices fell by 3 percent in London on Monday.",
        "The newsletter of the party reached 40,000 people last year.",
        "Mehr als 200 Menschen kamen zum Thema Wohnen in die Halle.",
        "Hier ist der Eintritt für alle Kinder kostenlos.",
        "Jetzt ist die App in drei Ländern verboten.",
        "Der Beitrag wurde zunächst nicht erhöht, weil die Kasse voll war.",
        "Copyright law was changed in 2024, the court said.",
        "Get here early, he told his voters on Sunday.",
        "Support for the app fell after the update, she said.",
        "Update 5 kam zu spät, sagte der Hersteller.",
        "Teilen will der Konzern seinen Gewinn mit niemandem, wie er mitteilte.",
    ],
)
def test_a_sentence_survives_whatever_words_it_holds(sentence: str) -> None:
    article = (
        f"Rat tagt in Lohe\n\nDer Rat von Lohe hat am Montag getagt.\n\n{sentence}\n\nDie nächste Sitzung ist im Mai."
    )
    assert sentence in clean(article).text


@pytest.mark.parametrize(
    "subtitle",
    [
        "Home-Office wird in Lohe zur Pflicht",
        "Beliebt bei Touristen, gehasst von Nachbarn",
        "Stand der Dinge nach 100 Tagen Koalition",
        "Newsletter der Partei erreicht 40.000 Menschen",
        "Kim Jong-un mit Sergej Schoigu in Pjöngjang",
        "Verhandlungen mit Russland: Was jetzt noch offen ist",
        "Update für die Feuerwehr",
        "Anzeige gegen den Minister",
        "Der Rat hat den Haushalt trotz aller Bedenken angenommen",
        "Talks in Geneva end without a deal",
    ],
)
def test_an_unpunctuated_subtitle_survives(subtitle: str) -> None:
    body = "Der Rat von Lohe hat am Montag getagt. Er beschloss den Haushalt mit großer Mehrheit."
    assert clean(f"Rat tagt in Lohe\n\n{subtitle}\n\n{body}").text == f"{subtitle}\n\n{body}"
    assert (
        clean(f"Rat tagt in Lohe\n\n{body}\n\n{subtitle}\n\n{body} Ja.").text == f"{body}\n\n{subtitle}\n\n{body} Ja."
    )


def test_a_headline_beside_a_dash_keeps_what_is_no_outlet() -> None:
    for title in (
        "Kim trifft Putin - ein Treffen mit Folgen",
        "Steuern – was sich 2025 ändert",
        "Wahl in Lohe - Analyse",
    ):
        assert clean(f"{title}\n\n{title}\n\nDas Treffen dauerte am Freitag zwei Stunden.").title == title


def test_a_text_without_a_headline_gets_one_and_keeps_its_sentences() -> None:
    text = "Der Rat von Lohe hat am Montag getagt. Er beschloss den Haushalt.\n\nDie nächste Sitzung ist im Mai."
    cleaned = clean(text)
    assert cleaned.text == text
    assert cleaned.title == "Der Rat von Lohe hat am Montag getagt. Er beschloss den Haushalt."


def test_dates_that_are_no_date_of_publication_stay_unknown() -> None:
    raw = "Rat tagt\n\nAktualisiert am 14.09.2024\n\n14. September 2024\n\nDer Rat von Lohe hat am Montag getagt."
    assert clean(raw).published is None
    twice = "Rat tagt\n\nVeröffentlicht am 14.09.2024\nVeröffentlicht am 15.09.2024\n\nDer Rat hat am Montag in Lohe getagt."
    assert clean(twice).published is None


@given(st.text(st.sampled_from('aB zÄ1.…!?\n\t"„“-–|:,/%()>@#©'), max_size=200))
def test_anything_can_be_cleaned(text: str) -> None:
    cleaned = clean(text)
    assert cleaned.text == cleaned.text.strip()
    assert "\n\n\n" not in cleaned.text


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared articles are not here")
class TestSharedArticles:
    """The two real scrapes, with the values that were agreed for them."""

    NOISE = (
        "EUR/USD",
        "TecDAX",
        "Goldpreis",
        "Textgröße",
        "Foto:",
        "A.Seabra",
        "rrt-allgemeines",
        "Börse",
        "Portugal Colonial",
    )

    def read(self, start: str) -> str:
        return mend(decode(next(SHARED.glob(f"{start}*.txt")).read_bytes()))

    def test_the_first(self) -> None:
        cleaned = clean(self.read("000"))
        assert cleaned.title == "Kim betont verstärkte Zusammenarbeit mit Moskau"
        assert cleaned.outlet == "World"
        subtitle, text = cleaned.text.split("\n\n")
        assert subtitle.startswith("Der nordkoreanische Präsident hat")
        assert subtitle.endswith("Schoigu, empfangen")
        assert len(split_sentences(cleaned.text, "de")) == 17
        assert text.endswith("internationalen Gerechtigkeit zu spielen“.")
        assert cleaned.published is None

    def test_the_second(self) -> None:
        cleaned = clean(self.read("001"))
        assert cleaned.title == (
            "Staatsmedien: Nordkoreas Machthaber sichert Moskau einen Ausbau der Zusammenarbeit zu"
        )
        assert cleaned.outlet == "Portugal Colonial"
        assert len(cleaned.text.split("\n\n")) == 5
        assert len(split_sentences(cleaned.text, "de")) == 13

    @pytest.mark.parametrize("start", ["000", "001"])
    def test_no_noise_is_left_and_no_sentence_missing(self, start: str) -> None:
        raw, cleaned = self.read(start), clean(self.read(start))
        assert not [noise for noise in self.NOISE if noise in cleaned.text or noise in cleaned.title]
        assert cleaned.title not in cleaned.text
        for line in raw.split("\n"):
            if line.endswith((".", ".“", '."')):
                assert line in cleaned.text
