"""Audit practice on the page: two auditors, blind, and a trainer who closes it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.audits import Agreement
from bot.render.audit_text import agreement_lines
from knowledge.plans.model import Severity
from knowledge.plans.rules import catalogue
from knowledge.scenarios.reader import scenario
from tests.web.conftest import Visit

HELD = scenario("cp-otter-lane-poor")
SERIOUS = sorted(HELD.rules & {rule.id for rule in catalogue() if rule.severity is Severity.HIGH})
FIRST = HELD.gaps[0].rule


@pytest.fixture
def room(served: str, data: Path) -> Iterator[list[Visit]]:
    """A trainer and three people, all signed in."""
    visits = [Visit(served, data).sign_in("trainer" if number == 0 else "practitioner") for number in range(4)]
    yield visits
    for visit in visits:
        visit.client.close()


def opened(trainer: Visit) -> str:
    """The code of a new audit."""
    page = trainer.post("/audits", scenario=HELD.id)
    found = re.search(r"/audits/([A-Z0-9]+)$", str(page.url))
    assert found, page.text
    return found[1]


def test_an_audit_goes_from_two_blind_readings_to_its_close(room: list[Visit]) -> None:
    trainer, first, second, third = room
    code = opened(trainer)
    joined = [one.post("/rounds/join", code=code).status_code for one in (first, second, third)]
    without_grade = first.post(f"/rounds/{code}/hand-in", rule=FIRST)
    first.post(f"/audits/{code}/hand-in", rule=FIRST, words="The purple kettle is painted badly", grade="good")
    seen = second.client.get(f"/audits/{code}").text
    early = second.post(f"/audits/{code}/compare")
    second.post(f"/audits/{code}/hand-in", rule=FIRST, words="", grade="inadequate")
    compared = second.post(f"/audits/{code}/compare").text
    strange = third.client.get(f"/audits/{code}").text
    unfinished = trainer.post(f"/audits/{code}/close")
    undated = first.post(f"/audits/{code}/correct", finding=SERIOUS[0], action="Somebody does something")
    for rule in SERIOUS:
        kept = first.post(f"/audits/{code}/correct", finding=rule, action="The social worker does it by 9 March")
    closed = trainer.post(f"/audits/{code}/close").text
    late = first.post(f"/audits/{code}/correct", finding=SERIOUS[0], action="The social worker does it by 9 March")

    assert joined == [200, 200, 400]
    assert without_grade.status_code == 400
    assert "needs a grade" in without_grade.text
    assert "purple kettle" not in seen
    assert "1 of 2 audits are in" in seen
    assert "Both audits must be in" in early.text
    assert "Both named: " + FIRST in compared
    assert "2 grades too kind" in compared
    assert "Both named" not in strange
    assert unfinished.status_code == 400
    assert SERIOUS[0] in unfinished.text
    assert "needs a date" in undated.text
    assert 'value="Somebody does something"' in undated.text
    assert "The audit may close" in kept.text
    assert "This audit is closed" in closed
    assert "nothing more can be agreed" in late.text
    assert "The first auditor also wrote, which matches no finding: The purple kettle is painted badly" in compared
    assert "You are auditor 2 of 2" in compared
    assert HELD.gaps[0].better in compared


def test_an_audit_that_is_refused_or_in_stands_in_the_form_of_its_owner_alone(room: list[Visit]) -> None:
    trainer, first, second, _ = room
    code = opened(trainer)
    for person in (first, second):
        person.post("/rounds/join", code=code)

    refused = first.post(f"/audits/{code}/hand-in", rule=FIRST, words="The purple kettle has no date", grade="")
    first.post(f"/audits/{code}/hand-in", rule=FIRST, words="The green kettle has no date", grade="good")
    mine, others = first.client.get(f"/audits/{code}").text, second.client.get(f"/audits/{code}").text

    assert refused.status_code == 400
    assert "The purple kettle has no date</textarea>" in refused.text
    for page in (refused.text, mine):
        assert f'value="{FIRST}" checked' in page
    assert "Yours is in" in mine
    assert "The green kettle has no date</textarea>" in mine
    assert "<option selected>good</option>" in mine
    assert "kettle" not in others
    assert '" checked>' not in others
    assert "Yours is in" not in others


def test_an_audit_that_one_of_two_never_hands_in_is_ended_by_its_trainer_and_compared_nowhere(
    room: list[Visit],
) -> None:
    trainer, first, second, third = room
    code = opened(trainer)
    for person in (first, second):
        person.post("/rounds/join", code=code)
    first.post(f"/audits/{code}/hand-in", rule=FIRST, grade="good")

    standing = second.client.get(f"/audits/{code}/standing").text
    outside = third.client.get(f"/audits/{code}/standing")
    by_auditor = first.post(f"/audits/{code}/end")
    ended = trainer.post(f"/audits/{code}/end")
    seen = first.client.get(f"/audits/{code}").text

    assert "<html" not in standing
    assert "1 of 2 audits are in" in standing
    assert outside.status_code == 403
    assert by_auditor.status_code == 400
    assert ended.status_code == 200
    for page in (ended.text, seen):
        assert "was not compared and counts nowhere" in page
        assert "How far you agree" not in page


def test_an_audit_says_without_a_reload_that_both_are_in_and_is_then_not_ended_uncompared(room: list[Visit]) -> None:
    trainer, first, second, _ = room
    code = opened(trainer)
    for person in (first, second):
        person.post("/rounds/join", code=code)
        person.post(f"/audits/{code}/hand-in", rule=FIRST, grade="good")

    page = trainer.client.get(f"/audits/{code}").text
    refused = trainer.post(f"/audits/{code}/end")

    assert f'data-live="/audits/{code}/standing"' in page
    assert "Go on to compare them" in first.client.get(f"/audits/{code}/standing").text
    assert "Compare them first" in refused.text


@pytest.mark.parametrize("action", ["1", "by 9 March", "9/3/2026 done", "on Monday 9 March the GP"])
def test_a_corrective_action_says_who_and_what_besides_the_day(room: list[Visit], action: str) -> None:
    trainer, first, second, _ = room
    code = opened(trainer)
    for person in (first, second):
        person.post("/rounds/join", code=code)
        person.post(f"/audits/{code}/hand-in", rule=FIRST, grade="good")
    first.post(f"/audits/{code}/compare")

    page = first.post(f"/audits/{code}/correct", finding=SERIOUS[0], action=action)

    assert page.status_code == 400
    assert "needs who does it and what they do" in page.text
    assert "Write a role, not a name" in page.text


def test_an_audit_is_found_again_from_the_start_page_and_another_trainer_takes_it_over(room: list[Visit]) -> None:
    trainer, first, *_ = room
    code = opened(trainer)
    first.post("/rounds/join", code=code)
    other = Visit(trainer.address, trainer.data).sign_in("trainer")

    leading, joined = trainer.client.get("/train").text, first.client.get("/train").text
    taken = other.post(f"/audits/{code}/take").text
    lost = trainer.post(f"/audits/{code}/close")
    other.client.close()

    assert re.search(rf"Audit {code}</a>.*you lead it", leading)
    assert re.search(rf"Audit {code}</a>.*you have joined", joined)
    assert "You lead this audit now" in taken
    assert "Another trainer leads this audit" in lost.text


def test_the_steps_of_a_round_do_nothing_to_an_audit(room: list[Visit]) -> None:
    trainer, *_ = room
    code = opened(trainer)

    ended = [trainer.post(f"/rounds/{code}/{step}") for step in ("close", "next", "end", "quiz")]

    assert all("That is the code of an audit" in page.text for page in ended)
    assert "0 of 2 audits are in" in trainer.client.get(f"/audits/{code}").text


def test_only_those_inside_an_audit_act_in_it_and_only_a_trainer_opens_one(room: list[Visit]) -> None:
    trainer, outsider, *_ = room
    code = opened(trainer)

    refused = outsider.post("/audits", scenario=HELD.id)
    outside = [outsider.post(f"/audits/{code}/{step}") for step in ("hand-in", "compare", "correct", "close")]
    wrong = outsider.client.get("/audits/NOPE1")

    assert refused.status_code == 400
    assert [page.status_code for page in outside] == [400] * 4
    assert all("not joined this audit" in page.text for page in outside[:3])
    assert "Only a trainer, manager or administrator may lead an audit" in outside[3].text
    assert HELD.gaps[0].better not in outside[0].text
    assert "no audit with that code" in wrong.text


def test_agreement_is_said_in_plain_lines() -> None:
    found = Agreement(0.5, ("OWN001",), ("TIME001",), (), (), ("good", "inadequate"), "requires improvement", (1, -1))

    said = "\n".join(agreement_lines(found))

    assert "0.50 (moderate)" in said
    assert "Both named: OWN001" in said
    assert "Only the second auditor named: nothing." in said
    assert "good, 1 grade too kind" in said
    assert "inadequate, 1 grade too harsh" in said


def test_without_any_gap_named_there_is_no_agreement_to_work_out() -> None:
    found = Agreement(None, (), (), (), ("OWN001",), ("good", "good"), "good", (0, 0))

    said = "\n".join(agreement_lines(found))

    assert "cannot be worked out" in said
    assert "as the findings support" in said
