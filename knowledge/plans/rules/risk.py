"""Checks of worries: here whether each is named plainly and seen in the light of what went before."""

from collections.abc import Iterator

from knowledge.plans.lexicon import pattern
from knowledge.plans.model import Found, Plan, Role, Statement
from knowledge.plans.rules.risk_dangers import (
    baby_sleep,
    danger_in_reach,
    going_missing,
    honour,
    other_child,
    self_harm,
    softened_abuse,
    threat_or_debt,
    unchecked_adult,
)
from knowledge.plans.rules.risk_unanswered import (
    empty_action_cell,
    money_and_housing,
    online,
    only_in_update,
    without_action,
)
from knowledge.plans.rules.words import find, said, saying, says, told

_CATEGORIES = {
    "neglect": frozenset(
        {
            "neglect",
            "parental_substance_misuse",
            "school_absence",
            "housing_poverty",
            "infant_safety",
            "parental_mental_ill_health",
            "child_development",
            "non_engagement",
            "young_carer",
            "disability_vulnerability",
            "parental_learning_disability",
            "pre_birth",
            "carer_ill_health",
        }
    ),
    "physical": frozenset(
        {"physical_harm", "domestic_abuse", "serious_youth_violence", "child_criminal_exploitation", "infant_safety"}
    ),
    "sexual": frozenset({"sexual_harm", "child_sexual_exploitation", "harmful_sexual_behaviour", "online_harm", "fgm"}),
}


def label_not_behaviour(plan: Plan) -> Iterator[Found]:
    """RISK012: a label where the reader needs to know what happens."""
    for statement in plan.having(Role.WORRY, Role.NARRATIVE):
        words = plan.words(statement.span).strip(" .:;-*")
        bare = pattern("words", "label_only").fullmatch(words) and statement.role is Role.WORRY
        short = find("label_sentence", words) and len(words.split()) < 12 and not find("describes", words)
        if bare or short:
            yield Found(
                statement.span, "This is a label: it does not say who does what to whom, or what it does to the child."
            )


def parent_cannot_use(plan: Plan) -> Iterator[Found]:
    """RISK016: help offered in a form this parent cannot use."""
    courses = [action for action in plan.actions if says(plan, action.span, "course")]
    barrier = next(saying(plan, plan.statements, "parent_barrier"), None)
    if not barrier or not courses or any(says(plan, action.span, "adapted") for action in plan.actions):
        return
    place = courses[0].span if says(plan, barrier.span, "language_cue") else barrier.span
    yield Found(place, "The help offered does not fit how this parent reads, learns or speaks.")


def category_differs(plan: Plan) -> Iterator[Found]:
    """RISK017: the category of the plan is not what the worries describe."""
    line = next((one for one in plan.statements if _is_category(plan, one)), None)
    if line is None or not plan.risks:
        return
    words = plan.words(line.span)
    named = [key for key in _CATEGORIES if key in words]
    grave = {risk.category for risk in plan.risks} & (_CATEGORIES["physical"] | _CATEGORIES["sexual"])
    fits = sum(risk.category in _CATEGORIES[key] for key in named for risk in plan.risks)
    if len(named) == 1 and grave - _CATEGORIES[named[0]] and fits * 3 <= len(plan.risks):
        yield Found(line.span, "The worries described are not the category of this plan; say why it was chosen.")


def _is_category(plan: Plan, statement: Statement) -> bool:
    heading = plan.sections[statement.section].heading.lower()
    return heading.strip("#*_: ").startswith("category") or plan.words(statement.span).startswith("category")


def pattern_ignored(plan: Plan) -> Iterator[Found]:
    """RISK018: earlier plans or removals, and no word on what is different now."""
    if said(plan, "different_now"):
        return
    found = next(saying(plan, (*told(plan), *plan.having(Role.ADMIN)), "past_pattern"), None)
    if found:
        yield Found(found.span, "This has happened before, and the plan does not say what is different this time.")


CHECKS = {
    "RISK001": without_action,
    "RISK002": empty_action_cell,
    "RISK003": only_in_update,
    "RISK004": softened_abuse,
    "RISK005": danger_in_reach,
    "RISK006": baby_sleep,
    "RISK007": unchecked_adult,
    "RISK008": other_child,
    "RISK009": threat_or_debt,
    "RISK010": money_and_housing,
    "RISK011": online,
    "RISK012": label_not_behaviour,
    "RISK013": going_missing,
    "RISK014": self_harm,
    "RISK015": honour,
    "RISK016": parent_cannot_use,
    "RISK017": category_differs,
    "RISK018": pattern_ignored,
}
