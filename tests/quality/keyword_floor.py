"""A simple keyword checker: the floor that the plan checker has to beat."""

import re
from collections.abc import Iterator
from datetime import date

from knowledge.plans.model import Action, DocType, Ownership, Quality, Risk, Severity, Timescale
from knowledge.plans.report import Finding, Report
from knowledge.text import Span

_VAGUE = re.compile(
    r"(?i)\b(?:asap|ongoing|tbc|tba|regular(?:ly)?|as soon as possible|in due course|when available|as required)\b"
)
_DATE = re.compile(
    r"(?i)\b\d{1,2}(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\d/\d|\bwithin\b"
    r"|\bweekly\b|\bdaily\b"
)
_ACTION = re.compile(r"(?i)\b(?:to|will|must|should) [a-z]+")
_OWNER = re.compile(
    r"\b(?:mum|dad|mother|father|sw|social worker|hv|health visitor|school|gp|[A-Z][a-z]+ (?:to|will))\b"
)
_LOOSE = re.compile(r"(?i)\b(?:engage|support|monitor|consider|maintain|continue|improve|ensure|encourage)\b")
_RISKS = {
    "domestic_abuse": "domestic|violence|violent|hit|dv",
    "parental_substance_misuse": "drink|alcohol|drug|cannabis|heroin",
    "neglect": "neglect|dirty|hungry|home conditions",
    "physical_harm": "bruise|injury|smack",
    "parental_mental_ill_health": "depress|mental health|anxiety",
    "school_absence": "attendance|absent|exclu",
    "missing": "missing",
    "self_harm_suicide": "self-harm|suicid|overdose",
    "online_harm": "online|internet|tablet",
    "housing_poverty": "debt|rent|eviction|damp",
}
_KINDS = {
    DocType.LETTER_BEFORE_PROCEEDINGS: "before proceedings",
    DocType.PRE_PROCEEDINGS_MINUTE: "panel",
    DocType.SUPERVISION_RECORD: "supervision",
    DocType.REGULATION_24_DECISION: "regulation 24",
    DocType.PRIVATE_FOSTERING_ASSESSMENT: "private foster",
    DocType.CORE_GROUP_MINUTES: "core group minutes",
    DocType.CHILD_IN_NEED_PLAN: "child in need",
    DocType.CHILD_PROTECTION_PLAN: "child protection",
}


def keyword_report(text: str, doc: str) -> Report:
    """What looking for words line by line would say."""
    lines = tuple(_lines(text))
    actions = tuple(_action(text, span) for span in lines if _ACTION.search(span.of(text)))
    risks = tuple(_risks(text, lines))
    findings = (*_per_action(actions), *_per_document(text, risks))
    return Report(doc, _kind(text), date.min, 12, findings, risks, actions, (), ())


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield Span(start, start + len(line.rstrip()))
        start += len(line)


def _kind(text: str) -> DocType:
    low = text.lower()
    return next((kind for kind, words in _KINDS.items() if words in low), DocType.UNKNOWN)


def _action(text: str, span: Span) -> Action:
    words = span.of(text)
    vague, dated = _VAGUE.search(words), _DATE.search(words)
    quality = Quality.SPECIFIC if dated else Quality.VAGUE if vague else Quality.MISSING
    owner = _OWNER.search(words)
    kind = Ownership.NAMED if owner else Ownership.NOBODY
    place = Span(span.start + vague.start(), span.start + vague.end()) if vague else None
    timing = Timescale(quality, place)
    return Action(span, owner[0] if owner else None, kind, None, quality, not _LOOSE.search(words), timing, 0)


def _risks(text: str, lines: tuple[Span, ...]) -> Iterator[Risk]:
    for category, words in _RISKS.items():
        found = [span for span in lines if re.search(rf"(?i)\b(?:{words})", span.of(text))]
        for span in found[:1]:
            yield Risk(category, span, len(found) > 1, 0)


def _finding(rule: str, span: Span | None) -> Finding:
    return Finding(rule, Severity.MEDIUM, span, "", "", ())


def _per_action(actions: tuple[Action, ...]) -> Iterator[Finding]:
    for action in actions:
        if action.timescale_quality is Quality.MISSING:
            yield _finding("TIME001", action.span)
        if action.timescale_quality is Quality.VAGUE:
            yield _finding("TIME002", action.timing.span)
        if action.ownership is Ownership.NOBODY:
            yield _finding("OWN001", action.span)
        if not action.measurable:
            yield _finding("MEAS001", action.span)


def _per_document(text: str, risks: tuple[Risk, ...]) -> Iterator[Finding]:
    low = text.lower()
    yield from (_finding("RISK001", risk.span) for risk in risks if not risk.addressed)
    wanted = {
        "CONT001": "contingency",
        "CHG001": "outcome",
        "REV001": "review",
        "VOICE001": "said",
        "PRIO001": "first",
        "DIV001": "ethnic",
    }
    yield from (_finding(rule, None) for rule, words in wanted.items() if words not in low)
