"""Buttons under a message: a short random token outside, what it does in here; good after a restart, for one person."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, insert, or_, select

from bot.records.database import Database
from bot.records.people import People
from bot.records.schema import buttons
from bot.records.vault import Vault

# To have everything deleted is everybody's right, also of those who may no longer use the bot.
FOR_ALL = frozenset({"forget"})
# Behind these stands what is left of a question that was stopped.
_SHORT_LIVED = frozenset({"masked"})
LASTS = timedelta(minutes=15)


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
        now = self._database.clock()
        tokens = tuple(secrets.token_urlsafe(18) for _ in wanted)
        rows = [
            {
                "token_hash": self._hashed(token),
                "person": person_id,
                "action": action,
                "value_sealed": self._vault.seal(value),
                "made": now,
                "expires": now + LASTS if action in _SHORT_LIVED else None,
            }
            for token, (action, value) in zip(tokens, wanted, strict=True)
        ]
        if rows:
            with self._database.writing() as connection:
                connection.execute(insert(buttons), rows)
        return tokens

    def press(self, token: str, person_id: str) -> Button | None:
        """What the button does; nothing when it is unknown, over or another's, or the person is shut out."""
        lasting = or_(buttons.c.expires.is_(None), buttons.c.expires > self._database.clock())
        mine = (buttons.c.token_hash == self._hashed(token)) & (buttons.c.person == person_id) & lasting
        with self._database.reading() as connection:
            row = connection.execute(select(buttons).where(mine)).mappings().first()
        if row is None or not (row["action"] in FOR_ALL or self._people.get(person_id)):
            return None
        return Button(row["action"], self._vault.unseal(row["value_sealed"]))

    def pressed(self, token: str) -> None:
        """A press was answered: a button that is short-lived is wiped."""
        self._wipe(buttons.c.token_hash == self._hashed(token))

    def drop(self, person_id: str) -> None:
        """Wipe a person's short-lived buttons."""
        self._wipe(buttons.c.person == person_id)

    def sweep(self) -> None:
        """Wipe those whose time is over."""
        self._wipe(buttons.c.expires <= self._database.clock())

    def _wipe(self, which: ColumnElement[bool]) -> None:
        with self._database.writing() as connection:
            connection.execute(delete(buttons).where(which & buttons.c.expires.is_not(None)))

    def _hashed(self, token: str) -> str:
        return self._vault.hashed("button", token)
