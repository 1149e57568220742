"""Deletes what is due, and no more: periods are data, and a clock that is wrong deletes nothing too early."""

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import resources

from sqlalchemy import Connection, delete, func, select

from bot.records.audit import Audit
from bot.records.database import Database, insert_or_replace
from bot.records.schema import audit, metadata, record_facts
from knowledge.errors import StoreError

# A clock this far past everything that is recorded is more likely wrong than right.
_LEAP = timedelta(days=31)
_LAST_RUN = "retained"


@dataclass(frozen=True, slots=True)
class Period:
    """How long the rows of a table are kept after a moment of theirs."""

    table: str
    moment: str
    days: int
    why: str


@dataclass(frozen=True, slots=True)
class RetentionReport:
    """How many rows each table lost."""

    removed: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """All of them together."""
        return sum(count for _, count in self.removed)


def periods() -> tuple[Period, ...]:
    """The retention schedule."""
    text = (resources.files("bot.records") / "retention.toml").read_text(encoding="utf-8")
    return tuple(Period(**row) for row in tomllib.loads(text)["keep"])


def days_kept(table: str) -> int:
    """For how many days the rows of a table are kept at the most."""
    return max(period.days for period in periods() if period.table == table)


def retain(database: Database, log: Audit, now: datetime, by: str, *, sure: bool) -> RetentionReport:
    """Delete what is due at a time; refuse a time far past everything recorded unless ``sure``."""
    removed: dict[str, int] = {}
    with database.writing() as connection:
        if not sure:
            _refuse_leap(connection, now)
        for period in periods():
            count = _removed(connection, log, period, now, by)
            removed[period.table] = removed.get(period.table, 0) + count
        stamp = {"name": _LAST_RUN, "value": now.isoformat()}
        insert_or_replace(connection, record_facts, stamp)
        log.append_in(connection, "retention.run", by, {name: count for name, count in removed.items() if count})
    return RetentionReport(tuple(removed.items()))


def last_run(database: Database) -> datetime | None:
    """When the job last ran: nothing that is recorded afterwards may seem older than this."""
    with database.reading() as connection:
        value = connection.scalar(select(record_facts.c.value).where(record_facts.c.name == _LAST_RUN))
    return datetime.fromisoformat(value) if value else None


def _removed(connection: Connection, log: Audit, period: Period, now: datetime, by: str) -> int:
    due = now - timedelta(days=period.days)
    if period.table == audit.name:
        return log.prune(connection, due, by)
    table = metadata.tables[period.table]
    return connection.execute(delete(table).where(table.c[period.moment] <= due)).rowcount


def _refuse_leap(connection: Connection, now: datetime) -> None:
    newest = connection.scalar(select(func.max(audit.c.made)))
    if newest is not None and now - newest > _LEAP:
        raise StoreError(
            "The clock is more than 31 days past everything recorded, so nothing was deleted.",
            "Check the date. If it is right, run practice-bot retain --sure.",
        )
