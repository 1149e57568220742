"""Whether questions like this one had an answer: kept embeddings of some that had one and of some that had none.

A question that no source answers is often worded like one that some source does, and the other way about; the nearest
of both kinds tell more than either. Made by ``python -m tests.quality.remember_answers``; see
``docs/decisions/0022-had-answers.md``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

from knowledge.asked_before import left_out
from knowledge.likeness import MANY, Likeness
from knowledge.nearness import Rows
from knowledge.prepared import in_bytes

if TYPE_CHECKING:
    from numpy.typing import NDArray

FILE = "had_answers.npz"
# How much more a nearer question counts among many.
_SHARPNESS = 16.0


@dataclass(frozen=True, slots=True)
class Kind:
    """Questions and sentences of one kind: an embedding each, and who wrote it."""

    rows: Rows
    writers: "NDArray[np.str_]"

    def near(self, embedding: "NDArray[np.float32]") -> "NDArray[np.float32]":
        """How near the nearest are, the nearest first; those of a writer who is left out do not count."""
        writer = left_out()
        return self.rows.nearest(embedding, MANY, self.writers != writer if writer else None)[1]


@dataclass(frozen=True, slots=True)
class HadAnswers:
    """What had an answer, and what had none."""

    answered: Kind
    unanswered: Kind

    @classmethod
    def of(cls, rows: "NDArray[Any]", writers: "NDArray[np.str_]", answered: "NDArray[np.bool_]") -> "HadAnswers":
        """From embeddings, shape (n, 384), of length one or in bytes, their writers, and which had an answer."""
        return cls(*(Kind(Rows(rows[kind]), writers[kind]) for kind in (answered, ~answered)))

    def like(self, embedding: "NDArray[np.float32]") -> Mapping[str, float]:
        """What the nearest tell, as named numbers; ``embedding`` is of length one, shape (384,)."""
        near = Likeness.of(self.answered.near(embedding), self.unanswered.near(embedding), _SHARPNESS)
        return {
            "like one unanswered": near.second,
            "like one answered": near.first,
            "liker one unanswered": near.second - near.first,
            "liker unanswered": near.few_second - near.few_first,
            "answered among like": near.share,
        }


@cache
def had_answers(model: str) -> HadAnswers | None:
    """The kept questions; nothing for another embedding model than theirs."""
    with (resources.files("knowledge") / FILE).open("rb") as stream, np.load(stream, allow_pickle=False) as kept:
        if str(kept["model"]) != model:
            return None
        return HadAnswers.of(kept["rows"], kept["writers"], kept["answered"])


def packed(
    model: str, embeddings: "NDArray[np.float32]", writers: Sequence[str], answered: Sequence[bool]
) -> Mapping[str, "NDArray[np.generic]"]:
    """The arrays of the file."""
    return {
        "model": np.array(model),
        "rows": in_bytes(embeddings),
        "writers": np.array(writers),
        "answered": np.array(answered, np.bool_),
    }
