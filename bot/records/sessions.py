"""Signed-in sessions of the web page: a secret token in the browser, only its keyed hash here."""

import secrets
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, insert, select

from bot.records.database import Database
from bot.records.people import People, Person
from bot.records.schema import people, sessions
from bot.records.vault import Vault

LASTS = timedelta(hours=12)


class Sessions:
    """Makes, finds and ends sessions."""

    def __init__(self, database: Database, vault: Vault, people: People) -> None:
        self._database, self._vault, self._people = database, vault, people

    def make(self, person_id: str) -> str:
        """A token for a person who has just signed in; it lasts 12 hours."""
        token, now = secrets.token_urlsafe(32), self._database.clock()
        values = {"token_hash": self._hashed(token), "person": person_id, "made": now, "expires": now + LASTS}
        with self._database.writing() as connection:
            connection.execute(insert(sessions).values(**values))
        return token

    def find(self, token: str) -> Person | None:
        """Whose session it is, while it lasts and they may use the bot."""
        return self.find_all([token])[0]

    def find_all(self, tokens: Sequence[str]) -> list[Person | None]:
        """The same for the tokens of several visitors, in their order."""
        hashes = [self._hashed(token) for token in tokens]
        theirs = select(people, sessions.c.token_hash).join(sessions, sessions.c.person == people.c.person)
        lasting = theirs.where(sessions.c.token_hash.in_(hashes), sessions.c.expires > self._database.clock())
        with self._database.reading() as connection:
            rows = connection.execute(lasting).mappings().all()
        found = {row["token_hash"]: self._people.allowed(row) for row in rows}
        return [found.get(one) for one in hashes]

    def end(self, token: str) -> None:
        """Sign out."""
        with self._database.writing() as connection:
            connection.execute(delete(sessions).where(sessions.c.token_hash == self._hashed(token)))

    def _hashed(self, token: str) -> str:
        return self._vault.hashed("session", token)
