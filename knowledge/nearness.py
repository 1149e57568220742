"""The nearest of many embeddings: a rough look at all of them by a few numbers, then a close one at the likeliest.

A product with every number of some twenty thousand embeddings waits for memory. Along the directions in which
practitioners' questions differ most, a quarter of the numbers finds nearly all of the nearest, and only those are
multiplied in full. See ``docs/decisions/0003-embedding-runtime.md``.
"""

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

FILE = "directions.npy"
LEADING = 96
_LOOKED_AT = 256
_TOGETHER = 2000


class Rows:
    """Embeddings, shape (n, 384): of length one, or in bytes as ``knowledge.prepared.in_bytes`` keeps them."""

    def __init__(self, rows: "NDArray[Any]") -> None:
        self._rows = rows
        self._in_bytes = rows.dtype == np.int8
        parts = [self._led(rows[start : start + _TOGETHER]) for start in range(0, len(rows), _TOGETHER)]
        self._leads = np.concatenate([lead for lead, _ in parts]) if parts else np.empty((0, LEADING), np.float32)
        self._lengths = np.concatenate([length for _, length in parts]) if parts else np.empty(0, np.float32)

    def __len__(self) -> int:
        return len(self._rows)

    def nearest(
        self, embedding: "NDArray[np.float32]", count: int, kept: "NDArray[np.bool_] | None" = None
    ) -> "tuple[NDArray[np.intp], NDArray[np.float32]]":
        """The places of the ``count`` nearest to an embedding, shape (384,), the nearest first, and how near they are.

        Nearness is a cosine where the embedding is of length one. ``kept``, shape (n,), names those to look among.
        """
        rough = self._leads @ (directions() @ embedding)
        if kept is not None:
            rough[~kept] = -np.inf
        places = _greatest(rough, max(_LOOKED_AT, 4 * count))
        if kept is not None:
            places = places[kept[places]]
        near = self._rows[places].astype(np.float32, copy=False) @ embedding / self._lengths[places]
        order = np.lexsort((places, -near))[:count]
        return places[order], near[order]

    def _led(self, rows: "NDArray[Any]") -> "tuple[NDArray[np.float32], NDArray[np.float32]]":
        """The leading numbers of some rows, as if of length one, and their lengths."""
        wide = rows.astype(np.float32, copy=False)
        lengths = np.linalg.norm(wide, axis=1) if self._in_bytes else np.ones(len(wide), np.float32)
        return (wide @ directions().T) / lengths[:, None], lengths


def _greatest(numbers: "NDArray[np.float32]", count: int) -> "NDArray[np.intp]":
    """The places of the greatest, in no order."""
    if count >= len(numbers):
        return np.arange(len(numbers))
    return np.argpartition(-numbers, count - 1)[:count]


@cache
def directions() -> "NDArray[np.float32]":
    """The directions in which the bundled questions differ most, shape (96, 384), each of length one."""
    with (resources.files("knowledge") / FILE).open("rb") as stream:
        kept: NDArray[np.float32] = np.load(stream, allow_pickle=False).astype(np.float32)
    return kept


def leading(embeddings: "NDArray[np.float32]") -> "NDArray[np.float16]":
    """The array of the file, from embeddings of shape (n, 384)."""
    _, vectors = np.linalg.eigh(embeddings.T @ embeddings)
    return np.ascontiguousarray(vectors[:, ::-1][:, :LEADING].T).astype(np.float16)
