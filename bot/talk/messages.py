"""What comes in from a channel and what goes out to it."""

from dataclasses import dataclass, field, replace

from bot.records.people import Person, Role
from bot.render.message import Block, Message, said
from bot.talk.words import words


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that somebody sent. ``ref`` is how the channel finds it again; nothing keeps ``data``.

    ``kinds`` names the identifiers that the channel took out of ``name``.
    """

    name: str = field(repr=False)
    data: bytes = field(default=b"", repr=False)
    ref: str = field(default="", repr=False)
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Press:
    """A button that was pressed: what it does, and on what."""

    action: str
    value: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message or press. ``person`` is set by a channel that knows who it is; else the records say.

    ``masked`` is true when the channel had identifiers taken out of ``text`` before it kept it, and ``kinds`` names
    them. ``lost`` is true for a draft that was not kept over a restart.
    """

    channel: str
    account: str = field(repr=False)
    chat: str = field(repr=False)
    text: str = field(default="", repr=False)
    attachment: Attachment | None = None
    press: Press | None = None
    person: Person | None = None
    kinds: tuple[str, ...] = ()
    group: bool = False
    edited: bool = False
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """A choice under a message."""

    label: str
    action: str
    value: str = field(default="", repr=False)


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """One message back, with its buttons in rows."""

    blocks: Message
    rows: Rows = ()


@dataclass(frozen=True, slots=True)
class OutFile:
    """A file back."""

    name: str
    data: bytes = field(repr=False)
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Poll:
    """A quiz question with one right option, counted from 0, and what is shown after answering."""

    question: str
    options: tuple[str, ...]
    right: int
    explanation: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A message for everybody with a role, or for one chat (``chat``), besides the reply.

    ``person`` is whose the buttons are in a notice to one chat; ``approval`` is the approval that is done once this
    has arrived.
    """

    blocks: Message
    role: Role | None = None
    chat: str = field(default="", repr=False)
    rows: Rows = ()
    person: str = ""
    approval: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Everything that one message leads to. ``person`` is whose the buttons are; ``urgent`` goes before the others."""

    replies: tuple[Reply, ...] = ()
    files: tuple[OutFile, ...] = ()
    polls: tuple[Poll, ...] = ()
    notices: tuple[Notice, ...] = ()
    person: str = ""
    leave: bool = False
    urgent: bool = False


def line(text: str, *rows: tuple[Button, ...]) -> Outgoing:
    """One message of plain words, with rows of buttons."""
    return message(tuple(said(part) for part in text.split("\n\n") if part.strip()), *rows)


def joined(first: Outgoing, then: Outgoing) -> Outgoing:
    """One after the other, as the outcome of one message."""
    return Outgoing(
        (*first.replies, *then.replies),
        (*first.files, *then.files),
        (*first.polls, *then.polls),
        (*first.notices, *then.notices),
        first.person or then.person,
        first.leave or then.leave,
        first.urgent or then.urgent,
    )


def said_again(outgoing: Outgoing) -> Outgoing:
    """With a line at its end that it may have arrived before."""
    if not outgoing.replies:
        return outgoing
    *before, last = outgoing.replies
    noted = replace(last, blocks=(*last.blocks, said(words("again"))))
    return replace(outgoing, replies=(*before, noted))


def message(blocks: tuple[Block, ...], *rows: tuple[Button, ...]) -> Outgoing:
    """One message."""
    return Outgoing((Reply(blocks, tuple(row for row in rows if row)),))
