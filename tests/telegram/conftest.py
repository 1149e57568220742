"""The bot as a process against the fake Telegram."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import App
from bot.conversation import Conversation
from bot.records.store import open_records
from config.settings import load
from tests.telegram.fake import FakeTelegram
from tests.telegram.process import BotProcess
from tests.telegram.talker import Talker

EVERYBODY = range(200, 300)


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    server = FakeTelegram()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def bot_process(telegram: FakeTelegram, data: Path, tmp_path: Path) -> Iterator[BotProcess]:
    made = BotProcess(tmp_path, data, telegram, f"http://127.0.0.1:{telegram.port}/bot")
    yield made
    made.close()


@pytest.fixture(scope="module")
def long_day(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BotProcess]:
    """One bot for all tests of a module, with room for a hundred people: each test is somebody else."""
    server = FakeTelegram()
    server.start()
    made = BotProcess(tmp_path_factory.mktemp("bot"), data, server, f"http://127.0.0.1:{server.port}/bot")
    made.people(EVERYBODY)
    made.start()
    yield made
    made.close()
    server.stop()


@pytest.fixture
def somebody(long_day: BotProcess) -> int:
    """The account of a practitioner who has not written yet."""
    return next(account for account in EVERYBODY if not long_day.telegram.to(account))


@pytest.fixture
def talker(app: App, tmp_path: Path) -> Iterator[Talker]:
    """A conversation with nobody let in yet."""
    settings = {
        "PRACTICE_BOT_DATA": str(tmp_path),
        "PRACTICE_BOT_RECORDS_URL": f"sqlite:///{tmp_path / 'r.db'}",
        "PRACTICE_BOT_KEY_FILE": str(tmp_path / "keys" / "key"),
    }
    records = open_records(load(settings))
    yield Talker(Conversation(app, records), records)
    records.close()
