"""The bot as a process against the fake Telegram."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.telegram.fake import FakeTelegram
from tests.telegram.process import BotProcess


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
