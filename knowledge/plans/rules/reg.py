"""Checks on decisions to place a child with a relative or friend (regulation 24)."""

from collections.abc import Iterator

from knowledge.plans.model import Found, Plan, Statement
from knowledge.plans.rules.words import find, said, saying, says
from knowledge.text import Span


def family_arrangement(plan: Plan) -> Iterator[Found]:
    """REG001: the council asked, and it is called a family arrangement."""
    for statement in saying(plan, plan.statements, "family_arrangement"):
        place = Span(max(0, statement.span.start - 250), min(len(plan.text), statement.span.end + 120))
        if says(plan, place, "council_asked") and not says(plan, statement.span, "not_family"):
            yield Found(
                statement.span, "The council asked for this, so the child may be looked after; say under what power."
            )
            return


def not_checked(plan: Plan) -> Iterator[Found]:
    """REG002: no check on the carer, the adults or the home."""
    for statement in plan.statements:
        if says(plan, statement.span, "pf_or_reg_unchecked"):
            yield Found(statement.span, "This person has not been checked.")
            return
    if not said(plan, "suitability_done"):
        yield Found(None, "No check on the carer, the other adults or the home is recorded.")


def no_approval(plan: Plan) -> Iterator[Found]:
    """REG003: no decision-maker, no end date, no reviewing officer."""
    missing = [
        words
        for key, words in (
            ("reg_approval", "who approved it"),
            ("reg_limit", "the 16-week limit"),
            ("reg_iro", "the reviewing officer"),
        )
        if not said(plan, key)
    ]
    if missing:
        yield Found(None, f"The record leaves out {', '.join(missing)}.")


def bare_safety(plan: Plan) -> Iterator[Found]:
    """REG004: safe because somebody feels so."""
    for statement in plan.statements:
        if _asserts(plan, statement):
            yield Found(statement.span, "This says it is safe without the evidence or the risks weighed.")
            return


def _asserts(plan: Plan, statement: Statement) -> bool:
    words = plan.words(statement.span)
    about = find("carer_or_home", words)
    return bool(find("bare_safety", words) and about and not find("evidence", words))


CHECKS = {"REG001": family_arrangement, "REG002": not_checked, "REG003": no_approval, "REG004": bare_safety}
