"""Statutory and local clocks in a draft: the dates it gives against the dates they allow."""

import itertools
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from knowledge.documents import Authority
from knowledge.errors import DeadlineError
from knowledge.plans.beside import ClockRow, ClockState
from knowledge.plans.lexicon import data, pattern
from knowledge.plans.model import Plan, When
from knowledge.timescales import Clock, Length, clocks, deadline, written
from knowledge.working_days import bank_holiday

_LEAD, _GAP = 90, 26
_BREAK = re.compile(r"[.;\n]\s|\n")
_STATUS = {Authority.STATUTE: "law", Authority.STATUTORY_GUIDANCE: "guidance"}
_MEETINGS = ("initial_conference", "first_core_group", "next_core_group", "first_review", "next_supervision")


def clock_rows(plan: Plan) -> tuple[ClockRow, ...]:
    """The clocks that the draft's dates start, those that need a look first."""
    events = _events(plan)
    rows = [*_pairs(plan, events), *_repeats(plan, events), *_local(plan, events), *_holidays(plan, events)]
    order = tuple(ClockState)
    return tuple(sorted(rows, key=lambda row: order.index(row.state)))


def _events(plan: Plan) -> dict[str, list[When]]:
    """The dates of each event, in the order of the text; one date belongs to the event named nearest before it."""
    found: dict[str, list[When]] = {}
    for when in plan.dates:
        event = _event(plan, when) if when.day else ""
        if event:
            found.setdefault(event, []).append(when)
    return found


def _event(plan: Plan, when: When) -> str:
    start = max(0, when.span.start - _LEAD)
    lead = _BREAK.split(plan.text[start : when.span.start])[-1]
    words = plan.plain[when.span.start - len(lead) : when.span.start]
    ends = [
        (match.end(), match.end() - match.start(), name)
        for name in data("clocks")["events"]
        for match in pattern("clocks", f"events.{name}").finditer(words)
        if len(words) - match.end() <= _GAP
    ]
    return max(ends)[2] if ends else ""


# -- statutory clocks ------------------------------------------------------------------------


def _pairs(plan: Plan, events: dict[str, list[When]]) -> Iterator[ClockRow]:
    for row in data("clocks")["pair"]:
        starts = events.get(row["start"], ())
        if plan.kind.value in row["kinds"] and starts:
            ends = events.get(row["end"], ())
            yield from _row(plan, _clock(row["clock"]), starts[0], ends[0] if ends else None)


def _repeats(plan: Plan, events: dict[str, list[When]]) -> Iterator[ClockRow]:
    for row in data("clocks")["repeat"]:
        days = {when.day: when for when in reversed(events.get(row["event"], ())) if when.day}
        ordered = [days[day] for day in sorted(days)]
        if plan.kind.value in row["kinds"]:
            for first, second in itertools.pairwise(ordered):
                yield from _row(plan, _clock(row["clock"]), first, second)


def _row(plan: Plan, clock: Clock, start: When, end: When | None) -> Iterator[ClockRow]:
    if start.day is None:
        return
    try:
        reckoned = deadline(clock, start.day)
    except DeadlineError:  # a year beyond the calendar
        return
    state = _state(start.day, end.day if end else None, reckoned.due, plan.reference_date)
    more = f" It can be extended once, to {written(reckoned.extended)}." if reckoned.extended else ""
    yield ClockRow(
        title=clock.title,
        state=state,
        start=start.span,
        due=reckoned.due,
        found=end.span if end else None,
        label=clock.label,
        status=_status(clock),
        url=clock.url,
        note=f"{clock.length.words} from {written(start.day)}: by {written(reckoned.due)}.{more}",
    )


def _state(start: date, end: date | None, due: date, today: date | None) -> ClockState:
    if end is None:
        return ClockState.PASSED if today and today > due else ClockState.DUE
    if end < start:
        return ClockState.BEFORE_START
    return ClockState.LATE if end > due else ClockState.IN_TIME


def _status(clock: Clock) -> str:
    says = _STATUS.get(clock.authority, "good practice")
    return f"{says}, commonly stated" if clock.confirmed == "commonly stated" else says


@cache
def _clock(name: str) -> Clock:
    return next(clock for clock in clocks() if clock.id == name)


# -- local intervals and bank holidays -------------------------------------------------------


def _local(plan: Plan, events: dict[str, list[When]]) -> Iterator[ClockRow]:
    for row in data("clocks")["local"]:
        ends = events.get(row["event"], ())
        if plan.kind.value in row["kinds"] and ends and plan.reference_date:
            length = Length(getattr(plan.thresholds, row["threshold"]), row["unit"])
            yield _interval(row["title"], length, plan.reference_date, ends[0])


def _interval(title: str, length: Length, start: date, end: When) -> ClockRow:
    due = length.after(start)
    state = _state(start, end.day, due, None)
    note = f"At most {length.words} apart by the council's own setting: by {written(due)}."
    return ClockRow(title, state, None, due, end.span, "Local threshold", "local", "", note)


def _holidays(plan: Plan, events: dict[str, list[When]]) -> Iterator[ClockRow]:
    """Meetings to come on a bank holiday; weekends are a finding (TIME010)."""
    since = plan.reference_date or date.min + timedelta(days=1)
    for when in (one for name in _MEETINGS for one in events.get(name, ())):
        if when.day and when.day >= since and (name := _holiday(when.day)):
            note = f"{written(when.day)} is a bank holiday ({name})."
            yield ClockRow("Meeting date", ClockState.HOLIDAY, None, None, when.span, "Bank holidays", "law", "", note)


def _holiday(day: date) -> str:
    try:
        return bank_holiday(day)
    except DeadlineError:
        return ""
