"""Checks on when the plan is looked at again."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from knowledge.plans.dates import inside
from knowledge.plans.lexicon import pattern
from knowledge.plans.model import Found, Plan, Role, Statement, Topic, When
from knowledge.plans.rules.words import elsewhere, find
from knowledge.text import Span

_REVIEW = re.compile(r"\b(?:review(?: (?:child protection )?conference)?|rcpc|conference)\b[^.\n;]{0,30}\Z")
_CORE = re.compile(
    r"\bcore groups?\b(?: meeting| date| on| is| held| will be|[:,(-]| then| mon\w*| tue\w*| wed\w*| thu\w*|"
    r" fri\w*| at| \d+[.:]?\d*(?:am|pm)| )*\Z"
)
_FIRST_REVIEW, _LATER_REVIEW = timedelta(days=93), timedelta(days=184)
# Procedures commonly state three months for the first review conference and six for later ones.


def no_review_date(plan: Plan) -> Iterator[Found]:
    """REV001: no date or window for a review."""
    for statement in plan.statements:
        if statement.role is not Role.ACTION and _open(plan, statement) and not _dates(plan, statement.span):
            yield Found(statement.span, "There is no date for the review.")
            return
    if not _any_review(plan) and not elsewhere(plan, "review"):
        yield Found(None, "There is no date for the review.")


def _open(plan: Plan, statement: Statement) -> bool:
    """Whether a line about the review leaves its date open."""
    words = plan.words(statement.span)
    heading = plan.sections[statement.section].heading.lower()
    timed = any(pattern("timescales", key).search(words) for key in ("vague", "procedure", "depends"))
    under = "review" in heading and plan.topic(statement) is Topic.REVIEWS and len(words.split()) < 10
    return bool(find("review_open", words)) or (under and timed)


def _dates(plan: Plan, span: Span) -> bool:
    return any(_after(plan, when) for when in inside(plan.dates, span))


def _after(plan: Plan, when: When) -> bool:
    return plan.reference_date is None or (when.day is not None and when.day > plan.reference_date)


def _any_review(plan: Plan) -> bool:
    for statement in plan.statements:
        place = _with_heading(plan, statement.section, statement.span)
        if find("review_said", place) and (_dates(plan, statement.span) or find("review_window", place)):
            return True
    return any(_after(plan, when) and find("review_said", _around(plan, when)) for when in plan.dates)


def _around(plan: Plan, when: When) -> str:
    return plan.words(Span(max(0, when.span.start - 90), min(len(plan.text), when.span.end + 60)))


def _with_heading(plan: Plan, section: int, span: Span) -> str:
    return f"{plan.sections[section].heading.lower()} {plan.words(span)}"


def _meetings(plan: Plan, before: re.Pattern[str]) -> Iterator[When]:
    for when in plan.dates:
        lead = plan.words(Span(max(0, when.span.start - 70), when.span.start))
        if when.day and _after(plan, when) and before.search(lead):
            yield when


def core_group_late(plan: Plan) -> Iterator[Found]:
    """REV002: the first core group is late, or they are too far apart."""
    if plan.reference_date is None:
        return
    first = plan.plain.find("first core group")
    for when in _meetings(plan, _CORE):
        gap = (when.day or plan.reference_date) - plan.reference_date
        limit = plan.thresholds.core_group_weeks * 7
        fresh = 0 <= first < when.span.start < first + 60 or _made_at_conference(plan)
        if gap.days > (14 if fresh else limit) and not (
            fresh and _working_days(plan.reference_date, when.day) <= plan.thresholds.first_core_group_working_days
        ):
            yield Found(when.span, "This core group is later than local procedures usually allow.")
        return


def _made_at_conference(plan: Plan) -> bool:
    return bool(pattern("words", "at_conference").search(plan.plain[:900]))


def _working_days(start: date, end: date | None) -> int:
    days = (start + timedelta(days=one + 1) for one in range(((end or start) - start).days))
    return sum(day.weekday() < 5 for day in days)


def conference_late(plan: Plan) -> Iterator[Found]:
    """REV003: the review conference is later than three months, or six for later ones."""
    if plan.reference_date is None:
        return
    later = bool(pattern("words", "later_review").search(plan.plain))
    for when in _meetings(plan, _REVIEW):
        gap = (when.day or plan.reference_date) - plan.reference_date
        if gap > (_LATER_REVIEW if later else _FIRST_REVIEW):
            yield Found(when.span, "This review conference is later than procedures commonly allow.")
            return


CHECKS = {"REV001": no_review_date, "REV002": core_group_late, "REV003": conference_late}
