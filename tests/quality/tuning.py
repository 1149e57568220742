"""Tuning the upper layers of the embedding model on labelled sentences, for ``tune_drafts`` and ``tune_questions``.

Needs torch; some fifteen minutes for 45,000 sentences with one thread, and two fit side by side. The lower layers stay
as they are: what they make of each sentence is kept, and only the layers above are gone through. A change to a layer is
the product of two thin matrices, so what ships is small. See ``docs/decisions/0028-layers-that-learnt-to-read.md``.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn import functional

from knowledge.model_export import TOKENIZER, TUNED, packaged_weights

KEPT_LAYERS, RANK, LOUDER = 3, 16, 2.0
EPOCHS, BATCH, AT_ONCE = 3, 64, 20
RATE, HEADS_RATE = 1.5e-3, 4.5e-3
DROPPED, SMOOTHED, LONGEST = 0.1, 0.05, 96
# What the tuned layers give is of length one; the classifiers on them see it so many times as long.
SCALE = 8.0
HEAD = "head "
_SEED, _TOLD_EVERY = 0, 100


@dataclass(frozen=True, slots=True)
class Lesson:
    """A sentence with its labels for some classifiers, as places in the classifier's list of labels."""

    text: str
    labels: Mapping[str, Sequence[int]]
    weight: float = 1.0


class Changed(torch.nn.Module):
    """A part of a layer, as it is, and beside it a change that is learnt."""

    def __init__(self, part: torch.nn.Linear) -> None:
        super().__init__()
        self.part = part
        self.down = torch.nn.Parameter(torch.randn(RANK, part.in_features) / part.in_features**0.5)
        self.up = torch.nn.Parameter(torch.zeros(part.out_features, RANK))
        self.drop = torch.nn.Dropout(DROPPED)

    def forward(self, states: torch.Tensor) -> torch.Tensor:
        change = functional.linear(functional.linear(self.drop(states), self.down), self.up)
        return self.part(states) + LOUDER * change


