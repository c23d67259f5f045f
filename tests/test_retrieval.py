"""The hybrid retriever over a real archive with the real local embedder."""

from datetime import date

import pytest
from langchain_core.retrievers import BaseRetriever

from assistant.archive import open_archive
from assistant.models import embedder
from assistant.question import understand
from assistant.retrieval import HybridRetriever
from assistant.settings import Settings
from assistant.types import Filters
from ingest import ingest

ARTICLES = {
    "gipfel": (
        "Treffen in Genf",
        "Außenministerin Lena Hartwig hat am Montag in Genf ihren Kollegen Igor Tschernyschow getroffen. Beide "
        "sprachen über einen Austausch von Gefangenen. Ein zweites Gespräch ist für Mai geplant.",
        "Rundblick",
        "2024-03-05",
    ),
    "weizen": (
        "Weizen wird teurer",
        "Der Preis für Weizen ist an der Börse in Paris um drei Prozent gestiegen. Händler nannten die Trockenheit "
        "in Kanada als Grund. Für Mais wurde dagegen weniger bezahlt.",
        "Marktbote",
        "2024-04-10",
    ),
    "bruecke": (
        "Brücke gesperrt",
        "Die Stadt Lindau hat die alte Brücke am Hafen gesperrt. Fachleute hatten Risse im Beton entdeckt. Die "
        "Reparatur kostet 1.250 Euro am Tag und dauert bis zum Herbst.",
        "Rundblick",
        "2024-05-02",
    ),
    "vulkan": (
        "Volcano erupts in Iceland",
        "A volcano has erupted near the Icelandic town of Grindavik. Residents were taken to safety during the "
        "night. The airport in Keflavik stayed open.",
        "Northern Post",
        "2024-05-30",
    ),
    "theater": (
        "Theater sucht Leitung",
        "Das Stadttheater in Ulm sucht eine neue Intendantin. Der bisherige Leiter geht im Sommer nach Graz. Über "
        "die Nachfolge entscheidet der Kulturausschuss.",
        None,
        None,
    ),
}
LONG = " ".join(
    f"Im Hafen von Warnau wurde Kran Nummer {number} vom Betreiber nach langer Prüfung wieder in Betrieb genommen."
    for number in range(1, 121)
)


@pytest.fixture(scope="session")
def model():
    return embedder(Settings())


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    source = tmp_path_factory.mktemp("articles")
    for name, (title, text, outlet, published) in ARTICLES.items():
        head = f"title: {title!r}\n" + (f"outlet: {outlet!r}\npublished: {published}\n" if outlet else "")
        (source / f"{name}.md").write_text(f"---\n{head}---\n{text}\n", encoding="utf-8")
    (source / "hafen.md").write_text(
        f"---\ntitle: Kräne in Warnau\noutlet: Hafenblatt\n---\n{LONG}\n", encoding="utf-8"
    )
    archive = tmp_path_factory.mktemp("retrieval") / "archive"
    report = ingest([source], Settings(archive=archive))
    assert not report.failures
    return archive


@pytest.fixture(scope="module")
def retriever(folder, model):
    settings = Settings(archive=folder)
    with open_archive(settings, model_key=model.key, dimension=model.dimension) as archive:
        yield HybridRetriever(archive=archive, embedder=model)


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("Wen traf Hartwig in Genf?", "gipfel"),
        ("Worüber sprach die Ministerin mit Chernyshov?", "gipfel"),
        ("Who did Hartwig meet in Geneva?", "gipfel"),
        ("С кем встретилась Хартвиг в Женеве?", "gipfel"),
        ("О чём говорил Чернышов?", "gipfel"),
        ("Warum ist das Getreide teurer geworden?", "weizen"),
        ("Why did wheat prices rise?", "weizen"),
        ("Wo ist ein Vulkan ausgebrochen?", "vulkan"),
        ("Where did a volcano erupt?", "vulkan"),
        ("Wohin wechselt der Leiter des Theaters?", "theater"),
        ("Was kostet 1250 Euro?", "bruecke"),
        ("Grindavik", "vulkan"),
    ],
)
def test_the_article_that_answers_comes_first(retriever, question, article):
    passages = retriever.search(understand(question))
    assert passages[0].article.id == article


def test_scores_fall_and_no_passage_comes_twice(retriever):
    passages = retriever.search(understand("Was geschah im Hafen?"))
    scores = [passage.score for passage in passages]
    assert scores == sorted(scores, reverse=True)
    assert len({passage.chunk.id for passage in passages}) == len(passages)


def test_one_article_does_not_crowd_the_list(retriever):
    passages = retriever.search(understand("Welcher Kran in Warnau ist wieder in Betrieb?"))
    found = [passage.article.id for passage in passages]
    assert found[0] == "hafen"
    assert found.count("hafen") == 3
    assert len(set(found)) == 6


def test_no_more_passages_than_asked_for(retriever):
    assert len(retriever.search(understand("Wer traf wen?"), 2)) == 2


def test_filters_hold_in_both_searches(retriever):
    question = "Wen traf Hartwig in Genf?"
    by_outlet = retriever.search(understand(question, filters=Filters(outlets=("Marktbote",))))
    assert {passage.article.id for passage in by_outlet} == {"weizen"}
    spring = Filters(start=date(2024, 4, 1), end=date(2024, 5, 2))
    by_date = retriever.search(understand(question, filters=spring))
    assert {passage.article.id for passage in by_date} == {"weizen", "bruecke"}
    assert retriever.search(understand(question, filters=Filters(start=date(2030, 1, 1)))) == ()


def test_it_is_a_langchain_retriever_that_works_on_its_own(retriever):
    assert isinstance(retriever, BaseRetriever)
    documents = retriever.invoke("Wer sucht eine neue Intendantin?")
    assert documents[0].page_content.startswith("Das Stadttheater")
    assert documents[0].metadata["article_id"] == "theater"
    assert documents[0].metadata["published"] is None
    assert documents[0].metadata["score"] > documents[1].metadata["score"]


def test_its_own_filters_hold_for_invoke(folder, model, retriever):
    narrow = HybridRetriever(archive=retriever.archive, embedder=model, filters=Filters(outlets=("Northern Post",)))
    assert [one.metadata["article_id"] for one in narrow.invoke("Wer sucht eine Intendantin?")] == ["vulkan"]


def test_an_empty_archive_gives_nothing(model, settings):
    with open_archive(settings, model_key=model.key, dimension=model.dimension) as archive:
        assert HybridRetriever(archive=archive, embedder=model).search(understand("Wer traf wen?")) == ()


def test_words_count_in_an_archive_of_two(model, tmp_path, write_article):
    write_article("a.md", "Der Rat von Ahrensfeld tagt am Montag. Es geht um den Haushalt.", title="Rat tagt")
    write_article("b.md", "Der Rat von Bernsdorf tagt am Montag. Es geht um den Haushalt.", title="Rat tagt")
    settings = Settings(archive=tmp_path / "two")
    ingest([tmp_path / "articles"], settings)
    with open_archive(settings, model_key=model.key, dimension=model.dimension) as archive:
        retriever = HybridRetriever(archive=archive, embedder=model)
        for question, article in (("Wann tagt Ahrensfeld?", "a"), ("Wann tagt Bernsdorf?", "b")):
            assert retriever.search(understand(question))[0].article.id == article
