"""Who may do what, by its number in the threat list, against one bot as a process."""

import json

import pytest
from sqlalchemy import update

from bot.records.people import CONFIRMED_FOR, Role
from bot.records.schema import people
from bot.records.store import open_records
from config.settings import load
from tests.telegram.fake import FakeTelegram
from tests.telegram.process import BotProcess

_BOT = {"id": 1, "is_bot": True, "first_name": "B"}


def test_commands_of_others_are_refused_and_the_refusal_is_in_the_audit(long_day: BotProcess, somebody: int) -> None:
    """F47: with the command's name, and nothing that was typed after it."""
    for place, text in enumerate(("/people", "/invite trainer Zebedee", "/off nothing", "/revoke ABC"), start=1):
        long_day.telegram.say(somebody, text)
        assert "for administrators" in long_day.telegram.wait(somebody, place)[-1].text

    records = open_records(load({"PRACTICE_BOT_DATA": str(long_day.data), **long_day.settings}))
    refused = [dict(row.facts) for row in records.audit.rows() if row.kind == "command.refused"]
    records.close()

    assert [facts["command"] for facts in refused] == ["people", "invite", "off", "revoke"]
    assert "Zebedee" not in json.dumps(refused)


@pytest.mark.parametrize("token", ["x" * 64, "x" * 70, "forget", "", "\u0000", "\U0001f600" * 16])
def test_forged_buttons_are_answered_and_do_nothing(long_day: BotProcess, somebody: int, token: str) -> None:
    """F48."""
    before = len(long_day.telegram.alerts)

    long_day.telegram.press(somebody, token)

    assert long_day.telegram.until(lambda: len(long_day.telegram.alerts) > before, 10)
    assert "too old" in long_day.telegram.alerts[-1]
    long_day.telegram.say(somebody, "/role")
    assert [one.text for one in long_day.telegram.wait(somebody)] == ["You are here as practitioner."]


@pytest.mark.parametrize(
    ("chat", "kind", "status"),
    [(-11, "group", "member"), (-12, "supergroup", "administrator"), (-13, "channel", "administrator")],
)
def test_groups_and_channels_are_left(long_day: BotProcess, somebody: int, chat: int, kind: str, status: str) -> None:
    """F49: whatever the bot was made there; in a channel nothing is said."""
    rights = dict.fromkeys(
        (
            "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
            "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
            "can_edit_stories", "can_delete_stories",
        ),
        True,
    )  # fmt: skip
    change = {
        "chat": {"id": chat, "type": kind, "title": "Team"},
        "from": {"id": somebody, "is_bot": False, "first_name": "P"},
        "date": 1,
        "old_chat_member": {"status": "left", "user": _BOT},
        "new_chat_member": {"status": status, "user": _BOT, **(rights if status == "administrator" else {})},
    }

    long_day.telegram.update({"my_chat_member": change})

    assert long_day.telegram.until(lambda: chat in long_day.telegram.left, 10)
    said = [one.text for one in long_day.telegram.to(chat)]
    assert len(said) == (0 if kind == "channel" else 1)
    assert all("private chats" in text for text in said)


def test_a_question_in_a_group_is_not_answered(long_day: BotProcess, somebody: int) -> None:
    """F49: not even one by somebody who was let in."""
    long_day.telegram.say(somebody, "how long does reg 24 last", -14)
    long_day.telegram.say(somebody, "/ask how long does reg 24 last", -14)
    long_day.telegram.say(somebody, "/role")
    long_day.telegram.wait(somebody)

    assert long_day.telegram.to(-14) == []


@pytest.mark.parametrize(
    ("command", "new", "old"),
    [
        ("/privacy", "keyed hash", "keyed hash"),
        ("/help", "invitation code", "Type a question"),
        ("/export", "Everything that is kept about you.", "Everything that is kept about you."),
        ("/forget", "Everything kept about you is deleted", "ends your access"),
    ],
)
def test_the_privacy_commands_are_answered_for_everybody(
    long_day: BotProcess, somebody: int, command: str, new: str, old: str
) -> None:
    """F70."""
    stranger = next(account for account in range(400, 500) if not long_day.telegram.to(account))
    long_day.telegram.say(stranger, command)
    long_day.telegram.say(somebody, command)

    assert new in long_day.telegram.wait(stranger)[0].text
    assert old in long_day.telegram.wait(somebody)[0].text


