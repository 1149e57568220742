"""A new draft against the old: findings that are fixed, still open, and new."""

from collections.abc import Iterator

import numpy as np

from knowledge.plans.compare.meaning import Likeness, likeness, pairs
from knowledge.plans.compare.model import Line, State
from knowledge.plans.compare.pieces import line_of
from knowledge.plans.learnt import Embed
from knowledge.plans.model import Plan
from knowledge.plans.report import Finding
from knowledge.text import Span

_SAME = 0.62
_GONE = "Those words are not in the new draft."


def drafts(
    old: Plan, new: Plan, before: tuple[Finding, ...], after: tuple[Finding, ...], embed: Embed | None
) -> Iterator[Line]:
    """A line for each finding of either draft; one finding answers one."""
    table = likeness([_words(old, one) for one in before], [_words(new, one) for one in after], embed)
    same = np.array([[_same(a, b) for b in after] for a in before], bool).reshape(table.table.shape)
    matched = pairs(Likeness(np.where(same, _exact(old, new, before, after, table), 0.0)), _SAME)
    for row, finding in enumerate(before):
        places = _places(after[matched[row]]) if row in matched else ()
        if row in matched:
            yield Line(State.STILL_OPEN, finding.span, places, after[matched[row]].message, finding.rule)
        else:
            note = "" if finding.span is None or finding.span.of(old.text) in new.text else _GONE
            yield Line(State.FIXED, finding.span, (), note or finding.message, finding.rule)
    for column, finding in enumerate(after):
        if column not in matched.values():
            yield Line(State.NEW, None, _places(finding), finding.message, finding.rule)


def _words(plan: Plan, finding: Finding) -> str:
    return line_of(plan, finding.span).of(plan.text) if finding.span else finding.rule


def _same(one: Finding, other: Finding) -> bool:
    return one.rule == other.rule


def _exact(
    old: Plan, new: Plan, before: tuple[Finding, ...], after: tuple[Finding, ...], table: Likeness
) -> "np.ndarray":
    """Likeness, and 1 where both stand for the whole document or at the same words."""
    rows = [
        [1.0 if _words(old, a) == _words(new, b) else score for b, score in zip(after, scores, strict=True)]
        for a, scores in zip(before, table.table, strict=True)
    ]
    return np.array(rows, np.float64).reshape(table.table.shape)


def _places(finding: Finding) -> tuple[Span, ...]:
    return (finding.span,) if finding.span else ()
