"""The matrix: one row a risk, with the action that answers it, who, when, the test and the fallback."""

from knowledge.plans.lexicon import pattern
from knowledge.plans.model import Plan, Risk, Role
from knowledge.plans.report import MatrixRow
from knowledge.text import Span


def matrix(plan: Plan) -> tuple[MatrixRow, ...]:
    """One row for each risk, in order; None marks a gap."""
    fallbacks = {category: _fallback(plan, category) for category in {risk.category for risk in plan.risks}}
    return tuple(_row(plan, risk, fallbacks[risk.category]) for risk in plan.risks)


def _row(plan: Plan, risk: Risk, fallback: Span | None) -> MatrixRow:
    action = plan.actions[risk.answers[0]] if risk.answers else None
    return MatrixRow(
        category=risk.category,
        risk=risk.span,
        action=action.span if action else None,
        owner=action.owner if action else None,
        by_when=action.timescale if action else None,
        how_we_will_know=action.measure if action else None,
        if_not=fallback,
    )


def _fallback(plan: Plan, category: str) -> Span | None:
    """The first contingency that speaks of a kind of worry."""
    cues = (pattern("risks", f"cues.{category}"), pattern("responses", f"answers.{category}"))
    for statement in plan.having(Role.CONTINGENCY):
        if any(cue.search(plan.words(statement.span)) for cue in cues):
            return statement.span
    return None
