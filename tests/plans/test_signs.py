"""What the learnt signs put to the verdict, beside what the rules raised."""

import pytest

from knowledge.plans.check import read_plan
from knowledge.plans.model import Found, Rule
from knowledge.plans.rules import catalogue
from knowledge.plans.signs import ABSENT, Signs

DRAFT = (
    "Child protection plan for Bilal, 6 (fictional)\nDate: 2 March 2026\n\nWhat worries us\n"
    "- Mum's cousin Rafi has been sleeping on the sofa since January and nobody has asked who he is.\n"
    "- Bilal came in without a coat three times last week.\n\nWhat needs to happen\n"
    "- Hana Aziz sees Bilal at school every Tuesday from 10 March 2026 to 2 June 2026.\n"
    "- Mum sends Bilal in with a coat each day; school rings Hana Aziz on any day he has none.\n"
)


PLACES = 2


def rule(name: str) -> Rule:
    return next(one for one in catalogue() if one.id == name)


def test_a_sign_is_put_to_the_verdict_and_has_no_say_of_its_own() -> None:
    plan = read_plan(DRAFT)

    found = list(Signs(plan).suggested(rule("RISK007"), []))

    assert any("Rafi" in one.span.of(DRAFT) for one in found if one.span)
    assert len([one for one in found if one.span]) <= PLACES
    assert not any(one.fired for one in found)
    assert all(one.message.startswith("Look at this again: ") for one in found)


def test_what_a_rule_has_raised_is_not_suggested_again() -> None:
    plan = read_plan(DRAFT)
    place = next(
        one.span for one in Signs(plan).suggested(rule("RISK007"), []) if one.span and "Rafi" in one.span.of(DRAFT)
    )

    again = Signs(plan).suggested(rule("RISK007"), [Found(place, "An adult whom nobody has checked.")])

    assert not any(one.span and one.span.overlaps(place) for one in again)


@pytest.mark.parametrize("name", sorted(ABSENT))
def test_a_gap_of_the_whole_draft_is_asked_of_once(name: str) -> None:
    plan = read_plan(DRAFT)

    asked = [one for one in Signs(plan).suggested(rule(name), []) if one.span is None]
    silent = [one for one in Signs(plan).suggested(rule(name), [Found(None, "It is missing.")]) if one.span is None]

    assert len(asked) == 1
    assert not silent
