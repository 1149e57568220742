"""Reports as a table for a spreadsheet: one row a finding, and one row for a draft without any."""

import csv
import io
from collections.abc import Iterable, Iterator

from bot.render.wording import LinkOf, kind_name, most_serious_first, place_words, tally
from knowledge.plans.report import Finding, Report

HEADER = (
    "document",
    "document_type",
    "reference_date",
    "checks_run",
    "severity",
    "check",
    "start",
    "end",
    "words",
    "finding",
    "better",
    "why",
    "links",
)
# What makes a spreadsheet take a cell for a formula, also in full width.
_FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")


def csv_header() -> str:
    """The first line of the table."""
    return _line(HEADER)


def csv_rows(report: Report, text: str, link: LinkOf) -> Iterator[str]:
    """One line a finding, most serious first; a draft in which nothing was found says so in one line."""
    for finding in most_serious_first(report.findings):
        yield _line((*_document(report), *_finding(finding, text, link)))
    if not report.findings:
        yield _line((*_document(report), "none", "", "", "", "", tally(report), "", "", ""))


def _document(report: Report) -> tuple[str, ...]:
    day = report.reference_date.isoformat() if report.reference_date else ""
    return report.doc, kind_name(report.kind), day, str(report.rules_run)


def _finding(finding: Finding, text: str, link: LinkOf) -> tuple[str, ...]:
    span = finding.span
    return (
        finding.severity.value,
        finding.rule,
        str(span.start) if span else "",
        str(span.end) if span else "",
        place_words(finding, text),
        finding.message,
        finding.better,
        "; ".join(finding.why),
        " ".join(filter(None, map(link, finding.why))),
    )


def _line(cells: Iterable[str]) -> str:
    made = io.StringIO()
    csv.writer(made, lineterminator="").writerow([_harmless(cell) for cell in cells])
    return made.getvalue()


def _harmless(cell: str) -> str:
    """A cell on one line that a spreadsheet shows and never runs."""
    shown = " ".join(cell.split())
    return f"'{shown}" if shown.startswith(_FORMULA) else shown
