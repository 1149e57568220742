"""Runs the Telegram bot: start-up, polling or webhook, and a clean end."""

import asyncio
import hashlib
import hmac
import logging
import os
import secrets
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from urllib.parse import urlsplit

from filelock import FileLock, Timeout
from telegram import BotCommand
from telegram.error import BadRequest, Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.app import App
from bot.conversation import Conversation
from bot.health import Metrics, address_of, bot_health, serving
from bot.records.store import Records
from bot.self_check import begin, tell
from bot.talk.commands import shown_commands
from bot.telegram_chat.arrivals import ALLOWED, Arrival, readable
from bot.telegram_chat.desk import Desk
from bot.telegram_chat.line import POLL, bot_of
from bot.telegram_chat.marks import Marks
from bot.telegram_chat.pace import Pace, Slip
from config.settings import Settings
from knowledge.deidentify import Public
from knowledge.deidentify.masking import NOTHING_PUBLIC
from knowledge.errors import GuidanceError, SettingError

_LOG = logging.getLogger(__name__)
_Made = TypeVar("_Made")
Updates = list[dict[str, Any]]
# The first of many who write at once are answered while the others' messages are still being kept.
_AT_A_TIME = 8
_SWEEP = 10.0
_LONGEST_PAUSE = 30.0
_ESTABLISHED = 30.0
_MOST_CONFLICTS = 8


@dataclass(frozen=True, slots=True)
class Door:
    """Where a webhook is reached: the public address, and where this process listens."""

    url: str
    host: str
    port: int


def serve(app: App, door: Door | None, health: str = "") -> None:
    """Run until SIGTERM or Ctrl-C; raises ``GuidanceError`` in one sentence when it cannot.

    ``health`` is the HOST:PORT for health and metrics, or nothing.
    """
    settings = app.settings
    if not settings.telegram_token:
        raise SettingError("There is no bot token.", "Set TELEGRAM_TOKEN to the token that BotFather gave you.")
    if health:
        address_of(health)
    with nullcontext() if door else _alone(settings):
        asyncio.run(_run(app, door, health))


def _alone(settings: Settings) -> AbstractContextManager[object]:
    """Holds the data folder for this copy.

    Raises ``GuidanceError`` where another copy holds it or nothing can be written there.
    """
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        return FileLock(settings.data / "telegram.lock", mode=0o600).acquire(timeout=0)
    except Timeout:
        raise GuidanceError("The Telegram bot already runs here.", "Stop the other copy first.") from None
    except OSError:
        raise GuidanceError(
            "The data folder cannot be written to.", "Give this user the right to, or set PRACTICE_BOT_DATA."
        ) from None


async def _run(app: App, door: Door | None, health: str) -> None:
    notes = begin(app, date.today())  # noqa: DTZ011 - a day where the council is
    app.warm()
    records, stopping = app.records, asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stopping.set)
    bot = bot_of(app.settings, Pace())
    drafts = not app.settings.refuse_telegram_drafts
    if not await _started(bot, stopping, polls=door is None, drafts=drafts):
        return
    metrics = Metrics() if health else None
    talk = Conversation(app, records, approvals=app.settings.approvals, refuses_drafts=not drafts, watch=metrics)
    marks = Marks(app.settings.data / (f"telegram-sent-{door.port}" if door else "telegram-sent"))
    desk = Desk(bot, talk, records, f"{os.getpid()}-{secrets.token_hex(4)}", marks, shared=door is not None)
    ready = asyncio.Event()
    sweep = asyncio.create_task(_sweeping(desk, records, ready))
    try:
        with _watched(app, records, desk, metrics, health):
            await desk.release()
            await desk.resume()
            ready.set()
            print("The bot is running. Ctrl-C stops it.", file=sys.stderr, flush=True)
            tell(notes)
            await (_hooked(bot, desk, door, stopping) if door else _polled(bot, desk, stopping))
    finally:
        sweep.cancel()
        await desk.close()
        await bot.shutdown()
        records.close()


@contextmanager
def _watched(app: App, records: Records, desk: Desk, metrics: Metrics | None, health: str) -> Iterator[None]:
    """Health and metrics for an operator's monitoring, where they are asked for."""
    if metrics is None:
        yield
        return
    metrics.waiting(lambda: desk.waiting)
    with serving(bot_health(app, records, metrics), health):
        yield


async def _started(bot: "ExtBot[Slip]", stopping: asyncio.Event, *, polls: bool, drafts: bool) -> bool:
    """Waits for Telegram to be reached; False when told to stop first."""
    listed = [BotCommand(one.name, one.summary) for one in shown_commands(drafts=drafts)]
    calls: list[Callable[[], Awaitable[object]]] = [bot.initialize, lambda: bot.set_my_commands(listed)]
    if polls:
        calls.append(lambda: bot.delete_webhook(drop_pending_updates=False))
    for call in calls:
        if not await _reached(stopping, call):
            return False
    return True


