"""Which kind of worry an action answers, whatever its words share with the worry."""

import pytest

from knowledge.plans.check import check_text, read_plan
from knowledge.plans.learnt import classifier
from knowledge.plans.link import with_ties
from knowledge.plans.risks import worries

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
    _, ties, _, facts = next(row for row in with_ties(plan, worries(plan)) if row[0].category == "domestic_abuse")
    said = [plan.actions[number].span.of(plan.text) for number in ties.numbers]

    best = said[int(ties.meant.argmax())]

    assert "Injunction" in best or "not to come" in best
    assert facts["meant"] == pytest.approx(float(ties.meant.max()))


MANY = """Child in need plan (fictional). Date: 3 March 2026. Ada is 14, Kofi is 5.

What we are worried about
- The gas has been off since January because the card is not topped up.
- Ada was out all night twice in February and nobody knew where she was.
- Kofi has been in school nine days since Christmas.
- Their dad drinks a litre of cider before the school run.

What will happen
- Mr Adomako at the alcohol service will see Dad each Tuesday from 10 March to 5 May and breathalyse him.
- Mrs Reid at the school gate will ring by 8.45 on any day that Kofi is not in, from 4 March.
- Mum will ring 101 when Ada is not back by 9pm, every night from today.
- Ines at the family hub will get a voucher for the meter by 6 March.
"""


def test_each_worry_stands_beside_the_action_that_is_for_it() -> None:
    report = check_text(MANY, doc="draft")

    beside = {row.risk.of(MANY): row.action.of(MANY) if row.action else "" for row in report.matrix}

    for worry, action in (("gas", "voucher"), ("all night", "101"), ("nine days", "8.45"), ("cider", "breathalyse")):
        assert [action in said for risk, said in beside.items() if worry in risk] == [True]
