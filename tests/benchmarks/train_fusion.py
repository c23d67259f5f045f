"""Learns the weights of `assistant/data/fusion.json` on XQuAD and M2QA's German news.

    python -m tests.benchmarks.train_fusion               # learns from everything, writes the weights
    python -m tests.benchmarks.train_fusion --validate    # five folds by passage, prints hit@1, writes nothing

A softmax over the candidates of a question: the likelier the right passage, the better the weights. Every archive
and language of questions counts alike. Where an archive has a passage in both languages, the one in the question's
own is right: that is what a reader wants first. The signals are kept in FOLDER/fusion.npz (--fresh makes them anew);
no text goes into the weights. Rows "of 20" ask of twenty random passages, an archive of another size.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from hashlib import md5
from pathlib import Path

import numpy as np

from assistant import fusion
from assistant.fusion import Signals, Weights, fuse
from assistant.question import understand
from assistant.retrieval import WEIGHED, HybridRetriever
from tests.benchmarks import xquad
from tests.benchmarks.corpus import SHARED, Passage, options, retriever_over

WEIGHTS = Path(fusion.__file__).parent / "data" / "fusion.json"
FOLDS = 5
FEW = 20
# Free, it goes to 1.7 and better still on XQuAD; on the sample articles, which have titles and several chunks, more
# than this makes it worse.
SENTENCE = 1.3
_STEPS = 600
_DECAY = 1e-4
_COLUMNS = ("dense", "sentence", "words", "names", "same_language")


@dataclass(frozen=True)
class Row:
    """The candidates of one question: a column for each signal, which are right, and their source ids."""

    source: str
    group: str  # the passage that the question was asked of
    table: np.ndarray
    right: np.ndarray
    ids: tuple[str, ...]

    @property
    def fold(self) -> int:
        return int(md5(self.group.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS

    def signals(self) -> Signals:
        columns = dict(zip(_COLUMNS, self.table.T, strict=True))
        columns["same_language"] = columns["same_language"] > 0
        return Signals(**columns)

    def among(self, count: int) -> Row:
        """The same question in an archive of `count` passages, the right ones among them."""
        wrong = sorted(set(self.ids) - {self.ids[place] for place in np.flatnonzero(self.right)})
        chance = np.random.default_rng(int(md5(repr(self.ids).encode(), usedforsecurity=False).hexdigest()[:8], 16))
        kept = set(chance.permutation(wrong)[: count - 1].tolist())
        rows = [place for place, one in enumerate(self.ids) if self.right[place] or one in kept]
        return Row(
            f"{self.source} of {count}",
            self.group,
            self.table[rows],
            self.right[rows],
            tuple(np.array(self.ids)[rows]),
        )


def hit(row: Row, weights: Weights) -> bool:
    """Whether a right passage comes first, in the two steps of the retriever."""
    if not row.right.any():
        return False
    signals = row.signals()
    first = Signals(signals.dense, signals.dense, signals.words, signals.names, signals.same_language)
    kept = np.argsort(-fuse(first, by=weights), kind="stable")[:WEIGHED]
    return bool(row.right[kept[np.argmax(fuse(signals.at(kept), by=weights))]])


def learn(rows: Sequence[Row]) -> Weights:
    """Adam (Kingma and Ba 2015) from zero over all rows at once, so that two runs agree."""
    rows = [row for row in rows if row.right.any()]
    counts = {source: sum(row.source == source for row in rows) for source in {row.source for row in rows}}
    table = np.concatenate([_inputs(row.table) for row in rows])
    scales = table.std(axis=0)
    table = table / scales
    starts = np.cumsum([0, *(len(row.right) for row in rows[:-1])])
    owner = np.repeat(np.arange(len(rows)), [len(row.right) for row in rows])
    right = np.concatenate([row.right for row in rows])
    share = np.array([1 / counts[row.source] for row in rows]) / len(counts)
    found, first, second = (np.zeros(table.shape[1]) for _ in range(3))
    for step in range(1, _STEPS + 1):
        scores = table @ found
        scores = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        chosen = scores / np.add.reduceat(scores, starts)[owner]
        wanted = chosen * right / np.maximum(np.add.reduceat(chosen * right, starts), 1e-12)[owner]
        slope = table.T @ ((chosen - wanted) * share[owner]) + _DECAY * found
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope * slope
        found = found - 0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    meaning, *others = (found / scales).tolist()
    return Weights(SENTENCE, *(round(value / meaning, 4) for value in others))


def _inputs(table: np.ndarray) -> np.ndarray:
    """What `fuse` adds up: meaning, then the rest in the order of `Weights`."""
    dense, sentence, words, names, same = table.T
    return np.stack([dense + SENTENCE * sentence, words * same, 1 - same, names * (1 - same)], axis=1)


def gather(folder: Path, limit: int | None) -> list[Row]:
    """The candidates of every question, through the product's own archives and searches."""
    rows: list[Row] = []
    passages, questions, belongs = xquad.load()
    for archive, asking in xquad.ARCHIVES.items():
        name = "xquad-" + archive.replace("|", "-or-").replace("+", "-and-")
        with retriever_over(name, xquad.chosen(archive, passages), folder) as retriever:
            for language in asking:
                for question, number in list(zip(questions[language], belongs, strict=True))[:limit]:
                    own = [language] if "+" in archive else xquad.LANGUAGES
                    wanted = {f"{number}-{one}" for one in own}
                    rows += _row(f"{language}→{archive}", f"xquad {number}", question, wanted, retriever)
    lines = (SHARED / "m2qa-dev" / "german_news.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [json.loads(line) for line in lines]
    numbers = {text: str(number) for number, text in enumerate(dict.fromkeys(row["context"] for row in asked))}
    with retriever_over(
        "m2qa", [Passage(number, text, "de") for text, number in numbers.items()], folder
    ) as retriever:
        for one in asked[:limit]:
            number = numbers[one["context"]]
            rows += _row("m2qa", f"m2qa {number}", one["question"], {number}, retriever)
    return rows


def _row(source: str, group: str, question: str, wanted: set[str], retriever: HybridRetriever) -> list[Row]:
    found = retriever.with_sentences(retriever.candidates(understand(question)))
    ids = tuple(article.source_id or "" for _, article in found.chunks)
    if not ids:
        return []
    columns = [np.asarray(getattr(found.signals, name), dtype=float) for name in _COLUMNS]
    return [Row(source, group, np.stack(columns, axis=1), np.array([one in wanted for one in ids]), ids)]


def kept(path: Path, folder: Path, limit: int | None, fresh: bool) -> list[Row]:
    """The rows of the file, made if it is missing."""
    if fresh or not path.exists():
        rows = gather(folder, limit)
        ends = np.cumsum([len(row.right) for row in rows])
        np.savez(
            path,
            table=np.concatenate([row.table for row in rows]),
            right=np.concatenate([row.right for row in rows]),
            ids=np.concatenate([np.array(row.ids) for row in rows]),
            ends=ends,
            names=np.array([(row.source, row.group) for row in rows]),
        )
    with np.load(path) as stored:
        table, right, ids, ends, names = (stored[name] for name in ("table", "right", "ids", "ends", "names"))
    starts = [0, *ends[:-1]]
    return [
        Row(str(source), str(group), table[start:end], right[start:end], tuple(ids[start:end].tolist()))
        for (source, group), start, end in zip(names, starts, ends, strict=True)
    ]


def validate(rows: Sequence[Row]) -> None:
    """hit@1 of the weights as they are and of those learnt on the other folds."""
    now = fusion.weights()
    learnt = [learn([row for row in rows if row.fold != fold]) for fold in range(FOLDS)]
    for fold, weights in enumerate(learnt):
        print(f"fold {fold}: {weights}")
    print(f"\n{'':16}{'n':>6}{'now':>8}{'learnt':>8}   by fold")
    for source in dict.fromkeys(row.source for row in rows):
        own = [row for row in rows if row.source == source]
        for asked in (own, [row.among(FEW) for row in own]):
            before = np.mean([hit(row, now) for row in asked])
            hits = [[hit(row, learnt[fold]) for row in asked if row.fold == fold] for fold in range(FOLDS)]
            by_fold = " ".join(f"{np.mean(found):.3f}" for found in hits if found)
            after = np.mean([one for found in hits for one in found])
            print(f"{asked[0].source:16}{len(asked):6}{before:8.4f}{after:8.4f}   {by_fold}")


def main() -> None:
    parser = options(__doc__ or "")
    parser.add_argument("--validate", action="store_true", help="five folds by passage instead of writing weights")
    parser.add_argument("--fresh", action="store_true", help="search anew instead of using the signals kept")
    arguments = parser.parse_args()
    rows = kept(arguments.folder / "fusion.npz", arguments.folder, arguments.limit, arguments.fresh)
    if arguments.validate:
        validate(rows)
        return
    learnt = learn(rows)
    stored = {"weights": {field.name: getattr(learnt, field.name) for field in fields(learnt)}}
    WEIGHTS.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
    print(learnt)


if __name__ == "__main__":
    main()
