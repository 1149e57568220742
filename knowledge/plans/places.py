"""Stretches of one draft, asked again and again for those at a place."""

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from knowledge.text import Span

if TYPE_CHECKING:
    import numpy as np


class Places:
    """Numbered stretches of a draft; the numbers are those of their order."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = tuple(spans)

    def over(self, place: Span) -> tuple[int, ...]:
        """Those that overlap a place, in their order."""
        starts, ends = self._edges
        return tuple(((starts < place.end) & (place.start < ends)).nonzero()[0].tolist())

    def nearest(self, place: Span) -> int:
        """The one that holds most of a place, the first of those that hold as much; there must be one."""
        import numpy as np

        starts, ends = self._edges
        return int((np.minimum(ends, place.end) - np.maximum(starts, place.start)).argmax())

    @cached_property
    def _edges(self) -> "tuple[np.ndarray, np.ndarray]":
        import numpy as np

        starts = np.array([one.start for one in self._spans], dtype="int64")
        return starts, np.array([one.end for one in self._spans], dtype="int64")
