"""The desk: every kept update is answered once, in the order of its chat, and no chat holds up another."""

import asyncio
import logging
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any

from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import ExtBot

from bot.conversation import Conversation
from bot.records.inbox import InboxRow
from bot.records.store import Records
from bot.talk.approving import delivery
from bot.talk.commands_training import called
from bot.talk.messages import line, said_again
from bot.talk.words import words
from bot.telegram_chat.answering import Answering
from bot.telegram_chat.arrivals import CHANNEL, Arrival
from bot.telegram_chat.marks import Marks
from bot.telegram_chat.pace import Slip
from bot.telegram_chat.sending import ChatGone, Sender
from knowledge.deidentify import Public
from knowledge.errors import GuidanceError

_LOG = logging.getLogger(__name__)
# A decided answer that has not gone out by then was left by a copy that ended.
_LEFT_BEHIND = timedelta(seconds=30)
_AGAIN = 2.0
_REMEMBERED = 10_000
_TRIES, _NEXT_TRY = 5, 0.3


class Desk:
    """Lanes, one for each chat that has something waiting."""

    def __init__(
        self,
        bot: "ExtBot[Slip]",
        talk: Conversation,
        records: Records,
        worker: str,
        marks: Marks,
        *,
        shared: bool,
    ) -> None:
        self._bot, self._talk, self._records, self._marks = bot, talk, records, marks
        self._sender = Sender(bot, records)
        self._worker, self._shared = worker, shared
        self._lanes: dict[str, deque[InboxRow]] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._known: set[int] = set()
        self._ended: dict[int, None] = {}
        self._words: dict[int, str] = {}
        self._done: list[int] = []
        self._keeper = ThreadPoolExecutor(1, thread_name_prefix="inbox")
        self._answering = Answering(bot, talk, records, self._keeper)
        self._closing = False

    # -- taking in -----------------------------------------------------------------------

    async def accept(self, arrivals: Sequence[Arrival]) -> None:
        """Keep updates, then begin on those that are new. It returns when they are kept."""
        given = [(one.number, one.chat, one.kept) for one in arrivals]
        rows = await self._in_keeper(self._records.inbox.accept_all, CHANNEL, given)
        spoken = {one.number: one.words for one in arrivals}
        for row in sorted(rows, key=lambda row: row.update_id):
            if spoken[row.update_id]:
                self._words[row.update_id] = spoken[row.update_id]
            self._begin(row)

    async def resume(self) -> int:
        """Begin on everything that waits and is not yet in a lane; how much."""
        rows = await self._in_keeper(self._records.inbox.unfinished, CHANNEL)
        fresh = [row for row in rows if row.update_id not in self._known and row.update_id not in self._ended]
        for row in fresh:
            self._begin(row)
        return len(fresh)

    async def release(self) -> None:
        """End what a killed copy of this bot had sent and, where there is one copy, free what it had claimed."""
        if not self._shared:
            await self._in_keeper(self._records.inbox.release, CHANNEL)
        self._done += list(self._marks.before)
        await self._flush()

    async def send_due(self) -> None:
        """Send what is due without anybody having written."""
        await self._deliver_decided()
        await self._tell_auditors()
        await self._leave_unopened()

    async def _deliver_decided(self) -> None:
        """Send the answers that a manager decided and that a copy which ended did not get out."""
        left = await self._in_keeper(self._records.approvals.undelivered, CHANNEL, _LEFT_BEHIND)
        for approval in left:
            await self._sender.notify(delivery(approval))

    async def _tell_auditors(self) -> None:
        """Tell those who wait for the other audit that it is in, wherever it was handed in, or will not come.

        Of several copies of the bot the one that strikes somebody off tells them; a copy alone tells them first.
        """
        for call in await self._in_keeper(self._records.calls.due, CHANNEL):
            if self._shared and not await self._in_keeper(self._records.calls.take, call):
                continue
            await self._sender.notify(called(call))
            if not self._shared:
                await self._in_keeper(self._records.calls.take, call)

    async def _leave_unopened(self) -> None:
        """Leave the groups that nobody opened in time."""
        for chat in await self._in_keeper(self._records.chats.overdue, CHANNEL):
            with suppress(ChatGone, BadRequest, Forbidden):  # it was left, or the bot put out, before
                await self._sender.deliver(chat, line(words("group_late")))
                await self._bot.leave_chat(chat)
            await self._in_keeper(self._records.chats.close_group, CHANNEL, chat)

    def _begin(self, row: InboxRow) -> None:
        """Once only: a sweep may have read a row that was answered, or begun, in the meantime.

        Told apart by the update's number: the row's own is given again after somebody was forgotten.
        """
        if row.update_id in self._known or row.update_id in self._ended:
            return
        self._known.add(row.update_id)
        self._lanes.setdefault(row.chat, deque()).append(row)
        if row.chat not in self._tasks and not self._closing:
            self._tasks[row.chat] = asyncio.create_task(self._run(row.chat))

    @property
    def public(self) -> Public:
        """What the council publishes, which is nobody's private detail."""
        return self._talk.app.public

    @property
    def waiting(self) -> int:
        """How many updates wait."""
        return sum(map(len, self._lanes.values()))

    async def close(self, seconds: float = 8.0) -> None:
        """Finish what is being answered; what has not begun stays in the inbox for the next start."""
        self._closing = True
        running = list(self._tasks.values())
        if running:
            await asyncio.wait(running, timeout=seconds)
        for task in running:
            task.cancel()
        await self._flush()
        self._answering.close()
        self._keeper.shutdown(wait=False, cancel_futures=True)

    # -- one chat ------------------------------------------------------------------------

    async def _run(self, chat: str) -> None:
        lane = self._lanes[chat]
        try:
            while lane and not self._closing:
                await self._first(lane)
                await self._flush()
        finally:
            self._tasks.pop(chat, None)
            if not lane:
                self._lanes.pop(chat, None)

    async def _first(self, lane: deque[InboxRow]) -> None:
        """The chat's next update; where the records fail for a moment it is tried again."""
        try:
            if await self._claimed(lane[0]):
                await self._answered(lane[0])
            if lane:
                lane.popleft()
        except GuidanceError as problem:
            _LOG.error("%s", problem)
            await asyncio.sleep(_AGAIN)

    async def _claimed(self, row: InboxRow) -> bool:
        """With several copies: whether this one may answer, which waits for an earlier message of the chat."""
        if not self._shared:
            return True
        for _ in range(_TRIES):
            if await self._in_keeper(lambda: self._records.inbox.claim(row.id, self._worker, in_order=True)):
                return True
            await asyncio.sleep(_NEXT_TRY)
        self._known.discard(row.update_id)  # another copy has it, or an earlier one waits: the next sweep looks again
        self._words.pop(row.update_id, None)
        return False

    async def _answered(self, row: InboxRow) -> None:
        try:
            own = self._words.get(row.update_id)
            outgoing = await self._answering.outgoing(row, own, self.waiting)
            if row.update_id in self._marks.unsure:
                outgoing = said_again(outgoing)
            await self._sender.deliver(row.chat, outgoing, self._slip(row))
            await self._answering.delivered(row)
            for notice in outgoing.notices:
                await self._sender.notify(notice)
            if outgoing.leave:
                await self._bot.leave_chat(row.chat)
        except ChatGone:
            await self._clear(row)
        except TelegramError as problem:
            _LOG.warning("An answer was refused by Telegram: %s", type(problem).__name__)
            self._finished(row)

    def _slip(self, row: InboxRow) -> Slip:
        """Notes how far an answer has come, for the next start."""
        return Slip(
            begins=partial(self._marks.begin, row.update_id),
            turned_back=partial(self._marks.turned_back, row.update_id),
            arrived=partial(self._finished, row),
        )

    async def _clear(self, row: InboxRow) -> None:
        """The chat is blocked, deleted or closed to us: nothing for it waits any more."""
        self._lanes.get(row.chat, deque()).clear()
        await self._in_keeper(self._records.inbox.drop, CHANNEL, row.chat)
        self._finished(row)

    def _finished(self, row: InboxRow) -> None:
        if row.update_id in self._known:
            self._known.discard(row.update_id)
            self._words.pop(row.update_id, None)
            self._done.append(row.update_id)
            self._ended[row.update_id] = None
            if len(self._ended) > _REMEMBERED:
                del self._ended[next(iter(self._ended))]
            self._marks.add(row.update_id)

    async def _flush(self) -> None:
        """Mark everything that went out since the last time, in one write."""
        done, self._done = self._done, []
        if done:
            try:
                await self._in_keeper(self._records.inbox.answered_all, CHANNEL, done)
                if not self._done:
                    self._marks.clear()
            except GuidanceError as problem:
                self._done += done
                _LOG.error("%s", problem)

    async def _in_keeper(self, work: Any, *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._keeper, work, *arguments)