def test_whoever_is_forgotten_or_revoked_gets_nothing_more(long_day: BotProcess, somebody: int) -> None:
    """F46, F70: an old button of somebody who has no access any more does nothing."""
    telegram = long_day.telegram
    telegram.say(somebody, "how long does reg 24 last")
    assert telegram.wait(somebody)[0].buttons
    old = dict(telegram.wait(somebody)[0].buttons)["Full quote"]
    telegram.say(somebody, "/forget")
    telegram.press(somebody, telegram.wait(somebody, 2)[1].buttons[0][1])
    done = telegram.wait(somebody, 3)[2].text
    before = len(telegram.alerts)

    telegram.press(somebody, old)

    assert "Everything kept about you is deleted" in done
    assert telegram.until(lambda: len(telegram.alerts) > before, 10)
    telegram.say(somebody, "how long does reg 24 last")
    assert "invitation code" in telegram.wait(somebody, 4)[3].text


@pytest.mark.parametrize("out", ["revoked", "unconfirmed", "switched off"])
def test_whoever_is_shut_out_can_still_have_everything_deleted(
    bot_process: BotProcess, telegram: FakeTelegram, out: str
) -> None:
    """F70: with words that are true for them; no other button of theirs works."""
    person = bot_process.person(7)
    with bot_process.records() as records:
        other = records.buttons.make(person.id, "helpful", "ANSWER01")
        if out == "revoked":
            records.people.revoke(person.id)
        if out == "unconfirmed":
            with records.database.writing() as connection:
                long_ago = records.database.clock() - CONFIRMED_FOR
                connection.execute(update(people).values(confirmed=long_ago))
        if out == "switched off":
            records.switch.off("a wrong text")
    bot_process.start()

    telegram.say(7, "/forget")
    asked = telegram.wait(7)[0]
    telegram.press(7, other)
    telegram.press(7, asked.buttons[0][1])
    done = telegram.wait(7, 3 if out == "switched off" else 2)[-1].text

    assert ("You have no access now" in asked.text) == (out != "switched off")
    assert "Everything kept about you is deleted" in done
    assert bot_process.end() == 0
    with bot_process.records() as records:
        assert records.people.everyone() == ()


def test_after_somebody_is_forgotten_others_are_still_answered(long_day: BotProcess, somebody: int) -> None:
    """F70, F57: the numbers of deleted rows are given to new ones, which must not be taken for answered."""
    telegram = long_day.telegram
    telegram.say(somebody, "/forget")
    telegram.press(somebody, telegram.wait(somebody)[0].buttons[0][1])
    telegram.wait(somebody, 2)

    others = [account for account in range(200, 300) if not telegram.to(account)][:5]
    for account in others:
        telegram.say(account, "/role")

    assert all("practitioner" in telegram.wait(account, 1, 10)[0].text for account in others)


def test_a_draft_button_after_a_restart_says_that_no_draft_is_kept(long_day: BotProcess, somebody: int) -> None:
    """F48, F15: the button still belongs to its person; the pasted draft is gone, as it must be."""
    telegram = long_day.telegram
    draft = "Child in need plan\n\nWorries\nMum, Bramble Oakfield, drinks most evenings.\n\nActions\n" * 8
    telegram.say(somebody, f"{draft}1. Worker to visit regularly. Ongoing.\n2. School to monitor. ASAP.\n")
    button = dict(telegram.wait(somebody)[0].buttons)["Check it"]
    assert long_day.settled()
    long_day.kill()
    long_day.start()

    telegram.press(somebody, button)

    assert "no longer have that one" in telegram.wait(somebody, 2)[1].text
    assert "Oakfield" not in long_day.kept()


def test_administrators_hear_of_a_stranger_once(long_day: BotProcess) -> None:
    """F45: of each stranger once, without a name or a word."""
    long_day.person(199, Role.ADMINISTRATOR)
    telegram = long_day.telegram
    telegram.say(199, "/start")
    telegram.wait(199)

    for text in ("Zebedee was hit", "hello", "/start WRONG-CODE"):
        telegram.say(700, text)
    telegram.wait(700, 3)
    telegram.say(199, "/role")
    said = [one.text for one in telegram.wait(199, 3)]

    assert sum("without access" in text for text in said) == 1
    assert not any("Zebedee" in text for text in said)
