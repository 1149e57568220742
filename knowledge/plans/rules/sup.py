"""Checks on supervision records."""

from collections.abc import Iterator
from datetime import timedelta

from knowledge.plans.lexicon import pattern
from knowledge.plans.model import Found, Plan, When
from knowledge.plans.rules.words import find, saying
from knowledge.text import Span


def _count(plan: Plan, key: str) -> int:
    return sum(1 for _ in pattern("words", key).finditer(plan.plain))


def no_reflection(plan: Plan) -> Iterator[Found]:
    """SUP001: updates and tasks, and no thinking."""
    if _count(plan, "reflection") < 2:
        yield Found(None, "The record has updates and tasks, and no thinking about what they mean.")


def carried_over(plan: Plan) -> Iterator[Found]:
    """SUP002: actions that come back undone."""
    for statement in saying(plan, plan.statements, "carried"):
        yield Found(
            statement.span, "This was not done and is carried over, with no word on why or who will unblock it."
        )


def no_child_impact(plan: Plan) -> Iterator[Found]:
    """SUP003: compliance, and nothing on the child's life."""
    if _count(plan, "child_impact") < 2:
        yield Found(None, "The record does not ask whether the child's life is better.")


def gap_too_long(plan: Plan) -> Iterator[Found]:
    """SUP004: longer between sessions than local policy allows."""
    if plan.reference_date is None:
        return
    limit = timedelta(weeks=plan.thresholds.supervision_weeks)
    gaps = [abs(when.day - plan.reference_date) for when in plan.dates if when.day and _session(plan, when)]
    if any(gap > limit for gap in gaps):
        yield Found(None, "The gap between sessions is longer than local policy allows.")


def _session(plan: Plan, when: When) -> bool:
    lead = plan.words(Span(max(0, when.span.start - 40), when.span.start)).rsplit(".", 1)[-1].rsplit(";", 1)[-1]
    return bool(find("session_date", lead))


CHECKS = {"SUP001": no_reflection, "SUP002": carried_over, "SUP003": no_child_impact, "SUP004": gap_too_long}
