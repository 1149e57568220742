"""Which counts may be shown: none so small that it points at somebody's work, nor one that tells a small one."""

from collections.abc import Mapping
from typing import TypeVar

from bot.records.feedback import SMALL

K = TypeVar("K")


def may_show(counts: Mapping[K, int]) -> dict[K, int | None]:
    """The parts of a total that is known, with None for each that is hidden.

    Where a part is small, nothing is shown that gives it away: the smallest parts are hidden with it, until those
    hidden together are no small number either.
    """
    shown: dict[K, int | None] = dict(counts)
    if not any(0 < count < SMALL for count in counts.values()):
        return shown
    together = 0
    for part in sorted(counts, key=counts.__getitem__):
        if counts[part] >= SMALL and together >= SMALL:
            break
        together += counts[part]
        shown[part] = None
    return shown
