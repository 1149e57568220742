"""A day with the bot, as people see it."""

import time
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.records.people import Role
from bot.records.schema import buttons
from tests.telegram.fake import TOKEN, FakeTelegram
from tests.telegram.process import BotProcess

QUESTION = "how long can temporary approval last under reg 24"
DRAFT = (
    "Child in need plan\n\nReview date: 4 May 2026\n\nWhat we are worried about\n"
    "Mum, Fictional Bramble Oakfield, drinks most evenings.\n\n"
    "Actions\n1. Family support worker to visit regularly. Ongoing.\n2. School to monitor. ASAP.\n\n" * 2
)


def test_a_question_a_follow_up_and_the_buttons(long_day: BotProcess, somebody: int) -> None:
    telegram = long_day.telegram
    telegram.say(somebody, QUESTION)
    first = telegram.wait(somebody)[0]
    telegram.say(somebody, "and can it be extended?")
    second = telegram.wait(somebody, 2)[1]
    tokens = dict(first.buttons)
    telegram.press(somebody, tokens["Full quote"])
    full = telegram.wait(somebody, 3)[2]
    telegram.press(somebody, tokens["Not helpful"])
    why = telegram.wait(somebody, 4)[3]
    telegram.press(somebody, why.buttons[0][1])
    thanks = telegram.wait(somebody, 5)[4]

    assert "SI 2010/959 reg 24" in first.text
    assert "8 weeks" in second.text
    assert len(full.text) > 200
    assert "Thank you" in thanks.text
    assert telegram.refusals == []


def test_unknown_people_are_let_in_by_a_code_and_administrators_hear_once(long_day: BotProcess) -> None:
    """F45, F70."""
    telegram, stranger, administrator = long_day.telegram, 508, 501
    long_day.person(administrator, Role.ADMINISTRATOR)
    telegram.say(administrator, "/start")
    telegram.wait(administrator)

    telegram.say(stranger, QUESTION)
    telegram.say(stranger, QUESTION)
    telegram.say(stranger, "/privacy")
    refused = telegram.wait(stranger, 3)
    telegram.say(stranger, f"/start {long_day.invitation()}")
    telegram.say(stranger, QUESTION)
    told = telegram.wait(stranger, 5)

    assert "invitation code" in refused[0].text
    assert "reg 24" not in refused[0].text
    assert "keyed hash" in refused[2].text
    assert "You are in" in told[3].text
    assert "SI 2010/959" in told[4].text
    assert sum("without access" in one.text for one in telegram.to(administrator)) == 1


def test_identifiers_are_stopped_and_offered_masked(long_day: BotProcess, somebody: int) -> None:
    """F1, F14."""
    telegram = long_day.telegram
    telegram.say(somebody, "can Zebedee Thistlewood stay with his nan under reg 24? dob 3/4/2015")
    stopped = telegram.wait(somebody)[0]
    telegram.press(somebody, stopped.buttons[0][1])
    answer = telegram.wait(somebody, 2)[1]
    telegram.edit(somebody, "what if Zebedee Thistlewood moves")
    edited = telegram.wait(somebody, 3)[2]

    assert stopped.text.startswith("If a child may be at risk now, act first")
    assert "date of birth" in stopped.text
    assert "Zebedee" not in stopped.text
    assert "SI 2010/959 reg 24" in answer.text
    assert "personal details" in edited.text


@pytest.mark.parametrize("way", ["answered", "stopped with /stop", "left alone"])
def test_what_is_left_of_a_stopped_question_is_wiped(bot_process: BotProcess, telegram: FakeTelegram, way: str) -> None:
    """At the tap, with /stop, or after 15 minutes where nobody taps; a second tap does nothing."""
    bot_process.person(7)
    bot_process.start()
    telegram.say(7, "can Zebedee Thistlewood, dob 3/4/2015, stay with nan under reg 24")
    asked = telegram.wait(7)[0]
    before = bot_process.kept()

    if way == "answered":
        telegram.press(7, asked.buttons[0][1])
        assert "SI 2010/959" in telegram.wait(7, 2)[1].text
    if way == "left alone":
        with bot_process.records() as records, records.database.writing() as connection:
            passed = records.database.clock() - timedelta(seconds=1)
            connection.execute(update(buttons).values(expires=passed))
    else:
        telegram.say(7, "/stop")
        assert telegram.until(lambda: "forgotten" in telegram.to(7)[-1].text)
    telegram.press(7, asked.buttons[0][1])
    assert telegram.until(lambda: any("too old" in alert for alert in telegram.alerts))

    assert "kept nothing of those details" in asked.text
    assert "15 minutes" in asked.text
    assert "[name]" in before
    assert "Zebedee" not in before
    assert bot_process.settled()
    assert any("[name]" not in bot_process.kept() for _ in range(60) if not time.sleep(0.25))


def test_a_draft_is_offered_checked_masked_and_sent_back_with_comments(long_day: BotProcess, somebody: int) -> None:
    telegram = long_day.telegram
    telegram.say(somebody, DRAFT)
    offer = telegram.wait(somebody)[0]
    telegram.press(somebody, dict(offer.buttons)["Check it"])
    report = telegram.wait(somebody, 2)[1]
    telegram.press(somebody, dict(report.buttons)["Word file"])
    word = telegram.wait(somebody, 3)[2]
    telegram.file(somebody, "plan.txt", DRAFT.encode(), "/check")
    filed = telegram.wait(somebody, 4)[3]

    assert "Shall I look for gaps" in offer.text
    assert "Receipt: checked in memory" in report.text
    assert "Oakfield" not in report.text
    assert word.document.startswith(b"PK")
    assert "Receipt" in filed.text


