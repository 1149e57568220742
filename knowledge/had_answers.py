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
from knowledge.likeness import NOTHING_LIKE, Likeness
from knowledge.prepared import in_bytes, out_of_bytes

if TYPE_CHECKING:
    from numpy.typing import NDArray

FILE = "had_answers.npz"
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
            similar[self.writers == writer] = NOTHING_LIKE
        near = Likeness.of(similar, self.answered, _SHARPNESS)
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
