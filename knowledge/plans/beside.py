"""The records of what a report shows beside its findings: clocks, and what parents must understand."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.text import Span


class ClockState(StrEnum):
    """How a date in the draft stands against its clock."""

    LATE = "late"
    BEFORE_START = "before_start"
    PASSED = "passed_not_shown"
    HOLIDAY = "bank_holiday"
    DUE = "due"
    IN_TIME = "in_time"


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One clock: where it starts in the draft, when it runs out, the date found, and who says so."""

    title: str
    state: ClockState
    start: Span | None
    due: date | None
    found: Span | None
    label: str
    status: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class Wording:
    """Words that puzzle or blame a parent, at their first place, and what to write instead."""

    span: Span
    better: str


@dataclass(frozen=True, slots=True)
class ReadingAge:
    """The age that can read what parents must understand; None where there were too few words to tell."""

    age: int | None
    words: int
    measured_on: str
    wordings: tuple[Wording, ...] = ()
    short_forms: tuple[Wording, ...] = ()
