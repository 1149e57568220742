"""Every rule has drafts it must speak up about and drafts it must leave alone."""

import tomllib
from pathlib import Path

import pytest

from knowledge.plans.check import check_text
from knowledge.plans.local import LocalRules
from knowledge.plans.model import DocType
from knowledge.plans.rules import catalogue

CASES = {
    rule: texts
    for path in sorted((Path(__file__).parent / "cases").glob("*.toml"))
    for rule, texts in tomllib.loads(path.read_text(encoding="utf-8")).items()
}
KINDS = {
    "LBP": DocType.LETTER_BEFORE_PROCEEDINGS,
    "PANEL": DocType.PRE_PROCEEDINGS_MINUTE,
    "SUP": DocType.SUPERVISION_RECORD,
    "REG": DocType.REGULATION_24_DECISION,
    "PF": DocType.PRIVATE_FOSTERING_ASSESSMENT,
    "CG": DocType.CORE_GROUP_MINUTES,
}
EVERY = [(rule, key, text) for rule, texts in CASES.items() for key in ("finds", "silent") for text in texts[key]]


def found(rule: str, text: str) -> set[str]:
    kind = KINDS.get(rule.rstrip("0123456789"), DocType.CHILD_PROTECTION_PLAN)
    report = check_text(text, doc="case", doc_type=kind, local=LocalRules())
    return {finding.rule for finding in report.findings}


def test_no_rule_lacks_a_draft_of_either_sort() -> None:
    lacking = [
        rule.id for rule in catalogue() if not CASES.get(rule.id, {}).get("finds") or not CASES[rule.id]["silent"]
    ]

    assert lacking == []


@pytest.mark.parametrize(
    ("rule", "key", "text"), EVERY, ids=[f"{rule}-{key}-{n}" for n, (rule, key, _) in enumerate(EVERY)]
)
def test_the_rule_speaks_up_only_where_it_should(rule: str, key: str, text: str) -> None:
    rules = found(rule, text)

    assert (rule in rules) is (key == "finds")
