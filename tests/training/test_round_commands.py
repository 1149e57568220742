"""The training commands as a conversation mounts them."""

import pytest

from bot.records.people import Person
from bot.records.store import Records
from bot.round_commands import RoundCommands
from knowledge.errors import RoundError
from knowledge.scenarios.reader import scenarios
from tests.training.conftest import Enrol


def test_a_group_round_runs_by_commands_alone(records: Records, trainer: Person, enrol: Enrol) -> None:
    talk = RoundCommands(records)
    people = [enrol(f"person {number}") for number in range(4)]

    opened = talk.run("round", "open cg-railway-poor", trainer, "group")
    code = opened.text.split()[1]
    for person in people:
        assert "You are number" in talk.run("join", f"{code.lower()} Sam", person).text
        received = talk.text("no child's voice\nnext core group has no date", person)
        assert received is not None
        assert received.text.startswith("Received: 2 points.")
    board = talk.run("board", "", trainer, "group").text
    with pytest.raises(RoundError, match="not in that round"):
        talk.run("board", code, enrol("stranger"))
    talk.run("round", "close", trainer, "group")
    closed = talk.run("board", "", people[0]).text
    with pytest.raises(RoundError, match="not everything of it has been shown"):
        talk.run("train", "cg-railway-poor\nno dates", people[0])
    poll = talk.run("quiz", "", trainer, "group").poll
    revealed = []
    while "That was everything" not in (text := talk.run("round", "next", trainer, "group").text):
        revealed.append(text)

    assert "4 joined, 4 handed in" in board
    assert poll is not None
    assert poll.explanation.startswith(poll.options[poll.right])
    assert "Better:" not in closed
    assert "YOUR OWN MARKING" not in closed
    assert "YOUR OWN MARKING" in talk.run("board", "", people[0]).text
    assert any("Found by 4 of 4." in text and "Sources: " in text for text in revealed)
    assert talk.run("round", "end", trainer, "group").text.startswith("The round is over")
    assert talk.text("no dates", people[0]) is None


def test_nobody_joins_or_trains_in_front_of_a_group(records: Records, trainer: Person) -> None:
    talk = RoundCommands(records)

    for command in ("join", "train"):
        with pytest.raises(RoundError, match="private chat"):
            talk.run(command, "ABCDE", trainer, "group")


def test_training_alone_by_message_marks_the_points(records: Records, enrol: Enrol) -> None:
    talk, person = RoundCommands(records), enrol("one")

    shown = talk.run("train", "lbp-harper-poor", person)
    marked = talk.run("train", "lbp-harper-poor\nit does not say the solicitor is free", person)

    assert "Dear Ms Harper" in shown.text
    assert "LBP002" in marked.text


def test_the_drafts_are_listed_by_their_id(records: Records, enrol: Enrol) -> None:
    listed = RoundCommands(records).run("train", "list", enrol("one")).text

    assert "lbp-harper-poor: To Ms Harper (easy)" in listed
    assert len(listed.splitlines()) == len(scenarios())


def test_a_trainer_steps_back_and_hears_alone_who_has_not_handed_in(
    records: Records, trainer: Person, enrol: Enrol
) -> None:
    talk = RoundCommands(records)
    code = talk.run("round", "open cg-railway-poor Northgate", trainer, "group").text.split()[1]
    talk.run("join", f"{code} Sam", enrol("one"))

    with pytest.raises(RoundError, match="A group is not told"):
        talk.run("round", "who", trainer, "group")
    with pytest.raises(RoundError, match="No theme has been shown yet"):
        talk.run("round", "back", trainer, "group")
    first, second, back = (talk.run("round", step, trainer, "group").text for step in ("next", "Next", "back"))

    assert talk.run("round", "who", trainer).text == "Not handed in: 1 (Sam)."
    assert first.startswith("1 of ")
    assert second.startswith("2 of ")
    assert back == f"One step back.\n\n{first}"
    assert "No theme is shown now" in talk.run("round", "back", trainer, "group").text


def test_a_quiz_question_is_answered_in_a_private_chat_and_its_answer_shown(
    records: Records, trainer: Person, enrol: Enrol
) -> None:
    talk = RoundCommands(records)
    person, other = enrol("one"), enrol("two")
    code = talk.run("round", "open cg-railway-poor", trainer, "group").text.split()[1]
    for one in (person, other):
        talk.run("join", code, one)
    nothing = talk.run("answer", "", person).text
    asked = talk.run("quiz", "", trainer, "group").poll
    assert asked is not None
    right, wrong = asked.right + 1, (asked.right + 1) % len(asked.options) + 1

    shown, board = talk.run("answer", "", person).text, talk.run("board", "", person).text
    first, again = (talk.run("answer", str(right), person).text for _ in range(2))
    seen = talk.run("answer", "", person).text
    talk.run("answer", str(wrong), other)
    for number in ("9", "0", "²", "two"):
        with pytest.raises(RoundError, match="not one of the options"):
            talk.run("answer", number, other)
    with pytest.raises(RoundError, match="so that nobody sees it"):
        talk.run("answer", "1", person, "group")
    done = talk.run("quiz", "done", trainer, "group").text
    mine = talk.run("answer", "", other).text

    assert nothing == "No question has been asked yet."
    assert f"{right}. {asked.options[asked.right]}" in shown
    assert "A quiz question is open" in board
    assert first.startswith(f"Your answer is in: {asked.options[asked.right]}.")
    assert "already" in again
    assert "Your answer is in" in seen
    assert asked.cite not in shown + seen
    for words in (done, mine):
        assert f"The right answer: {asked.options[asked.right]}. 1 of 2 chose it." in words
        assert asked.cite in words
    assert f"You chose: {asked.options[wrong - 1]}." in mine
    assert "A quiz question is open" not in talk.run("board", "", person).text


def test_a_code_that_was_left_out_is_said_to_be_missing(records: Records, trainer: Person) -> None:
    for command, rest in (("join", ""), ("round", "take")):
        with pytest.raises(RoundError, match="code of the round is missing"):
            RoundCommands(records).run(command, rest, trainer)
