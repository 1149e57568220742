"""The words that every form of a report shares: names of documents, severities, gaps and what is never claimed."""

import re
from collections.abc import Callable, Iterator

from knowledge.plans.model import Action, DocType, Quality, Severity
from knowledge.plans.report import Finding, MatrixRow, Report
from knowledge.text import Span

LinkOf = Callable[[str], str]

CLOSING = "This lists gaps in the writing. It does not judge a family or say that a plan is safe: people decide that."
WHOLE = "The whole document"
HEADINGS = ("Risk", "Action", "Owner", "By when", "How we will know", "If not")
GAPS = ("no action found", "nobody named", "no date or frequency", "no test found", "no fallback found")
_LEFT_OUT = re.compile(r"[A-Z]{2,6}\d{3} was left out by local choice: ")
_ORDER = {Severity.HIGH: 0, Severity.MEDIUM: 1, Severity.LOW: 2}
_KINDS = {DocType.UNKNOWN: "document of an unclear kind", DocType.PRE_PROCEEDINGS_MINUTE: "pre-proceedings minute"}
_ACRONYMS = {"fgm": "FGM"}


def most_serious_first(findings: tuple[Finding, ...]) -> list[Finding]:
    """Findings by severity, then by place."""
    return sorted(findings, key=lambda f: (_ORDER[f.severity], f.span.start if f.span else -1, f.rule))


def alike(findings: tuple[Finding, ...]) -> list[list[Finding]]:
    """The findings most serious first, those of one check that say the same together."""
    groups: dict[tuple[str, Severity, str], list[Finding]] = {}
    for finding in most_serious_first(findings):
        groups.setdefault((finding.rule, finding.severity, finding.message), []).append(finding)
    return list(groups.values())


def kind_name(kind: DocType) -> str:
    """A document type as people write it."""
    return _KINDS.get(kind, kind.value.replace("_", " "))


def category_name(category: str) -> str:
    """A risk category as people write it."""
    return _ACRONYMS.get(category, category.replace("_", " ").capitalize())


def capital(words: str) -> str:
    """The words with a capital first letter, the others as they are."""
    return words[:1].upper() + words[1:]


def dated(report: Report) -> str:
    """The date that the draft was checked against."""
    day = report.reference_date
    return f"dated {day.day} {day:%B %Y}" if day else "no date found"


def tally(report: Report) -> str:
    """How many findings there are, by severity, in words that do not hide that nothing was found."""
    if not report.findings:
        return f"None of the {report.rules_run} checks found a gap. A reader who knows the child may still see one."
    counts = ", ".join(f"{number} {severity.value}" for severity, number in _counted(report) if number)
    return f"{plural(len(report.findings), 'finding')} from {report.rules_run} checks: {counts}."


def plural(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def unseen(report: Report) -> tuple[str, ...]:
    """What the reader should know about what was and was not read."""
    return tuple(note for note in report.notes if not _LEFT_OUT.match(note))


def left_out(report: Report) -> tuple[str, ...]:
    """The findings that a local choice left out, each with its recorded reason."""
    return tuple(note for note in report.notes if _LEFT_OUT.match(note))


def by_when(row: MatrixRow, report: Report) -> tuple[str | None, str]:
    """A row's timescale and, where it is weak, the word for how."""
    action = _timed(row, report.actions)
    remark = {Quality.VAGUE: "vague", Quality.PAST: "has passed"}.get(action.timescale_quality, "") if action else ""
    return row.by_when, remark


def _timed(row: MatrixRow, actions: tuple[Action, ...]) -> Action | None:
    return next((one for one in actions if row.action == one.span and row.by_when == one.timescale), None)


def _counted(report: Report) -> Iterator[tuple[Severity, int]]:
    for severity in Severity:
        yield severity, sum(finding.severity is severity for finding in report.findings)


def place_words(finding: Finding, text: str) -> str:
    """The words a finding stands at, on one line; the whole document where it has no place."""
    return one_line(finding.span, text) if finding.span else WHOLE


def one_line(span: Span, text: str) -> str:
    """A span's words with single spaces."""
    return " ".join(span.of(text).split())