def test_a_killed_bot_answers_after_restart_and_keeps_no_draft(bot_process: BotProcess, telegram: FakeTelegram) -> None:
    """F15, F57, F58: killed while sending waits, then restarted; then stopped in good order."""
    bot_process.person(7)
    bot_process.start()
    telegram.say(7, "/stop")
    telegram.wait(7)
    telegram.faults.append(("429", "sendMessage", 60))

    telegram.say(7, QUESTION)
    telegram.say(7, DRAFT)
    assert telegram.until(lambda: not telegram.faults, 20) or not telegram.faults
    time.sleep(0.5)
    bot_process.kill()
    telegram._wait_until.clear()
    bot_process.start()
    after = telegram.wait(7, 3)
    time.sleep(0.5)
    code = bot_process.end()

    assert "SI 2010/959 reg 24" in after[1].text
    assert "I keep no drafts" in after[2].text
    assert len(telegram.to(7)) == 3
    assert code == 0
    assert TOKEN not in bot_process.log
    kept = b"".join(path.read_bytes() for path in bot_process.folder.glob("records.db*"))
    assert b"Oakfield" not in kept
    assert b"temporary approval" not in kept


def test_two_copies_and_a_missing_token_are_said_in_one_line(bot_process: BotProcess, telegram: FakeTelegram) -> None:
    """F60, F74."""
    bot_process.person(7)
    bot_process.start()
    telegram.say(7, "/help")
    telegram.wait(7)

    second = bot_process.start()
    _, said = second.communicate(timeout=30)
    third = bot_process.start(TELEGRAM_TOKEN="")
    _, lacking = third.communicate(timeout=30)
    telegram.say(7, "/role")

    assert (second.returncode, said.count("\n")) == (2, 1)
    assert "already runs" in said
    assert third.returncode == 2
    assert "no bot token" in lacking
    assert "practitioner" in telegram.wait(7, 2)[1].text


def test_429_500_502_and_dropped_lines_hold_up_nobody_else(bot_process: BotProcess, telegram: FakeTelegram) -> None:
    """F61, F59, F62."""
    for account in (7, 8, 9):
        bot_process.person(account)
    telegram.blocked.add(9)
    bot_process.start()
    telegram.say(7, "/stop")
    telegram.wait(7)
    telegram.faults.extend(
        [
            ("429", "sendMessage", 3),
            ("500", "sendMessage", "Internal"),
            ("html", "sendMessage", 0),
            ("drop", "sendMessage", 0),
        ]
    )

    number = telegram.say(7, QUESTION)
    time.sleep(0.3)
    telegram.say(9, QUESTION)
    telegram.say(8, QUESTION)
    telegram.update({"message": telegram.message(7, text=QUESTION)}, number)
    telegram.wait(8, 1, 20)
    telegram.wait(7, 2, 20)
    time.sleep(1)

    assert len(telegram.to(7)) == 2
    assert len(telegram.to(8)) == 1
    assert telegram.early == 0
    assert bot_process.end() == 0


def test_old_forged_and_other_peoples_buttons_do_nothing(long_day: BotProcess, somebody: int) -> None:
    """F46, F48, F47, F49, F54."""
    telegram = long_day.telegram
    other = 509
    long_day.person(other)
    alerts = len(telegram.alerts)
    telegram.say(somebody, QUESTION)
    token = telegram.wait(somebody)[0].buttons[0][1]

    telegram.press(other, token)
    telegram.press(somebody, "x" * 64)
    telegram.say(other, "/people")
    telegram.update({"message": telegram.message(other, contact={"phone_number": "1", "first_name": "A"})})
    telegram.update({"message": telegram.message(other, sticker={"broken": True})})
    joined = {
        "chat": {"id": -5, "type": "group", "title": "G"},
        "from": {"id": somebody, "is_bot": False, "first_name": "P"},
        "date": 1,
        "old_chat_member": {"status": "left", "user": {"id": 1, "is_bot": True, "first_name": "B"}},
        "new_chat_member": {"status": "member", "user": {"id": 1, "is_bot": True, "first_name": "B"}},
    }
    telegram.update({"my_chat_member": joined})
    said = telegram.wait(other, 2)

    assert telegram.until(lambda: telegram.left == [-5], 10)
    assert telegram.until(lambda: len(telegram.alerts) == alerts + 2, 5)
    assert all("too old" in alert for alert in telegram.alerts[alerts:])
    assert "for administrators" in said[0].text
    assert "cannot read" in said[1].text


def test_sigterm_is_quick_while_telegram_hangs(bot_process: BotProcess, telegram: FakeTelegram) -> None:
    """F58 with F61."""
    bot_process.person(7)
    bot_process.start()
    telegram.say(7, "/stop")
    telegram.wait(7)
    telegram.faults.append(("hang", "sendMessage", 60))
    telegram.say(7, QUESTION)
    telegram.until(lambda: not telegram.faults, 3)

    began = time.monotonic()
    code = bot_process.end()

    assert code == 0
    assert time.monotonic() - began < 15
