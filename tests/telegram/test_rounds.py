"""A training round in Telegram: opened in a group, joined and handed in privately, with a quiz poll for the room."""

import re

from sqlalchemy import update

from bot.records.chats import GROUP_WAITS
from bot.records.people import Role
from bot.records.schema import open_groups
from knowledge.scenarios.reader import scenarios
from tests.telegram.fake import FakeTelegram, joined
from tests.telegram.process import BotProcess

GROUP, OTHER_GROUP = -77, -97
HELD = next(one for one in scenarios() if len(one.gaps) >= 3)
PEOPLE = (11, 12, 13)


def test_a_round_from_the_open_group_to_the_reveal(long_day: BotProcess) -> None:
    telegram = long_day.telegram
    long_day.person(1, Role.ADMINISTRATOR)
    long_day.person(2, Role.TRAINER)
    for person in PEOPLE:
        long_day.person(person)

    telegram.say(1, "/open", chat=GROUP)
    telegram.wait(GROUP, 1)
    telegram.say(2, f"/round open {HELD.id}", chat=GROUP)
    opened = telegram.wait(GROUP, 2)[1].text
    code = re.search(r"Round ([A-Z0-9]+) is open", opened)
    assert code, opened
    for person in PEOPLE:
        telegram.say(person, f"/join {code[1]}")
        telegram.wait(person, 1)
    for person in PEOPLE:
        before = len(telegram.to(person))
        telegram.say(person, f"/handin {HELD.gaps[0].rule}")
        assert "Received" in telegram.wait(person, before + 1)[-1].text
    told = len(telegram.to(GROUP))
    telegram.say(2, "/board", chat=GROUP)
    board = telegram.wait(GROUP, told + 1)[-1].text
    telegram.say(2, "/quiz", chat=GROUP)
    polled = telegram.until(lambda: any(method == "sendPoll" for method, _, _ in telegram.calls))
    told = len(telegram.to(GROUP))
    telegram.say(2, "/round next", chat=GROUP)
    revealed = telegram.wait(GROUP, told + 1)[-1].text

    assert "3 joined, 3 handed in" in board
    assert polled
    assert "Found by" in revealed
    assert telegram.refusals == []


def test_a_group_that_nobody_opens_in_time_is_left(bot_process: BotProcess, telegram: FakeTelegram) -> None:
    """Also where the bot was restarted in between, and where /open comes too late."""
    bot_process.person(1, Role.ADMINISTRATOR)
    bot_process.start()
    for group in (GROUP, GROUP - 1):
        telegram.update({"my_chat_member": joined(1, group)})
        assert "within 10 minutes" in telegram.wait(group)[0].text
    telegram.say(1, "/open", chat=GROUP - 1)
    telegram.wait(GROUP - 1, 2)
    assert bot_process.settled()
    bot_process.kill()
    with bot_process.records() as records, records.database.writing() as connection:
        connection.execute(update(open_groups).values(made=records.database.clock() - GROUP_WAITS))
    bot_process.start()

    assert telegram.until(lambda: GROUP in telegram.left, 40)

    assert telegram.to(GROUP)[-1].text.startswith("Nobody opened this group within 10 minutes")
    assert GROUP - 1 not in telegram.left
    telegram.say(1, "/board", chat=GROUP - 1)
    assert len(telegram.wait(GROUP - 1, 3)) == 3


def test_danger_in_an_open_group_is_answered_and_nothing_else_that_is_said_there(long_day: BotProcess) -> None:
    """Where Telegram shows the bot what is said; by anybody, with an account or none."""
    danger = "a child is being hurt right now, he has got a knife"
    telegram = long_day.telegram
    long_day.person(21, Role.ADMINISTRATOR)

    telegram.say(5, danger, chat=OTHER_GROUP)
    telegram.say(21, "/open", chat=OTHER_GROUP)
    opened = telegram.wait(OTHER_GROUP, 1)[0].text
    telegram.say(21, "how long does reg 24 last", chat=OTHER_GROUP)
    telegram.say(5, danger, chat=OTHER_GROUP)
    photo = [{"file_id": "a", "file_unique_id": "b", "width": 9, "height": 9}]
    telegram.update({"message": telegram.message(5, OTHER_GROUP, photo=photo, caption=danger)})
    said = telegram.wait(OTHER_GROUP, 3)

    assert "Telegram shows me only commands" in opened
    assert "999" in opened
    assert all(one.text.startswith("If anyone is in immediate danger") for one in said[1:])
    assert len(said) == 3


def test_handing_in_without_a_round_and_leading_without_the_right(long_day: BotProcess, somebody: int) -> None:
    telegram = long_day.telegram

    telegram.say(somebody, "/handin no dates")
    telegram.say(somebody, f"/round open {HELD.id}")
    said = telegram.wait(somebody, 2)

    assert "not joined a round" in said[0].text
    assert "trainers" in said[1].text
