"""Reports as one SARIF 2.1.0 log, for tools that collect the findings of checkers.

Regions count Unicode characters of the text that was read from the file, as every output does.
"""

import json
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from bot.checked import Checked
from bot.render.wording import LinkOf, most_serious_first
from knowledge.plans.model import Rule, Severity
from knowledge.plans.report import Finding
from knowledge.plans.rules import catalogue

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "note"}


def sarif_text(drafts: Sequence[Checked], link: LinkOf) -> str:
    """One log with one run over all the drafts."""
    rules = catalogue()
    places = {rule.id: place for place, rule in enumerate(rules)}
    run = {
        "tool": {"driver": _driver(rules, link)},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _notices(drafts)}],
        "artifacts": [{"location": {"uri": _uri(draft.name)}} for draft in drafts],
        "results": [
            _result(finding, draft, number, places)
            for number, draft in enumerate(drafts)
            for finding in most_serious_first(draft.report.findings)
        ],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)


def _driver(rules: Sequence[Rule], link: LinkOf) -> dict[str, Any]:
    return {
        "name": "practice-bot check",
        "semanticVersion": version("practice-guidance-bot"),
        "rules": [_rule(rule, link) for rule in rules],
    }


def _rule(rule: Rule, link: LinkOf) -> dict[str, Any]:
    why = "; ".join(rule.why)
    made: dict[str, Any] = {
        "id": rule.id,
        "shortDescription": {"text": rule.name},
        "fullDescription": {"text": rule.what},
        "help": {"text": f"{rule.what}\nWhy: {why}\nWeak: {rule.weak}\nBetter: {rule.better}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }
    address = next(filter(None, map(link, rule.why)), "")
    return {**made, "helpUri": address} if address else made


def _notices(drafts: Sequence[Checked]) -> list[dict[str, Any]]:
    """What was not seen and what local choice left out, draft by draft."""
    return [
        {"level": "note", "message": {"text": note}, "locations": [_whole(draft, number)]}
        for number, draft in enumerate(drafts)
        for note in draft.report.notes
    ]


def _result(finding: Finding, draft: Checked, number: int, places: dict[str, int]) -> dict[str, Any]:
    return {
        "ruleId": finding.rule,
        "ruleIndex": places[finding.rule],
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.message} Better: {finding.better}"},
        "locations": [_location(finding, draft, number)],
        "properties": {"why": list(finding.why)},
    }


def _location(finding: Finding, draft: Checked, number: int) -> dict[str, Any]:
    place = _whole(draft, number)
    if finding.span:
        place["physicalLocation"]["region"] = {
            "charOffset": finding.span.start,
            "charLength": finding.span.end - finding.span.start,
            "snippet": {"text": finding.span.of(draft.text)},
        }
    return place


def _whole(draft: Checked, number: int) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(draft.name), "index": number}}}


def _uri(name: str) -> str:
    return quote(name, safe="")
