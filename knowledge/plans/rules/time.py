"""Checks that every action has a time that can be kept and seen to be kept."""

import re
from collections.abc import Iterator
from datetime import timedelta

from knowledge.plans.dates import inside
from knowledge.plans.lexicon import pattern
from knowledge.plans.model import Action, Column, Found, Plan, Quality, Role, Severity, Topic, When
from knowledge.plans.places import Places
from knowledge.plans.rules.words import around, find, says, surely, to_do
from knowledge.text import Span

_SOON = timedelta(days=14)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NAMED_DAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+(?:the\s+)?\Z")
_MEETS = re.compile(r"\b(?:core group|conference|review|rcpc|meeting|panel|school|nursery|session)\b[^.]{0,24}\Z")


def _open(plan: Plan) -> Iterator[Action]:
    return (action for action in plan.actions if not action.done)


def _visiting(plan: Plan, action: Action) -> bool:
    """Visits have their own checks."""
    return plan.topic(plan.statements[action.statement]) is Topic.VISITS or says(plan, action.span, "visit_vague")


def _timing(action: Action) -> Span:
    return action.timing.span or action.span


def no_timescale(plan: Plan) -> Iterator[Found]:
    """TIME001: no date, frequency or period."""
    sure = surely(plan)
    for action, plainly in to_do(plan):
        fired = (
            plainly
            and action.timescale_quality is Quality.MISSING
            and sure(action)
            and not _visiting(plan, action)
            and not says(plan, action.span, "restriction")
        )
        lacks = "no date and no frequency" if fired else "no date or frequency that anybody could keep"
        yield Found(action.span, f"This action has {lacks}.", fired=fired)


def vague_timescale(plan: Plan) -> Iterator[Found]:
    """TIME002: words that time nothing."""
    for action, plainly in to_do(plan):
        fired = plainly and action.timing.kind in {"vague", "own words"}
        words = plan.words(_timing(action)).strip() if action.timing.span else ""
        own = action.timing.kind == "own words"
        said = f'"{words}" does not tell anybody' if words else "The words here do not tell anybody"
        yield Found(_timing(action), f"{said} when this will be done.", fired=fired, settled=own and plainly)


def everything_ongoing(plan: Plan) -> Iterator[Found]:
    """TIME003: most actions run on with no end."""
    vague = [one for one in plan.actions if one.timescale_quality is Quality.VAGUE]
    if len(plan.actions) >= 4 and len(vague) >= 0.6 * len(plan.actions):
        yield Found(None, f"{len(vague)} of {len(plan.actions)} actions are ongoing or open-ended.")


def meeting_undated(plan: Plan) -> Iterator[Found]:
    """TIME004: the next meeting with no date anywhere."""
    for action in _open(plan):
        if action.timing.kind == "meeting" and action.timescale_quality is Quality.VAGUE:
            yield Found(_timing(action), "The draft does not give the date of this meeting.")
    for statement in plan.statements:
        words = plan.words(statement.span)
        if find("meeting_to_follow", words) and not _dated(plan, statement.span):
            yield Found(statement.span, "The draft does not give the date of the next meeting.")


def _dated(plan: Plan, span: Span) -> bool:
    return any(_ahead(plan, when) for when in inside(plan.dates, span))


def _ahead(plan: Plan, when: When) -> bool:
    return plan.reference_date is None or (when.day is not None and when.day > plan.reference_date)


def date_passed(plan: Plan) -> Iterator[Found]:
    """TIME005: the date has gone and the action is not done."""
    for action in plan.actions:
        if action.timescale_quality is Quality.PAST and not action.done:
            yield Found(_timing(action), "This date has passed and the action is not marked as done.")
    actions = Places(action.span for action in plan.actions)
    for statement in plan.statements:
        if plan.topic(statement) is Topic.PREVIOUS or statement.column in {Column.PROGRESS, Column.TEXT}:
            yield from _overdue(plan, statement.span, actions)