async def _reached(stopping: asyncio.Event, call: Callable[[], Awaitable[object]]) -> bool:
    """Makes a set-up call until it gets through or is refused; False when told to stop first."""
    teller, pause = _Teller(), 1.0
    while not stopping.is_set():
        try:
            await _until(stopping, call())
            return not stopping.is_set()
        except InvalidToken:
            raise SettingError("Telegram does not know this bot token.", "Check TELEGRAM_TOKEN.") from None
        except BadRequest as problem:
            _LOG.warning("Telegram refused a set-up call: %s", type(problem).__name__)
            return True
        except TelegramError as problem:
            teller.tell(problem)
            await _nap(stopping, pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
    return False


async def _polled(bot: "ExtBot[Slip]", desk: Desk, stopping: asyncio.Event) -> None:
    """Updates are confirmed to Telegram only after they are kept."""
    offset, pause, conflicts, began, teller = 0, 1.0, 0, time.monotonic(), _Teller()
    while not stopping.is_set():
        try:
            updates = await _until(stopping, _asked(bot, offset))
            if updates is None:
                return
            if updates:
                for start in range(0, len(updates), _AT_A_TIME):
                    await _kept(desk, arrivals(updates[start : start + _AT_A_TIME], bot, desk.public))
                offset = int(updates[-1]["update_id"]) + 1
            pause, conflicts = 1.0, 0
        except Conflict:
            conflicts += 1
            if time.monotonic() - began < _ESTABLISHED or conflicts > _MOST_CONFLICTS:
                raise GuidanceError("Another copy of this bot is running.", "Stop it, or use another token.") from None
            await _nap(stopping, 3)
        except InvalidToken:
            raise SettingError("Telegram no longer accepts this bot token.", "Check TELEGRAM_TOKEN.") from None
        except RetryAfter as wait:
            await _nap(stopping, float(wait.retry_after if isinstance(wait.retry_after, int) else 5))
        except (NetworkError, TelegramError) as problem:
            teller.tell(problem)
            await _nap(stopping, pause)
            pause = min(pause * 2, _LONGEST_PAUSE)


async def _asked(bot: "ExtBot[Slip]", offset: int) -> Updates:
    """What Telegram has after an offset, as it came."""
    wanted = {"offset": offset, "timeout": POLL, "allowed_updates": list(ALLOWED)}
    # get_updates() gives up on a whole batch for one update it cannot read, and writes that batch to the log.
    given: Updates = await bot._post("getUpdates", wanted, read_timeout=POLL + 10)  # noqa: SLF001
    return given


def arrivals(updates: Updates, bot: "ExtBot[Slip]", public: Public = NOTHING_PUBLIC) -> list[Arrival]:
    """Those that are our business; one that cannot be read is passed over and holds up no other."""
    return [one for one in (readable(update, bot, public) for update in updates) if one is not None]


async def _kept(desk: Desk, given: list[Arrival]) -> None:
    """Until they are kept: a full disk or a busy database loses nothing."""
    while given:
        try:
            await desk.accept(given)
            return
        except GuidanceError as problem:
            _LOG.error("%s", problem)
            await asyncio.sleep(2)


async def _hooked(bot: "ExtBot[Slip]", desk: Desk, door: Door, stopping: asyncio.Event) -> None:
    from bot.telegram_chat.webhook import listening

    secret = webhook_secret(bot.token)
    async with listening(door.host, door.port, secret, bot, desk):
        if await _reached(
            stopping, lambda: bot.set_webhook(door.url, secret_token=secret, allowed_updates=list(ALLOWED))
        ):
            await stopping.wait()


def webhook_secret(token: str) -> str:
    """What Telegram must send with every update: the same in every copy of the bot, and not the token."""
    return hmac.new(token.encode(), b"webhook", hashlib.sha256).hexdigest()


async def _sweeping(desk: Desk, records: Records, ready: asyncio.Event) -> None:
    """At the start and then often: takes up what a killed copy left behind, and ends what is over."""
    await ready.wait()
    while True:
        try:
            await desk.resume()
            await desk.send_due()
            await asyncio.to_thread(records.turns.sweep)
            await asyncio.to_thread(records.buttons.sweep)
        except GuidanceError as problem:
            _LOG.error("%s", problem)
        except TelegramError as problem:
            _LOG.warning("What was due could not be sent: %s", type(problem).__name__)
        await asyncio.sleep(_SWEEP)


async def _until(stopping: asyncio.Event, work: Awaitable[_Made]) -> _Made | None:
    """The outcome of work, or nothing when the bot is told to stop first."""
    task, stop = asyncio.ensure_future(work), asyncio.create_task(stopping.wait())
    await asyncio.wait({task, stop}, return_when=asyncio.FIRST_COMPLETED)
    stop.cancel()
    if not task.done():
        task.cancel()
        return None
    return task.result()


async def _nap(stopping: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stopping.wait(), seconds)
    except TimeoutError:
        return


class _Teller:
    """One line a minute about a line that is down, not thousands."""

    def __init__(self) -> None:
        self._last = -60.0

    def tell(self, problem: Exception) -> None:
        if time.monotonic() - self._last >= 60:
            self._last = time.monotonic()
            _LOG.warning("Telegram cannot be reached (%s). Trying again.", type(problem).__name__)


def door_of(url: str, listen: str) -> Door:
    """A webhook's door from its options; raises ``SettingError``."""
    host, _, port = listen.rpartition(":")
    if urlsplit(url).scheme != "https" and urlsplit(url).hostname not in {"127.0.0.1", "localhost"}:
        raise SettingError("The webhook's address must start with https://.", "Give the public address of the proxy.")
    if not host or not port.isdigit() or int(port) > 65535:
        raise SettingError("That is not a place to listen on.", "Write it as HOST:PORT, for example 127.0.0.1:8443.")
    return Door(url, host.strip("[]"), int(port))
