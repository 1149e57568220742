"""The desk: every kept update is answered once, in the order of its chat, and no chat holds up another."""

import asyncio
import json
import logging
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.conversation import Conversation
from bot.records.inbox import InboxRow
from bot.records.store import Records
from bot.talk.drafting import DraftRef
from bot.talk.messages import Attachment, Incoming, Outgoing, Press, line
from bot.talk.pressing import ABOUT_DRAFTS
from bot.talk.words import listed, what, words
from bot.telegram_chat.arrivals import CHANNEL, Arrival
from bot.telegram_chat.marks import Marks
from bot.telegram_chat.sending import ChatGone, Sender
from knowledge.deidentify import Public
from knowledge.errors import GuidanceError

_LOG = logging.getLogger(__name__)
MOST_WAITING = 2500
LARGEST_FILE = 10 * 1024 * 1024
_SLOW = 0.7
_FILES_AT_ONCE = 2
_AGAIN = 2.0
_REMEMBERED = 10_000
_TRIES, _NEXT_TRY = 5, 0.3


class Desk:
    """Lanes, one for each chat that has something waiting."""

    def __init__(
        self, bot: Bot, talk: Conversation, records: Records, worker: str, marks: Marks | None = None, *, shared: bool
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
        # One: Python computes one answer at a time, and two that take turns both come later (measured).
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="talk")
        self._drafts = ThreadPoolExecutor(_FILES_AT_ONCE, thread_name_prefix="draft")
        self._keeper = ThreadPoolExecutor(1, thread_name_prefix="inbox")
        self._files = asyncio.Semaphore(_FILES_AT_ONCE)
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
        """Free what a killed copy of this bot had claimed, and end what it had sent; only for the copy that polls."""
        await self._in_keeper(self._records.inbox.release, CHANNEL)
        self._done += list(self._marks.before) if self._marks else []
        await self._flush()

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
        for pool in (self._pool, self._drafts, self._keeper):
            pool.shutdown(wait=False, cancel_futures=True)

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
            outgoing = await self._outgoing(row)
            await self._sender.deliver(row.chat, outgoing, lambda: self._finished(row))
            for notice in outgoing.notices:
                await self._sender.notify(notice)
            if outgoing.leave:
                await self._bot.leave_chat(row.chat)
        except ChatGone:
            await self._clear(row)
        except TelegramError as problem:
            _LOG.warning("An answer was refused by Telegram: %s", type(problem).__name__)
            self._finished(row)

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
            if self._marks:
                self._marks.add(row.update_id)

    async def _flush(self) -> None:
        """Mark everything that went out since the last time, in one write."""
        done, self._done = self._done, []
        if done:
            try:
                await self._in_keeper(self._records.inbox.answered_all, CHANNEL, done)
                if self._marks and not self._done:
                    self._marks.clear()
            except GuidanceError as problem:
                self._done += done
                _LOG.error("%s", problem)

    # -- what to say ---------------------------------------------------------------------

    async def _outgoing(self, row: InboxRow) -> Outgoing:
        payload: dict[str, Any] = json.loads(row.payload)
        kind = payload["kind"]
        if kind == "joined":
            return await self._joined(row, payload)
        if kind == "gone":
            raise ChatGone
        if kind == "press":
            return await self._pressed(row, payload)
        if payload["group"] and not self._words.get(row.update_id, payload.get("text", "")).startswith("/"):
            return Outgoing()
        if kind == "other":
            return await self._unreadable(row, payload)
        if self.waiting > MOST_WAITING:
            return line(words("busy"))
        incoming = self._incoming(row, payload)
        if kind == "file":
            return await self._file(incoming, payload)
        return await self._spoken(incoming)

    def _incoming(self, row: InboxRow, payload: dict[str, Any], **more: Any) -> Incoming:
        own = self._words.get(row.update_id)
        return Incoming(
            channel=CHANNEL,
            account=payload["account"],
            chat=row.chat,
            text=_ours(own if own is not None else payload.get("text", ""), self._bot.username),
            kinds=tuple(payload.get("kinds", ())),
            group=payload["group"],
            edited=payload.get("edited", False),
            lost=payload.get("lost", False) and own is None,
            **more,
        )

    async def _spoken(self, incoming: Incoming, *, heavy: bool = False) -> Outgoing:
        """The conversation's reply, off the event loop; the chat shows that it works where that takes long."""
        pool = self._drafts if heavy else self._pool
        working = asyncio.get_running_loop().run_in_executor(pool, self._talk.reply, incoming)
        done, _ = await asyncio.wait([working], timeout=_SLOW)
        while not done:
            await self._typing(incoming.chat)
            done, _ = await asyncio.wait([working], timeout=4)
        return working.result()

    async def _typing(self, chat: str) -> None:
        try:
            await self._bot.send_chat_action(chat, ChatAction.TYPING)
        except TelegramError:
            return

    async def _joined(self, row: InboxRow, payload: dict[str, Any]) -> Outgoing:
        """Groups and channels are left, unless an administrator brought the bot in to open it."""
        if not payload["group"]:
            return Outgoing()
        person = await self._in_keeper(self._records.people.find, CHANNEL, payload["account"])
        if person and person.role.value == "administrator" and payload["type"] != "channel":
            await self._in_keeper(self._records.chats.wait_for_opening, CHANNEL, row.chat, person.id)
            return line(words("group_waiting"))
        said = () if payload["type"] == "channel" else line(words("private_only")).replies
        return Outgoing(said, leave=True)

    async def _unreadable(self, row: InboxRow, payload: dict[str, Any]) -> Outgoing:
        incoming = self._incoming(row, payload)
        if await self._in_keeper(self._records.people.find, CHANNEL, payload["account"]) is None:
            return await self._spoken(incoming)
        named = what(payload["what"])
        if payload["kinds"]:
            return line(words("stopped", kinds=listed(tuple(payload["kinds"]))))
        if payload["what"] in {"contact", "location", "venue"}:
            kind = "contact" if payload["what"] == "contact" else "place"
            return line(f"{words('cannot_read', what=named)}\n\n{words('carries', what=kind)}")
        return line(words("cannot_read", what=named))

    async def _file(self, incoming: Incoming, payload: dict[str, Any]) -> Outgoing:
        if payload["size"] > LARGEST_FILE:
            return line(words("too_big", most=LARGEST_FILE // 2**20))
        wanted = incoming.text.strip().lower().startswith("/check")
        name, ref = payload["name"], payload["file"]
        if not wanted and not self._talk.held.waits(self._talk.owner(incoming)):
            return await self._spoken(_with(incoming, Attachment(name, ref=ref)))
        async with self._files:
            data = await self._fetched(ref)
            if data is None:
                return line(words("draft_gone"))
            return await self._spoken(_with(incoming, Attachment(name, data, ref)), heavy=True)

    async def _pressed(self, row: InboxRow, payload: dict[str, Any]) -> Outgoing:
        person = await self._in_keeper(self._records.people.find, CHANNEL, payload["account"])
        button = await self._in_keeper(self._records.buttons.press, payload["token"], person.id) if person else None
        await self._acknowledge(payload["query"], "" if button else words("nothing_pressed"))
        if button is None:
            return Outgoing()
        press = Press(button.action, button.value)
        incoming = self._incoming(row, payload, press=press)
        if press.action not in ABOUT_DRAFTS or not (ref := DraftRef.read(press.value)).elsewhere:
            return await self._spoken(incoming, heavy=press.action in ABOUT_DRAFTS)
        async with self._files:
            data = await self._fetched(ref.ref)
            fetched = Attachment(ref.name, data) if data is not None else None
            return await self._spoken(_with(incoming, fetched), heavy=True)

    async def _acknowledge(self, query: str, text: str) -> None:
        try:
            await self._bot.answer_callback_query(query, text or None, show_alert=bool(text))
        except TelegramError:
            return

    async def _fetched(self, ref: str) -> bytes | None:
        """A file's bytes, in memory only; nothing when Telegram no longer has it."""
        try:
            file = await self._bot.get_file(ref)
            if (file.file_size or 0) > LARGEST_FILE:
                return None
            return bytes(await file.download_as_bytearray())
        except TelegramError:
            return None

    async def _in_keeper(self, work: Any, *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._keeper, work, *arguments)


def _with(incoming: Incoming, attachment: Attachment | None) -> Incoming:
    return replace(incoming, attachment=attachment)


def _ours(text: str, username: str) -> str:
    """A command without our own name: ``/help@our_bot`` is ``/help``."""
    head, space, rest = text.partition(" ")
    name, at, addressed = head.partition("@")
    return f"{name}{space}{rest}" if at and head.startswith("/") and addressed.lower() == username.lower() else text
