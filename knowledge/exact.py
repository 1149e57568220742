"""The nearest neighbours in a small index: a copy of Chroma's embeddings that needs no Chroma to read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from knowledge.errors import StoreError
from knowledge.nearness import Rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

TEXT, QUESTION = "text", "question"
_MATRIX, _NAMES = "dense.npy", "dense-names.npy"


@dataclass(frozen=True, slots=True)
class Near:
    """A passage's key, what was near (``text`` or ``question``) and how near: 1 is the same."""

    key: int
    kind: str
    similarity: float


def near(name: str, similarity: float) -> Near:
    """The record behind an id of the index, such as ``812:question:2``."""
    key, kind = _parts(name)
    return Near(key, kind, similarity)


@lru_cache(maxsize=1 << 15)
def _parts(name: str) -> tuple[int, str]:
    key, kind, *_ = name.split(":")
    return int(key), kind


class Exact:
    """All embeddings of one index, in memory-mapped rows of length one."""

    def __init__(self, matrix: "NDArray[np.float32]", names: "NDArray[np.str_]") -> None:
        self._rows = Rows(matrix)
        self._names = names

    def nearest(self, question: "NDArray[np.float32]", count: int) -> tuple[Near, ...]:
        """The ``count`` nearest texts and questions, nearest first."""
        places, similar = self._rows.nearest(question, count)
        return tuple(map(near, self._names[places].tolist(), similar.tolist()))


def write(folder: Path, pages: Iterable[Mapping[str, Any]]) -> None:
    """Write the ids and embeddings of a Chroma collection, given in pages."""
    names: list[str] = []
    rows = []
    for page in pages:
        names.extend(page["ids"])
        rows.append(np.asarray(page["embeddings"], np.float32))
    if names:
        np.save(folder / _MATRIX, np.concatenate(rows))
        np.save(folder / _NAMES, np.array(names))


def load(folder: Path) -> Exact | None:
    """The written embeddings, or nothing where there are none; raises ``StoreError`` when they are damaged."""
    if not (folder / _MATRIX).is_file():
        return None
    try:
        matrix, names = np.load(folder / _MATRIX, mmap_mode="r"), np.load(folder / _NAMES)
    except (OSError, ValueError, EOFError):
        raise StoreError("The search index is damaged.", "Run practice-ingest --rebuild.") from None
    return Exact(matrix, names)
