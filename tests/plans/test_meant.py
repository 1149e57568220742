"""Which kind of worry an action answers, whatever its words share with the worry."""

import pytest

from knowledge.plans.check import read_plan
from knowledge.plans.learnt import classifier
from knowledge.plans.link import weighed_risks

DRAFT = """Child in need plan (fictional). Date: 3 March 2026.

What we are worried about
- He came round again on Sunday and kicked the door in while she hid the boys in the bath.

What will happen
- Health visitor Ama Mensah to weigh the baby on 12 March.
- Kofi's uncle Yaw to fit a new lock and stay on Sundays from 8 March.
- Injunction papers with the solicitor by 9 March; he is not to come to the house.
- School to move Kofi's reading group to mornings by 20 March.
"""


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        ("He is not to come within 100 metres of the flat.", "domestic_abuse"),
        ("Plug covers and a stair gate by Friday.", "infant_safety"),
        ("Form tutor to greet her at the gate and agree a later start for lessons.", "school_absence"),
        ("Community nurse to look at her antidepressants on Monday.", "parental_mental_ill_health"),
    ],
)
def test_an_action_tells_what_it_is_for(action: str, kind: str) -> None:
    assert classifier("answers").guesses([action])[0].label == kind


def test_the_action_that_answers_is_tied_to_the_worry_more_than_its_neighbours() -> None:
    plan = read_plan(DRAFT)
    _, ties, _, facts = next(row for row in weighed_risks(plan) if row[0].category == "domestic_abuse")
    said = [plan.actions[number].span.of(plan.text) for number in ties.numbers]

    best = said[int(ties.meant.argmax())]

    assert "Injunction" in best or "not to come" in best
    assert facts["meant"] == pytest.approx(float(ties.meant.max()))
