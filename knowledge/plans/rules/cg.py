"""Checks on core group minutes."""

from collections.abc import Iterator

from knowledge.plans.lexicon import pattern
from knowledge.plans.model import Column, Found, Plan, Role
from knowledge.plans.rules.words import said


def _count(plan: Plan, key: str) -> int:
    return sum(1 for _ in pattern("words", key).finditer(plan.plain))


def no_progress(plan: Plan) -> Iterator[Found]:
    """CG001: nothing measured against the plan, item by item."""
    table = any(cell.column is Column.PROGRESS for entry in plan.entries for cell in entry.cells)
    if not table and _count(plan, "cg_status") < 2 and not said(plan, "first_core_group"):
        yield Found(None, "The minutes do not go through the plan item by item: then, now, next.")


def no_impact(plan: Plan) -> Iterator[Found]:
    """CG002: what workers did, and not what changed for the child."""
    if _count(plan, "cg_impact") < 2:
        yield Found(None, "The minutes tell what was done, and not what is different for the child.")


def contingency_untouched(plan: Plan) -> Iterator[Found]:
    """CG003: the plan is shaken and the contingency is not looked at."""
    if said(plan, "shaken") and not plan.having(Role.CONTINGENCY) and not said(plan, "contingency_cue"):
        yield Found(None, "Things have got worse, and the minutes do not look again at the contingency.")


CHECKS = {"CG001": no_progress, "CG002": no_impact, "CG003": contingency_untouched}
