"""Checks on letters before proceedings."""

from collections.abc import Iterator

from knowledge.plans.lexicon import pattern
from knowledge.plans.model import Found, Plan, When
from knowledge.plans.rules.words import find, said
from knowledge.text import Span


def no_changes(plan: Plan) -> Iterator[Found]:
    """LBP001: concerns without the changes that are wanted."""
    changes = sum(1 for _ in pattern("words", "lbp_change").finditer(plan.plain))
    if changes < 2:
        yield Found(None, "The letter tells the parents what is wrong and not what needs to improve.")


def no_legal_advice(plan: Plan) -> Iterator[Found]:
    """LBP002: nothing on free legal advice."""
    if not said(plan, "lbp_legal", "lbp_free"):
        yield Found(None, "The letter does not tell the parents how to get free legal advice.")


def parts_missing(plan: Plan) -> Iterator[Found]:
    """LBP003: help given, the meeting, or the wider family is left out."""
    missing = []
    if not said(plan, "lbp_support"):
        missing.append("the help already given")
    if not _meeting(plan):
        missing.append("the date, time and place of the meeting")
    if not said(plan, "lbp_family"):
        missing.append("the wider family")
    if missing:
        yield Found(None, f"The letter leaves out {' and '.join(missing)}.")


def _meeting(plan: Plan) -> bool:
    return any(find("lbp_meeting", _near(plan, when)) and find("clock", _near(plan, when)) for when in plan.dates)


def _near(plan: Plan, when: When) -> str:
    return plan.words(Span(max(0, when.span.start - 160), min(len(plan.text), when.span.end + 160)))


def no_review(plan: Plan) -> Iterator[Found]:
    """LBP004: no date to look at progress."""
    dated = any(
        find("lbp_review", plan.words(Span(max(0, when.span.start - 90), when.span.end + 60))) for when in plan.dates
    )
    if not dated:
        yield Found(None, "The letter gives no date for looking at progress.")


CHECKS = {"LBP001": no_changes, "LBP002": no_legal_advice, "LBP003": parts_missing, "LBP004": no_review}
