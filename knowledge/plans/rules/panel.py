"""Checks on pre-proceedings and legal gateway panel records."""

from collections.abc import Iterator

from knowledge.plans.model import Found, Plan, Statement, Topic
from knowledge.plans.rules.words import find, said, saying, says
from knowledge.text import Span


def _decisions(plan: Plan) -> Iterator[Statement]:
    for statement in plan.statements:
        words = plan.words(statement.span)
        if (plan.topic(statement) is Topic.DECISION and find("decision_line", words)) or find("decision_made", words):
            yield statement


def no_reasons(plan: Plan) -> Iterator[Found]:
    """PANEL001: a decision and no because."""
    decisions = list(_decisions(plan))
    if decisions and not any(says(plan, _nearby(plan, one), "reasons") for one in decisions):
        yield Found(decisions[0].span, "The decision is recorded without the reasons, options or challenge behind it.")


def _nearby(plan: Plan, statement: Statement) -> Span:
    return Span(max(0, statement.span.start - 300), min(len(plan.text), statement.span.end + 300))


def drift(plan: Plan) -> Iterator[Found]:
    """PANEL002: no date to come back, or too long in already."""
    long_in = next(saying(plan, plan.statements, "weeks_ago"), None)
    if long_in:
        yield Found(long_in.span, "The family has been in pre-proceedings a long time, and nothing stops the drift.")
        return
    if not any(find("panel_return", _lead(plan, when.span)) for when in plan.dates if _ahead(plan, when.day)):
        open_line = next(saying(plan, plan.statements, "panel_open"), None)
        yield Found(open_line.span if open_line else None, "The record gives no date to come back to panel.")


def _lead(plan: Plan, span: Span) -> str:
    return plan.words(Span(max(0, span.start - 90), span.end + 40))


def _ahead(plan: Plan, day: object) -> bool:
    return plan.reference_date is None or (day is not None and day > plan.reference_date)  # type: ignore[operator]


def no_exit(plan: Plan) -> Iterator[Found]:
    """PANEL003: nothing says what would end or escalate it."""
    if not said(plan, "exit_test"):
        yield Found(None, "Nothing says what would end pre-proceedings or take the family to court.")


CHECKS = {"PANEL001": no_reasons, "PANEL002": drift, "PANEL003": no_exit}
