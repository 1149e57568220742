"""The last turns of each conversation: sealed, for an hour, so that any process understands a follow-up."""

import json
from datetime import timedelta

from sqlalchemy import delete, select

from bot.records.database import Database, insert_or_replace
from bot.records.schema import turns
from bot.records.vault import Vault
from knowledge.talk import Turn

LASTS = timedelta(hours=1)
MOST = 6
_LONGEST = 1500


class Turns:
    """Keeps what a follow-up may lean on. A question must have been de-identified before it comes here."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database, self._vault = database, vault

    def of(self, channel: str, account: str, chat: str) -> tuple[Turn, ...]:
        """The last turns of one person in one chat, oldest first."""
        mine = turns.c.place_hash == self._place(channel, account, chat)
        query = select(turns.c.turns_sealed).where(mine & (turns.c.expires > self._database.clock()))
        with self._database.reading() as connection:
            sealed = connection.scalar(query)
        return tuple(Turn(by_user, text) for by_user, text in json.loads(self._vault.unseal(sealed))) if sealed else ()

    def keep(self, channel: str, account: str, chat: str, person: str, said: tuple[Turn, ...]) -> None:
        """Put these in place of what was there, for an hour from now."""
        newest = [(turn.by_user, turn.text[:_LONGEST]) for turn in said[-MOST:]]
        row = {
            "place_hash": self._place(channel, account, chat),
            "person": person,
            "turns_sealed": self._vault.seal(json.dumps(newest)),
            "expires": self._database.clock() + LASTS,
        }
        with self._database.writing() as connection:
            insert_or_replace(connection, turns, row)

    def clear(self, channel: str, account: str, chat: str) -> None:
        """Forget one conversation."""
        with self._database.writing() as connection:
            connection.execute(delete(turns).where(turns.c.place_hash == self._place(channel, account, chat)))

    def sweep(self) -> int:
        """Delete what is over; how many conversations."""
        with self._database.writing() as connection:
            return connection.execute(delete(turns).where(turns.c.expires <= self._database.clock())).rowcount

    def _place(self, channel: str, account: str, chat: str) -> str:
        return self._vault.hashed("turns", channel, account, chat)
