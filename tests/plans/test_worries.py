"""Which statements are taken for a worry."""

from dataclasses import replace

import pytest

from knowledge.plans.parse import parse
from knowledge.plans.risks import worries


@pytest.mark.parametrize(("concern", "named"), [(0.6, 1), (0.4, 0)])
def test_a_likely_worry_is_one_though_its_words_read_as_settled(concern: float, named: int) -> None:
    plan = parse("What is going on\n\nTia has stopped leaving her bedroom since March.\n")
    views = tuple(replace(view, concern=concern) for view in plan.views)

    assert plan.statements[-1].settled
    assert len(worries(replace(plan, views=views))) == named
