"""Buttons under a message: a short random token outside, what it does in here; good after a restart, for one person."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select

from bot.records.database import Database
from bot.records.people import People
from bot.records.schema import buttons
from bot.records.vault import Vault

# To have everything deleted is everybody's right, also of those who may no longer use the bot.
FOR_ALL = frozenset({"forget"})


@dataclass(frozen=True, slots=True)
class Button:
    """What a press asks for."""

    action: str
    value: str


class Buttons:
    """Makes buttons and looks up presses."""

    def __init__(self, database: Database, vault: Vault, people: People) -> None:
        self._database, self._vault, self._people = database, vault, people

    def make(self, person_id: str, action: str, value: str) -> str:
        """A token of 24 characters, well within the 64 bytes a message's button may hold."""
        return self.make_all(person_id, ((action, value),))[0]

    def make_all(self, person_id: str, wanted: Sequence[tuple[str, str]]) -> tuple[str, ...]:
        """Tokens for several buttons, written together."""
        tokens = tuple(secrets.token_urlsafe(18) for _ in wanted)
        rows = [
            {
                "token_hash": self._hashed(token),
                "person": person_id,
                "action": action,
                "value_sealed": self._vault.seal(value),
                "made": self._database.clock(),
            }
            for token, (action, value) in zip(tokens, wanted, strict=True)
        ]
        if rows:
            with self._database.writing() as connection:
                connection.execute(insert(buttons), rows)
        return tokens

    def press(self, token: str, person_id: str) -> Button | None:
        """What the button does; nothing when it is unknown or another's, or the person may no longer use the bot."""
        mine = (buttons.c.token_hash == self._hashed(token)) & (buttons.c.person == person_id)
        with self._database.reading() as connection:
            row = connection.execute(select(buttons).where(mine)).mappings().first()
        if row is None or not (row["action"] in FOR_ALL or self._people.get(person_id)):
            return None
        return Button(row["action"], self._vault.unseal(row["value_sealed"]))

    def _hashed(self, token: str) -> str:
        return self._vault.hashed("button", token)
