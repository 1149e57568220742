"""Telegram's pace: a chat that must wait holds up no other, and nothing is sent before its wait is over."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter
from telegram.ext import BaseRateLimiter

_MESSAGES = ("sendMessage", "sendDocument", "editMessageText", "sendPoll", "copyMessage")
_LIGHT = ("sendChatAction", "answerCallbackQuery")
# Whoever makes these calls tries them again, says so in the log, and stops when told to stop.
_SET_UP = ("getUpdates", "getMe", "setMyCommands", "deleteWebhook", "setWebhook")
_EVERYWHERE = 1 / 29.5  # seconds between two messages: under 30 a second overall
_IN_CHAT = 1.02  # one message a second in a chat
_IN_GROUP = 3.05  # twenty a minute in a group
_LONGEST_WAIT = 20.0
_CHATS = 5000

Call = Callable[..., Coroutine[Any, Any, Any]]


def _nothing() -> None:
    return None


@dataclass(frozen=True, slots=True)
class Slip:
    """What goes with a message: whether it goes before everybody else's (the lines for danger), and who is told.

    ``begins`` is called when it is given to Telegram, ``turned_back`` when Telegram says that it did not take it, and
    ``arrived`` when Telegram has taken the last message of several.
    """

    urgent: bool = False
    begins: Callable[[], None] = _nothing
    turned_back: Callable[[], None] = _nothing
    arrived: Callable[[], None] = _nothing


PLAIN = Slip()


class Pace(BaseRateLimiter[Slip]):
    """Spaces messages, waits out what Telegram asks for, and tries again when the line fails."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._clock, self._sleep = clock, sleep
        self._next = 0.0
        self._free: dict[str, float] = {}
        self._turns: dict[str, asyncio.Lock] = {}

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self,
        callback: Call,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Slip | None,
    ) -> Any:
        """One call to Telegram, when its turn has come."""
        slip = rate_limit_args or PLAIN
        chat = str(data.get("chat_id", ""))
        if endpoint in _SET_UP:
            return await callback(*args, **kwargs)
        if endpoint in _LIGHT:
            return await self._once(callback, args, kwargs, chat)
        if endpoint not in _MESSAGES:
            return await self._patient(callback, args, kwargs, chat, slip)
        async with self._turn(chat):
            await self._wait(chat, urgent=slip.urgent)
            return await self._patient(callback, args, kwargs, chat, slip)

    async def _once(self, callback: Call, args: Any, kwargs: dict[str, Any], chat: str) -> Any:
        """A call that is not worth a second try, and that is left out while the chat must wait."""
        if self._free.get(chat, 0.0) - self._clock() > _IN_GROUP:
            return True
        try:
            return await callback(*args, **kwargs)
        except RetryAfter as wait:
            self._hold(chat, _seconds(wait))
            return True

    async def _patient(self, callback: Call, args: Any, kwargs: dict[str, Any], chat: str, slip: Slip) -> Any:
        pause = 0.5
        while True:
            try:
                slip.begins()
                return await callback(*args, **kwargs)
            except RetryAfter as wait:
                slip.turned_back()
                self._hold(chat, _seconds(wait))
                await self._sleep(_seconds(wait))
            except (BadRequest, Forbidden, InvalidToken):
                raise
            except NetworkError:
                await self._sleep(pause)
                pause = min(pause * 2, _LONGEST_WAIT)

    async def _wait(self, chat: str, *, urgent: bool) -> None:
        """Until both the chat and the whole bot may send again; what is urgent waits for its chat alone."""
        if (rest := self._free.get(chat, 0.0) - self._clock()) > 0:
            await self._sleep(rest)
        now = self._clock()
        self._next = max(now, self._next + _EVERYWHERE)
        mine = now if urgent else self._next
        self._free[chat] = mine + (_IN_GROUP if chat.startswith("-") else _IN_CHAT)
        if mine > now:
            await self._sleep(mine - now)

    def _hold(self, chat: str, seconds: float) -> None:
        self._free[chat] = max(self._free.get(chat, 0.0), self._clock() + seconds)

    def _turn(self, chat: str) -> asyncio.Lock:
        if len(self._turns) > _CHATS:
            self._turns = {known: lock for known, lock in self._turns.items() if lock.locked()}
            self._free = {known: free for known, free in self._free.items() if free > self._clock()}
        return self._turns.setdefault(chat, asyncio.Lock())


def _seconds(wait: RetryAfter) -> float:
    given = wait.retry_after
    return (given if isinstance(given, int | float) else given.total_seconds()) + 0.1
