"""Checks on private fostering assessments."""

from collections.abc import Iterator

from knowledge.plans.model import Found, Plan
from knowledge.plans.rules.words import find, said, says

_MATTERS = (
    ("pf_parent", "the parents"),
    ("pf_money", "money"),
    ("pf_contact", "contact"),
    ("pf_duration", "how long it will last"),
    ("pf_decisions", "who decides"),
)


def checks_partial(plan: Plan) -> Iterator[Found]:
    """PF001: an adult of the household is unchecked, or checks are late."""
    for statement in plan.statements:
        if says(plan, statement.span, "pf_unchecked") and " would " not in plan.words(statement.span):
            yield Found(statement.span, "Not every adult in the household has been checked.")
            return


def matters_missing(plan: Plan) -> Iterator[Found]:
    """PF002: matters the Regulations list are left out."""
    missing = [words for key, words in _MATTERS if not said(plan, key)]
    if missing:
        yield Found(None, f"The assessment leaves out {', '.join(missing)}.")


def not_alone(plan: Plan) -> Iterator[Found]:
    """PF003: the child was seen with the carer, or through somebody close."""
    for statement in plan.statements:
        words = plan.words(statement.span)
        near = find("pf_with_carer", words) or find("carer_interprets", words)
        if near and not find("interpreter_booked", words) and not find("seen_alone", words):
            yield Found(statement.span, "The child was not seen alone with somebody independent.")
            return


def unsupported(plan: Plan) -> Iterator[Found]:
    """PF004: suitable, without evidence or against it."""
    doubts = bool(list(checks_partial(plan)) or list(not_alone(plan)) or list(matters_missing(plan)))
    for statement in plan.statements:
        if says(plan, statement.span, "pf_suitable") and (doubts or not find("evidence", plan.words(statement.span))):
            yield Found(statement.span, "The evidence in the assessment does not support this conclusion.")
            return


CHECKS = {"PF001": checks_partial, "PF002": matters_missing, "PF003": not_alone, "PF004": unsupported}
