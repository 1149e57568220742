"""Good drafts in many layouts: a careful reader has nothing to say, and neither has the checker."""

from pathlib import Path

import pytest

from knowledge.plans.check import check_text
from knowledge.plans.model import DocType

DRAFTS = sorted((Path(__file__).parent / "good").glob("*.txt"))
KINDS = {
    "agreement": DocType.CHILD_PROTECTION_PLAN,
    "cg": DocType.CORE_GROUP_MINUTES,
    "cin-labels": DocType.CHILD_IN_NEED_PLAN,
    "cin-list": DocType.CHILD_IN_NEED_PLAN,
    "cp-prose": DocType.CHILD_PROTECTION_PLAN,
    "cp-table": DocType.CHILD_PROTECTION_PLAN,
    "lbp": DocType.LETTER_BEFORE_PROCEEDINGS,
    "panel": DocType.PRE_PROCEEDINGS_MINUTE,
    "pf": DocType.PRIVATE_FOSTERING_ASSESSMENT,
    "reg24": DocType.REGULATION_24_DECISION,
    "sos": DocType.CHILD_PROTECTION_PLAN,
    "sup": DocType.SUPERVISION_RECORD,
}


@pytest.mark.parametrize("path", DRAFTS, ids=lambda path: path.stem)
def test_a_good_draft_is_met_with_silence(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    report = check_text(text, doc=path.stem)

    # A long sentence is arguable in any draft.
    assert [one.rule for one in report.findings if one.rule != "LANG003"] == []


@pytest.mark.parametrize("path", DRAFTS, ids=lambda path: path.stem)
def test_the_kind_of_a_good_draft_is_known(path: Path) -> None:
    report = check_text(path.read_text(encoding="utf-8"), doc=path.stem)

    assert report.kind is KINDS[path.stem]


def test_every_good_draft_says_that_it_is_fictional() -> None:
    assert len(DRAFTS) == 12
    assert all("Fictional draft" in path.read_text(encoding="utf-8") for path in DRAFTS)
