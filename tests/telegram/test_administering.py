"""What administrators do in a chat, and what they are told where it goes wrong."""

import re

import pytest
from sqlalchemy import update

from bot.records.chats import GROUP_WAITS
from bot.records.people import Role
from bot.records.schema import open_groups
from bot.talk.approving import decided, packed
from bot.talk.messages import Outgoing, Reply
from tests.telegram.talker import Talker, read


@pytest.mark.parametrize("command", ["/revoke {id}", "/role {id} practitioner"])
def test_the_last_administrator_cannot_shut_themselves_out(talker: Talker, command: str) -> None:
    person = talker.person("1", Role.ADMINISTRATOR)

    refused = talker.said("1", command.format(id=person.id))
    still = talker.said("1", "/role")
    talker.person("2", Role.ADMINISTRATOR)
    done = talker.said("1", command.format(id=person.id))

    assert refused.startswith("You are the only administrator")
    assert "You are here as administrator" in still
    assert "no access any more" in done or "is now practitioner" in done


def test_a_group_is_opened_within_ten_minutes_or_left(talker: Talker) -> None:
    admin = talker.person("1", Role.ADMINISTRATOR)
    talker.records.chats.wait_for_opening("telegram", "-5", admin.id)
    with talker.records.database.writing() as connection:
        connection.execute(update(open_groups).values(made=talker.records.database.clock() - GROUP_WAITS))

    late = talker.reply("1", "/open", chat="-5", group=True)

    assert late.leave
    assert read(late).startswith("Nobody opened this group within 10 minutes")
    assert talker.records.chats.overdue("telegram") == ("-5",)
    assert not talker.records.chats.is_open("telegram", "-5")


def test_an_invitation_without_a_role_says_how_to_give_one(talker: Talker) -> None:
    talker.person("1", Role.ADMINISTRATOR)

    without, wrong = talker.said("1", "/invite"), talker.said("1", "/invite wizard")

    assert "/invite practitioner" in without
    assert "/role" not in without
    assert wrong.startswith("That is not a role.")
    assert "/invite practitioner" in wrong


@pytest.mark.parametrize("role", [Role.PRACTITIONER, Role.ADMINISTRATOR])
def test_help_says_that_the_bot_is_off(talker: Talker, role: Role) -> None:
    talker.person("1", role)
    on = talker.said("1", "/help")
    talker.records.switch.off("a wrong text")

    off = talker.said("1", "/help")

    assert "switched off" not in on
    assert off.startswith("The bot is switched off for now (a wrong text).")
    assert "/privacy" in off


def test_the_board_tells_a_practitioner_how_to_join_and_a_trainer_how_to_open(talker: Talker) -> None:
    talker.person("1")
    talker.person("2", Role.TRAINER)

    practitioner, trainer = talker.said("1", "/board"), talker.said("2", "/board")

    assert "/join" in practitioner
    assert "/round" not in practitioner
    assert "/round open" in trainer


def test_an_answer_that_was_held_back_says_when_its_question_was_asked(talker: Talker) -> None:
    """The time is enough: the words of the question are kept nowhere."""
    person, manager = talker.person("1"), talker.person("2", Role.MANAGER)
    approval = talker.records.approvals.ask("ANSWER01", person.id, "telegram", "1", packed(Reply(())))

    (notice,) = decided(talker.talk, manager, approval, approved=False).notices
    said = read(Outgoing((Reply(notice.blocks),)))

    asked = talker.records.database.clock().astimezone()
    assert re.search(rf"your question of {asked.day} {asked:%B}, \d\d:\d\d\.", said), said
