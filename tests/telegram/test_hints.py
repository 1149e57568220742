"""Hints and dates as people in a chat need them."""

from datetime import timedelta

from bot.records.people import CONFIRMED_FOR, Role
from bot.records.schema import people
from tests.telegram.fake import FakeTelegram
from tests.telegram.process import BotProcess


def test_no_hint_in_a_chat_sends_anybody_to_a_command_line(bot_process: BotProcess, telegram: FakeTelegram) -> None:
    bot_process.person(1, Role.ADMINISTRATOR)
    bot_process.start()
    for number, typed in enumerate(
        ("/rules nonsense", "/deadline nonsense 2026-11-03", "/train nonsense", "/revoke NOBODY"), start=1
    ):
        telegram.say(1, typed)
        telegram.wait(1, number)
    telegram.say(99, "hello")
    telegram.wait(1, 5)

    said = [one.text for one in telegram.to(1)]

    assert not any("practice-bot" in text for text in said), said
    assert "/rules" in said[0]
    assert "/deadline" in said[1]
    assert "/people" in said[3]
    assert "/invite" in said[4]


def test_a_deadline_may_start_today_or_tomorrow(bot_process: BotProcess, telegram: FakeTelegram) -> None:
    bot_process.person(7)
    bot_process.start()
    telegram.say(7, "/deadline reg 24 tomorrow")
    telegram.say(7, "/deadline reg 24 today")

    tomorrow, today = (one.text for one in telegram.wait(7, 2))

    assert "No later than" in tomorrow
    assert "No later than" in today
    assert tomorrow != today


def test_administrators_see_who_is_shut_out_until_confirmed(bot_process: BotProcess, telegram: FakeTelegram) -> None:
    bot_process.person(1, Role.ADMINISTRATOR)
    away = bot_process.person(7)
    with bot_process.records() as records, records.database.writing() as connection:
        long_ago = records.database.clock() - CONFIRMED_FOR - timedelta(days=1)
        connection.execute(people.update().where(people.c.person == away.id).values(confirmed=long_ago))
    bot_process.start()

    telegram.say(1, "/people")
    listed = telegram.wait(1)[0].text

    assert f"shut out until /confirm {away.id}" in listed
    assert listed.count("shut out") == 1
