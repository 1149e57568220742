"""The records of one check: what was found, the matrix, and the report that holds them."""

from dataclasses import dataclass
from datetime import date

from knowledge.plans.beside import ClockRow, ReadingAge
from knowledge.plans.model import Action, DocType, Risk, Severity
from knowledge.text import Span


@dataclass(frozen=True, slots=True)
class Finding:
    """One gap in a draft, where it is, why it matters and what better looks like."""

    rule: str
    severity: Severity
    span: Span | None
    message: str
    better: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One risk across the plan; None marks a gap."""

    category: str
    risk: Span
    action: Span | None
    owner: str | None
    by_when: str | None
    how_we_will_know: Span | None
    if_not: Span | None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything one check of one draft says."""

    doc: str
    kind: DocType
    reference_date: date | None
    rules_run: int
    findings: tuple[Finding, ...]
    risks: tuple[Risk, ...]
    actions: tuple[Action, ...]
    matrix: tuple[MatrixRow, ...]
    notes: tuple[str, ...]
    clocks: tuple[ClockRow, ...] = ()
    reading: ReadingAge | None = None
