"""From a draft's text to a report: every rule that applies, with local choices."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from knowledge.errors import PlanError
from knowledge.plans.clocks import clock_rows
from knowledge.plans.language import not_english, part_not_english
from knowledge.plans.local import LocalRules
from knowledge.plans.matrix import matrix
from knowledge.plans.model import Action, DocType, Found, Plan, Risk, Role, Rule, Severity
from knowledge.plans.parse import parse
from knowledge.plans.readability import reading_age
from knowledge.plans.report import Finding, Report
from knowledge.plans.rules import catalogue
from knowledge.plans.signs import Signs
from knowledge.plans.verdicts import Raised, every, upheld

if TYPE_CHECKING:
    import numpy as np

_LETTERS = re.compile(r"[^\W\d_]{2,}")
_One = TypeVar("_One", bound=Risk | Action)
# The checks at whose place a worry or an action stands as a whole, also one that was hardly taken for one.
_OF_RISKS = frozenset({"RISK001"})
_OF_ACTIONS = frozenset({"TIME001", "OWN001", "MEAS001"})
_ORDER = {Severity.HIGH: 0, Severity.MEDIUM: 1, Severity.LOW: 2}
_SHORT = 40
_COMMAND = re.compile(
    r"\b(?:(?:ignore|disregard) (?:all |any |the )*(?:previous|above|rules|checks|instructions)"
    r"|mark this (?:plan |draft )?as|(?:treat|rate) this (?:plan|draft) as|you are an? (?:ai|assistant|checker)"
    r"|(?:note|message|instructions?) (?:to|for) (?:the |any )?(?:ai|checker|bot|chatbot)\b"
    r"|report no (?:findings|problems)|do not (?:flag|list|report|raise) any (?:\w+ )?(?:findings|gaps|problems|issues)"
    r"|say (?:that )?this (?:plan|draft) is (?:compliant|safe|good))"
)


def check_text(
    text: str,
    *,
    doc: str,
    doc_type: DocType | None = None,
    reference_date: date | None = None,
    local: LocalRules = LocalRules(),  # noqa: B008 - a frozen record
    embed: "Callable[[Sequence[str]], np.ndarray] | None" = None,
) -> Report:
    """What an experienced reader would say of this draft.

    Offsets in the report point into ``text``. Raises PlanError where there is nothing to read.
    """
    plan = read_plan(text, doc_type, reference_date, local, embed)
    return check_plan(plan, doc=doc, local=local)


def read_plan(
    text: str,
    kind: DocType | None = None,
    reference_date: date | None = None,
    local: LocalRules = LocalRules(),  # noqa: B008 - a frozen record
    embed: "Callable[[Sequence[str]], np.ndarray] | None" = None,
) -> Plan:
    """The plan that a text holds; raises PlanError where there is nothing to read."""
    _readable(text)
    return parse(text, kind, reference_date, local, embed)


def check_plan(plan: Plan, *, doc: str, local: LocalRules = LocalRules()) -> Report:  # noqa: B008 - a frozen record
    """What every check that applies says of a plan that has been read."""
    rules = {rule.id: rule for rule in catalogue() if rule.id not in local.off}
    found = upheld(plan, raised(plan, rules.values()))
    findings = [_finding(rules[one.rule], one.found, local) for one in found]
    risks = _with_faint(plan.risks, plan.faint_risks, found, _OF_RISKS)
    kept, left_out = _suppressed(findings, plan, local, doc)
    return Report(
        doc=doc,
        kind=plan.kind,
        reference_date=plan.reference_date,
        rules_run=len(rules),
        findings=tuple(sorted(kept, key=_place)),
        risks=risks,
        actions=_with_faint(plan.actions, plan.faint_actions, found, _OF_ACTIONS),
        matrix=matrix(replace(plan, risks=risks)),
        notes=(*_notes(plan), *left_out),
        clocks=clock_rows(plan),
        reading=reading_age(plan),
    )


def _with_faint(
    plain: tuple[_One, ...], faint: tuple[_One, ...], found: Sequence[Raised], rules: frozenset[str]
) -> tuple[_One, ...]:
    """The risks or actions in order, with each faint one at whose place one of some checks is upheld."""
    places = {one.found.span for one in found if one.rule in rules}
    return tuple(sorted((*plain, *(one for one in faint if one.span in places)), key=lambda one: one.span.start))


def _readable(text: str) -> None:
    if not text.strip():
        raise PlanError("The draft is empty.", "Paste the text of a plan, or give a file that holds one.")
    words = sum(len(word) for word in _LETTERS.findall(text))
    if words < 0.3 * len(re.sub(r"[\s|_.-]+", "", text)):
        raise PlanError("The draft holds hardly any words.", "Give a text, Word or PDF file with words in it.")


def raised(plan: Plan, rules: Iterable[Rule]) -> tuple[Raised, ...]:
    """What the rules say of a plan, each place once a rule, before the verdict.

    A rule for several kinds of document is asked of the others too, where what it finds is only put to the verdict:
    a panel that names no contingency may be wrong as a plan is.
    """
    signs = Signs(plan)
    asked = (rule for rule in rules if plan.kind in rule.applies_to or len(rule.applies_to - {DocType.UNKNOWN}) > 1)
    return tuple(one for rule in asked for one in _asked_of(plan, rule, signs))


def _asked_of(plan: Plan, rule: Rule, signs: Signs) -> Iterator[Raised]:
    applies = plan.kind in rule.applies_to
    found = tuple(one if applies else replace(one, fired=False) for one in rule.check(plan))
    return every((*found, *signs.suggested(rule, found)), rule.id)


def _finding(rule: Rule, found: Found, local: LocalRules) -> Finding:
    severity = local.severity(rule.id, found.severity or rule.severity)
    return Finding(rule.id, severity, found.span, found.message, rule.better, rule.why)


def _place(finding: Finding) -> tuple[int, int, str]:
    start = finding.span.start if finding.span else -1
    return (_ORDER[finding.severity], start, finding.rule)


def _suppressed(
    findings: list[Finding], plan: Plan, local: LocalRules, doc: str
) -> tuple[list[Finding], tuple[str, ...]]:
    kept, notes = [], []
    for finding in findings:
        words = finding.span.of(plan.text) if finding.span else ""
        reason = local.suppressed(finding.rule, words, doc)
        if reason is None:
            kept.append(finding)
        else:
            notes.append(f"{finding.rule} was left out by local choice: {reason}")
    return kept, tuple(notes)


def _notes(plan: Plan) -> Iterator[str]:
    """What the checker could not see or wants the reader to know."""
    if len(plan.text.split()) < _SHORT:
        yield "This draft is very short, so parts that seem missing may be somewhere else."
    if not plan.having(Role.ACTION):
        yield "No actions were found; this may not be a plan."
    elif plan.kind is DocType.UNKNOWN and not plan.risks and not any(one.owner for one in plan.actions):
        yield "No worry was found, and nobody who has to do anything; this may not be a plan."
    if not_english(plan.plain):
        yield "This does not seem to be written in English. The checks read English only, so trust nothing below."
    elif any(part_not_english(entry.span.of(plan.text)) for entry in plan.entries):
        yield "Part of this is not in English. The checks did not understand those words: have them translated."
    if plan.kind is DocType.UNKNOWN:
        yield "The kind of document is not clear; name it to run the checks for that kind."
    if plan.reference_date is None:
        yield "The draft carries no date of its own, so dates that have passed could not be told."
    if _COMMAND.search(plan.plain):
        yield "The draft holds words addressed to the checker; they were read as text and changed nothing."
    yield "The checker reads words. It cannot tell whether a child is safe, and it has not seen the case file."
