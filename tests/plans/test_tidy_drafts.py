"""What belongs together in a draft is read together, and a rating is no hope."""

from knowledge.plans.check import check_text, read_plan
from knowledge.plans.model import DocType


def test_brackets_after_a_task_say_who_and_when() -> None:
    draft = (
        "Child protection plan for Tobi, 4\n\nWhat will be done\n"
        "1. Meet Tobi every Tuesday at the gym, on getting home safely. (Kelechi Obi, 26 May to 11 August 2026)\n"
        "2. Complete the assessment and see him alone at school. (Sian Rees, 3 July 2026)\n"
    )

    actions = read_plan(draft).actions

    assert [draft[one.span.start :].startswith("(") for one in actions] == [False, False]
    assert [(one.owner or "").partition(",")[0] for one in actions] == ["Kelechi Obi", "Sian Rees"]


def test_minutes_may_say_that_things_are_better() -> None:
    draft = (
        "Core group minutes, 11 February 2026\n\n"
        "| Plan item | Better, same or worse for the children | Next, who, when |\n|---|---|---|\n"
        "| School on time | Better. Rowan sleeps until 7 | Jaspal does the Monday runs from 23 February |\n"
    )

    report = check_text(draft, doc="minutes", doc_type=DocType.CORE_GROUP_MINUTES)

    assert "MEAS002" not in {one.rule for one in report.findings}
