"""Trains the tagger of names and writes `assistant/models/names/weights.npz`.

    python -m tests.benchmarks.train_names [--without europarl] [--heads 2] [--epochs 6] [--out FILE] [--cache FOLDER]

Trains on GermEval test, Europarl and the first half of English EWT: each sentence alone, and once more in runs of two
to five, as a chunk holds them, one run in twelve in capitals; and sentences whose people got other names.
GermEval dev is for tuning, the second half of EWT for measuring (`python -m tests.benchmarks.names`). Half an hour on
two cores; no text goes into the weights.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.models.engines import local_engine
from assistant.models.names.features import word_features
from assistant.models.names.tagger import WEIGHTS
from assistant.models.names.words import find_words
from tests.benchmarks.names_network import LABELS, TAGS, Array, Example, Network, batches
from tests.benchmarks.ner_corpora import ENGLISH, EUROPARL, TRAINING, Annotated, Corpus, halves

CORPORA = {"germeval": TRAINING, "europarl": EUROPARL, "english": ENGLISH}
BATCH_WORDS = 1024
TEXTS_AT_ONCE = 64
NAMES = Path(__file__).parent / "names_of_many_languages.txt"
GENITIVES = 0.6
IN_CAPITALS = 0.08
OTHERS = np.array([tag == "O" or tag[2:] in {"OTH", "DRV"} for tag in TAGS])


def training_texts(corpus: Corpus, draw: random.Random) -> list[Annotated]:
    """The corpus's sentences, then runs of them."""
    return own(corpus) + in_runs(own(corpus), draw)


def own(corpus: Corpus) -> list[Annotated]:
    """The sentences of a corpus that may be trained on."""
    return halves(corpus.read())[0] if corpus is ENGLISH else corpus.read()


def renamed_texts(draw: random.Random) -> list[Annotated]:
    """German and English sentences whose people have names of other languages: the corpora hold few of those."""
    lines = NAMES.read_text(encoding="utf-8").splitlines()
    names = [line for line in lines if line and not line.startswith("#")]
    sentences = [one for one in own(TRAINING) + own(ENGLISH) if any(kind == "PER" for _, _, kind in one.names)]
    return [renamed(sentence, names, draw) for sentence in sentences]


def renamed(sentence: Annotated, names: Sequence[str], draw: random.Random) -> Annotated:
    """The sentence with a name of `names` for each person; a genitive s, or what looks like one, is mostly kept."""
    text, spans, behind = "", [], 0
    for start, end, kind in sentence.names:
        text += sentence.text[behind:start]
        word = sentence.text[start:end]
        if kind == "PER":
            genitive = word.endswith("s") and draw.random() < GENITIVES
            word = draw.choice(names)
            word += "s" if genitive and not word.endswith("s") else ""
        spans.append((len(text), len(text) + len(word), kind))
        text += word
        behind = end
    return Annotated(text + sentence.text[behind:], tuple(spans))


def in_runs(sentences: Sequence[Annotated], draw: random.Random) -> list[Annotated]:
    """Neighbouring sentences joined to texts of two to five."""
    runs, place = [], 0
    while place < len(sentences):
        size = draw.choice((2, 3, 4, 5))
        text, names = "", []
        for sentence in sentences[place : place + size]:
            if text:
                text += draw.choice((" ", " ", " ", "\n\n"))
            names += [(start + len(text), end + len(text), kind) for start, end, kind in sentence.names]
            text += sentence.text
        if draw.random() < IN_CAPITALS and len(text.upper()) == len(text):
            text = text.upper()
        runs.append(Annotated(text, tuple(names)))
        place += size
    return runs


def examples(name: str, texts: Sequence[Annotated], others: bool, cache: Path) -> list[Example]:
    """Features and allowed tags of each text; features are kept in `cache`, in half precision.

    `others`: whether the texts annotate names of other kinds.
    """
    file = cache / f"{name}.npy"
    words = [find_words(one.text) for one in texts]
    if not file.is_file():
        engine = local_engine()
        rows = []
        for start in range(0, len(texts), TEXTS_AT_ONCE):
            some = [one.text for one in texts[start : start + TEXTS_AT_ONCE]]
            for text, states in zip(some, engine.states(some), strict=True):
                rows.append(word_features(text, states, find_words(text)).astype(np.float16))
            print(f"\r{name}: {start + len(some)} of {len(texts)} texts read", end="", flush=True)
        print()
        np.save(file, np.concatenate(rows))
    features = np.split(np.load(file), np.cumsum([len(borders) for borders in words])[:-1])
    return [
        Example(rows, allowed(one, borders, others))
        for one, borders, rows in zip(texts, words, features, strict=True)
        if borders
    ]


def allowed(text: Annotated, words: Sequence[tuple[int, int]], others: bool) -> Array:
    """The tags each word may have: the gold one, and any of no name or another kind where those are not annotated."""
    tags = ["O"] * len(words)
    for start, end, kind in text.names:
        mark = "B"
        for place, (first, last) in enumerate(words):
            if kind in LABELS and first < end and last > start:
                tags[place], mark = f"{mark}-{kind}", "I"
    numbers = np.array([TAGS.index(tag) for tag in tags])
    exact = np.eye(len(TAGS), dtype=bool)[numbers]
    return exact if others else exact | (OTHERS[numbers][:, None] & OTHERS)


def train(texts: Sequence[Example], epochs: int, seed: int) -> Network:
    """One head. Mean and spread of the features are taken over every fifth text."""
    sample = np.concatenate([one.features for one in texts[::5]]).astype(np.float32)
    network = Network(sample.shape[1], sample.mean(axis=0), sample.std(axis=0) + 1e-3, seed)
    total = epochs * sum(len(one.features) for one in texts)
    seen = 0
    for epoch in range(epochs):
        loss, before = 0.0, seen
        for batch in batches(texts, BATCH_WORDS, seed * 100 + epoch):
            loss += network.step(batch, seen / total)
            seen += sum(len(one.features) for one in batch)
        print(f"head {seed}, epoch {epoch + 1} of {epochs}: loss a word {loss / (seen - before):.4f}", flush=True)
    return network


def write(networks: Sequence[Network], path: Path) -> None:
    """All heads in one file, the matrices over the features in 8 bits with a scale a column, the rest in 16."""
    together = {name: np.stack([network.parameters[name] for network in networks]) for name in networks[0].parameters}
    features = together.pop("features")
    scale = np.abs(features).max(axis=1) / 127
    chain = {name: together.pop(name).mean(axis=0).astype(np.float32) for name in ("transitions", "start")}
    np.savez_compressed(
        path, allow_pickle=False, tags=np.array(TAGS), mean=networks[0].mean, spread=networks[0].spread,
        features=np.round(features / scale[:, None]).astype(np.int8), features_scale=scale.astype(np.float32),
        **{name: values.astype(np.float16) for name, values in together.items()}, **chain,
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without", action="append", choices=CORPORA, default=[])
    parser.add_argument("--heads", type=int, default=2)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "presseschau-names")
    arguments = parser.parse_args()
    arguments.cache.mkdir(parents=True, exist_ok=True)
    draw = random.Random(3)
    read = {
        name: examples(name, training_texts(corpus, draw), corpus.others, arguments.cache)
        for name, corpus in CORPORA.items()
    }
    texts = [example for name in CORPORA if name not in arguments.without for example in read[name]]
    texts += examples("renamed", renamed_texts(random.Random(4)), True, arguments.cache)
    write([train(texts, arguments.epochs, seed) for seed in range(arguments.heads)], arguments.out)


if __name__ == "__main__":
    main()
