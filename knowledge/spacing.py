"""When to practise again what was missed: 1, 3, 7 and 21 days, one step for each time it was found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

STEPS = (1, 3, 7, 21)


@dataclass(frozen=True, slots=True)
class Due:
    """A rule that a learner missed: how many times it has been found since, and when to practise it next."""

    rule: str
    step: int
    day: date


def rescheduled(held: Mapping[str, Due], missed: Iterable[str], found: Iterable[str], today: date) -> tuple[Due, ...]:
    """The schedule after an attempt: a missed rule starts again; a found one moves on, and goes after the last step."""
    after = dict(held)
    for rule in found:
        if rule in after:
            after.update(_moved_on(after.pop(rule), today))
    for rule in missed:
        after[rule] = Due(rule, 0, today + timedelta(days=STEPS[0]))
    return tuple(sorted(after.values(), key=lambda due: (due.day, due.rule)))


def _moved_on(due: Due, today: date) -> Mapping[str, Due]:
    step = due.step + 1
    return {due.rule: Due(due.rule, step, today + timedelta(days=STEPS[step]))} if step < len(STEPS) else {}
