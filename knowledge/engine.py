"""Opening the database that the catalogue is kept in."""

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url

# As many connections as threads may want: one beyond these would be opened and set up afresh at each use.
KEPT_OPEN = 20


def open_engine(url: str) -> Engine:
    """An engine with the settings that keep SQLite safe; nothing is connected yet."""
    engine = create_engine(url, pool_size=KEPT_OPEN)
    if make_url(url).get_backend_name() == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
    return engine


def file_of(engine: Engine) -> Path | None:
    """The file of a SQLite database; nothing for another, or for one in memory."""
    name = engine.url.database
    return Path(name) if engine.dialect.name == "sqlite" and name and name != ":memory:" else None


def _set_pragmas(connection: Any, _: Any) -> None:
    cursor = connection.cursor()
    for pragma in ("busy_timeout=5000", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
