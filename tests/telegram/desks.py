"""A desk in this process, against the fake Telegram: for what a bot as a process would take long to show."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.app import App
from bot.conversation import Conversation
from bot.records.store import Records
from bot.telegram_chat.desk import Desk
from bot.telegram_chat.line import bot_of
from bot.telegram_chat.marks import Marks
from bot.telegram_chat.pace import Pace
from config.settings import Settings, load
from tests.telegram.fake import TOKEN, FakeTelegram


def desk_settings(folder: Path, telegram: FakeTelegram) -> Settings:
    """Records and key of its own."""
    return load(
        {
            "PRACTICE_BOT_DATA": str(folder),
            "PRACTICE_BOT_KEY_FILE": str(folder / "keys" / "key"),
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_BASE_URL": f"http://127.0.0.1:{telegram.port}",
        }
    )


@asynccontextmanager
async def open_desk(app: App, records: Records, settings: Settings, pace: Pace) -> AsyncIterator[Desk]:
    """A desk that answers at this pace."""
    bot = bot_of(settings, pace)
    await bot.initialize()
    desk = Desk(bot, Conversation(app, records), records, "one", Marks(settings.data / "sent"), shared=False)
    yield desk
    await desk.close(0.1)
    await bot.shutdown()
