"""One engine for the records: safe SQLite settings, writers that wait, and problems said in a sentence."""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from bot.records.schema import metadata
from knowledge.engine import KEPT_OPEN
from knowledge.errors import StoreError

Clock = Callable[[], datetime]

# Full synchronisation: a row that was acknowledged survives a power cut. Secure delete: a deleted row is overwritten.
_PRAGMAS = ("busy_timeout=5000", "foreign_keys=ON", "synchronous=FULL", "secure_delete=ON")
_WRITERS_TURN = 0x7072_6163


def utc_now() -> datetime:
    """The machine's clock, in UTC."""
    return datetime.now(UTC)


class Database:
    """Transactions on the records' database. Every problem leaves as ``StoreError``."""

    def __init__(self, url: str, clock: Clock = utc_now) -> None:
        self.file = sqlite_file(url)
        self.engine = _engine(url)
        self._clock = clock
        self.not_before: datetime | None = None
        self._writer = self.engine.execution_options(writing=True)
        self._mine = threading.local()

    @property
    def on_sqlite(self) -> bool:
        """Whether the records are in a file of ours rather than on a server."""
        return self.engine.dialect.name == "sqlite"

    def clock(self) -> datetime:
        """Now; never before the last retention, so that a clock set back makes no row look old enough to delete."""
        now = self._clock()
        return max(now, self.not_before) if self.not_before else now

    def written(self) -> tuple[int, ...]:
        """When and how much any process last wrote to the file of the records; empty where that cannot be seen."""
        try:
            log = self.file.with_name(f"{self.file.name}-wal").stat() if self.file else None
        except OSError:
            return ()
        return (log.st_mtime_ns, log.st_size) if log else ()

    def scrub(self) -> None:
        """Take deleted rows out of the files: pages rewritten, and the write-ahead log emptied."""
        with explained():
            busy = self._scrub_file() if self.on_sqlite else self._scrub_tables()
        if busy:
            raise StoreError("Another program holds the records.", "Stop it, then run practice-bot retain.")

    def _scrub_file(self) -> bool:
        raw = self.engine.raw_connection()  # VACUUM cannot run in a transaction
        try:
            cursor = raw.cursor()
            for statement in ("PRAGMA temp_store=MEMORY", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                cursor.execute(statement)
            busy, *_ = cursor.fetchone() or (1,)
            return bool(busy)
        except sqlite3.OperationalError as problem:
            raise OperationalError("VACUUM", None, problem) from problem
        finally:
            raw.close()

    def _scrub_tables(self) -> bool:
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for table in metadata.sorted_tables:
                connection.exec_driver_sql(f"VACUUM FULL {table.name}")
        return False

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads."""
        with explained(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes, whole or not at all; on SQLite it waits for its turn before it reads.

        One inside another is part of it, so that several stores can write together.
        """
        open_already: Connection | None = getattr(self._mine, "connection", None)
        if open_already is not None:
            yield open_already
            return
        with explained(), self._writer.begin() as connection:
            self._mine.connection = connection
            try:
                yield connection
            finally:
                self._mine.connection = None

    @property
    def is_writing(self) -> bool:
        """Whether this thread is in a transaction that writes."""
        return getattr(self._mine, "connection", None) is not None

    def in_turn(self, connection: Connection) -> None:
        """Hold every other caller of this back until the transaction ends."""
        if not self.on_sqlite:  # on SQLite there is only ever one writer
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS_TURN})")


def sqlite_file(url: str) -> Path | None:
    """The file behind an SQLite address, or nothing for a server or memory."""
    parts = make_url(url)
    if parts.get_backend_name() != "sqlite" or not parts.database or parts.database == ":memory:":
        return None
    return Path(parts.database)


