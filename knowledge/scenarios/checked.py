"""What the plan checker finds in a scenario, set against its answer key: for the trainer who writes one."""

from dataclasses import dataclass

from knowledge.plans.check import check_text
from knowledge.plans.learnt import Embed
from knowledge.plans.model import DocType
from knowledge.plans.report import Finding
from knowledge.scenarios.model import Gap, Scenario
from knowledge.text import Span


@dataclass(frozen=True, slots=True)
class Comparison:
    """The key and the checker, side by side; arguable findings are left out of all three lists."""

    agreed: tuple[Gap, ...]
    only_key: tuple[Gap, ...]
    only_checker: tuple[Finding, ...]


def compare(scenario: Scenario, embed: Embed | None = None) -> Comparison:
    """Run the checker on a scenario and say where it and the key differ; neither is always right."""
    kind = None if scenario.kind is DocType.UNKNOWN else scenario.kind
    report = check_text(scenario.text, doc=scenario.id, doc_type=kind, reference_date=scenario.day, embed=embed)
    agreed = tuple(gap for gap in scenario.gaps if any(_same(gap, finding) for finding in report.findings))
    known = (*scenario.gaps, *scenario.arguable)
    return Comparison(
        agreed=agreed,
        only_key=tuple(gap for gap in scenario.gaps if gap not in agreed),
        only_checker=tuple(one for one in report.findings if not any(_same(gap, one) for gap in known)),
    )


def _same(gap: Gap, finding: Finding) -> bool:
    return gap.rule == finding.rule and _meet(gap.span, finding.span)


def _meet(one: Span | None, other: Span | None) -> bool:
    """Whether two places are about the same words; what is absent everywhere meets any place."""
    return one is None or other is None or one.overlaps(other)
