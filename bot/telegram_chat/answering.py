"""What the bot says to each kind of update: the conversation's words, worked out off the event loop."""

import asyncio
import json
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
from bot.talk.messages import Attachment, Incoming, Outgoing, Press, joined, line
from bot.talk.pressing import ABOUT_DRAFTS
from bot.talk.words import what, words
from bot.telegram_chat.arrivals import CHANNEL
from bot.telegram_chat.sending import ChatGone
from knowledge.text import says_nothing

MOST_WAITING = 2500
LARGEST_FILE = 10 * 1024 * 1024
_SLOW = 0.7
_FILES_AT_ONCE = 2
_CARRYING = frozenset({"contact", "location", "venue"})


class Answering:
    """From a row of the inbox to what goes out; ``keeper`` is the one thread that writes records."""

    def __init__(self, bot: Bot, talk: Conversation, records: Records, keeper: ThreadPoolExecutor) -> None:
        self._bot, self._talk, self._records, self._keeper = bot, talk, records, keeper
        # One: Python computes one answer at a time, and two that take turns both come later (measured).
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="talk")
        self._drafts = ThreadPoolExecutor(_FILES_AT_ONCE, thread_name_prefix="draft")
        self._files = asyncio.Semaphore(_FILES_AT_ONCE)

    def close(self) -> None:
        """Begin nothing more."""
        for pool in (self._pool, self._drafts):
            pool.shutdown(wait=False, cancel_futures=True)

    async def outgoing(self, row: InboxRow, own: str | None, waiting: int) -> Outgoing:
        """What a kept update leads to. ``own`` are its words as they came, which only this start of the bot knows."""
        payload: dict[str, Any] = json.loads(row.payload)
        kind = payload["kind"]
        if kind == "joined":
            return await self._joined(row, payload)
        if kind == "gone":
            raise ChatGone
        if kind == "press":
            return await self._pressed(row, payload)
        if payload["group"] and (kind == "other" or not _is_command(payload, own)):
            return await self._overheard(row, payload, own)
        incoming = self._incoming(row, payload, own)
        # On another thread than answers: danger does not wait for the questions of others.
        said = await asyncio.to_thread(self._talk.at_once, incoming, busy=waiting > MOST_WAITING)
        if kind == "other":
            return await self._unreadable(incoming, payload, said)
        if said:
            return said
        if kind == "file":
            return await self._file(incoming, payload)
        return await self._spoken(incoming)

    def _incoming(self, row: InboxRow, payload: dict[str, Any], own: str | None, **more: Any) -> Incoming:
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

    async def _overheard(self, row: InboxRow, payload: dict[str, Any], own: str | None) -> Outgoing:
        """What is no command in a group: in an open one danger is answered, and nothing else anywhere."""
        if not await self._in_keeper(self._records.chats.is_open, CHANNEL, row.chat):
            return Outgoing()
        return await self._spoken(self._incoming(row, payload, own))

    async def _unreadable(self, incoming: Incoming, payload: dict[str, Any], said: Outgoing | None) -> Outgoing:
        """What the words under it lead to (``said`` at once), and that the rest was neither read nor kept."""
        if await self._in_keeper(self._records.people.find, CHANNEL, payload["account"]) is None:
            return said or await self._spoken(incoming)
        unread = line(_unread(payload["what"], drafts=not self._talk.refuses_drafts))
        if says_nothing(incoming.text) and not incoming.lost:
            return unread
        return joined(said or await self._spoken(incoming), unread)

    async def _file(self, incoming: Incoming, payload: dict[str, Any]) -> Outgoing:
        given = Attachment(payload["name"], ref=payload["file"], kinds=tuple(payload.get("name_kinds", ())))
        if self._talk.refuses_drafts:
            return await self._spoken(_with(incoming, given))
        if payload["size"] > LARGEST_FILE:
            return line(words("too_big", most=LARGEST_FILE // 2**20))
        if not payload["size"]:
            return line(words("empty_file"))
        wanted = incoming.text.strip().lower().startswith("/check")
        if not wanted and not self._talk.held.waits(self._talk.owner(incoming)):
            return await self._spoken(_with(incoming, given))
        async with self._files:
            data = await self._fetched(given.ref)
            if data is None:
                return line(words("draft_gone"))
            return await self._spoken(_with(incoming, replace(given, data=data)), heavy=True)

    async def _pressed(self, row: InboxRow, payload: dict[str, Any]) -> Outgoing:
        person = await self._in_keeper(self._records.people.known, CHANNEL, payload["account"])
        button = await self._in_keeper(self._records.buttons.press, payload["token"], person.id) if person else None
        await self._acknowledge(payload["query"], "" if button else words("nothing_pressed"))
        if button is None:
            return Outgoing()
        press = Press(button.action, button.value)
        incoming = self._incoming(row, payload, None, press=press)
        on_draft = press.action in ABOUT_DRAFTS and not self._talk.refuses_drafts
        if not on_draft or not (ref := DraftRef.read(press.value)).elsewhere:
            return await self._spoken(incoming, heavy=on_draft)
        async with self._files:
            data = await self._fetched(ref.ref)
            fetched = Attachment(ref.name, data) if data is not None else None
            return await self._spoken(_with(incoming, fetched), heavy=True)

    async def delivered(self, row: InboxRow) -> None:
        """What a press led to has gone out: what stands behind its button is wiped where it is short-lived."""
        payload: dict[str, Any] = json.loads(row.payload)
        if payload["kind"] == "press":
            await self._in_keeper(self._records.buttons.pressed, payload["token"])

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


def _is_command(payload: dict[str, Any], own: str | None) -> bool:
    return (payload.get("text", "") if own is None else own).startswith("/")


def _unread(kind: str, *, drafts: bool) -> str:
    """That a picture or the like was not read; what can carry somebody's details should be deleted too."""
    said = words("cannot_read" if drafts else "cannot_read_no_drafts", what=what(kind))
    if kind not in _CARRYING:
        return said
    return f"{said}\n\n{words('carries', what='contact' if kind == 'contact' else 'place')}"


def _with(incoming: Incoming, attachment: Attachment | None) -> Incoming:
    return replace(incoming, attachment=attachment)


def _ours(text: str, username: str) -> str:
    """A command without our own name: ``/help@our_bot`` is ``/help``."""
    head, space, rest = text.partition(" ")
    name, at, addressed = head.partition("@")
    return f"{name}{space}{rest}" if at and head.startswith("/") and addressed.lower() == username.lower() else text
