"""A plan against its assessment: worries in one and not in the other."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from knowledge.plans.compare.meaning import Likeness, likeness
from knowledge.plans.compare.model import Line, State
from knowledge.plans.guess import View
from knowledge.plans.learnt import Embed
from knowledge.plans.model import Plan, Role
from knowledge.text import Span

# Two worries of one kind need less likeness than two that were read as different kinds.
_SAME_KIND, _OTHER_KIND = 0.17, 0.34
_BY_WORDS = 0.6
# In an assessment, a sentence that no heading calls a worry counts when "no worry" is less likely than this.
_NO_WORRY = 0.3
_LOOSE = frozenset({Role.ADMIN, Role.NARRATIVE})


@dataclass(frozen=True, slots=True)
class Worry:
    """A worry and its category."""

    category: str
    span: Span


def worries(assessment: Plan, plan: Plan, embed: Embed | None) -> Iterator[Line]:
    """A line for each worry of the assessment, then one for each that only the plan has."""
    old, new = _of_assessment(assessment), tuple(_of(plan))
    table = likeness([one.span.of(assessment.text) for one in old], [one.span.of(plan.text) for one in new], embed)
    fits = _fits(old, new, table, 1.0 if embed else _BY_WORDS)
    for row, risk in enumerate(old):
        places = tuple(dict.fromkeys(new[int(column)].span for column in np.flatnonzero(fits[row])))
        if places:
            yield Line(State.IN_BOTH, risk.span, places)
        else:
            yield Line(State.ONLY_ASSESSMENT, risk.span, (), "The plan does not take up this worry.")
    for column, risk in enumerate(new):
        if not fits[:, column].any():
            yield Line(State.ONLY_PLAN, None, (risk.span,), "The assessment does not name this worry.")


def _of(plan: Plan) -> Iterator[Worry]:
    return (Worry(risk.category, risk.span) for risk in plan.risks)


def _of_assessment(plan: Plan) -> tuple[Worry, ...]:
    """The worries found, and those that stand under no heading of their own, in the order of the text."""
    found = list(_of(plan))
    for statement, view in zip(plan.statements, plan.views, strict=True):
        known = any(one.span.overlaps(statement.span) for one in found)
        if statement.role in _LOOSE and not known and _worrying(view):
            found.append(Worry(view.worry.label, statement.span))
    return tuple(sorted(found, key=lambda one: (one.span.start, one.category)))


def _worrying(view: View) -> bool:
    return bool(view.worry.label) and view.worry.label != "none" and view.worry.of("none") < _NO_WORRY


def _fits(old: tuple[Worry, ...], new: tuple[Worry, ...], table: Likeness, scale: float) -> "np.ndarray":
    least = np.array(
        [[_SAME_KIND if a.category == b.category else _OTHER_KIND for b in new] for a in old], np.float64
    ).reshape(len(old), len(new))
    return table.table >= scale * least
