"""Training on the page: alone, and a trainer with a room."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.records.store import open_records
from config.settings import load
from knowledge.plans.rules import catalogue
from knowledge.scenarios.reader import scenario, scenarios
from tests.conftest import clean_environment
from tests.web.conftest import Visit

HELD = next(one for one in scenarios() if len(one.gaps) >= 4)


@pytest.fixture
def room(served: str, data: Path) -> Iterator[list[Visit]]:
    """A trainer and four people, all signed in."""
    visits = [Visit(served, data).sign_in("trainer" if number == 0 else "practitioner") for number in range(5)]
    yield visits
    for visit in visits:
        visit.client.close()


def opened(trainer: Visit) -> str:
    """The code of a new round."""
    page = trainer.post("/rounds", scenario=HELD.id, team="North")
    found = re.search(r"/rounds/([A-Z0-9]+)$", str(page.url))
    assert found, page.text
    return found[1]


def test_a_round_goes_from_the_code_to_the_reveal(room: list[Visit]) -> None:
    trainer, *people = room
    code = opened(trainer)
    for person in people:
        assert "Hand in" in person.post("/rounds/join", code=code.lower(), name="").text
    empty = people[0].client.get(f"/rounds/{code}/board").text
    for person in people:
        assert "Received" in person.post(f"/rounds/{code}/hand-in", rule=HELD.gaps[0].rule).text

    board = people[0].client.get(f"/rounds/{code}/board").text
    closed = trainer.post(f"/rounds/{code}/close").text
    told = people[0].client.get(f"/rounds/{code}/board").text
    shown = trainer.post(f"/rounds/{code}/next").text
    told_again = people[0].client.get(f"/rounds/{code}/board").text
    late = people[1].post(f"/rounds/{code}/hand-in", rule=HELD.gaps[1].rule)
    own = people[1].client.get(f"/rounds/{code}").text

    assert "when three people have handed in" in empty
    assert "4 joined, 4 handed in" in board
    assert "The round is closed" in closed
    assert "See your own marking" in told
    assert "found by" in shown
    assert "See what has been shown" in told_again
    assert late.status_code == 400
    assert "too late" in late.text
    assert "Your own marking" in own


def test_before_the_reveal_nobody_sees_the_key_or_another_persons_work(room: list[Visit]) -> None:
    trainer, first, second, *_ = room
    code = opened(trainer)
    for person in (first, second):
        person.post("/rounds/join", code=code, name="")
    first.post(f"/rounds/{code}/hand-in", words="The purple kettle is not mentioned anywhere")

    page = second.client.get(f"/rounds/{code}").text

    assert "purple kettle" not in page
    assert HELD.gaps[0].better not in page


def test_markup_in_a_name_or_an_answer_is_never_run(room: list[Visit]) -> None:
    trainer, person, *_ = room
    code = opened(trainer)
    person.post("/rounds/join", code=code, name="<script>x</script>")

    page = person.post(f"/rounds/{code}/hand-in", words="<img src=x onerror=alert(1)> no date is given")

    assert page.status_code == 200
    assert "<script>x" not in trainer.client.get(f"/rounds/{code}").text
    assert "<img src=x" not in page.text


@pytest.mark.parametrize("code", ["NOPE1", "", "<b>"])
def test_a_wrong_code_gets_one_sentence(member: Visit, code: str) -> None:
    page = member.post("/rounds/join", code=code or " ")

    assert page.status_code == 400
    assert 'role="alert"' in page.text


def test_only_a_trainer_opens_a_round_and_only_the_leader_takes_its_summary(room: list[Visit]) -> None:
    trainer, person, *_ = room
    refused = person.post("/rounds", scenario=HELD.id)
    code = opened(trainer)
    trainer.post(f"/rounds/{code}/close")

    csv = trainer.client.get(f"/rounds/{code}/summary.csv")
    printed = trainer.client.get(f"/rounds/{code}/print")
    taken = person.client.get(f"/rounds/{code}/summary.csv")

    assert refused.status_code == 400
    assert csv.headers["content-type"].startswith("text/csv")
    assert "sha256-" in printed.headers["content-security-policy"]
    assert taken.status_code != 200


def test_real_looking_details_are_stopped(room: list[Visit]) -> None:
    trainer, person, *_ = room
    code = opened(trainer)
    person.post("/rounds/join", code=code, name="")

    page = person.post(f"/rounds/{code}/hand-in", words="Like my case, Bartholomew Wigglesworth, born 3/4/2015")

    assert page.status_code == 400
    assert "Wigglesworth" not in page.text


def test_alone_what_was_found_and_missed_is_shown_with_better_wording(member: Visit) -> None:
    page = member.post(f"/train/{HELD.id}", rule=HELD.gaps[0].rule, expected="3").text

    assert "You thought that you would find 3" in page
    assert "Missed" in page
    assert "Better:" in page


def test_a_round_outlives_the_process(room: list[Visit], data: Path) -> None:
    trainer, *people = room
    code = opened(trainer)
    for person in people:
        person.post("/rounds/join", code=code, name="")
        person.post(f"/rounds/{code}/hand-in", rule=HELD.gaps[0].rule)

    from bot.rounds import Rounds

    records = open_records(load(clean_environment(data)))
    board = Rounds(records).board(code)
    records.close()

    assert board.handed_in == len(people)


def test_the_theme_board_is_for_managers(member: Visit) -> None:
    page = member.client.get("/board")

    assert page.status_code == 403


def test_a_manager_sees_counts_and_a_picture(visit: Visit, data: Path) -> None:
    from bot.board import count_draft
    from tests.training.conftest import versions
    from tests.web.test_pages import DRAFT

    records = open_records(load(clean_environment(data)))
    for draft in versions(DRAFT, 6):
        count_draft(records, "North", "2026-11", draft)
    records.close()
    visit.sign_in("manager")

    page = visit.client.get("/board").text
    chart = visit.client.get("/board/chart.svg")

    assert "6 of 6" in page
    assert chart.headers["content-type"].startswith("image/svg+xml")
    assert b"<svg" in chart.content
    assert len(chart.content) < 100_000


def test_a_draft_checked_for_a_team_counts_on_the_board_and_one_without_a_team_does_not(
    visit: Visit, data: Path
) -> None:
    from bot.records.improvement import Improvement
    from tests.web.test_pages import DRAFT

    visit.sign_in("manager")
    files = {"file": ("", b"")}
    visit.post("/check", files=files, text=DRAFT, team="Canal Street")
    visit.post("/check", files=files, text=DRAFT)
    for _ in range(3):
        visit.post("/check", files=files, text=f"{DRAFT}\n", team="Canal Street")
    visit.post("/check", files=files, text=f"{DRAFT} Another.", team="Canal Street", **{"as": "word"})
    refused = visit.post("/check", files=files, text=DRAFT, team="Bartholomew Wigglesworth")

    records = open_records(load(clean_environment(data)))
    drafts = Improvement(records.database).drafts()
    records.close()
    assert [number for (team, _), number in drafts.items() if team == "Canal Street"] == [1]
    assert refused.status_code == 400
    assert "real person" in refused.text


def test_an_earlier_draft_on_the_page_counts_whether_it_got_better(visit: Visit, data: Path) -> None:
    from bot.records.improvement import Improvement

    earlier = scenario("cp-otter-lane-poor").text
    visit.sign_in("manager")
    records = open_records(load(clean_environment(data)))
    before = Improvement(records.database).outcomes().get("better", 0)
    fields = {"text": scenario("cp-otter-lane-good").text, "team": "Canal Street"}

    pasted = visit.post("/check", files={"file": ("", b"")}, earlier_text=earlier, **fields)
    uploaded = visit.post("/check", files={"earlier_file": ("before.txt", earlier.encode())}, **fields)
    refused = visit.post("/check", files={"file": ("", b"")}, earlier_text=earlier, text=fields["text"])

    after = Improvement(records.database).outcomes().get("better", 0)
    records.close()
    assert "Better than the earlier draft" in pasted.text
    assert "Better than the earlier draft" in uploaded.text
    assert after == before + 1
    assert "Name the team" in refused.text
    assert earlier.splitlines()[0] in refused.text


def test_the_board_of_many_teams_and_months_stays_a_small_page_and_knows_a_team_however_it_is_typed(
    visit: Visit, data: Path
) -> None:
    rules = [rule.id for rule in catalogue()][:12]
    records = open_records(load(clean_environment(data)))
    for team in range(12):
        for month in range(1, 11):
            records.checks.count(f"Wharf {team}", f"2024-{month:02}", dict.fromkeys(rules, 6), drafts=9)
    records.close()
    visit.sign_in("manager")

    pages = [visit.client.get("/board", params=params) for params in ({}, {"month": "2024-05"}, {"team": "wharf 3"})]

    assert all(len(page.content) < 150_000 for page in pages)
    assert "month=2024-01" in pages[0].text
    assert pages[1].text.count("<td>2024-05</td>") == 144
    assert "<td>2024-06</td>" not in pages[1].text
    assert pages[2].text.count("<td>Wharf 3</td>") == 120
    assert "img { max-width: 100%" in visit.client.get("/static/site.css").text
