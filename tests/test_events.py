"""Events of single sentences: thresholds on the gold file, examples of each rule, and what must always hold."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.language.events import find_events
from assistant.language.events.frames import lexicon
from assistant.language.facts import read_article
from assistant.language.sentences import split_sentences
from assistant.language.times import find_times
from assistant.types import EventMention, NameSpan, Person
from tests.events_gold import PUBLISHED, RUSSIAN, SECOND, Scores, entries, found, score

NAMES = ("Norden", "Sollo", "Maric")
PLACES = ("Oslo", "Riga")


def read(text: str, language: str = "de") -> tuple[EventMention, ...]:
    """The events of a text in which Norden, Sollo and Maric are people and Oslo and Riga places."""
    people: list[Person] = []
    names: list[NameSpan] = []
    for name in (*NAMES, *PLACES):
        spans = [(at, at + len(name)) for at in range(len(text)) if text.startswith(name, at)]
        names += [NameSpan(start, end, "person" if name in NAMES else "place") for start, end in spans]
        if spans and name in NAMES:
            people.append(Person(name, mentions=tuple(spans)))
    spans = split_sentences(text, language)
    times = find_times(text, language, PUBLISHED)
    return find_events(text, language, spans, people, sorted(names, key=lambda n: n.start), times, PUBLISHED)


def half(*, held_back: bool) -> Scores:
    return score((entry, found(entry)) for entry in entries() if entry.held_back == held_back)


def test_the_gold_file_is_large_and_half_of_it_is_held_back() -> None:
    everything = entries()
    german = [entry for entry in everything if entry.language == "de"]
    assert len(german) >= 150
    assert len(everything) - len(german) >= 60
    assert abs(sum(entry.held_back for entry in everything) * 2 - len(everything)) <= 2


@pytest.mark.parametrize("held_back", [False, True])
def test_events_of_the_gold_sentences(held_back: bool) -> None:
    scores = half(held_back=held_back)
    least = {"events": (0.97, 0.9), "participants": (0.97, 0.92), "parts": (0.97, 0.92), "times": (0.97, 0.88)}
    least |= {"modality": (0.96, 0.88), "places": (0.97, 0.78)}
    for measure, (precision, recall) in least.items():
        assert scores.precision(measure) >= precision, measure
        assert scores.recall(measure) >= recall, measure


@pytest.mark.parametrize(
    ("text", "action", "participants"),
    [
        ("Norden empfing Sollo in Oslo.", "reception", {("host", "Norden"), ("visitor", "Sollo")}),
        ("Norden wurde von Sollo in Oslo empfangen.", "reception", {("host", "Sollo"), ("visitor", "Norden")}),
        ("Norden stattete Sollo einen Besuch ab.", "visit", {("visitor", "Norden"), ("host", "Sollo")}),
        ("Norden kam am Montag mit Sollo zusammen.", "meeting", {("other", "Norden"), ("other", "Sollo")}),
        ("Den Minister Sollo traf Norden in Oslo.", "meeting", {("other", "Norden"), ("other", "Sollo")}),
        ("Sollo hat Norden entlassen.", "dismissal", {("agent", "Sollo"), ("target", "Norden")}),
        ("Norden, Sollo und Maric unterzeichneten einen Vertrag.", "signing",
         {("agent", "Norden"), ("agent", "Sollo"), ("agent", "Maric")}),
        ("Am Montag war eine von Norden geleitete Delegation in Riga.", "visit", {("lead", "Norden")}),
    ],
)  # fmt: skip
def test_who_does_what(text: str, action: str, participants: set[tuple[str, str]]) -> None:
    (event,) = read(text)
    assert event.action == action
    assert {(participant.part, participant.name) for participant in event.participants} == participants
    for participant in event.participants:
        assert text[participant.start : participant.end] == participant.name


@pytest.mark.parametrize(
    ("text", "modality", "by"),
    [
        ("Norden traf Sollo in Oslo.", "happened", None),
        ("Norden wird Sollo in Oslo treffen.", "planned", None),
        ("Norden soll Sollo in Oslo treffen.", "planned", None),
        ("Norden soll Sollo in Oslo getroffen haben.", "alleged", None),
        ("Norden soll zum Minister ernannt werden.", "planned", None),
        ("Norden soll zum Minister ernannt worden sein.", "alleged", None),
        ("Norden traf Sollo nicht.", "denied", None),
        ("Norden bestritt, Sollo getroffen zu haben.", "denied", "Norden"),
        ("Laut Maric traf Norden Sollo in Oslo.", "said", "Maric"),
        ("Norden habe Sollo getroffen, sagte Maric.", "said", "Maric"),
        ("Das geplante Treffen von Norden und Sollo war Thema.", "planned", None),
    ],
)
def test_how_far_it_is_told_as_true(text: str, modality: str, by: str | None) -> None:
    (event,) = read(text)
    assert (event.modality, event.attributed_to) == (modality, by)


@pytest.mark.parametrize(
    "text",
    [
        "Norden trifft auf Widerstand.",
        "Norden traf die Entscheidung in Oslo.",
        "Wenn Norden Sollo trifft, wird es ernst.",
        "Hätte Norden Sollo getroffen, wäre es gut gegangen.",
        "Norden trifft Sollo jeden Montag.",
        "Norden bat um ein Treffen mit Sollo.",
        "Norden äußerte sich nicht.",
        "Norden trennte sich von Sollo.",
        "Norden erklärte den Rücktritt von Sollo für unvermeidlich.",
        "Norden befasst sich mit dem Thema Oslo.",
        "Norden wurde zum Sportler des Jahres gewählt.",
        "Norden wurde von Sollo für den Oscar nominiert.",
        "Norden hätte Sollo fast getroffen.",
        "Das Bild zeigt den Tod Nordens.",
        "Norden glaubt, dass Sollo entlassen wurde.",
        "Die Halle wurde nach seinem Tod von Sollo vollendet.",
        "Bundestrainer Sollo nominierte Norden.",
        "Norden begleitete den zum Präsidenten ernannten Sollo.",
    ],
)
def test_what_is_no_event(text: str) -> None:
    assert not [event for event in read(text) if event.action != "statement"]


def test_a_pronoun_means_the_one_person_of_the_sentence_before_and_nobody_where_there_are_two() -> None:
    told = read("Norden kam nach Oslo. Anfang März hatte er Gespräche in Riga geführt.")
    assert [(event.action, event.participants[0].name, event.place) for event in told] == [
        ("talks", "Norden", "Riga")
    ]
    assert not read("Norden und Sollo sind verwandt. Er führte Gespräche in Riga.")


@pytest.mark.parametrize(
    ("text", "language", "action", "names"),
    [
        ("Norden und Sollo schweigen. Am Freitag trafen sich die beiden Minister in Oslo.", "de", "meeting",
         {"Norden", "Sollo"}),
        ("Norden lobte Sollo. Beide trafen sich am Freitag in Oslo.", "de", "meeting", {"Norden", "Sollo"}),
        ("Norden und Sollo sprachen. Danach trafen sie Maric.", "de", "meeting", {"Norden", "Sollo", "Maric"}),
        ("Norden kam. Der 54-Jährige wurde am Freitag festgenommen.", "de", "arrest", {"Norden"}),
        ("Norden flog mit Sollos Hilfe. Er traf außerdem Maric.", "de", "meeting", {"Norden", "Maric"}),
        ("Norden and Sollo agree on little. The two leaders met on Friday.", "en", "meeting", {"Norden", "Sollo"}),
        ("Norden and Sollo signed a treaty. The leaders will hold talks.", "en", "talks", {"Norden", "Sollo"}),
        ("Norden spoke to Sollo. She also met the mayor of the town, Maric.", "en", "meeting", {"Norden", "Maric"}),
        ("Estonia's president, Norden, and his counterpart, Sollo, met on Friday.", "en", "meeting",
         {"Norden", "Sollo"}),
        ("Norden spoke in Oslo. Sollo, 52, and Maric, 63, both of Riga, died on Friday.", "en", "death",
         {"Sollo", "Maric"}),
        ("Sollo follows Norden, who stepped down in May.", "en", "resignation", {"Norden"}),
    ],
)  # fmt: skip
def test_descriptions_mean_those_named_before(text: str, language: str, action: str, names: set[str]) -> None:
    told = [event for event in read(text, language) if event.action == action]
    assert [{participant.name for participant in event.participants} for event in told[-1:]] == [names]


@pytest.mark.parametrize(
    "text",
    [
        "Norden, Sollo und Maric schweigen. Am Freitag trafen sich die beiden in Oslo.",
        "Norden kam, als Sollo ging. Sie trafen Maric.",
        "Norden und Sollo stritten. Die Minister der EU trafen sich in Riga.",
        "Die Polizisten suchten Norden und Sollo. Sie trafen Maric.",
        "Der Anwalt von Norden kam. Er traf Maric.",
        "Norden sprach mit Sollo. Die beiden Rebellenführer trafen Maric.",
        "Norden lobte den Minister Sollo. Er traf Maric.",
    ],
)
def test_descriptions_that_may_mean_others_mean_nobody(text: str) -> None:
    assert not [event for event in read(text) if event.action == "meeting"]


@pytest.mark.parametrize(
    ("text", "language", "modality"),
    [
        ("Norden hatte bei einem Besuch in Riga für den Plan geworben.", "de", "happened"),
        ("Norden wird bei einem Besuch in Riga für den Plan werben.", "de", "planned"),
        ("Norden praised the plan during a visit to Riga.", "en", "happened"),
    ],
)
def test_a_visit_said_in_passing(text: str, language: str, modality: str) -> None:
    (event,) = (event for event in read(text, language) if event.action == "visit")
    assert (event.participants[0].name, event.place, event.modality) == ("Norden", "Riga", modality)


def test_a_name_in_the_genitive_behind_what_was_done_to_somebody() -> None:
    text = "Auf die Ermordung Walther Rathenaus folgten Unruhen."
    names = [NameSpan(18, 35, "person")]
    (event,) = read_article(text, "de", PUBLISHED, [(0, len(text))], names).events
    assert (event.action, event.participants[0].name) == ("death", "Walther Rathenau")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Norden will am Montag nach Riga reisen. Die Reise wurde jedoch abgesagt.", "de"),
        ("Norden hat seine Reise nach Riga abgesagt.", "de"),
        ("Norden will visit Riga on Monday. The visit was called off after the attack.", "en"),
    ],
)
def test_a_journey_that_is_called_off_is_denied(text: str, language: str) -> None:
    (event,) = read(text, language)
    assert (event.action, event.place, event.modality) == ("visit", "Riga", "denied")


def test_the_time_of_a_verb_holds_for_the_one_that_shares_its_auxiliary() -> None:
    (event,) = read("Norden hatte das Haus im Oktober besucht und mit Sollo verhandelt.")
    assert event.action == "talks"
    assert event.time is not None
    assert event.time.phrase == "im Oktober"


@pytest.mark.parametrize(
    ("text", "language", "action", "names"),
    [
        ("Norden kam. Nun haben er und Maric einen Vertrag unterzeichnet.", "de", "signing", {"Norden", "Maric"}),
        ("The letter, obtained by Sollo, was signed by Norden.", "en", "signing", {"Norden"}),
        ("Norden said so, and Sollo accused Maric of theft.", "en", "accusation", {"Sollo", "Maric"}),
        ("Im März, kurz vor dem Besuch in Oslo, wurde Sollo festgenommen.", "de", "arrest", {"Sollo"}),
        ("Norden, head of the harbour, met Sollo on Friday.", "en", "meeting", {"Norden", "Sollo"}),
        ("Norden was arrested amid an uproar in Riga.", "en", "arrest", {"Norden"}),
        ("Norden resigned to move back to Oslo.", "en", "resignation", {"Norden"}),
        ("Norden was killed in a crash (Facebook) Mr Norden lived in Riga.", "en", "death", {"Norden"}),
    ],
)  # fmt: skip
def test_who_takes_part_as_news_has_it(text: str, language: str, action: str, names: set[str]) -> None:
    (event,) = (event for event in read(text, language) if event.action == action)
    assert {participant.name for participant in event.participants} == names
    assert (event.place, event.attributed_to) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        "The driver was hurt, and he was arrested.",
        "A court sentenced ousted leader Maric on Saturday.",
        "Sollo nearly killed Maric.",
        "Getty Images 9 Norden met Sollo in Oslo.",
        "Trip To Oslo View More Stories Today As Norden Met Sollo In Riga With Maric",
        'Mr Norden was "resigned and not hopeful".',
        "The OECD insisted that Norden sign the treaty.",
        "Sollo no longer blames Maric.",
        "This is the car that Sollo drives to kill Maric.",
        "Crowds demanded that Norden quit, demanding Norden resign.",
    ],
)
def test_what_is_no_event_in_english_news(text: str) -> None:
    told = read(f"Norden spoke. {text}", "en")
    assert not [event for event in told if event.action != "statement"]


def test_later_sentences_that_speak_of_the_meeting_are_among_its_sentences() -> None:
    (event,) = read("Norden traf Sollo in Oslo. Es regnete stark. Bei dem Treffen ging es um Fische.")
    assert event.sentences == (0, 2)


def test_a_relative_time_without_date_of_publication_keeps_its_phrase_alone() -> None:
    text = "Norden traf Sollo am Freitag in Oslo."
    people = [Person("Norden", mentions=((0, 6),)), Person("Sollo", mentions=((12, 17),))]
    (event,) = find_events(text, "de", [(0, len(text))], people, [], find_times(text, "de", None))
    assert event.time is not None
    assert (event.time.phrase, event.time.start, event.time.end, event.time.precision) == (
        "am Freitag",
        None,
        None,
        "day",
    )


def test_a_language_without_frames_has_no_events() -> None:
    assert lexicon("fr") is None
    assert read("Norden traf Sollo in Oslo.", "fr") == ()


WORDS = st.lists(
    st.sampled_from(
        [*NAMES, *PLACES, "traf", "empfing", "sich", "mit", "von", "und", ",", "der", "die", "zu", "nicht",
         "am Freitag", "hat", "wurde", "getroffen", "empfangen", "sagte", "dass", "er", "in", "(", ")", "„"]
    ),
    min_size=1,
    max_size=25,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(WORDS)
def test_any_order_of_words_gives_events_whose_participants_stand_in_the_text(words: list[str]) -> None:
    text = " ".join(words) + "."
    for event in read(text):
        assert event.participants
        for participant in event.participants:
            assert 0 <= participant.start < participant.end <= len(text)
        assert event.place is None or event.place in text
        if event.action == "meeting":
            assert len({participant.name for participant in event.participants}) > 1


def test_time_grows_with_length_and_not_with_its_square() -> None:
    sentence = (
        "Am Freitag empfing Norden den Minister Sollo in Oslo, wo er mit Maric sprach. Bei dem Treffen war es kalt. "
    )
    read(sentence)

    def seconds(times: int) -> float:
        started = time.process_time()
        read(sentence * times)
        return time.process_time() - started

    short, long = min(seconds(20) for _ in range(3)), min(seconds(160) for _ in range(2))
    assert long < 20 * short  # eight times the text


def test_russian_sentences() -> None:
    scores = score((entry, found(entry)) for entry in entries(RUSSIAN))
    for measure in ("events", "participants", "parts", "places", "times", "modality", "sources"):
        assert scores.precision(measure) >= 0.97, measure
        assert scores.recall(measure) >= 0.97, measure


@pytest.mark.parametrize("language", ["de", "en"])
def test_events_of_the_second_gold_file(language: str) -> None:
    scores = score((entry, found(entry)) for entry in entries(SECOND) if entry.language == language)
    for measure in ("events", "participants", "parts"):
        assert scores.precision(measure) >= 0.85, measure
        assert scores.recall(measure) >= 0.7, measure
