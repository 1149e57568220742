"""The conversation itself, without a process: what is said to it and what a person reads of the reply."""

from dataclasses import dataclass
from typing import Any

from bot.conversation import Conversation
from bot.records.people import Person, Role
from bot.records.store import Records
from bot.render.telegram_html import parts
from bot.talk.messages import Attachment, Incoming, Outgoing
from tests.telegram.judge import judged


@dataclass
class Talker:
    """One conversation over records of its own; every reply must be one that Telegram takes."""

    talk: Conversation
    records: Records

    def person(self, account: str, role: Role = Role.PRACTITIONER) -> Person:
        """Somebody who was let in before."""
        return self.records.people.enrol(self.records.people.invite(role), "telegram", account)

    def reply(self, account: str, text: str, attachment: Attachment | None = None, **more: Any) -> Outgoing:
        """What comes back."""
        self.talk._limits._asked.clear()
        return self.talk.reply(Incoming("telegram", account, more.pop("chat", account), text, attachment, **more))

    def said(self, account: str, text: str, attachment: Attachment | None = None, **more: Any) -> str:
        """The words of what comes back, messages apart by a blank line."""
        return read(self.reply(account, text, attachment, **more))


def read(outgoing: Outgoing) -> str:
    """What a person reads."""
    verdicts = [judged(part.html) for reply in outgoing.replies for part in parts(reply.blocks)]
    assert [verdict.refused for verdict in verdicts if verdict.refused] == []
    return "\n\n".join(verdict.text for verdict in verdicts)


def buttons(outgoing: Outgoing) -> list[str]:
    """The labels of every button."""
    return [button.label for reply in outgoing.replies for row in reply.rows for button in row]
