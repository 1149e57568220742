"""The catalogue of checks as text, and one rule explained."""

from collections.abc import Iterator

from knowledge.errors import PlanError
from knowledge.plans.rules import catalogue


def catalogue_lines() -> Iterator[str]:
    """One line a rule."""
    for rule in catalogue():
        yield f"{rule.id:<9} {rule.severity.value:<6} {rule.name}"


def rule_lines(rule_id: str) -> Iterator[str]:
    """What a rule does, why it matters, and a weak and a better example."""
    rule = next((rule for rule in catalogue() if rule.id == rule_id.upper()), None)
    if rule is None:
        raise PlanError("No check has that id.", "Run practice-bot rules to see them all.")
    yield f"{rule.id} {rule.name} ({rule.severity.value})"
    yield f"What it finds: {rule.what}"
    yield f"Why it matters: {'; '.join(rule.why)}"
    yield f"Weak:   {rule.weak}"
    yield f"Better: {rule.better}"
