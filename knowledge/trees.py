"""Small boosted trees over named numbers: how likely it is that a statement is a task, or that a passage answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import repeat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


_TOGETHER = 1000


@dataclass(frozen=True, slots=True)
class Trees:
    """Trees laid out as arrays, one row a tree and one column a node; a leaf leads to itself."""

    names: tuple[str, ...]
    asks: "np.ndarray"
    limits: "np.ndarray"
    below: "np.ndarray"
    above: "np.ndarray"
    values: "np.ndarray"
    start: float
    depth: int

    def likely(self, rows: Sequence[Mapping[str, float]]) -> tuple[float, ...]:
        """How likely the answer is yes, for each row; a long draft's rows a part at a time, to spare the memory."""
        parts = (self._likely(rows[at : at + _TOGETHER]) for at in range(0, len(rows), _TOGETHER))
        return tuple(chance for part in parts for chance in part)

    def _likely(self, rows: Sequence[Mapping[str, float]]) -> tuple[float, ...]:
        import numpy as np

        known = np.array([list(map(row.get, self.names, repeat(0.0))) for row in rows], dtype="float32")
        count, nodes = self.asks.shape
        tree, row = np.arange(count)[None, :] * nodes, np.arange(len(rows))[:, None]
        asks, limits, below, above = map(np.ravel, (self.asks, self.limits, self.below, self.above))
        node = np.zeros((len(rows), count), dtype="int64")
        for _ in range(self.depth):
            at = tree + node
            node = np.where(known[row, asks[at]] <= limits[at], below[at], above[at])
        score = self.start + self.values.ravel()[tree + node].sum(axis=1)
        return tuple(map(float, 1 / (1 + np.exp(-score))))


@cache
def trees(name: str, folder: str = "plans/data") -> Trees:
    """The trees shipped as ``NAME.npz`` in a folder of ``knowledge``."""
    import numpy as np

    with (resources.files("knowledge") / folder / f"{name}.npz").open("rb") as stream:
        kept = np.load(stream, allow_pickle=False)
        arrays = {key: kept[key] for key in ("asks", "limits", "below", "above", "values")}
        return Trees(tuple(map(str, kept["names"])), **arrays, start=float(kept["start"]), depth=int(kept["depth"]))
