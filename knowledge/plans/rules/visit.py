"""Checks on when the social worker will see the child."""

from collections.abc import Iterator

from knowledge.plans.lexicon import pattern
from knowledge.plans.model import Found, Plan, Role, Topic
from knowledge.plans.rules.words import elsewhere, find, said


def no_visits(plan: Plan) -> Iterator[Found]:
    """VISIT001: a protection plan that does not mention visits."""
    if not said(plan, "visit_said") and not elsewhere(plan, "visit"):
        yield Found(None, "The plan does not say how often the child will be seen, or where, or alone.")


def vague_visits(plan: Plan) -> Iterator[Found]:
    """VISIT002: regular, statutory or CP visits, with no number."""
    for statement in plan.having(Role.VISIT, Role.ACTION):
        words = plan.words(statement.span)
        about = plan.topic(statement) is Topic.VISITS or pattern("words", "visits_child").search(words)
        if about and find("visit_vague", words) and not find("visit_clear", words):
            yield Found(statement.span, "This does not say how often the child will be seen.")


CHECKS = {"VISIT001": no_visits, "VISIT002": vague_visits}
