"""Checks that somebody else could tell whether an action was done and whether it helped."""

import re
from collections.abc import Iterator

from knowledge.plans.lexicon import pattern, whole
from knowledge.plans.model import Column, DocType, Found, Plan, Role, Statement
from knowledge.plans.rules.words import plays, said, surely, to_do

_RATING = re.compile(r"(?:much |a (?:bit|little) )?(?:better|worse|the same|same)(?=[,.;:]|\Z)")


def cannot_tell(plan: Plan) -> Iterator[Found]:
    """MEAS001: a verb that names no act anybody could see."""
    sure = surely(plan)
    for action, plainly in to_do(plan):
        fired = plainly and not action.measurable and sure(action)
        yield Found(action.span, "Nobody could tell whether this has been done.", fired=fired)


def _outcomes(plan: Plan) -> tuple[Statement, ...]:
    return plan.having(Role.OUTCOME)


def loose_outcome(plan: Plan) -> Iterator[Found]:
    """MEAS002: an outcome with no test."""
    for statement in _outcomes(plan):
        words = plan.words(statement.span).strip(" .")
        loose = pattern("measures", "loose_outcome").search(words)
        if loose and len(words.split()) < 9 and not _tested(_whole_cell(plan, statement)) and not _rated(plan, words):
            yield Found(statement.span, "This hopes for the best; it gives no test anybody could apply.")


def _whole_cell(plan: Plan, statement: Statement) -> str:
    """A statement with the rest of its table cell."""
    cell = plan.entries[statement.entry].cell(statement.column)
    return plan.words(cell.span if cell and statement.column is not Column.TEXT else statement.span)


def _rated(plan: Plan, words: str) -> bool:
    """Whether minutes say how a child fares now: a rating is no hope."""
    return plan.kind is DocType.CORE_GROUP_MINUTES and bool(_RATING.match(words))


def _tested(words: str) -> bool:
    tested = pattern("measures", "test").search(words) or pattern("measures", "triangulated").search(words)
    return bool(tested) or any(char.isdigit() for char in words)


def attendance_only(plan: Plan) -> Iterator[Found]:
    """MEAS003: going to something counted as change."""
    for statement in (*_outcomes(plan), *plan.having(Role.ACTION)):
        words = plan.words(statement.span)
        counted = statement.role is Role.OUTCOME and pattern("measures", "attendance_only").match(words.strip())
        claimed = pattern("measures", "attendance_claim").search(words)
        if (counted and not pattern("measures", "change_seen").search(words)) or claimed:
            yield Found(statement.span, "Going to the sessions is not yet change at home.")


def no_outcomes(plan: Plan) -> Iterator[Found]:
    """MEAS004: tasks and services, and nothing that will be different for the child."""
    filled = any(
        cell.column is Column.MEASURE and cell.span.end > cell.span.start for one in plan.entries for cell in one.cells
    )
    if (
        plan.actions
        and not _outcomes(plan)
        and not filled
        and not said(plan, "change_said")
        and not said(plan, "good_enough_line")
        and not plays(plan, "outcome")
    ):
        yield Found(None, "The plan lists tasks and does not say what will be different for the child.")


def self_report(plan: Plan) -> Iterator[Found]:
    """MEAS005: the only proof is somebody's own word."""
    for statement in _outcomes(plan):
        words = plan.words(statement.span).strip(" .")
        told = pattern("measures", "self_report").match(words) or whole("words", "self_report").match(words)
        if told and not pattern("measures", "triangulated").search(words):
            yield Found(statement.span, "The only proof is the parent's own word; name a second source.")


CHECKS = {
    "MEAS001": cannot_tell,
    "MEAS002": loose_outcome,
    "MEAS003": attendance_only,
    "MEAS004": no_outcomes,
    "MEAS005": self_report,
}
