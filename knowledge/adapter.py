"""Turns a question's embedding towards the texts that answer such questions.

The matrix is learnt from the corpus's own questions by ``tests/quality/train_adapter.py``; passages
are embedded as they are, so it works for any text. See ``docs/decisions/0006-question-adapter.md``.
"""

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, cast

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def turned(embedding: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """The embedding of a question, shape (384,), turned and of length one."""
    moved = embedding + embedding @ _matrix()
    return cast("NDArray[np.float32]", moved / np.linalg.norm(moved))


@cache
def _matrix() -> "NDArray[np.float32]":
    with (resources.files("knowledge") / "adapter.npz").open("rb") as stream, np.load(stream) as saved:
        return cast("NDArray[np.float32]", saved["matrix"].astype(np.float32))
