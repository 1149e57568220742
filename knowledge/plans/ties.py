"""How strongly a draft's actions answer one worry, as numbers for the learnt judge."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.plans.model import TIMED, Column, DocType, Ownership, Plan, Role, Topic
from knowledge.plans.risks import Worry

if TYPE_CHECKING:
    import numpy as np

_ANSWERING = frozenset({Role.OUTCOME, Role.CONTINGENCY})
_FEW, _MANY = 3, 20
NO_TIES = -1.0
# What each tie is worth beside likeness, which runs to 1, and how much of the strongest is nearly as much.
_ROW, _TELLING, _MOST_TELLING, _FITS, _PEOPLE, _NEARLY = 2.0, 0.5, 2, 0.4, 0.2, 0.8


@dataclass(frozen=True, slots=True)
class Ties:
    """What joins a draft's actions to one worry: an array for each sort of tie, in the order of the actions.

    ``meant`` is how likely each action is to answer a worry of this kind, as the learnt part sees it.
    """

    numbers: "np.ndarray"
    row: "np.ndarray"
    telling: "np.ndarray"
    kind: "np.ndarray"
    fits: "np.ndarray"
    people: "np.ndarray"
    near: "np.ndarray"
    meant: "np.ndarray"

    def answering(self) -> tuple[int, ...]:
        """The actions that answer the worry by the word lists."""
        return tuple(self.numbers[self.row | (self.telling > 0) | self.fits].tolist())

    def strongest(self) -> tuple[int, ...]:
        """The action that most ties to the worry, then those nearly as strong; none where nothing speaks for any."""
        strength = self.strength()
        order = (-strength).argsort(kind="stable")
        return tuple(int(self.numbers[at]) for at in order if strength[at] >= _NEARLY * strength[order[0]])

    def strength(self) -> "np.ndarray":
        """How much speaks for each action: its place, shared words, kind and people, likeness, and what it is for."""
        shared = _TELLING * self.telling.clip(max=_MOST_TELLING) + _PEOPLE * (self.people > 0)
        return _ROW * self.row + _FITS * self.fits + shared + self.near + self.meant  # type: ignore[no-any-return]


class Standing:
    """What the worries of one draft share: its actions counted, and what it hopes for and falls back on."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        count = len(plan.actions)
        self._last = plan.actions[-1].span.start if plan.actions else 0
        self._shared = {
            "encoder": float(plan.vectors is not None),
            "actions": float(min(_MANY, count)),
            "owned": sum(one.ownership is not Ownership.NOBODY for one in plan.actions) / max(1, count),
            "timed": sum(one.timescale_quality in TIMED for one in plan.actions) / max(1, count),
            **{f"kind {kind.value}": float(plan.kind is kind) for kind in DocType},
        }
        self._others = [at for at, one in enumerate(plan.statements) if one.role in _ANSWERING]
        self._vectors = None if plan.vectors is None else plan.vectors[self._others]

    def facts(self, worry: Worry, ties: Ties, *, answered: bool) -> dict[str, float]:
        """Named numbers about one worry and all that might answer it; ``answered`` is what the word lists say."""
        shared = ties.people > 0
        near, meant = _best(ties.near), _best(ties.meant)
        return {
            **self._place(worry),
            "answered": float(answered),
            "rows": float(ties.row.sum()),
            "telling": float(ties.telling.max(initial=0)),
            "telling ties": float((ties.telling > 0).sum()),
            "kinds": float(ties.kind.sum()),
            "fitting": float(ties.fits.sum()),
            "same people": float(shared.sum()),
            "same people and kind": float((shared & ties.kind).sum()),
            "most people": float(ties.people.max(initial=0)),
            "nearest": near[0],
            "nearest three": sum(near) / len(near),
            "nearest of its kind": _most(ties.near[ties.kind]),
            "nearest with the same people": _most(ties.near[shared]),
            "nearest other": self._nearest_other(worry),
            "meant": meant[0],
            "meant three": sum(meant) / len(meant),
            "meant and near": _most(ties.meant * ties.near),
            "strongest": _most(ties.strength()),
            "meant for the same people": _most(ties.meant[shared]),
        }

    def _place(self, worry: Worry) -> dict[str, float]:
        plan = self.plan
        statement = plan.statements[worry.statement]
        return {
            **self._shared,
            "how far": statement.span.start / max(1, len(plan.text)),
            "after the actions": float(statement.span.start > self._last),
            "a worry": float(statement.role is Role.WORRY),
            "update": float(plan.topic(statement) in {Topic.UPDATE, Topic.OTHER}),
            "in a cell": float(statement.column is Column.WORRY),
        }

    def _nearest_other(self, worry: Worry) -> float:
        """How near the nearest goal or contingency comes; 0 without an encoder."""
        if not self._others:
            return NO_TIES
        if self.plan.vectors is None or self._vectors is None:
            return 0.0
        return _most(self._vectors @ self.plan.vectors[worry.statement])


def _best(found: "np.ndarray") -> list[float]:
    return sorted(found.tolist(), reverse=True)[:_FEW] or [NO_TIES]


def _most(found: "np.ndarray") -> float:
    return float(found.max()) if found.size else NO_TIES
