"""Back-ups of the records: every row, sealed with the key file, which is never in them."""

import gzip
import json
import os
import zlib
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from bot.records.database import Database
from bot.records.migrate import newest_migration
from bot.records.schema import audit, metadata, people
from bot.records.vault import Vault
from knowledge.errors import StoreError

_MARK = b"practice-guidance-bot records back-up 1\n"


def back_up(database: Database, vault: Vault, path: Path) -> int:
    """Write every row to a sealed file for its owner only, whole or not at all; how many rows."""
    with database.reading() as connection:
        tables = {table.name: _rows(connection, table) for table in metadata.sorted_tables}
    content = json.dumps({"schema": newest_migration(), "tables": tables}, default=_written)
    sealed = _MARK + vault.seal_bytes(gzip.compress(content.encode()))
    fresh = path.with_name(f".{path.name}.new")
    try:
        with os.fdopen(os.open(fresh, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as stream:
            stream.write(sealed)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(path)
    except OSError:
        raise StoreError("The back-up cannot be written.", "Check the folder and its free space.") from None
    return sum(map(len, tables.values()))


def restore(database: Database, vault: Vault, path: Path) -> int:
    """Put every row of a back-up into records that are still empty; how many rows."""
    content = _read(vault, path)
    if content["schema"] != newest_migration():
        raise StoreError(
            "The back-up was made by another version of this program.", "Restore it with that version, then upgrade."
        )
    with database.writing() as connection:
        _refuse_full(connection)
        for table in reversed(metadata.sorted_tables):
            connection.execute(delete(table))
        for table in metadata.sorted_tables:
            rows = [{name: _meant(value) for name, value in row.items()} for row in content["tables"][table.name]]
            if rows:
                connection.execute(insert(table), rows)
        if not database.on_sqlite:
            # Rows came with their own numbers: the next message must get a later one.
            connection.exec_driver_sql(
                "SELECT setval(pg_get_serial_sequence('inbox', 'id'), coalesce(max(id), 0) + 1, false) FROM inbox"
            )
    return sum(map(len, content["tables"].values()))


def _rows(connection: Connection, table: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(select(table)).mappings()]


def _read(vault: Vault, path: Path) -> dict[str, Any]:
    try:
        stored = path.read_bytes()
    except OSError:
        raise StoreError("The back-up cannot be read.", "Check the path.") from None
    if not stored.startswith(_MARK):
        raise StoreError("That file is not a back-up of the records.", "Name one that practice-bot backup made.")
    try:
        content: dict[str, Any] = json.loads(gzip.decompress(vault.unseal_bytes(stored.removeprefix(_MARK))))
    except (OSError, EOFError, zlib.error, ValueError):
        raise StoreError("The back-up is damaged.", "Use another one.") from None
    return content


def _refuse_full(connection: Connection) -> None:
    counts = (connection.scalar(select(func.count()).select_from(table)) for table in (people, audit))
    if any(counts):
        raise StoreError(
            "There are records here already, so nothing was restored.",
            "Move them away, or name another place with PRACTICE_BOT_RECORDS_URL, then restore.",
        )


def _written(value: object) -> dict[str, str]:
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    raise TypeError(type(value).__name__)


def _meant(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return datetime.fromisoformat(value["moment"]) if "moment" in value else date.fromisoformat(value["day"])
