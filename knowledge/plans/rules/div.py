"""Checks that the plan is for this family and not for any family."""

from collections.abc import Iterator

from knowledge.plans.model import Found, Plan
from knowledge.plans.rules.words import doing, find, said, says, told


def identity_absent(plan: Plan) -> Iterator[Found]:
    """DIV001: no word on who this family is."""
    if len(plan.plain.split()) > 60 and not said(plan, "identity"):
        yield Found(None, "The draft says nothing of this family's identity, faith, language or culture.")


def no_interpreter(plan: Plan) -> Iterator[Found]:
    """DIV002: another language, and no interpreter."""
    if said(plan, "interpreter_booked"):
        return
    for statement in plan.statements:
        if says(plan, statement.span, "language_cue") and "interpreter" not in plan.words(statement.span):
            yield Found(statement.span, "This family needs an independent interpreter and none is planned.")
            return


def belief_unanswered(plan: Plan) -> Iterator[Found]:
    """DIV003: faith or honour shapes the risk and nothing answers it."""
    if doing(plan, "faith_answer"):
        return
    for statement in told(plan):
        words = plan.words(statement.span)
        if find("faith_cue", words) and find("faith_risk", words) and not find("faith_support", words):
            yield Found(statement.span, "Belief or honour shapes this risk, and no specialist advice is planned.")


CHECKS = {"DIV001": identity_absent, "DIV002": no_interpreter, "DIV003": belief_unanswered}
