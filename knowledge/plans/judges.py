"""The last word on which statements are tasks and which are worries, from all that is known of them together."""

import re
from dataclasses import replace

from knowledge.plans.features import features_of
from knowledge.plans.guess import View
from knowledge.plans.model import Column, Plan, Role, Statement
from knowledge.trees import trees

# How likely a task must be, how likely a faint one, and how likely a worry that stands among no worries.
TASK, _FAINT, _PLAIN = 0.45, 0.15, 0.55
# A few pasted lines give too little to weigh: there what the words say stands.
TOO_FEW = 6
_OPEN = frozenset({Role.NARRATIVE, Role.HISTORY})
_WHEN = re.compile(
    r"(?:to be |all |both )?(?:done|complete[d]?|finished|starts?|starting|due|by|before|from|every|each|until)\b"
    r"(?:\W+[\w'/]+){0,6}\W*\Z"
)
# ``(Kelechi Obi, 26 May to 11 August)`` after its task says who and when.
_BRACKETED = re.compile(r"\([^()]{2,120}\)\W*\Z")
_WORDED = frozenset({Column.TEXT, Column.ACTION})


def judged(plan: Plan) -> Plan:
    """The plan with every task found, false ones put back, and each statement's chances kept in its view."""
    rows = features_of(plan)
    tasks, concerns = trees("tasks").likely(rows), trees("concerns").likely(rows)
    views = tuple(
        replace(view, task=task, concern=concern)
        for view, task, concern in zip(plan.views, tasks, concerns, strict=True)
    )
    few = len(plan.statements) < TOO_FEW
    parts = (
        replace(one, role=_role(one, view, fixed=_goes_on(plan, at) or (few and one.role is Role.ACTION)))
        for at, (one, view) in enumerate(zip(plan.statements, views, strict=True))
    )
    return replace(plan, views=views, statements=tuple(parts), facts=rows)


def with_faint_tasks(plan: Plan) -> Plan:
    """The plan as it would be read if every statement that is hardly taken for a task were one."""
    promoted = (replace(one, role=Role.ACTION) if _faintly(plan, at) else one for at, one in enumerate(plan.statements))
    return replace(plan, statements=tuple(promoted))


def _faintly(plan: Plan, at: int) -> bool:
    one = plan.statements[at]
    return (
        plan.views[at].task >= _FAINT
        and one.role not in {Role.ACTION, Role.VISIT}
        and one.column in _WORDED
        and not _goes_on(plan, at)
    )


def _goes_on(plan: Plan, at: int) -> bool:
    """Whether a statement only says when the one before it is to be done, or who by in brackets."""
    same = at > 0 and plan.statements[at - 1].entry == plan.statements[at].entry
    words = plan.words(plan.statements[at].span)
    return same and bool(_WHEN.match(words) or _BRACKETED.match(words))


def _role(statement: Statement, view: View, *, fixed: bool) -> Role:
    role = statement.role
    if statement.column not in _WORDED or role is Role.VISIT or fixed:
        return role
    if view.task >= TASK:
        return Role.ACTION
    if role in _OPEN and view.concern >= _PLAIN and statement.column is Column.TEXT:
        return Role.WORRY
    if role is not Role.ACTION:
        return role
    kept = view.part.label in set(Role) and view.part.label != Role.ACTION
    return Role(view.part.label) if kept else Role.NARRATIVE
