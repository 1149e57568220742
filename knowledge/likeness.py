"""What the nearest of two kinds tell of something new: of questions with an answer, or of statements with a gap."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

_FEW, _MANY = 5, 15
NOTHING_LIKE = -1.0


@dataclass(frozen=True, slots=True)
class Likeness:
    """How near the nearest of each kind is, the mean over a few, and the first kind's share of the nearest of both.

    Nearness is a cosine, and ``NOTHING_LIKE`` stands for those that are not there.
    """

    first: float
    second: float
    few_first: float
    few_second: float
    share: float

    @classmethod
    def of(cls, similar: "np.ndarray", is_first: "np.ndarray", sharpness: float) -> "Likeness":
        """From the nearness of some known things, shape (n,), and which of them are of the first kind.

        ``sharpness`` is how much more a nearer one counts in the share.
        """
        import numpy as np

        one, other = _nearest(similar[is_first]), _nearest(similar[~is_first])
        # Of those that are as near as one another the first count, so that the same goes in on every machine.
        least = np.partition(-similar, min(_MANY, len(similar)) - 1)[:_MANY].max()
        near = np.flatnonzero(-similar <= least)
        nearest = near[np.argsort(-similar[near], kind="stable")][:_MANY]
        weights = np.exp(sharpness * similar[nearest]) * (similar[nearest] > NOTHING_LIKE)
        share = weights[is_first[nearest]].sum() / (weights.sum() + 1e-9)
        return cls(float(one[0]), float(other[0]), float(one.mean()), float(other.mean()), float(share))


def _nearest(similar: "np.ndarray") -> "np.ndarray":
    """The greatest few, the greatest first."""
    import numpy as np

    found = -np.sort(np.partition(-similar, _FEW)[:_FEW] if len(similar) > _FEW else -similar)
    return np.concatenate([found, np.full(_FEW - len(found), NOTHING_LIKE, found.dtype)])
