"""Who may use the bot, and as what. Nobody may until an administrator has made them an invitation."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from bot.records.audit import Audit
from bot.records.database import Database
from bot.records.schema import invites, people
from bot.records.vault import Vault, short_id, typed_id
from knowledge.errors import PeopleError

# Who acts at the command line: whoever runs the machine, who can always make a code.
CLI = "cli"
CONFIRMED_FOR = timedelta(days=90)
_CODE_LENGTH = 12
_LONGEST_NAME = 80


class Role(StrEnum):
    """What a person does, which decides what they may do here."""

    PRACTITIONER = "practitioner"
    MANAGER = "manager"
    TRAINER = "trainer"
    ADMINISTRATOR = "administrator"


class Standing(StrEnum):
    """How an account stands with the bot."""

    UNKNOWN = "unknown"
    ACTIVE = "active"
    REVOKED = "revoked"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who was invited. The id says nothing about their account."""

    id: str
    role: Role
    name: str
    channel: str
    joined: datetime
    confirmed: datetime
    revoked: datetime | None = None

    def standing(self, now: datetime) -> Standing:
        """Revoked, overdue for confirmation, or active."""
        if self.revoked:
            return Standing.REVOKED
        return Standing.UNCONFIRMED if now - self.confirmed >= CONFIRMED_FOR else Standing.ACTIVE


