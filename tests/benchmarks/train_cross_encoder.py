"""Trains the cross-encoder and writes `assistant/models/crossencoder/weights.npz`.

    python -m tests.benchmarks.train_cross_encoder [--without FOLD] [--out FILE] [--epochs 2] [--start FILE]

Needs torch. Trains on the questions of M2QA and XQuAD and on our own exercises (`comprehension`), each beside the
passage it was asked of or, so that it learns that nothing answers, beside one of the five passages most like it; and
with a word changed for another of the passage. Questions of XQuAD come in German, English and Russian, and across
languages. `--without` leaves one of three folds of passages out: what such a network says of its own fold trains the
scorer (`train_scorer`), which must not believe a reader that has seen the answers. `--start` goes on from weights
of an earlier training, of the same fold. No text goes into the weights.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch

from assistant.models.crossencoder.encoder import WEIGHTS, title_tokens
from assistant.models.e5.inputs import inputs, weights_path
from tests.benchmarks.corpus import SHARED
from tests.benchmarks.cross_encoder_network import Example, Network, loss
from tests.benchmarks.memory_archive import READING_FOLDS, Asked, Text, Vectors, fold, m2qa, own, xquad

# Languages of XQuAD's passage and question, and how often.
PAIRS = {("de", "de"): 6, ("de", "en"): 3, ("en", "en"): 2, ("en", "de"): 2, ("de", "ru"): 1, ("ru", "ru"): 1}
WINDOW = 200  # tokens
BATCH = 16
RATE = 1e-3
WARMING = 0.06  # share of the steps
ELSEWHERE = 0.3  # share of the questions that are asked of a passage which does not answer
CHANGED = 0.1  # share of those whose question is changed
UNTITLED = 0.2  # share of those whose text is read without its title
NEAREST = 5
_TELLING = re.compile(r"(?<=\s)[A-ZÄÖÜ][\w-]{3,}|\b\d{2,4}\b")  # names, German nouns, years and other figures


@dataclass(frozen=True)
class Posed:
    """One question, the passage that it was asked of, and the passages most like it."""

    asked: Asked
    text: Text
    nearest: tuple[Text, ...]


class Examples:
    """Draws examples, differently in every epoch."""

    def __init__(self, vectors: Vectors, without: int | None, draw: random.Random) -> None:
        self._draw = draw
        self._inputs = inputs(weights_path())
        self._tokens: dict[str, tuple[list[int], list[tuple[int, int]]]] = {}
        self.questions: list[list[tuple[int, Posed]]] = []
        self._add([(1, *own())], vectors, without)
        self._add([(1, *m2qa(SHARED))], vectors, without)
        self._add([(share, *xquad(SHARED, *pair)) for pair, share in PAIRS.items()], vectors, without)

    def _add(
        self,
        sets: Sequence[tuple[int, list[Text], list[Asked]]],
        vectors: Vectors,
        without: int | None,
    ) -> None:
        """One set in several languages, each as often as its number says; an epoch asks a question in one of them."""
        found: list[list[tuple[int, Posed]]] = [[] for _ in sets[0][2]]
        for share, texts, questions in sets:
            known = vectors.passages([text.text for text in texts])
            by_id = {text.id: text for text in texts}
            for place, asked in enumerate(questions):
                text = by_id[asked.text_id]
                if fold(text.id, READING_FOLDS) == without:
                    continue
                order = np.argsort(-(known @ vectors.embed_question(asked.question)))
                others = [texts[row] for row in order[: NEAREST + 1] if texts[row].id != text.id]
                found[place].append((share, Posed(asked, text, tuple(others[:NEAREST]))))
        self.questions += [one for one in found if one]

    def epoch(self) -> Iterator[list[Example]]:
        """Batches of examples of like length, in any order."""
        examples = [
            self._example(self._draw.choices([posed for _, posed in one], [share for share, _ in one])[0])
            for one in self.questions
        ]
        self._draw.shuffle(examples)
        batches = []
        for start in range(0, len(examples), 20 * BATCH):
            alike = sorted(examples[start : start + 20 * BATCH], key=len)
            batches += [alike[at : at + BATCH] for at in range(0, len(alike), BATCH)]
        self._draw.shuffle(batches)
        yield from batches

    def _example(self, posed: Posed) -> Example:
        chance = self._draw.random()
        if chance < ELSEWHERE:
            text, answer = self._draw.choice(posed.nearest), None
        else:
            text, answer = posed.text, self._span(posed)
            if chance < ELSEWHERE + CHANGED:
                posed, is_other = self._another(posed)
                answer = None if is_other else answer
        ids, spans = self._tokens_of(text.text)
        places = [
            place
            for place, (start, end) in enumerate(spans)
            if answer and start < end and start < answer[1] and end > answer[0]
        ]
        first, last = self._window(len(ids), places)
        return Example(
            [*self._tokens_of(posed.asked.question)[0], *self._heading(text)],
            ids[first:last],
            [place - first for place in places if first <= place < last],
        )

    def _heading(self, text: Text) -> list[int]:
        """The title as the product puts it to the reader, or nothing."""
        if not text.title or self._draw.random() < UNTITLED:
            return []
        return title_tokens(self._inputs, text.title)

    def _window(self, length: int, places: Sequence[int]) -> tuple[int, int]:
        """A run of tokens that holds the answer somewhere."""
        if length <= WINDOW:
            return 0, length
        at = places[0] if places else self._draw.randrange(length)
        first = max(0, min(at - self._draw.randrange(WINDOW // 4, 3 * WINDOW // 4), length - WINDOW))
        return first, first + WINDOW

    def _span(self, posed: Posed) -> tuple[int, int] | None:
        if not posed.asked.answers:
            return None
        return posed.asked.start, posed.asked.start + len(posed.asked.answers[0])

    def _another(self, posed: Posed) -> tuple[Posed, bool]:
        """The question with one telling word changed for another of the passage, which then does not answer it."""
        words = _TELLING.findall(posed.asked.question)
        others = [word for word in _TELLING.findall(posed.text.text) if word not in posed.asked.question]
        words = [word for word in words if any(word[:1].isdigit() == other[:1].isdigit() for other in others)]
        if not words:
            return posed, False
        word = self._draw.choice(words)
        other = self._draw.choice([one for one in others if one[:1].isdigit() == word[:1].isdigit()])
        return replace(posed, asked=replace(posed.asked, question=posed.asked.question.replace(word, other))), True

    def _tokens_of(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        if text not in self._tokens:
            self._tokens[text] = self._inputs.tokenise.with_spans(text)
        return self._tokens[text]


def train(examples: Examples, epochs: float, start: Path | None = None) -> Network:
    """A network after so many rounds through the questions; AdamW with a rate that rises, then falls to nothing.

    start: weights of an earlier training to go on from.
    """
    network = Network(inputs(weights_path()))
    if start is not None:
        with np.load(start) as learned:
            network.restore(learned)
    learned = [parameter for parameter in network.parameters() if parameter.requires_grad]
    optimiser = torch.optim.AdamW(learned, lr=RATE, weight_decay=0.01)
    steps = int(epochs * len(examples.questions) / BATCH)
    step, losses, started = 0, [], time.perf_counter()
    while step < steps:
        for batch in examples.epoch():
            rate = RATE * min(1.0, (step + 1) / (WARMING * steps)) * (1 - step / steps)
            for group in optimiser.param_groups:
                group["lr"] = rate
            with torch.autocast("cpu", torch.bfloat16):
                logits, wanted = network(batch)
            found = loss(logits, wanted)
            optimiser.zero_grad()
            found.backward()
            torch.nn.utils.clip_grad_norm_(learned, 1.0)
            optimiser.step()
            losses.append(found.item())
            step += 1
            if step % 50 == 0 or step == steps:
                took = time.perf_counter() - started
                print(f"{step} of {steps} steps, loss {np.mean(losses[-50:]):.3f}, {took:.0f} s", flush=True)
            if step == steps:
                break
    return network


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "presseschau-benchmarks")
    parser.add_argument("--without", type=int, choices=range(READING_FOLDS), help="the fold of passages to leave out")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--epochs", type=float, default=2.0)
    parser.add_argument("--start", type=Path, help="weights to go on from")
    arguments = parser.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(os.cpu_count() or 1)  # torch counts cores, not what they run at once
    vectors = Vectors(arguments.folder / "vectors.npz")
    examples = Examples(vectors, arguments.without, random.Random(0))
    vectors.save()
    network = train(examples, arguments.epochs, arguments.start)
    np.savez_compressed(arguments.out, **network.learned())
    print(f"{len(examples.questions)} questions, weights in {arguments.out}")


if __name__ == "__main__":
    main()
