"""Checks for disabled children."""

import re
from collections.abc import Iterator
from datetime import timedelta

from knowledge.plans.dates import dates_in
from knowledge.plans.lexicon import pattern
from knowledge.plans.model import Found, Plan, Role, Statement
from knowledge.plans.rules.words import find, said, saying, says

_YEAR = re.compile(r"\b(20\d\d)\b")
_OLD = timedelta(days=365)


def _labels(plan: Plan) -> Iterator[Statement]:
    for statement in plan.statements:
        words = plan.words(statement.span)
        whose = plan.plain[max(0, statement.span.start - 20) : statement.span.end]
        heading = plan.sections[statement.section].heading.lower()
        labelled = find("disability_label", words) or find("disability_label", heading + ":") or len(words.split()) < 12
        if find("disability_cue", words) and labelled and not re.search(r"\b(?:mum|dad|mother|father)\b", whose):
            yield statement


def not_thought_about(plan: Plan) -> Iterator[Found]:
    """DIS001: a diagnosis, and nothing on what it changes."""
    labels = sorted(_labels(plan), key=lambda one: not says(plan, one.span, "disability_label"))
    labelled = set(labels)
    told = [one for one in plan.having(Role.NARRATIVE, Role.WORRY, Role.VOICE, Role.STRENGTH) if one not in labelled]
    effect = any(says(plan, one.span, "disability_cue", "disability_effect") for one in told)
    method = sum(1 for _ in pattern("words", "method").finditer(plan.plain)) > 2
    named = {found[0] for found in pattern("words", "disability_support").finditer(plan.plain)}
    if labels and not effect and not method and len(named) < 3:
        yield Found(
            labels[0].span, "The diagnosis is listed and the draft does not say what it changes for this child."
        )


def communication_unplanned(plan: Plan) -> Iterator[Found]:
    """DIS002: no method and no person to reach the child with."""
    unheard = tuple(saying(plan, plan.statements, "voice_none"))
    if not unheard or not find("nonverbal", plan.plain):
        return
    if not any(says(plan, action.span, "communication_plan") for action in plan.actions):
        for statement in unheard:
            yield Found(statement.span, "No method and no person is planned for reaching this child.")


def old_assessment(plan: Plan) -> Iterator[Found]:
    """DIS003: the assessment is more than a year old."""
    if not said(plan, "disability_cue") and "dct" not in plan.plain and "disab" not in plan.plain:
        return
    for statement in plan.statements:
        found = find("old_assessment", plan.words(statement.span))
        if found and _more_than_a_year(plan, statement):
            yield Found(statement.span, "This assessment is more than a year old.")


def _more_than_a_year(plan: Plan, statement: Statement) -> bool:
    words = plan.words(statement.span)
    if plan.reference_date is None:
        return False
    dated = [when.day for when in dates_in(words) if when.day]
    if dated:
        return plan.reference_date - max(dated) > _OLD
    years = [int(year) for year in _YEAR.findall(words)]
    return bool(years) and plan.reference_date.year - max(years) >= 1


CHECKS = {"DIS001": not_thought_about, "DIS002": communication_unplanned, "DIS003": old_assessment}
