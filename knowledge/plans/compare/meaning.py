"""How alike two places are: what they mean, and the rare words, people and dates they share."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from knowledge.plans.learnt import Embed, meant
from knowledge.plans.lexicon import phrases

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WORD = re.compile(r"[a-z][a-z']+|\d+")
_STEM = 5
# Half meaning, half shared words: the embedding finds other wording, the words keep people and things apart.
_MEANING = 0.5


@dataclass(frozen=True, slots=True)
class Likeness:
    """A table of likeness from 0 to 1: a row for each older place, a column for each newer one."""

    table: "NDArray[np.float64]"

    def best(self, row: int) -> tuple[int, float]:
        """The newer place most like an older one; the first of equals; -1 where there is none."""
        if not self.table.shape[1]:
            return -1, 0.0
        column = int(np.argmax(self.table[row]))
        return column, float(self.table[row, column])


def likeness(old: Sequence[str], new: Sequence[str], embed: Embed | None) -> Likeness:
    """How alike every older and newer place are; without the model, by their words alone."""
    if not old or not new:
        return Likeness(np.zeros((len(old), len(new))))
    shared = _shared(old, new)
    if embed is None:
        return Likeness(shared)
    vectors = np.asarray(meant(embed([*old, *new])), np.float64)
    alike = np.clip(vectors[: len(old)] @ vectors[len(old) :].T, 0.0, 1.0)
    return Likeness(np.round(_MEANING * alike + (1 - _MEANING) * shared, 4))


def pairs(table: Likeness, least: float) -> dict[int, int]:
    """One-to-one matches, the most alike first; equals in the order of the texts."""
    rows, columns = table.table.shape
    order = sorted(
        ((-table.table[row, column], row, column) for row in range(rows) for column in range(columns)),
    )
    matched: dict[int, int] = {}
    taken: set[int] = set()
    for score, row, column in order:
        if -score < least:
            break
        if row not in matched and column not in taken:
            matched[row] = column
            taken.add(column)
    return matched


def _shared(old: Sequence[str], new: Sequence[str]) -> "NDArray[np.float64]":
    """The share of rare words in common: a word that many places use weighs little."""
    stems = [_stems(text) for text in (*old, *new)]
    seen = Counter(stem for each in stems for stem in each)
    weights = {stem: math.log(1 + len(stems) / count) for stem, count in seen.items()}
    sizes = [math.sqrt(sum(weights[stem] ** 2 for stem in each)) or 1.0 for each in stems]
    out = np.zeros((len(old), len(new)))
    for row in range(len(old)):
        for column in range(len(new)):
            at = len(old) + column
            out[row, column] = _common(stems[row] & stems[at], weights) / (sizes[row] * sizes[at])
    return out


def _common(stems: frozenset[str], weights: Mapping[str, float]) -> float:
    return sum(weights[stem] ** 2 for stem in sorted(stems))


def _stems(text: str) -> frozenset[str]:
    idle = frozenset(phrases("compare", "idle"))
    words = (word.removesuffix("'s") for word in _WORD.findall(text.lower().replace("’", "'")))
    return frozenset(word[:_STEM] for word in words if word not in idle)
