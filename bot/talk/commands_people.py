"""The commands about people, for administrators: they show who, and never what was asked."""

from typing import TYPE_CHECKING

from bot.records.people import Person, Role, Standing
from bot.render.message import Block, Run, Style, said, strong
from bot.talk.commands import Command
from bot.talk.messages import Incoming, Outgoing, line, message
from bot.talk.words import words
from knowledge.errors import PeopleError

if TYPE_CHECKING:
    from bot.conversation import Conversation

_STATES = {
    Standing.ACTIVE: "confirmed {day}",
    Standing.REVOKED: "revoked",
    Standing.UNCONFIRMED: "last confirmed {day}, so shut out until /confirm {id}",
}
_ADMINISTRATORS = (Role.ADMINISTRATOR,)


def role(talk: "Conversation", incoming: Incoming, person: Person, rest: str) -> Outgoing:
    """One's own role; an administrator may change another's."""
    del incoming
    said_role = words("role_is", role=person.role.value)
    if person.role is not Role.ADMINISTRATOR:
        return line(said_role)
    if not rest:
        return line(f"{said_role}\n\n{words('role_how')}")
    person_id, wanted = _two(rest)
    talk.records.people.set_role(person_id.upper(), _role(wanted, "role_how"), by=person.id)
    return line(f"{person_id.upper()} is now {wanted}.")


def people(talk: "Conversation", incoming: Incoming, person: Person, rest: str) -> Outgoing:
    """Everybody who was let in."""
    del incoming, person, rest
    everyone, now = talk.records.people.everyone(), talk.records.database.clock()
    blocks: list[Block] = [strong(f"{len(everyone)} {'person' if len(everyone) == 1 else 'people'}")]
    for one in everyone:
        state = _STATES[one.standing(now)].format(day=f"{one.confirmed:%Y-%m-%d}", id=one.id)
        facts = f" {one.role.value}, {one.channel}, joined {one.joined:%Y-%m-%d}, {state}"
        name = f" ({one.name})" if one.name else ""
        blocks.append(Block((Run(one.id, Style.CODE), Run(f"{name}{facts}")), close=True))
    return message((*blocks, said("What they ask is kept nowhere.")))


def invite(talk: "Conversation", incoming: Incoming, person: Person, rest: str) -> Outgoing:
    """A code for one person."""
    del incoming
    if not rest:
        return line(words("invite_how"))
    wanted, _, name = rest.partition(" ")
    code = talk.records.people.invite(_role(wanted, "invite_how"), made_by=person.id, name=name)
    return line(f"{code}\n\nIt lets one {wanted} in, once, within 7 days. They send: /start {code}")


def revoke(talk: "Conversation", incoming: Incoming, person: Person, rest: str) -> Outgoing:
    """End somebody's access."""
    del incoming
    talk.records.people.revoke(rest.strip().upper(), by=person.id)
    return line(f"{rest.strip().upper()} has no access any more.")


def confirm(talk: "Conversation", incoming: Incoming, person: Person, rest: str) -> Outgoing:
    """Say that somebody still works here."""
    del incoming
    talk.records.people.confirm(rest.strip().upper(), by=person.id)
    return line(f"{rest.strip().upper()} is confirmed for 90 days.")


def off(talk: "Conversation", incoming: Incoming, person: Person, rest: str) -> Outgoing:
    """Switch the bot off, with a reason."""
    del incoming
    if not rest:
        return line("Give a reason, which everybody will see: /off the sources are being corrected")
    talk.records.switch.off(rest, by=person.id)
    return line("The bot is off. /on switches it on again.")


def on(talk: "Conversation", incoming: Incoming, person: Person, rest: str) -> Outgoing:
    """Switch the bot on again."""
    del incoming, rest
    talk.records.switch.on(by=person.id)
    return line("The bot is on.")


def open_(talk: "Conversation", incoming: Incoming, person: Person, rest: str) -> Outgoing:
    """Open this group for training."""
    del rest
    if not incoming.group:
        return line("/open works in a group: add me to it first.")
    if talk.records.chats.is_overdue(incoming.channel, incoming.chat):
        return Outgoing(line(words("group_late")).replies, leave=True)
    talk.records.chats.open_group(incoming.channel, incoming.chat, person.id)
    talk.records.audit.append("group.opened", person.id, {})
    return line(words("group_opened", talk.app.team))


def close(talk: "Conversation", incoming: Incoming, person: Person, rest: str) -> Outgoing:
    """Leave this group."""
    del rest
    if not incoming.group:
        return line("/close works in a group.")
    talk.records.chats.close_group(incoming.channel, incoming.chat)
    talk.records.audit.append("group.closed", person.id, {})
    return Outgoing(line(words("group_closed")).replies, leave=True)


def _two(rest: str) -> tuple[str, str]:
    parts = rest.split()
    if len(parts) != 2:
        raise PeopleError("That is not an id and a role.", words("role_how"))
    return parts[0], parts[1].lower()


def _role(name: str, how: str) -> Role:
    try:
        return Role(name.lower())
    except ValueError:
        raise PeopleError("That is not a role.", words(how)) from None


COMMANDS = (
    Command("role", "your role; administrators can change roles", role),
    Command("people", "who may use the bot", people, _ADMINISTRATORS),
    Command("invite", "make a code: /invite practitioner", invite, _ADMINISTRATORS),
    Command("revoke", "end somebody's access: /revoke ID", revoke, _ADMINISTRATORS),
    Command("confirm", "somebody still works here: /confirm ID", confirm, _ADMINISTRATORS),
    Command("off", "switch the bot off: /off REASON", off, _ADMINISTRATORS),
    Command("on", "switch the bot on", on, _ADMINISTRATORS),
    Command("open", "open this group for training", open_, _ADMINISTRATORS, in_groups=True, opens=True),
    Command("close", "leave this group", close, _ADMINISTRATORS, in_groups=True),
)
