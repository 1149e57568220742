"""Learns how a practitioner's question should be turned before it is compared with the texts.

``python -m tests.quality.train_adapter`` writes ``knowledge/adapter.npz``: one 384 by 384 matrix,
trained so that a question of the corpus comes near its own passage and near the other questions of
that passage. It uses no labelled question of either half. Deterministic.
"""

import os
import random
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch

from bot.app import App
from config.settings import load
from knowledge.encoder import WIDTH
from knowledge.talk import Question
from knowledge.understanding import understand

OUT = Path(__file__).resolve().parents[2] / "knowledge" / "adapter.npz"
_EPOCHS, _BATCH, _HEAT, _DECAY = 4, 256, 0.05, 0.01


def main() -> None:
    """Train on the whole corpus and save the matrix."""
    app = App(load(os.environ))
    catalogue, encoder = app.index.catalogue, app.index._encoder
    rows = list(catalogue.passages([v.id for v in catalogue.versions(app.index.snapshot)]))
    pairs = [(number, question) for number, row in enumerate(rows) for question in row.passage.questions]
    texts = torch.tensor(encoder.embed([row.passage.search_text for row in rows]))
    plain = torch.tensor(encoder.embed([question for _, question in pairs]))
    meant = torch.tensor(
        encoder.embed([understand(Question(question), app.index.vocabulary).meaning for _, question in pairs])
    )
    matrix = train(texts, plain, meant, [number for number, _ in pairs])
    np.savez_compressed(OUT, matrix=matrix.numpy().astype(np.float16))
    print(f"{len(pairs)} questions of {len(rows)} passages; {OUT.stat().st_size:,} bytes")


def train(texts: torch.Tensor, plain: torch.Tensor, meant: torch.Tensor, owners: list[int]) -> torch.Tensor:
    """The matrix W: a question's embedding q is compared as the direction of q + qW."""
    torch.manual_seed(0)
    chooser = random.Random(0)  # noqa: S311 - training, not secrets
    siblings: dict[int, list[int]] = defaultdict(list)
    for question, owner in enumerate(owners):
        siblings[owner].append(question)
    matrix = torch.zeros(WIDTH, WIDTH, requires_grad=True)
    optimiser = torch.optim.AdamW([matrix], lr=1e-3, weight_decay=_DECAY)
    for _ in range(_EPOCHS):
        for batch in torch.randperm(len(owners)).split(_BATCH):
            others = [chooser.choice(siblings[owners[q]]) for q in batch.tolist()]
            passages = torch.tensor([owners[q] for q in batch.tolist()])
            turned = torch.nn.functional.normalize(meant[batch] + meant[batch] @ matrix, dim=1)
            loss = _loss(turned, texts[passages], passages) + _loss(turned, plain[others], passages)
            loss = loss + _DECAY * (matrix**2).sum()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return matrix.detach()


def _loss(turned: torch.Tensor, wanted: torch.Tensor, passages: torch.Tensor) -> torch.Tensor:
    """How far each question is from its own, against the others of the batch."""
    scores = turned @ wanted.T / _HEAT
    twins = (passages[:, None] == passages[None, :]) & ~torch.eye(len(passages), dtype=torch.bool)
    return torch.nn.functional.cross_entropy(scores.masked_fill(twins, -1e9), torch.arange(len(passages)))


if __name__ == "__main__":
    main()
