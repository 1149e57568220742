"""The line to Telegram: where it is, how many calls go over it at once, and how long each may take."""

from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.telegram_chat.pace import Pace, Slip
from config.settings import Settings

# Seconds for which Telegram may keep a call for updates before it says that there are none.
POLL = 25


def bot_of(settings: Settings, pace: Pace) -> "ExtBot[Slip]":
    """The bot of the settings, not yet in touch with Telegram."""
    base = settings.telegram_base_url.rstrip("/")
    base = base if base.endswith("/bot") else f"{base}/bot"
    patient = HTTPXRequest(
        connection_pool_size=64, read_timeout=15, write_timeout=15, connect_timeout=10, pool_timeout=60
    )
    polling = HTTPXRequest(connection_pool_size=2, read_timeout=POLL + 10, connect_timeout=10)
    return ExtBot(
        settings.telegram_token,
        base_url=base,
        base_file_url=f"{base.removesuffix('/bot')}/file/bot",
        request=patient,
        get_updates_request=polling,
        rate_limiter=pace,
    )
