"""Answers that wait for a manager: a queue in which each is claimed by one, decided once and delivered once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import RowMapping, insert, or_, select, update

from bot.records.audit import Audit
from bot.records.database import Database
from bot.records.schema import approvals
from bot.records.vault import Vault, short_id
from knowledge.errors import PeopleError

# A manager who has looked at an answer for this long without deciding lets another one look.
LEASE = timedelta(minutes=30)
_LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class Approval:
    """One answer on its way past a manager. ``approved`` is nothing until it is decided."""

    id: str
    answer: str
    person: str
    channel: str
    chat: str
    payload: str
    made: datetime
    claimed_by: str | None
    approved: bool | None
    note: str


class Approvals:
    """The queue. The payload is what the channel needs to deliver the answer later; it is sealed, then wiped."""

    def __init__(self, database: Database, vault: Vault, audit: Audit) -> None:
        self._database, self._vault, self._audit = database, vault, audit

    def ask(self, answer_id: str, person_id: str, channel: str, chat: str, payload: str) -> str:
        """Put an answer into the queue; its id there."""
        approval = short_id()
        row = {
            "id": approval,
            "answer": answer_id,
            "person": person_id,
            "channel": channel,
            "chat_sealed": self._vault.seal(chat),
            "payload_sealed": self._vault.seal(payload),
            "made": self._database.clock(),
            "note_sealed": "",
        }
        with self._database.writing() as connection:
            connection.execute(insert(approvals).values(**row))
            self._audit.append_in(connection, "approval.asked", person_id, {"approval": approval, "answer": answer_id})
        return approval

    def waiting(self) -> tuple[Approval, ...]:
        """What nobody has decided, oldest first."""
        query = select(approvals).where(approvals.c.decided.is_(None)).order_by(approvals.c.made, approvals.c.id)
        with self._database.reading() as connection:
            return tuple(self._approval(row) for row in connection.execute(query).mappings())

    def claim(self, approval_id: str, manager_id: str) -> bool:
        """Take an answer to look at; False when another manager has it, or it is decided, or it is their own."""
        now, mine = self._database.clock(), approvals.c.id == approval_id
        free = or_(
            approvals.c.claimed_by.is_(None), approvals.c.claimed_by == manager_id, approvals.c.claimed <= now - LEASE
        )
        open_still = mine & approvals.c.decided.is_(None) & (approvals.c.person != manager_id) & free
        with self._database.writing() as connection:
            taken = connection.execute(update(approvals).where(open_still).values(claimed_by=manager_id, claimed=now))
            return taken.rowcount == 1

    def decide(self, approval_id: str, manager_id: str, *, approved: bool, note: str = "") -> Approval:
        """Decide on an answer one has claimed; raises ``PeopleError`` when one has not."""
        mine = (approvals.c.id == approval_id) & (approvals.c.claimed_by == manager_id) & approvals.c.decided.is_(None)
        values = {
            "decided": self._database.clock(),
            "approved": approved,
            "note_sealed": self._vault.seal(" ".join(note.split())[:_LONGEST_NOTE]),
        }
        with self._database.writing() as connection:
            if connection.execute(update(approvals).where(mine).values(**values)).rowcount != 1:
                raise PeopleError("That answer is not yours to decide.", "Take it from the queue first.")
            facts: dict[str, str | int] = {"approval": approval_id, "approved": int(approved)}
            self._audit.append_in(connection, "approval.decided", manager_id, facts)
            row = connection.execute(select(approvals).where(approvals.c.id == approval_id)).mappings().one()
        return self._approval(row)

    def undelivered(self, channel: str, after: timedelta = timedelta()) -> tuple[Approval, ...]:
        """What was decided so long ago and has not reached the one who asked."""
        before = self._database.clock() - after
        decided = (approvals.c.decided <= before) & approvals.c.delivered.is_(None)
        query = select(approvals).where(decided & (approvals.c.channel == channel)).order_by(approvals.c.decided)
        with self._database.reading() as connection:
            return tuple(self._approval(row) for row in connection.execute(query).mappings())

    def delivered(self, approval_id: str) -> bool:
        """It reached the one who asked: its words are wiped. False when it had been delivered before."""
        mine = (approvals.c.id == approval_id) & approvals.c.delivered.is_(None)
        wiped = {"delivered": self._database.clock(), "payload_sealed": "", "chat_sealed": "", "note_sealed": ""}
        with self._database.writing() as connection:
            return connection.execute(update(approvals).where(mine).values(**wiped)).rowcount == 1

    def _approval(self, row: RowMapping) -> Approval:
        return Approval(
            id=row["id"],
            answer=row["answer"],
            person=row["person"],
            channel=row["channel"],
            chat=self._vault.unseal(row["chat_sealed"]),
            payload=self._vault.unseal(row["payload_sealed"]),
            made=row["made"],
            claimed_by=row["claimed_by"],
            approved=row["approved"],
            note=self._vault.unseal(row["note_sealed"]),
        )
