"""A plan report as plain text for a terminal: the matrix, then the most serious findings."""

from collections.abc import Iterator
from textwrap import fill, shorten

from bot.render.beside_words import clock_line, reading_lines
from bot.render.wording import CLOSING, dated, kind_name, left_out, most_serious_first, tally, unseen
from knowledge.plans.report import MatrixRow, Report
from knowledge.text import Span

_SHOWN = 12
_GAP = "GAP"


def report_lines(report: Report, text: str, *, everything: bool = False, width: int = 88) -> Iterator[str]:
    """What a manager reads: the matrix, the findings most serious first, and what was not seen."""
    yield f"{report.doc}: {kind_name(report.kind)}, {dated(report)}, {report.rules_run} checks run."
    yield from (f"Note: {note}" for note in unseen(report))
    if report.matrix:
        yield ""
        yield "RISK | ACTION | OWNER | BY WHEN | HOW WE WILL KNOW | IF NOT"
        yield from (_row(row, text) for row in report.matrix)
    yield ""
    yield from _findings(report, text, everything=everything, width=width)
    yield ""
    yield from _beside(report, text, width)
    yield from left_out(report)
    yield CLOSING


def _beside(report: Report, text: str, width: int) -> Iterator[str]:
    """Clocks and plain language, each under its own line."""
    said = [("CLOCKS", [clock_line(row, text) for row in report.clocks])]
    said += [("WHAT PARENTS MUST UNDERSTAND", list(reading_lines(report.reading, text)))] if report.reading else []
    for heading, lines in said:
        if lines:
            yield heading
            yield from (fill(line, width, initial_indent="  ", subsequent_indent="  ") for line in lines)
            yield ""


def _findings(report: Report, text: str, *, everything: bool, width: int) -> Iterator[str]:
    if not report.findings:
        yield tally(report)
        return
    ordered = most_serious_first(report.findings)
    shown = ordered if everything else ordered[:_SHOWN]
    yield f"{len(ordered)} findings{f', the {len(shown)} most serious shown' if len(shown) < len(ordered) else ''}:"
    for number, finding in enumerate(shown, start=1):
        yield ""
        yield fill(f"{number}. [{finding.severity.upper()}] {finding.rule} {finding.message}", width)
        if finding.span:
            yield f"   At: “{_short(text, finding.span)}”"
        yield fill(f"   Better: {finding.better}", width, subsequent_indent="   ")
        yield f"   Why: {'; '.join(finding.why)}"


def _row(row: MatrixRow, text: str) -> str:
    cells = (
        _short(text, row.risk, 40),
        _cell(text, row.action),
        row.owner or _GAP,
        row.by_when or _GAP,
        _cell(text, row.how_we_will_know),
        _cell(text, row.if_not),
    )
    return " | ".join(cells)


def _cell(text: str, span: Span | None) -> str:
    return _short(text, span, 40) if span else _GAP


def _short(text: str, span: Span, width: int = 90) -> str:
    return shorten(span.of(text), width, placeholder="...")
