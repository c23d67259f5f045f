"""The language of articles and of short questions."""

import pytest

from assistant.language.detect import detect_language


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Wer traf wen?", "de"),
        ("Wer traf wen, wann und wo?", "de"),
        ("Was sagte Kim?", "de"),
        ("Was ist neu zu Gaza?", "de"),
        ("Warum?", "de"),
        ("Und Putin?", "de"),
        ("Nenne alle Treffen von Schoigu", "de"),
        ("Gründe für den Rücktritt von Müller", "de"),
        ("Ist Kim tot?", "de"),
        ("Who met Shoigu?", "en"),
        ("Why?", "en"),
        ("Is Kim dead?", "en"),
        ("Was Kim in Pyongyang?", "en"),
        ("Who is Söder?", "en"),
        ("Who is Шойгу?", "en"),
        ("What about Putin?", "en"),
        ("List all meetings of Shoigu", "en"),
        ("Когда Шойгу был в Пхеньяне?", "ru"),
        ("Где?", "ru"),
        ("Кто основал McKinsey & Company?", "ru"),
        ("Шойгу Пхеньян", "ru"),
        ("Хто зустрів Шойгу?", "uk"),
    ],
)
def test_short_questions(question: str, language: str) -> None:
    assert detect_language(question) == language


@pytest.mark.parametrize("nothing", ["", "   ", "2024?", "!!!"])
def test_the_default_where_nothing_tells_the_language(nothing: str) -> None:
    assert detect_language(nothing) == "de"
    assert detect_language(nothing, default="en") == "en"


def test_bare_names_are_taken_for_the_default() -> None:
    assert detect_language("Kim Putin Schoigu") == "de"
    assert detect_language("Kim Putin Shoigu", default="en") == "en"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Der Stadtrat von Altenfurt hat am Montag den Bau einer neuen Brücke beschlossen. Die Kosten werden "
            "auf zwölf Millionen Euro geschätzt. Kritik kam von Anwohnern, die Verkehr befürchten. Bald wird gebaut.",
            "de",
        ),
        (
            "The town council of Oldford decided on Monday to build a new bridge. The cost is put at twelve "
            "million pounds. Residents objected, they expect more traffic. Building begins in the autumn, they said.",
            "en",
        ),
        (
            "Городской совет в понедельник решил построить новый мост. Расходы оцениваются в двенадцать миллионов. "
            "Жители возражают, потому что опасаются большего движения. Строительство начнётся осенью этого года.",
            "ru",
        ),
        (
            "Le conseil municipal a décidé lundi de construire un nouveau pont. Le coût est estimé à douze millions "
            "d'euros. Les habitants s'y opposent, car ils craignent davantage de circulation dans leur quartier.",
            "fr",
        ),
    ],
)
def test_articles(text: str, language: str) -> None:
    assert detect_language(text) == language
