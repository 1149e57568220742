"""The catalogue of checks: one module a family (worries have three), one function a rule, its documentation in data."""

from functools import cache
from typing import Any

from knowledge.plans.lexicon import data
from knowledge.plans.model import DocType, Rule, Severity
from knowledge.plans.rules import (
    adult,
    cg,
    chg,
    cont,
    dis,
    div,
    lang,
    lbp,
    meas,
    own,
    panel,
    pf,
    prio,
    reg,
    rev,
    risk,
    sup,
    time,
    visit,
    voice,
)

_FAMILIES = (
    risk, adult, time, prio, own, meas, chg, cont, voice, dis, div, visit, rev, lang, cg, lbp, panel, sup, reg, pf,
)  # fmt: skip


@cache
def catalogue() -> tuple[Rule, ...]:
    """Every rule, in the order of the catalogue."""
    return tuple(
        _rule(rule, check, data(f"rules/{family.__name__.rpartition('.')[2]}")[rule])
        for family in _FAMILIES
        for rule, check in family.CHECKS.items()
    )


def _rule(rule: str, check: Any, record: dict[str, Any]) -> Rule:
    kinds = frozenset(DocType) if record["applies_to"] == ["all"] else frozenset(map(DocType, record["applies_to"]))
    return Rule(
        id=rule,
        name=record["name"],
        severity=Severity(record["severity"]),
        what=record["what"],
        why=tuple(record["why"]),
        weak=record["weak"],
        better=record["better"],
        applies_to=kinds,
        check=check,
    )