def private_file(path: Path) -> None:
    """Make the file where it is missing, for its owner only; SQLite gives its side files the same rights.

    A file that is there is not opened: closing it again would drop the locks that this process holds on it.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        path.chmod(0o600)
        if not os.access(path, os.R_OK | os.W_OK):
            raise PermissionError(path)
    except OSError:
        raise StoreError(
            "The folder of the records cannot be written to.", "Give this user the right to write there, or free space."
        ) from None


def insert_new(connection: Connection, table: Table, values: Mapping[str, Any]) -> bool:
    """Insert a row unless one with the same key is there; whether it was new."""
    made = _insert(connection, table).values(**values).on_conflict_do_nothing()
    return connection.execute(made, execution_options={"preserve_rowcount": True}).rowcount > 0


def insert_or_replace(connection: Connection, table: Table, values: Mapping[str, Any]) -> None:
    """Insert a row, or replace what is not its primary key."""
    keys = [column.name for column in table.primary_key]
    rest = {name: value for name, value in values.items() if name not in keys}
    connection.execute(
        _insert(connection, table).values(**values).on_conflict_do_update(index_elements=keys, set_=rest)
    )


def replace_all(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of the same columns, or replace what is not their primary key."""
    if rows:
        keys = [column.name for column in table.primary_key]
        made = _insert(connection, table)
        rest = {name: made.excluded[name] for name in rows[0] if name not in keys}
        connection.execute(made.on_conflict_do_update(index_elements=keys, set_=rest), rows)


def add_up(connection: Connection, table: Table, values: Mapping[str, Any], counter: str) -> None:
    """Insert a row of counts, or add to the counter of the one with the same primary key."""
    keys = [column.name for column in table.primary_key]
    made = _insert(connection, table).values(**values)
    more = {counter: table.c[counter] + made.excluded[counter]}
    connection.execute(made.on_conflict_do_update(index_elements=keys, set_=more))


def _insert(connection: Connection, table: Table) -> Any:
    from sqlalchemy.dialects import postgresql, sqlite  # only where something is counted: every command opens records

    return {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[connection.dialect.name](table)


def _engine(url: str) -> Engine:
    engine = create_engine(url, pool_size=KEPT_OPEN)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)
    return engine


def _set_pragmas(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # transactions begin where _begin says, not where the driver guesses
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # A reader that turns writer half way is refused at once ("locked") instead of waiting: writers say so first.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writing") else "BEGIN")


@contextmanager
def explained() -> Iterator[None]:
    """Turn a database's complaint into one sentence that says what to do."""
    try:
        yield
    except SQLAlchemyError as problem:
        words = str(getattr(problem, "orig", problem)).lower()
        for sign, happened, hint in _SIGNS:
            if sign in words:
                raise StoreError(happened, hint) from problem
        raise StoreError(
            "The records cannot be used.", "Check that their database is running and its address is right."
        ) from problem


_SIGNS = (
    ("readonly", "The records are read-only.", "Give this user the right to write to their folder."),
    ("disk is full", "The disk is full, so nothing can be recorded.", "Free some space, then try again."),
    ("no space left", "The disk is full, so nothing can be recorded.", "Free some space, then try again."),
    ("disk i/o", "The disk is full or failing.", "Free some space, then try again."),
    ("locked", "Another program holds the records.", "Wait for it to end, then try again."),
    ("unable to open", "The records cannot be opened.", "Check the rights on their folder."),
    ("malformed", "The records are damaged.", "Restore them from a back-up with practice-bot restore."),
    ("not a database", "The records are damaged.", "Restore them from a back-up with practice-bot restore."),
    ("no such table", "The records have not been set up.", "Run practice-bot self-check."),
    ("password", "The records' database refused the password.", "Check it, or the PGPASSWORD that holds it."),
    ("resolve", "The server of the records' database is not known by its name.", "Check the name in its address."),
    ("refused", "The records' database cannot be reached.", "Check that it is running, and its address and port."),
    ("append-only", "The audit is append-only.", "Nothing in it can be changed."),
)
