"""What administrators do in a chat, and what they are told where it goes wrong."""

import pytest

from bot.records.people import Role
from tests.telegram.talker import Talker


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
