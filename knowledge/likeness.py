"""What the nearest of two kinds tell of something new: of questions with an answer, or of statements with a gap."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

# How many of each kind are looked at.
MANY = 15
_FEW = 5
_NOTHING_LIKE = -1.0


@dataclass(frozen=True, slots=True)
class Likeness:
    """How near the nearest of each kind is, the mean over a few, and the first kind's share of the nearest of both.

    Nearness is a cosine, and -1 stands for those that are not there.
    """

    first: float
    second: float
    few_first: float
    few_second: float
    share: float

    @classmethod
    def of(cls, first: "np.ndarray", second: "np.ndarray", sharpness: float) -> "Likeness":
        """From the nearness of known things of two kinds, shape (n,) each.

        ``sharpness`` is how much more a nearer one counts in the share.
        """
        import numpy as np

        one, other = _greatest(first), _greatest(second)
        near = np.concatenate([one, other])
        # Of those that are as near as one another the first kind counts, so that the same goes in on every machine.
        nearest = np.argsort(-near, kind="stable")[:MANY]
        weights = np.exp(sharpness * near[nearest])
        share = weights[nearest < len(one)].sum() / (weights.sum() + 1e-9)
        few, few_others = _few(one), _few(other)
        return cls(float(few[0]), float(few_others[0]), float(few.mean()), float(few_others.mean()), float(share))


def _greatest(near: "np.ndarray") -> "np.ndarray":
    import numpy as np

    return -np.sort(-near)[:MANY]


def _few(greatest: "np.ndarray") -> "np.ndarray":
    import numpy as np

    found = greatest[:_FEW]
    return np.concatenate([found, np.full(_FEW - len(found), _NOTHING_LIKE, found.dtype)])
