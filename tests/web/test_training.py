"""Training on the page: alone, and a trainer with a room."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path

import httpx
import pytest
from markupsafe import escape
from sqlalchemy import update

from bot.records.store import open_records
from bot.records.training_schema import practice
from config.settings import load
from knowledge.plans.rules import catalogue
from knowledge.quiz import questions
from knowledge.scenarios.reader import scenario, scenarios
from tests.conftest import clean_environment
from tests.web.conftest import Visit

HELD, OTHER = [one for one in scenarios() if len(one.gaps) >= 4][:2]


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
    assert "The round has closed" in told
    assert "found by" in shown
    assert "See what has been shown" in told_again
    assert late.status_code == 400
    assert "too late" in late.text
    assert "Your own marking" not in own
    assert len(re.findall("You found it|You did not name it", own)) == own.count(": found by ") > 0


def test_before_the_reveal_nobody_sees_the_key_or_another_persons_work(room: list[Visit]) -> None:
    trainer, first, second, *_ = room
    code = opened(trainer)
    for person in (first, second):
        person.post("/rounds/join", code=code, name="")
    first.post(f"/rounds/{code}/hand-in", words="The purple kettle is not mentioned anywhere")

    page = second.client.get(f"/rounds/{code}").text

    assert "purple kettle" not in page
    assert HELD.gaps[0].better not in page


def test_the_key_comes_theme_by_theme_and_training_alone_does_not_give_it_away(room: list[Visit]) -> None:
    trainer, person, *_ = room
    code = opened(trainer)
    person.post("/rounds/join", code=code, name="")
    person.post(f"/rounds/{code}/hand-in", rule=HELD.gaps[0].rule)
    alone = [person.client.get(f"/train/{HELD.id}"), person.post(f"/train/{HELD.id}", rule=HELD.gaps[1].rule)]
    trainer.post(f"/rounds/{code}/close")

    closed = person.client.get(f"/rounds/{code}").text
    still = person.post(f"/train/{HELD.id}", rule=HELD.gaps[1].rule)
    for _ in {gap.theme for gap in HELD.gaps}:
        trainer.post(f"/rounds/{code}/next")
    whole = person.client.get(f"/rounds/{code}").text
    after = person.client.get(f"/train/{HELD.id}")

    assert not any(escape(gap.better) in page for gap in HELD.gaps for page in (closed, still.text, *_texts(alone)))
    assert [page.status_code for page in (*alone, still)] == [400] * 3
    assert all("not everything of it has been shown yet" in page for page in (still.text, *_texts(alone)))
    assert "Your own marking" in whole
    assert all(escape(gap.better) in whole for gap in HELD.gaps)
    assert after.status_code == 200


def _texts(pages: list[httpx.Response]) -> list[str]:
    return [page.text for page in pages]


def test_a_theme_is_shown_once_however_often_its_page_is_loaded(room: list[Visit]) -> None:
    trainer, *_ = room
    code = opened(trainer)

    shown = trainer.post(f"/rounds/{code}/next")
    again = trainer.client.get(str(shown.url))
    typed = trainer.client.get(f"/rounds/{code}/next")

    assert [one.status_code for one in shown.history] == [303]
    for page in (shown, again):
        assert "Shown: " in page.text
        assert page.text.count('id="step-') == 1
    assert str(typed.url).endswith(f"/rounds/{code}")
    assert typed.text.count('id="step-') == 1


def test_a_trainer_who_joined_takes_over_but_nobody_takes_over_what_is_over(room: list[Visit], other: Visit) -> None:
    trainer, *_ = room
    other.sign_in("trainer")
    code = opened(trainer)
    other.post("/rounds/join", code=code, name="")

    offered = other.client.get(f"/rounds/{code}").text
    taken = other.post(f"/rounds/{code}/take").text
    other.post(f"/rounds/{code}/end")
    late = trainer.post(f"/rounds/{code}/take")

    assert "Lead this round in the trainer" in offered
    assert "You lead this round now" in taken
    assert late.status_code == 400
    assert "That round is over" in late.text


def test_the_trainer_alone_sees_who_has_not_handed_in_and_may_step_back(room: list[Visit]) -> None:
    trainer, first, second, *_ = room
    code = opened(trainer)
    for person, name in ((first, "Sam"), (second, "")):
        person.post("/rounds/join", code=code, name=name)
    before = trainer.client.get(f"/rounds/{code}/board").text
    first.post(f"/rounds/{code}/hand-in", rule=HELD.gaps[0].rule)
    after = trainer.client.get(f"/rounds/{code}").text
    others = first.client.get(f"/rounds/{code}/board").text + first.client.get(f"/rounds/{code}").text

    trainer.post(f"/rounds/{code}/next")
    shown = first.client.get(f"/rounds/{code}").text
    back = trainer.post(f"/rounds/{code}/back").text
    hidden = first.client.get(f"/rounds/{code}").text
    too_far = trainer.post(f"/rounds/{code}/back")

    assert "Not handed in: 2 (Sam, 1 without a name)." in before
    assert "Names given: Sam." in before
    assert f"<p>{escape(HELD.title)}, North</p>" in others
    assert "Close the round and show the first theme" in after
    assert "Not handed in: 1." in after
    assert "Not handed in" not in others
    assert "One theme back" not in others
    assert 'id="step-1"' in shown
    assert "One step back." in back
    assert 'id="step-1"' not in hidden
    assert too_far.status_code == 400
    assert "No theme has been shown yet. Press Show the next theme." in too_far.text


def test_the_page_for_a_projector_holds_the_board_and_nothing_to_press(room: list[Visit]) -> None:
    trainer, *people, stranger = room
    code = opened(trainer)
    for person in people:
        person.post("/rounds/join", code=code, name="Sam")
        person.post(f"/rounds/{code}/hand-in", rule=HELD.gaps[0].rule)

    offered = trainer.client.get(f"/rounds/{code}").text
    page = trainer.client.get(f"/rounds/{code}/screen").text
    part = trainer.client.get(f"/rounds/{code}/screen-part").text
    trainer.post(f"/rounds/{code}/next")
    later = trainer.client.get(f"/rounds/{code}/screen-part").text

    assert f'href="/rounds/{code}/screen"' in offered
    assert code in page
    assert f'data-live="/rounds/{code}/screen-part"' in page
    assert part in page
    assert "3 joined, 3 handed in." in part
    assert "What the room has found" in part
    assert "Themes shown so far: 1." in later
    assert not re.search(r"<(a|button|form|input|nav)\b|Sam|Not handed in", page + later)
    assert stranger.client.get(f"/rounds/{code}/screen").status_code == 403


def test_a_name_is_plain_and_may_be_given_at_a_second_joining(room: list[Visit]) -> None:
    trainer, first, second, *_ = room
    code = opened(trainer)
    first.post("/rounds/join", code=code, name="Sam\u202eecila\x07\u200b")
    second.post("/rounds/join", code=code, name="")
    second.post("/rounds/join", code=code, name="Kim")
    second.post("/rounds/join", code=code, name="")

    page = trainer.client.get(f"/rounds/{code}").text

    assert "Names given: Samecila, Kim." in page


def test_an_ended_round_is_found_again_and_its_summary_holds_every_theme(room: list[Visit]) -> None:
    trainer, person, *_ = room
    code = opened(trainer)
    person.post("/rounds/join", code=code, name="")
    person.post(f"/rounds/{code}/hand-in", rule=HELD.gaps[0].rule)
    trainer.post(f"/rounds/{code}/next")
    trainer.post(f"/rounds/{code}/end")

    listed = trainer.client.get("/train").text
    rows = trainer.client.get(f"/rounds/{code}/summary.csv").text.splitlines()
    printed = trainer.client.get(f"/rounds/{code}/print").text

    assert re.search(rf'href="/rounds/{code}">Round {code}</a>', listed)
    assert "Rounds that are over" in listed
    assert "Rounds that are over" not in person.client.get("/train").text
    assert len(rows) == 1 + len(HELD.gaps)
    assert all(gap.better in unescape(printed) for gap in HELD.gaps)
    assert re.search(r"Held on \d+ \w+ \d{4}\.", printed)
    assert "Your own marking" in person.client.get(f"/rounds/{code}").text


def test_what_is_due_leads_to_a_draft_and_the_marking_says_what_an_auditor_thought(member: Visit, data: Path) -> None:
    graded = next(one for one in scenarios() if one.claimed_grade and one.gaps)

    marked = member.post(f"/train/{graded.id}", words="nothing here has to do with it").text
    records = open_records(load(clean_environment(data)))
    with records.database.writing() as connection:
        connection.execute(update(practice).values(day=date(2026, 1, 1)))
    records.close()
    due = re.findall(
        r'<li><a href="/rules/(\w+)">[^<]+</a>: <a href="/train/([^"]+)">', member.client.get("/train").text
    )

    assert f"An auditor graded it {graded.claimed_grade}. The findings support: " in marked
    drafts = {one.id: one for one in scenarios()}
    assert {rule for rule, _ in due} == graded.rules
    assert all(rule in drafts[draft].rules for rule, draft in due)


def test_the_room_sees_the_right_answer_of_a_quiz_when_the_trainer_has_gone_on(room: list[Visit]) -> None:
    trainer, first, second, *_ = room
    code = opened(trainer)
    for person in (first, second):
        person.post("/rounds/join", code=code, name="")
    asked = trainer.post(f"/rounds/{code}/quiz").text
    found = re.search(r"Asked: ([^<]+)</p>", asked)
    assert found
    one = next(one for one in questions() if str(escape(one.text)) == found[1])
    wrong = (one.right + 1) % len(one.options)
    first.post(f"/rounds/{code}/answer", choice=str(one.right))
    second.post(f"/rounds/{code}/answer", choice=str(wrong))
    waiting = trainer.client.get(f"/rounds/{code}").text + second.client.get(f"/rounds/{code}").text
    told = trainer.post(f"/rounds/{code}/settle").text
    seen = second.client.get(f"/rounds/{code}").text
    trainer.post(f"/rounds/{code}/quiz")
    trainer.post(f"/rounds/{code}/end")
    late = second.post(f"/rounds/{code}/answer", choice="0")
    summary = trainer.client.get(f"/rounds/{code}/summary.csv").text
    printed = trainer.client.get(f"/rounds/{code}/print").text

    assert one.cite not in waiting
    assert "(right)" not in waiting
    assert "Your answer is in" in waiting
    for page in (told, seen):
        assert f"<strong>{escape(one.options[one.right])}</strong>. 1 of 2 chose it." in page
        assert f"Source: {escape(one.cite)}" in page
    assert f"You chose: {escape(one.options[wrong])}." in seen
    ended = second.client.get(f"/rounds/{code}/board").text
    assert "The round is over" in ended
    assert "A quiz question is open" not in ended
    assert late.status_code == 400
    assert "too late" in late.text
    rows = [row for row in csv.reader(io.StringIO(summary)) if row[4] == "quiz"]
    assert [row[6:8] for row in rows] == [["1", "2"], ["0", "0"]]
    assert f"{escape(one.options[wrong])}: 1</li>" in printed


def test_no_hint_on_a_page_names_a_command(room: list[Visit], other: Visit) -> None:
    trainer, person, *_ = room
    other.sign_in("trainer")
    code = opened(trainer)

    said = [
        other.post(f"/rounds/{code}/close").text,
        other.post("/rounds", scenario="no-such-draft").text,
        person.client.get("/train/no-such-draft").text,
        trainer.post(f"/rounds/{code}/close").text and trainer.post(f"/rounds/{code}/close").text,
    ]

    assert not any(re.search(r"[ >]/(round|audit|quiz)|practice-bot", page) for page in said)
    assert "the button on its page" in said[0]
    assert "Show the next theme." in said[3]


def test_a_board_of_one_stays_shut_at_the_close_and_strangers_see_no_board(room: list[Visit]) -> None:
    trainer, person, stranger, *_ = room
    code = opened(trainer)
    person.post("/rounds/join", code=code, name="")
    person.post(f"/rounds/{code}/hand-in", rule=HELD.gaps[0].rule)
    trainer.post(f"/rounds/{code}/close")
    closed = trainer.client.get(f"/rounds/{code}/board").text
    trainer.post(f"/rounds/{code}/next")

    begun = person.client.get(f"/rounds/{code}/board").text
    outside, page = stranger.client.get(f"/rounds/{code}/board"), stranger.client.get(f"/rounds/{code}").text

    assert "What the room has found" not in closed
    assert "What the room has found" in begun
    assert outside.status_code == 403
    assert "handed in" not in outside.text + page
    assert "not in this round yet" in page


def test_what_is_not_there_or_not_yours_is_said_to_be_so(room: list[Visit]) -> None:
    trainer, person, *_ = room
    code = opened(trainer)

    unknown = [person.client.get(f"/rounds/NOPE1{rest}").status_code for rest in ("", "/board", "/print")]
    others = person.client.get(f"/rounds/{code}/summary.csv")

    assert unknown == [404] * 3
    assert person.client.get("/train/no-such-draft").status_code == 404
    assert others.status_code == 403


def test_figures_that_are_no_ascii_digits_are_no_numbers(room: list[Visit]) -> None:
    trainer, person, *_ = room
    code = opened(trainer)
    person.post("/rounds/join", code=code, name="")
    trainer.post(f"/rounds/{code}/quiz")

    choices = [person.post(f"/rounds/{code}/answer", choice=choice) for choice in ("²", "9" * 5000)]
    alone = person.post(f"/train/{OTHER.id}", rule=OTHER.gaps[0].rule, expected="²")
    pages = [person.client.get(f"/sources/{_a_source(person)}?page={page}") for page in ("²", "9" * 5000)]

    assert [page.status_code for page in choices] == [400] * 2
    assert all("Give a number from 1 to" in page.text for page in choices)
    assert alone.status_code == 200
    assert [page.status_code for page in pages] == [200] * 2


def _a_source(visit: Visit) -> str:
    found = re.search(r"/sources/([^\"?]+)", visit.client.get("/sources").text)
    assert found
    return found[1]


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


def test_what_was_typed_to_join_stands_in_the_form_when_it_is_refused(member: Visit) -> None:
    page = member.post("/rounds/join", code="NOPE1", name="Kim <b>").text

    assert re.search(r'<input id="code" [^>]*value="NOPE1">', page)
    assert re.search(r'<input id="name" [^>]*value="Kim &lt;b&gt;">', page)


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
    again = person.client.get(f"/rounds/{code}").text

    assert page.status_code == 400
    assert "nothing was kept" in page.text
    assert "Wigglesworth" not in again


NAMED = "No date is given\r\nLike Bartholomew Wigglesworth <b>"


def test_what_was_written_stands_in_the_form_again_when_a_hand_in_is_refused(room: list[Visit]) -> None:
    trainer, person, *_ = room
    code = opened(trainer)
    person.post("/rounds/join", code=code, name="")

    stopped = person.post(f"/rounds/{code}/hand-in", rule=HELD.gaps[0].rule, words=NAMED)
    long = person.post(f"/rounds/{code}/hand-in", rule=HELD.gaps[0].rule, words="no date " * 1000)
    alone = person.post(f"/train/{HELD.id}", rule=HELD.gaps[0].rule, words=NAMED, expected="7")

    assert [page.status_code for page in (stopped, long, alone)] == [400] * 3
    for page in (stopped, alone):
        assert "Like Bartholomew Wigglesworth &lt;b&gt;</textarea>" in page.text
        assert page.headers["cache-control"] == "no-store"
    assert all(_ticked(page.text) == [HELD.gaps[0].rule] for page in (stopped, long, alone))
    assert "no date no date" in long.text
    assert 'value="7"' in alone.text


def _ticked(page: str) -> list[str]:
    """The checks that are ticked on a page."""
    return re.findall(r'name="rule" value="(\w+)" checked', page)


def test_a_line_end_counts_once_and_ticks_do_not_count_for_the_length(member: Visit) -> None:
    words = "\r\n".join(["no date is given for this step"] * 193)
    assert len(words) > 6_000 > len(words.replace("\r\n", "\n"))

    page = member.post(f"/train/{HELD.id}", words=words, rule=HELD.gaps[0].rule)

    assert page.status_code == 200, page.text


def test_what_is_in_is_shown_to_its_owner_alone_and_stands_in_the_form(room: list[Visit]) -> None:
    trainer, first, second, *_ = room
    code = opened(trainer)
    for person in (first, second):
        person.post("/rounds/join", code=code, name="")
    before = first.client.get(f"/rounds/{code}").text
    spare = next(rule for rule in ("OWN001", "TIME001", "CONT001") if f'value="{rule}"' not in before)
    first.post(f"/rounds/{code}/hand-in", rule=HELD.gaps[0].rule, words=f"The purple kettle has no date\r\n{spare}")

    mine, others = first.client.get(f"/rounds/{code}").text, second.client.get(f"/rounds/{code}").text

    assert "Yours is in" not in before
    assert re.search(r"Yours is in, handed in on \d+ \w+ \d{4} at \d\d:\d\d UTC", mine)
    assert _ticked(mine) == [HELD.gaps[0].rule]
    assert f"{spare}\nThe purple kettle has no date</textarea>" in mine
    assert "Yours is in" not in others
    assert "kettle" not in others


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
