"""The commands of a conversation: what each is called, who may use it, and what it does."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from bot.records.people import Person, Role
from bot.talk.messages import Incoming, Outgoing

if TYPE_CHECKING:
    from bot.conversation import Conversation

EVERYBODY = tuple(Role)
Run = Callable[["Conversation", Incoming, Person, str], Outgoing]


@dataclass(frozen=True, slots=True)
class Command:
    """``run`` gets the conversation, the message, who sent it, and the words after the command.

    ``in_groups``: it also works in a group that is open for training (``opens``: in any group). ``takes_drafts``: what
    comes with it is a draft, so it is left out where the council takes none.
    """

    name: str
    summary: str
    run: Run
    roles: tuple[Role, ...] = EVERYBODY
    in_groups: bool = False
    opens: bool = False
    listed: bool = True
    takes_drafts: bool = False

    def allows(self, person: Person) -> bool:
        """Whether the person's role may use it."""
        return person.role in self.roles


def shown_commands(*, drafts: bool) -> tuple[Command, ...]:
    """The commands that people are told of, with or without those for drafts."""
    return tuple(one for one in all_commands().values() if one.listed and (drafts or not one.takes_drafts))


@cache
def all_commands() -> dict[str, Command]:
    """Every command by name. A new family of commands adds its module here."""
    from bot.talk import approving, commands_basic, commands_people, commands_privacy, commands_training

    families = (
        commands_basic.COMMANDS,
        commands_privacy.COMMANDS,
        commands_training.COMMANDS,
        commands_people.COMMANDS,
        approving.COMMANDS,
    )
    return {command.name: command for family in families for command in family}


def split_command(text: str, bot_name: str = "") -> tuple[str, str] | None:
    """A command's name and the words after it; nothing for other text. ``/help@some_bot`` is ours only by name."""
    head, _, rest = text.strip().partition(" ") if " " in text.strip() else (text.strip(), "", "")
    first, newline, more = head.partition("\n")
    if not first.startswith("/") or len(first) < 2:
        return None
    name, _, addressed = first[1:].partition("@")
    if addressed and bot_name and addressed.lower() != bot_name.lower():
        return ("", "")
    return name.lower(), f"{more}{' ' if newline and rest else ''}{rest}".strip()