def _overdue(plan: Plan, span: Span, actions: Places) -> Iterator[Found]:
    if not pattern("timescales", "not_done").search(plan.words(span)):
        return
    past = [when for when in inside(plan.dates, span) if _behind(plan, when)]
    if past and not actions.over(span):
        yield Found(past[0].span, "This was due by a date that has passed, and it is not done.")


def _behind(plan: Plan, when: When) -> bool:
    due = plan.words(Span(max(0, when.span.start - 12), when.span.start))
    return bool(
        plan.reference_date and when.day and when.day < plan.reference_date and re.search(r"\b(?:by|due|target)\b", due)
    )


def same_day(plan: Plan) -> Iterator[Found]:
    """TIME006: one date for everything."""
    due = [action.timing.due for action in plan.actions if action.timing.due]
    if len(due) >= 4 and len(due) >= 0.8 * len(plan.actions) and len(set(due)) == 1:
        yield Found(None, f"All {len(due)} dated actions fall due on the same day.")


def within_timescales(plan: Plan) -> Iterator[Found]:
    """TIME007: statutory timescales and procedures in place of a number."""
    for statement in plan.statements:
        for match in pattern("timescales", "procedure").finditer(plan.words(statement.span)):
            if not re.search(r"\d", plan.words(statement.span)[match.end() : match.end() + 30]):
                start = statement.span.start + match.start()
                yield Found(
                    Span(start, start + len(match[0])), "A family cannot know what this timescale is; give the number."
                )
                break


def depends(plan: Plan) -> Iterator[Found]:
    """TIME008: the time depends on somebody else, with nothing meanwhile."""
    for action in _open(plan):
        if action.timing.kind == "depends" and not says(plan, around(plan, action), "interim"):
            yield Found(_timing(action), "This waits on somebody else, with no date to chase and no help meanwhile.")


def restriction_without_end(plan: Plan) -> Iterator[Found]:
    """TIME009: a rule of no contact with no end or review."""
    actions = {one.span: one for one in reversed(plan.actions)}
    for statement in plan.having(Role.ACTION):
        action = actions.get(statement.span)
        timed = action and action.timescale_quality in {Quality.SPECIFIC, Quality.RECURRING_OK}
        if says(plan, statement.span, "restriction") and not timed and not says(plan, statement.span, "bounded_end"):
            yield Found(statement.span, "This restriction has no end and no date to look at it again.")


def impossible_date(plan: Plan) -> Iterator[Found]:
    """TIME010: a date that does not exist, or whose weekday is wrong."""
    for when in plan.dates:
        before = plan.words(Span(max(0, when.span.start - 60), when.span.start))
        day = _NAMED_DAY.search(before)
        if when.day is None:
            if plan.reference_date:
                yield Found(when.span, "There is no such date.")
        elif day and _DAYS[when.day.weekday()][:3] != day[1]:
            yield Found(when.span, f"That date is a {_DAYS[when.day.weekday()].capitalize()}.")
        elif when.day.weekday() > 4 and _ahead(plan, when) and _MEETS.search(before):
            yield Found(when.span, "That date is at a weekend.", Severity.LOW)


def safety_too_late(plan: Plan) -> Iterator[Found]:
    """TIME011: an urgent danger left for later."""
    for action in _open(plan):
        place = around(plan, action) if plan.entries[plan.statements[action.statement].entry].table else action.span
        if says(plan, place, "hazard") and says(plan, action.span, "urgent_help") and _too_late(plan, action):
            yield Found(_timing(action), "This danger is here now; the action comes too late or has no date.")


def _too_late(plan: Plan, action: Action) -> bool:
    if action.timing.kind in {"depends", "vague", "own words"}:
        return True
    due = action.timing.due
    return bool(due and plan.reference_date and due - plan.reference_date > _SOON and action.timing.kind == "late")


CHECKS = {
    "TIME001": no_timescale,
    "TIME002": vague_timescale,
    "TIME003": everything_ongoing,
    "TIME004": meeting_undated,
    "TIME005": date_passed,
    "TIME006": same_day,
    "TIME007": within_timescales,
    "TIME008": depends,
    "TIME009": restriction_without_end,
    "TIME010": impossible_date,
    "TIME011": safety_too_late,
}
