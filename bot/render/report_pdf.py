"""A report as notes in the user's own PDF: a highlight at each place, a summary on the first page."""

from collections.abc import Iterator

from bot.checked import Checked
from bot.render.wording import (
    CLOSING,
    capital,
    dated,
    kind_name,
    left_out,
    most_serious_first,
    one_line,
    plural,
    tally,
    unseen,
)
from knowledge.errors import PlanError
from knowledge.plans.report import Finding
from knowledge.readers.confined import noted_confined


def pdf_bytes(checked: Checked) -> bytes:
    """The draft with its notes, made in the confined child; raises ``PlanError`` where the draft is no PDF."""
    if checked.reading.format != "pdf":
        raise PlanError(f"{checked.name} is not a PDF, so it cannot get PDF notes.", "Use --format docx or html.")
    ordered = most_serious_first(checked.report.findings)
    notes = [(one_line(one.span, checked.text), _note(one)) for one in ordered if one.span]
    return noted_confined(checked.data, "\n".join(_summary(checked, ordered)), notes)


def _note(finding: Finding) -> str:
    return (
        f"{finding.severity.value.capitalize()}: {finding.message}\nBetter, for example: {finding.better}\n"
        f"Why it matters: {'; '.join(finding.why)} (check {finding.rule})"
    )


def _summary(checked: Checked, ordered: list[Finding]) -> Iterator[str]:
    report = checked.report
    yield f"Draft check. {capital(kind_name(report.kind))}, {dated(report)}, {plural(report.rules_run, 'check')} run."
    yield tally(report)
    yield from (f"In the whole document: {_note(one)}" for one in ordered if one.span is None)
    yield from (*unseen(report), *left_out(report))
    yield CLOSING
