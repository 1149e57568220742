"""What administrators do in a chat, and what they are told where it goes wrong."""

import pytest
from sqlalchemy import update

from bot.records.chats import GROUP_WAITS
from bot.records.people import Role
from bot.records.schema import open_groups
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
