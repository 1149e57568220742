"""Checks that a reader can tell what comes first."""

from collections import Counter
from collections.abc import Iterator

from knowledge.plans.model import Found, Plan, Quality
from knowledge.plans.rules.words import find


def no_order(plan: Plan) -> Iterator[Found]:
    """PRIO001: five or more actions, no order, and dates that do not separate them."""
    if len(plan.actions) < 5 or _ordered(plan):
        return
    yield Found(None, "Nothing tells the reader which action comes first.")


def _ordered(plan: Plan) -> bool:
    due = {action.timing.due for action in plan.actions if action.timing.due}
    timed = sum(action.timescale_quality in {Quality.SPECIFIC, Quality.RECURRING_OK} for action in plan.actions)
    ranked = any(find("order_heading", section.heading.lower()) for section in plan.sections)
    spread = len(due) > 2 and timed >= 0.4 * len(plan.actions)
    return spread or (timed >= 0.6 * len(plan.actions) and len(due) > 1) or ranked


def too_many(plan: Plan) -> Iterator[Found]:
    """PRIO002: more actions than anybody can keep."""
    most, mine = plan.thresholds.most_actions, plan.thresholds.most_actions_one_person
    shares = Counter((action.owner or "").lower() for action in plan.actions if action.owner)
    busiest = max(shares.values(), default=0)
    if len(plan.actions) > most or busiest > mine:
        yield Found(None, f"There are {len(plan.actions)} actions, {busiest} of them for one person.")


CHECKS = {"PRIO001": no_order, "PRIO002": too_many}