class People:
    """Invitations and the people who took them up."""

    def __init__(self, database: Database, vault: Vault, audit: Audit) -> None:
        self._database, self._vault, self._audit = database, vault, audit

    def invite(self, role: Role, made_by: str = CLI, days: int = 7, name: str = "") -> str:
        """A code that lets one person in, once, within so many days."""
        if not 1 <= days <= CONFIRMED_FOR.days:
            raise PeopleError(f"An invitation cannot last {days} days.", f"Give 1 to {CONFIRMED_FOR.days} days.")
        code, now = short_id(_CODE_LENGTH), self._database.clock()
        values = {
            "code_hash": self._vault.hashed("invite", code),
            "role": Role(role).value,
            "name_sealed": self._vault.seal(" ".join(name.split())[:_LONGEST_NAME]),
            "made_by": made_by,
            "made": now,
            "expires": now + timedelta(days=days),
        }
        with self._database.writing() as connection:
            connection.execute(insert(invites).values(**values))
            self._audit.append_in(connection, "people.invited", made_by, {"role": role.value, "days": days})
        return "-".join(code[place : place + 4] for place in range(0, _CODE_LENGTH, 4))

    def enrol(self, code: str, channel: str, account: str) -> Person:
        """Let the account in with a code; raises ``PeopleError`` when it is unknown, used or expired."""
        hashed, now = self._vault.hashed("invite", typed_id(code)), self._database.clock()
        person = short_id()
        open_still = (invites.c.code_hash == hashed) & invites.c.used.is_(None) & (invites.c.expires > now)
        with self._database.writing() as connection:
            taken = connection.execute(update(invites).where(open_still).values(used=now, person=person))
            if taken.rowcount != 1:
                raise PeopleError("That code does not work.", "It may be used or out of date. Ask for a new one.")
            invite = connection.execute(select(invites).where(invites.c.code_hash == hashed)).mappings().one()
            row = self._let_in(connection, invite, person, channel, account, now)
            self._audit.append_in(
                connection, "people.enrolled", row["person"], {"role": row["role"], "channel": channel}
            )
        return self._person(row)

    def find(self, channel: str, account: str) -> Person | None:
        """The person behind an account who may use the bot now."""
        person = self.known(channel, account)
        return person if person and self._active(person) else None

    def known(self, channel: str, account: str) -> Person | None:
        """The person behind an account, whether or not they may use the bot."""
        mine = (people.c.channel == channel) & (people.c.account_hash == self._vault.hashed(channel, account))
        with self._database.reading() as connection:
            row = connection.execute(select(people).where(mine)).mappings().first()
        return self._person(row) if row else None

    def get(self, person_id: str) -> Person | None:
        """The person with an id, if they may use the bot now."""
        with self._database.reading() as connection:
            row = connection.execute(select(people).where(people.c.person == person_id)).mappings().first()
        return self.allowed(row) if row else None

    def allowed(self, row: RowMapping) -> Person | None:
        """The person in a row of the table of people, if they may use the bot now."""
        person = self._person(row)
        return person if self._active(person) else None

    def standing(self, channel: str, account: str) -> Standing:
        """How an account stands, so that a refusal can say what to do."""
        person = self.known(channel, account)
        return person.standing(self._database.clock()) if person else Standing.UNKNOWN

    def revoke(self, person_id: str, by: str = CLI) -> None:
        """Let the person no further in; what they did stays until its time is over."""
        self._change(person_id, by, "people.revoked", revoked=self._database.clock())

    def set_role(self, person_id: str, role: Role, by: str = CLI) -> None:
        """Give the person another role."""
        self._change(person_id, by, "people.role", role=Role(role).value)

    def confirm(self, person_id: str, by: str = CLI) -> None:
        """Say that the person still works here: good for 90 days."""
        self._change(person_id, by, "people.confirmed", confirmed=self._database.clock())

    def everyone(self) -> tuple[Person, ...]:
        """Everybody who was ever let in and not forgotten, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(select(people).order_by(people.c.joined, people.c.person)).mappings()
            return tuple(self._person(row) for row in rows)

    # -- inside --------------------------------------------------------------------------

    def _let_in(
        self, connection: Connection, invite: RowMapping, person: str, channel: str, account: str, now: datetime
    ) -> dict[str, Any]:
        """A new row, or the account's own row opened again: an account is one person."""
        row = {
            "person": person,
            "channel": channel,
            "account_hash": self._vault.hashed(channel, account),
            "role": invite["role"],
            "name_sealed": invite["name_sealed"],
            "invited_by": invite["made_by"],
            "joined": now,
            "confirmed": now,
            "revoked": None,
        }
        same = (people.c.channel == channel) & (people.c.account_hash == row["account_hash"])
        known = connection.execute(select(people).where(same)).mappings().first()
        if known is None:
            connection.execute(insert(people).values(**row))
            return row
        row |= {"person": known["person"], "joined": known["joined"]}
        connection.execute(update(people).where(same).values(**row))
        connection.execute(
            update(invites).where(invites.c.code_hash == invite["code_hash"]).values(person=row["person"])
        )
        return row

    def _change(self, person_id: str, by: str, kind: str, **values: Any) -> None:
        with self._database.writing() as connection:
            mine = people.c.person == person_id
            if connection.execute(update(people).where(mine).values(**values)).rowcount != 1:
                raise PeopleError("There is nobody with that id.", "practice-bot users list shows the ids.")
            if by == person_id:
                self._one_is_left(connection)
            facts = {"person": person_id} | ({"role": values["role"]} if "role" in values else {})
            self._audit.append_in(connection, kind, by, facts)

    def _one_is_left(self, connection: Connection) -> None:
        """Refuses a change of one's own after which nobody could administer the bot in a chat."""
        since = self._database.clock() - CONFIRMED_FOR
        active = people.c.revoked.is_(None) & (people.c.confirmed > since)
        administrators = active & (people.c.role == Role.ADMINISTRATOR.value)
        if not connection.scalar(select(func.count()).select_from(people).where(administrators)):
            raise PeopleError(
                "You are the only administrator, so this would leave nobody to let people in.",
                "Make somebody else an administrator first.",
            )

    def _active(self, person: Person) -> bool:
        return person.standing(self._database.clock()) is Standing.ACTIVE

    def _person(self, row: RowMapping | dict[str, Any]) -> Person:
        name = self._vault.unseal(row["name_sealed"])
        role = Role(row["role"])
        return Person(row["person"], role, name, row["channel"], row["joined"], row["confirmed"], row["revoked"])
