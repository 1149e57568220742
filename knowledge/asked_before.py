"""What questions like this one were answered with before: kept embeddings, with the labels of the texts that answer.

The questions were written for the labelled sets by people who had not seen the program, so they sound as practitioners
do and are as common as what practitioners ask about. Made by ``python -m tests.quality.remember_questions``; see
``docs/decisions/0021-asked-before.md``.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

from knowledge.nearness import Rows
from knowledge.prepared import in_bytes

if TYPE_CHECKING:
    from numpy.typing import NDArray

FILE = "asked_before.npz"
# Two questions that are no nearer than this have nothing to do with each other.
_FAR = 0.25
# Only the labels of so many questions are named, those of the nearest.
_NEAREST = 96
_left_out: ContextVar[str] = ContextVar("left_out", default="")


@dataclass(frozen=True, slots=True)
class Before:
    """The kept questions: an embedding and a writer for each, and the labels with the questions that each answered.

    ``asked`` holds places among the rows, label by label, and ``starts`` where the places of each label begin.
    """

    rows: Rows
    writers: "NDArray[np.str_]"
    labels: tuple[str, ...]
    asked: "NDArray[np.int32]"
    starts: "NDArray[np.int32]"

    def near(self, embedding: "NDArray[np.float32]") -> Mapping[str, float]:
        """For the nearest labels, how near a question is that each answered: 0 for nothing in common, 1 for the same.

        ``embedding`` is of length one, shape (384,).
        """
        writer = left_out()
        places, near = self.rows.nearest(embedding, _NEAREST, self.writers != writer if writer else None)
        similar = np.zeros(len(self.rows), np.float32)
        similar[places] = near
        best = np.maximum.reduceat(similar[self.asked], self.starts)
        return {self.labels[at]: float(best[at] - _FAR) / (1 - _FAR) for at in np.flatnonzero(best > _FAR)}


@cache
def before(model: str) -> Before | None:
    """The kept questions; nothing for another embedding model than theirs."""
    with (resources.files("knowledge") / FILE).open("rb") as stream, np.load(stream, allow_pickle=False) as kept:
        if str(kept["model"]) != model:
            return None
        labels = tuple(map(str, kept["labels"]))
        return Before(Rows(kept["rows"]), kept["writers"], labels, kept["asked"], kept["starts"])


def left_out() -> str:
    """The writer whose questions are left out just now; nobody as a rule."""
    return _left_out.get()


@contextmanager
def leaving_out(writer: str) -> Iterator[None]:
    """While this lasts, the questions of one writer are not remembered: theirs are being scored or learnt from."""
    token = _left_out.set(writer)
    try:
        yield
    finally:
        _left_out.reset(token)


def packed(
    model: str, embeddings: "NDArray[np.float32]", writers: Sequence[str], answers: Sequence[Sequence[str]]
) -> Mapping[str, "NDArray[np.generic]"]:
    """The arrays of the file."""
    asked: dict[str, list[int]] = {}
    for at, one in enumerate(answers):
        for label in one:
            asked.setdefault(label, []).append(at)
    labels = sorted(asked)
    starts = np.cumsum([0, *(len(asked[label]) for label in labels[:-1])])
    return {
        "model": np.array(model),
        "rows": in_bytes(embeddings),
        "writers": np.array(writers),
        "labels": np.array(labels),
        "asked": np.array([at for label in labels for at in asked[label]], np.int32),
        "starts": starts.astype(np.int32),
    }
