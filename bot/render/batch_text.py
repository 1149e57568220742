"""A pile of drafts on one page: what is missing, by theme, and which drafts to look at first."""

from collections import Counter
from collections.abc import Iterator, Sequence
from textwrap import fill, shorten

from bot.render.wording import CLOSING, kind_name, plural
from knowledge.plans.model import Ownership, Quality, Severity
from knowledge.plans.report import Report
from knowledge.plans.rules import catalogue

THEMES = {
    "RISK": "Risks and what answers them",
    "ADULT": "Adults: who causes harm, who is left out",
    "TIME": "Timescales",
    "PRIO": "What comes first",
    "OWN": "Who does it",
    "MEAS": "How we will know",
    "CHG": "What must change",
    "CONT": "What happens if it does not",
    "VOICE": "The child's voice",
    "DIS": "Disability",
    "DIV": "Identity, language, faith",
    "VISIT": "Visits",
    "REV": "Reviews and core groups",
    "LANG": "Plain language",
    "CG": "Core group minutes",
    "LBP": "Letters before proceedings",
    "PANEL": "Panel decisions",
    "SUP": "Supervision",
    "REG": "Connected carers (regulation 24)",
    "PF": "Private fostering",
}
_FIRST = 10
_TIMED = {Quality.SPECIFIC, Quality.RECURRING_OK}


def summary_lines(reports: Sequence[Report], unread: int, width: int = 88) -> Iterator[str]:
    """One page for a manager; it counts gaps in writing and ranks no family and no worker."""
    yield f"{plural(len(reports), 'draft')} checked. {_unread(unread)}".strip()
    if not reports:
        return
    kinds = Counter(kind_name(report.kind) for report in reports)
    yield fill(f"Kinds: {', '.join(f'{kind} ({number})' for kind, number in kinds.most_common())}.", width)
    yield from _across(reports)
    yield ""
    yield from _themes(reports)
    yield ""
    yield from _first(reports)
    yield ""
    yield fill(CLOSING, width)


def _unread(unread: int) -> str:
    return (
        f"{plural(unread, 'file')} could not be read and {'is' if unread == 1 else 'are'} named above."
        if unread
        else ""
    )


def _across(reports: Sequence[Report]) -> Iterator[str]:
    risks = [risk for report in reports for risk in report.risks]
    actions = [action for report in reports for action in report.actions if not action.done]
    bare = sum(not risk.addressed for risk in risks)
    untimed = sum(action.timescale_quality not in _TIMED for action in actions)
    unowned = sum(action.ownership is Ownership.NOBODY for action in actions)
    yield f"Risks with no action found: {bare} of {len(risks)}."
    yield f"Actions with no clear time: {untimed} of {len(actions)}. With nobody named: {unowned} of {len(actions)}."


def _themes(reports: Sequence[Report]) -> Iterator[str]:
    rows = sorted(_rows(reports), key=lambda row: (-row[1], -row[3], row[0]))
    if not rows:
        yield "No check found a gap in any of them. A reader who knows the children may still see one."
        return
    yield f"{'THEME':<42}{'DRAFTS':>7}{'FINDINGS':>10}{'HIGH':>6}  MOST OFTEN"
    for theme, drafts, findings, high, rule in rows:
        yield f"{theme:<42}{drafts:>7}{findings:>10}{high:>6}  {rule}"


def _rows(reports: Sequence[Report]) -> Iterator[tuple[str, int, int, int, str]]:
    names = {rule.id: rule.name for rule in catalogue()}
    for prefix, theme in THEMES.items():
        per_draft = [[one for one in report.findings if one.rule.rstrip("0123456789") == prefix] for report in reports]
        found = [one for findings in per_draft for one in findings]
        if found:
            rule, _ = Counter(one.rule for one in found).most_common(1)[0]
            high = sum(one.severity is Severity.HIGH for one in found)
            yield theme, sum(map(bool, per_draft)), len(found), high, f"{rule} {names[rule]}"


def _first(reports: Sequence[Report]) -> Iterator[str]:
    gaps = [report for report in reports if report.findings]
    quiet = len(reports) - len(gaps)
    ordered = sorted(gaps, key=lambda report: tuple(-number for number in _counts(report)))
    if ordered:
        yield "To look at first (high, medium, low findings):"
    for report in ordered[:_FIRST]:
        high, medium, low = _counts(report)
        name = shorten(report.doc, 44, placeholder="...")
        yield f"  {name:<46}{high:>3}{medium:>4}{low:>4}  {kind_name(report.kind)}"
    if len(ordered) > _FIRST:
        yield f"  and {plural(len(ordered) - _FIRST, 'more draft')} with findings."
    yield f"Drafts in which nothing was found: {quiet}."


def _counts(report: Report) -> tuple[int, ...]:
    return tuple(sum(one.severity is severity for one in report.findings) for severity in Severity)
