"""What was accepted and is not yet answered: a row before work starts, so that a crash loses nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, Select, and_, or_, select, update

from bot.records.database import Database, insert_new
from bot.records.schema import inbox
from bot.records.vault import Vault

# A worker that has not answered within this time is taken for dead.
LEASE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One accepted update that waits for its answer."""

    id: int
    channel: str
    update_id: int
    chat: str
    payload: str
    made: datetime
    claimed_by: str | None


class Inbox:
    """Accept once, claim once, answer once."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database, self._vault = database, vault

    def accept(self, channel: str, update_id: int, chat: str, payload: str) -> bool:
        """Keep an update until it is answered; False when it was accepted before."""
        row = {
            "channel": channel,
            "update_id": update_id,
            "chat_hash": self._vault.hashed(channel, chat),
            "chat_sealed": self._vault.seal(chat),
            "payload_sealed": self._vault.seal(payload),
            "made": self._database.clock(),
        }
        with self._database.writing() as connection:
            return insert_new(connection, inbox, row)

    def accept_all(self, channel: str, updates: Sequence[tuple[int, str, str]]) -> tuple[InboxRow, ...]:
        """Keep several updates (number, chat, payload) at once, whole or not at all; the rows of those that are new."""
        with self._database.writing() as connection:
            made = [self._accepted(connection, channel, *one) for one in updates]
        return tuple(row for row in made if row is not None)

    def _accepted(
        self, connection: Connection, channel: str, update_id: int, chat: str, payload: str
    ) -> InboxRow | None:
        if not self.accept(channel, update_id, chat, payload):  # part of the transaction that is open
            return None
        mine = and_(inbox.c.channel == channel, inbox.c.update_id == update_id)
        number = connection.scalar(select(inbox.c.id).where(mine))
        return InboxRow(int(number or 0), channel, update_id, chat, payload, self._database.clock(), None)

    def unfinished(self, channel: str) -> tuple[InboxRow, ...]:
        """What still waits, in the order in which it was sent."""
        query = _waiting(channel)
        with self._database.reading() as connection:
            return tuple(self._row(row) for row in connection.execute(query).mappings())

    def claim(self, row_id: int, worker: str, *, in_order: bool = False) -> bool:
        """Take a row for one worker; False when it is answered or another worker has it.

        ``in_order`` also gives False while an earlier message of the same chat waits: for several processes at once.
        """
        now = self._database.clock()
        free = or_(inbox.c.claimed_by.is_(None), inbox.c.claimed_by == worker, inbox.c.claimed <= now - LEASE)
        mine = and_(inbox.c.id == row_id, inbox.c.answered.is_(None), free)
        if in_order:
            mine = and_(mine, ~_earlier().exists())
        with self._database.writing() as connection:
            taken = connection.execute(update(inbox).where(mine).values(claimed_by=worker, claimed=now))
            return taken.rowcount == 1

    def release(self, channel: str) -> int:
        """Free every claim of a channel: for its only process, when it starts again after a crash."""
        held = and_(inbox.c.channel == channel, inbox.c.answered.is_(None), inbox.c.claimed_by.is_not(None))
        with self._database.writing() as connection:
            return connection.execute(update(inbox).where(held).values(claimed_by=None, claimed=None)).rowcount

    def answered(self, row_id: int) -> None:
        """The row is done: what was asked is wiped, and its number stays so that it is not answered again."""
        with self._database.writing() as connection:
            connection.execute(update(inbox).where(inbox.c.id == row_id).values(**self._done()))

    def answered_all(self, channel: str, update_ids: Sequence[int]) -> None:
        """Several updates of a channel are done. By their own numbers: a row's is given again once it is deleted."""
        mine = and_(inbox.c.channel == channel, inbox.c.update_id.in_(list(update_ids)))
        with self._database.writing() as connection:
            connection.execute(update(inbox).where(mine).values(**self._done()))

    def drop(self, channel: str, chat: str) -> int:
        """Wipe everything that waits for a chat that is gone; how many rows."""
        gone = and_(inbox.c.chat_hash == self._vault.hashed(channel, chat), inbox.c.answered.is_(None))
        with self._database.writing() as connection:
            return connection.execute(update(inbox).where(gone).values(**self._done())).rowcount

    def _done(self) -> dict[str, object]:
        return {"answered": self._database.clock(), "payload_sealed": "", "chat_sealed": "", "claimed_by": None}

    def _row(self, row: RowMapping) -> InboxRow:
        chat, payload = self._vault.unseal(row["chat_sealed"]), self._vault.unseal(row["payload_sealed"])
        return InboxRow(row["id"], row["channel"], row["update_id"], chat, payload, row["made"], row["claimed_by"])


def _waiting(channel: str) -> Select[tuple[object, ...]]:
    waits = and_(inbox.c.channel == channel, inbox.c.answered.is_(None))
    return select(inbox).where(waits).order_by(inbox.c.update_id)


def _earlier() -> Select[tuple[int]]:
    other = inbox.alias("other")
    same_chat = and_(other.c.chat_hash == inbox.c.chat_hash, other.c.channel == inbox.c.channel)
    before = and_(other.c.answered.is_(None), other.c.update_id < inbox.c.update_id)
    return select(other.c.id).where(and_(same_chat, before)).correlate(inbox)
