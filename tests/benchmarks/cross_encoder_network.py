"""The cross-encoder as it is trained: the embedder's own encoder, frozen, with low-rank changes of its matrices.

Low-rank adaptation: Hu et al. 2021, arXiv 2106.09685. Needs torch, which the project does not.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from assistant.models.e5.inputs import Inputs
from assistant.models.e5.weights import Weights, dequantise

FIRST_CHANGED = 4  # the layers below it read words much as they stand
RANK = 16
MATRICES = ("q", "k", "v", "ao", "fi", "fo")


@dataclass(frozen=True)
class Example:
    """Token ids of a question, with the title after it if there is one, and of a window of the text below.

    answer: the places in the window that answer, if any does.
    """

    question: Sequence[int]
    window: Sequence[int]
    answer: Sequence[int]

    def __len__(self) -> int:
        return len(self.question) + len(self.window)


class Changed(nn.Module):
    """x Wᵀ + b with W frozen, plus x Aᵀ Bᵀ; B is zero at first, so that training begins at the embedder."""

    def __init__(self, matrix: np.ndarray, bias: np.ndarray, changes: bool) -> None:
        super().__init__()
        self.matrix = nn.Parameter(torch.tensor(matrix), requires_grad=False)
        self.bias = nn.Parameter(torch.tensor(bias), requires_grad=False)
        self.changes = changes
        if changes:
            rows, columns = matrix.shape
            self.down = nn.Parameter(torch.randn(RANK, columns) / math.sqrt(columns))
            self.up = nn.Parameter(torch.zeros(rows, RANK))

    def forward(self, given: torch.Tensor) -> torch.Tensor:
        out = functional.linear(given, self.matrix, self.bias)
        if not self.changes:
            return out
        return out + functional.linear(functional.linear(given, self.down), self.up)


class Layer(nn.Module):
    """One layer of the encoder."""

    def __init__(self, weights: Weights, layer: int) -> None:
        super().__init__()
        self.heads = weights.heads
        prefix = f"l{layer}."
        for name in MATRICES:
            columns = weights.inner if name == "fo" else weights.width
            matrix = dequantise(weights.blocks(f"{prefix}{name}.w", columns))
            self.add_module(name, Changed(matrix, weights.vector(f"{prefix}{name}.b"), layer >= FIRST_CHANGED))
        self.aln, self.oln = (_norm(weights, prefix + name, layer >= FIRST_CHANGED) for name in ("aln", "oln"))

    def forward(self, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        batch, length, width = states.shape
        query, key, value = (
            getattr(self, name)(states).view(batch, length, self.heads, -1).transpose(1, 2) for name in "qkv"
        )
        attended = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask[:, None, None, :])
        states = self.aln(states + self.ao(attended.transpose(1, 2).reshape(batch, length, width)))
        return self.oln(states + self.fo(functional.gelu(self.fi(states))))


class Network(nn.Module):
    """Question and window → a logit for each token of the window, and one for "nothing here answers"."""

    def __init__(self, read: Inputs) -> None:
        super().__init__()
        self._inputs = read
        weights = read.weights
        self.norm = _norm(weights, "emb.ln", True)
        self.sides = nn.Parameter(torch.zeros(2, weights.width))  # of the question, of the window
        self.layers = nn.ModuleList(Layer(weights, layer) for layer in range(weights.layers))
        self.answers = nn.Linear(weights.width, 1)
        self.nothing = nn.Linear(weights.width, 1)
        for head in (self.answers, self.nothing):
            nn.init.normal_(head.weight, std=0.02)

    def forward(self, examples: Sequence[Example]) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits (n, 1 + longest), "nothing" first, -1e9 for what is no token of the window; and which are wanted."""
        end = self._inputs.weights.vocabulary.end
        embeddings, lengths = self._inputs.embeddings(
            [[*example.question, end, *example.window] for example in examples]
        )
        length = embeddings.shape[1]
        sides = np.zeros((len(examples), length), np.int64)
        inside = np.zeros((len(examples), length), bool)
        wanted = np.zeros((len(examples), 1 + length), bool)
        for row, example in enumerate(examples):
            start = len(example.question) + 2
            sides[row, start:] = 1
            inside[row, start : start + len(example.window)] = True
            wanted[row, [1 + start + place for place in example.answer] or [0]] = True
        states = self.norm(torch.tensor(embeddings) + self.sides[torch.tensor(sides)])
        mask = torch.tensor(np.arange(length) < lengths[:, None])
        for layer in self.layers:
            states = layer(states, mask)
        tokens = self.answers(states)[..., 0].float().masked_fill(~torch.tensor(inside), -1e9)
        return torch.cat([self.nothing(states[:, 0]).float(), tokens], 1), torch.tensor(wanted)

    def restore(self, learned: Mapping[str, np.ndarray]) -> None:
        """Goes on from what an earlier training made."""
        for name, parameter in self.named_parameters():
            if parameter.requires_grad:
                parameter.data = torch.tensor(learned[_stored_name(name)].astype(np.float32))

    def learned(self) -> dict[str, np.ndarray]:
        """What training made, as float16, by the names of the weights file: "l4.q.down", "l4.aln.w", "sides" …"""
        return {
            _stored_name(name): parameter.detach().numpy().astype(np.float16)
            for name, parameter in self.named_parameters()
            if parameter.requires_grad
        }


def loss(logits: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    """Some of an answer's tokens must be likely, and each of them somewhat; or "nothing"."""
    likely = functional.log_softmax(logits, 1)
    some = torch.logsumexp(likely.masked_fill(~wanted, -1e9), 1)
    each = (likely * wanted).sum(1) / wanted.sum(1)
    return -(0.7 * some + 0.3 * each).mean()


def _norm(weights: Weights, name: str, changes: bool) -> nn.LayerNorm:
    norm = nn.LayerNorm(weights.width, eps=weights.epsilon)
    norm.weight.data = torch.tensor(weights.vector(name + ".w"))
    norm.bias.data = torch.tensor(weights.vector(name + ".b"))
    norm.requires_grad_(changes)
    return norm


def _stored_name(name: str) -> str:
    for ours, stored in (("layers.", "l"), ("norm.", "emb.ln."), (".weight", ".w"), (".bias", ".b")):
        name = name.replace(ours, stored)
    return name
