"""How strongly a draft's actions answer one worry, as numbers for the learnt judge."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.plans.model import TIMED, Column, DocType, Ownership, Plan, Role, Topic
from knowledge.plans.risks import Worry

if TYPE_CHECKING:
    import numpy as np

_ANSWERING = frozenset({Role.OUTCOME, Role.CONTINGENCY})
_FEW, _MANY = 3, 20
NO_TIES = -1.0


@dataclass(frozen=True, slots=True)
class Tie:
    """What joins one action to one worry."""

    number: int
    row: bool
    telling: int
    kind: bool
    fits: bool
    people: int
    near: float


def facts_of(plan: Plan, worry: Worry, ties: Sequence[Tie], *, answered: bool) -> dict[str, float]:
    """Named numbers about one worry and all that might answer it; ``answered`` is what the word lists say."""
    near = sorted((tie.near for tie in ties), reverse=True) or [NO_TIES]
    return {
        **_standing(plan, worry),
        "answered": float(answered),
        "rows": float(sum(tie.row for tie in ties)),
        "telling": float(max((tie.telling for tie in ties), default=0)),
        "telling ties": float(sum(tie.telling > 0 for tie in ties)),
        "kinds": float(sum(tie.kind for tie in ties)),
        "fitting": float(sum(tie.fits for tie in ties)),
        "same people": float(sum(tie.people > 0 for tie in ties)),
        "same people and kind": float(sum(tie.people > 0 and tie.kind for tie in ties)),
        "most people": float(max((tie.people for tie in ties), default=0)),
        "nearest": near[0],
        "nearest three": sum(near[:_FEW]) / len(near[:_FEW]),
        "nearest of its kind": max((tie.near for tie in ties if tie.kind), default=NO_TIES),
        "nearest with the same people": max((tie.near for tie in ties if tie.people), default=NO_TIES),
        "nearest other": _nearest_other(plan, worry),
    }


def _standing(plan: Plan, worry: Worry) -> dict[str, float]:
    statement = plan.statements[worry.statement]
    owned = sum(one.ownership is not Ownership.NOBODY for one in plan.actions)
    timed = sum(one.timescale_quality in TIMED for one in plan.actions)
    count = len(plan.actions)
    last = plan.actions[-1].span.start if plan.actions else 0
    return {
        "encoder": float(plan.vectors is not None),
        "actions": float(min(_MANY, count)),
        "owned": owned / max(1, count),
        "timed": timed / max(1, count),
        "how far": statement.span.start / max(1, len(plan.text)),
        "after the actions": float(statement.span.start > last),
        "a worry": float(statement.role is Role.WORRY),
        "update": float(plan.topic(statement) in {Topic.UPDATE, Topic.OTHER}),
        "in a cell": float(statement.column is Column.WORRY),
        **{f"kind {kind.value}": float(plan.kind is kind) for kind in DocType},
    }


def _nearest_other(plan: Plan, worry: Worry) -> float:
    """How near the nearest goal or contingency comes."""
    places = [at for at, one in enumerate(plan.statements) if one.role in _ANSWERING]
    return max(nearness(plan, worry.statement, places), default=NO_TIES)


def nearness(plan: Plan, statement: int, others: Sequence[int]) -> tuple[float, ...]:
    """How alike one statement and each of some others are, by their embeddings; 0 without an encoder."""
    vectors: np.ndarray | None = plan.vectors
    if vectors is None or not others:
        return (0.0,) * len(others)
    return tuple(map(float, vectors[list(others)] @ vectors[statement]))
