"""The commands about what is kept of a person: always answered, to everybody."""

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.records.buttons import LASTS
from bot.records.people import Person, Standing
from bot.records.retention import days_kept
from bot.talk.commands import Command
from bot.talk.messages import Button, Incoming, OutFile, Outgoing, line
from bot.talk.words import words

if TYPE_CHECKING:
    from bot.conversation import Conversation


def privacy(talk: "Conversation", incoming: Incoming, person: Person, rest: str) -> Outgoing:
    """What is kept, and what is not."""
    del incoming, person, rest
    kept = {"training_days": days_kept("rounds"), "minutes": LASTS // timedelta(minutes=1)}
    return line(words("privacy", talk.app.team, **kept))


def export(talk: "Conversation", incoming: Incoming, person: Person, rest: str) -> Outgoing:
    """Everything that is kept about the person, as a file."""
    del person, rest
    kept = talk.records.export(incoming.channel, incoming.account)
    if not kept:
        return line(words("forget_nothing"))
    data = json.dumps(kept, ensure_ascii=False, indent=2, default=str).encode()
    return Outgoing(files=(OutFile("kept-about-you.json", data, "Everything that is kept about you."),))


def forget(talk: "Conversation", incoming: Incoming, person: Person, rest: str) -> Outgoing:
    """Ask once more, then delete; of a stranger, whose messages alone are counted, at once."""
    del person, rest
    standing = talk.records.people.standing(incoming.channel, incoming.account)
    if standing is Standing.UNKNOWN:
        kept = talk.records.export(incoming.channel, incoming.account)
        return talk.forget(incoming) if kept else line(words("forget_nothing"))
    sure = words("forget_sure" if standing is Standing.ACTIVE else "forget_sure_out")
    return line(sure, (Button("Delete everything about me", "forget"),))


COMMANDS = (
    Command("privacy", "what is kept about you", privacy, in_groups=True),
    Command("export", "get what is kept about you", export),
    Command("forget", "delete what is kept about you, and leave", forget),
)
