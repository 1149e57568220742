"""A plan report as the JSON object that ``check --json`` prints."""

from collections.abc import Callable
from typing import Any

from knowledge.plans.beside import ClockRow, ReadingAge, Wording
from knowledge.plans.model import Action, Risk
from knowledge.plans.report import Finding, Report
from knowledge.text import Span

LinkOf = Callable[[str], str]


def report_object(report: Report, text: str, link: LinkOf, seconds: float) -> dict[str, Any]:
    """The object of ``docs/interfaces``: ``text[start:end] == span_text`` against the extracted text."""
    return {
        "doc": report.doc,
        "doc_type": report.kind.value,
        "reference_date": report.reference_date.isoformat() if report.reference_date else None,
        "rules_run": report.rules_run,
        "findings": [_finding(finding, text, link) for finding in report.findings],
        "risks": [_risk(risk, text) for risk in report.risks],
        "actions": [_action(action, text) for action in report.actions],
        "notes": list(report.notes),
        "clocks": [_clock(row, text) for row in report.clocks],
        "reading": _reading(report.reading, text) if report.reading else None,
        "latency_s": round(seconds, 4),
    }


def _finding(finding: Finding, text: str, link: LinkOf) -> dict[str, Any]:
    span = finding.span
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "span": {"start": span.start, "end": span.end} if span else None,
        "span_text": span.of(text) if span else None,
        "message": finding.message,
        "better": finding.better,
        "why": [{"label": label, "url": link(label)} for label in finding.why],
    }


def _clock(row: ClockRow, text: str) -> dict[str, Any]:
    return {
        "title": row.title,
        "state": row.state.value,
        "due": row.due.isoformat() if row.due else None,
        "start": _place(row.start, text),
        "found": _place(row.found, text),
        "label": row.label,
        "status": row.status,
        "url": row.url,
        "note": row.note,
    }


def _reading(reading: ReadingAge, text: str) -> dict[str, Any]:
    return {
        "age": reading.age,
        "words": reading.words,
        "measured_on": reading.measured_on,
        "wordings": [_wording(one, text) for one in reading.wordings],
        "short_forms": [_wording(one, text) for one in reading.short_forms],
    }


def _wording(one: Wording, text: str) -> dict[str, Any]:
    return {"place": _place(one.span, text), "better": one.better}


def _place(span: Span | None, text: str) -> dict[str, Any] | None:
    return {"start": span.start, "end": span.end, "span_text": span.of(text)} if span else None


def _risk(risk: Risk, text: str) -> dict[str, Any]:
    return {
        "category": risk.category,
        "span_text": risk.span.of(text),
        "start": risk.span.start,
        "end": risk.span.end,
        "addressed": risk.addressed,
    }


def _action(action: Action, text: str) -> dict[str, Any]:
    return {
        "span_text": action.span.of(text),
        "start": action.span.start,
        "end": action.span.end,
        "owner": action.owner,
        "timescale": action.timescale,
        "timescale_quality": action.timescale_quality.value,
        "measurable": action.measurable,
    }
