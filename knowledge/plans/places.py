"""Stretches of one draft, asked again and again for those at a place."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cached_property
from itertools import accumulate

from knowledge.text import Span


class Places:
    """Numbered stretches of a draft; the numbers are those of their order."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = tuple(spans)

    def over(self, place: Span) -> tuple[int, ...]:
        """Those that overlap a place, in their order."""
        order, starts, reaches = self._sorted
        near = order[bisect_right(reaches, place.start) : bisect_left(starts, place.end)]
        return tuple(sorted(at for at in near if self._spans[at].overlaps(place)))

    def nearest(self, place: Span) -> int:
        """The one that holds most of a place, the first of those that hold as much; there must be one."""
        held = self.over(place)
        if any(self._shared(at, place) > 0 for at in held):
            return max(held, key=lambda at: self._shared(at, place))
        return max(range(len(self._spans)), key=lambda at: self._shared(at, place))

    def _shared(self, at: int, place: Span) -> int:
        """How much of a place one holds; below nothing, how far off it is."""
        return min(self._spans[at].end, place.end) - max(self._spans[at].start, place.start)

    @cached_property
    def _sorted(self) -> tuple[list[int], list[int], list[int]]:
        """The numbers by where they start, those starts, and how far any up to each reaches."""
        order = sorted(range(len(self._spans)), key=lambda at: self._spans[at].start)
        reaches = accumulate((self._spans[at].end for at in order), max)
        return order, [self._spans[at].start for at in order], list(reaches)
