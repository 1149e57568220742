"""Kills and crowds: nothing acknowledged is lost, and nobody is told that the records are locked."""

import fcntl
import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event

from bot.app import App
from bot.records.database import private_file, sqlite_file
from bot.records.store import Records, open_records
from bot.self_check import troubles
from config.settings import Settings, load
from knowledge.errors import StoreError
from tests.conftest import ROOT
from tests.records.conftest import START


def _environ(settings: Settings) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "PRACTICE_BOT_DATA": str(settings.data),
        "PRACTICE_BOT_KEY_FILE": str(settings.key_path),
    }


def _killed_writer(settings: Settings, first: int) -> list[int]:
    """What a writer acknowledged before it was killed without warning."""
    command = [sys.executable, "-m", "tests.records.writer", str(first)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=_environ(settings)) as process:
        assert process.stdout is not None
        said = [process.stdout.readline()]
        time.sleep(0.01 * (first // 10_000))
        process.kill()
        said += process.stdout.read().splitlines(keepends=True)
    return [int(line) for line in said if line.endswith("\n")]


def test_f57_twenty_kills_lose_no_acknowledged_row_and_the_chain_holds(settings: Settings) -> None:
    open_records(settings).close()

    with ThreadPoolExecutor(4) as pool:  # four writers at a time, each killed at another moment
        said = pool.map(lambda attempt: _killed_writer(settings, attempt * 10_000), range(20))
        acknowledged = {number for numbers in said for number in numbers}

    records = open_records(settings)
    waiting = {row.update_id for row in records.inbox.unfinished("telegram")}
    logged = {int(json.loads(line)["facts"]["update"]) for line in records.audit.export()}
    with records.database.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    assert len(acknowledged) >= 20
    assert acknowledged - waiting == set()
    assert acknowledged - logged == set()
    assert records.audit.verify() == ()
    records.close()


def test_eight_writers_are_never_told_that_the_records_are_locked(on_both: Settings) -> None:
    opened = [open_records(on_both) for _ in range(8)]

    def write(worker: int) -> int:
        return sum(opened[worker].audit.append("test.row", f"W{worker}", {"n": n}) > 0 for n in range(15))

    with ThreadPoolExecutor(8) as pool:
        written = sum(pool.map(write, range(8)))

    assert written == 120
    assert len(opened[0].audit.rows()) == 120
    assert opened[0].audit.verify() == ()
    for records in opened:
        records.close()


def test_two_processes_never_claim_the_same_row(on_both: Settings) -> None:
    one, other = open_records(on_both), open_records(on_both)
    for update in range(20):
        one.inbox.accept("telegram", update, "1001", "x")
    rows = [row.id for row in one.inbox.unfinished("telegram")]

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(lambda: {row for row in rows if one.inbox.claim(row, "one")})
        second = pool.submit(lambda: {row for row in reversed(rows) if other.inbox.claim(row, "other")})
        taken, also = first.result(), second.result()

    assert taken & also == set()
    assert taken | also == set(rows)
    one.close()
    other.close()


def test_f64_the_self_check_names_what_is_wrong_and_what_to_do(settings: Settings) -> None:
    records = open_records(settings)
    records.switch.off("wrong text")
    records.close()

    said = [trouble.words for trouble in troubles(App(settings), START.date())]

    for words in ("practice-ingest", "switched off: wrong text", "(duty_phone and out_of_hours", "TELEGRAM_TOKEN"):
        assert any(words in sentence for sentence in said), words


def test_f64_the_self_check_refuses_a_key_that_others_can_read(settings: Settings) -> None:
    open_records(settings).close()
    settings.key_path.chmod(0o644)

    stopping = [trouble.words for trouble in troubles(App(settings), START.date()) if trouble.stops]

    assert any("PRACTICE_BOT_KEY_FILE" in sentence for sentence in stopping)


def test_looking_makes_no_records(tmp_path: Path) -> None:
    settings = load({"PRACTICE_BOT_DATA": str(tmp_path / "none"), "PRACTICE_BOT_KEY_FILE": str(tmp_path / "key")})

    troubles(App(settings), START.date())

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("pragma", "said"), [("max_page_count=1", "The disk is full"), ("query_only=ON", "The records are read-only")]
)
def test_f64_a_full_disk_or_a_read_only_database_is_said_and_nothing_is_half_written(
    own: Records, pragma: str, said: str
) -> None:
    own.audit.append("test.row", "PERSON01", {})
    event.listen(own.database.engine, "connect", lambda connection, _: connection.execute(f"PRAGMA {pragma}"))
    own.database.engine.dispose()

    with pytest.raises(StoreError, match=said):
        own.inbox.accept("telegram", 1, "1001", "x" * 500_000)

    assert own.audit.verify() == ()


def test_f64_a_lost_write_ahead_log_is_no_crash_and_the_chain_that_is_left_holds(
    settings: Settings, tmp_path: Path
) -> None:
    """What stood in the lost file is lost; nothing half-written comes back in its place."""
    before = open_records(settings)
    before.audit.append("test.row", "PERSON01", {})
    before.close()
    records = open_records(settings)
    records.audit.append("test.row", "PERSON02", {})
    whole = sqlite_file(settings.records_address)
    assert whole is not None
    copied = tmp_path / "copied.db"
    copied.write_bytes(whole.read_bytes())
    records.close()

    left = open_records(replace(settings, records_url=f"sqlite:///{copied}"))

    assert [row.person for row in left.audit.rows()][:1] == ["PERSON01"]
    assert left.audit.verify() == ()
    left.audit.append("test.row", "PERSON03", {})
    assert left.audit.verify() == ()
    left.close()


def test_a_lock_on_the_records_outlives_their_being_opened_again(tmp_path: Path) -> None:
    """A process drops its locks on a file when it closes any other opening of it, and SQLite would not know."""
    file = tmp_path / "records.db"
    private_file(file)
    tried = f"import fcntl; fcntl.lockf(open({str(file)!r}, 'r+b'), fcntl.LOCK_EX | fcntl.LOCK_NB)"

    with file.open("r+b") as held:
        fcntl.lockf(held, fcntl.LOCK_EX)
        private_file(file)
        other = subprocess.run([sys.executable, "-c", tried], capture_output=True, check=False)

    assert other.returncode != 0
    assert b"BlockingIOError" in other.stderr
    assert file.stat().st_mode & 0o777 == 0o600
