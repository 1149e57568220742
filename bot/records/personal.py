"""One person's records: all of them shown, or all of them gone from the files too."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, delete, or_, select
from sqlalchemy.sql import ColumnElement

from bot.records.audit import Audit
from bot.records.database import Database
from bot.records.schema import audit, inbox, metadata, people
from bot.records.vault import Vault, account_of, typed_id

_SEALED, _HASHED = "_sealed", "_hash"


@dataclass(frozen=True, slots=True)
class _Who:
    """A person's id, empty for a stranger, and the hash of their account."""

    person: str
    account_hash: str


class Personal:
    """Finds a person's rows by rule: a column called ``person``, or the hash of their account or chat."""

    def __init__(self, database: Database, vault: Vault, log: Audit) -> None:
        self._database, self._vault, self._audit = database, vault, log

    def forget(self, channel: str, account: str) -> int:
        """Delete everything about an account and wipe it from the files; how many rows. The audit keeps a bare id.

        In place of the account the person's id may be given, as the list of users shows it.
        """
        who = self._who(channel, account)
        removed = 0
        with self._database.writing() as connection:
            for table in reversed(metadata.sorted_tables):
                condition = self._mine(table, who)
                if condition is not None and table is not audit:
                    removed += connection.execute(delete(table).where(condition)).rowcount
            self._audit.append_in(connection, "people.forgotten", who.person or "unknown", {"rows": removed})
        self._database.scrub()
        return removed

    def export(self, channel: str, account: str) -> dict[str, list[dict[str, Any]]]:
        """Everything held about an account or a person's id, in the clear, by table."""
        who = self._who(channel, account)
        found: dict[str, list[dict[str, Any]]] = {}
        with self._database.reading() as connection:
            for table in metadata.sorted_tables:
                condition = self._mine(table, who)
                rows = connection.execute(select(table).where(condition)).mappings() if condition is not None else ()
                shown = [self._shown(dict(row)) for row in rows]
                if shown:
                    found[table.name] = shown
        return found

    def _who(self, channel: str, account: str) -> _Who:
        """Whose account this is; only where it is nobody's may it be somebody's id."""
        hashed = self._vault.hashed(channel, account_of(channel, account))
        chosen = select(people.c.person, people.c.account_hash).where(people.c.channel == channel)
        with self._database.reading() as connection:
            for mine in (people.c.account_hash == hashed, people.c.person == typed_id(account)):
                if row := connection.execute(chosen.where(mine)).first():
                    return _Who(*row)
        return _Who("", hashed)

    def _mine(self, table: Table, who: _Who) -> ColumnElement[bool] | None:
        conditions = [table.c.person == who.person] if who.person and "person" in table.c else []
        if table is inbox:
            conditions.append(inbox.c.chat_hash == who.account_hash)
        return or_(*conditions) if conditions else None

    def _shown(self, row: dict[str, Any]) -> dict[str, Any]:
        shown: dict[str, Any] = {}
        for name, value in row.items():
            if name.endswith(_SEALED):
                shown[name.removesuffix(_SEALED)] = self._vault.unseal(value)
            elif not name.endswith(_HASHED) and name not in {"hash", "previous"}:
                shown[name] = value.isoformat() if hasattr(value, "isoformat") else value
        return shown
