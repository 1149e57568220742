"""Whether questions like this one had an answer: kept embeddings of some that had one and of some that had none.

A question that no source answers is often worded like one that some source does, and the other way about; the nearest
of both kinds tell more than either. Made by ``python -m tests.quality.remember_answers``; see
``docs/decisions/0022-had-answers.md``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

from knowledge.asked_before import left_out
from knowledge.prepared import in_bytes, out_of_bytes

if TYPE_CHECKING:
    from numpy.typing import NDArray

FILE = "had_answers.npz"
_FEW, _MANY = 5, 15
# How much more a nearer question counts among many.
_SHARPNESS = 16.0


@dataclass(frozen=True, slots=True)
class HadAnswers:
    """Questions and sentences: an embedding of length one each, shape (n, 384), its writer, and if it had an answer."""

    rows: "NDArray[np.float32]"
    writers: "NDArray[np.str_]"
    answered: "NDArray[np.bool_]"

    def like(self, embedding: "NDArray[np.float32]") -> Mapping[str, float]:
        """What the nearest tell, as named numbers; ``embedding`` is of length one, shape (384,)."""
        similar = self.rows @ embedding
        if writer := left_out():
            similar[self.writers == writer] = -1.0
        had, had_not = (_nearest(similar[kind], _FEW) for kind in (self.answered, ~self.answered))
        places = np.argpartition(-similar, _MANY)[:_MANY]
        weights = np.exp(_SHARPNESS * similar[places])
        return {
            "like one unanswered": float(had_not.max()),
            "like one answered": float(had.max()),
            "liker one unanswered": float(had_not.max() - had.max()),
            "liker unanswered": float(had_not.mean() - had.mean()),
            "answered among like": float(weights[self.answered[places]].sum() / weights.sum()),
        }


def _nearest(similar: "NDArray[np.float32]", count: int) -> "NDArray[np.float32]":
    return -np.partition(-similar, count - 1)[:count]


@cache
def had_answers(model: str) -> HadAnswers | None:
    """The kept questions; nothing for another embedding model than theirs."""
    with (resources.files("knowledge") / FILE).open("rb") as stream, np.load(stream, allow_pickle=False) as kept:
        if str(kept["model"]) != model:
            return None
        return HadAnswers(out_of_bytes(kept["rows"]), kept["writers"], kept["answered"])


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
