"""Brings the records' tables up to date. A migration's number is its revision and the start of its file's name."""

from importlib import resources
from pathlib import Path

from filelock import FileLock
from sqlalchemy import Connection, inspect, text

from bot.records.database import Database
from bot.records.schema import VERSION_TABLE
from knowledge.errors import StoreError


def migrate(database: Database) -> None:
    """Make or upgrade the tables; refuse tables of a newer program. Cheap when there is nothing to do."""
    newest = newest_migration()
    found = version(database)
    if found and found > newest:
        raise StoreError(
            "The records were made by a newer version of this program.", "Upgrade the program before you use them."
        )
    if found == newest:
        return
    if database.file is None:
        _upgrade(database)
        return
    with FileLock(f"{database.file}.lock", mode=0o600):
        _write_ahead(database)
        _upgrade(database)


def version(database: Database) -> str:
    """The newest migration these tables have had; nothing when there are none."""
    with database.reading() as connection:
        if not inspect(connection).has_table(VERSION_TABLE):
            return ""
        return connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}")) or ""  # noqa: S608 - our own constant


def newest_migration() -> str:
    """The number of the newest migration this program knows."""
    return max(name[:4] for name in _migrations() if name[:4].isdigit())


def _migrations() -> list[str]:
    folder = resources.files("bot.records") / "migrations" / "versions"
    return [item.name for item in folder.iterdir() if item.name.endswith(".py")]


def _write_ahead(database: Database) -> None:
    """Readers do not hold writers up; the mode stays in the file. It cannot be set within a transaction."""
    connection = database.engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA journal_mode=WAL")
    finally:
        connection.close()


def _upgrade(database: Database) -> None:
    with database.writing() as connection:
        database.in_turn(connection)
        _run(connection)


def _run(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
