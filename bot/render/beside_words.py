"""The words that every form shares for what stands beside the findings: clocks and what parents must understand."""

from collections.abc import Iterator

from bot.render.wording import one_line
from knowledge.plans.beside import ClockRow, ClockState, ReadingAge, Wording
from knowledge.plans.readability import GROWN

_STATES = {
    ClockState.LATE: "Late",
    ClockState.BEFORE_START: "Impossible: before it starts",
    ClockState.PASSED: "Passed, and the draft gives no date for it",
    ClockState.HOLIDAY: "On a bank holiday",
    ClockState.DUE: "To come",
    ClockState.IN_TIME: "In time",
}
_SHOWN = 8


def clock_line(row: ClockRow, text: str) -> str:
    """One clock in a sentence or two, with who says so."""
    found = f" The draft says {one_line(row.found, text)}." if row.found else ""
    return f"{_STATES[row.state]}: {row.title}. {row.note}{found} ({row.label}; {row.status})"


def reading_lines(reading: ReadingAge, text: str) -> Iterator[str]:
    """The reading age with what it was measured on, and the words to change."""
    if reading.age is None:
        yield f"Too few words of {reading.measured_on} to measure a reading age."
    else:
        yield (
            f"Reading age {_aged(reading.age)}, measured on {reading.measured_on} ({reading.words} words; "
            "Automated Readability Index). Ages 11 to 13 suit most adults."
        )
    if reading.short_forms:
        yield f"Short forms not explained: {'; '.join(_short(one, text) for one in reading.short_forms[:_SHOWN])}."
    for one in reading.wordings[:_SHOWN]:
        yield f"“{one_line(one.span, text)}”: {one.better}."


def _aged(age: int) -> str:
    return f"about {age}" if age < GROWN else f"{GROWN} or more"


def _short(one: Wording, text: str) -> str:
    return f"{one_line(one.span, text)} ({one.better})"
