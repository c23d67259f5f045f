"""Running text with annotated names: GermEval 2014, Europarl (Faruqui and Padó 2010), Universal NER's EWT.

The corpora give words; the tagger reads text. So the words are joined as a newspaper would print them, and a gold
name is the characters from its first word to its last.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[3] / "shared" / "eval" / "ner-dev"
CLOSING = frozenset({*",.;:!?)]}“”»…%", "'s", "’s", "n't"})  # no space before these
OPENING = frozenset("([{„«")  # no space after these
QUOTES = frozenset({'"', "''", "``"})  # one sign for both ends

Name = tuple[int, int, str]  # start, end, kind


@dataclass(frozen=True)
class Annotated:
    """A text and its gold names: PER, LOC, ORG, OTH, and DRV for words that derive from a name or hold one."""

    text: str
    names: tuple[Name, ...]


@dataclass(frozen=True)
class Corpus:
    """A file of the folder. `others`: whether names of other kinds (OTH, DRV) are annotated the way GermEval does."""

    name: str
    file: str
    word: int  # column of the word
    label: int
    others: bool = False

    def read(self) -> list[Annotated]:
        """All sentences in the file's order."""
        lines = (FOLDER / self.file).read_text(encoding="utf-8").splitlines()
        return [_annotated(sentence) for sentence in self._sentences(lines)]

    def _sentences(self, lines: Sequence[str]) -> Iterator[list[tuple[str, str]]]:
        sentence: list[tuple[str, str]] = []
        for line in [*lines, ""]:
            fields = line.split("\t") if "\t" in line else line.split()
            if fields and (len(fields) > self.word and not (line.startswith("# ") and "\t" not in line)):
                sentence.append((fields[self.word], fields[self.label]))
            elif not fields and sentence:
                yield sentence
                sentence = []


TRAINING = Corpus("GermEval test", "germeval14-test.tsv", 1, 2, others=True)
TUNING = Corpus("GermEval dev", "germeval14-dev.tsv", 1, 2, others=True)
EUROPARL = Corpus("Europarl", "europarl-de-train.tsv", 0, -1)
ENGLISH = Corpus("English EWT", "uner-en-ewt-dev.iob2", 1, 2)


def halves(texts: Sequence[Annotated]) -> tuple[list[Annotated], list[Annotated]]:
    """English EWT's halves: the first is trained on, the second is measured on."""
    middle = len(texts) // 2
    return list(texts[:middle]), list(texts[middle:])


def _annotated(sentence: Sequence[tuple[str, str]]) -> Annotated:
    text, places = _joined([word for word, _ in sentence])
    names: list[Name] = []
    before = ""
    for (_, label), (start, end) in zip(sentence, places, strict=True):
        kind = _kind(label)
        if kind and label.startswith("I-") and kind == before:
            names[-1] = (names[-1][0], end, kind)
        elif kind:
            names.append((start, end, kind))
        before = kind
    return Annotated(text, tuple(names))


def _kind(label: str) -> str:
    kind = label[2:] if label[:2] in {"B-", "I-"} else ""
    if kind.endswith(("deriv", "part")):
        return "DRV"
    return "OTH" if kind == "MISC" else kind


def _joined(words: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    text, before, inside = "", "", False
    places = []
    for word in words:
        space = " "
        if not text or word in CLOSING or before in OPENING or (before in QUOTES and inside):
            space = ""
        if word in QUOTES:
            space = "" if inside else space
            inside = not inside
        text += space
        places.append((len(text), len(text) + len(word)))
        text += word
        before = word
    return text, places
