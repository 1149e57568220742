"""What is kept of an SQLite file until it changes."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from knowledge.changes import Unchanged


def test_an_old_file_is_read_once(tmp_path: Path) -> None:
    file = _file(tmp_path)
    _age(file)
    reads: list[int] = []
    kept = Unchanged(file, lambda: _counted(reads))

    values = [kept.value() for _ in range(3)]

    assert values == [1, 1, 1]


def test_a_file_written_since_is_read_again(tmp_path: Path) -> None:
    file = _file(tmp_path)
    _age(file)
    kept = Unchanged(file, lambda: _number(file))
    before = kept.value()

    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE numbers SET number = 2")

    assert (before, kept.value()) == (1, 2)


def test_a_file_written_a_moment_ago_is_read_every_time(tmp_path: Path) -> None:
    reads: list[int] = []
    kept = Unchanged(_file(tmp_path), lambda: _counted(reads))

    values = [kept.value() for _ in range(3)]

    assert values == [1, 2, 3]


def test_what_lies_on_a_server_is_read_every_time() -> None:
    reads: list[int] = []
    kept = Unchanged(None, lambda: _counted(reads))

    values = [kept.value() for _ in range(2)]

    assert values == [1, 2]


def _file(folder: Path) -> Path:
    file = folder / "numbers.db"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE numbers (number INTEGER)")
        connection.execute("INSERT INTO numbers VALUES (1)")
    return file


def _number(file: Path) -> int:
    with closing(sqlite3.connect(file)) as connection:
        return int(connection.execute("SELECT number FROM numbers").fetchone()[0])


def _age(file: Path) -> None:
    os.utime(file, (1_000_000_000, 1_000_000_000))


def _counted(reads: list[int]) -> int:
    reads.append(1)
    return len(reads)
