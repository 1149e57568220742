"""Answers that a manager sees before they go out: asking, showing what waits, and delivering what was decided."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bot.records.approvals import Approval
from bot.records.people import Person, Role
from bot.records.store import Records
from bot.render.message import Block, Message, Run, Shape, Style, said
from bot.talk.commands import Command
from bot.talk.messages import Button, Incoming, Notice, Outgoing, Reply, Rows, line
from bot.talk.words import words

if TYPE_CHECKING:
    from bot.conversation import Conversation

DECIDERS = (Role.MANAGER, Role.ADMINISTRATOR)
_SHOWN = 5


def held(records: Records, incoming: Incoming, person: Person, answer_id: str, reply: Reply) -> Outgoing:
    """The answer put into the queue, and every manager who has a chat with the bot told of it."""
    approval = records.approvals.ask(answer_id, person.id, incoming.channel, incoming.chat, packed(reply))
    reached = next((role for role in DECIDERS if records.chats.of_role(role, incoming.channel)), None)
    if reached is None:
        return line(words("approval_nobody"))
    asked = Notice((said(words("approval_ask")), *reply.blocks), reached, rows=_choices(approval))
    return Outgoing(line(words("approval_wait")).replies, notices=(asked,))


def decided(talk: "Conversation", person: Person, approval_id: str, *, approved: bool) -> Outgoing:
    """What a manager's choice leads to; of one who is too late, or no manager, nothing."""
    queue = talk.records.approvals
    if person.role not in DECIDERS or not queue.claim(approval_id, person.id):
        return line(words("approval_taken"))
    asked = queue.decide(approval_id, person.id, approved=approved)
    return Outgoing(line(words("approval_done")).replies, notices=(delivery(asked),))


def delivery(asked: Approval) -> Notice:
    """What the one who asked gets once it is decided."""
    when = asked.made.astimezone()  # where the council is
    held_back = line(words("approval_held", asked=f"{when.day} {when:%B, %H:%M}")).replies[0]
    reply = unpacked(asked.payload) if asked.approved else held_back
    return Notice(reply.blocks, chat=asked.chat, rows=reply.rows, person=asked.person, approval=asked.id)


def waiting(talk: "Conversation", incoming: Incoming, person: Person, rest: str) -> Outgoing:
    """The answers that nobody has decided, the oldest first, each with its buttons."""
    del rest
    queue = [one for one in talk.records.approvals.waiting() if one.channel == incoming.channel]
    theirs = [one for one in queue if one.person != person.id]
    if not theirs:
        return line(words("approval_none"))
    shown = tuple(Reply(unpacked(one.payload).blocks, _choices(one.id)) for one in theirs[:_SHOWN])
    head = line(words("approval_count", count=len(theirs), shown=len(shown)))
    return Outgoing((*head.replies, *shown))


def _choices(approval_id: str) -> Rows:
    return ((Button("Send it", "approve", approval_id), Button("Hold it back", "hold", approval_id)),)


def packed(reply: Reply) -> str:
    """A reply as text that can be sealed."""
    return json.dumps(
        {
            "blocks": [asdict(block) for block in reply.blocks],
            "rows": [[[button.label, button.action, button.value] for button in row] for row in reply.rows],
        }
    )


def unpacked(text: str) -> Reply:
    """What ``packed`` made; records of earlier versions hold the blocks alone."""
    made: Any = json.loads(text)
    blocks, rows = (made, []) if isinstance(made, list) else (made["blocks"], made["rows"])
    return Reply(_blocks(blocks), tuple(tuple(Button(*button) for button in row) for row in rows))


def _blocks(blocks: list[dict[str, Any]]) -> Message:
    return tuple(
        Block(
            tuple(Run(run["text"], Style(run["style"]), run["url"]) for run in block["runs"]),
            Shape(block["shape"]),
            block["close"],
        )
        for block in blocks
    )


COMMANDS = (Command("waiting", "answers that wait for you to look at them", waiting, DECIDERS, listed=False),)
