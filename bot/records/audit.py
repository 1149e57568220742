"""The audit: numbered rows, each chained to the one before by a keyed hash. Ids, times and counts; never a text."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select

from bot.records.database import Database, insert_or_replace
from bot.records.schema import audit, record_facts
from bot.records.vault import Vault

Facts = Mapping[str, str | int]

PRUNED = "audit.pruned"
_FIRST = "0" * 64
_HEAD = "audit_head"
_CHUNK = 500
_HASHED = ("kind", "person", "facts", "previous")


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One thing that was done: what, by whom (an id), when, and a few facts."""

    id: int
    made: datetime
    kind: str
    person: str
    facts: tuple[tuple[str, str | int], ...]


class Audit:
    """Appends and proves the chain."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database, self._vault = database, vault

    def append(self, kind: str, person: str, facts: Facts) -> int:
        """Add a row; its number. Give ids and counts, never words that a person typed."""
        with self._database.writing() as connection:
            return self.append_in(connection, kind, person, facts)

    def append_in(self, connection: Connection, kind: str, person: str, facts: Facts) -> int:
        """The same, as part of a transaction that is already open."""
        self._database.in_turn(connection)
        number, previous = self._last(connection)
        row = {
            "id": number + 1,
            "made": self._database.clock().astimezone(UTC).replace(microsecond=0),
            "kind": kind,
            "person": person,
            "facts": json.dumps(dict(facts), sort_keys=True),
            "previous": previous,
        }
        digest = self._hash(row)
        connection.execute(insert(audit).values(**row, hash=digest))
        self._set_head(connection, number + 1, digest)
        return number + 1

    def rows(self, since: datetime | None = None) -> tuple[AuditRow, ...]:
        """The rows that are kept, oldest first."""
        query = select(audit).order_by(audit.c.id)
        if since is not None:
            query = query.where(audit.c.made >= since)
        with self._database.reading() as connection:
            return tuple(_row(row) for row in connection.execute(query).mappings())

    def export(self) -> Iterator[str]:
        """One JSON object a row, with its hashes, for somebody else to keep and compare."""
        for row in self._stream():
            made = {**row, "made": row["made"].isoformat(), "facts": json.loads(row["facts"])}
            yield json.dumps(made, ensure_ascii=False, sort_keys=True)

    def verify(self) -> tuple[int, ...]:
        """The numbers of rows that were changed, do not follow the row before, or are missing at the end."""
        with self._database.reading() as connection:
            head = self._head(connection)
        broken: list[int] = []
        expected: tuple[int, str] | None = None
        for row in self._stream():
            number, previous = expected or self._start(row)
            if row["id"] != number or row["previous"] != previous or row["hash"] != self._hash(row):
                broken.append(row["id"])
            expected = (row["id"] + 1, row["hash"])
        number, previous = expected or (1, _FIRST)
        if head != (number - 1, previous):
            broken.append(number)
        return tuple(dict.fromkeys(broken))

    def prune(self, connection: Connection, before: datetime, by: str) -> int:
        """Drop the rows from the start that were all made before a time, and note in the chain where it now starts."""
        kept = connection.scalar(select(audit.c.id).where(audit.c.made > before).order_by(audit.c.id).limit(1))
        last = (kept - 1) if kept else connection.scalar(select(audit.c.id).order_by(audit.c.id.desc()).limit(1))
        end = connection.execute(select(audit).where(audit.c.id == last)).mappings().first() if last else None
        if end is None:
            return 0
        self.append_in(connection, PRUNED, by, {"through": end["id"], "hash": end["hash"]})
        return connection.execute(delete(audit).where(audit.c.id <= end["id"])).rowcount

    # -- inside --------------------------------------------------------------------------

    def _stream(self) -> Iterator[dict[str, Any]]:
        """The rows in their order, a page at a time: a long export holds no writer back."""
        last = 0
        while True:
            query = select(audit).where(audit.c.id > last).order_by(audit.c.id).limit(_CHUNK)
            with self._database.reading() as connection:
                page = [dict(row) for row in connection.execute(query).mappings()]
            if not page:
                return
            yield from page
            last = page[-1]["id"]

    def _start(self, row: Mapping[str, Any]) -> tuple[int, str]:
        """Where the chain may start: at its beginning, or right after what the retention job noted as dropped."""
        if row["id"] == 1:
            return 1, _FIRST
        notes = select(audit.c.facts).where(audit.c.kind == PRUNED).order_by(audit.c.id.desc())
        with self._database.reading() as connection:
            note = connection.scalar(notes.limit(1))
        facts: dict[str, Any] = json.loads(note) if note else {"through": 0, "hash": _FIRST}
        return int(facts["through"]) + 1, str(facts["hash"])

    def _last(self, connection: Connection) -> tuple[int, str]:
        row = connection.execute(select(audit.c.id, audit.c.hash).order_by(audit.c.id.desc()).limit(1)).first()
        return (row.id, row.hash) if row else (0, _FIRST)

    def _head(self, connection: Connection) -> tuple[int, str]:
        sealed = connection.scalar(select(record_facts.c.value).where(record_facts.c.name == _HEAD))
        number, digest = self._vault.unseal(sealed).split() if sealed else ("0", _FIRST)
        return int(number), digest

    def _set_head(self, connection: Connection, number: int, digest: str) -> None:
        value = self._vault.seal(f"{number} {digest}")
        insert_or_replace(connection, record_facts, {"name": _HEAD, "value": value})

    def _hash(self, row: Mapping[str, Any]) -> str:
        parts = (str(row["id"]), row["made"].isoformat(), *(row[name] for name in _HASHED))
        return self._vault.hashed("audit", *parts)


def _row(row: RowMapping) -> AuditRow:
    return AuditRow(row["id"], row["made"], row["kind"], row["person"], tuple(json.loads(row["facts"]).items()))
