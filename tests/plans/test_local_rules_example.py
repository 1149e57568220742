"""The example of local rules is valid and complete, and each mistake gets one sentence that names it."""

from dataclasses import fields

import pytest

from knowledge.errors import SettingError
from knowledge.plans.local import load_local_rules, local_rules
from knowledge.plans.model import Thresholds
from tests.conftest import ROOT

EXAMPLE = ROOT / "docs" / "local-rules.toml"


def test_the_example_is_valid_and_uses_every_part() -> None:
    rules = load_local_rules(EXAMPLE)

    assert rules.off == {"LANG003"}
    assert rules.thresholds.supervision_weeks == 4
    assert rules.additions("known_abbreviations")
    assert rules.suppressed("CONT005", "if he misses two tests", "example-plan")
    assert rules.suppressed("CONT005", "if he misses two tests", "another") is None


def test_the_page_names_every_threshold() -> None:
    page = (ROOT / "docs" / "local-rules.md").read_text(encoding="utf-8")

    assert all(f"`{one.name}`" in page for one in fields(Thresholds))


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"off": ["TIME999"]}, "TIME999"),
        ({"severities": {"TIME001": "grave"}}, "TIME001"),
        ({"thresholds": {"core_group_days": 5}}, "core_group_days"),
        ({"thresholds": {"core_group_weeks": "six"}}, "core_group_weeks"),
        ({"words": {"blaming_phrases": "workshy"}}, "blaming_phrases"),
        ({"words": {"rude_words": []}}, "rude_words"),
        ({"suppress": [{"rule": "CONT005"}]}, "CONT005"),
        ({"suppress": [{"rule": "CONT005", "reason": "x", "until": "May"}]}, "until"),
        ({"colour": "blue"}, "colour"),
        ({"off": "TIME001"}, "off"),
        ({"off": 5}, "off"),
        ({"severities": ["TIME001"]}, "severities"),
        ({"thresholds": 6}, "thresholds"),
        ({"words": "workshy"}, "words"),
        ({"suppress": {"rule": "CONT005"}}, "suppress"),
        ({"suppress": ["CONT005"]}, "suppress"),
    ],
)
def test_each_mistake_is_named_in_one_sentence(given: dict[str, object], named: str) -> None:
    with pytest.raises(SettingError) as problem:
        local_rules(given)

    assert named in str(problem.value)
