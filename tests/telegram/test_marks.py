"""What a killed bot knows of its last messages: what arrived is not said again, what may have arrived says so."""

import json
from pathlib import Path

import pytest

from bot.telegram_chat.marks import Marks
from tests.telegram.fake import FakeTelegram
from tests.telegram.load import AGAIN
from tests.telegram.process import BotProcess, free_ports

QUESTION = "how long can temporary approval last under reg 24"


def test_marks_tell_what_arrived_from_what_may_have(tmp_path: Path) -> None:
    marks = Marks(tmp_path / "sent")
    for number in (1, 2, 3):
        marks.begin(number)
    marks.add(1)
    marks.turned_back(2)

    again = Marks(tmp_path / "sent")

    assert again.before == {1}
    assert again.unsure == {3}


def test_what_is_on_the_way_stays_marked_when_the_rest_is_cleared(tmp_path: Path) -> None:
    marks = Marks(tmp_path / "sent")
    marks.begin(1)
    marks.add(1)
    marks.begin(2)
    marks.clear()
    second = Marks(tmp_path / "sent")
    second.turned_back(2)
    second.clear()

    third = Marks(tmp_path / "sent")

    assert third.before == frozenset()
    assert third.unsure == {2}


def test_an_answer_that_may_have_arrived_before_a_kill_is_sent_once_more_and_says_so(
    bot_process: BotProcess, telegram: FakeTelegram
) -> None:
    """F57: Telegram took it, and the bot was killed before it heard so."""
    for account in (7, 8):
        bot_process.person(account)
    telegram.faults.append(("slow", "sendMessage", 60))
    bot_process.start()
    telegram.say(7, QUESTION)
    first = telegram.wait(7)[0]
    bot_process.kill()

    bot_process.start()
    telegram.say(8, QUESTION)
    second, other = telegram.wait(7, 2)[1], telegram.wait(8)[0]

    assert AGAIN not in first.text
    assert second.text.endswith("I was restarted while I sent this, so you may have had it already.")
    assert AGAIN not in other.text
    assert bot_process.settled()


def test_a_webhook_copy_that_was_killed_says_nothing_twice_that_it_knows_of(
    bot_process: BotProcess, telegram: FakeTelegram
) -> None:
    bot_process.person(7)
    (port,) = free_ports(1)
    marks = Marks(bot_process.data / f"telegram-sent-{port}")
    marks.add(5)
    marks.begin(6)
    with bot_process.records() as records:
        for number, text in ((5, "/help"), (6, "/role")):
            update = {"kind": "text", "account": "7", "group": False, "edited": False, "text": text, "kinds": []}
            records.inbox.accept("telegram", number, "7", json.dumps(update))

    bot_process.start("--webhook", f"http://127.0.0.1:{port}/hook", "--listen", f"127.0.0.1:{port}")
    said = telegram.wait(7)

    assert bot_process.settled()
    assert ["practitioner" in one.text and AGAIN in one.text for one in said] == [True]


def test_of_several_parts_one_that_was_turned_back_leaves_the_others_in_doubt(tmp_path: Path) -> None:
    marks = Marks(tmp_path / "marks")
    marks.begin(5)
    marks.begin(5)
    marks.turned_back(5)
    marks.begin(6)
    marks.turned_back(6)
    marks.close()

    assert Marks(tmp_path / "marks").unsure == {5}


def test_a_kill_while_the_marks_are_cleared_loses_none_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However far the clearing has come, what is on the way is known at the next start."""
    marks = Marks(tmp_path / "sent")
    marks.begin(7)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    for step in ("os.write", "pathlib.Path.replace"):
        with monkeypatch.context() as patched:
            patched.setattr(step, killed)
            with pytest.raises(KeyboardInterrupt):
                marks.clear()
        marks = Marks(tmp_path / "sent")
        assert marks.unsure == {7}

    marks.clear()
    assert Marks(tmp_path / "sent").unsure == {7}
