"""The bot as a process of its own, against the fake Telegram."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from bot.records.people import Person, Role
from bot.records.schema import metadata
from bot.records.store import Records, open_records
from config.settings import load
from tests.conftest import ROOT, clean_environment
from tests.telegram.fake import TOKEN, FakeTelegram


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


@dataclass
class BotProcess:
    """``python -m bot telegram`` with its own records on the shared knowledge base."""

    folder: Path
    knowledge: Path
    telegram: FakeTelegram
    address: str
    log: str = ""
    running: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def settings(self) -> dict[str, str]:
        return {
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_BASE_URL": self.address,
            "PRACTICE_BOT_RECORDS_URL": f"sqlite:///{self.folder / 'records.db'}",
            "PRACTICE_BOT_KEY_FILE": str(self.folder / "keys" / "key"),
        }

    def start(self, *options: str, **more: str) -> subprocess.Popen[str]:
        environ = clean_environment(self.data, **{**self.settings, **more})
        command = [sys.executable, "-m", "bot", "telegram", *options]
        process = subprocess.Popen(command, cwd=ROOT, env=environ, stderr=subprocess.PIPE, text=True)
        self.running.append(process)
        return process

    @property
    def data(self) -> Path:
        """A data folder of its own with links to the shared catalogue and index."""
        own = self.folder / "data"
        if not own.exists():
            own.mkdir()
            for item in self.knowledge.iterdir():
                if "records" not in item.name and "lock" not in item.name:
                    (own / item.name).symlink_to(item)
        return own

    def kill(self) -> None:
        self.running[-1].send_signal(signal.SIGKILL)
        self.running[-1].wait(10)

    def end(self, seconds: float = 15) -> int:
        """SIGTERM, and the exit code."""
        process = self.running[-1]
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=seconds)
        self.log += said
        return process.returncode

    def person(self, account: int, role: Role = Role.PRACTITIONER) -> Person:
        """Somebody who was let in before."""
        records = open_records(load({"PRACTICE_BOT_DATA": str(self.data), **self.settings}))
        try:
            return records.people.enrol(records.people.invite(role), "telegram", str(account))
        finally:
            records.close()

    @contextmanager
    def records(self) -> Iterator[Records]:
        """The bot's records, for what a test changes behind its back."""
        records = open_records(load({"PRACTICE_BOT_DATA": str(self.data), **self.settings}))
        try:
            yield records
        finally:
            records.close()

    def invitation(self, role: Role = Role.PRACTITIONER) -> str:
        records = open_records(load({"PRACTICE_BOT_DATA": str(self.data), **self.settings}))
        try:
            return records.people.invite(role)
        finally:
            records.close()

    def people(self, accounts: range) -> None:
        """Many practitioners at once."""
        records = open_records(load({"PRACTICE_BOT_DATA": str(self.data), **self.settings}))
        try:
            for account in accounts:
                records.people.enrol(records.people.invite(Role.PRACTITIONER), "telegram", str(account))
        finally:
            records.close()

    def kept(self) -> str:
        """Every row of the records with its seals opened, and the bytes of every file of the bot."""
        records = open_records(load({"PRACTICE_BOT_DATA": str(self.data), **self.settings}))
        with records.database.reading() as connection:
            found = [
                records.vault.unseal(str(value)) if name.endswith("_sealed") else str(value)
                for table in metadata.sorted_tables
                for row in connection.execute(select(table)).mappings()
                for name, value in row.items()
            ]
        records.close()
        files = (path for path in self.folder.rglob("*") if path.is_file() and not path.is_symlink())
        return "\n".join((*found, *(path.read_bytes().decode("latin-1") for path in files)))

    def settled(self, seconds: float = 10) -> bool:
        """Whether everything that came has been answered and marked so."""
        records = open_records(load({"PRACTICE_BOT_DATA": str(self.data), **self.settings}))
        end = time.monotonic() + seconds
        try:
            while records.inbox.unfinished("telegram") and time.monotonic() < end:
                time.sleep(0.05)
            return not records.inbox.unfinished("telegram")
        finally:
            records.close()

    def close(self) -> None:
        """End every copy that still runs."""
        for process in self.running:
            if process.poll() is None:
                process.kill()
            process.communicate()
