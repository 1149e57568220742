"""Records on SQLite and on a real PostgreSQL, with a clock that a test moves."""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from bot.records.people import Person, Role
from bot.records.store import Records, open_records
from config.settings import Settings, load
from tests.records import server

START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


class Hands:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        """Forwards, or backwards with negative numbers."""
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server of our own."""
    if server.binaries() is None:
        pytest.skip("PostgreSQL is not installed: initdb and pg_ctl were not found")
    with server.running() as url:
        yield url


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with a data folder and a key file of this test."""
    return load(
        {"PRACTICE_BOT_DATA": str(tmp_path / "data"), "PRACTICE_BOT_KEY_FILE": str(tmp_path / "keys" / "records.key")}
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def on_both(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """The same settings on each kind of database."""
    environ = {
        "PRACTICE_BOT_DATA": str(tmp_path / "data"),
        "PRACTICE_BOT_KEY_FILE": str(tmp_path / "keys" / "records.key"),
    }
    if request.param == "postgresql":
        environ["PRACTICE_BOT_RECORDS_URL"] = fresh_schema(request.getfixturevalue("postgres"))
    return load(environ)


def fresh_schema(url: str) -> str:
    """An empty schema of a server, as an address."""
    name = f"t{secrets.token_hex(4)}"
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {name}")
    engine.dispose()
    return f"{url}?options=-csearch_path%3D{name}"


@pytest.fixture
def records(on_both: Settings, clock: Hands) -> Iterator[Records]:
    """Records with nothing in them, on each kind of database."""
    opened = open_records(on_both, clock)
    yield opened
    opened.close()


@pytest.fixture
def own(settings: Settings, clock: Hands) -> Iterator[Records]:
    """Records with nothing in them, in a file."""
    opened = open_records(settings, clock)
    yield opened
    opened.close()


def let_in(records: Records, account: str = "1001", role: Role = Role.PRACTITIONER, name: str = "") -> Person:
    """Somebody who has taken up an invitation on Telegram."""
    return records.people.enrol(records.people.invite(role, name=name), "telegram", account)
