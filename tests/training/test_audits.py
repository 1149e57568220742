"""Audit practice: blind until both are in, then agreement, differences, corrective actions and the close."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.audit_commands import AuditCommands
from bot.audits import Audits, graded
from bot.board import board_json, board_lines, theme_board
from bot.records.people import Person, Role
from bot.records.store import Records
from bot.round_commands import RoundCommands
from bot.round_quiz import Quiz
from bot.rounds import Rounds
from knowledge.errors import GuidanceError, RoundError
from knowledge.scenarios.reader import scenario
from tests.training.conftest import Enrol

POOR, GOOD = "reg-nan-kept-them-poor", "reg-nan-kept-them-good"
DONE = "The social worker does this by 4 May"


@pytest.fixture
def audits(records: Records) -> Audits:
    return Audits(records)


def compared(audits: Audits, trainer: Person, two: tuple[Person, Person], name: str = POOR, team: str = "") -> str:
    """The code of an audit of one too kind and one fair auditor, compared."""
    code = audits.open(trainer, name, team).code
    for person, grade in zip(two, ("good", "inadequate"), strict=True):
        audits.rounds.join(code, person)
        audits.hand_in(code, person, grade, "REG001" if name == POOR else "")
    audits.compare(code, trainer)
    return code


def test_whoever_waits_for_the_other_audit_is_told_once(
    audits: Audits, records: Records, trainer: Person, enrol: Enrol
) -> None:
    two = enrol("one"), enrol("two")
    both, ended, open_still = (audits.open(trainer, POOR) for _ in range(3))
    for opened in (both, ended, open_still):
        for person in two:
            audits.rounds.join(opened.code, person)
        audits.hand_in(opened.code, two[0], "good", "REG001")
        records.calls.ask(opened.id, two[0].id, "telegram", "11")
    nobody = records.calls.due("telegram")
    audits.hand_in(both.code, two[1], "inadequate", "")
    audits.end(ended.code, trainer)

    due = records.calls.due("telegram")

    assert nobody == records.calls.due("terminal") == ()
    assert {(one.code, one.both, one.chat) for one in due} == {(both.code, True, "11"), (ended.code, False, "11")}
    assert [records.calls.take(one) for one in (*due, *due)] == [True, True, False, False]
    assert records.calls.due("telegram") == ()
    assert "audit_calls" in records.export("telegram", "one")
    records.forget("telegram", "one")
    assert "audit_calls" not in records.export("telegram", "one")


def test_two_audit_blind_and_close_only_after_corrective_actions(audits: Audits, trainer: Person, enrol: Enrol) -> None:
    first, second = enrol("one"), enrol("two")
    code = audits.open(trainer, POOR).code
    for person in (first, second):
        audits.rounds.join(code, person)
    audits.hand_in(code, first, "good", "REG001\nREG002")
    with pytest.raises(RoundError, match="Both audits"):
        audits.compare(code, first)
    audits.hand_in(code, second, "inadequate", "REG001\nREG003\nSUP004")

    agreed = audits.compare(code, second)

    assert agreed.both == ("REG001",)
    assert (agreed.only_first, agreed.only_second) == (("REG002",), ("REG003", "SUP004"))
    assert agreed.kappa is not None
    assert 0 < agreed.kappa < 1
    assert agreed.optimism == (2, 0)
    with pytest.raises(RoundError, match="cannot close"):
        audits.close(code, trainer)
    with pytest.raises(RoundError, match="needs a date"):
        audits.correct(code, first, "REG001", "somebody should do it")
    for rule in audits.seen(code, trainer).missing:
        audits.correct(code, second, rule, DONE)
    assert audits.close(code, trainer).stage == "ended"
    with pytest.raises(RoundError, match="audit is over"):
        audits.rounds.join(code, enrol("three"))


def test_who_is_not_inside_sees_and_does_nothing(audits: Audits, trainer: Person, enrol: Enrol) -> None:
    two, stranger = (enrol("one"), enrol("two")), enrol("stranger")
    code = compared(audits, trainer, two)

    seen = audits.seen(code, stranger)

    assert (seen.inside, seen.agreement, seen.missing) == (False, None, ())
    for move in (
        lambda: audits.hand_in(code, stranger, "good", "REG001"),
        lambda: audits.compare(code, stranger),
        lambda: audits.correct(code, stranger, "REG001", DONE),
    ):
        with pytest.raises(RoundError, match="not joined this audit"):
            move()
    with pytest.raises(RoundError, match="Only a trainer"):
        audits.close(code, two[0])


def test_the_steps_of_a_round_neither_show_nor_end_an_audit(
    audits: Audits, rounds: Rounds, trainer: Person, enrol: Enrol
) -> None:
    code = audits.open(trainer, POOR).code
    audits.rounds.join(code, enrol("one"))

    for step in (
        lambda: rounds.close(code, trainer),
        lambda: rounds.reveal(code, trainer),
        lambda: rounds.end(code, trainer),
        lambda: rounds.board(code),
        lambda: Quiz(rounds).ask(code, trainer),
    ):
        with pytest.raises(RoundError, match="the code of an audit"):
            step()
    assert audits.seen(code, trainer).open


def test_of_many_who_join_at_one_moment_two_audit(audits: Audits, trainer: Person, enrol: Enrol) -> None:
    code, people = audits.open(trainer, POOR).code, [enrol(f"person {number}") for number in range(8)]

    def joined(person: Person) -> int:
        try:
            return audits.rounds.join(code, person)[1]
        except RoundError:
            return 0

    with ThreadPoolExecutor(8) as room:
        seats = list(room.map(joined, people))

    assert sorted(seats) == [0] * 6 + [1, 2]


def test_a_draft_without_a_gap_can_be_audited_with_a_grade_alone(audits: Audits, trainer: Person, enrol: Enrol) -> None:
    code = compared(audits, trainer, (enrol("one"), enrol("two")), GOOD)

    seen = audits.seen(code, trainer)

    assert seen.agreement is not None
    assert seen.agreement.kappa is None
    assert seen.agreement.optimism == (0, -2)
    assert audits.close(code, trainer).stage == "ended"


def test_another_trainer_goes_on_where_the_first_one_left(audits: Audits, trainer: Person, enrol: Enrol) -> None:
    other, two = enrol("other trainer", Role.TRAINER), (enrol("one"), enrol("two"))
    code = compared(audits, trainer, two)
    for rule in audits.seen(code, trainer).missing:
        audits.correct(code, two[0], rule, DONE)

    audits.rounds.take_over(code, other)

    with pytest.raises(RoundError, match="Another trainer leads this audit"):
        audits.close(code, trainer)
    assert audits.close(code, other).stage == "ended"


@pytest.mark.parametrize(
    ("words", "grade", "points"),
    [
        ("no dates\ngood", "good", "no dates"),
        ("Grade: Requires improvement\nno dates", "requires improvement", "no dates"),
        ("no dates. Inadequate.", "inadequate", "no dates."),
        ("good", "good", ""),
        ("the plan is good here\nMy grade is outstanding", "outstanding", "the plan is good here"),
        ("requires improvement to be good", "requires improvement", ""),
    ],
)
def test_the_grade_is_read_where_it_stands_alone_or_last(words: str, grade: str, points: str) -> None:
    assert graded(words) == (grade, points)


@pytest.mark.parametrize("words", ["", "no dates", "this is good\nno dates", "nothing says it is good"])
def test_without_a_grade_nothing_is_taken(words: str) -> None:
    with pytest.raises(RoundError, match="grade is missing"):
        graded(words)


def test_an_audit_with_one_hand_in_is_ended_by_command_and_counted_nowhere(
    records: Records, audits: Audits, trainer: Person, enrol: Enrol
) -> None:
    talk, person = AuditCommands(audits), enrol("one")
    code = audits.open(trainer, POOR).code
    audits.rounds.join(code, person)
    audits.hand_in(code, person, "good", "REG001")

    ended = talk.run("end", trainer)

    assert ended.endswith("ended without both audits, so it was not compared and counts nowhere.")
    assert theme_board(records).audits is None
    with pytest.raises(RoundError, match="audit is over"):
        talk.run(f"end {code}", trainer)


# -- by commands -----------------------------------------------------------------------------


def test_an_audit_runs_by_commands_alone(records: Records, trainer: Person, enrol: Enrol) -> None:
    talk, two = RoundCommands(records), (enrol("one"), enrol("two"))
    opened = talk.run("audit", f"open {POOR} North hub", trainer).text
    code = opened.split()[1]
    joined = [talk.run("join", code.lower(), person).text for person in two]
    with pytest.raises(RoundError, match="grade is missing"):
        talk.text("no dates", two[0])
    received = [talk.text(f"REG001\n{grade}", one) for grade, one in zip(("Good", "Inadequate"), two, strict=True)]
    standing = talk.run("audit", "", trainer).text
    shown = talk.run("audit", "compare", two[0]).text
    with pytest.raises(RoundError, match="cannot close"):
        talk.run("audit", "close", trainer)
    for rule in Audits(records).seen(code, trainer).missing:
        kept = talk.run("audit", f"correct {rule.lower()} {DONE}", two[1]).text
    closed = talk.run("audit", "close", trainer).text

    assert f"is open: {scenario(POOR).title}." in opened
    assert ["You are auditor 1 of 2" in joined[0], "You are auditor 2 of 2" in joined[1]] == [True, True]
    assert [one.text if one else "" for one in received] == [
        "Your audit is in. You may send it again until the two are compared.",
        "Your audit is in. Both are in: /audit compare.",
    ]
    assert f"Audit {code} ({scenario(POOR).title}, North hub): 2 of 2 audits are in." in standing
    assert "Both named: REG001" in shown
    assert "2 grades too kind" in shown
    assert "Sources: SI 2010/959 reg 24" in shown
    assert kept == "Kept. Next: /audit close."
    assert f"- REG001: {DONE}" in closed
    assert "no audit" in talk.run("audit", "", trainer).text


def test_with_several_audits_the_code_says_which(audits: Audits, trainer: Person, enrol: Enrol) -> None:
    talk, pairs = AuditCommands(audits), [(enrol(f"a{n}"), enrol(f"b{n}")) for n in range(2)]
    codes = [compared(audits, trainer, pair) for pair in pairs]

    with pytest.raises(RoundError, match=f"You are in 2 audits. Say the code too: .*{codes[0]}"):
        talk.run("compare", trainer)

    rule = audits.seen(codes[0], trainer).missing[0]
    assert "Kept" in talk.run(f"correct {codes[0].lower()} {rule} {DONE}", trainer)
    assert audits.seen(codes[0], trainer).actions == {rule: DONE}
    assert audits.seen(codes[1], trainer).actions == {}
    assert "Both named" in talk.run(f"compare {codes[1]}", trainer)


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("dance", "not a step of an audit"),
        ("open no-such-draft", "no scenario of that name"),
        ("compare", "You are in no audit"),
        ("compare ZZZZZ", "no audit with that code"),
        ("correct REG001 by 4 May", "You are in no audit"),
        ("take ZZZZZ", "no audit with that code"),
    ],
)
def test_a_step_that_cannot_be_taken_gets_one_sentence(
    records: Records, trainer: Person, said: str, answer: str
) -> None:
    with pytest.raises(GuidanceError, match=answer):
        RoundCommands(records).run("audit", said, trainer)


def test_a_round_and_an_audit_of_one_person_do_not_get_in_each_others_way(
    records: Records, trainer: Person, enrol: Enrol
) -> None:
    talk, person = RoundCommands(records), enrol("one")
    round_code = talk.run("round", f"open {POOR} North hub", trainer, "group").text.split()[1]
    audit_code = talk.run("audit", f"open {POOR}", trainer).text.split()[1]
    talk.run("join", round_code, person)
    talk.run("join", audit_code, person)

    audited = talk.text("REG001\ngood", person)
    talk.run("join", round_code, person)
    in_round = talk.text("REG001", person)

    assert audited is not None
    assert audited.text.startswith("Your audit is in.")
    assert in_round is not None
    assert in_round.text.startswith("Received: 1 point.")
    assert talk.run("board", "", trainer).text.startswith(f"Round {round_code}: 1 joined, 1 handed in.")
    assert "Round" not in talk.run("audit", "", person).text


# -- the theme board -------------------------------------------------------------------------


def test_the_theme_board_counts_each_audit_once_and_hides_small_numbers(
    records: Records, audits: Audits, trainer: Person, enrol: Enrol
) -> None:
    two = (enrol("one"), enrol("two"))
    for _ in range(4):
        audits.compare(compared(audits, trainer, two, team="North"), trainer)
    few = "\n".join(board_lines(theme_board(records)))
    compared(audits, trainer, two, team="South")

    board = theme_board(records)
    said = "\n".join(board_lines(board))

    assert "Fewer than 5 audits were compared" in few
    assert "5 audits by two people were compared, all teams and months together." in said
    assert "Of 10 grades: too kind 5, as the findings support 5, too harsh 0." in said
    assert f"Of {5 * len(scenario(POOR).rules)} findings: named by both auditors 5, by one 0" in said
    assert '"kind": 5' in board_json(board)
    assert theme_board(records, team="North").audits == board.audits


def test_the_board_keeps_its_counts_when_the_audits_are_gone(
    records: Records, audits: Audits, trainer: Person, enrol: Enrol
) -> None:
    two = (enrol("one"), enrol("two"))
    for _ in range(5):
        compared(audits, trainer, two)

    file = records.database.file
    assert file is not None
    with sqlite3.connect(file) as database:
        database.execute("DELETE FROM rounds")

    assert theme_board(records).audits is not None
