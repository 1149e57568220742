"""A plan report as the JSON object that ``check --json`` prints."""

from collections.abc import Callable
from typing import Any

from knowledge.plans.model import Action, Finding, Report, Risk

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