class Reader(torch.nn.Module):
    """The upper layers with a classifier of each name on what they make of a sentence."""

    def __init__(self, layers: torch.nn.ModuleList, labels: Mapping[str, Sequence[str]]) -> None:
        super().__init__()
        self.layers = layers
        for layer in layers:
            for part in TUNED:
                layer.set_submodule(part, Changed(layer.get_submodule(part)))
        self.heads = torch.nn.ModuleDict({name: torch.nn.Linear(384, len(held)) for name, held in labels.items()})
        self.drop = torch.nn.Dropout(DROPPED)

    def read(self, states: Sequence[torch.Tensor]) -> torch.Tensor:
        """Rows of length one, from what the lower layers made of some sentences."""
        joined = torch.nn.utils.rnn.pad_sequence([one.float() for one in states], batch_first=True)
        mask = torch.tensor([[at < len(one) for at in range(joined.shape[1])] for one in states])
        for layer in self.layers:
            joined = first_of(layer(joined, mask[:, None, None, :]))
        kept = mask.unsqueeze(-1).float()
        return functional.normalize((joined.float() * kept).sum(1) / kept.sum(1), dim=1)

    def loss(
        self, states: Sequence[torch.Tensor], wanted: Sequence[Lesson], weights: Mapping[str, float]
    ) -> torch.Tensor:
        """How far the classifiers are off, a sentence."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            rows = self.read(states)
        rows = self.drop(SCALE * rows)
        total = torch.zeros(())
        for name, head in self.heads.items():
            pairs = [(at, label) for at, one in enumerate(wanted) for label in one.labels.get(name, ())]
            if pairs:
                said, right = head(rows[[at for at, _ in pairs]]), torch.tensor([label for _, label in pairs])
                smoothed = SMOOTHED if head.out_features > 2 else 0.0
                off = functional.cross_entropy(said, right, label_smoothing=smoothed, reduction="none")
                counts = torch.tensor([wanted[at].weight for at, _ in pairs])
                total = total + weights.get(name, 1.0) * (off * counts).sum() / len(states)
        return total


def first_of(given: Any) -> torch.Tensor:
    """What a layer hands on."""
    return given[0] if isinstance(given, tuple) else given


def below(encoder: Any, tokenizer: Tokenizer, texts: Sequence[str]) -> list[torch.Tensor]:
    """What the lower layers make of each text: shape (word pieces, 384)."""
    pieces = [one.ids for one in tokenizer.encode_batch(list(texts))]
    order = sorted(range(len(pieces)), key=lambda at: len(pieces[at]))
    found: list[torch.Tensor] = [torch.empty(0)] * len(pieces)
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            given = torch.nn.utils.rnn.pad_sequence([torch.tensor(pieces[at]) for at in batch], batch_first=True)
            mask = torch.tensor([[at < len(pieces[row]) for at in range(given.shape[1])] for row in batch])
            states = encoder.embeddings(input_ids=given)
            for layer in encoder.encoder.layer[:KEPT_LAYERS]:
                states = first_of(layer(states, mask[:, None, None, :]))
            for at, row in zip(batch, states.bfloat16(), strict=True):
                found[at] = row[: len(pieces[at])].clone()
    return found


def packaged() -> tuple[Any, Tokenizer]:
    """The model as it is packaged, which nothing changes, and its tokenizer."""
    from sentence_transformers import SentenceTransformer

    folder = packaged_weights()
    encoder = SentenceTransformer(str(folder), device="cpu")[0].auto_model.eval()
    for one in encoder.parameters():
        one.requires_grad_(False)
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return encoder, tokenizer


def batches(sizes: Sequence[int], seed: random.Random) -> Iterator[list[int]]:
    """Places in batches of like size, in an order by chance."""
    order = list(range(len(sizes)))
    seed.shuffle(order)
    found = []
    for start in range(0, len(order), BATCH * AT_ONCE):
        some = sorted(order[start : start + BATCH * AT_ONCE], key=sizes.__getitem__)
        found += [some[at : at + BATCH] for at in range(0, len(some), BATCH)]
    seed.shuffle(found)
    return iter(found)


def tune(
    wanted: Sequence[Lesson], labels: Mapping[str, Sequence[str]], weights: Mapping[str, float] = MappingProxyType({})
) -> Reader:
    """The reader as it learns from some sentences; ``weights`` are those of the classifiers, 1 where none is given."""
    torch.set_num_threads(1)
    torch.manual_seed(_SEED)
    encoder, tokenizer = packaged()
    states = below(encoder, tokenizer, [one.text for one in wanted])
    reader = Reader(encoder.encoder.layer[KEPT_LAYERS:], labels).train()
    changes = [one for one in reader.layers.parameters() if one.requires_grad]
    steps = EPOCHS * -(-len(wanted) // BATCH) + EPOCHS
    groups = [{"params": changes, "lr": RATE}, {"params": reader.heads.parameters(), "lr": HEADS_RATE}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    rates = torch.optim.lr_scheduler.OneCycleLR(optimiser, [RATE, HEADS_RATE], total_steps=steps, pct_start=0.1)
    seed, done = random.Random(_SEED), 0  # noqa: S311 - an order that is the same each time
    for _ in range(EPOCHS):
        for batch in batches([len(one) for one in states], seed):
            loss = reader.loss([states[at] for at in batch], [wanted[at] for at in batch], weights)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(changes, 1.0)
            optimiser.step()
            rates.step()
            done += 1
            if done % _TOLD_EVERY == 0:
                print(f"{done} of {steps}: {loss.item():.2f}", flush=True)
    return reader.eval()


def arrays_of(reader: Reader) -> Iterator[tuple[str, np.ndarray]]:
    """The changes to the layers, named by layer and part."""
    for number, layer in enumerate(reader.layers, KEPT_LAYERS):
        for part in TUNED:
            changed = layer.get_submodule(part)
            yield f"{number}.{part}.down", changed.down.detach().numpy().astype(np.float16)
            yield f"{number}.{part}.up", (LOUDER * changed.up).detach().numpy().astype(np.float16)


def keep(path: Path, reader: Reader, labels: Mapping[str, Sequence[str]]) -> None:
    """Keep what a reader learnt, with its classifiers, for the scripts that train what rests on them."""
    heads = {
        f"{HEAD}{name} {part}": getattr(head, part).detach().numpy()
        for name, head in reader.heads.items()
        for part in ("weight", "bias")
    }
    named = {f"{HEAD}{name} labels": np.array(held) for name, held in labels.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(path, **dict(arrays_of(reader)), **heads, **named)
    print(f"kept in {path.name}", flush=True)


def ship(kept: Path, shipped: Path) -> None:
    """Put the changes to the layers where the program finds them."""
    with np.load(kept, allow_pickle=False) as arrays:
        np.savez_compressed(shipped, **{name: arrays[name] for name in arrays.files if not name.startswith(HEAD)})


def head_of(kept: Path, name: str, labels: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Weights, shape (384, labels), and biases of a classifier on what the tuned layers give."""
    with np.load(kept, allow_pickle=False) as arrays:
        known = list(map(str, arrays[f"{HEAD}{name} labels"]))
        weights, biases = SCALE * arrays[f"{HEAD}{name} weight"].T, arrays[f"{HEAD}{name} bias"]
    at = [known.index(label) if label in known else None for label in labels]
    rare = float(biases.min())  # of a label too rare among what was learnt from
    columns = [np.zeros(len(weights)) if one is None else weights[:, one] for one in at]
    return np.stack(columns, axis=1), np.array([rare if one is None else biases[one] for one in at])
