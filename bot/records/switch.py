"""The off switch: one row that every process reads before it answers."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.records.audit import Audit
from bot.records.database import Database, insert_or_replace
from bot.records.schema import switch
from bot.records.vault import Vault

_LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class SwitchState:
    """Whether the bot is off, since when, by whom and why."""

    off: bool
    reason: str = ""
    by: str = ""
    since: datetime | None = None


class Switch:
    """Turns the bot off and on, with a recorded reason."""

    def __init__(self, database: Database, vault: Vault, audit: Audit) -> None:
        self._database, self._vault, self._audit = database, vault, audit

    def off(self, reason: str, by: str = "cli") -> None:
        """Stop answering everywhere at once; only the emergency lines still go out."""
        self._set(reason, by, off=True)

    def on(self, by: str = "cli") -> None:
        """Answer again."""
        self._set("", by, off=False)

    def state(self) -> SwitchState:
        """How the switch stands now."""
        with self._database.reading() as connection:
            row = connection.execute(select(switch).where(switch.c.id == 1)).mappings().first()
        if row is None:
            return SwitchState(off=False)
        return SwitchState(row["is_off"], self._vault.unseal(row["reason_sealed"]), row["set_by"], row["since"])

    def _set(self, reason: str, by: str, *, off: bool) -> None:
        said = " ".join(reason.split())[:_LONGEST_REASON]
        row = {
            "id": 1,
            "is_off": off,
            "reason_sealed": self._vault.seal(said),
            "set_by": by,
            "since": self._database.clock(),
        }
        with self._database.writing() as connection:
            insert_or_replace(connection, switch, row)
            self._audit.append_in(connection, "switch.off" if off else "switch.on", by, {})
