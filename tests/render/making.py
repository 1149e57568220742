"""Reports for the tests of their forms, made by hand: the words to find are given, no rule is run."""

from dataclasses import replace
from datetime import date

from bot.checked import Checked
from knowledge.plans.model import Action, DocType, Ownership, Quality, Severity, Timescale
from knowledge.plans.report import Finding, MatrixRow, Report
from knowledge.readers import Reading, read_bytes
from knowledge.text import Span

LABEL, ADDRESS = "Ofsted letter 2019 F5", "https://example.org/letter"


def link(label: str) -> str:
    """An address for one label only."""
    return ADDRESS if label == LABEL else ""


def span_of(text: str, words: str) -> Span:
    """The first place of these words."""
    start = text.index(words)
    return Span(start, start + len(words))


def finding(text: str, words: str | None, severity: Severity = Severity.HIGH, message: str = "A gap.") -> Finding:
    """A finding at these words, or on the whole document."""
    span = span_of(text, words) if words else None
    return Finding("TIME002", severity, span, message, "By 4 March.", (LABEL, "Local procedure Contingency"))


def report(findings: tuple[Finding, ...] = (), matrix: tuple[MatrixRow, ...] = (), **given: object) -> Report:
    """A report with these findings and nothing else."""
    made = Report(
        doc="plan",
        kind=DocType.CHILD_PROTECTION_PLAN,
        reference_date=date(2026, 11, 9),
        rules_run=93,
        findings=findings,
        risks=(),
        actions=(),
        matrix=matrix,
        notes=("The case file was not seen.",),
    )
    return replace(made, **given)  # type: ignore[arg-type]


def action(span: Span, timescale: str, quality: Quality) -> Action:
    """An action whose timescale is of this quality."""
    return Action(
        span, "Ewa", Ownership.NAMED, timescale, quality, measurable=False, timing=Timescale(quality), statement=0
    )


def read(data: bytes, name: str) -> Reading:
    """A reading in this process, which is quicker than in a child."""
    return read_bytes(data, name)


def checked_file(data: bytes, name: str, *words: str | None) -> Checked:
    """A file in which something was found at each of these words."""
    reading = read(data, name)
    text = reading.text
    found = tuple(finding(text, one, message=f"Look at {number}.") for number, one in enumerate(words))
    return Checked(name, text, reading, report(found), data)


def checked_text(text: str, *findings: Finding, **given: object) -> Checked:
    """A text draft with these findings."""
    return Checked("plan.txt", text, Reading("text", ()), report(findings, **given))  # type: ignore[arg-type]
