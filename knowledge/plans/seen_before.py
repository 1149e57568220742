"""What became of findings like this one: statements of labelled drafts to which the same rule pointed, as embeddings.

A rule points at a place by its words or by a learnt sign. Whether a careful reader saw a gap there is known for the
labelled drafts, and statements that mean the same mostly fare the same. Made by ``tests/quality/train_judges.py``; see
``docs/decisions/0023-seen-before.md``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from knowledge.likeness import Likeness
from knowledge.prepared import in_bytes, out_of_bytes

if TYPE_CHECKING:
    import numpy as np

FILE = "seen.npz"
# How much more a nearer statement counts among many.
_SHARPNESS = 12.0


@dataclass(frozen=True, slots=True)
class SeenBefore:
    """For each rule the statements it pointed to, as embeddings of length one, writers, and if there was a gap."""

    rows: Mapping[str, "np.ndarray"]
    writers: Mapping[str, "np.ndarray"]
    gaps: Mapping[str, "np.ndarray"]

    def like(self, rule: str, statement: "np.ndarray", leaving: str = "") -> Mapping[str, float]:
        """What the nearest tell, as named numbers; ``statement`` is an embedding, shape (384,).

        One writer's are left out while that writer's drafts are learnt from.
        """
        import numpy as np

        if rule not in self.rows:
            return {}
        similar = self.rows[rule] @ (statement / max(float(np.linalg.norm(statement)), 1e-9))
        kept, gaps = self.writers[rule] != leaving, self.gaps[rule]
        near = Likeness.of(similar[kept & gaps], similar[kept & ~gaps], _SHARPNESS)
        return {
            "like a gap": near.first,
            "like no gap": near.second,
            "liker a gap": near.first - near.second,
            "liker gaps": near.few_first - near.few_second,
            "gaps among like": near.share,
        }


@cache
def seen_before() -> SeenBefore:
    """The statements shipped with the checker."""
    import numpy as np

    with (resources.files("knowledge.plans") / "data" / FILE).open("rb") as stream:
        kept = np.load(stream, allow_pickle=False)
        return unpacked({name: kept[name] for name in kept.files})


def packed(
    rules: Sequence[str], writers: Sequence[str], gaps: Sequence[bool], statements: "np.ndarray"
) -> dict[str, "np.ndarray"]:
    """The arrays of the file: one row a statement, rule by rule."""
    import numpy as np

    order = np.argsort(np.array(rules), kind="stable")
    return {
        "rules": np.array(rules)[order],
        "writers": np.array(writers)[order],
        "gaps": np.array(gaps, np.bool_)[order],
        "rows": in_bytes(statements[order]),
    }


def unpacked(kept: Mapping[str, "np.ndarray"]) -> SeenBefore:
    """What those arrays hold."""
    import numpy as np

    names, starts = np.unique(kept["rules"], return_index=True)
    columns = (out_of_bytes(kept["rows"]), kept["writers"], kept["gaps"])
    parts = (np.split(column, starts[1:]) for column in columns)
    return SeenBefore(*(dict(zip(map(str, names), part, strict=True)) for part in parts))
