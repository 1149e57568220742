"""Rounds, audits and the theme board, at the level that every channel mounts."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from bot.audits import Audits
from bot.board import Whole, board_csv, board_json, board_lines, count_draft, theme_board
from bot.outstanding import outstanding
from bot.practice import Alone
from bot.progress import progress
from bot.records.people import Person, Role
from bot.records.store import Records, open_records
from bot.round_quiz import Quiz
from bot.round_summary import safe_cell, summary_csv, summary_page
from bot.rounds import Rounds
from config.settings import Settings
from knowledge.errors import RoundError
from knowledge.quiz import question
from knowledge.scenarios.reader import scenario
from tests.training.conftest import Enrol, versions

DRAFT = "cp-otter-lane-poor"
POINTS = "nobody has checked Carl\nno review date\ncontingency is only legal advice"


def test_a_whole_session_of_a_trainer_and_thirty_people(
    rounds: Rounds, records: Records, settings: Settings, trainer: Person, enrol: Enrol
) -> None:
    people = [enrol(f"person {number}") for number in range(30)]
    opened = rounds.open(trainer, DRAFT, team="East hub", chat="training room")
    for number, person in enumerate(people):
        rounds.join(opened.code, person, name="" if number % 2 else f"<b>{number}</b>")

    with ThreadPoolExecutor(8) as room:
        receipts = list(room.map(lambda person: rounds.submit(person, POINTS), people))
    again = rounds.submit(people[0], "as soon as possible is not a date")

    assert [receipt.times for receipt in receipts] == [1] * 30
    assert again.times == 2
    board = rounds.board(opened.code)
    assert (board.joined, board.handed_in) == (30, 30)
    assert sum(line.found for line in board.lines) >= 29 * 3

    records.close()
    later = Rounds(open_records(settings))
    steps = []
    while step := later.reveal(opened.code, trainer):
        steps.append(step)
    assert [step.number for step in steps] == list(range(1, steps[0].of + 1))
    assert sum(len(step.gaps) for step in steps) == len(scenario(DRAFT).gaps)
    with pytest.raises(RoundError, match="too late"):
        later.submit(people[3], POINTS)

    page, rows = summary_page(later, opened.code), list(csv.reader(io.StringIO(summary_csv(later, opened.code))))
    assert "<script" not in page
    assert "30 people joined, 30 handed in" in page
    assert len(rows) == 1 + len(scenario(DRAFT).gaps)
    assert later.end(opened.code, trainer).stage == "ended"


@pytest.mark.parametrize("name", ["Northgate", "Northgate ASYE cohort", "Oak House", "Sam", "Sam K", "J.B.", ""])
def test_a_team_or_a_learner_may_have_a_short_name(rounds: Rounds, trainer: Person, enrol: Enrol, name: str) -> None:
    opened = rounds.open(trainer, DRAFT, name)
    rounds.join(opened.code, enrol("one"), name)

    assert opened.team == name
    assert [seat.name for seat in rounds.store.seats(opened.id)] == [name]


@pytest.mark.parametrize("name", ["Aisha Wigglesworth", "Callum and Kyra", "Sam 3/4/2015", "07700 900123", "s@xy.org"])
def test_a_name_that_looks_like_case_data_is_stopped(rounds: Rounds, trainer: Person, enrol: Enrol, name: str) -> None:
    opened = rounds.open(trainer, DRAFT)

    with pytest.raises(RoundError, match="real person's details"):
        rounds.open(trainer, DRAFT, name)
    with pytest.raises(RoundError, match="real person's details"):
        rounds.join(opened.code, enrol("one"), name)
    assert rounds.store.seated(opened.id) == 0


def test_a_hand_in_is_kept_first_and_marked_when_somebody_looks(
    rounds: Rounds, trainer: Person, enrol: Enrol, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.marking._AT_ONCE", 40)
    people = [enrol(f"person {number}") for number in range(45)]
    opened = rounds.open(trainer, DRAFT)
    for person in people:
        rounds.join(opened.code, person)
        rounds.submit(person, POINTS)

    def waiting() -> int:
        return sum(not one.marks for one in rounds.store.submissions(opened.id))

    assert waiting() == 45
    first = rounds.board(opened.code)
    assert waiting() == 5
    second = rounds.board(opened.code)
    assert waiting() == 0
    assert first.handed_in == second.handed_in == 45
    assert sum(line.found for line in second.lines) > sum(line.found for line in first.lines)

    rounds.submit(people[0], "as soon as possible is not a date")
    step = rounds.reveal(opened.code, trainer)
    assert waiting() == 0
    assert step is not None
    assert step.handed_in == 45


def test_nobody_sees_anything_of_others_before_enough_have_handed_in_or_of_their_own_before_the_close(
    rounds: Rounds, trainer: Person, enrol: Enrol
) -> None:
    opened = rounds.open(trainer, DRAFT)
    person = enrol("one")
    rounds.join(opened.code, person)
    rounds.submit(person, POINTS)

    board = rounds.board(opened.code)

    assert board.handed_in == 1
    assert board.lines == ()
    assert rounds.revealed(opened.code) == ()
    with pytest.raises(RoundError, match="still open"):
        rounds.own(opened.code, person)
    rounds.close(opened.code, trainer)
    assert rounds.board(opened.code).lines == ()
    with pytest.raises(RoundError, match="Not every theme"):
        rounds.own(opened.code, person)
    assert rounds.found_by(opened.code, person) == ()
    shown = 0
    while step := rounds.reveal(opened.code, trainer):
        shown += sum(count for _, count in step.gaps)
        assert len(rounds.found_by(opened.code, person) or ()) == shown
    assert len(rounds.own(opened.code, person).found) == shown >= 3


def test_a_draft_is_held_back_from_practice_alone_until_its_key_has_been_shown(
    rounds: Rounds, records: Records, trainer: Person, enrol: Enrol
) -> None:
    person, audits = enrol("one"), Audits(records)
    alone = Alone(records, person.id, date(2026, 11, 2))
    round_code, audit_code = rounds.open(trainer, DRAFT).code, audits.open(trainer, "lbp-harper-poor").code
    rounds.join(round_code, person)
    audits.rounds.join(audit_code, person)

    for name in (DRAFT, "lbp-harper-poor"):
        with pytest.raises(RoundError, match="not everything of it has been shown"):
            alone.next(name)
        with pytest.raises(RoundError, match="not everything of it has been shown"):
            alone.mark(scenario(name), "no review date", None, None)
    assert all(
        Alone(records, person.id, date(2026, 11, day)).next().id not in {DRAFT, "lbp-harper-poor"}
        for day in range(1, 31)
    )
    rounds.end(round_code, trainer)
    assert alone.next(DRAFT).id == DRAFT
    assert Alone(records, trainer.id, date(2026, 11, 2)).next("lbp-harper-poor")


@pytest.mark.parametrize(
    "words",
    [
        "This is just like Brenda Ockleshaw's baby at 14 Larch Road",
        "NHS number 943 476 5919 and no review date",
        "ring me on 07700 900123 about it",
    ],
)
def test_what_looks_like_real_case_data_is_stopped_and_not_kept(
    rounds: Rounds, trainer: Person, enrol: Enrol, words: str
) -> None:
    opened = rounds.open(trainer, DRAFT)
    person = enrol("one")
    rounds.join(opened.code, person)

    with pytest.raises(RoundError, match="real person's details"):
        rounds.submit(person, words)

    assert rounds.board(opened.code).handed_in == 0


def test_the_drafts_own_names_may_be_used(rounds: Rounds, trainer: Person, enrol: Enrol) -> None:
    opened = rounds.open(trainer, DRAFT)
    person = enrol("one")
    rounds.join(opened.code, person)

    receipt = rounds.submit(
        person, "Kayleigh Ansell and Ryan's brother Carl: nobody checked him, and Poppy Ansell is 3"
    )

    assert receipt.times == 1


def test_bad_moves_are_each_refused_with_one_sentence(rounds: Rounds, trainer: Person, enrol: Enrol) -> None:
    person, other = enrol("one"), enrol("other trainer", Role.TRAINER)
    opened = rounds.open(trainer, DRAFT, chat="room")

    for move, said in (
        (lambda: rounds.open(person, DRAFT), "Only a trainer"),
        (lambda: rounds.open(other, DRAFT, chat="room"), "already running here"),
        (lambda: rounds.open(trainer, "no-such-draft"), "no scenario of that name"),
        (lambda: rounds.join("ZZZZZ", person), "no round with that code"),
        (lambda: rounds.submit(person, POINTS), "not joined"),
        (lambda: rounds.reveal(opened.code, other), "Another trainer"),
        (lambda: Quiz(rounds).answer(opened.code, person, 0), "no question"),
    ):
        with pytest.raises(Exception, match=said):
            move()


def test_a_trainer_who_leaves_is_replaced_where_the_round_stood(rounds: Rounds, trainer: Person, enrol: Enrol) -> None:
    other = enrol("other trainer", Role.TRAINER)
    opened = rounds.open(trainer, DRAFT)
    first = rounds.reveal(opened.code, trainer)

    rounds.take_over(opened.code, other)
    second = rounds.reveal(opened.code, other)

    assert first is not None
    assert second is not None
    assert (first.number, second.number) == (1, 2)
    with pytest.raises(RoundError, match="Another trainer"):
        rounds.reveal(opened.code, trainer)


def test_a_step_of_the_reveal_is_taken_back(rounds: Rounds, trainer: Person, enrol: Enrol) -> None:
    other = enrol("other trainer", Role.TRAINER)
    code = rounds.open(trainer, DRAFT).code
    first, second = rounds.reveal(code, trainer), rounds.reveal(code, trainer)

    with pytest.raises(RoundError, match="Another trainer"):
        rounds.back(code, other)
    after_one, left = rounds.back(code, trainer), rounds.revealed(code)
    after_two, none = rounds.back(code, trainer), rounds.revealed(code)

    assert second is not None
    assert after_one == first
    assert left == (first,)
    assert after_two is None
    assert none == ()
    with pytest.raises(RoundError, match="No theme has been shown yet"):
        rounds.back(code, trainer)
    assert rounds.reveal(code, trainer) == first
    assert rounds.known(code).stage == "closed"


def test_only_the_trainer_sees_who_has_not_handed_in(rounds: Rounds, trainer: Person, enrol: Enrol) -> None:
    code = rounds.open(trainer, DRAFT).code
    people = [enrol(f"person {number}") for number in range(4)]
    for person, name in zip(people, ("Sam", "", "Kim", "Lee"), strict=True):
        rounds.join(code, person, name)
    rounds.submit(people[2], POINTS, code)

    some = outstanding(rounds, code, trainer)
    for person in (people[0], people[1], people[3]):
        rounds.submit(person, POINTS, code)

    assert (some.count, some.names) == (3, ("Sam", "Lee"))
    assert some.words == "Not handed in: 3 (Sam, Lee, 1 without a name)."
    assert outstanding(rounds, code, trainer).words == "Everybody who joined has handed in."
    with pytest.raises(RoundError, match="Only the trainer"):
        outstanding(rounds, code, people[0])


def test_a_later_round_stands_beside_each_earlier_one_of_the_same_group(
    rounds: Rounds, trainer: Person, enrol: Enrol
) -> None:
    person, everything = enrol("one"), "\n".join(sorted(scenario(DRAFT).rules))
    first = _held(rounds, trainer, person, "no review date", team="North")
    assert progress(rounds, first) is None
    second = _held(rounds, trainer, person, "no review date\nnobody has checked Carl", team="North")
    for _ in range(2):
        _held(rounds, trainer, person, everything, team="South")
    rounds.close(rounds.open(trainer, DRAFT, "North").code, trainer)  # nobody came
    last = _held(rounds, trainer, person, everything, team="North")

    after_two, after_three = progress(rounds, second), progress(rounds, last)

    assert after_two is not None
    assert after_three is not None
    assert (len(after_two.days), len(after_three.days)) == (2, 3)
    assert after_three.days[-1] == "now"
    rows = dict(after_three.rows)
    assert rows["People who handed in"] == ("1", "1", "1")
    shares = [int(share.rstrip("%")) for share in rows["All gaps"]]
    assert shares[0] < shares[1] < shares[2] == 100
    assert all(cells[-1] == "100%" for name, cells in after_three.rows if name != "People who handed in")


def test_groups_of_one_trainer_without_a_team_are_told_apart_by_their_chat(
    rounds: Rounds, trainer: Person, enrol: Enrol
) -> None:
    person = enrol("one")
    _held(rounds, trainer, person, "no review date", chat="one group")
    other = _held(rounds, trainer, person, "no review date", chat="other group")
    again = _held(rounds, trainer, person, "no review date", chat="one group")

    assert progress(rounds, other) is None
    assert progress(rounds, again) is not None


def _held(rounds: Rounds, trainer: Person, person: Person, words: str, team: str = "", chat: str = "") -> str:
    """A round with one hand-in, from its opening to its end."""
    opened = rounds.open(trainer, DRAFT, team, chat)
    rounds.join(opened.code, person)
    rounds.submit(person, words, opened.code)
    rounds.end(opened.code, trainer)
    return opened.code


def test_quiz_answers_count_once_and_a_wrong_number_is_refused(rounds: Rounds, trainer: Person, enrol: Enrol) -> None:
    person = enrol("one")
    opened = rounds.open(trainer, "reg-nan-kept-them-poor")
    rounds.join(opened.code, person)
    asked = Quiz(rounds).ask(opened.code, trainer)

    assert Quiz(rounds).answer(opened.code, person, asked.right)
    assert not Quiz(rounds).answer(opened.code, person, (asked.right + 1) % 4)
    assert Quiz(rounds).tally(opened.code, asked.id) == {asked.right: 1}
    assert question(asked.id).cite
    assert Quiz(rounds).ask(opened.code, trainer).id != asked.id
    with pytest.raises(RoundError, match="not one of the options"):
        Quiz(rounds).answer(opened.code, person, 9)


@pytest.mark.parametrize("words", ["=1+1", "+44", "-2", "@here", " =cmd", "\t=x"])
def test_no_cell_of_a_summary_can_run(words: str) -> None:
    assert safe_cell(words).startswith("'")


def test_the_theme_board_shows_counts_by_area_and_hides_small_numbers(records: Records) -> None:
    *drafts, another = versions(scenario(DRAFT).text, 7)
    for draft, better in zip(drafts, versions(scenario("cp-otter-lane-good").text, 6), strict=True):
        count_draft(records, "East hub", "2026-11", better, earlier=draft)
        count_draft(records, "East hub", "2026-11", draft)
    count_draft(records, "West hub", "2026-11", another)

    board = theme_board(records)

    assert {row.team for row in board.rows} == {"East hub"}
    assert board.hidden == 1
    assert board.again == Whole(6, {"better": 6, "same": 0, "worse": 0})
    row = next(row for row in board.rows if row.rule == "CONT003")
    assert (row.area, row.drafts, row.found) == ("I3", 12, 6)
    assert any("CONT003" in line and "6 of 12 drafts (50%)" in line for line in board_lines(board))
    assert "West" not in board_csv(board) + board_json(board)
    assert theme_board(records, since=date(2026, 12, 1)).rows == ()


def test_practice_alone_keeps_rule_ids_and_brings_them_back(records: Records) -> None:
    today = Alone(records, "learner", date(2026, 11, 2))
    marked = today.mark(scenario(DRAFT), "no review date", None, None)

    tomorrow = Alone(records, "learner", date(2026, 11, 3))

    assert set(tomorrow.due()) == marked.to_practise
    assert today.due() == ()
    assert tomorrow.next().rules & marked.to_practise
