"""The check that a draft says what must change."""

from collections.abc import Iterator

from knowledge.plans.model import Column, Found, Plan, Role
from knowledge.plans.rules.words import plays, said


def change_not_said(plan: Plan) -> Iterator[Found]:
    """CHG001: no statement of the change that is needed."""
    filled = any(
        cell.column is Column.MEASURE and cell.span.end - cell.span.start > 12
        for one in plan.entries
        for cell in one.cells
    )
    if (
        not filled
        and not plan.having(Role.OUTCOME)
        and not said(plan, "change_said")
        and not said(plan, "good_enough_line")
        and not plays(plan, "outcome")
    ):
        yield Found(None, "The draft does not say what must change, by how much and by when.")


CHECKS = {"CHG001": change_not_said}
